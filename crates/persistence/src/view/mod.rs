//! 常用视图: saved views of lists, and which of them a person opens a list with.

use crate::{Error, Result, Store, Uow, sql};
use domain::{
    authz::{JurisdictionPath, Role},
    kernel::{AccountId, ErrorCode, Version, ViewId},
    view::{SavedView, Sharing, ViewData, ViewList},
};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue};
use uuid::Uuid;

/// Names of unique constraints and the refusals they stand for.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[("list_view_name_unique", ErrorCode::ViewNameTaken)];

/// A view with what its reader needs to know beside it.
#[derive(Clone, Debug)]
pub struct SeenView {
    /// The view.
    pub view: SavedView,
    /// Name of its owner.
    pub owner_name: String,
    /// The reader opens the list with it.
    pub is_default: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    list: String,
    name: String,
    filters: JsonValue,
    columns: Vec<String>,
    shared_roles: Vec<String>,
    shared_below: Option<String>,
    version: i64,
}

#[derive(FromQueryResult)]
struct SeenRow {
    owner_name: String,
    is_default: bool,
}

const COLUMNS: &str =
    "v.id, v.account_id, v.list, v.name, v.filters, v.columns, v.shared_roles, v.shared_below, v.version";

impl Row {
    fn view(self) -> Result<SavedView> {
        let roles = self.shared_roles.iter().filter_map(|name| Role::find(name)).collect();
        Ok(SavedView {
            id: ViewId(self.id),
            owner: AccountId(self.account_id),
            list: ViewList::from_code(&self.list).ok_or_else(|| Error::corrupt(&self.list))?,
            data: ViewData {
                name: self.name,
                filters: serde_json::from_value(self.filters).map_err(Error::corrupt)?,
                columns: self.columns,
            },
            sharing: self.shared_below.map(|below| Sharing { roles, below: JurisdictionPath(below) }),
            version: Version(self.version),
        })
    }
}

impl Store {
    /// The views of a list that an account may see: its own in their order, then what is shared with one of `roles`, by
    /// name. Where a shared one counts is the domain's to say ([`SavedView::is_seen_by`]).
    ///
    /// # Errors
    /// As any statement.
    pub async fn views_of(
        &self,
        account: AccountId,
        roles: &[Role],
        list: ViewList,
    ) -> Result<Vec<SeenView>> {
        let roles: Vec<String> = roles.iter().map(|role| role.name().to_owned()).collect();
        let text = format!(
            "SELECT {COLUMNS}, a.display_name AS owner_name, d.view_id IS NOT NULL AS is_default \
             FROM list_view v JOIN account a ON a.id = v.account_id \
             LEFT JOIN list_view_default d ON d.account_id = $1 AND d.list = v.list AND d.view_id = v.id \
             WHERE v.list = $2 AND (v.account_id = $1 OR v.shared_roles && $3) \
             ORDER BY v.account_id <> $1, CASE WHEN v.account_id = $1 THEN v.position END, v.name, v.id LIMIT 200"
        );
        let statement = sql(text, [account.0.into(), list.code().into(), roles.into()]);
        self.db()
            .query_all_raw(statement)
            .await?
            .iter()
            .map(|row| {
                let beside = SeenRow::from_query_result(row, "")?;
                let view = Row::from_query_result(row, "")?.view()?;
                Ok(SeenView { view, owner_name: beside.owner_name, is_default: beside.is_default })
            })
            .collect()
    }
}

