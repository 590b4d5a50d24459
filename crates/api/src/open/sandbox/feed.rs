//! The invented feed: thirty entries that never change.

use super::{
    GONE, LIMITED, SLOW, STEPPING, UNAVAILABLE, matters,
    registers::{day, invented, morning},
};
use crate::http::ApiError;
use chrono::{DateTime, Utc};
use domain::kernel::{DomainError, ErrorCode};
use persistence::integration::{FeedEntry, FeedHead, FeedOp, FeedPage};
use uuid::Uuid;

/// The one epoch of the invented feed.
pub(in crate::open) const EPOCH: Uuid = invented(2, 1);

/// In their order: the number of the matter, and what happened. 0: something that does not concern the reader.
const ENTRIES: [(u32, &str); 30] = [
    (1, "suggestion.accepted"),
    (2, "suggestion.accepted"),
    (3, "suggestion.accepted"),
    (4, "suggestion.accepted"),
    (0, "suggestion.accepted"),
    (5, "suggestion.publication_decided"),
    (MERGED, "suggestion.accepted"),
    (MERGED, "suggestion.merged"),
    (BETWEEN, "suggestion.accepted"),
    (GONE, "suggestion.accepted"),
    (LIMITED, "suggestion.accepted"),
    (UNAVAILABLE, "suggestion.accepted"),
    (SLOW, "suggestion.accepted"),
    (STEPPING, "suggestion.accepted"),
    (1, "suggestion.assigned"),
    (2, "suggestion.assigned"),
    (3, "suggestion.assigned"),
    (4, "suggestion.assigned"),
    (BETWEEN, "suggestion.assigned"),
    (LIMITED, "suggestion.assigned"),
    (UNAVAILABLE, "suggestion.assigned"),
    (SLOW, "suggestion.assigned"),
    (0, "suggestion.urged"),
    (GONE, "suggestion.unpublished"),
    (1, "suggestion.replied"),
    (4, "suggestion.replied"),
    (BETWEEN, "suggestion.replied"),
    (4, "suggestion.commitment_tracked"),
    (BETWEEN, "suggestion.closed"),
    (3, "suggestion.overdue"),
];
const MERGED: u32 = 6;
const BETWEEN: u32 = 7;

fn at(seq: i64) -> DateTime<Utc> {
    morning(day(3, 2), seq)
}

/// The last entry about a matter.
pub(super) fn last_of(number: u32) -> i64 {
    let place = ENTRIES.iter().rposition(|(about, _)| *about == number);
    place.and_then(|place| i64::try_from(place + 1).ok()).unwrap_or(0)
}

/// Where the invented feed stands; it never moves.
pub(in crate::open) fn head() -> FeedHead {
    let seq = i64::try_from(ENTRIES.len()).unwrap_or(0);
    FeedHead { epoch: EPOCH, seq, oldest: 1, written_at: Some(at(seq)), waiting_since: None }
}

/// Up to `limit` entries after a number, with the documents as they are now.
pub(in crate::open) fn feed(after: i64, limit: u64) -> FeedPage {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let entries =
        (1..).zip(ENTRIES).filter(|(seq, _)| *seq > after).take(limit).map(|(seq, (number, kind))| {
            // As in earnest: of a matter that is gone only the last entry has something to tell.
            let (op, document) = match number {
                0 => (FeedOp::Hidden, None),
                GONE if seq == last_of(GONE) => (FeedOp::Delete, None),
                GONE => (FeedOp::Hidden, None),
                number => (FeedOp::Upsert, matters::document(number, 0).map(|(_, document)| document)),
            };
            FeedEntry {
                seq,
                event_id: invented(4, seq.unsigned_abs().into()),
                kind: kind.to_owned(),
                resource_id: matters::id(number),
                version: seq,
                occurred_at: at(seq),
                op,
                document,
            }
        });
    FeedPage { entries: entries.collect(), head: head() }
}

/// Magic words in place of a cursor, for test keys only: what a reader is told after a restore, and when he comes too late.
pub(in crate::open) fn magic_cursor(after: &str) -> Option<ApiError> {
    match after {
        "epoch-changed" => Some(ErrorCode::FeedEpochChanged.into()),
        "expired" => Some(DomainError::new(ErrorCode::FeedExpired).param("days", 400).into()),
        _ => None,
    }
}
