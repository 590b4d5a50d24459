//! What becomes of a message after an attempt. The schedule is data.

use crate::kernel::coded_enum;
use chrono::{DateTime, Duration, Utc};

coded_enum! {
    /// Where a message outside of the application stands (发送状态).
    MessageState {
        Queued = "queued", "待发送", "Queued";
        Sent = "sent", "已发送", "Sent";
        Delivered = "delivered", "已送达", "Delivered";
        Failed = "failed", "失败待重试", "Failed, will be tried again";
        GivenUp = "given_up", "已放弃", "Given up";
    }
}

/// Pauses in seconds after the first, second … failure.
const PAUSES: [i64; 7] = [60, 300, 1_800, 7_200, 21_600, 43_200, 86_400];

/// So many attempts are made.
pub const ATTEMPTS_MOST: usize = PAUSES.len() + 1;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The other side has taken it.
    Taken,
    /// The other side says that the person has it.
    Delivered,
    /// Not now; it wants to be left alone for so many seconds, if it said so.
    Later(Option<u32>),
    /// Never: the address is wrong, the person does not want it.
    Never,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterAttempt {
    /// Nothing more, in this state.
    End(MessageState),
    /// Once more at this instant.
    Again(DateTime<Utc>),
}

/// What follows the `attempt`-th attempt (from 1) that ended at `now`.
pub fn after_attempt(attempt: usize, reached: Reached, now: DateTime<Utc>) -> AfterAttempt {
    match reached {
        Reached::Taken => AfterAttempt::End(MessageState::Sent),
        Reached::Delivered => AfterAttempt::End(MessageState::Delivered),
        Reached::Never => AfterAttempt::End(MessageState::GivenUp),
        Reached::Later(asked) => match PAUSES.get(attempt.saturating_sub(1)) {
            Some(pause) => {
                // A day at most, whatever the other side asks.
                let asked = i64::from(asked.unwrap_or(0)).min(86_400);
                AfterAttempt::Again(now + Duration::seconds((*pause).max(asked)))
            }
            None => AfterAttempt::End(MessageState::GivenUp),
        },
    }
}
