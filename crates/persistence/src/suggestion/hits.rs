use crate::{Result, sql};
use domain::search::SearchQuery;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Beyond so many hits a list is read in its order until a page is full: that meets enough of them soon.
const FEW: usize = 2_000;

/// The matters in which rare words occur. A list in an order of its own cannot be read from the search index, and
/// Postgres does not know how rare words are: it would walk through every suggestion for words that are nowhere (four
/// seconds over 200,000). So they are looked up first, and the list begins with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    internal: Vec<Uuid>,
    public: Vec<Uuid>,
}

#[derive(FromQueryResult)]
struct HitRow {
    public: bool,
    ref_id: Uuid,
}

impl Hits {
    /// The hits of a text, unless there are many; `None` also when nothing is looked for.
    pub async fn of(db: &impl ConnectionTrait, text: Option<&str>) -> Result<Option<Self>> {
        let Some(query) = text.and_then(SearchQuery::parse) else { return Ok(None) };
        let limit = i64::try_from(FEW).unwrap_or(i64::MAX);
        let statement = sql(
            "SELECT w.kind = 'public_suggestion' AS public, w.ref_id FROM search_document w \
             WHERE w.tsv @@ $1::text::tsquery AND w.kind IN ('suggestion', 'public_suggestion') LIMIT $2 + 1",
            [query.tsquery().into(), limit.into()],
        );
        let rows = HitRow::find_by_statement(statement).all(db).await?;
        if rows.len() > FEW {
            return Ok(None);
        }
        let mut hits = Self::default();
        for row in rows {
            if row.public { hits.public.push(row.ref_id) } else { hits.internal.push(row.ref_id) }
        }
        Ok(Some(hits))
    }

    /// Those of one kind of search document.
    pub fn of_kind(&self, kind: &str) -> Vec<Uuid> {
        if kind == "public_suggestion" { self.public.clone() } else { self.internal.clone() }
    }
}
