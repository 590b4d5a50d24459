//! 首任管理员: an administrator whom no other one makes, from the command line alone.

use super::hashing;
use domain::{
    authz::Role,
    kernel::{AccountId, AuditChange, JurisdictionId},
};
use persistence::{Context, Store, account::NewGrant};
use serde_json::json;

/// An administrator that is made without another one.
pub(crate) struct NewAdministrator<'a> {
    /// User name.
    pub username: &'a str,
    /// Name shown to others.
    pub display_name: &'a str,
    /// One of the three administrator roles.
    pub role: Role,
    /// Code of the county, when the installation has none.
    pub county_code: &'a str,
    /// Name of the county, when the installation has none.
    pub county_name: &'a str,
    /// Must be changed at the first sign-in.
    pub password: &'a str,
}

/// Makes an administrator, and the county when there is none yet.
///
/// # Errors
/// As any statement; when the user name is taken.
pub(crate) async fn create_administrator(
    store: &Store,
    context: Context,
    new: &NewAdministrator<'_>,
) -> anyhow::Result<AccountId> {
    let roots = store.jurisdictions().await?;
    let uow = store.begin(context).await?;
    let root = match roots.iter().find(|node| node.parent_id.is_none()) {
        Some(node) => JurisdictionId(node.id),
        None => {
            let id = uow.id();
            uow.insert_jurisdiction(id, None, "COUNTY", new.county_code, new.county_name).await?;
            id
        }
    };
    let id: AccountId = uow.id();
    let hash = hashing::hash_blocking(new.password)?;
    uow.insert_account(id, new.username, new.display_name, None, Some(hash), true).await?;
    let grant = NewGrant { role: new.role, jurisdiction: root, unit: None, group: None, deputy: None };
    uow.insert_grant(uow.id(), id, &grant).await?;
    uow.audit(AuditChange {
        action: "account.manage",
        subject: "account",
        subject_id: id.0,
        before: json!({}),
        after: json!({"username": new.username, "role": new.role}),
    })
    .await?;
    uow.commit().await?;
    Ok(id)
}
