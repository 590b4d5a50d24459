use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View, coded},
};
use chrono::{DateTime, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    kernel::{JurisdictionId, Version},
    org::Jurisdiction,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A node of the tree as the register shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct JurisdictionView {
    /// The node.
    pub id: Uuid,
    /// The node above.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub parent_name: Option<String>,
    /// Code of `JurisdictionKind`.
    pub kind: String,
    /// 行政区划代码
    pub code: String,
    /// Name.
    pub name: String,
    /// Codes from the root.
    pub path: String,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for JurisdictionView {
    // The platform's table writes kinds in capitals; the wire does not.
    const COLUMNS: &'static str = "j.id, j.parent_id, p.name AS parent_name, lower(j.kind) AS kind, j.code, j.name, \
        j.path, j.updated_at, j.version";
    const FROM: &'static str = "jurisdiction j LEFT JOIN jurisdiction p ON p.id = j.parent_id";
    const ID: &'static str = "j.id";
}

impl JurisdictionView {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    ///
    /// # Errors
    /// When a stored code is not known.
    pub fn aggregate(&self) -> Result<Jurisdiction> {
        Ok(Jurisdiction {
            id: JurisdictionId(self.id),
            parent: self.parent_id.map(Into::into),
            kind: coded(&self.kind)?,
            code: self.code.clone(),
            name: self.name.clone(),
            version: Version(self.version),
        })
    }
}

/// Sorts of the list of nodes; the first is the default and lists every tree from its root.
pub const JURISDICTION_SORTS: &[SortColumn] =
    &[SortColumn::new("path", "j.path COLLATE \"C\"", "text"), SortColumn::new("name", "j.name", "text")];

/// What the list of nodes may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct JurisdictionFilter {
    /// Part of the name.
    pub text: Option<String>,
    /// Codes of `JurisdictionKind`.
    pub kinds: Vec<String>,
    /// The node above.
    pub parent: Option<Uuid>,
}

fn conditions(scope: Option<&Scope>, filter: &JurisdictionFilter) -> Conditions {
    let mut conditions = Conditions::new();
    if let Some(scope) = scope {
        conditions.within("j.path", scope);
    }
    conditions.containing("j.name", filter.text.as_deref());
    conditions.any("lower(j.kind)", filter.kinds.clone());
    conditions.equal("j.parent_id", filter.parent);
    conditions
}

impl Store {
    /// A page of nodes; without a scope for the public portal.
    ///
    /// # Errors
    /// As any statement.
    pub async fn jurisdiction_page(
        &self,
        scope: Option<&Scope>,
        filter: &JurisdictionFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<JurisdictionView>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many nodes the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_jurisdictions(&self, scope: &Scope, filter: &JurisdictionFilter) -> Result<i64> {
        listing::count::<JurisdictionView>(self.db(), conditions(Some(scope), filter)).await
    }

    /// One node.
    ///
    /// # Errors
    /// As any statement.
    pub async fn jurisdiction_view(&self, id: JurisdictionId) -> Result<Option<JurisdictionView>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One node, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn jurisdiction_view(&self, id: JurisdictionId) -> Result<Option<JurisdictionView>> {
        listing::one(self.conn(), id.0).await
    }

    /// Writes the name of a node.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn rename_jurisdiction(&self, node: &Jurisdiction) -> Result<()> {
        let columns = vec![("name", node.name.clone().into())];
        self.update_row("jurisdiction", node.id.0, node.version, columns).await
    }
}
