//! 消息通知: who is told of what, when, in which words, and by which way. Pure: what is sent and stored is decided here and
//! done elsewhere.
//!
//! Notices have two sources: what happened ([`notices_of`]) and what time brings ([`due_notices`]). Who receives one is
//! decided by [`receives`], which asks the policy: nobody is told of what he may not read.

mod audience;
mod choices;
mod due;
mod happened;
mod kind;
mod notice;
mod retry;
mod substitution;
#[cfg(test)]
mod tests;
mod timing;
mod wording;

pub use audience::{Audience, Recipient, receives, recipients};
pub use choices::{Choices, QuietHours};
pub use due::{Reminder, due_notices};
pub use happened::{Seen, notices_of};
pub use kind::{Channel, Digest, NoticeGroup, NoticeKind, Weight};
pub use notice::{Facts, Notice};
pub use retry::{ATTEMPTS_MOST, AfterAttempt, MessageState, Reached, after_attempt};
pub use substitution::{Substitution, SubstitutionData, check_substitution};
pub use timing::{FORGOTTEN_AFTER, OLD_AFTER, ripe_at};
pub use wording::{Told, heading, sentence, short_text};
