use super::{Channel, Digest, NoticeGroup, NoticeKind};
use chrono::{NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// 免打扰时段: from–to by the congress's clock, over midnight when `from` is later than `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// Begins.
    pub from: NaiveTime,
    /// Ends.
    pub to: NaiveTime,
}

impl QuietHours {
    /// The instant itself, or the end of the quiet hours in which it lies.
    pub(super) fn leave(self, at: NaiveDateTime) -> NaiveDateTime {
        let (time, date) = (at.time(), at.date());
        let next = date.succ_opt().unwrap_or(date);
        if self.from < self.to {
            if (self.from..self.to).contains(&time) { date.and_time(self.to) } else { at }
        } else if time >= self.from && self.from != self.to {
            next.and_time(self.to)
        } else if time < self.to && self.from != self.to {
            date.and_time(self.to)
        } else {
            at
        }
    }
}

/// What somebody chose for himself (通知偏好).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Ways by group; a group that is not here has the ways of its notices' weight.
    pub channels: BTreeMap<NoticeGroup, Vec<Channel>>,
    /// How often messages are sent.
    pub digest: Digest,
    /// When none is.
    pub quiet: Option<QuietHours>,
    /// Texts of messages in English.
    pub english: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { channels: BTreeMap::new(), digest: Digest::AtOnce, quiet: None, english: false }
    }
}

impl Choices {
    /// The ways by which a notice of this kind comes. A locked kind always stands in the application.
    pub fn channels_of(&self, kind: NoticeKind) -> Vec<Channel> {
        let chosen = self.channels.get(&kind.group()).map(Vec::as_slice);
        let mut ways = chosen.unwrap_or_else(|| kind.weight().channels()).to_vec();
        if kind.is_locked() {
            ways.push(Channel::InApp);
        }
        ways.sort_unstable();
        ways.dedup();
        ways
    }
}
