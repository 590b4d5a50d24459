//! 代表对承办单位的异议, and its answer.

use super::changes::Changes;
use super::{Case, Ctx, Effects, Objection, SuggestionStatus, SuggestionStep, Verdict};
use crate::authz::{Permit, act};
use crate::kernel::{DeputyId, DomainError, ErrorCode, TextRule, UnitId};
use serde_json::json;

const REASON: TextRule = TextRule::body(2, 1_000);

impl Case {
    /// Objects to the units that it was assigned to.
    ///
    /// # Errors
    /// `state.conflict`; `objection.pending`, `objection.too_late`; `deputy.not_active`; `validation.failed`.
    pub fn object_to_unit(
        &mut self,
        permit: &Permit<act::ObjectToUnit>,
        deputy: DeputyId,
        reason: &str,
        suggested_unit: Option<UnitId>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::ObjectToUnit, Some(deputy), ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.object_to_unit");
        self.suggestion.objections.push(Objection {
            deputy,
            reason,
            suggested_unit,
            at: ctx.now,
            verdict: Verdict::Pending,
            answer: None,
            decided_by: None,
            decided_at: None,
        });
        changes.event(
            self,
            "suggestion.objected",
            json!({ "deputy": deputy, "suggested_unit": suggested_unit }),
        );
        Ok(changes.finish(self))
    }

    /// Answers the objection. Agreeing before every unit has signed takes the assignment back; later the assignment
    /// is changed by a send-back, and the answer says so.
    ///
    /// # Errors
    /// `state.conflict`; `objection.none`; `validation.failed` at `#/answer`.
    pub fn decide_objection(
        &mut self,
        permit: &Permit<act::AssignSuggestion>,
        agree: bool,
        answer: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::DecideObjection, None, ctx)?;
        let answer = REASON.check("#/answer", answer)?;
        // While units are at work the assignment is not torn up over their heads.
        if agree && self.status() != SuggestionStatus::Assigned {
            return Err(DomainError::new(ErrorCode::StateConflict).param("state", self.status().zh()));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.decide_objection");
        for objection in self.suggestion.objections.iter_mut().filter(|o| o.verdict == Verdict::Pending) {
            objection.verdict = if agree { Verdict::Agreed } else { Verdict::Refused };
            objection.answer = Some(answer.clone());
            objection.decided_by = Some(permit.account());
            objection.decided_at = Some(ctx.now);
        }
        if agree {
            self.do_recall(&mut changes, SuggestionStep::Recall, &answer)?;
        }
        changes.event(self, "suggestion.objection_decided", json!({ "agreed": agree, "answer": answer }));
        Ok(changes.finish(self))
    }
}
