//! 签发与送达: the letter becomes official, and reaches the deputies.

use super::changes::Changes;
use super::readiness::ensure;
use super::{
    Case, CategoryChange, CategorySource, Commitment, CommitmentStatus, Ctx, DeliveryMethod, Effects, Issue,
    LapseReason, PublishAttribute, ReplyCategory, ReplyContent, ReplyKind, ReplyStatus, SuggestionStatus,
    SuggestionStep, TaskRole, TaskStatus, TaskStep, TaskTier, check_category, check_letter, is_doc_no,
};
use crate::authz::{Permit, act};
use crate::kernel::{
    CommitmentId, DomainError, ErrorCode, FieldError, FileId, HandlingTaskId, ReplyId, TextRule,
    business_date,
};
use serde_json::json;

const NAME: TextRule = TextRule::line(1, 50);
const NOTE: TextRule = TextRule::body(5, 2_000);

/// 签发: what makes a draft an official letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// 文号, unique in the unit and year (the store checks).
    pub doc_no: String,
    /// 签发人 as printed.
    pub signer_name: String,
    /// Signed by the unit's head in person (主要负责人).
    pub by_head: bool,
    /// The unit's head signed this suggestion as a deputy (利益冲突, §8.5 I13), as found by the caller in the registers:
    /// somebody else signs, for key matters too.
    pub head_in_conflict: bool,
    /// 用印
    pub seal_applied: bool,
    /// SHA-256 (hex) of the content, computed by the caller.
    pub content_sha256: String,
    /// The rendered letter, when it is rendered already.
    pub file: Option<FileId>,
}

/// 补充答复 or 更正答复: the only way in which a category changes after the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementReply {
    /// Supplement or correction.
    pub kind: ReplyKind,
    /// What it says.
    pub content: ReplyContent,
    /// Number, signature, seal.
    pub sign_off: SignOff,
    /// Promises whose fulfilment this letter reports (B→A).
    pub keeps: Vec<CommitmentId>,
}

