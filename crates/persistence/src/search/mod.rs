//! 检索: one search document a row of any kind, matched by tokens that the application makes.

use crate::{Result, Store, Uow, keyset::Conditions, sql};
use domain::{
    authz::Scope,
    kernel::JurisdictionId,
    search::{SearchQuery, tokens},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// What is to be found, and what a hit shows.
#[derive(Clone, Copy, Debug)]
pub struct SearchDocument<'a> {
    /// `deputy`, `unit`, `group`, `person`, `suggestion` …
    pub kind: &'static str,
    /// The row it stands for.
    pub id: Uuid,
    /// The node that decides who finds it.
    pub jurisdiction: JurisdictionId,
    /// First line of a hit.
    pub title: &'a str,
    /// Second line of a hit; may be empty.
    pub subtitle: &'a str,
    /// Everything that is searched.
    pub texts: &'a [&'a str],
}

/// A hit of the search over everything.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SearchHit {
    /// What it is.
    pub kind: String,
    /// Its id.
    pub ref_id: Uuid,
    /// First line.
    pub title: String,
    /// Second line.
    pub subtitle: String,
}

impl Uow {
    /// Writes or replaces the search document of a row, in the transaction that changes the row.
    ///
    /// # Errors
    /// As any statement.
    pub async fn index(&self, document: &SearchDocument<'_>) -> Result<()> {
        // Made of an array of lexemes: no parser and no locale of the database has a say.
        let lexemes = tokens(&document.texts.join("\n"));
        self.conn()
            .execute_raw(sql(
                "INSERT INTO search_document (kind, ref_id, path, title, subtitle, tsv, updated_at) \
                 SELECT $1, $2, j.path, $4, $5, array_to_tsvector($6::text[]), $7 FROM jurisdiction j WHERE j.id = $3 \
                 ON CONFLICT (kind, ref_id) DO UPDATE SET path = excluded.path, title = excluded.title, \
                 subtitle = excluded.subtitle, tsv = excluded.tsv, updated_at = excluded.updated_at",
                [
                    document.kind.into(),
                    document.id.into(),
                    document.jurisdiction.0.into(),
                    document.title.into(),
                    document.subtitle.into(),
                    lexemes.into(),
                    self.now().into(),
                ],
            ))
            .await?;
        Ok(())
    }
}

impl Store {
    /// Rows of these kinds that match and lie in the scope, shortest titles first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn search(
        &self,
        scope: &Scope,
        kinds: Vec<String>,
        query: &SearchQuery,
        limit: u64,
    ) -> Result<Vec<SearchHit>> {
        let mut conditions = Conditions::new();
        let place = conditions.param(query.tsquery());
        conditions.push(format!("s.tsv @@ {place}::text::tsquery"));
        let place = conditions.param(kinds);
        conditions.push(format!("s.kind = ANY({place})"));
        conditions.within("s.path", scope);
        let statement = conditions.select(
            "SELECT s.kind, s.ref_id, s.title, s.subtitle FROM search_document s",
            // The shortest title that matches is closest to what was typed.
            "ORDER BY char_length(s.title), s.title, s.ref_id",
            limit,
        );
        Ok(SearchHit::find_by_statement(statement).all(self.db()).await?)
    }
}
