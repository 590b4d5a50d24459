//! Writing the feed. One projector at a time follows the outbox; what it writes is one transaction with the place in the
//! outbox that it has come to, so an event is told once, whatever is killed in between.

use crate::{
    Error, OutboxRow, Result, Store, sql,
    suggestion::{Names, NamesWanted, StoredCase},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::kernel::SuggestionId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, TransactionTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// Advisory lock of the projector: any replica may hold it, one at a time.
const PROJECTOR_LOCK: i64 = 0x6461_6962_6961_6f03;

/// Before it no document was ever written.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a day of the calendar");

/// The open transaction of one round.
pub struct Projection {
    txn: DatabaseTransaction,
    head: Head,
    at: i64,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Head {
    seq: i64,
    outbox_seq: i64,
    day: NaiveDate,
    same: bool,
}

/// What a matter's reference is made of besides its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatterContext {
    /// 届
    pub term: i32,
    /// 次会议
    pub session: Option<i32>,
}

/// What was written of a matter before.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct WrittenMatter {
    /// The matter.
    pub id: Uuid,
    /// The version that was rendered.
    pub version: i64,
    /// For every citizen.
    pub published: Option<String>,
    /// For the authorities.
    pub official: Option<String>,
    /// Units that saw the official record.
    pub unit_ids: Vec<Uuid>,
}

/// One of a matter's two documents.
#[derive(Clone, Debug)]
pub struct MatterDocument {
    /// Exactly what is sent.
    pub text: String,
    /// Its hash.
    pub etag: String,
    /// The feed entry it came with.
    pub seq: i64,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// State, for filters.
    pub status: Option<String>,
    /// Units that it names, for filters.
    pub unit_ids: Vec<Uuid>,
}

/// A matter as it is to be written.
#[derive(Clone, Debug)]
pub struct MatterLine {
    /// The matter.
    pub id: Uuid,
    /// The node it belongs to.
    pub path: String,
    /// Its reference.
    pub reference: Option<String>,
    /// The version that was rendered.
    pub version: i64,
    /// The last feed entry about it.
    pub seq: i64,
    /// 届
    pub term_id: Uuid,
    /// 次会议
    pub session_id: Option<Uuid>,
    /// 类别
    pub category: Option<String>,
    /// For every citizen.
    pub published: Option<MatterDocument>,
    /// For the authorities.
    pub official: Option<MatterDocument>,
    /// Units that may see the official record.
    pub unit_ids: Vec<Uuid>,
}

/// A place of the feed as it is to be written.
#[derive(Clone, Debug)]
pub struct FeedLine {
    /// Its number.
    pub seq: i64,
    /// The event.
    pub event_id: Uuid,
    /// `suggestion.accepted` …
    pub kind: String,
    /// The matter.
    pub resource_id: Uuid,
    /// The node it belongs to.
    pub path: String,
    /// The matter's version after the event.
    pub version: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it is told.
    pub written_at: DateTime<Utc>,
    /// Who saw it before and after, and whether what is seen has changed.
    pub published: Sighting,
    /// The same of the official record.
    pub official: Sighting,
    /// Units that saw the official record.
    pub units_before: Vec<Uuid>,
    /// Units that see it now.
    pub units_after: Vec<Uuid>,
}

/// What became of one of the two documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sighting {
    /// There was one.
    pub before: bool,
    /// There is one.
    pub after: bool,
    /// It differs.
    pub changed: bool,
}

