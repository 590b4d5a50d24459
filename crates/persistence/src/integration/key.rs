//! Writing keys. The aggregate is loaded whole, with its secrets.

use crate::{Error, Result, Uow, row::Columns, sql};
use chrono::{DateTime, Utc};
use domain::{
    integration::{ApiKey, ApiKeyData, KeyScope, KeySecret},
    kernel::{ApiKeyId, Coded, Version},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    jurisdiction_id: Uuid,
    name: String,
    owner: String,
    contact: Option<String>,
    scopes: Vec<String>,
    unit_id: Option<Uuid>,
    networks: Vec<String>,
    sandbox: bool,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    version: i64,
}

#[derive(FromQueryResult)]
struct SecretRow {
    id: Uuid,
    prefix: String,
    hash: Vec<u8>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

/// Stored scopes as their values.
pub(super) fn coded_scopes(codes: &[String]) -> Result<Vec<KeyScope>> {
    codes.iter().map(|code| KeyScope::from_code(code).ok_or_else(|| Error::corrupt(code))).collect()
}

fn columns(key: &ApiKey) -> Columns {
    let data = &key.data;
    let scopes: Vec<_> = data.scopes.iter().map(|scope| scope.code().to_owned()).collect();
    let networks: Vec<_> = data.networks.iter().map(ToString::to_string).collect();
    vec![
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("name", data.name.clone().into()),
        ("owner", data.owner.clone().into()),
        ("contact", data.contact.clone().into()),
        ("scopes", scopes.into()),
        ("unit_id", data.unit.map(|unit| unit.0).into()),
        ("networks", networks.into()),
        ("sandbox", data.sandbox.into()),
        ("expires_at", data.expires_at.into()),
        ("revoked_at", key.revoked_at.into()),
    ]
}

impl Uow {
    /// One key with its secrets, for changing it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn api_key(&self, id: ApiKeyId) -> Result<Option<ApiKey>> {
        let statement = sql(
            "SELECT id, jurisdiction_id, name, owner, contact, scopes, unit_id, networks, sandbox, expires_at, \
             revoked_at, version FROM api_key WHERE id = $1",
            [id.0.into()],
        );
        let Some(row) = Row::find_by_statement(statement).one(self.conn()).await? else { return Ok(None) };
        let statement = sql(
            "SELECT id, prefix, hash, created_at, expires_at, revoked_at FROM api_key_secret \
             WHERE key_id = $1 ORDER BY created_at, id",
            [id.0.into()],
        );
        let secrets = SecretRow::find_by_statement(statement).all(self.conn()).await?;
        let networks = row.networks.iter().map(|text| text.parse().map_err(|_| Error::corrupt(text)));
        Ok(Some(ApiKey {
            id: row.id.into(),
            data: ApiKeyData {
                jurisdiction: row.jurisdiction_id.into(),
                name: row.name,
                owner: row.owner,
                contact: row.contact,
                scopes: coded_scopes(&row.scopes)?,
                unit: row.unit_id.map(Into::into),
                networks: networks.collect::<Result<_>>()?,
                sandbox: row.sandbox,
                expires_at: row.expires_at,
            },
            revoked_at: row.revoked_at,
            secrets: secrets.into_iter().map(secret).collect::<Result<_>>()?,
            version: Version(row.version),
        }))
    }

    /// Adds a key with its secrets.
    ///
    /// # Errors
    /// `reference.unknown` for a node or unit that is not there.
    pub async fn insert_api_key(&self, key: &ApiKey) -> Result<()> {
        let mut columns = columns(key);
        columns.push(("created_by", self.account().map(|account| account.0).into()));
        self.insert_row("api_key", key.id.0, columns).await?;
        self.save_secrets(key).await
    }

    /// Writes a key and its secrets.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn update_api_key(&self, key: &ApiKey) -> Result<()> {
        self.update_row("api_key", key.id.0, key.version, columns(key)).await?;
        self.save_secrets(key).await
    }

    async fn save_secrets(&self, key: &ApiKey) -> Result<()> {
        for secret in &key.secrets {
            let bind = [
                secret.id.0.into(),
                key.id.0.into(),
                secret.prefix.clone().into(),
                secret.hash.to_vec().into(),
                secret.created_at.into(),
                secret.expires_at.into(),
                secret.revoked_at.into(),
            ];
            let text = "INSERT INTO api_key_secret (id, key_id, prefix, hash, created_at, expires_at, revoked_at) \
                        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE \
                        SET expires_at = excluded.expires_at, revoked_at = excluded.revoked_at";
            self.conn().execute_raw(sql(text, bind)).await?;
        }
        Ok(())
    }
}

fn secret(row: SecretRow) -> Result<KeySecret> {
    Ok(KeySecret {
        id: row.id.into(),
        prefix: row.prefix,
        hash: row.hash.try_into().map_err(|_| Error::corrupt("hash of a secret"))?,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    })
}
