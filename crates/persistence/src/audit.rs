//! 审计日志: append-only, hash-chained after commit.

use crate::{Result, Store, Uow, account::AccountFilter, keyset, sql};
use chrono::{DateTime, Utc};
use domain::kernel::{AccountId, AuditChange};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// One line of the log.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AuditRow {
    /// The line's id.
    pub id: Uuid,
    /// Place in the hash chain; `None` until the publisher has seen it.
    pub seq: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the system and the public.
    pub account_id: Option<Uuid>,
    /// The account's name at the time of reading.
    pub account_name: Option<String>,
    /// Its user name.
    pub username: Option<String>,
    /// What was done.
    pub action: String,
    /// The subject's type.
    pub subject: String,
    /// The subject's id.
    pub subject_id: Uuid,
    /// Changed fields before.
    pub before: serde_json::Value,
    /// Changed fields after.
    pub after: serde_json::Value,
    /// The request.
    pub request_id: String,
}

/// What an auditor may filter by.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Exact action.
    pub action: Option<String>,
    /// Exact subject type.
    pub subject: Option<String>,
    /// One subject.
    pub subject_id: Option<Uuid>,
    /// One account.
    pub account: Option<AccountId>,
    /// Part of the name of whoever acted, or a whole request id.
    pub text: Option<String>,
    /// From this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
}

const SHOWN: &str = "SELECT e.id, e.seq, e.at, e.account_id, a.display_name AS account_name, a.username, e.action, \
    e.subject, e.subject_id, e.before, e.after, e.request_id";
const FROM: &str = "FROM audit_entry e LEFT JOIN account a ON a.id = e.account_id";
const ORDER: &str = "ORDER BY e.at DESC, e.id DESC";

/// Lines of those whose name has the text in it, or of the request that is called so.
struct Whose {
    accounts: Vec<Uuid>,
    request: String,
}

impl Whose {
    /// Up to so many accounts are read one by one. Postgres does not know that an account has few lines and would look
    /// for them in the whole log, newest first; of many accounts the newest lines are near.
    const EACH: usize = 100;

    fn lines(self, mut conditions: keyset::Conditions, limit: u64) -> Statement {
        let request = conditions.param(self.request);
        if self.accounts.is_empty() {
            conditions.push(format!("e.request_id = {request}"));
            return conditions.select(&format!("{SHOWN} {FROM}"), ORDER, limit);
        }
        let few = self.accounts.len() <= Self::EACH;
        let accounts = conditions.param(self.accounts);
        if !few {
            conditions.push(format!("(e.account_id = ANY({accounts}) OR e.request_id = {request})"));
            return conditions.select(&format!("{SHOWN} {FROM}"), ORDER, limit);
        }
        let limit = conditions.param(i64::try_from(limit).unwrap_or(i64::MAX));
        let filter = conditions.filter();
        let and = if filter.is_empty() { "WHERE" } else { "AND" };
        let lines = format!("SELECT e.id, e.at FROM audit_entry e{filter} {and}");
        let text = format!(
            "{SHOWN} FROM (SELECT f.id FROM (\
               SELECT l.id, l.at FROM unnest({accounts}::uuid[]) AS w(id) \
               CROSS JOIN LATERAL ({lines} e.account_id = w.id {ORDER} LIMIT {limit}) l \
               UNION {lines} e.request_id = {request}) f ORDER BY f.at DESC, f.id DESC LIMIT {limit}) n \
             JOIN audit_entry e ON e.id = n.id LEFT JOIN account a ON a.id = e.account_id {ORDER}"
        );
        conditions.statement(text)
    }
}

/// A text that fits more accounts than this is too common to look for.
const NAMED: u64 = 500;

pub(crate) async fn insert(uow: &Uow, mut change: AuditChange) -> Result<()> {
    // Another system has no account: what it did is told with its key.
    if let (Some(key), Some(after)) = (uow.key(), change.after.as_object_mut()) {
        after.insert("by_key".to_owned(), key.to_string().into());
    }
    let id: Uuid = uow.id();
    uow.conn()
        .execute_raw(sql(
            "INSERT INTO audit_entry \
             (id, at, account_id, action, subject, subject_id, before, after, request_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9)",
            [
                id.into(),
                uow.now().into(),
                uow.account().map(|a| a.0).into(),
                change.action.into(),
                change.subject.into(),
                change.subject_id.into(),
                change.before.to_string().into(),
                change.after.to_string().into(),
                uow.request_id().into(),
            ],
        ))
        .await?;
    Ok(())
}

/// A line as it enters the chain; the text form is fixed, because the hash rests on it.
#[derive(FromQueryResult)]
struct Unchained {
    id: Uuid,
    text: String,
}

