//! 联名代表: who signs with the lead deputy, and exactly which text.

use super::TextVersion;
use super::coded::coded_enum;
use crate::kernel::DeputyId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// How a co-signature was given (确认方式).
    CosignMethod {
        Online = "online", "网上确认", "Online";
        Paper = "paper", "纸质签名", "On paper";
    }
}

/// 联名代表 with the answer to the invitation. Only a confirmation of the present text counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cosigner {
    /// The deputy invited.
    pub deputy: DeputyId,
    /// Place in the printed list, from 1.
    pub position: u32,
    /// When invited (again).
    pub invited_at: DateTime<Utc>,
    /// Until when the invitation stands (setting: seven days).
    pub expires_at: DateTime<Utc>,
    /// When confirmed; an edit of the text empties it.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The version of the text that was confirmed.
    pub confirmed_text: Option<TextVersion>,
    /// When declined.
    pub declined_at: Option<DateTime<Utc>>,
    /// How it was confirmed.
    pub method: Option<CosignMethod>,
    /// When this signer agreed to the withdrawal of the suggestion.
    pub withdrawal_agreed_at: Option<DateTime<Utc>>,
    /// When the nightly sweep found the invitation unanswered past its day (邀请已过期); both sides were told.
    #[serde(default)]
    pub expired_at: Option<DateTime<Utc>>,
    /// The version that was confirmed before an edit voided it: the signer is shown what changed since.
    #[serde(default)]
    pub voided: Option<TextVersion>,
}

impl Cosigner {
    /// True while the invitation waits for an answer.
    pub fn is_open(&self, text: TextVersion) -> bool {
        !self.is_confirmed(text) && self.declined_at.is_none() && self.expired_at.is_none()
    }

    /// True when the deputy confirmed exactly this text.
    pub fn is_confirmed(&self, text: TextVersion) -> bool {
        self.confirmed_at.is_some() && self.confirmed_text == Some(text)
    }
}
