//! 评价: attitude and result apart, by the deputy alone (or from the deputy's signed paper form).

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, Ctx, Effects, Feedback, FeedbackEntry, LapseReason, PressureFlag, Rating, SuggestionStatus,
    SuggestionStep, UnsatisfiedReason,
};
use crate::authz::{Permit, act};
use crate::kernel::{
    AccountId, DeputyId, DomainError, ErrorCode, FeedbackId, FieldError, FileId, ReplyId, SuggestionId,
    TextRule,
};
use chrono::NaiveDate;
use serde_json::json;

const COMMENT: TextRule = TextRule::body(0, 2_000);
const COMMENT_REQUIRED: TextRule = TextRule::body(2, 2_000);
const NAME: TextRule = TextRule::line(0, 50);

/// 征询意见表
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluate {
    /// The letter rated.
    pub reply: ReplyId,
    /// For which suggestion: this one or one merged into it.
    pub on_behalf_of: SuggestionId,
    /// Who rates.
    pub deputy: DeputyId,
    /// 办理态度
    pub attitude: Rating,
    /// 办理结果
    pub result: Rating,
    /// 是否见面
    pub met: bool,
    /// When the letter arrived.
    pub received_reply_on: NaiveDate,
    /// Who replied in person.
    pub who_replied: String,
    /// Required if anything is 不满意.
    pub comment: String,
    /// 不满意原因 of the dictionary: at least one if anything is 不满意, none otherwise.
    pub reasons: Vec<UnsatisfiedReason>,
    /// What the co-signers think.
    pub cosigner_summary: Option<String>,
    /// 对“已解决”的异议: the category is frozen until it is checked.
    pub disputes_result: Option<String>,
}

