//! The accounts of the demo, made as administrators make them.

use super::stage::{Stage, id_of, version_of};
use crate::account::{NewAdministrator, create_administrator};
use anyhow::Context as _;
use domain::{authz::Role, kernel::AccountId};
use serde_json::{Value, json};
use uuid::Uuid;

/// The password of every account that has one.
pub const PASSWORD: &str = "Demo-2026!";
/// What the first administrators begin with and must change.
const FIRST_PASSWORD: &str = "Begin-with-this-1!";

/// What an account may do, and where.
#[derive(Clone, Copy, Default)]
pub(super) struct Reach {
    pub unit: Option<Uuid>,
    pub group: Option<Uuid>,
    pub deputy: Option<Uuid>,
}

impl Stage {
    /// The administrator of an installation, as `daibiao admin create` makes one; changes the first password.
    pub(super) async fn found(
        &mut self,
        username: &str,
        display_name: &str,
        role: Role,
        (code, name): (&str, &str),
    ) -> anyhow::Result<()> {
        let context = persistence::Context {
            now: self.state.now(),
            account: None,
            request_id: "demo-admin".to_owned(),
            ids: self.state.shared.ids.clone(),
        };
        let new = NewAdministrator {
            username,
            display_name,
            role,
            county_code: code,
            county_name: name,
            password: FIRST_PASSWORD,
        };
        let account: AccountId = create_administrator(&self.state.store, context, &new).await?;
        self.know(username, account);
        let passwords = json!({ "current_password": FIRST_PASSWORD, "new_password": PASSWORD });
        self.post(username, "/api/v1/auth/password", &passwords).await?;
        self.forget_sign_in(username);
        Ok(())
    }

    /// An account with one role, made by `admin` and given its role by `sec`.
    pub(super) async fn create_account(
        &mut self,
        username: &str,
        display_name: &str,
        person: Option<Uuid>,
        (role, county, reach): (Role, Uuid, Reach),
    ) -> anyhow::Result<()> {
        let body = json!({ "username": username, "display_name": display_name, "person_id": person });
        let made = self.post("admin", "/api/v1/accounts", &body).await?;
        let id = id_of(&made)?;
        let grant = json!({ "role": role.name(), "jurisdiction_id": county, "unit_id": reach.unit,
            "group_id": reach.group, "deputy_id": reach.deputy });
        let path = format!("/api/v1/accounts/{id}/role-grants");
        self.command("sec", &path, version_of(&made)?, &grant).await?;
        self.know(username, AccountId(id));
        Ok(())
    }

    /// Lets the account choose the demo password by a one-time link.
    pub(super) async fn give_password(&mut self, username: &str) -> anyhow::Result<()> {
        let id = self.account(username)?;
        let link = self.post("admin", &format!("/api/v1/accounts/{id}/reset-link"), &Value::Null).await?;
        let url = link["url"].as_str().context("a reset link")?;
        let (_, token) = url.split_once('#').context("the link carries a secret")?;
        let body = json!({ "token": token, "new_password": PASSWORD });
        self.post("", "/api/v1/auth/password-reset", &body).await?;
        Ok(())
    }
}
