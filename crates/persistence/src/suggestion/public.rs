//! What the portal reads: matters with a public page, by what is public of them.

use super::hits::Hits;
use crate::{
    Result, Store,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    sql,
};
use chrono::{DateTime, Utc};
use domain::{kernel::SuggestionId, search::SearchQuery};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Sorts of the public list; the first is the default, descending.
pub const PUBLIC_SORTS: &[SortColumn] = &[
    SortColumn::new("published_at", "s.public_at", "timestamptz"),
    SortColumn::new("replied_on", "coalesce(s.public_replied_at, timestamptz '0001-01-01')", "timestamptz"),
    SortColumn::new("submitted_on", "s.listed_at", "timestamptz"),
];

/// What the public list may be filtered by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicFilter {
    /// Words in the published parts.
    pub text: Option<String>,
    /// Codes of categories.
    pub categories: Vec<String>,
    /// Codes of states, of matters whose progress is published.
    pub statuses: Vec<String>,
    /// Year of the hand-in.
    pub year: Option<i32>,
    /// A unit, where progress is published.
    pub unit: Option<Uuid>,
    /// Lead deputy.
    pub deputy: Option<Uuid>,
    /// 届
    pub term: Option<Uuid>,
    /// 次会议
    pub session: Option<Uuid>,
    /// A published letter exists.
    pub answered: Option<bool>,
}

/// A line of the public list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PublicSuggestionRow {
    /// The suggestion.
    pub id: Uuid,
    /// The title, masked.
    pub public_title: String,
    /// Progress is published: state, units and days may be told.
    pub public_progress: bool,
    /// Code of the state.
    pub status: String,
    /// Code of the period.
    pub period: String,
    /// Its number.
    pub number: Option<i32>,
    /// 届次简称
    pub session_name: Option<String>,
    /// Code of the category.
    pub category: Option<String>,
    /// Name of the lead deputy.
    pub lead_name: String,
    /// 领衔代表
    pub lead_deputy_id: Uuid,
    /// 主办（分办）单位
    pub lead_units: Vec<String>,
    /// Category of the answer now.
    pub reply_category: Option<String>,
    /// 对结果评价
    pub result: Option<String>,
    /// The evaluation is published.
    pub public_feedback: bool,
    /// First hand-in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// 交办
    pub assigned_at: Option<DateTime<Utc>>,
    /// The first published letter.
    pub public_replied_at: Option<DateTime<Utc>>,
}

impl View for PublicSuggestionRow {
    const COLUMNS: &'static str = "s.id, s.public_title, s.public_progress, s.status, s.period, s.number, \
        c.name AS session_name, s.category, p.name AS lead_name, s.lead_deputy_id, \
        ARRAY(SELECT u.short_name FROM unnest(s.lead_unit_ids) WITH ORDINALITY AS x(id, n) \
              JOIN unit u ON u.id = x.id ORDER BY x.n) AS lead_units, \
        s.reply_category, s.result, EXISTS (SELECT 1 FROM suggestion_publication f WHERE f.suggestion_id = s.id \
          AND f.part = 'feedback' AND f.status = 'released') AS public_feedback, \
        s.submitted_at, s.assigned_at, s.public_replied_at";
    const FROM: &'static str = "suggestion s JOIN deputy d ON d.id = s.lead_deputy_id \
        JOIN person p ON p.id = d.person_id LEFT JOIN congress_session c ON c.id = s.session_id";
    const ID: &'static str = "s.id";
}

const YEAR: &str = "extract(year FROM s.listed_at AT TIME ZONE 'Asia/Shanghai')::int";

fn conditions(filter: &PublicFilter, hits: Option<&Hits>) -> Conditions {
    let mut c = Conditions::new();
    c.push("s.public_title IS NOT NULL");
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        match (SearchQuery::parse(text), hits) {
            (Some(_), Some(hits)) => {
                let found = hits.condition(&mut c, "public_suggestion");
                c.push(found);
            }
            (Some(query), None) => {
                let query = c.param(query.tsquery());
                c.push(format!(
                    "EXISTS (SELECT 1 FROM search_document w WHERE w.kind = 'public_suggestion' AND w.ref_id = s.id \
                     AND w.tsv @@ {query}::text::tsquery)"
                ));
            }
            (None, _) => c.push("false"),
        }
    }
    c.any("s.category", filter.categories.clone());
    if !filter.statuses.is_empty() {
        c.push("s.public_progress");
        c.any("s.status", filter.statuses.clone());
    }
    if let Some(unit) = filter.unit {
        let unit = c.param(vec![unit]);
        c.push(format!("s.public_progress AND s.lead_unit_ids || s.co_unit_ids @> {unit}"));
    }
    c.equal("s.lead_deputy_id", filter.deputy);
    c.equal("s.term_id", filter.term);
    c.equal("s.session_id", filter.session);
    c.equal(YEAR, filter.year);
    match filter.answered {
        Some(true) => c.push("s.public_replied_at IS NOT NULL"),
        Some(false) => c.push("s.public_replied_at IS NULL"),
        None => {}
    }
    c
}

/// How many public matters have one value of a facet.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FacetRow {
    /// `category`, `year` or `status`.
    pub facet: String,
    /// The value.
    pub value: String,
    /// How many.
    pub count: i64,
}

impl Store {
    /// A page of the public list.
    ///
    /// # Errors
    /// As any statement.
    pub async fn public_suggestions(
        &self,
        filter: &PublicFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<PublicSuggestionRow>>> {
        let hits = Hits::of(self, filter.text.as_deref()).await?;
        listing::page(self.db(), conditions(filter, hits.as_ref()), page).await
    }

    /// How many the public list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_public_suggestions(&self, filter: &PublicFilter) -> Result<i64> {
        listing::count::<PublicSuggestionRow>(self.db(), conditions(filter, None)).await
    }

    /// Facets of the public list: categories, years and states, of the newest ten thousand matches.
    ///
    /// # Errors
    /// As any statement.
    pub async fn public_facets(&self, filter: &PublicFilter) -> Result<Vec<FacetRow>> {
        let head = format!(
            "WITH found AS (SELECT s.category, {YEAR}::text AS year, \
             CASE WHEN s.public_progress THEN s.status END AS status FROM suggestion s"
        );
        let tail = "ORDER BY s.public_at DESC LIMIT 10000), \
             values AS (SELECT f.facet, f.value FROM found CROSS JOIN LATERAL \
               (VALUES ('category', category), ('year', year), ('status', status)) AS f(facet, value)) \
             SELECT facet, value, count(*) AS count FROM values WHERE value IS NOT NULL \
             GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2";
        let statement = conditions(filter, None).finish(&head, tail);
        Ok(FacetRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// The version of a matter; `None` when there is none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestion_version(&self, id: SuggestionId) -> Result<Option<i64>> {
        let statement = sql("SELECT version FROM suggestion WHERE id = $1", [id.0.into()]);
        let row = self.db().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "version")).transpose()?)
    }
}
