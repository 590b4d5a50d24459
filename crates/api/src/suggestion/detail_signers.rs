//! What signers said about a matter besides its text, as [`super::detail`] shows it.

use super::{
    detail::View,
    detail_task::instant,
    outcome_dto::CategoryChangeResponse,
    signing_dto::{EarlierTextResponse, ObjectionResponse, WithdrawalConsentResponse, WithdrawalResponse},
};
use domain::{authz::suggestion::Sight, suggestion::category_letter};

impl View<'_> {
    /// A pending withdrawal, for the signers and the committee's desk; units learn of a withdrawal when it is one.
    pub(super) fn withdrawal(&self, sight: Sight) -> Option<WithdrawalResponse> {
        let suggestion = &self.case.suggestion;
        let request = suggestion.withdrawal.as_ref().filter(|_| sight.review)?;
        Some(WithdrawalResponse {
            reason: request.reason.clone(),
            requested_at: request.requested_at.into(),
            consents: suggestion
                .confirmed_cosigners()
                .map(|cosigner| WithdrawalConsentResponse {
                    deputy: self.deputy(cosigner.deputy, sight),
                    agreed_at: instant(cosigner.withdrawal_agreed_at),
                })
                .collect(),
        })
    }

    /// What this reader confirmed before an edit: nobody else's business.
    pub(super) fn earlier_text(&self) -> Option<EarlierTextResponse> {
        let own = self.actor.deputies().find_map(|deputy| self.case.suggestion.confirmed_before(deputy))?;
        Some(EarlierTextResponse {
            text_version: own.version.0,
            title: own.text.title.clone(),
            facts: own.text.facts.clone(),
            analysis: own.text.analysis.clone(),
            proposals: own.text.proposals.clone(),
        })
    }

    pub(super) fn objections(&self, sight: Sight) -> Vec<ObjectionResponse> {
        let objections = self.case.suggestion.objections.iter();
        objections
            .map(|objection| ObjectionResponse {
                deputy: self.deputy(objection.deputy, sight),
                reason: objection.reason.clone(),
                suggested_unit: objection.suggested_unit.map(|id| self.named(id.0)),
                at: objection.at.into(),
                verdict: objection.verdict,
                answer: objection.answer.clone(),
                decided_at: instant(objection.decided_at),
            })
            .collect()
    }

    /// Every change of a category, with the unit under the name that its letter bears.
    pub(super) fn category_history(&self) -> Vec<CategoryChangeResponse> {
        let scheme = self.ctx.settings.category_scheme;
        let changes = self.case.categories.iter();
        changes
            .filter_map(|(_, change)| {
                let reply = self.case.reply(change.reply).ok()?;
                Some(CategoryChangeResponse {
                    unit: self.named(reply.unit.0),
                    reply_id: change.reply.0,
                    from: change.from,
                    to: change.to,
                    to_letter: category_letter(scheme, change.to).to_string(),
                    source_label: self.word(change.source),
                    at: change.at.into(),
                })
            })
            .collect()
    }
}
