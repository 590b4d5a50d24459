use super::coded::coded_enum;
use crate::calendar::{Deadline, Rule};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

coded_enum! {
    /// What is due (期限种类).
    DueKind {
        Accept = "accept", "审查", "Review";
        Assign = "assign", "交办", "Assignment";
        Reassign = "reassign", "重新交办", "Re-assignment";
        Object = "object", "代表异议", "Deputy's objection";
        Sign = "sign", "签收", "Receipt";
        SendBack = "send_back", "申请退办", "Send-back request";
        Dispatch = "dispatch", "分办", "Dispatch";
        FirstContact = "first_contact", "首次联系代表", "First contact";
        CoOpinion = "co_opinion", "协办意见", "Co-opinion";
        CoOpinionRedo = "co_opinion_redo", "重出协办意见", "Redone co-opinion";
        Reply = "reply", "答复", "Reply";
        Extended = "extended", "延期后答复", "Extended reply";
        TimeBound = "time_bound", "时限性答复", "Time-bound reply";
        Rehandle = "rehandle", "重新答复", "Reply after rehandling";
        PreReview = "pre_review", "答复预审", "Pre-review";
        Feedback = "feedback", "评价", "Evaluation";
        Publish = "publish", "公开", "Publication";
        KeyPlan = "key_plan", "重点督办方案", "Plan of a key suggestion";
        Commitment = "commitment", "承诺兑现", "Promise";
    }
}

/// A deadline as it was computed on its day, with its whole explanation (期限及其依据). It is kept
/// as it is: a later change of settings or calendar does not move what has begun to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What is due.
    pub kind: DueKind,
    /// 起算日, not counted.
    pub start: NaiveDate,
    /// 截止日, until 24:00 in the congress's zone.
    pub on: NaiveDate,
    /// The period; `None` for a day fixed by somebody.
    pub rule: Option<Rule>,
    /// Key of the setting it rests on.
    pub setting: Option<String>,
    /// The setting's value on that day.
    pub value: Option<String>,
    /// Law article.
    pub law_zh: Option<String>,
    /// Law article in English.
    pub law_en: Option<String>,
    /// A year involved had no official calendar yet.
    pub provisional: bool,
    /// How it was computed, step by step.
    pub explain_zh: Vec<String>,
    /// The same in English.
    pub explain_en: Vec<String>,
}

impl Due {
    /// Keeps what the calendar computed.
    pub fn keep(kind: DueKind, deadline: &Deadline) -> Self {
        let basis = deadline.basis.as_ref();
        Self {
            kind,
            start: deadline.start,
            on: deadline.due,
            rule: Some(deadline.rule),
            setting: basis.map(|basis| basis.setting.to_owned()),
            value: basis.map(|basis| basis.value.clone()),
            law_zh: basis.and_then(|basis| basis.law_zh.map(str::to_owned)),
            law_en: basis.and_then(|basis| basis.law_en.map(str::to_owned)),
            provisional: deadline.provisional,
            explain_zh: deadline.explain_zh(),
            explain_en: deadline.explain_en(),
        }
    }

    /// A day that somebody fixed (a granted extension, a time-bound matter).
    pub fn fixed(kind: DueKind, start: NaiveDate, on: NaiveDate, zh: String, en: String) -> Self {
        Self {
            kind,
            start,
            on,
            rule: None,
            setting: None,
            value: None,
            law_zh: None,
            law_en: None,
            provisional: false,
            explain_zh: vec![zh],
            explain_en: vec![en],
        }
    }

    /// The day has passed.
    pub fn is_past(&self, today: NaiveDate) -> bool {
        today > self.on
    }
}
