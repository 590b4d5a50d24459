use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    row::Columns,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    kernel::{TermId, Version},
    org::{Term, TermData},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A term as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TermRow {
    /// The term.
    pub id: Uuid,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// Which one.
    pub ordinal: i32,
    /// Its name.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// 当前届
    pub is_current: bool,
    /// When it was rolled over; from then on it is only read.
    pub closed_at: Option<DateTime<Utc>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for TermRow {
    const COLUMNS: &'static str = "t.id, t.jurisdiction_id, j.name AS jurisdiction_name, j.path, t.ordinal, t.name, \
        t.starts_on, t.ends_on, t.is_current, t.closed_at, t.updated_at, t.version";
    const FROM: &'static str = "term t JOIN jurisdiction j ON j.id = t.jurisdiction_id";
    const ID: &'static str = "t.id";
}

impl TermRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    pub fn aggregate(&self) -> Term {
        Term {
            id: TermId(self.id),
            data: TermData {
                jurisdiction: self.jurisdiction_id.into(),
                ordinal: self.ordinal,
                name: self.name.clone(),
                starts_on: self.starts_on,
                ends_on: self.ends_on,
                is_current: self.is_current,
            },
            version: Version(self.version),
        }
    }
}

/// Sorts of the list of terms; the first is the default.
pub const TERM_SORTS: &[SortColumn] = &[
    SortColumn::new("starts_on", "t.starts_on", "date"),
    SortColumn::new("ordinal", "t.ordinal", "integer"),
    SortColumn::new("name", "t.name", "text"),
];

/// What the list of terms may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct TermFilter {
    /// Part of the name.
    pub text: Option<String>,
    /// The node.
    pub jurisdiction: Option<Uuid>,
    /// 当前届
    pub is_current: Option<bool>,
}

fn conditions(scope: &Scope, filter: &TermFilter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.within("j.path", scope);
    conditions.containing("t.name", filter.text.as_deref());
    conditions.equal("t.jurisdiction_id", filter.jurisdiction);
    conditions.equal("t.is_current", filter.is_current);
    conditions
}

fn columns(data: &TermData) -> Columns {
    vec![
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("ordinal", data.ordinal.into()),
        ("name", data.name.clone().into()),
        ("starts_on", data.starts_on.into()),
        ("ends_on", data.ends_on.into()),
        ("is_current", data.is_current.into()),
    ]
}

impl Store {
    /// A page of terms.
    ///
    /// # Errors
    /// As any statement.
    pub async fn terms(
        &self,
        scope: &Scope,
        filter: &TermFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<TermRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many terms the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_terms(&self, scope: &Scope, filter: &TermFilter) -> Result<i64> {
        listing::count::<TermRow>(self.db(), conditions(scope, filter)).await
    }

    /// One term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn term(&self, id: TermId) -> Result<Option<TermRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One term, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn term(&self, id: TermId) -> Result<Option<TermRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a term.
    ///
    /// # Errors
    /// `term.exists`, `term.current_exists`.
    pub async fn insert_term(&self, term: &Term) -> Result<()> {
        self.insert_row("term", term.id.0, columns(&term.data)).await
    }

    /// Writes a term.
    ///
    /// # Errors
    /// `version.stale`, `term.exists`, `term.current_exists`.
    pub async fn update_term(&self, term: &Term) -> Result<()> {
        self.update_row("term", term.id.0, term.version, columns(&term.data)).await
    }
}
