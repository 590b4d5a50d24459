//! Published matters as Open311 clients ask for them.

use super::sight::SEEN_FROM;
use crate::{Result, Store, keyset::Conditions};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// What Open311 clients filter by.
#[derive(Clone, Debug, Default)]
pub struct Open311Filter {
    /// Matters by id.
    pub ids: Vec<Uuid>,
    /// Matters by reference, besides those by id.
    pub references: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Those without a category, besides those of the categories.
    pub uncategorised: bool,
    /// Codes of states, and whether they are wanted or not.
    pub statuses: Option<(Vec<String>, bool)>,
    /// Handed in at this time or later.
    pub requested_from: Option<DateTime<Utc>>,
    /// Handed in at this time or before.
    pub requested_until: Option<DateTime<Utc>>,
    /// Changed after this time.
    pub updated_after: Option<DateTime<Utc>>,
    /// Changed before this time.
    pub updated_before: Option<DateTime<Utc>>,
    /// The last changed first, instead of the newest.
    pub by_change: bool,
    /// Rows to pass over.
    pub offset: u64,
    /// Rows at most.
    pub limit: u64,
}

#[derive(FromQueryResult)]
struct Row {
    document: String,
}

impl Store {
    /// Documents of published matters.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open311_matters(&self, filter: &Open311Filter) -> Result<Vec<String>> {
        let mut c = Conditions::new();
        c.push("m.published IS NOT NULL");
        // What was withdrawn is not shown from that moment on.
        c.push("s.public_title IS NOT NULL");
        if !filter.ids.is_empty() || !filter.references.is_empty() {
            let (ids, references) = (c.param(filter.ids.clone()), c.param(filter.references.clone()));
            c.push(format!("(m.id = ANY({ids}) OR m.ref = ANY({references}))"));
        }
        if !filter.categories.is_empty() || filter.uncategorised {
            let (categories, none) = (c.param(filter.categories.clone()), c.param(filter.uncategorised));
            c.push(format!("(m.category = ANY({categories}) OR {none} AND m.category IS NULL)"));
        }
        if let Some((codes, wanted)) = &filter.statuses {
            let codes = c.param(codes.clone());
            let (not, or_none) = if *wanted { ("", "false") } else { ("NOT", "m.published_status IS NULL") };
            c.push(format!("({not} m.published_status = ANY({codes}) OR {or_none})"));
        }
        for (column, operator, at) in [
            ("s.submitted_at", ">=", filter.requested_from),
            ("s.submitted_at", "<=", filter.requested_until),
            ("m.published_at", ">", filter.updated_after),
            ("m.published_at", "<", filter.updated_before),
        ] {
            if let Some(at) = at {
                let at = c.param(at);
                c.push(format!("{column} {operator} {at}"));
            }
        }
        let offset = c.param(i64::try_from(filter.offset).unwrap_or(i64::MAX));
        // Ids are ordered by time.
        let order = if filter.by_change { "m.published_seq DESC, m.id DESC" } else { "m.id DESC" };
        let head = format!("SELECT m.published AS document FROM {SEEN_FROM}");
        let limit = c.param(i64::try_from(filter.limit).unwrap_or(i64::MAX));
        let statement = c.finish(&head, &format!("ORDER BY {order} LIMIT {limit} OFFSET {offset}"));
        let rows = Row::find_by_statement(statement).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| row.document).collect())
    }
}
