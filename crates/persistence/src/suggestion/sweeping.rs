//! Which matters the passing of time may have moved, and claiming one of them.

use super::{
    StoredCase,
    repo::{SELECT, stored},
};
use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, Utc};
use domain::kernel::{SuggestionId, UnitId, business_date};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

// At least those for which `Case::sweep` would do something on the day: a time to sign that ended, an opinion or a letter
// that is late, a rating that is owed, a promise that is late, a second card.
const CANDIDATES: &str = "\
    SELECT s.id FROM suggestion s WHERE s.id > $1 AND NOT s.deleted AND (\
      (s.status = 'replied' AND s.due_on < $2) \
      OR s.light_red OR s.light_due_on < $2 OR s.light_co_due_on < $2 OR s.light_promise_on < $2 \
      OR (s.status IN ('cosigning', 'returned') AND EXISTS (SELECT 1 FROM suggestion_party p \
                 WHERE p.suggestion_id = s.id AND p.role = 'cosigner' AND NOT p.confirmed AND NOT p.declined \
                 AND p.expires_at < $4)) \
      OR EXISTS (SELECT 1 FROM handling_task t WHERE t.suggestion_id = s.id AND t.open AND t.signed_at IS NULL \
                 AND least(t.sign_due_on, t.send_back_due_on) < $2)) \
    ORDER BY s.id LIMIT $3";

impl Store {
    /// Up to `limit` matters after `after`, in the order of their ids, that may have something due at this instant.
    ///
    /// # Errors
    /// As any statement.
    pub async fn sweep_candidates(
        &self,
        after: SuggestionId,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<SuggestionId>> {
        let statement =
            sql(CANDIDATES, [after.0.into(), business_date(now).into(), limit.into(), now.into()]);
        let rows = IdRow::find_by_statement(statement).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| SuggestionId(row.id)).collect())
    }
}

const OPEN_OF_UNIT: &str = "\
    SELECT s.id FROM suggestion s WHERE NOT s.deleted AND (\
      EXISTS (SELECT 1 FROM handling_task t WHERE t.suggestion_id = s.id AND t.unit_id = $1 \
              AND t.status NOT IN ('done', 'sent_back', 'cancelled')) \
      OR EXISTS (SELECT 1 FROM suggestion_commitment c WHERE c.suggestion_id = s.id AND c.unit_id = $1 AND NOT c.settled)) \
    ORDER BY s.id LIMIT $2";

impl Store {
    /// Matters in which the unit has something open: a part that runs, or a promise.
    ///
    /// # Errors
    /// As any statement.
    pub async fn open_matters_of(&self, unit: UnitId, limit: i64) -> Result<Vec<SuggestionId>> {
        let statement = sql(OPEN_OF_UNIT, [unit.0.into(), limit.into()]);
        let rows = IdRow::find_by_statement(statement).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| SuggestionId(row.id)).collect())
    }
}

impl Uow {
    /// The matter, locked; `None` when somebody else is at work on it now.
    ///
    /// # Errors
    /// As any statement.
    pub async fn claim_case(&self, id: SuggestionId) -> Result<Option<StoredCase>> {
        let text = format!("{SELECT} WHERE s.id = $1 FOR UPDATE SKIP LOCKED");
        self.conn().query_one_raw(sql(text, [id.0.into()])).await?.as_ref().map(stored).transpose()
    }
}
