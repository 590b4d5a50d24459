//! 承诺: reported by the unit, judged by the committee, changed or given up only with a written explanation.

use super::changes::Changes;
use super::{
    Case, Commitment, CommitmentReport, CommitmentStatus, CommitmentStep, Ctx, Effects, Explanation,
    MilestoneReached, SuggestionStep, commitment_target,
};
use crate::authz::{Permit, act};
use crate::kernel::{CommitmentId, DeputyId, DomainError, ErrorCode, FieldError, FileId, TextRule};
use chrono::NaiveDate;
use serde_json::json;

const TEXT: TextRule = TextRule::body(5, 4_000);
const VERDICT: TextRule = TextRule::body(2, 2_000);
const PROMISE: TextRule = TextRule::body(5, 1_000);

impl Case {
    fn commitment_at(
        &self,
        id: CommitmentId,
        step: CommitmentStep,
    ) -> Result<(usize, CommitmentStatus), DomainError> {
        let at = self.commitments.iter().position(|c| c.id == id).ok_or(ErrorCode::NotFound)?;
        let status = self.commitments[at].status;
        let to = commitment_target(status, step)
            .ok_or_else(|| DomainError::new(ErrorCode::StateConflict).param("state", status.zh()))?;
        Ok((at, to))
    }

    /// The unit reports that the promise is kept.
    ///
    /// # Errors
    /// `resource.not_found`; `state.conflict`; `validation.failed` at `#/text`, `#/evidence`.
    pub fn report_commitment(
        &mut self,
        permit: &Permit<act::ReportCommitment>,
        id: CommitmentId,
        text: &str,
        evidence: Vec<FileId>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ReportCommitment, None, ctx)?;
        let (at, to) = self.commitment_at(id, CommitmentStep::Report)?;
        let text = TEXT.check("#/text", text)?;
        if evidence.is_empty() {
            return Err(DomainError::invalid_field("#/evidence", ErrorCode::ValueRequired));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.report");
        let commitment = &mut self.commitments[at];
        commitment.status = to;
        commitment.reports.push(CommitmentReport {
            text,
            evidence,
            by: permit.account(),
            at: ctx.now,
            verdict: None,
            judged_at: None,
        });
        changes.event(self, "commitment.reported", json!({ "commitment": id }));
        Ok(changes.finish(self))
    }

    /// The unit reports that a milestone is reached (阶段目标完成). It is no report that the promise is kept.
    ///
    /// # Errors
    /// `resource.not_found` for a milestone that is not there or was reported; `state.conflict`; `validation.failed`
    /// at `#/text`, `#/evidence`.
    pub fn reach_milestone(
        &mut self,
        permit: &Permit<act::ReportCommitment>,
        (id, milestone): (CommitmentId, usize),
        text: &str,
        evidence: Vec<FileId>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ReachMilestone, None, ctx)?;
        let (at, _) = self.commitment_at(id, CommitmentStep::Report)?;
        let open = self.commitments[at].milestones.get(milestone).is_some_and(|one| one.reached.is_none());
        super::readiness::ensure(open, ErrorCode::NotFound)?;
        let text = TEXT.check("#/text", text)?;
        if evidence.is_empty() {
            return Err(DomainError::invalid_field("#/evidence", ErrorCode::ValueRequired));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.reach_milestone");
        let reached = MilestoneReached { text, evidence, by: permit.account(), at: ctx.now };
        self.commitments[at].milestones[milestone].reached = Some(reached);
        let data = json!({ "commitment": id, "milestone": milestone + 1, "tell": self.recipients(ctx) });
        changes.event(self, "commitment.milestone_reached", data);
        Ok(changes.finish(self))
    }