/// Gives committed lines their place and their hash: SHA-256 over the previous hash and the line.
pub(crate) async fn extend_chain(txn: &DatabaseTransaction, limit: i64) -> Result<()> {
    let fresh = Unchained::find_by_statement(sql(
        "SELECT id, concat_ws('|', id, to_char(at, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), account_id, action, \
         subject, subject_id, before, after, request_id) AS text \
         FROM audit_entry WHERE seq IS NULL ORDER BY at, id LIMIT $1",
        [limit.into()],
    ))
    .all(txn)
    .await?;
    if fresh.is_empty() {
        return Ok(());
    }
    let last = txn
        .query_one_raw(sql(
            "SELECT seq, hash FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1",
            [],
        ))
        .await?;
    let (mut seq, mut hash) = match last {
        Some(row) => (row.try_get::<i64>("", "seq")?, row.try_get::<Vec<u8>>("", "hash")?),
        None => (0, vec![0; 32]),
    };
    let (mut ids, mut seqs, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for line in fresh {
        seq += 1;
        hash = Sha256::new().chain_update(&hash).chain_update(line.text.as_bytes()).finalize().to_vec();
        ids.push(line.id);
        seqs.push(seq);
        hashes.push(hash.clone());
    }
    txn.execute_raw(sql(
        "UPDATE audit_entry a SET seq = f.seq, hash = f.hash \
         FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS f(id, seq, hash) WHERE a.id = f.id",
        [ids.into(), seqs.into(), hashes.into()],
    ))
    .await?;
    Ok(())
}

impl Store {
    /// Lines of the log, newest first, after the keyset position (`at`, `id`).
    ///
    /// # Errors
    /// As any statement.
    pub async fn audit_entries(
        &self,
        filter: &AuditFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<AuditRow>> {
        let mut conditions = keyset::Conditions::new();
        let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let whose = match text {
            Some(text) if text.contains('\0') => return Ok(Vec::new()),
            Some(text) => Some(self.whose(text).await?),
            None => None,
        };
        for (operator, at) in [(">=", filter.from), ("<", filter.until)] {
            if let Some(at) = at {
                let at = conditions.param(at);
                conditions.push(format!("e.at {operator} {at}"));
            }
        }
        conditions.equal("e.action", filter.action.clone());
        conditions.equal("e.subject", filter.subject.clone());
        conditions.equal("e.subject_id", filter.subject_id);
        conditions.equal("e.account_id", filter.account.map(|a| a.0));
        if let Some((at, id)) = after {
            conditions.before(["e.at", "e.id"], [Value::from(at), Value::from(id)]);
        }
        let statement = match whose {
            Some(whose) => whose.lines(conditions, limit),
            None => conditions.select(&format!("{SHOWN} {FROM}"), ORDER, limit),
        };
        Ok(AuditRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// The accounts are looked up first: the statement over the log then has an index for whatever was typed.
    async fn whose(&self, text: &str) -> Result<Whose> {
        let named = AccountFilter { text: Some(text.to_owned()), ..AccountFilter::default() };
        let accounts = self.accounts(&named, None, NAMED).await?;
        let accounts = accounts.into_iter().map(|found| found.id).collect();
        Ok(Whose { accounts, request: text.to_owned() })
    }

    /// What is done here, as far as the log knows: for choosing from. Each costs one look into the
    /// index, however long the log is.
    ///
    /// # Errors
    /// As any statement.
    pub async fn audited_actions(&self) -> Result<Vec<String>> {
        let rows = self
            .db()
            .query_all_raw(sql(
                "WITH RECURSIVE known AS ( \
                   (SELECT action FROM audit_entry ORDER BY action LIMIT 1) \
                   UNION ALL \
                   SELECT (SELECT e.action FROM audit_entry e WHERE e.action > k.action ORDER BY e.action LIMIT 1) \
                   FROM known k WHERE k.action IS NOT NULL) \
                 SELECT action FROM known WHERE action IS NOT NULL",
                [],
            ))
            .await?;
        Ok(rows.iter().map(|row| row.try_get("", "action")).collect::<std::result::Result<_, _>>()?)
    }

    /// When anybody last did anything here: the latest line of the log or use of a sign-in. `None` in a new database.
    ///
    /// # Errors
    /// As any statement.
    pub async fn latest_activity(&self) -> Result<Option<DateTime<Utc>>> {
        let row = self
            .db()
            .query_one_raw(sql(
                "SELECT greatest((SELECT max(at) FROM audit_entry), (SELECT max(last_seen_at) FROM login_session)) AS at",
                [],
            ))
            .await?;
        Ok(row.map(|row| row.try_get("", "at")).transpose()?.flatten())
    }

    /// Recomputes the chain and names the first line that does not fit, if any.
    ///
    /// # Errors
    /// As any statement.
    pub async fn verify_audit_chain(&self) -> Result<std::result::Result<i64, i64>> {
        #[derive(FromQueryResult)]
        struct Line {
            seq: i64,
            hash: Vec<u8>,
            text: String,
        }
        let (mut expected, mut previous) = (0_i64, vec![0_u8; 32]);
        loop {
            let lines = Line::find_by_statement(sql(
                "SELECT seq, hash, concat_ws('|', id, to_char(at, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), account_id, \
                 action, subject, subject_id, before, after, request_id) AS text \
                 FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT 5000",
                [expected.into()],
            ))
            .all(self.db())
            .await?;
            if lines.is_empty() {
                return Ok(Ok(expected));
            }
            for line in lines {
                expected += 1;
                let hash =
                    Sha256::new().chain_update(&previous).chain_update(line.text.as_bytes()).finalize();
                if line.seq != expected || hash.as_slice() != line.hash {
                    return Ok(Err(expected));
                }
                previous = line.hash;
            }
        }
    }
}
