//! Webhooks as they are registered.

use crate::{
    Error, Result, Store, Uow,
    listing::{self, View, coded},
    row::Columns,
    sql,
};
use chrono::{DateTime, Utc};
use domain::{
    authz::JurisdictionPath,
    integration::webhook::{DisabledReason, SigningSecret, Webhook, WebhookData, WebhookStatus},
    kernel::{ApiKeyId, ErrorCode, Version, WebhookId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A webhook as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WebhookRow {
    /// The webhook.
    pub id: Uuid,
    /// Its key.
    pub key_id: Uuid,
    /// The key's name.
    pub key_name: String,
    /// The organisation behind the key.
    pub key_owner: String,
    /// Until when the key works.
    pub key_expires_at: DateTime<Utc>,
    /// When it was ended by hand.
    pub key_revoked_at: Option<DateTime<Utc>>,
    /// The key sees invented matters only.
    pub key_sandbox: bool,
    /// The node to which the key belongs.
    pub path: String,
    /// 推送地址
    pub url: String,
    /// 说明
    pub description: Option<String>,
    /// Filters.
    pub event_types: Vec<String>,
    /// `active` or `disabled`.
    pub status: String,
    /// Why it is not called.
    pub disabled_reason: Option<String>,
    /// Since when.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Since when nothing has got through.
    pub failing_since: Option<DateTime<Utc>>,
    /// Attempts since the last one that was taken.
    pub consecutive_failures: i32,
    /// When something last got through.
    pub last_success_at: Option<DateTime<Utc>>,
    /// How far in the feed it has been followed.
    pub cursor_seq: i64,
    /// Calls that are still to be made.
    pub pending: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Last change of what is registered.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for WebhookRow {
    const COLUMNS: &'static str = "w.id, w.key_id, k.name AS key_name, k.owner AS key_owner, \
        k.expires_at AS key_expires_at, k.revoked_at AS key_revoked_at, k.sandbox AS key_sandbox, j.path, w.url, \
        w.description, w.event_types, w.status, w.disabled_reason, w.disabled_at, w.failing_since, w.consecutive_failures, \
        w.last_success_at, w.cursor_seq, (SELECT count(*) FROM (SELECT 1 FROM webhook_delivery d \
          WHERE d.webhook_id = w.id AND d.state = 'pending' LIMIT 10001) p) AS pending, w.created_at, w.updated_at, w.version";
    const FROM: &'static str =
        "webhook w JOIN api_key k ON k.id = w.key_id JOIN jurisdiction j ON j.id = k.jurisdiction_id";
    const ID: &'static str = "w.id";
}

impl WebhookRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    ///
    /// # Errors
    /// What is stored is not understood: a defect.
    pub fn aggregate(&self) -> Result<Webhook> {
        let disabled = match (&self.disabled_reason, self.disabled_at) {
            (Some(reason), Some(at)) => Some((coded::<DisabledReason>(reason)?, at)),
            _ => None,
        };
        let filters = self.event_types.iter().map(|text| text.parse().map_err(|_| Error::corrupt(text)));
        Ok(Webhook {
            id: WebhookId(self.id),
            key: ApiKeyId(self.key_id),
            data: WebhookData {
                url: self.url.clone(),
                description: self.description.clone(),
                event_types: filters.collect::<Result<_>>()?,
            },
            status: coded::<WebhookStatus>(&self.status)?,
            disabled,
            version: Version(self.version),
        })
    }
}

/// A secret as the server has sealed it.
#[derive(Clone, Debug)]
pub struct SealedSecret {
    /// What may be read of it.
    pub secret: SigningSecret,
    /// The rest.
    pub sealed: Vec<u8>,
}

/// A secret that is added.
pub type NewSecret = SealedSecret;

#[derive(FromQueryResult)]
struct SecretRow {
    webhook_id: Uuid,
    id: Uuid,
    kind: String,
    sealed: Vec<u8>,
    public_key: Option<String>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
}

impl SecretRow {
    fn secret(self) -> Result<(Uuid, SealedSecret)> {
        let secret = SigningSecret {
            id: self.id,
            kind: coded(&self.kind)?,
            public_key: self.public_key,
            created_at: self.created_at,
            expires_at: self.expires_at,
        };
        Ok((self.webhook_id, SealedSecret { secret, sealed: self.sealed }))
    }
}

fn columns(webhook: &Webhook) -> Columns {
    let filters: Vec<String> = webhook.data.event_types.iter().map(ToString::to_string).collect();
    vec![
        ("url", webhook.data.url.clone().into()),
        ("description", webhook.data.description.clone().into()),
        ("event_types", filters.into()),
        ("status", webhook.status.code().into()),
        ("disabled_reason", webhook.disabled.map(|(reason, _)| reason.code()).into()),
        ("disabled_at", webhook.disabled.map(|(_, at)| at).into()),
    ]
}

impl Store {
    /// The webhooks of a key, oldest first; ten at most.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhooks_of(&self, key: ApiKeyId) -> Result<Vec<WebhookRow>> {
        let (columns, from) = (WebhookRow::COLUMNS, WebhookRow::FROM);
        let text = format!("SELECT {columns} FROM {from} WHERE w.key_id = $1 ORDER BY w.created_at, w.id");
        Ok(WebhookRow::find_by_statement(sql(text, [key.0.into()])).all(self.db()).await?)
    }

    /// One webhook.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook(&self, id: WebhookId) -> Result<Option<WebhookRow>> {
        listing::one(self.db(), id.0).await
    }

    /// The secrets of these webhooks, oldest first, without those that have ended.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook_secrets(
        &self,
        ids: &[Uuid],
        now: DateTime<Utc>,
    ) -> Result<Vec<(Uuid, SealedSecret)>> {
        secrets(self.db(), ids, now).await
    }
}