    /// The committee accepts the report (兑现), or rejects it; only a rejection needs a reason.
    ///
    /// # Errors
    /// `resource.not_found`; `state.conflict`; `validation.failed` at `#/reason`.
    pub fn judge_commitment(
        &mut self,
        permit: &Permit<act::JudgeCommitment>,
        id: CommitmentId,
        accept: bool,
        reason: Option<&str>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::JudgeCommitment, None, ctx)?;
        let step = if accept { CommitmentStep::Accept } else { CommitmentStep::Reject };
        let (at, to) = self.commitment_at(id, step)?;
        let reason = reason.filter(|reason| !accept || !reason.trim().is_empty());
        let reason = match reason {
            None if accept => None,
            reason => Some(VERDICT.check("#/reason", reason.unwrap_or_default())?),
        };
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.judge");
        let commitment = &mut self.commitments[at];
        commitment.status = to;
        commitment.accepted_at = accept.then_some(ctx.now);
        if let Some(report) = commitment.reports.last_mut() {
            report.verdict = reason;
            report.judged_at = Some(ctx.now);
        }
        changes.event(self, "commitment.judged", json!({ "commitment": id, "accepted": accept }));
        Ok(changes.finish(self))
    }

    /// The unit changes the promise: the old one ends with an explanation to the deputy, a new one takes its place.
    ///
    /// # Errors
    /// `resource.not_found`; `state.conflict`; `validation.failed` at `#/explanation`, `#/text`, `#/due`.
    pub fn change_commitment(
        &mut self,
        permit: &Permit<act::ReportCommitment>,
        id: CommitmentId,
        explanation: &str,
        text: &str,
        due: NaiveDate,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ChangeCommitment, None, ctx)?;
        let (at, to) = self.commitment_at(id, CommitmentStep::Change)?;
        let explanation = TEXT.check("#/explanation", explanation)?;
        let text = PROMISE.check("#/text", text)?;
        if due <= ctx.today() {
            return Err(DomainError::invalid(vec![FieldError::too_early("#/due", ctx.tomorrow())]));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.change");
        let successor = CommitmentId(ctx.ids.next_id());
        let old = &mut self.commitments[at];
        old.status = to;
        old.explanation = Some(Explanation { text: explanation, at: ctx.now, received: None });
        old.replaced_by = Some(successor);
        let new = Commitment {
            id: successor,
            text,
            due,
            original_due: due,
            status: CommitmentStatus::Open,
            reports: Vec::new(),
            milestones: Vec::new(),
            explanation: None,
            replaced_by: None,
            accepted_at: None,
            kept_reply: None,
            created_at: ctx.now,
            breached_at: None,
            ..old.clone()
        };
        self.commitments.push(new);
        let data = json!({ "commitment": id, "replaced_by": successor, "tell": self.recipients(ctx) });
        changes.event(self, "commitment.changed", data);
        Ok(changes.finish(self))
    }

    /// The unit declares that the promise cannot be kept.
    ///
    /// # Errors
    /// `resource.not_found`; `state.conflict`; `validation.failed` at `#/explanation`.
    pub fn fail_commitment(
        &mut self,
        permit: &Permit<act::ReportCommitment>,
        id: CommitmentId,
        explanation: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::FailCommitment, None, ctx)?;
        let (at, to) = self.commitment_at(id, CommitmentStep::Fail)?;
        let text = TEXT.check("#/explanation", explanation)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.fail");
        self.commitments[at].status = to;
        self.commitments[at].explanation = Some(Explanation { text, at: ctx.now, received: None });
        changes.event(self, "commitment.failed", json!({ "commitment": id, "tell": self.recipients(ctx) }));
        Ok(changes.finish(self))
    }

    /// The committee carries the promise over to a later day: the next year, the next term.
    ///
    /// # Errors
    /// `resource.not_found`; `state.conflict`; `validation.failed` at `#/due`.
    pub fn carry_over_commitment(
        &mut self,
        permit: &Permit<act::JudgeCommitment>,
        id: CommitmentId,
        due: NaiveDate,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::CarryOverCommitment, None, ctx)?;
        let (at, to) = self.commitment_at(id, CommitmentStep::CarryOver)?;
        let earliest = ctx.tomorrow().max(self.commitments[at].due.succ_opt().unwrap_or(due));
        if due < earliest {
            return Err(DomainError::invalid(vec![FieldError::too_early("#/due", earliest)]));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.carry_over");
        self.commitments[at].status = to;
        self.commitments[at].due = due;
        self.commitments[at].breached_at = None;
        changes.event(self, "commitment.carried_over", json!({ "commitment": id, "due": due }));
        Ok(changes.finish(self))
    }

    /// The deputy confirms having received the explanation.
    ///
    /// # Errors
    /// `resource.not_found` when none is waiting; `state.conflict`.
    pub fn confirm_explanation(
        &mut self,
        permit: &Permit<act::EvaluateSuggestion>,
        id: CommitmentId,
        deputy: DeputyId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ConfirmExplanation, Some(deputy), ctx)?;
        let at = self
            .commitments
            .iter()
            .position(|c| c.id == id && c.explanation.as_ref().is_some_and(|e| e.received.is_none()))
            .ok_or(ErrorCode::NotFound)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "commitment.confirm_explanation");
        if let Some(explanation) = &mut self.commitments[at].explanation {
            explanation.received = Some((deputy, ctx.now));
        }
        changes.event(self, "commitment.explanation_received", json!({ "commitment": id }));
        Ok(changes.finish(self))
    }
}