impl Case {
    /// Signs the letter off. When every part is answered the suggestion is answered.
    ///
    /// # Errors
    /// `state.conflict`; `reply.seal_required`, `reply.head_required` for key matters, `reply.head_in_conflict`;
    /// `validation.failed`.
    pub fn sign_off(
        &mut self,
        permit: &Permit<act::SignOffTask>,
        task: HandlingTaskId,
        command: SignOff,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::SignOff, None, ctx)?;
        let issue = self.checked_issue(permit, command, ctx)?;
        self.check_promised_days(task, ctx)?;
        let draft = self.draft_of(task).ok_or(ErrorCode::NotFound)?.clone();
        let wrong = check_letter(self, self.task(task)?, &draft.content);
        ensure(wrong.is_empty(), ErrorCode::ValidationFailed).map_err(|_| DomainError::invalid(wrong))?;

        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.sign_off");
        let source = if draft.round > 1 { CategorySource::Rehandle } else { CategorySource::Reply };
        self.record_issue(draft.id, issue, source, ctx);
        changes.enter_task(self, task, TaskStatus::Issued, TaskStep::SignOff, None)?;
        let data = json!({ "task": task, "reply": draft.id, "category": draft.content.category });
        changes.event(self, "reply.issued", data);
        self.lapse_withdrawal(&mut changes);
        self.settle_replies(&mut changes)?;
        Ok(changes.finish(self))
    }

    fn checked_issue(
        &self,
        permit: &Permit<act::SignOffTask>,
        command: SignOff,
        ctx: &Ctx<'_>,
    ) -> Result<Issue, DomainError> {
        ensure(command.seal_applied, ErrorCode::SealRequired)?;
        ensure(!(command.by_head && command.head_in_conflict), ErrorCode::HeadInConflict)?;
        let head_needed = self.suggestion.is_key && !command.head_in_conflict;
        ensure(command.by_head || !head_needed, ErrorCode::HeadSignatureRequired)?;
        let mut wrong = Vec::new();
        let doc_no = command.doc_no.trim().to_owned();
        if !is_doc_no(&doc_no) {
            wrong.push(FieldError::new("#/doc_no", ErrorCode::DocNoForm));
        }
        let signer_name = match NAME.check("#/signer_name", &command.signer_name) {
            Ok(name) => name,
            Err(error) => {
                wrong.push(error);
                String::new()
            }
        };
        if !wrong.is_empty() {
            return Err(DomainError::invalid(wrong));
        }
        Ok(Issue {
            doc_no,
            signer: permit.account(),
            signer_name,
            by_head: command.by_head,
            issued_at: ctx.now,
            seal_applied: true,
            content_sha256: command.content_sha256,
            file: command.file,
        })
    }

    /// Freezes the letter, writes the category's history and opens its promises.
    fn record_issue(&mut self, id: ReplyId, issue: Issue, source: CategorySource, ctx: &Ctx<'_>) {
        let Some(at) = self.replies.iter().position(|reply| reply.id == id) else { return };
        let (task, unit, category) =
            (self.replies[at].task, self.replies[at].unit, self.replies[at].content.category);
        let from = self.category_before(task);
        self.categories.push((task, CategoryChange { reply: id, from, to: category, source, at: ctx.now }));
        for promise in self.replies[at].content.promises.clone() {
            self.commitments.push(Commitment {
                id: CommitmentId(ctx.ids.next_id()),
                reply: id,
                task,
                unit,
                text: promise.text,
                responsible: promise.responsible,
                milestones: promise.milestones,
                original_due: promise.due,
                due: promise.due,
                status: CommitmentStatus::Open,
                reports: Vec::new(),
                explanation: None,
                replaced_by: None,
                accepted_at: None,
                kept_reply: None,
                created_at: ctx.now,
                breached_at: None,
                former_units: Vec::new(),
            });
        }
        self.replies[at].issue = Some(issue);
        self.replies[at].status = ReplyStatus::Issued;
    }

    /// The category before: of this task's last letter, or of the task it follows.
    fn category_before(&self, task: HandlingTaskId) -> Option<ReplyCategory> {
        let mut at = Some(task);
        while let Some(id) = at {
            if let Some(reply) = self.last_reply_of(id) {
                return Some(reply.content.category);
            }
            at = self.task(id).ok().and_then(|task| task.follows);
        }
        None
    }

    /// 已答复 when every lead and separate unit of the round has issued its letter.
    fn settle_replies(&mut self, changes: &mut Changes<'_>) -> Result<(), DomainError> {
        let all = matches!(self.status(), SuggestionStatus::Handling | SuggestionStatus::Rehandling)
            && self.is_fully_assigned()
            && self.answering_tasks().all(|task| task.status.is_issued());
        if !all {
            return Ok(());
        }
        let finish: Vec<_> = self
            .current_tasks()
            .filter_map(|task| match (task.tier, task.role, task.status) {
                (TaskTier::System, _, TaskStatus::InProgress) => Some((task.id, TaskStep::FinishSystemTask)),
                (TaskTier::Unit, TaskRole::Co, TaskStatus::CoOpinionIssued) => {
                    Some((task.id, TaskStep::FinishCoOpinion))
                }
                _ => None,
            })
            .collect();
        for (id, step) in finish {
            changes.enter_task(self, id, TaskStatus::Done, step, None)?;
        }
        // A co-unit that never answered has nothing left to answer to; the mark stays on its record.
        let missing: Vec<_> = self
            .current_tasks()
            .filter(|task| task.owes_co_opinion() && task.status != TaskStatus::Done)
            .map(|task| task.id)
            .collect();
        for id in missing {
            changes.enter_task(self, id, TaskStatus::Cancelled, TaskStep::Cancel, Some("协办未反馈"))?;
        }
        self.suggestion.replied_at = self.suggestion.replied_at.or(Some(changes.ctx.now));
        self.suggestion.dues.publish = Some(changes.ctx.publish_due());
        self.suggestion.evaluation_lapsed = None;
        self.feedback_reminders.clear();
        changes.enter(self, SuggestionStatus::Replied, SuggestionStep::AllReplied, None);
        changes.event(self, "suggestion.replied", json!({ "category": self.category() }));
        if self.suggestion.wishes.reference_only {
            self.lapse(changes, LapseReason::ReferenceOnly);
        }
        Ok(())
    }

    /// Delivers the letter to the deputies who are answered on that day. The feedback window runs from the last
    /// delivery.
    ///
    /// # Errors
    /// `state.conflict`; `resource.not_found`.
    pub fn deliver(
        &mut self,
        permit: &Permit<act::DeliverReply>,
        task: HandlingTaskId,
        method: DeliveryMethod,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::Deliver, None, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.deliver");
        let delivery = self.delivery(method, ctx);
        let data = json!({ "task": task, "to": delivery.to, "for_information": delivery.for_information });
        for reply in self.replies.iter_mut().filter(|r| r.task == task && r.status == ReplyStatus::Issued) {
            reply.delivery = Some(delivery.clone());
            reply.status = ReplyStatus::Delivered;
        }
        changes.enter_task(self, task, TaskStatus::Done, TaskStep::Deliver, None)?;
        changes.event(self, "reply.delivered", data);
        if self.status() == SuggestionStatus::Replied {
            if self.ratings_due(ctx).next().is_none() && self.current_feedbacks().next().is_none() {
                self.lapse(&mut changes, LapseReason::NoRater);
            } else {
                self.suggestion.dues.feedback = Some(ctx.feedback_due(business_date(ctx.now)));
            }
        }
        Ok(changes.finish(self))
    }

    /// 已阅研究: for suggestions marked reference-only a short note takes the letter's place (§8.3 example 12).
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable` for others; `validation.failed` at `#/text`.
    pub fn note_as_read(
        &mut self,
        permit: &Permit<act::SignOffTask>,
        task: HandlingTaskId,
        text: &str,
        signer_name: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::NoteAsRead, None, ctx)?;
        let body = NOTE.check("#/text", text)?;
        let signer_name = NAME.check("#/signer_name", signer_name)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.note_as_read");
        let content = ReplyContent {
            category: ReplyCategory::Reference,
            body,
            points: Vec::new(),
            reason: None,
            co_units_explained: true,
            contact_name: String::new(),
            contact_phone: String::new(),
            cc: Vec::new(),
            publish_attr: PublishAttribute::OnRequest,
            publish_reason: None,
            evidence: Vec::new(),
            promises: Vec::new(),
        };
        let mut reply = self.new_reply(permit.account(), task, ReplyKind::ReadNote, content, ctx)?;
        reply.status = ReplyStatus::Delivered;
        reply.issue = Some(Issue {
            doc_no: String::new(),
            signer: permit.account(),
            signer_name,
            by_head: false,
            issued_at: ctx.now,
            seal_applied: false,
            content_sha256: String::new(),
            file: None,
        });
        reply.delivery = Some(self.delivery(DeliveryMethod::Online, ctx));
        changes.event(self, "reply.noted", json!({ "task": task, "reply": reply.id }));
        self.replies.push(reply);
        changes.enter_task(self, task, TaskStatus::Done, TaskStep::NoteAsRead, None)?;
        self.lapse_withdrawal(&mut changes);
        self.settle_replies(&mut changes)?;
        Ok(changes.finish(self))
    }

    /// Issues a further letter of the same round: supplement, correction, or the report that promises are kept.
    ///
    /// # Errors
    /// `state.conflict`; `reply.disputed` when a better category is claimed while a dispute is unchecked;
    /// `commitment.open` when a promise in `keeps` is not accepted; `validation.failed`.
    pub fn supplement_reply(
        &mut self,
        permit: &Permit<act::SignOffTask>,
        task: HandlingTaskId,
        command: SupplementReply,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::SupplementReply, None, ctx)?;
        if !matches!(command.kind, ReplyKind::Supplement | ReplyKind::Correction) {
            return Err(DomainError::invalid_field("#/kind", ErrorCode::ValueInvalid));
        }
        let issue = self.checked_issue(permit, command.sign_off, ctx)?;
        check_days(&command.content, ctx)?;
        let mut wrong = check_category(&command.content);
        wrong.extend(NOTE.check("#/body", &command.content.body).err());
        ensure(wrong.is_empty(), ErrorCode::ValidationFailed).map_err(|_| DomainError::invalid(wrong))?;
        let before = self.last_reply_of(task).ok_or(ErrorCode::NotFound)?;
        let better = command.content.category < before.content.category;
        ensure(!(better && before.disputed.is_some()), ErrorCode::ReplyDisputed)?;
        // Of an earlier round too: a rehandled matter is answered by a new task, and the promise stays the unit's.
        let unit = self.task(task)?.unit;
        let kept = |id: &CommitmentId| {
            self.commitments
                .iter()
                .any(|c| c.id == *id && c.unit == unit && c.status == CommitmentStatus::Accepted)
        };
        let unkept = command.keeps.iter().filter(|id| !kept(id)).count();
        if unkept > 0 {
            return Err(DomainError::new(ErrorCode::CommitmentsOpen).param("count", unkept));
        }

        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.supplement_reply");
        let source =
            if command.keeps.is_empty() { CategorySource::Supplement } else { CategorySource::Commitment };
        let mut reply = self.new_reply(permit.account(), task, command.kind, command.content, ctx)?;
        reply.delivery = Some(self.delivery(DeliveryMethod::Online, ctx));
        let id = reply.id;
        self.replies.push(reply);
        self.record_issue(id, issue, source, ctx);
        for reply in self.replies.iter_mut().filter(|reply| reply.id == id) {
            reply.status = ReplyStatus::Delivered;
        }
        for commitment in self.commitments.iter_mut().filter(|c| command.keeps.contains(&c.id)) {
            commitment.kept_reply = Some(id);
        }
        let data = json!({ "task": task, "reply": id, "category": self.category(), "source": source });
        changes.event(self, "reply.supplemented", data);
        Ok(changes.finish(self))
    }
}

/// Promises and their milestones have days to come, milestones before the end.
pub(super) fn check_days(content: &ReplyContent, ctx: &Ctx<'_>) -> Result<(), DomainError> {
    let mut wrong = Vec::new();
    for (place, promise) in content.promises.iter().enumerate() {
        if promise.due <= ctx.today() {
            wrong.push(FieldError::too_early(format!("#/promises/{place}/due"), ctx.tomorrow()));
        }
        for (at, milestone) in promise.milestones.iter().enumerate() {
            if milestone.date > promise.due {
                let pointer = format!("#/promises/{place}/milestones/{at}/date");
                wrong.push(FieldError::new(pointer, ErrorCode::DateOrder));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(DomainError::invalid(wrong)) }
}