async fn secrets(
    conn: &impl ConnectionTrait,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, SealedSecret)>> {
    let rows = SecretRow::find_by_statement(sql(
        "SELECT webhook_id, id, kind, sealed, public_key, created_at, expires_at FROM webhook_secret \
         WHERE webhook_id = ANY($1) AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at, id",
        [ids.to_vec().into(), now.into()],
    ))
    .all(conn)
    .await?;
    rows.into_iter().map(SecretRow::secret).collect()
}

impl Uow {
    /// How many webhooks a key has. The key's row is locked until the end, so that two requests do not both find room.
    ///
    /// # Errors
    /// `resource.not_found` when the key is gone.
    pub async fn count_webhooks_of(&self, key: ApiKeyId) -> Result<usize> {
        let locked = sql("SELECT 1 AS one FROM api_key WHERE id = $1 FOR NO KEY UPDATE", [key.0.into()]);
        self.conn().query_one_raw(locked).await?.ok_or(ErrorCode::NotFound)?;
        let count = sql("SELECT count(*) AS n FROM webhook WHERE key_id = $1", [key.0.into()]);
        let row = self.conn().query_one_raw(count).await?;
        let count = row.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or(0);
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// One webhook, locked until the end.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook_locked(&self, id: WebhookId) -> Result<Option<WebhookRow>> {
        let locked = sql("SELECT 1 AS one FROM webhook WHERE id = $1 FOR NO KEY UPDATE", [id.0.into()]);
        if self.conn().query_one_raw(locked).await?.is_none() {
            return Ok(None);
        }
        self.webhook(id).await
    }

