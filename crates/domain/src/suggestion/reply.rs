//! The official letter (答复函): a draft, then a frozen document with number, signature and seal.

use super::ReplyCategory;
use super::coded::coded_enum;
use crate::kernel::{AccountId, DeputyId, FileId, HandlingTaskId, PersonId, ReplyId, UnitId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// What kind of letter (答复种类).
    ReplyKind {
        Main = "main", "答复", "Reply";
        Supplement = "supplement", "补充答复", "Supplementary reply";
        Correction = "correction", "更正答复", "Corrected reply";
        ReadNote = "read_note", "阅研说明", "Note of having studied it";
    }
}

coded_enum! {
    /// 答复状态
    ReplyStatus {
        Draft = "draft", "草稿", "Draft";
        Issued = "issued", "已签发", "Issued";
        Delivered = "delivered", "已送达", "Delivered";
    }
}

coded_enum! {
    /// The unit's own attribute for publication (公开属性).
    PublishAttribute {
        Active = "active", "主动公开", "Published actively";
        OnRequest = "on_request", "依申请公开", "On request";
        No = "no", "不予公开", "Not published";
    }
}

coded_enum! {
    /// How the letter reached the deputies (送达方式).
    DeliveryMethod {
        Face = "face", "当面答复", "Face to face";
        Online = "online", "网上送达", "Online";
        Mail = "mail", "邮寄", "By mail";
    }
}

/// The answer to one numbered proposal (逐条答复).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointAnswer {
    /// Number of the proposal, from 1.
    pub proposal_no: u32,
    /// The answer.
    pub answer: String,
}

/// A promise as it stands in a draft (拟作承诺); becomes a [`super::Commitment`] at sign-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromisedItem {
    /// What is promised.
    pub text: String,
    /// Who answers for it.
    pub responsible: String,
    /// Until when.
    pub due: chrono::NaiveDate,
    /// Steps on the way.
    pub milestones: Vec<super::Milestone>,
}

/// What the unit writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyContent {
    /// 办理结果
    pub category: ReplyCategory,
    /// Opening and closing, running text.
    pub body: String,
    /// 逐条答复
    pub points: Vec<PointAnswer>,
    /// Legal, policy or financial reason, for matters not solved.
    pub reason: Option<String>,
    /// What the co-units think is said (说明协办意见).
    pub co_units_explained: bool,
    /// 联系人
    pub contact_name: String,
    /// 联系电话 (an official telephone)
    pub contact_phone: String,
    /// 抄送; the deputies' committee and, for government units, the government office are added.
    pub cc: Vec<String>,
    /// 公开属性
    pub publish_attr: PublishAttribute,
    /// Why not actively published.
    pub publish_reason: Option<String>,
    /// Proof that it is solved.
    pub evidence: Vec<FileId>,
    /// 拟作承诺
    pub promises: Vec<PromisedItem>,
}

/// A draft that came back, and why (退回记录).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyReturn {
    /// Points of the checklist that failed, by key.
    pub checklist: Vec<super::ReviewCheck>,
    /// In words.
    pub remark: String,
    /// Who returned it.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// One item of the pre-review, ticked or with the reason why it may be let pass (预审核对).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedItem {
    /// Which.
    pub check: super::ReviewCheck,
    /// It is met.
    pub met: bool,
    /// Why it may pass all the same; required when it is not met.
    pub reason: Option<String>,
}

impl CheckedItem {
    /// A list on which every item is ticked.
    pub fn all_met() -> Vec<Self> {
        super::ReviewCheck::ALL.iter().map(|check| Self { check: *check, met: true, reason: None }).collect()
    }
}

/// The pre-review that let a draft pass (预审记录). The unit reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreReview {
    /// Every item of the list, each once.
    pub items: Vec<CheckedItem>,
    /// Who reviewed.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What makes the letter an official document (签发).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// 文号 〔2026〕5号, unique in unit and year.
    pub doc_no: String,
    /// Who signed it off.
    pub signer: AccountId,
    /// 签发人 as printed.
    pub signer_name: String,
    /// The signer is the unit's head (主要负责人).
    pub by_head: bool,
    /// Instant of signing; `reply.issued_at` of the metrics.
    pub issued_at: DateTime<Utc>,
    /// 用印
    pub seal_applied: bool,
    /// SHA-256 (hex) of the frozen content.
    pub content_sha256: String,
    /// The rendered letter.
    pub file: Option<FileId>,
}

/// 送达
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// How.
    pub method: DeliveryMethod,
    /// When: the feedback window begins the day after.
    pub at: DateTime<Utc>,
    /// To whom, as resolved on that day.
    pub to: Vec<DeputyId>,
    /// Convenors of the group who had it for information (知悉), when no signer held a seat any more.
    #[serde(default)]
    pub for_information: Vec<PersonId>,
}

/// 答复
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Identity.
    pub id: ReplyId,
    /// The task it answers for.
    pub task: HandlingTaskId,
    /// The unit as it was called then.
    pub unit: UnitId,
    /// Round of the task.
    pub round: u32,
    /// Which kind of letter.
    pub kind: ReplyKind,
    /// Place among the letters of the task, from 1.
    pub ordinal: u32,
    /// What it says.
    pub content: ReplyContent,
    /// Number, signature, seal.
    pub issue: Option<Issue>,
    /// Delivery.
    pub delivery: Option<Delivery>,
    /// How often and why the draft came back.
    pub returns: Vec<ReplyReturn>,
    /// The pre-review that let the present draft pass, latest last; empty for letters that needed none.
    #[serde(default)]
    pub pre_reviews: Vec<PreReview>,
    /// 待核实: a deputy disputes that it is solved; the category is frozen until checked.
    pub disputed: Option<String>,
    /// State.
    pub status: ReplyStatus,
    /// When the draft was begun.
    pub drafted_at: DateTime<Utc>,
    /// Who drafted it last.
    pub drafted_by: AccountId,
}

impl Reply {
    /// True once signed off.
    pub fn is_issued(&self) -> bool {
        self.issue.is_some()
    }

    /// When it was signed off.
    pub fn issued_at(&self) -> Option<DateTime<Utc>> {
        self.issue.as_ref().map(|issue| issue.issued_at)
    }

    /// When it was delivered.
    pub fn delivered_at(&self) -> Option<DateTime<Utc>> {
        self.delivery.as_ref().map(|delivery| delivery.at)
    }
}
