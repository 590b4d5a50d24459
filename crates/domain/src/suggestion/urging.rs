//! 催办: by deputies once in a while, by offices when needed, by the system when something is late.

use super::changes::Changes;
use super::{Case, Ctx, Effects, SuggestionStep, Urge, UrgeBy, UrgeLevel};
use crate::authz::{Permit, act};
use crate::kernel::{DeputyId, DomainError, ErrorCode, HandlingTaskId, TextRule, UrgeId};
use serde_json::json;

const TEXT: TextRule = TextRule::body(2, 1_000);

/// 催办
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendUrge {
    /// One task, or the whole matter.
    pub task: Option<HandlingTaskId>,
    /// In which capacity.
    pub by: UrgeBy,
    /// The deputy, when one urges.
    pub deputy: Option<DeputyId>,
    /// What is said.
    pub text: String,
}

impl Case {
    /// Urges.
    ///
    /// # Errors
    /// `state.conflict`; `urge.too_soon` for a deputy; `resource.not_found`; `validation.failed` at `#/text`, `#/by`.
    pub fn urge(
        &mut self,
        permit: &Permit<act::UrgeSuggestion>,
        command: SendUrge,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Urge, command.deputy, ctx)?;
        let text = TEXT.check("#/text", &command.text)?;
        // Only the sweep speaks for the system, and a deputy's urge names the deputy.
        let fits = command.by != UrgeBy::System && (command.by == UrgeBy::Deputy) == command.deputy.is_some();
        if !fits {
            return Err(DomainError::invalid_field("#/by", ErrorCode::ValueInvalid));
        }
        if let Some(task) = command.task {
            self.task(task)?;
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.urge");
        self.urges.push(Urge {
            id: UrgeId(ctx.ids.next_id()),
            task: command.task,
            level: UrgeLevel::Urge,
            by: command.by,
            deputy: command.deputy,
            account: Some(permit.account()),
            text,
            at: ctx.now,
            acknowledged_at: None,
            acknowledgement: None,
        });
        changes.event(self, "suggestion.urged", json!({ "task": command.task, "by": command.by }));
        Ok(changes.finish(self))
    }

    /// The unit answers an urge.
    ///
    /// # Errors
    /// `state.conflict`; `resource.not_found`; `validation.failed` at `#/text`.
    pub fn acknowledge_urge(
        &mut self,
        permit: &Permit<act::AcknowledgeUrge>,
        urge: UrgeId,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::AcknowledgeUrge, None, ctx)?;
        let text = TEXT.check("#/text", text)?;
        let at = self
            .urges
            .iter()
            .position(|known| known.id == urge && known.acknowledged_at.is_none())
            .ok_or(ErrorCode::NotFound)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.acknowledge_urge");
        self.urges[at].acknowledged_at = Some(ctx.now);
        self.urges[at].acknowledgement = Some(text);
        changes.event(self, "suggestion.urge_acknowledged", json!({ "urge": urge }));
        Ok(changes.finish(self))
    }
}
