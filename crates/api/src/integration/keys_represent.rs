use super::keys_dto::{ApiKeyResponse, ApiKeySecretResponse};
use crate::http::{Answer, ApiResult};
use chrono::{DateTime, Utc};
use domain::{
    authz::{Action, Actor, KeyRecord, allows},
    integration::{KeyState, last_day_of},
    kernel::Version,
};
use persistence::integration::ApiKeyRow;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize)]
struct StoredSecret {
    id: Uuid,
    prefix: String,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

impl StoredSecret {
    fn represent(self, now: DateTime<Utc>) -> ApiKeySecretResponse {
        ApiKeySecretResponse {
            id: self.id,
            prefix: self.prefix,
            state: KeyState::of(self.expires_at, self.revoked_at, now),
            created_at: self.created_at.into(),
            expires_at: self.expires_at.map(Into::into),
            revoked_at: self.revoked_at.map(Into::into),
            last_used_at: self.last_used_at.map(Into::into),
        }
    }
}

pub(super) fn represent(actor: &Actor, row: ApiKeyRow, now: DateTime<Utc>) -> ApiResult<ApiKeyResponse> {
    let path = row.scope_path();
    let may = |action| allows(actor, action, &KeyRecord { path: &path });
    let state = KeyState::of(Some(row.expires_at), row.revoked_at, now);
    let mut allowed_actions = Vec::new();
    if state != KeyState::Revoked {
        if may(Action::ManageApiKeys) {
            allowed_actions.extend(["update", "rotate"]);
        }
        if may(Action::RevokeApiKeys) {
            allowed_actions.push("revoke");
        }
    }
    let scopes = row.key_scopes()?;
    let secrets: Vec<StoredSecret> = serde_json::from_value(row.secrets).map_err(anyhow::Error::from)?;
    Ok(ApiKeyResponse {
        id: row.id,
        jurisdiction_id: row.jurisdiction_id,
        jurisdiction_name: row.jurisdiction_name,
        name: row.name,
        owner: row.owner,
        contact: row.contact,
        scopes,
        unit_id: row.unit_id,
        unit_name: row.unit_name,
        networks: row.networks,
        sandbox: row.sandbox,
        state,
        expires_on: last_day_of(row.expires_at),
        expires_at: row.expires_at.into(),
        revoked_at: row.revoked_at.map(Into::into),
        created_at: row.created_at.into(),
        created_by_name: row.created_by_name,
        last_used_at: row.last_used_at.map(Into::into),
        last_used_from: row.last_used_from,
        secrets: secrets.into_iter().map(|secret| secret.represent(now)).collect(),
        allowed_actions,
        updated_at: row.updated_at.into(),
        version: row.version,
    })
}

pub(super) fn answer(actor: &Actor, row: ApiKeyRow, now: DateTime<Utc>) -> ApiResult<Answer> {
    let version = Version(row.version);
    Ok(Answer::ok(&represent(actor, row, now)?)?.version(version))
}
