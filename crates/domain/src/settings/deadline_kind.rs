use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{SettingKey, Settings};
use crate::calendar::{Deadline, Rule, RuleUnit, WorkCalendar};

/// The deadlines of a suggestion's handling that settings define (办理期限). Dates that start each clock are the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// 审查受理, from submission.
    AcceptDecision,
    /// 交办, from acceptance.
    Assign,
    /// 政府办转交, from assignment to it.
    Dispatch,
    /// 签收, from assignment.
    Sign,
    /// 退办申请, from assignment.
    SendBack,
    /// 重新交办, from the agreed send-back.
    Reassign,
    /// 代表对承办单位提出异议, from assignment.
    ObjectToUnit,
    /// 首次联系代表, from assignment.
    FirstContact,
    /// 协办意见, from assignment.
    CoOpinion,
    /// 协办意见补正, from its return.
    CoOpinionRedo,
    /// 答复, from assignment; `cap_date` applies.
    Reply,
    /// 延期后答复, from assignment: the longest that can be granted.
    ReplyExtended,
    /// 代表评价, from delivery of the reply.
    Feedback,
    /// 重新办理答复, from the order to rehandle.
    Rehandle,
    /// 公开, from the reply.
    Publish,
}

impl DeadlineKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::AcceptDecision,
        Self::Assign,
        Self::Dispatch,
        Self::Sign,
        Self::SendBack,
        Self::Reassign,
        Self::ObjectToUnit,
        Self::FirstContact,
        Self::CoOpinion,
        Self::CoOpinionRedo,
        Self::Reply,
        Self::ReplyExtended,
        Self::Feedback,
        Self::Rehandle,
        Self::Publish,
    ];

    /// The wire word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AcceptDecision => "accept_decision",
            Self::Assign => "assign",
            Self::Dispatch => "dispatch",
            Self::Sign => "sign",
            Self::SendBack => "send_back",
            Self::Reassign => "reassign",
            Self::ObjectToUnit => "object_to_unit",
            Self::FirstContact => "first_contact",
            Self::CoOpinion => "co_opinion",
            Self::CoOpinionRedo => "co_opinion_redo",
            Self::Reply => "reply",
            Self::ReplyExtended => "reply_extended",
            Self::Feedback => "feedback",
            Self::Rehandle => "rehandle",
            Self::Publish => "publish",
        }
    }

    /// The setting that gives its length.
    pub const fn setting(self) -> SettingKey {
        match self {
            Self::AcceptDecision => SettingKey::AcceptDecisionWd,
            Self::Assign => SettingKey::AssignWd,
            Self::Dispatch => SettingKey::DispatchWd,
            Self::Sign => SettingKey::SignWd,
            Self::SendBack => SettingKey::SendBackWd,
            Self::Reassign => SettingKey::ReassignWd,
            Self::ObjectToUnit => SettingKey::ObjectToUnitWd,
            Self::FirstContact => SettingKey::FirstContactWd,
            Self::CoOpinion => SettingKey::CoOpinionMonths,
            Self::CoOpinionRedo => SettingKey::CoOpinionRedoWd,
            Self::Reply => SettingKey::ReplyMonths,
            Self::ReplyExtended => SettingKey::ReplyMonthsExtended,
            Self::Feedback => SettingKey::FeedbackWd,
            Self::Rehandle => SettingKey::RehandleMonths,
            Self::Publish => SettingKey::PublishWd,
        }
    }
}

impl Settings {
    /// The period that is set for a deadline.
    pub fn rule(&self, kind: DeadlineKind) -> Rule {
        use RuleUnit::{Months, WorkingDays};
        let (amount, unit) = match kind {
            DeadlineKind::AcceptDecision => (self.accept_decision_wd, WorkingDays),
            DeadlineKind::Assign => (self.assign_wd, WorkingDays),
            DeadlineKind::Dispatch => (self.dispatch_wd, WorkingDays),
            DeadlineKind::Sign => (self.sign_wd, WorkingDays),
            DeadlineKind::SendBack => (self.send_back_wd, WorkingDays),
            DeadlineKind::Reassign => (self.reassign_wd, WorkingDays),
            DeadlineKind::ObjectToUnit => (self.object_to_unit_wd, WorkingDays),
            DeadlineKind::FirstContact => (self.first_contact_wd, WorkingDays),
            DeadlineKind::CoOpinion => (self.co_opinion_months, Months),
            DeadlineKind::CoOpinionRedo => (self.co_opinion_redo_wd, WorkingDays),
            DeadlineKind::Reply => (self.reply_months, Months),
            DeadlineKind::ReplyExtended => (self.reply_months_extended, Months),
            DeadlineKind::Feedback => (self.feedback_wd, WorkingDays),
            DeadlineKind::Rehandle => (self.rehandle_months, Months),
            DeadlineKind::Publish => (self.publish_wd, WorkingDays),
        };
        Rule::within_bounds(amount, unit)
    }

    /// The deadline of a clock that starts on `start`, with its explanation and what it rests on. The settings must be those in force on `start`
    /// ([`Settings::at`]): a later change of a setting does not move a deadline that is running.
    pub fn deadline(&self, calendar: &WorkCalendar, kind: DeadlineKind, start: NaiveDate) -> Deadline {
        let deadline = calendar
            .due(start, &self.rule(kind))
            .with_key(kind.as_str())
            .with_basis(self.basis(kind.setting()));
        match (kind, self.cap_date) {
            (DeadlineKind::Reply, Some(cap)) => deadline.capped(cap),
            _ => deadline,
        }
    }
}
