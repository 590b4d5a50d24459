use super::entity::{account, role_grant};
use crate::{Result, Uow, sql};
use chrono::{DateTime, Utc};
use domain::{
    authz::Role,
    kernel::{AccountId, DeputyId, GroupId, JurisdictionId, PersonId, RoleGrantId, UnitId, Version},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

/// A grant to be written.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// Root of its subtree.
    pub jurisdiction: JurisdictionId,
    /// For unit roles.
    pub unit: Option<UnitId>,
    /// For group roles.
    pub group: Option<GroupId>,
    /// For deputies.
    pub deputy: Option<DeputyId>,
}

impl Uow {
    /// Adds an account.
    ///
    /// # Errors
    /// `username.taken`.
    pub async fn insert_account(
        &self,
        id: AccountId,
        username: &str,
        display_name: &str,
        person: Option<PersonId>,
        password_hash: Option<String>,
        must_change_password: bool,
    ) -> Result<account::Model> {
        let row = account::ActiveModel {
            id: Set(id.0),
            username: Set(username.to_owned()),
            display_name: Set(display_name.to_owned()),
            person_id: Set(person.map(|p| p.0)),
            password_hash: Set(password_hash),
            must_change_password: Set(must_change_password),
            disabled_at: Set(None),
            last_login_at: Set(None),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            version: Set(Version::FIRST.0),
        };
        Ok(row.insert(self.conn()).await?)
    }

    /// One account, for changing it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn account_row(&self, id: AccountId) -> Result<Option<account::Model>> {
        Ok(account::Entity::find_by_id(id.0).one(self.conn()).await?)
    }

    /// Writes name, person and disabling, when `expected` is still the version.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn update_account(
        &self,
        id: AccountId,
        expected: Version,
        display_name: &str,
        person: Option<PersonId>,
        disabled_at: Option<DateTime<Utc>>,
    ) -> Result<Version> {
        self.execute_versioned(sql(
            "UPDATE account SET display_name = $3, person_id = $4, disabled_at = $5, updated_at = $6, \
             version = version + 1 WHERE id = $1 AND version = $2",
            [
                id.0.into(),
                expected.0.into(),
                display_name.into(),
                person.map(|p| p.0).into(),
                disabled_at.into(),
                self.now().into(),
            ],
        ))
        .await?;
        Ok(expected.next())
    }

    /// Moves the account to its next version, for changes in its child rows.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn touch_account(&self, id: AccountId, expected: Version) -> Result<Version> {
        self.execute_versioned(sql(
            "UPDATE account SET updated_at = $3, version = version + 1 WHERE id = $1 AND version = $2",
            [id.0.into(), expected.0.into(), self.now().into()],
        ))
        .await?;
        Ok(expected.next())
    }

    /// Roles the account holds now.
    ///
    /// # Errors
    /// As any statement.
    pub async fn roles_of(&self, id: AccountId) -> Result<Vec<Role>> {
        let rows = role_grant::Entity::find()
            .filter(role_grant::Column::AccountId.eq(id.0))
            .filter(role_grant::Column::RevokedAt.is_null())
            .all(self.conn())
            .await?;
        rows.iter().map(|row| Role::find(&row.role).ok_or_else(|| crate::Error::corrupt(&row.role))).collect()
    }

    /// Adds a grant.
    ///
    /// # Errors
    /// `role.grant_exists`.
    pub async fn insert_grant(&self, id: RoleGrantId, account: AccountId, grant: &NewGrant) -> Result<()> {
        let row = role_grant::ActiveModel {
            id: Set(id.0),
            account_id: Set(account.0),
            role: Set(grant.role.name().to_owned()),
            jurisdiction_id: Set(grant.jurisdiction.0),
            unit_id: Set(grant.unit.map(|u| u.0)),
            group_id: Set(grant.group.map(|g| g.0)),
            deputy_id: Set(grant.deputy.map(|d| d.0)),
            granted_by: Set(self.account().map(|a| a.0)),
            granted_at: Set(self.now()),
            revoked_at: Set(None),
        };
        row.insert(self.conn()).await?;
        Ok(())
    }

    /// Ends a grant; `None` when there was no such live grant of the account.
    ///
    /// # Errors
    /// As any statement.
    pub async fn revoke_grant(&self, account: AccountId, id: RoleGrantId) -> Result<Option<Role>> {
        let row = self
            .conn()
            .query_one_raw(sql(
                "UPDATE role_grant SET revoked_at = $3 \
                 WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL RETURNING role",
                [id.0.into(), account.0.into(), self.now().into()],
            ))
            .await?;
        Ok(row.map(|row| row.try_get::<String>("", "role")).transpose()?.and_then(|name| Role::find(&name)))
    }

    /// How many enabled accounts hold `role`, counted while no other transaction can change it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_holders(&self, role: Role) -> Result<i64> {
        let row = self
            .conn()
            .query_one_raw(sql(
                "SELECT count(*) AS n FROM (SELECT g.account_id FROM role_grant g \
                 JOIN account a ON a.id = g.account_id \
                 WHERE g.role = $1 AND g.revoked_at IS NULL AND a.disabled_at IS NULL FOR UPDATE OF a) held",
                [role.name().into()],
            ))
            .await?;
        Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
    }
}
