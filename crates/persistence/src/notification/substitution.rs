//! Who stands in for whom.

use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::kernel::{AccountId, ErrorCode, SubstitutionId, business_date};
use domain::notification::Substitution;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Somebody stands in for somebody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SubstitutionRow {
    /// Its id.
    pub id: Uuid,
    /// Who is away.
    pub account_id: Uuid,
    /// His name.
    pub account_name: String,
    /// Who stands in.
    pub substitute_id: Uuid,
    /// His name.
    pub substitute_name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub until_on: NaiveDate,
    /// When it was ended before its time.
    pub ended_at: Option<DateTime<Utc>>,
    /// Optimistic lock.
    pub version: i64,
}

impl SubstitutionRow {
    /// Whether it counted at this instant: on one of its days, and not ended before.
    pub fn counted_at(&self, at: DateTime<Utc>) -> bool {
        (self.from_on..=self.until_on).contains(&business_date(at))
            && self.ended_at.is_none_or(|ended| at < ended)
    }
}

/// A substitution to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewSubstitution {
    /// Its id.
    pub id: SubstitutionId,
    /// Who is away.
    pub away: AccountId,
    /// Who stands in.
    pub substitute: AccountId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

const ROW: &str = "SELECT s.id, s.account_id, a.display_name AS account_name, s.substitute_id, b.display_name AS substitute_name, \
    s.from_on, s.until_on, s.ended_at, s.version FROM substitution s JOIN account a ON a.id = s.account_id \
    JOIN account b ON b.id = s.substitute_id";

impl Store {
    /// All that count on a day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn substitutions_on(&self, day: NaiveDate) -> Result<Vec<Substitution>> {
        let statement = sql(
            "SELECT account_id, substitute_id FROM substitution WHERE ended_at IS NULL AND $1 BETWEEN from_on AND until_on",
            [day.into()],
        );
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter()
            .map(|row| {
                Ok(Substitution {
                    away: AccountId(row.try_get("", "account_id")?),
                    substitute: AccountId(row.try_get("", "substitute_id")?),
                })
            })
            .collect()
    }

    /// Those of an account that count on the day or later, of either side.
    ///
    /// # Errors
    /// As any statement.
    pub async fn substitutions_of(&self, account: AccountId, day: NaiveDate) -> Result<Vec<SubstitutionRow>> {
        let text = format!(
            "{ROW} WHERE (s.account_id = $1 OR s.substitute_id = $1) AND s.ended_at IS NULL AND s.until_on >= $2 \
             ORDER BY s.from_on, s.id LIMIT 100"
        );
        let statement = sql(text, [account.0.into(), day.into()]);
        Ok(SubstitutionRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// For whom these accounts stood in, and when (代办沿革), for histories.
    ///
    /// # Errors
    /// As any statement.
    pub async fn substitutions_by(&self, accounts: &[Uuid]) -> Result<Vec<SubstitutionRow>> {
        if accounts.is_empty() {
            return Ok(Vec::new());
        }
        let text = format!("{ROW} WHERE s.substitute_id = ANY($1) ORDER BY s.from_on, s.id");
        let statement = sql(text, [accounts.to_vec().into()]);
        Ok(SubstitutionRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// Accounts that hold an office together with this one: who may stand in.
    ///
    /// # Errors
    /// As any statement.
    pub async fn colleagues(&self, account: AccountId) -> Result<Vec<(Uuid, String)>> {
        let statement = sql(
            "SELECT DISTINCT a.id, a.display_name FROM role_grant g JOIN role_grant h ON h.role = g.role \
               AND h.jurisdiction_id = g.jurisdiction_id AND h.unit_id IS NOT DISTINCT FROM g.unit_id \
               AND h.group_id IS NOT DISTINCT FROM g.group_id AND h.account_id <> g.account_id AND h.revoked_at IS NULL \
             JOIN account a ON a.id = h.account_id AND a.disabled_at IS NULL \
             WHERE g.account_id = $1 AND g.revoked_at IS NULL AND g.role <> 'DEPUTY' ORDER BY a.display_name, a.id LIMIT 200",
            [account.0.into()],
        );
        let rows = self.db().query_all_raw(statement).await?;
        rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "display_name")?))).collect()
    }
}

impl Uow {
    /// Writes one, unless somebody stands in at that time already.
    ///
    /// # Errors
    /// `substitution.overlaps`.
    pub async fn insert_substitution(&self, new: NewSubstitution) -> Result<()> {
        let lock = sql("SELECT 1 FROM account WHERE id = $1 FOR NO KEY UPDATE", [new.away.0.into()]);
        self.conn().execute_raw(lock).await?;
        let statement = sql(
            "INSERT INTO substitution (id, account_id, substitute_id, from_on, until_on, created_at, updated_at, version) \
             SELECT $1, $2, $3, $4, $5, $6, $6, 1 WHERE NOT EXISTS (SELECT 1 FROM substitution s WHERE s.account_id = $2 \
               AND s.ended_at IS NULL AND s.from_on <= $5 AND s.until_on >= $4)",
            [
                new.id.0.into(),
                new.away.0.into(),
                new.substitute.0.into(),
                new.from.into(),
                new.until.into(),
                self.now().into(),
            ],
        );
        if self.conn().execute_raw(statement).await?.rows_affected() == 0 {
            return Err(ErrorCode::SubstitutionOverlaps.into());
        }
        Ok(())
    }

    /// One of an account's own, for ending it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn substitution(&self, id: SubstitutionId) -> Result<Option<SubstitutionRow>> {
        let statement = sql(format!("{ROW} WHERE s.id = $1"), [id.0.into()]);
        Ok(SubstitutionRow::find_by_statement(statement).one(self.conn()).await?)
    }

    /// Ends one before its time.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn end_substitution(&self, id: SubstitutionId, version: i64) -> Result<()> {
        self.execute_versioned(sql(
            "UPDATE substitution SET ended_at = $3, updated_at = $3, version = version + 1 \
             WHERE id = $1 AND version = $2 AND ended_at IS NULL",
            [id.0.into(), version.into(), self.now().into()],
        ))
        .await
    }
}
