//! 起草与预审: the letter before it is official.

use super::changes::Changes;
use super::{
    Case, CheckedItem, Ctx, Effects, PreReview, Reply, ReplyContent, ReplyKind, ReplyReturn, ReplyStatus,
    ReviewCheck, TaskStatus, TaskStep,
};
use crate::authz::{Permit, act};
use crate::kernel::{DomainError, ErrorCode, FieldError, HandlingTaskId, ReplyId, TextRule};
use serde_json::json;

const BODY: TextRule = TextRule::body(0, 20_000);
const REMARK: TextRule = TextRule::body(2, 2_000);

impl Case {
    /// Saves the draft; anything may still be missing.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable`, `task.responsibles_required`, `reply.contact_required`,
    /// `reply.co_opinions_pending`; `validation.failed` at `#/body`.
    pub fn draft_reply(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        mut content: ReplyContent,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::DraftReply, None, ctx)?;
        content.body = BODY.check("#/body", &content.body)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.draft_reply");
        self.write_draft(permit.account(), task, content, ctx)?;
        changes.enter_task(self, task, TaskStatus::ReplyDraft, TaskStep::DraftReply, None)?;
        changes.event(self, "reply.drafted", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    fn write_draft(
        &mut self,
        by: crate::kernel::AccountId,
        task: HandlingTaskId,
        content: ReplyContent,
        ctx: &Ctx<'_>,
    ) -> Result<(), DomainError> {
        if let Some(draft) = self.replies.iter_mut().find(|r| r.task == task && r.issue.is_none()) {
            draft.content = content;
            draft.drafted_by = by;
            return Ok(());
        }
        let reply = self.new_reply(by, task, ReplyKind::Main, content, ctx)?;
        self.replies.push(reply);
        Ok(())
    }

    pub(super) fn new_reply(
        &self,
        by: crate::kernel::AccountId,
        task: HandlingTaskId,
        kind: ReplyKind,
        content: ReplyContent,
        ctx: &Ctx<'_>,
    ) -> Result<Reply, DomainError> {
        let owner = self.task(task)?;
        let ordinal = self.replies.iter().filter(|reply| reply.task == task).count() as u32 + 1;
        Ok(Reply {
            id: ReplyId(ctx.ids.next_id()),
            task,
            unit: owner.unit,
            round: owner.round,
            kind,
            ordinal,
            content,
            issue: None,
            delivery: None,
            returns: Vec::new(),
            pre_reviews: Vec::new(),
            disputed: None,
            status: ReplyStatus::Draft,
            drafted_at: ctx.now,
            drafted_by: by,
        })
    }

    /// Hands the draft to pre-review; it must be complete (§3.8.7).
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` with everything that is missing; the guards of drafting.
    pub fn submit_reply(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::SubmitReply, None, ctx)?;
        self.check_promised_days(task, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.submit_reply");
        self.task_mut(task)?.dues.pre_review = Some(ctx.pre_review_due());
        changes.enter_task(self, task, TaskStatus::PreReview, TaskStep::SubmitReply, None)?;
        changes.event(self, "reply.submitted", json!({ "task": task }));
        Ok(changes.finish(self))
    }

    /// A promise must have a day that is still to come.
    pub(super) fn check_promised_days(&self, task: HandlingTaskId, ctx: &Ctx<'_>) -> Result<(), DomainError> {
        let draft = self.draft_of(task).ok_or(ErrorCode::NotFound)?;
        super::issuing::check_days(&draft.content, ctx)
    }

    /// The reviewer returns the draft with the points that failed; nobody rewrites it for the unit.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/checklist`, `#/remark`.
    pub fn return_reply(
        &mut self,
        permit: &Permit<act::PreReviewReply>,
        task: HandlingTaskId,
        checklist: Vec<ReviewCheck>,
        remark: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::ReturnReply, None, ctx)?;
        let remark = REMARK.check("#/remark", remark)?;
        if checklist.is_empty() {
            return Err(DomainError::invalid_field("#/checklist", ErrorCode::ValueRequired));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.return_reply");
        let entry = ReplyReturn { checklist, remark, by: permit.account(), at: ctx.now };
        self.take_back_draft(&mut changes, task, TaskStep::ReturnReply, entry)?;
        Ok(changes.finish(self))
    }

    /// The unit's leader returns the draft to the clerk before signing.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/remark`.
    pub fn reject_draft(
        &mut self,
        permit: &Permit<act::SignOffTask>,
        task: HandlingTaskId,
        remark: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::RejectDraft, None, ctx)?;
        let remark = REMARK.check("#/remark", remark)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.reject_draft");
        let entry = ReplyReturn { checklist: Vec::new(), remark, by: permit.account(), at: ctx.now };
        self.take_back_draft(&mut changes, task, TaskStep::RejectDraft, entry)?;
        Ok(changes.finish(self))
    }

