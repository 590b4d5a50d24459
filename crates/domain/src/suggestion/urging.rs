//! 催办: by whoever may, each within an interval of his own (§3.8.11), and by the system when something is late.

use super::changes::Changes;
use super::{Case, Ctx, Effects, SuggestionStatus, SuggestionStep, Urge, UrgeBy, UrgeCapacity, UrgeLevel};
use crate::authz::{Permit, act, suggestion::is_government};
use crate::calendar::{Light, WorkCalendar};
use crate::kernel::{DomainError, ErrorCode, HandlingTaskId, TextRule, UnitId, UrgeId, business_date};
use crate::settings::Settings;
use chrono::NaiveDate;
use serde_json::json;

const TEXT: TextRule = TextRule::body(2, 1_000);

/// 催办
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendUrge {
    /// One task, or the whole matter.
    pub task: Option<HandlingTaskId>,
    /// For whom: one of what `authz` says that the caller may urge as.
    pub capacity: UrgeCapacity,
    /// What is said.
    pub text: String,
}

/// The last day on which somebody may have urged who may urge again today, for lists (催办间隔): the same rule as
/// [`Case::next_urge_on`], seen from the other side.
pub fn urged_until(calendar: &WorkCalendar, settings: &Settings, by: UrgeBy, today: NaiveDate) -> NaiveDate {
    let days = by.interval(settings);
    match today.succ_opt() {
        Some(tomorrow) if days > 0 => {
            calendar.subtract_working_days(tomorrow, days.into()).pred_opt().unwrap_or(today)
        }
        _ => today,
    }
}

impl Case {
    /// Urges.
    ///
    /// # Errors
    /// `state.conflict`, also for a part on which nobody works; `urge.too_soon`; `resource.not_found`;
    /// `validation.failed` at `#/text`, `#/by`.
    pub fn urge(
        &mut self,
        permit: &Permit<act::UrgeSuggestion>,
        command: SendUrge,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Urge, None, ctx)?;
        let SendUrge { task, capacity, text } = command;
        self.can_urge(&capacity, ctx)?;
        let text = TEXT.check("#/text", &text)?;
        // Only the sweep speaks for the system; a deputy's urge names the deputy, a committee's the committee.
        let fits = capacity.by != UrgeBy::System
            && (capacity.by == UrgeBy::Deputy) == capacity.deputy.is_some()
            && (capacity.by == UrgeBy::Committee) == capacity.unit.is_some();
        if !fits {
            return Err(DomainError::invalid_field("#/by", ErrorCode::ValueInvalid));
        }
        if let Some(task) = task {
            let urged = self.task(task)?;
            if !self.open_tasks().any(|open| open.id == task) {
                return Err(DomainError::new(ErrorCode::StateConflict)
                    .param("state", urged.status.zh())
                    .param("step", SuggestionStep::Urge.code()));
            }
            // The government office speaks to its own system alone.
            if capacity.by == UrgeBy::Government && !is_government(self, urged) {
                return Err(DomainError::invalid_field("#/task_id", ErrorCode::ValueInvalid));
            }
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.urge");
        self.urges.push(Urge {
            id: UrgeId(ctx.ids.next_id()),
            task,
            level: UrgeLevel::Urge,
            by: capacity.by,
            deputy: capacity.deputy,
            unit: capacity.unit,
            account: Some(permit.account()),
            text,
            at: ctx.now,
            acknowledged_at: None,
            acknowledgement: None,
        });
        changes.event(self, "suggestion.urged", json!({ "task": task, "by": capacity.by }));
        Ok(changes.finish(self))
    }

    /// The day of the last urge of this voice (上次催办).
    pub fn last_urged_on(&self, capacity: &UrgeCapacity) -> Option<NaiveDate> {
        self.urges.iter().filter(|urge| capacity.spoke(urge)).map(|urge| business_date(urge.at)).max()
    }

    /// From which day this voice may urge again (可以再次催办的日期); `None` when it has not urged yet, or is bound by no
    /// interval.
    pub fn next_urge_on(
        &self,
        capacity: &UrgeCapacity,
        settings: &Settings,
        calendar: &WorkCalendar,
    ) -> Option<NaiveDate> {
        let days = capacity.by.interval(settings);
        self.last_urged_on(capacity)
            .filter(|_| days > 0)
            .map(|last| calendar.add_working_days(last, days.into()))
    }

    /// # Errors
    /// `urge.too_soon` with the next permitted day.
    pub(super) fn can_urge(&self, capacity: &UrgeCapacity, ctx: &Ctx<'_>) -> Result<(), DomainError> {
        match self.next_urge_on(capacity, ctx.settings, ctx.calendar) {
            Some(next) if ctx.today() < next => Err(DomainError::new(ErrorCode::UrgeTooSoon)
                .param("days", capacity.by.interval(ctx.settings))
                .param("next", next.to_string())),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether the matter should be urged today by this voice (今日可催办): a unit is at work on it, it is late or soon will be,
    /// and the interval permits it.
    pub fn is_to_urge(&self, capacity: &UrgeCapacity, ctx: &Ctx<'_>) -> bool {
        let with_units = matches!(
            self.status(),
            SuggestionStatus::Assigned
                | SuggestionStatus::Handling
                | SuggestionStatus::Rehandling
                | SuggestionStatus::Tracking
        );
        with_units
            && self.worst_light(ctx).is_some_and(|light| light >= Light::Yellow)
            && self.can_urge(capacity, ctx).is_ok()
    }

    /// Units that were urged, or have a card, and have not answered (催办未回应).
    pub fn units_to_answer_urges(&self) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = Vec::new();
        for urge in self.urges.iter().filter(|urge| urge.acknowledged_at.is_none()) {
            units.extend(
                self.open_tasks()
                    .filter(|task| urge.task.is_none_or(|id| id == task.id) && task.assigned_at <= urge.at)
                    .map(|task| task.unit),
            );
        }
        units.sort_unstable();
        units.dedup();
        units
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
