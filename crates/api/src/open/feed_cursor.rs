use crate::{
    http::{ApiResult, CursorScope},
    state::State,
};
use domain::{
    integration::Sight,
    kernel::{DomainError, ErrorCode},
};
use persistence::integration::FeedHead;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::projector::KEPT_DAYS;

/// A place in the change feed: opaque outside, signed, and good for keys that see the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedCursor {
    /// The epoch in which the number was given.
    pub epoch: Uuid,
    /// The last number that the reader has.
    pub seq: i64,
    sight: String,
}

impl FeedCursor {
    /// The place after number `seq`.
    pub fn new(epoch: Uuid, seq: i64, sight: &Sight) -> Self {
        Self { epoch, seq, sight: sight.name() }
    }

    /// As it is written on the wire.
    pub fn seal(&self, state: &State) -> String {
        scope(state).seal(self)
    }

    /// Reads what was sealed.
    ///
    /// # Errors
    /// `cursor.invalid` when it is not ours.
    pub fn open(state: &State, text: &str) -> ApiResult<Self> {
        scope(state).open(Some(text))?.ok_or_else(|| ErrorCode::CursorInvalid.into())
    }

    /// The number after which to read on.
    ///
    /// # Errors
    /// `feed.sight_changed`, `feed.epoch_changed`, `feed.expired`: what the reader has cannot be brought up to date.
    pub fn check(&self, head: &FeedHead, sight: &Sight) -> ApiResult<i64> {
        if self.sight != sight.name() {
            return Err(ErrorCode::FeedSightChanged.into());
        }
        // A number beyond the last was given before a restore that nothing else has noticed.
        if self.epoch != head.epoch || self.seq > head.seq {
            return Err(ErrorCode::FeedEpochChanged.into());
        }
        if self.seq + 1 < head.oldest {
            return Err(DomainError::new(ErrorCode::FeedExpired).param("days", KEPT_DAYS).into());
        }
        Ok(self.seq)
    }
}

fn scope(state: &State) -> CursorScope<'_> {
    CursorScope::new(&state.shared.keys.cursor, "open_feed", &(), None)
}