impl Store {
    /// Begins a round. `None` when another replica is at it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn begin_projection(&self) -> Result<Option<Projection>> {
        let txn = self.db().begin().await?;
        let lock = sql("SELECT pg_try_advisory_xact_lock($1) AS locked", [PROJECTOR_LOCK.into()]);
        let locked =
            txn.query_one_raw(lock).await?.map(|row| row.try_get::<bool>("", "locked")).transpose()?;
        if locked != Some(true) {
            return Ok(None);
        }
        // Read after the lock: the same statement would see what was there before another's round ended.
        let head = Head::find_by_statement(sql(
            "SELECT h.seq, h.outbox_seq, h.day, h.fingerprint = feed_fingerprint() AS same FROM feed_head h",
            [],
        ));
        let head = head.one(&txn).await?.ok_or_else(|| Error::corrupt("no feed_head"))?;
        if !head.same {
            txn.execute_raw(sql(super::feed::RENEW, [])).await?;
        }
        let at = head.seq;
        Ok(Some(Projection { txn, head, at }))
    }

    /// Removes entries older than `before`, but never the last: readers behind them are told to load anew.
    ///
    /// # Errors
    /// As any statement.
    pub async fn trim_feed(&self, before: DateTime<Utc>) -> Result<u64> {
        let txn = self.db().begin().await?;
        let statement = sql(
            "WITH gone AS (DELETE FROM feed f USING feed_head h WHERE f.written_at < $1 AND f.seq < h.seq \
               AND f.seq < (SELECT coalesce(min(k.seq), h.seq) FROM feed k WHERE k.written_at >= $1) RETURNING f.seq) \
             UPDATE feed_head SET oldest = greatest(oldest, (SELECT max(seq) + 1 FROM gone)) \
             WHERE EXISTS (SELECT 1 FROM gone)",
            [before.into()],
        );
        let done = txn.execute_raw(statement).await?.rows_affected();
        txn.commit().await?;
        Ok(done)
    }
}

impl Projection {
    /// The next number of the feed.
    pub fn next_seq(&mut self) -> i64 {
        self.at += 1;
        self.at
    }

    /// The day that the documents were last written for.
    pub fn day(&self) -> NaiveDate {
        self.head.day
    }

    /// Events that have their number and were not looked at yet.
    ///
    /// # Errors
    /// As any statement.
    pub async fn events(&self, limit: i64) -> Result<Vec<OutboxRow>> {
        let statement = sql(
            "SELECT seq, id, kind, aggregate, aggregate_id, version, occurred_at, data \
             FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2",
            [self.head.outbox_seq.into(), limit.into()],
        );
        Ok(OutboxRow::find_by_statement(statement).all(&self.txn).await?)
    }

    /// Notes which matters have to be looked at because something that their documents name has changed.
    ///
    /// # Errors
    /// As any statement.
    pub async fn note_stale(&self, aggregate: &str, id: Uuid) -> Result<()> {
        let affected = match aggregate {
            "unit" => "SELECT s.id FROM suggestion s WHERE s.unit_ids @> ARRAY[$1]",
            "deputy" => "SELECT s.id FROM suggestion s WHERE s.lead_deputy_id = $1",
            "person" => {
                "SELECT s.id FROM suggestion s JOIN deputy d ON d.id = s.lead_deputy_id WHERE d.person_id = $1"
            }
            "congress_session" => "SELECT s.id FROM suggestion s WHERE s.session_id = $1",
            "term" => "SELECT s.id FROM suggestion s WHERE s.term_id = $1",
            "setting" | "calendar_year" => "SELECT m.id FROM open_matter m WHERE $1::uuid IS NOT NULL",
            _ => return Ok(()),
        };
        let text = format!("INSERT INTO open_stale (suggestion_id) {affected} ON CONFLICT DO NOTHING");
        self.txn.execute_raw(sql(text, [id.into()])).await?;
        Ok(())
    }

    /// Begins a new day: matters under way may be nearer to their deadline, or past it. The first day of all looks at
    /// every matter.
    ///
    /// # Errors
    /// As any statement.
    pub async fn begin_day(&self, day: NaiveDate) -> Result<()> {
        let text = if self.head.day < FIRST_DAY {
            "INSERT INTO open_stale (suggestion_id) SELECT s.id FROM suggestion s \
             WHERE s.accepted_at IS NOT NULL OR s.public_title IS NOT NULL ON CONFLICT DO NOTHING"
        } else {
            "INSERT INTO open_stale (suggestion_id) SELECT s.id FROM suggestion s \
             WHERE s.light_running OR s.light_promise_on IS NOT NULL ON CONFLICT DO NOTHING"
        };
        self.txn.execute_raw(sql(text, [])).await?;
        self.txn.execute_raw(sql("UPDATE feed_head SET day = $1", [day.into()])).await?;
        Ok(())
    }

