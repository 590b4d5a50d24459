//! What a reply must have before it may go on (§3.8.7) and the checklist of pre-review.

use super::coded::coded_enum;
use super::{Case, HandlingTask, ReplyContent, TaskRole};
use crate::kernel::{ErrorCode, FieldError, TextRule};

coded_enum! {
    /// The checklist of pre-review (预审要点). The reviewer marks what failed; nobody rewrites the text.
    ReviewCheck {
        EveryProposalAnswered = "every_proposal_answered", "逐条答复", "Every proposal answered";
        CategoryEvidence = "category_evidence", "办理结果有依据", "Evidence for the category";
        ContactConfirmed = "contact_confirmed", "已与代表沟通并经确认", "Contact confirmed by the deputy";
        SignatureReady = "signature_ready", "签发和用印准备", "Ready for signature and seal";
        PublishAttribute = "publish_attribute", "公开属性适当", "Publication attribute fits";
        CoUnitsExplained = "co_units_explained", "说明协办意见", "Co-units' opinions explained";
        Wording = "wording", "格式和文字", "Form and wording";
    }
}

const BODY: TextRule = TextRule::body(20, 20_000);
const ANSWER: TextRule = TextRule::body(5, 5_000);
const NAME: TextRule = TextRule::line(1, 50);
const PHONE: TextRule = TextRule::line(3, 40);
const REASON: TextRule = TextRule::body(10, 2_000);
const PROMISE: TextRule = TextRule::body(5, 1_000);

/// Everything that is wrong with a letter that is to be handed to pre-review, all at once.
pub fn check_letter(case: &Case, task: &HandlingTask, content: &ReplyContent) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut text = |rule: TextRule, pointer: &str, value: &str| {
        if let Err(error) = rule.check(pointer, value) {
            wrong.push(error);
        }
    };
    text(BODY, "#/body", &content.body);
    text(NAME, "#/contact_name", &content.contact_name);
    text(PHONE, "#/contact_phone", &content.contact_phone);
    for (place, point) in content.points.iter().enumerate() {
        text(ANSWER, &format!("#/points/{place}/answer"), &point.answer);
    }
    for (place, promise) in content.promises.iter().enumerate() {
        text(PROMISE, &format!("#/promises/{place}/text"), &promise.text);
        text(NAME, &format!("#/promises/{place}/responsible"), &promise.responsible);
    }
    // A separate unit answers its own part; the lead answers every proposal.
    if task.role == TaskRole::Lead {
        for number in 1..=case.suggestion.text.proposals.len() {
            if !content.points.iter().any(|point| point.proposal_no as usize == number) {
                wrong.push(
                    FieldError::new("#/points", ErrorCode::ReplyPointUnanswered).param("proposal", number),
                );
            }
        }
    } else if content.points.is_empty() {
        wrong.push(FieldError::new("#/points", ErrorCode::ValueRequired));
    }
    for (place, point) in content.points.iter().enumerate() {
        let pointer = format!("#/points/{place}/proposal_no");
        let number = point.proposal_no as usize;
        if number == 0 || number > case.suggestion.text.proposals.len() {
            wrong.push(FieldError::new(pointer, ErrorCode::ReferenceUnknown));
        } else if content.points[..place].iter().any(|other| other.proposal_no == point.proposal_no) {
            wrong.push(FieldError::new(pointer, ErrorCode::ValueDuplicate));
        }
    }
    wrong.extend(check_category(content));
    if task.role == TaskRole::Lead && case.co_tasks_of(task).next().is_some() && !content.co_units_explained {
        wrong.push(FieldError::new("#/co_units_explained", ErrorCode::ReplyCoUnitsUnexplained));
    }
    let says_why = content.publish_reason.as_deref().is_some_and(|reason| REASON.check("", reason).is_ok());
    if content.publish_attr != super::PublishAttribute::Active && !says_why {
        wrong.push(FieldError::new("#/publish_reason", ErrorCode::ValueRequired));
    }
    wrong
}

/// What the category demands (§3.8.6): evidence, a promise with a date, or the reason.
pub fn check_category(content: &ReplyContent) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if content.category.needs_evidence() && content.evidence.is_empty() {
        wrong.push(FieldError::new("#/evidence", ErrorCode::ReplyEvidenceRequired));
    }
    if content.category.needs_commitment() && content.promises.is_empty() {
        wrong.push(FieldError::new("#/promises", ErrorCode::ReplyCommitmentRequired));
    }
    let reasoned = content.reason.as_deref().is_some_and(|reason| REASON.check("", reason).is_ok());
    if content.category.needs_reason() && !reasoned {
        wrong.push(FieldError::new("#/reason", ErrorCode::ReplyReasonRequired));
    }
    wrong
}

/// 文号: the unit's own prefix, the year in hexagonal brackets, the number without leading zeros, 号
/// (GB/T 9704: 泗住建〔2026〕5号).
pub fn is_doc_no(text: &str) -> bool {
    let Some((prefix, rest)) = text.split_once('〔') else { return false };
    let Some((year, number)) = rest.split_once('〕') else { return false };
    let Some(number) = number.strip_suffix('号') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    !prefix.is_empty()
        && prefix.chars().count() <= 20
        && digits(year)
        && year.len() == 4
        && digits(number)
        && !number.starts_with('0')
        && number.len() <= 6
}