impl Uow {
    /// One view, locked until the end of the transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_view(&self, id: ViewId) -> Result<Option<SavedView>> {
        let text = format!("SELECT {COLUMNS} FROM list_view v WHERE v.id = $1 FOR UPDATE");
        let row = Row::find_by_statement(sql(text, [id.0.into()])).one(self.conn()).await?;
        row.map(Row::view).transpose()
    }

    /// How many views of the list the account has. Locks the account, so that two new ones are counted one after the other.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_views(&self, account: AccountId, list: ViewList) -> Result<usize> {
        let lock = sql("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", [account.0.into()]);
        self.conn().execute_raw(lock).await?;
        let statement = sql(
            "SELECT id FROM list_view WHERE account_id = $1 AND list = $2",
            [account.0.into(), list.code().into()],
        );
        Ok(self.conn().query_all_raw(statement).await?.len())
    }

    /// Adds a view behind the others of its list.
    ///
    /// # Errors
    /// `view.name_taken`.
    pub async fn insert_view(&self, view: &SavedView) -> Result<()> {
        let statement = sql(
            "INSERT INTO list_view (id, account_id, list, name, filters, columns, position, created_at, updated_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, (SELECT COALESCE(max(position), 0) + 1 FROM list_view \
               WHERE account_id = $2 AND list = $3), $7, $7, $8)",
            [
                view.id.0.into(),
                view.owner.0.into(),
                view.list.code().into(),
                view.data.name.as_str().into(),
                filters(view)?.into(),
                view.data.columns.clone().into(),
                self.now().into(),
                view.version.0.into(),
            ],
        );
        self.conn().execute_raw(statement).await?;
        Ok(())
    }

    /// Saves a changed view.
    ///
    /// # Errors
    /// `version.stale`; `view.name_taken`.
    pub async fn update_view(&self, view: &SavedView) -> Result<()> {
        let roles: Vec<String> = view
            .sharing
            .iter()
            .flat_map(|sharing| sharing.roles.iter().map(|role| role.name().to_owned()))
            .collect();
        let below = view.sharing.as_ref().map(|sharing| sharing.below.0.clone());
        self.execute_versioned(sql(
            "UPDATE list_view SET name = $2, filters = $3, columns = $4, shared_roles = $5, shared_below = $6, \
             updated_at = $7, version = $8 WHERE id = $1 AND version = $8 - 1",
            [
                view.id.0.into(),
                view.data.name.as_str().into(),
                filters(view)?.into(),
                view.data.columns.clone().into(),
                roles.into(),
                below.into(),
                self.now().into(),
                view.version.0.into(),
            ],
        ))
        .await
    }

    /// Deletes a view; whoever opened the list with it opens it without one.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn delete_view(&self, id: ViewId, version: Version) -> Result<()> {
        let statement =
            sql("DELETE FROM list_view WHERE id = $1 AND version = $2", [id.0.into(), version.0.into()]);
        self.execute_versioned(statement).await
    }

    /// Puts the account's views of a list in this order; those that are not named stand behind.
    ///
    /// # Errors
    /// As any statement.
    pub async fn order_views(&self, account: AccountId, list: ViewList, ids: &[ViewId]) -> Result<()> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let statement = sql(
            "UPDATE list_view v SET position = COALESCE(array_position($3, v.id), 1000 + v.position % 1000) \
             WHERE v.account_id = $1 AND v.list = $2",
            [account.0.into(), list.code().into(), ids.into()],
        );
        self.conn().execute_raw(statement).await?;
        Ok(())
    }

    /// Has the account open the list with this view; `None`: without one.
    ///
    /// # Errors
    /// As any statement.
    pub async fn set_default_view(
        &self,
        account: AccountId,
        list: ViewList,
        id: Option<ViewId>,
    ) -> Result<()> {
        let statement = match id {
            Some(id) => sql(
                "INSERT INTO list_view_default (account_id, list, view_id) VALUES ($1, $2, $3) \
                 ON CONFLICT (account_id, list) DO UPDATE SET view_id = EXCLUDED.view_id",
                [account.0.into(), list.code().into(), id.0.into()],
            ),
            None => sql(
                "DELETE FROM list_view_default WHERE account_id = $1 AND list = $2",
                [account.0.into(), list.code().into()],
            ),
        };
        self.conn().execute_raw(statement).await?;
        Ok(())
    }
}

fn filters(view: &SavedView) -> Result<JsonValue> {
    serde_json::to_value(&view.data.filters).map_err(Error::corrupt)
}
