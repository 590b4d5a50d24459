use super::entity::account;
use crate::{Result, Store, keyset::Conditions, sql};
use domain::kernel::AccountId;
use sea_orm::{EntityTrait, FromQueryResult};
use uuid::Uuid;

/// What the list of accounts may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Part of user name or display name.
    pub text: Option<String>,
    /// Holders of this role.
    pub role: Option<String>,
    /// Enabled or disabled ones.
    pub disabled: Option<bool>,
}

/// A line of the list of accounts.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AccountSummary {
    /// The account.
    pub id: Uuid,
    /// User name.
    pub username: String,
    /// Name shown to others.
    pub display_name: String,
    /// Names of the roles in force.
    pub roles: Vec<String>,
    /// True when it cannot sign in.
    pub disabled: bool,
    /// Last sign-in.
    pub last_login_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Optimistic lock.
    pub version: i64,
}

/// A grant in force, with the names of what it refers to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GrantRow {
    /// The grant.
    pub id: Uuid,
    /// Role name.
    pub role: String,
    /// The node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// For unit roles.
    pub unit_id: Option<Uuid>,
    /// For group roles.
    pub group_id: Option<Uuid>,
    /// For deputies.
    pub deputy_id: Option<Uuid>,
    /// Name of that unit, group or deputy.
    pub scope_name: Option<String>,
    /// When it was given.
    pub granted_at: chrono::DateTime<chrono::Utc>,
}

impl Store {
    /// Accounts by user name, after the position `after` (lower-case user name).
    ///
    /// # Errors
    /// As any statement.
    pub async fn accounts(
        &self,
        filter: &AccountFilter,
        after: Option<String>,
        limit: u64,
    ) -> Result<Vec<AccountSummary>> {
        let mut conditions = Conditions::new();
        if let Some(text) = &filter.text {
            let pattern = conditions.param(format!("%{}%", crate::keyset::escape_like(text)));
            conditions.push(format!("(a.username ILIKE {pattern} OR a.display_name ILIKE {pattern})"));
        }
        if let Some(role) = &filter.role {
            let place = conditions.param(role.clone());
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL AND g.role = {place})"
            ));
        }
        if let Some(disabled) = filter.disabled {
            conditions.push(if disabled { "a.disabled_at IS NOT NULL" } else { "a.disabled_at IS NULL" });
        }
        if let Some(after) = after {
            conditions.after(["lower(a.username)"], [after.into()]);
        }
        let statement = conditions.select(
            "SELECT a.id, a.username, a.display_name, a.disabled_at IS NOT NULL AS disabled, a.last_login_at, a.version, \
             coalesce((SELECT array_agg(DISTINCT g.role ORDER BY g.role) FROM role_grant g \
                       WHERE g.account_id = a.id AND g.revoked_at IS NULL), '{}') AS roles FROM account a",
            "ORDER BY lower(a.username)",
            limit,
        );
        Ok(AccountSummary::find_by_statement(statement).all(self.db()).await?)
    }

    /// One account.
    ///
    /// # Errors
    /// As any statement.
    pub async fn account(&self, id: AccountId) -> Result<Option<account::Model>> {
        Ok(account::Entity::find_by_id(id.0).one(self.db()).await?)
    }

    /// Grants of an account in force.
    ///
    /// # Errors
    /// As any statement.
    pub async fn grants_of(&self, id: AccountId) -> Result<Vec<GrantRow>> {
        Ok(GrantRow::find_by_statement(sql(
            "SELECT g.id, g.role, g.jurisdiction_id, j.name AS jurisdiction_name, g.unit_id, g.group_id, \
             g.deputy_id, coalesce(u.name, c.name, p.name) AS scope_name, g.granted_at \
             FROM role_grant g JOIN jurisdiction j ON j.id = g.jurisdiction_id \
             LEFT JOIN unit u ON u.id = g.unit_id LEFT JOIN deputy_group c ON c.id = g.group_id \
             LEFT JOIN deputy d ON d.id = g.deputy_id LEFT JOIN person p ON p.id = d.person_id \
             WHERE g.account_id = $1 AND g.revoked_at IS NULL ORDER BY g.granted_at, g.id",
            [id.0.into()],
        ))
        .all(self.db())
        .await?)
    }
}
