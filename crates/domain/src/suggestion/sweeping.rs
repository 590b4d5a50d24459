//! What happens by lapse of time alone, once a day: silence is receipt, missing opinions, reminders to rate, lapsed
//! ratings, cards. Running it twice on one day changes nothing.

use super::changes::Changes;
use super::{
    Case, Commitment, Ctx, DueKind, Effects, HandlingTask, LapseReason, SuggestionStatus, SuggestionStep,
    TaskStatus, TaskStep, Urge, UrgeBy, UrgeLevel,
};
use crate::authz::{Permit, act};
use crate::calendar::Light;
use crate::kernel::{DomainError, HandlingTaskId, UrgeId, business_date};
use serde_json::json;

/// Working days between reminders to rate (D: the specification gives their number, not their distance).
const REMINDER_INTERVAL_WD: i32 = 5;

impl Case {
    /// Applies everything that has become due. `None` when nothing has.
    ///
    /// # Errors
    /// None in practice; the machine's own checks are passed on.
    pub fn sweep(
        &mut self,
        permit: &Permit<act::SweepDeadlines>,
        ctx: &Ctx<'_>,
    ) -> Result<Option<Effects>, DomainError> {
        let mut changes = Changes::begin(self, ctx, None, permit.action_name());
        let before = self.log.len();
        let mut moved = self.sweep_invitations(&mut changes);
        moved |= self.sweep_silence(&mut changes)?;
        moved |= self.sweep_co_opinions(&mut changes)?;
        moved |= self.sweep_feedback(&mut changes);
        moved |= self.sweep_promises(&mut changes);
        moved |= self.sweep_cards(&mut changes);
        moved |= self.log.len() != before;
        Ok(moved.then(|| changes.finish(self)))
    }

    fn due_tasks(&self, step: TaskStep, ctx: &Ctx<'_>) -> Vec<HandlingTaskId> {
        self.tasks
            .iter()
            .filter(|task| task.round == self.suggestion.round)
            .filter(|task| self.ready_task(task.id, step, None, ctx).is_ok())
            .map(|task| task.id)
            .collect()
    }

    /// 邀请逾期: an invitation that nobody answered within its days has expired; inviter and invited are told.
    fn sweep_invitations(&mut self, changes: &mut Changes<'_>) -> bool {
        let now = changes.ctx.now;
        let version = self.suggestion.text_version;
        if !matches!(self.status(), SuggestionStatus::Cosigning | SuggestionStatus::Returned) {
            return false;
        }
        let mut expired = Vec::new();
        for cosigner in &mut self.suggestion.cosigners {
            if cosigner.is_open(version) && cosigner.expires_at < now {
                cosigner.expired_at = Some(now);
                expired.push(cosigner.deputy);
            }
        }
        if !expired.is_empty() {
            let data = json!({ "deputies": expired, "lead": self.suggestion.lead });
            changes.event(self, "suggestion.cosign_expired", data);
        }
        !expired.is_empty()
    }

    /// 承诺逾期: noted on the day after the promised one, once for every day promised.
    fn sweep_promises(&mut self, changes: &mut Changes<'_>) -> bool {
        let (now, today) = (changes.ctx.now, changes.ctx.today());
        let late = |promise: &Commitment| promise.breached_at.is_none() && promise.is_late(today);
        let breached: Vec<_> = self.commitments.iter().filter(|one| late(one)).map(|one| one.id).collect();
        for promise in self.commitments.iter_mut().filter(|one| breached.contains(&one.id)) {
            promise.breached_at = Some(now);
        }
        for id in &breached {
            let Some(promise) = self.commitments.iter().find(|one| one.id == *id) else { continue };
            let data =
                json!({ "commitment": id, "unit": promise.unit, "task": promise.task, "due": promise.due });
            changes.event(self, "commitment.breached", data);
        }
        !breached.is_empty()
    }

    /// 逾期未提出退办申请的, 视同签收.
    fn sweep_silence(&mut self, changes: &mut Changes<'_>) -> Result<bool, DomainError> {
        let due = self.due_tasks(TaskStep::SignSilently, &changes.ctx);
        for id in &due {
            self.do_sign(changes, *id, TaskStep::SignSilently)?;
        }
        Ok(!due.is_empty())
    }

