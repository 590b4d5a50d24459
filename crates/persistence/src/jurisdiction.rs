//! 辖区树: county → towns and streets → constituencies. Every row of business data belongs to one
//! node; every scope is a subtree, which the materialised path makes a prefix.

use crate::{Result, Store, Uow, sql};
use domain::{authz::JurisdictionPath, kernel::JurisdictionId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A node of the tree.
#[derive(Clone, Debug, FromQueryResult)]
pub struct JurisdictionRow {
    /// The node.
    pub id: Uuid,
    /// Its parent; `None` for the root.
    pub parent_id: Option<Uuid>,
    /// `PROVINCE`, `CITY`, `COUNTY`, `TOWN`, `STREET`.
    pub kind: String,
    /// 行政区划代码 or an own code, unique among siblings.
    pub code: String,
    /// Name.
    pub name: String,
    /// Codes from the root, each followed by a slash.
    pub path: String,
    /// Optimistic lock.
    pub version: i64,
}

impl JurisdictionRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }
}

/// The root of the tree with the telephone of its standing committee.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CongressRoot {
    /// Name of the root.
    pub name: String,
    /// Office telephone of the standing committee (人大常委会), else of its deputies' committee.
    pub phone: Option<String>,
}

const COLUMNS: &str = "id, parent_id, kind, code, name, path, version";

impl Store {
    /// Whose congress this is; `None` before the tree has a root.
    ///
    /// # Errors
    /// As any statement.
    pub async fn congress_root(&self) -> Result<Option<CongressRoot>> {
        let statement = sql(
            "SELECT j.name, (SELECT u.phone FROM unit u WHERE u.jurisdiction_id = j.id AND u.kind IN ('sc', 'dc') \
             AND u.valid_to IS NULL AND u.phone IS NOT NULL ORDER BY u.kind DESC, u.id LIMIT 1) AS phone \
             FROM jurisdiction j WHERE j.parent_id IS NULL ORDER BY j.path COLLATE \"C\" LIMIT 1",
            [],
        );
        Ok(CongressRoot::find_by_statement(statement).one(self.db()).await?)
    }

    /// The whole tree in path order; a county has a few dozen nodes.
    ///
    /// # Errors
    /// As any statement.
    pub async fn jurisdictions(&self) -> Result<Vec<JurisdictionRow>> {
        let statement = sql(format!("SELECT {COLUMNS} FROM jurisdiction ORDER BY path COLLATE \"C\""), []);
        Ok(JurisdictionRow::find_by_statement(statement).all(self.db()).await?)
    }
}

impl Uow {
    /// One node.
    ///
    /// # Errors
    /// As any statement.
    pub async fn jurisdiction(&self, id: JurisdictionId) -> Result<Option<JurisdictionRow>> {
        let statement = sql(format!("SELECT {COLUMNS} FROM jurisdiction WHERE id = $1"), [id.0.into()]);
        Ok(JurisdictionRow::find_by_statement(statement).one(self.conn()).await?)
    }

    /// Adds a node below `parent`.
    ///
    /// # Errors
    /// `unique.conflict` when a sibling has the code.
    pub async fn insert_jurisdiction(
        &self,
        id: JurisdictionId,
        parent: Option<&JurisdictionRow>,
        kind: &str,
        code: &str,
        name: &str,
    ) -> Result<()> {
        let path = format!("{}{code}/", parent.map_or("", |node| node.path.as_str()));
        self.conn()
            .execute_raw(sql(
                "INSERT INTO jurisdiction (id, parent_id, kind, code, name, path, created_at, updated_at, version) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 1)",
                [
                    id.0.into(),
                    parent.map(|node| node.id).into(),
                    kind.into(),
                    code.into(),
                    name.into(),
                    path.into(),
                    self.now().into(),
                ],
            ))
            .await?;
        Ok(())
    }
}
