use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    row::Columns,
};
use chrono::{DateTime, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    deputy::{Delegation, DelegationData},
    kernel::{DelegationId, Version},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A delegation as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DelegationRow {
    /// The delegation.
    pub id: Uuid,
    /// Its term.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// Place in the order.
    pub no: i32,
    /// 代表团名称
    pub name: String,
    /// 团长
    pub leader_deputy_id: Option<Uuid>,
    /// The leader's name.
    pub leader_name: Option<String>,
    /// Deputies who hold a seat now.
    pub members: i64,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for DelegationRow {
    const COLUMNS: &'static str = "g.id, g.term_id, t.name AS term_name, g.jurisdiction_id, j.name AS jurisdiction_name, \
        j.path, g.no, g.name, g.leader_deputy_id, p.name AS leader_name, \
        (SELECT count(*) FROM deputy x WHERE x.delegation_id = g.id AND x.status IN ('active', 'suspended')) AS members, \
        g.updated_at, g.version";
    const FROM: &'static str = "delegation g JOIN term t ON t.id = g.term_id \
        JOIN jurisdiction j ON j.id = g.jurisdiction_id \
        LEFT JOIN deputy d ON d.id = g.leader_deputy_id LEFT JOIN person p ON p.id = d.person_id";
    const ID: &'static str = "g.id";
}

impl DelegationRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    pub fn aggregate(&self) -> Delegation {
        Delegation {
            id: DelegationId(self.id),
            data: DelegationData {
                term: self.term_id.into(),
                jurisdiction: self.jurisdiction_id.into(),
                no: self.no,
                name: self.name.clone(),
                leader: self.leader_deputy_id.map(Into::into),
            },
            version: Version(self.version),
        }
    }
}

/// Sorts of the list of delegations; the first is the default.
pub const DELEGATION_SORTS: &[SortColumn] =
    &[SortColumn::new("no", "g.no", "integer"), SortColumn::new("name", "g.name", "text")];

/// What the list of delegations may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct DelegationFilter {
    /// Part of the name.
    pub text: Option<String>,
    /// The term.
    pub term: Option<Uuid>,
    /// 当前届
    pub current_term: Option<bool>,
    /// The node.
    pub jurisdiction: Option<Uuid>,
}

fn conditions(scope: &Scope, filter: &DelegationFilter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.within("j.path", scope);
    conditions.containing("g.name", filter.text.as_deref());
    conditions.equal("g.term_id", filter.term);
    conditions.equal("t.is_current", filter.current_term);
    conditions.equal("g.jurisdiction_id", filter.jurisdiction);
    conditions
}

fn columns(data: &DelegationData) -> Columns {
    vec![
        ("term_id", data.term.0.into()),
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("no", data.no.into()),
        ("name", data.name.clone().into()),
        ("leader_deputy_id", data.leader.map(|d| d.0).into()),
    ]
}

impl Store {
    /// A page of delegations.
    ///
    /// # Errors
    /// As any statement.
    pub async fn delegations(
        &self,
        scope: &Scope,
        filter: &DelegationFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<DelegationRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many delegations the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_delegations(&self, scope: &Scope, filter: &DelegationFilter) -> Result<i64> {
        listing::count::<DelegationRow>(self.db(), conditions(scope, filter)).await
    }

    /// One delegation.
    ///
    /// # Errors
    /// As any statement.
    pub async fn delegation(&self, id: DelegationId) -> Result<Option<DelegationRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One delegation, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn delegation(&self, id: DelegationId) -> Result<Option<DelegationRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a delegation.
    ///
    /// # Errors
    /// `delegation.exists`.
    pub async fn insert_delegation(&self, delegation: &Delegation) -> Result<()> {
        self.insert_row("delegation", delegation.id.0, columns(&delegation.data)).await
    }

    /// Writes a delegation.
    ///
    /// # Errors
    /// `version.stale`, `delegation.exists`.
    pub async fn update_delegation(&self, delegation: &Delegation) -> Result<()> {
        self.update_row("delegation", delegation.id.0, delegation.version, columns(&delegation.data)).await
    }
}
