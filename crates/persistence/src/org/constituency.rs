use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    row::Columns,
};
use chrono::{DateTime, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    kernel::{ConstituencyId, TermId, Version},
    org::{Constituency, ConstituencyData},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A constituency as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ConstituencyRow {
    /// The constituency.
    pub id: Uuid,
    /// Its term.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// Its town or street.
    pub jurisdiction_id: Uuid,
    /// The town's name.
    pub jurisdiction_name: String,
    /// The town's path.
    pub path: String,
    /// 选区号
    pub no: i32,
    /// 选区名称
    pub name: String,
    /// 应选名额
    pub seats: i32,
    /// Seats held now by deputies in office or suspended.
    pub held: i64,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for ConstituencyRow {
    const COLUMNS: &'static str = "c.id, c.term_id, t.name AS term_name, c.jurisdiction_id, j.name AS jurisdiction_name, \
        j.path, c.no, c.name, c.seats, \
        (SELECT count(*) FROM deputy d WHERE d.constituency_id = c.id AND d.status IN ('active', 'suspended')) AS held, \
        c.updated_at, c.version";
    const FROM: &'static str = "constituency c JOIN term t ON t.id = c.term_id \
        JOIN jurisdiction j ON j.id = c.jurisdiction_id";
    const ID: &'static str = "c.id";
}

impl ConstituencyRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    pub fn aggregate(&self) -> Constituency {
        Constituency {
            id: ConstituencyId(self.id),
            data: ConstituencyData {
                term: TermId(self.term_id),
                jurisdiction: self.jurisdiction_id.into(),
                no: self.no,
                name: self.name.clone(),
                seats: self.seats,
            },
            version: Version(self.version),
        }
    }
}

/// Sorts of the list of constituencies; the first is the default.
pub const CONSTITUENCY_SORTS: &[SortColumn] = &[
    SortColumn::new("no", "c.no", "integer"),
    SortColumn::new("name", "c.name", "text"),
    SortColumn::new("seats", "c.seats", "integer"),
];

/// What the list of constituencies may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct ConstituencyFilter {
    /// Part of the name.
    pub text: Option<String>,
    /// The term.
    pub term: Option<Uuid>,
    /// 当前届
    pub current_term: Option<bool>,
    /// The town or street.
    pub jurisdiction: Option<Uuid>,
    /// Only those with a vacant seat (缺额), or only full ones.
    pub vacant: Option<bool>,
}

fn conditions(scope: &Scope, filter: &ConstituencyFilter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.within("j.path", scope);
    conditions.containing("c.name", filter.text.as_deref());
    conditions.equal("c.term_id", filter.term);
    conditions.equal("t.is_current", filter.current_term);
    conditions.equal("c.jurisdiction_id", filter.jurisdiction);
    if let Some(vacant) = filter.vacant {
        let place = conditions.param(vacant);
        conditions.push(format!(
            "((SELECT count(*) FROM deputy d WHERE d.constituency_id = c.id \
              AND d.status IN ('active', 'suspended')) < c.seats) = {place}"
        ));
    }
    conditions
}

fn columns(data: &ConstituencyData) -> Columns {
    vec![
        ("term_id", data.term.0.into()),
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("no", data.no.into()),
        ("name", data.name.clone().into()),
        ("seats", data.seats.into()),
    ]
}

impl Store {
    /// A page of constituencies.
    ///
    /// # Errors
    /// As any statement.
    pub async fn constituencies(
        &self,
        scope: &Scope,
        filter: &ConstituencyFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<ConstituencyRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many constituencies the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_constituencies(&self, scope: &Scope, filter: &ConstituencyFilter) -> Result<i64> {
        listing::count::<ConstituencyRow>(self.db(), conditions(scope, filter)).await
    }

    /// One constituency.
    ///
    /// # Errors
    /// As any statement.
    pub async fn constituency(&self, id: ConstituencyId) -> Result<Option<ConstituencyRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One constituency, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn constituency(&self, id: ConstituencyId) -> Result<Option<ConstituencyRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a constituency.
    ///
    /// # Errors
    /// `constituency.number_taken`.
    pub async fn insert_constituency(&self, constituency: &Constituency) -> Result<()> {
        self.insert_row("constituency", constituency.id.0, columns(&constituency.data)).await
    }

    /// Writes a constituency.
    ///
    /// # Errors
    /// `version.stale`, `constituency.number_taken`.
    pub async fn update_constituency(&self, constituency: &Constituency) -> Result<()> {
        let version = constituency.version;
        self.update_row("constituency", constituency.id.0, version, columns(&constituency.data)).await
    }
}
