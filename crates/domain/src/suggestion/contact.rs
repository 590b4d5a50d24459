use super::coded::coded_enum;
use crate::kernel::{AccountId, ContactLogId, DeputyId, FileId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// How unit and deputy talked (沟通方式).
    ContactKind {
        Phone = "phone", "电话", "Telephone";
        Visit = "visit", "上门走访", "Visit";
        Meeting = "meeting", "座谈", "Meeting";
        Site = "site", "现场察看", "On site";
        Wechat = "wechat", "微信", "WeChat";
        Letter = "letter", "书面", "Letter";
    }
}

impl ContactKind {
    /// True when the people can have met in person.
    pub const fn can_be_face_to_face(self) -> bool {
        matches!(self, Self::Visit | Self::Meeting | Self::Site)
    }
}

coded_enum! {
    /// Rank of the unit's person (职级).
    PersonRank {
        Head = "head", "主要负责人", "Head";
        DeputyHead = "deputy_head", "分管负责人", "Deputy head";
        Section = "section", "科室负责人", "Section head";
        Staff = "staff", "工作人员", "Staff";
    }
}

/// Somebody of the unit who took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPerson {
    /// 姓名
    pub name: String,
    /// 职务
    pub post: String,
    /// 职级
    pub rank: PersonRank,
}

/// What a deputy answered to the unit's account of a talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAnswer {
    /// Which deputy.
    pub deputy: DeputyId,
    /// When.
    pub at: DateTime<Utc>,
    /// `None`: confirmed. `Some`: what the deputy says instead.
    pub disputed: Option<String>,
}

/// 联系沟通记录. The unit's word alone is no proof: only what a deputy confirmed counts as 面商.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactLog {
    /// Identity.
    pub id: ContactLogId,
    /// 方式
    pub kind: ContactKind,
    /// 是否当面
    pub face_to_face: bool,
    /// When they talked.
    pub at: DateTime<Utc>,
    /// Where.
    pub place: String,
    /// Who of the unit.
    pub unit_people: Vec<UnitPerson>,
    /// Which deputies.
    pub deputies: Vec<DeputyId>,
    /// What was said.
    pub summary: String,
    /// Photos, minutes.
    pub evidence: Vec<FileId>,
    /// Deputies who are in conflict of interest with the unit: present, but no counterpart.
    pub conflicted: Vec<DeputyId>,
    /// Answers of the deputies.
    pub answers: Vec<ContactAnswer>,
    /// Who recorded it.
    pub logged_by: AccountId,
    /// When it was recorded.
    pub logged_at: DateTime<Utc>,
}

impl ContactLog {
    /// 面商: face to face and confirmed by a deputy who took part and is not in conflict.
    pub fn counts_as_face_meeting(&self) -> bool {
        self.face_to_face && self.is_confirmed()
    }

    /// A deputy without conflict of interest confirmed it.
    pub fn is_confirmed(&self) -> bool {
        self.answers
            .iter()
            .any(|answer| answer.disputed.is_none() && !self.conflicted.contains(&answer.deputy))
    }

    /// Deputies who have not answered yet.
    pub fn awaiting(&self) -> impl Iterator<Item = DeputyId> {
        self.deputies
            .iter()
            .copied()
            .filter(|deputy| !self.answers.iter().any(|answer| answer.deputy == *deputy))
    }
}