    /// Takes matters that have to be looked at.
    ///
    /// # Errors
    /// As any statement.
    pub async fn take_stale(&self, limit: i64) -> Result<Vec<Uuid>> {
        let statement = sql(
            "DELETE FROM open_stale WHERE suggestion_id IN \
             (SELECT suggestion_id FROM open_stale ORDER BY suggestion_id LIMIT $1) RETURNING suggestion_id",
            [limit.into()],
        );
        let rows = self.txn.query_all_raw(statement).await?;
        rows.iter().map(|row| Ok(row.try_get("", "suggestion_id")?)).collect()
    }

    /// The matters as they are now, with what their references are made of.
    ///
    /// # Errors
    /// As any statement.
    pub async fn cases(&self, ids: &[Uuid]) -> Result<Vec<(StoredCase, MatterContext)>> {
        let text = "SELECT s.version, s.path, s.body::text AS body, t.ordinal AS term, c.ordinal AS session \
             FROM suggestion s JOIN term t ON t.id = s.term_id LEFT JOIN congress_session c ON c.id = s.session_id \
             WHERE s.id = ANY($1)";
        let rows = self.txn.query_all_raw(sql(text, [ids.to_vec().into()])).await?;
        rows.iter()
            .map(|row| {
                let context =
                    MatterContext { term: row.try_get("", "term")?, session: row.try_get("", "session")? };
                Ok((crate::suggestion::stored(row)?, context))
            })
            .collect()
    }

    /// What was written of them before.
    ///
    /// # Errors
    /// As any statement.
    pub async fn written(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, WrittenMatter>> {
        let text = "SELECT id, version, published, official, unit_ids FROM open_matter WHERE id = ANY($1)";
        let rows = WrittenMatter::find_by_statement(sql(text, [ids.to_vec().into()])).all(&self.txn).await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    /// Stands for settings and calendar as this round sees them.
    ///
    /// # Errors
    /// As any statement.
    pub async fn configuration_stamp(&self) -> Result<i64> {
        crate::settings::configuration_stamp(&self.txn).await
    }

    /// Names in their documents.
    ///
    /// # Errors
    /// As any statement.
    pub async fn names(&self, wanted: NamesWanted) -> Result<Names> {
        crate::suggestion::names(&self.txn, wanted).await
    }

    /// Writes documents and entries.
    ///
    /// # Errors
    /// As any statement.
    pub async fn write(&self, matters: &[MatterLine], entries: &[FeedLine]) -> Result<()> {
        super::lines::write_matters(&self.txn, matters).await?;
        super::lines::write_entries(&self.txn, entries).await
    }

    /// Notes how far the outbox was read, and ends the round. Returns the last number of the feed.
    ///
    /// # Errors
    /// As any statement.
    pub async fn commit(self, outbox_seq: Option<i64>) -> Result<i64> {
        let outbox_seq = outbox_seq.unwrap_or(self.head.outbox_seq);
        if (self.at, outbox_seq) != (self.head.seq, self.head.outbox_seq) {
            let text = "UPDATE feed_head SET seq = $1, outbox_seq = $2";
            self.txn.execute_raw(sql(text, [self.at.into(), outbox_seq.into()])).await?;
        }
        self.txn.commit().await?;
        Ok(self.at)
    }
}

/// The matter of an event of the outbox, when it is about one.
pub fn matter_of(event: &OutboxRow) -> Option<SuggestionId> {
    (event.aggregate == "suggestion").then_some(SuggestionId(event.aggregate_id))
}