    /// One webhook, as this transaction sees it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook(&self, id: WebhookId) -> Result<Option<WebhookRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a webhook that is told what happens from now on.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_webhook(&self, webhook: &Webhook) -> Result<()> {
        let head = self.conn().query_one_raw(sql("SELECT seq FROM feed_head", [])).await?;
        let seq: i64 = head.map(|row| row.try_get("", "seq")).transpose()?.unwrap_or(0);
        let mut columns = columns(webhook);
        columns.push(("key_id", webhook.key.0.into()));
        columns.push(("cursor_seq", seq.into()));
        self.insert_row("webhook", webhook.id.0, columns).await
    }

    /// Saves what is registered.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn update_webhook(&self, webhook: &Webhook) -> Result<()> {
        self.update_row("webhook", webhook.id.0, webhook.version, columns(webhook)).await
    }

    /// It is called again: no longer counted as failing, and what is to be sent is sent at once, from its first attempt on.
    ///
    /// # Errors
    /// As any statement.
    pub async fn resume_webhook(&self, id: WebhookId) -> Result<()> {
        let calm = sql(
            "UPDATE webhook SET failing_since = NULL, consecutive_failures = 0 WHERE id = $1",
            [id.0.into()],
        );
        self.conn().execute_raw(calm).await?;
        let due = sql(
            "UPDATE webhook_delivery SET next_at = $2, attempts = 0 WHERE webhook_id = $1 AND state = 'pending'",
            [id.0.into(), self.now().into()],
        );
        self.conn().execute_raw(due).await?;
        Ok(())
    }

    /// Forgets what has not been sent, and what has happened but was not told yet.
    ///
    /// # Errors
    /// As any statement.
    pub async fn skip_webhook_to_head(&self, id: WebhookId) -> Result<()> {
        let to_head = sql(
            "UPDATE webhook SET cursor_seq = greatest(cursor_seq, (SELECT seq FROM feed_head)) WHERE id = $1",
            [id.0.into()],
        );
        self.conn().execute_raw(to_head).await?;
        let dropped = sql(
            "UPDATE webhook_delivery SET state = 'superseded', waits = false, claim = NULL, claimed_until = NULL, \
             finished_at = $2 WHERE webhook_id = $1 AND state = 'pending'",
            [id.0.into(), self.now().into()],
        );
        self.conn().execute_raw(dropped).await?;
        Ok(())
    }

    /// Removes it with all that was sent.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn delete_webhook(&self, id: WebhookId, seen: Version) -> Result<()> {
        self.execute_versioned(sql(
            "DELETE FROM webhook WHERE id = $1 AND version = $2",
            [id.0.into(), seen.0.into()],
        ))
        .await
    }

    /// The secrets that sign, oldest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn webhook_secrets(&self, id: WebhookId) -> Result<Vec<SealedSecret>> {
        let found = secrets(self.conn(), &[id.0], self.now()).await?;
        Ok(found.into_iter().map(|(_, secret)| secret).collect())
    }

    /// Adds a secret.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_webhook_secret(&self, id: WebhookId, new: &NewSecret) -> Result<()> {
        let SealedSecret { secret, sealed } = new;
        self.conn()
            .execute_raw(sql(
                "INSERT INTO webhook_secret (id, webhook_id, kind, sealed, public_key, created_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [
                    secret.id.into(),
                    id.0.into(),
                    secret.kind.code().into(),
                    sealed.clone().into(),
                    secret.public_key.clone().into(),
                    secret.created_at.into(),
                    secret.expires_at.into(),
                ],
            ))
            .await?;
        Ok(())
    }

    /// Writes until when secrets sign, and removes those that have ended: what cannot sign any more is not kept.
    ///
    /// # Errors
    /// As any statement.
    pub async fn expire_webhook_secrets(&self, id: WebhookId, secrets: &[SigningSecret]) -> Result<()> {
        for secret in secrets {
            self.conn()
                .execute_raw(sql(
                    "UPDATE webhook_secret SET expires_at = $2 WHERE id = $1",
                    [secret.id.into(), secret.expires_at.into()],
                ))
                .await?;
        }
        self.conn()
            .execute_raw(sql(
                "DELETE FROM webhook_secret WHERE webhook_id = $1 AND expires_at <= $2",
                [id.0.into(), self.now().into()],
            ))
            .await?;
        Ok(())
    }
}
