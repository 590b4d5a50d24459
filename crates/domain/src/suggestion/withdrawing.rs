//! 撤回: in writing by the lead deputy; a joint suggestion needs every signer's agreement.

use super::changes::Changes;
use super::readiness::ensure;
use super::{Case, Ctx, Effects, SuggestionStatus, SuggestionStep, TaskStep, WithdrawalRequest};
use crate::authz::{Permit, act};
use crate::kernel::{DeputyId, DomainError, ErrorCode, TextRule};
use serde_json::json;

const REASON: TextRule = TextRule::body(2, 1_000);

impl Case {
    /// Asks to take it back. With no confirmed co-signer it is withdrawn at once, and handling stops.
    ///
    /// # Errors
    /// `state.conflict` after the reply; `withdraw.too_late`, `withdraw.has_merged`, `withdraw.pending`;
    /// `permission.denied` for anybody but the lead; `validation.failed` at `#/reason`.
    pub fn withdraw(
        &mut self,
        permit: &Permit<act::WithdrawSuggestion>,
        deputy: DeputyId,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Withdraw, Some(deputy), ctx)?;
        ensure(self.suggestion.lead == deputy, ErrorCode::PermissionDenied)?;
        let reason = REASON.check("#/reason", reason)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.withdraw");
        self.suggestion.withdrawal = Some(WithdrawalRequest { reason, requested_at: ctx.now });
        for cosigner in &mut self.suggestion.cosigners {
            cosigner.withdrawal_agreed_at = None;
        }
        let waiting = self.withdrawal_waits_for(ctx);
        if waiting.is_empty() {
            self.complete_withdrawal(&mut changes, SuggestionStep::Withdraw)?;
        } else {
            changes.event(self, "suggestion.withdrawal_requested", json!({ "waiting_for": waiting }));
        }
        Ok(changes.finish(self))
    }

    /// A co-signer agrees. The last one completes the withdrawal.
    ///
    /// # Errors
    /// `state.conflict`; `withdraw.not_requested` when this deputy's agreement is not waited for.
    pub fn agree_withdrawal(
        &mut self,
        permit: &Permit<act::WithdrawSuggestion>,
        deputy: DeputyId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::AgreeWithdrawal, Some(deputy), ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.agree_withdrawal");
        for cosigner in self.suggestion.cosigners.iter_mut().filter(|c| c.deputy == deputy) {
            cosigner.withdrawal_agreed_at = Some(ctx.now);
        }
        if self.withdrawal_waits_for(ctx).is_empty() {
            self.complete_withdrawal(&mut changes, SuggestionStep::AgreeWithdrawal)?;
        } else {
            changes.event(self, "suggestion.withdrawal_agreed", json!({ "deputy": deputy }));
        }
        Ok(changes.finish(self))
    }

    /// Signers whose agreement is still missing. Who no longer holds a seat is not waited for.
    pub fn withdrawal_waits_for(&self, ctx: &Ctx<'_>) -> Vec<DeputyId> {
        self.suggestion
            .confirmed_cosigners()
            .filter(|cosigner| {
                cosigner.withdrawal_agreed_at.is_none() && ctx.seats.is_active(cosigner.deputy)
            })
            .map(|cosigner| cosigner.deputy)
            .collect()
    }

    /// A co-signer does not agree: the request is over, the suggestion goes on. The lead may ask again.
    ///
    /// # Errors
    /// `state.conflict`; `withdraw.not_requested` when this deputy's agreement is not waited for; `validation.failed`.
    pub fn refuse_withdrawal(
        &mut self,
        permit: &Permit<act::WithdrawSuggestion>,
        deputy: DeputyId,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::RefuseWithdrawal, Some(deputy), ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.refuse_withdrawal");
        self.forget_withdrawal();
        let data = json!({ "deputy": deputy, "lead": self.suggestion.lead, "reason": reason });
        changes.event(self, "suggestion.withdrawal_refused", data);
        Ok(changes.finish(self))
    }

    /// The lead takes the request back.
    ///
    /// # Errors
    /// `state.conflict`; `withdraw.not_requested`; `permission.denied` for anybody but the lead.
    pub fn cancel_withdrawal(
        &mut self,
        permit: &Permit<act::WithdrawSuggestion>,
        deputy: DeputyId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::CancelWithdrawal, Some(deputy), ctx)?;
        ensure(self.suggestion.lead == deputy, ErrorCode::PermissionDenied)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.cancel_withdrawal");
        self.forget_withdrawal();
        changes.event(self, "suggestion.withdrawal_cancelled", json!({ "lead": deputy }));
        Ok(changes.finish(self))
    }

    /// A letter that is out ends a request that still waited (§3.8.2: any time before the reply).
    pub(super) fn lapse_withdrawal(&mut self, changes: &mut Changes<'_>) {
        if self.suggestion.withdrawal.is_some() {
            self.forget_withdrawal();
            changes.event(self, "suggestion.withdrawal_lapsed", json!({ "lead": self.suggestion.lead }));
        }
    }

    fn forget_withdrawal(&mut self) {
        self.suggestion.withdrawal = None;
        for cosigner in &mut self.suggestion.cosigners {
            cosigner.withdrawal_agreed_at = None;
        }
    }

    fn complete_withdrawal(
        &mut self,
        changes: &mut Changes<'_>,
        step: SuggestionStep,
    ) -> Result<(), DomainError> {
        let units: Vec<_> = self.current_tasks().map(|task| task.unit).collect();
        self.cancel_tasks(changes, "建议已撤回")?;
        let reason = self.suggestion.withdrawal.as_ref().map(|request| request.reason.clone());
        changes.enter(self, SuggestionStatus::Withdrawn, step, reason.as_deref());
        self.suggestion.closed_at = Some(changes.ctx.now);
        changes.event(self, "suggestion.withdrawn", json!({ "units": units }));
        Ok(())
    }

    /// Stops every task that is still running.
    pub(super) fn cancel_tasks(&mut self, changes: &mut Changes<'_>, why: &str) -> Result<(), DomainError> {
        let running: Vec<_> =
            self.tasks.iter().filter(|task| !task.status.is_finished()).map(|task| task.id).collect();
        for id in running {
            changes.enter_task(self, id, super::TaskStatus::Cancelled, TaskStep::Cancel, Some(why))?;
        }
        Ok(())
    }
}