    fn take_back_draft(
        &mut self,
        changes: &mut Changes<'_>,
        task: HandlingTaskId,
        step: TaskStep,
        entry: ReplyReturn,
    ) -> Result<(), DomainError> {
        let remark = entry.remark.clone();
        for draft in self.replies.iter_mut().filter(|r| r.task == task && r.issue.is_none()) {
            draft.returns.push(entry.clone());
        }
        let owner = self.task_mut(task)?;
        owner.review_returns += 1;
        owner.dues.pre_review = None;
        changes.enter_task(self, task, TaskStatus::ReplyDraft, step, Some(&remark))?;
        changes.event(self, "reply.returned", json!({ "task": task, "remark": remark }));
        Ok(())
    }

    /// The reviewer lets the draft go on to the leader: every item of the list is ticked, or the reviewer says why it
    /// may pass. A talk must have been confirmed by a deputy, unless there is such a reason (a deputy who does not
    /// answer must not hold the letter up).
    ///
    /// # Errors
    /// `state.conflict`; `reply.contact_unconfirmed` when that item is ticked without a confirmed talk;
    /// `validation.failed` at `#/checklist`, `#/checklist/…/reason`.
    pub fn pass_reply(
        &mut self,
        permit: &Permit<act::PreReviewReply>,
        task: HandlingTaskId,
        checklist: Vec<CheckedItem>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::PassReply, None, ctx)?;
        let items = check_items(checklist)?;
        let confirmed = self.task(task)?.contacts.iter().any(super::ContactLog::is_confirmed);
        let claimed = items.iter().any(|item| item.check == ReviewCheck::ContactConfirmed && item.met);
        super::readiness::ensure(confirmed || !claimed, ErrorCode::ContactUnconfirmed)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.pass_reply");
        let let_pass: Vec<_> = items.iter().filter_map(|item| item.reason.as_deref()).collect();
        let note = (!let_pass.is_empty()).then(|| let_pass.join("；"));
        let entry = PreReview { items, by: permit.account(), at: ctx.now };
        for draft in self.replies.iter_mut().filter(|r| r.task == task && r.issue.is_none()) {
            draft.pre_reviews.push(entry.clone());
        }
        changes.enter_task(self, task, TaskStatus::SignOff, TaskStep::PassReply, note.as_deref())?;
        changes.event(self, "reply.passed", json!({ "task": task }));
        Ok(changes.finish(self))
    }
}

/// Every item of the list once, each met or with its reason.
fn check_items(items: Vec<CheckedItem>) -> Result<Vec<CheckedItem>, DomainError> {
    let mut wrong = Vec::new();
    let mut clean: Vec<CheckedItem> = Vec::with_capacity(items.len());
    for (place, mut item) in items.into_iter().enumerate() {
        if clean.iter().any(|known| known.check == item.check) {
            wrong.push(FieldError::new(format!("#/checklist/{place}/check"), ErrorCode::ValueDuplicate));
        }
        let pointer = format!("#/checklist/{place}/reason");
        item.reason = item.reason.filter(|reason| !reason.trim().is_empty());
        match &item.reason {
            Some(reason) => match REMARK.check(&pointer, reason) {
                Ok(reason) => item.reason = Some(reason),
                Err(error) => wrong.push(error),
            },
            None if !item.met => wrong.push(FieldError::new(pointer, ErrorCode::ValueRequired)),
            None => {}
        }
        clean.push(item);
    }
    if ReviewCheck::ALL.iter().any(|check| !clean.iter().any(|item| item.check == *check)) {
        wrong.push(FieldError::new("#/checklist", ErrorCode::ValueRequired));
    }
    if wrong.is_empty() { Ok(clean) } else { Err(DomainError::invalid(wrong)) }
}
