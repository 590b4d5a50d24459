//! 联名: the invited deputies' answers.

use super::changes::Changes;
use super::{Case, CosignMethod, Ctx, Effects, SuggestionStep, TextVersion};
use crate::authz::{Permit, act};
use crate::kernel::{DeputyId, DomainError, ErrorCode};
use serde_json::json;

/// 确认联名
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfirmCosign {
    /// Who confirms.
    pub deputy: DeputyId,
    /// The version of the text the deputy has read.
    pub text_version: TextVersion,
    /// Online, or a signature on paper.
    pub method: CosignMethod,
}

impl Case {
    /// Confirms that the text is this deputy's true will too.
    ///
    /// # Errors
    /// `cosign.not_invited`, `cosign.expired`, `cosign.text_changed`, `deputy.not_active`, `state.conflict`.
    pub fn confirm_cosign(
        &mut self,
        permit: &Permit<act::CosignSuggestion>,
        command: ConfirmCosign,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ConfirmCosign, Some(command.deputy), ctx)?;
        if command.text_version != self.suggestion.text_version {
            return Err(ErrorCode::CosignTextChanged.into());
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.confirm_cosign");
        for cosigner in self.suggestion.cosigners.iter_mut().filter(|c| c.deputy == command.deputy) {
            cosigner.confirmed_at = Some(ctx.now);
            cosigner.confirmed_text = Some(command.text_version);
            cosigner.method = Some(command.method);
            cosigner.voided = None;
        }
        self.suggestion.forget_earlier_texts();
        changes.event(self, "suggestion.cosign_confirmed", json!({ "deputy": command.deputy }));
        Ok(changes.finish(self))
    }

    /// Declines, or takes a confirmation back before the hand-in.
    ///
    /// # Errors
    /// `cosign.not_invited`, `state.conflict`.
    pub fn decline_cosign(
        &mut self,
        permit: &Permit<act::CosignSuggestion>,
        deputy: DeputyId,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::DeclineCosign, Some(deputy), ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.decline_cosign");
        for cosigner in self.suggestion.cosigners.iter_mut().filter(|c| c.deputy == deputy) {
            cosigner.declined_at = Some(ctx.now);
            cosigner.confirmed_at = None;
            cosigner.confirmed_text = None;
            cosigner.method = None;
            cosigner.voided = None;
        }
        self.suggestion.forget_earlier_texts();
        changes.event(self, "suggestion.cosign_declined", json!({ "deputy": deputy }));
        Ok(changes.finish(self))
    }
}