    /// 协办未反馈
    fn sweep_co_opinions(&mut self, changes: &mut Changes<'_>) -> Result<bool, DomainError> {
        let due = self.due_tasks(TaskStep::MarkCoOpinionMissing, &changes.ctx);
        for id in &due {
            let now = changes.ctx.now;
            self.task_mut(*id)?.co_opinion_missing_at = Some(now);
            changes.event(self, "task.co_opinion_missing", json!({ "task": id }));
        }
        Ok(!due.is_empty())
    }

    /// After the window: `feedback_urges` reminders, five working days apart, then the rating lapses.
    fn sweep_feedback(&mut self, changes: &mut Changes<'_>) -> bool {
        let ctx = changes.ctx;
        let Some(due) = self.suggestion.dues.feedback.clone() else { return false };
        if self.status() != SuggestionStatus::Replied
            || due.kind != DueKind::Feedback
            || !due.is_past(ctx.today())
        {
            return false;
        }
        let last = self.feedback_reminders.last().map_or(due.on, |at| business_date(*at));
        let first = self.feedback_reminders.is_empty();
        if !first && ctx.calendar.working_days_between(last, ctx.today()) < REMINDER_INTERVAL_WD {
            return false;
        }
        if self.ratings_due(&ctx).next().is_some()
            && self.feedback_reminders.len() < usize::from(ctx.settings.feedback_urges)
        {
            self.feedback_reminders.push(ctx.now);
            let raters: Vec<_> = self.ratings_due(&ctx).map(|due| due.deputy).collect();
            changes.event(self, "suggestion.feedback_reminded", json!({ "deputies": raters }));
        } else if self.current_feedbacks().next().is_some() {
            // Some raters answered: their ratings count, the others' are missing.
            changes.enter(
                self,
                SuggestionStatus::Evaluated,
                SuggestionStep::LapseFeedback,
                Some(LapseReason::Window.zh()),
            );
            changes.event(self, "suggestion.evaluated", json!({ "partly": true }));
            self.settle_evaluation(changes);
        } else {
            let reason = if self.ratings_due(&ctx).next().is_some() {
                LapseReason::Window
            } else {
                LapseReason::NoRater
            };
            self.lapse(changes, reason);
        }
        true
    }

    /// Each card once per task.
    fn sweep_cards(&mut self, changes: &mut Changes<'_>) -> bool {
        let ctx = changes.ctx;
        let cards: Vec<_> = self
            .tasks
            .iter()
            .filter_map(|task| {
                let (level, kind) = match self.light(task, &ctx)? {
                    Light::RedCard => (UrgeLevel::Red, "task.red_card"),
                    Light::YellowCard => (UrgeLevel::Yellow, "task.yellow_card"),
                    Light::Green | Light::Yellow => return None,
                };
                (!self.has_card(task, level))
                    .then(|| (task.id, level, kind, self.card_reason(task, level, &ctx)))
            })
            .collect();
        for (task, level, kind, reason) in &cards {
            self.urges.push(Urge {
                id: UrgeId(ctx.ids.next_id()),
                task: Some(*task),
                level: *level,
                by: UrgeBy::System,
                deputy: None,
                unit: None,
                account: None,
                text: reason.clone(),
                at: ctx.now,
                acknowledged_at: None,
                acknowledgement: None,
            });
            changes.event(self, kind, json!({ "task": task }));
        }
        !cards.is_empty()
    }

    fn has_card(&self, task: &HandlingTask, level: UrgeLevel) -> bool {
        self.urges
            .iter()
            .any(|urge| urge.task == Some(task.id) && urge.level == level && urge.by == UrgeBy::System)
    }

    /// True when the nightly sweep has to look at this matter at all.
    pub fn needs_sweep(&self) -> bool {
        self.tasks.iter().any(|task| !task.status.is_finished() && task.status != TaskStatus::CoOpinionIssued)
            || self.status() == SuggestionStatus::Replied
            || self.suggestion.cosigners.iter().any(|one| one.is_open(self.suggestion.text_version))
            || self.commitments.iter().any(|promise| !promise.is_settled())
    }
}
