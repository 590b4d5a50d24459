//! Matters as other systems read them: one, several, lists.

use super::sight::{SEEN_FROM, SightSql};
use crate::{
    Result, Store,
    keyset::Conditions,
    listing::{PageRequest, Position, SortColumn},
};
use chrono::{DateTime, Utc};
use domain::integration::Sight;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Stands for everything that decides what everybody may read of a matter, and with which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OpenStamp {
    /// After a restore a number may come again.
    epoch: Uuid,
    seq: i64,
    published: i64,
}

/// A document as it is sent.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SeenMatter {
    /// The matter.
    pub id: Uuid,
    /// The JSON.
    pub document: String,
    /// Its hash, in quotes.
    pub etag: String,
}

/// What a list for other systems may be filtered by, of what the reader sees.
#[derive(Clone, Debug, Default)]
pub struct OpenFilter {
    /// Codes of states.
    pub statuses: Vec<String>,
    /// Codes of categories.
    pub categories: Vec<String>,
    /// A unit that the document names.
    pub unit: Option<Uuid>,
    /// 届
    pub term: Option<Uuid>,
    /// 次会议
    pub session: Option<Uuid>,
    /// Written at this time or later.
    pub updated_since: Option<DateTime<Utc>>,
}

/// Sorts of the list; the first is the default: it does not move while it is walked.
pub const OPEN_SORTS: &[SortColumn] =
    &[SortColumn::new("id", "m.id", "uuid"), SortColumn::new("updated", "m.seq", "bigint")];

/// Where a page of the list ended.
pub type OpenPosition = Position;

impl Store {
    /// One matter as the reader sees it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_matter(&self, sight: &Sight, id: Uuid) -> Result<Option<SeenMatter>> {
        Ok(self.open_matters(sight, &[id]).await?.pop())
    }

    /// Several matters as the reader sees them, in no particular order; those that he does not see are missing.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_matters(&self, sight: &Sight, ids: &[Uuid]) -> Result<Vec<SeenMatter>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut c = Conditions::new();
        c.any("m.id", ids.to_vec());
        let (head, tail) = seen(sight, &mut c, "m.id");
        Ok(SeenMatter::find_by_statement(c.finish(&head, &tail)).all(self.db()).await?)
    }

    /// The matters with a reference: more than one when several congresses share the installation.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_matters_by_ref(
        &self,
        sight: &Sight,
        reference: &str,
        jurisdiction: Option<Uuid>,
    ) -> Result<Vec<SeenMatter>> {
        let mut c = Conditions::new();
        c.equal("m.ref", Some(reference.to_owned()));
        if let Some(jurisdiction) = jurisdiction {
            let place = c.param(jurisdiction);
            c.push(format!("m.path = (SELECT j.path FROM jurisdiction j WHERE j.id = {place})"));
        }
        let (head, tail) = seen(sight, &mut c, "m.id");
        Ok(SeenMatter::find_by_statement(c.finish(&head, &tail)).all(self.db()).await?)
    }

    /// A page of the list.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_matters_page(
        &self,
        sight: &Sight,
        filter: &OpenFilter,
        page: &PageRequest,
    ) -> Result<Vec<crate::listing::Listed<SeenMatter>>> {
        let mut c = Conditions::new();
        let shown = SightSql::of(sight, &mut c);
        let column = |suffix: &str| shown.listed(suffix);
        let (document, etag) = (column(""), column("_etag"));
        shown.condition(&mut c);
        // Several states of one face are read by an ordered scan for each (ADR 8).
        let mut states = filter.statuses.clone();
        states.sort_unstable();
        states.dedup();
        let apart = states.len() > 1 && shown.one_face();
        if !apart {
            c.any(&column("_status"), std::mem::take(&mut states));
        }
        c.any("m.category", filter.categories.clone());
        if let Some(unit) = filter.unit {
            let unit = c.param(vec![unit]);
            c.push(format!("{} @> {unit}", column("_unit_ids")));
        }
        c.equal("m.term_id", filter.term);
        c.equal("m.session_id", filter.session);
        if let Some(since) = filter.updated_since {
            let since = c.param(since);
            c.push(format!("{} >= {since}", column("_at")));
        }
        // Who sees the published parts alone is not told by the order what else has happened.
        let by = match (page.sort.name, &sight.official) {
            ("updated", None) => "m.published_seq",
            ("updated", Some(_)) => "m.seq",
            _ => "m.id",
        };
        let (operator, direction) = if page.descending { ("<", "DESC") } else { (">", "ASC") };
        if let Some(after) = &page.after {
            let (key, id) = (c.param(after.key.clone()), c.param(after.id));
            let cast = page.sort.cast;
            c.push(format!("({by}, m.id) {operator} (CAST({key}::text AS {cast}), {id})"));
        }
        let head = format!(
            "SELECT m.id, {document} AS document, {etag} AS etag, {by} AS place, {by}::text AS sort_key FROM {SEEN_FROM}"
        );
        let statement = if apart {
            let order = format!("ORDER BY place {direction}, id {direction}");
            let text = c.each(&head, &column("_status"), states, &order, page.limit);
            c.statement(text)
        } else {
            let order = format!("ORDER BY {by} {direction}, m.id {direction}");
            c.select(&head, &order, page.limit)
        };
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter()
            .map(|row| {
                let seen = SeenMatter::from_query_result(row, "")?;
                let position = Position { key: row.try_get("", "sort_key")?, id: seen.id };
                Ok(crate::listing::Listed { row: seen, position })
            })
            .collect()
    }
}

/// Head and tail of a statement that gives what the reader sees, and nothing else.
fn seen(sight: &Sight, c: &mut Conditions, order: &str) -> (String, String) {
    let shown = SightSql::of(sight, c);
    shown.condition(c);
    let head = format!(
        "SELECT m.id, {} AS document, {} AS etag FROM {SEEN_FROM}",
        shown.listed(""),
        shown.listed("_etag")
    );
    (head, format!("ORDER BY {order}"))
}

/// Reads an [`OpenStamp`].
pub(super) const OPEN_STAMP: &str =
    "SELECT h.epoch, h.seq, (SELECT sum(st.published)::bigint FROM stamp st) AS published FROM feed_head h";
