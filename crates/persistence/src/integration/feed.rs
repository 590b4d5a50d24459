//! Reading the change feed. A page never skips a number: rows that the reader may not see leave a hidden place.

use super::sight::{SEEN_FROM, SightSql};
use crate::{Error, Result, Store, keyset::Conditions, sql};
use chrono::{DateTime, Utc};
use domain::integration::Sight;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// What a change means for one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOp {
    /// The matter is there, new or changed; its document comes along, as it is now.
    Upsert,
    /// The reader sees the matter no longer: withdrawn from publication, or out of his scope.
    Delete,
    /// Nothing that concerns the reader.
    Hidden,
}

/// One place of the feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Its number; the next place has the next number.
    pub seq: i64,
    /// The event's id, the same in webhooks.
    pub event_id: Uuid,
    /// `suggestion.accepted` …
    pub kind: String,
    /// The matter.
    pub resource_id: Uuid,
    /// The matter's version after the event.
    pub version: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// What it means.
    pub op: FeedOp,
    /// The document as it is now, with [`FeedOp::Upsert`].
    pub document: Option<String>,
}

/// Where the feed stands.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct FeedHead {
    /// Changes when rows that were told may be gone: after a restore. Numbers of another epoch mean nothing.
    pub epoch: Uuid,
    /// The last number; 0 when nothing has happened yet.
    pub seq: i64,
    /// The first number that is still kept.
    pub oldest: i64,
    /// When the last entry was written.
    pub written_at: Option<DateTime<Utc>>,
    /// When the oldest event happened that has no number yet; `None`: all have one.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// Entries in order, and where the feed stood when they were read.
#[derive(Clone, Debug)]
pub struct FeedPage {
    /// Without holes; hidden ones included.
    pub entries: Vec<FeedEntry>,
    /// Read with them.
    pub head: FeedHead,
}

const HEAD: &str = "\
    SELECT h.epoch, h.fingerprint = feed_fingerprint() AS same, h.seq, h.oldest, \
      (SELECT f.written_at FROM feed f WHERE f.seq = h.seq) AS written_at, \
      (SELECT min(o.occurred_at) FROM outbox o WHERE o.seq > h.outbox_seq OR o.seq IS NULL) AS waiting_since \
    FROM feed_head h";

/// Begins a new epoch.
pub(super) const RENEW: &str =
    "UPDATE feed_head SET epoch = gen_random_uuid(), fingerprint = feed_fingerprint()";

#[derive(FromQueryResult)]
struct Row {
    seq: i64,
    event_id: Uuid,
    kind: String,
    resource_id: Uuid,
    version: i64,
    occurred_at: DateTime<Utc>,
    official_before: bool,
    official_after: bool,
    official_changed: bool,
    published_before: bool,
    published_after: bool,
    published_changed: bool,
    document: Option<String>,
}

impl Row {
    /// Compares what the reader saw before with what he saw after it.
    fn entry(self) -> FeedEntry {
        let before = self.official_before || self.published_before;
        let after = self.official_after || self.published_after;
        // A reader of both sees the official record where it is his, so a change of the other does not concern him.
        let other_face = self.official_before != self.official_after;
        let changed = other_face
            || !before
            || if self.official_after { self.official_changed } else { self.published_changed };
        let op = match (before, after) {
            // It was withdrawn later on: the later entry says so, and this one has nothing to show.
            (_, true) if changed && self.document.is_some() => FeedOp::Upsert,
            (true, false) => FeedOp::Delete,
            _ => FeedOp::Hidden,
        };
        FeedEntry {
            seq: self.seq,
            event_id: self.event_id,
            kind: self.kind,
            resource_id: self.resource_id,
            version: self.version,
            occurred_at: self.occurred_at,
            op,
            document: if op == FeedOp::Upsert { self.document } else { None },
        }
    }
}

impl Store {
    /// Where the feed stands; a new epoch is begun when the database is not the one that the feed was written in.
    ///
    /// # Errors
    /// As any statement.
    pub async fn feed_head(&self) -> Result<FeedHead> {
        loop {
            let row = self.db().query_one_raw(sql(HEAD, [])).await?;
            let row = row.ok_or_else(|| Error::corrupt("no feed_head"))?;
            if row.try_get("", "same")? {
                return Ok(FeedHead::from_query_result(&row, "")?);
            }
            self.renew_feed_epoch().await?;
        }
    }

    /// Up to `limit` entries after the number `after`, as one reader sees them, and where the feed stood before.
    ///
    /// # Errors
    /// As any statement.
    pub async fn feed_page(&self, sight: &Sight, after: i64, limit: u64) -> Result<FeedPage> {
        // The head first: what is committed between the two is told by the next page.
        let head = self.feed_head().await?;
        Ok(FeedPage { entries: self.feed_entries(sight, after, limit).await?, head })
    }

    /// The entries alone, for who has looked at the head already.
    ///
    /// # Errors
    /// As any statement.
    pub async fn feed_entries(&self, sight: &Sight, after: i64, limit: u64) -> Result<Vec<FeedEntry>> {
        let mut c = Conditions::new();
        let seen = SightSql::of(sight, &mut c);
        let document = seen.column("");
        let (before, now) = match &sight.official {
            None => ("false".to_owned(), "false".to_owned()),
            Some(domain::integration::OfficialSight::Unit(unit)) => {
                let unit = c.param(vec![unit.0]);
                (format!("f.units_before @> {unit}"), format!("f.units_after @> {unit}"))
            }
            Some(domain::integration::OfficialSight::Area(path)) => {
                let path = c.param(path.0.clone());
                let inside = format!("starts_with(f.path, {path})");
                (inside.clone(), inside)
            }
        };
        let published = sight.published;
        let after_place = c.param(after);
        c.push(format!("f.seq > {after_place}"));
        let text = format!(
            "SELECT f.seq, f.event_id, f.kind, f.resource_id, f.version, f.occurred_at, \
             f.official_before AND {before} AS official_before, f.official_after AND {now} AS official_after, \
             f.official_changed, f.published_before AND {published} AS published_before, \
             f.published_after AND {published} AS published_after, f.published_changed, {document} AS document \
             FROM feed f LEFT JOIN ({SEEN_FROM}) ON m.id = f.resource_id"
        );
        let rows = Row::find_by_statement(c.select(&text, "ORDER BY f.seq", limit)).all(self.db()).await?;
        Ok(rows.into_iter().map(Row::entry).collect())
    }

    /// Begins a new epoch: readers of the old one are told to load everything again. For an operator who has put back
    /// files under the database, which nothing else can notice; a restore that Postgres knows of is noticed.
    ///
    /// # Errors
    /// As any statement.
    pub async fn renew_feed_epoch(&self) -> Result<()> {
        self.db().execute_raw(sql(RENEW, [])).await?;
        Ok(())
    }
}
