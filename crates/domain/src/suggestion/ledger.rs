//! 历史台账: what a handover ledger tells of one suggestion, and whether it can be true.

use super::{
    OfficialNumber, Place, PublishConsent, Rating, ReplyCategory, SuggestionText, TaskRole, is_doc_no,
};
use crate::kernel::{DeputyId, DomainError, ErrorCode, FieldError, SuggestionId, TextRule, UnitId};
use chrono::NaiveDate;

/// Older titles are longer than today's forms allow; they are taken as they were printed.
const TITLE: TextRule = TextRule::line(2, 120);
const FACTS: TextRule = TextRule::body(0, 8_000);
const PROPOSAL: TextRule = TextRule::body(1, 3_000);
const CATEGORY: TextRule = TextRule::line(1, 60);
const SOURCE: TextRule = TextRule::line(1, 200);
const MAX_PROPOSALS: usize = 60;

/// One unit's part as the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPart {
    /// 承办单位
    pub unit: UnitId,
    /// 主办、协办、分办
    pub role: TaskRole,
}

/// 答复
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerReply {
    /// 答复日期
    pub on: NaiveDate,
    /// 文号, of the lead or first unit.
    pub doc_no: Option<String>,
    /// 办理结果
    pub category: ReplyCategory,
}

/// 评价
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerRating {
    /// 对办理态度
    pub attitude: Rating,
    /// 对办理结果
    pub result: Rating,
}

/// One line of a handover ledger, its names resolved to ids (台账条目).
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerEntry {
    /// Identity, chosen by the caller.
    pub id: SuggestionId,
    /// 流水编码, allocated in this transaction.
    pub code: Option<String>,
    /// 正式编号, as it was given on paper.
    pub official_no: OfficialNumber,
    /// Where it belongs.
    pub place: Place,
    /// 领衔代表
    pub lead: DeputyId,
    /// 附议代表, in printed order.
    pub cosigners: Vec<DeputyId>,
    /// The text as far as the ledger has it: at least the title.
    pub text: SuggestionText,
    /// SHA-256 (hex) of the text.
    pub text_sha256: String,
    /// 类别
    pub category: String,
    /// 公开意愿; `None`: the ledger says nothing.
    pub publish_consent: Option<PublishConsent>,
    /// The latest day on which it was accepted: that of the assignment, else the end of the session.
    pub accepted_on: NaiveDate,
    /// 承办单位
    pub parts: Vec<LedgerPart>,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// 答复期限, when the ledger names one.
    pub reply_due_on: Option<NaiveDate>,
    /// The answer.
    pub reply: Option<LedgerReply>,
    /// The rating.
    pub rating: Option<LedgerRating>,
    /// Where it stands: file and row.
    pub source: String,
}

impl LedgerEntry {
    /// Normalises the texts and checks what the ledger tells against itself and against the day of the import.
    pub(super) fn checked(mut self, today: NaiveDate) -> Result<Self, DomainError> {
        let mut wrong = Vec::new();
        let mut clean = |rule: TextRule, pointer: &str, text: &mut String| match rule.check(pointer, text) {
            Ok(good) => *text = good,
            Err(error) => wrong.push(error),
        };
        clean(TITLE, "#/title", &mut self.text.title);
        clean(FACTS, "#/facts", &mut self.text.facts);
        clean(FACTS, "#/facts", &mut self.text.analysis);
        for proposal in &mut self.text.proposals {
            clean(PROPOSAL, "#/proposals", proposal);
        }
        clean(CATEGORY, "#/category", &mut self.category);
        clean(SOURCE, "#/source", &mut self.source);
        let mut refuse = |pointer: &str, code: ErrorCode| wrong.push(FieldError::new(pointer, code));
        if self.text.proposals.len() > MAX_PROPOSALS {
            refuse("#/proposals", ErrorCode::ValueInvalid);
        }
        check_parts(&self, &mut refuse);
        check_days(&self, today, &mut refuse);
        if let Some(reply) = &self.reply
            && reply.doc_no.as_deref().is_some_and(|doc_no| !is_doc_no(doc_no))
        {
            refuse("#/doc_no", ErrorCode::DocNoForm);
        }
        if self.rating.is_some() && self.reply.is_none() {
            refuse("#/result", ErrorCode::DateOrder);
        }
        if wrong.is_empty() { Ok(self) } else { Err(DomainError::invalid(wrong)) }
    }
}

/// As every assignment: one lead with co-units, or at least two separate units, none twice.
fn check_parts(entry: &LedgerEntry, refuse: &mut impl FnMut(&str, ErrorCode)) {
    let count = |role| entry.parts.iter().filter(|part| part.role == role).count();
    let (lead, co, split) = (count(TaskRole::Lead), count(TaskRole::Co), count(TaskRole::Split));
    let whole = (lead == 1 && split == 0) || (lead == 0 && co == 0 && split >= 2);
    if entry.assigned_on.is_some() && entry.parts.is_empty() {
        refuse("#/lead_unit", ErrorCode::ValueRequired);
    } else if !entry.parts.is_empty() && !whole {
        refuse("#/lead_unit", ErrorCode::AssignmentComposition);
    }
    let twice = |at: usize| entry.parts[..at].iter().any(|known| known.unit == entry.parts[at].unit);
    if (0..entry.parts.len()).any(twice) {
        refuse("#/co_units", ErrorCode::ValueDuplicate);
    }
}

fn check_days(entry: &LedgerEntry, today: NaiveDate, refuse: &mut impl FnMut(&str, ErrorCode)) {
    if entry.accepted_on > today {
        refuse("#/assigned_on", ErrorCode::DateInvalid);
    }
    if let Some(assigned) = entry.assigned_on {
        if assigned > today {
            refuse("#/assigned_on", ErrorCode::DateInvalid);
        } else if assigned < entry.accepted_on {
            refuse("#/assigned_on", ErrorCode::DateOrder);
        }
        if entry.reply_due_on.is_some_and(|due| due < assigned) {
            refuse("#/reply_due_on", ErrorCode::DateOrder);
        }
    }
    if let Some(reply) = &entry.reply {
        if reply.on > today {
            refuse("#/replied_on", ErrorCode::DateInvalid);
        }
        match entry.assigned_on {
            Some(assigned) if reply.on < assigned => refuse("#/replied_on", ErrorCode::DateOrder),
            Some(_) => {}
            None => refuse("#/assigned_on", ErrorCode::ValueRequired),
        }
    }
}