impl Case {
    /// The deputy rates. The last rating of the round moves the suggestion on.
    ///
    /// # Errors
    /// `state.conflict`; `feedback.not_rater`, `feedback.given`; `deputy.not_active`; `validation.failed`.
    pub fn evaluate(
        &mut self,
        permit: &Permit<act::EvaluateSuggestion>,
        command: Evaluate,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Evaluate, Some(command.deputy), ctx)?;
        self.rate(permit.account(), command, FeedbackEntry::Own, None, "suggestion.evaluate", ctx)
    }

    /// The committee enters a signed paper form, with its scan; shown as 纸质代录.
    ///
    /// # Errors
    /// As [`Case::evaluate`]; `validation.failed` at `#/paper_scan`.
    pub fn record_paper_feedback(
        &mut self,
        permit: &Permit<act::RecordPaperFeedback>,
        command: Evaluate,
        paper_scan: FileId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Evaluate, None, ctx)?;
        let action = "suggestion.record_paper_feedback";
        self.rate(permit.account(), command, FeedbackEntry::Paper, Some(paper_scan), action, ctx)
    }

    fn rate(
        &mut self,
        by: AccountId,
        command: Evaluate,
        entry: FeedbackEntry,
        paper_scan: Option<FileId>,
        action: &'static str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.check_rater(&command, ctx)?;
        let texts = self.check_feedback(&command, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(by), action);
        let feedback = Feedback {
            id: FeedbackId(ctx.ids.next_id()),
            reply: command.reply,
            on_behalf_of: command.on_behalf_of,
            deputy: command.deputy,
            round: self.suggestion.round,
            attitude: command.attitude,
            result: command.result,
            met: command.met,
            received_reply_on: command.received_reply_on,
            who_replied: texts.who_replied,
            comment: texts.comment,
            reasons: command.reasons,
            cosigner_summary: texts.cosigner_summary,
            entry,
            paper_scan,
            entered_by: by,
            submitted_at: ctx.now,
        };
        let data =
            json!({ "reply": feedback.reply, "attitude": feedback.attitude, "result": feedback.result });
        self.feedbacks.push(feedback);
        if let Some(dispute) = texts.dispute {
            for reply in self.replies.iter_mut().filter(|reply| reply.id == command.reply) {
                reply.disputed = Some(dispute.clone());
            }
        }
        changes.event(self, "suggestion.rated", data);
        if self.ratings_due(ctx).next().is_none() {
            changes.enter(self, SuggestionStatus::Evaluated, SuggestionStep::Evaluate, None);
            let unsatisfied = self.result_unsettled() || self.attitude_unsettled();
            changes.event(self, "suggestion.evaluated", json!({ "unsatisfied": unsatisfied }));
            self.settle_evaluation(&mut changes);
        }
        Ok(changes.finish(self))
    }

    fn check_rater(&self, command: &Evaluate, ctx: &Ctx<'_>) -> Result<(), DomainError> {
        let given = self
            .feedbacks
            .iter()
            .any(|known| known.reply == command.reply && known.on_behalf_of == command.on_behalf_of);
        ensure(!given, ErrorCode::FeedbackGiven)?;
        let due = self.ratings_due(ctx).any(|due| {
            due.reply == command.reply
                && due.on_behalf_of == command.on_behalf_of
                && due.deputy == command.deputy
        });
        ensure(due, ErrorCode::FeedbackNotRater)?;
        let delivered = self.reply(command.reply)?.delivered_at().is_some();
        if delivered {
            Ok(())
        } else {
            Err(DomainError::new(ErrorCode::StateConflict).param("state", "未送达"))
        }
    }

    fn check_feedback(&self, command: &Evaluate, ctx: &Ctx<'_>) -> Result<CheckedTexts, DomainError> {
        let mut wrong = Vec::new();
        let mut check = |rule: TextRule, pointer: &str, value: &str| match rule.check(pointer, value) {
            Ok(text) => text,
            Err(error) => {
                wrong.push(error);
                String::new()
            }
        };
        let unsatisfied = [command.attitude, command.result].contains(&Rating::Unsatisfied);
        let rule = if unsatisfied { COMMENT_REQUIRED } else { COMMENT };
        let texts = CheckedTexts {
            comment: check(rule, "#/comment", &command.comment),
            who_replied: check(NAME, "#/who_replied", &command.who_replied),
            cosigner_summary: command
                .cosigner_summary
                .as_deref()
                .map(|text| check(COMMENT, "#/cosigner_summary", text)),
            dispute: command
                .disputes_result
                .as_deref()
                .map(|text| check(COMMENT_REQUIRED, "#/disputes_result", text)),
        };
        if unsatisfied && command.reasons.is_empty() {
            wrong.push(FieldError::new("#/reasons", ErrorCode::ValueRequired));
        } else if !unsatisfied && !command.reasons.is_empty() {
            wrong.push(FieldError::new("#/reasons", ErrorCode::ValueInvalid));
        }
        for (place, reason) in command.reasons.iter().enumerate() {
            if command.reasons[..place].contains(reason) {
                wrong.push(FieldError::new(format!("#/reasons/{place}"), ErrorCode::ValueDuplicate));
            }
        }
        if command.received_reply_on > ctx.today() {
            wrong.push(FieldError::too_late("#/received_reply_on", ctx.today()));
        }
        if wrong.is_empty() { Ok(texts) } else { Err(DomainError::invalid(wrong)) }
    }

    /// Reports pressure on the rating, to the committee alone.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/text`.
    pub fn flag_pressure(
        &mut self,
        permit: &Permit<act::ReportPressure>,
        deputy: DeputyId,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::FlagPressure, Some(deputy), ctx)?;
        let text = COMMENT_REQUIRED.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.flag_pressure");
        self.pressure_flags.push(PressureFlag { deputy, text, at: ctx.now });
        // Neither who nor what: the event travels further than the flag may.
        changes.event(self, "suggestion.pressure_reported", json!({}));
        Ok(changes.finish(self))
    }

    /// No rating will come: the suggestion goes on, and is left out of the satisfaction base.
    pub(super) fn lapse(&mut self, changes: &mut Changes<'_>, reason: LapseReason) {
        self.suggestion.evaluation_lapsed = Some(reason);
        changes.enter(self, SuggestionStatus::Evaluated, SuggestionStep::LapseFeedback, Some(reason.zh()));
        changes.event(self, "suggestion.evaluation_lapsed", json!({ "reason": reason }));
        self.settle_evaluation(changes);
    }
}

struct CheckedTexts {
    comment: String,
    who_replied: String,
    cosigner_summary: Option<String>,
    dispute: Option<String>,
}
