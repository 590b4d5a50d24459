use crate::kernel::{AccountId, CoOpinionId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Fewest characters of a co-opinion with substance.
pub const CO_OPINION_MIN_CHARS: usize = 50;

/// Returned by the lead unit for want of substance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoOpinionReturn {
    /// Why.
    pub reason: String,
    /// Leader of the lead unit.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// 协办意见: for the lead unit, not for the deputy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoOpinion {
    /// Identity.
    pub id: CoOpinionId,
    /// The opinion.
    pub text: String,
    /// Leader who signed it off; `None` while a draft.
    pub signed_by: Option<AccountId>,
    /// When issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// Why it was returned for redoing.
    pub returned: Option<CoOpinionReturn>,
}

/// What is wrong with the text of a co-opinion, if anything: too short, or nothing but
/// “原则同意”.
pub fn lacks_substance(text: &str) -> bool {
    let stripped: String = text
        .replace("原则同意", "")
        .replace("原则上同意", "")
        .replace("无意见", "")
        .replace("无不同意见", "")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    text.chars().count() < CO_OPINION_MIN_CHARS || stripped.chars().count() < CO_OPINION_MIN_CHARS / 2
}
