//! The light of a matter from a handful of days (亮灯的依据), so that a list can colour and filter thousands of matters
//! without loading one. [`Case::worst_light`] is the rule; this is the same rule, sorted by what only time changes.

use super::{Case, Ctx, HandlingTask, TaskStatus};
use crate::calendar::{Light, WorkCalendar};
use crate::kernel::business_date;
use crate::settings::Settings;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What of the light changes only with the matter. Of several tasks the earliest day counts, because the worst
/// light does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightBasis {
    /// Some task is running.
    pub running: bool,
    /// Red whatever the day: two yellow cards, or twice 不满意.
    pub red: bool,
    /// Earliest end of a running task.
    pub due_on: Option<NaiveDate>,
    /// Earliest end of a running co-handling task: its opinion is late the day after.
    pub co_due_on: Option<NaiveDate>,
    /// Earliest day on which half of the time is gone without any contact.
    pub half_on: Option<NaiveDate>,
    /// Earliest end of a promise not kept.
    pub promise_on: Option<NaiveDate>,
}

/// The days that decide the lights on one day, from calendar and settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LightDays {
    /// The day.
    pub today: NaiveDate,
    /// What was due before this day is at least one working day late.
    pub late_before: NaiveDate,
    /// What was due before this day is red.
    pub red_before: NaiveDate,
    /// What is due up to this day is yellow.
    pub near_until: NaiveDate,
}

impl LightDays {
    /// The days as they are on `today`.
    pub fn of(today: NaiveDate, settings: &Settings, calendar: &WorkCalendar) -> Self {
        let thresholds = settings.light_thresholds();
        let tomorrow = today.succ_opt().unwrap_or(today);
        Self {
            today,
            late_before: calendar.subtract_working_days(tomorrow, 1),
            red_before: calendar
                .subtract_working_days(tomorrow, thresholds.red_card_late_wd.saturating_add(1)),
            near_until: today
                .checked_add_days(Days::new(u64::from(thresholds.yellow_light_days)))
                .unwrap_or(NaiveDate::MAX),
        }
    }
}

impl LightBasis {
    /// The light on that day; `None` when nothing is running.
    pub fn light(&self, days: &LightDays) -> Option<Light> {
        let before = |day: Option<NaiveDate>, end: NaiveDate| day.is_some_and(|day| day < end);
        let until = |day: Option<NaiveDate>, end: NaiveDate| day.is_some_and(|day| day <= end);
        if self.red || before(self.due_on, days.red_before) {
            Some(Light::RedCard)
        } else if before(self.due_on, days.late_before)
            || before(self.co_due_on, days.today)
            || before(self.promise_on, days.today)
        {
            Some(Light::YellowCard)
        } else if until(self.due_on, days.near_until) || until(self.half_on, days.today) {
            Some(Light::Yellow)
        } else {
            self.running.then_some(Light::Green)
        }
    }

    fn worst(self, other: Self) -> Self {
        let earliest = |a: Option<NaiveDate>, b: Option<NaiveDate>| a.into_iter().chain(b).min();
        Self {
            running: self.running || other.running,
            red: self.red || other.red,
            due_on: earliest(self.due_on, other.due_on),
            co_due_on: earliest(self.co_due_on, other.co_due_on),
            half_on: earliest(self.half_on, other.half_on),
            promise_on: earliest(self.promise_on, other.promise_on),
        }
    }
}

impl Case {
    /// The basis of one task's light.
    pub fn light_basis_of(&self, task: &HandlingTask) -> LightBasis {
        let promise_on = self
            .commitments
            .iter()
            .filter(|promise| promise.task == task.id && promise.is_late(NaiveDate::MAX))
            .map(|promise| promise.due)
            .min();
        let resting =
            task.status.is_issued() || !task.status.is_live() || task.status == TaskStatus::CoOpinionIssued;
        if resting {
            return LightBasis { promise_on, ..LightBasis::default() };
        }
        if self.suggestion.wishes.reference_only {
            return LightBasis { running: true, ..LightBasis::default() };
        }
        let Some(due) = task.dues.effective.as_ref().map(|due| due.on) else { return LightBasis::default() };
        let start = business_date(task.assigned_at);
        let contacted = !task.contacts.is_empty() || !task.owes_reply();
        // Half is gone when twice the days gone are at least all days.
        let half = (due - start).num_days().max(0);
        let half_on = start.checked_add_days(Days::new(u64::try_from((half + 1) / 2).unwrap_or(0)));
        LightBasis {
            running: true,
            red: self.yellow_cards(task) >= 2 || self.times_unsatisfied() >= 2,
            due_on: Some(due),
            co_due_on: task.owes_co_opinion().then_some(due),
            half_on: half_on.filter(|_| !contacted),
            promise_on,
        }
    }

    /// The basis of the matter's light: that of its worst task.
    pub fn light_basis(&self) -> LightBasis {
        self.tasks.iter().map(|task| self.light_basis_of(task)).fold(LightBasis::default(), LightBasis::worst)
    }

    /// The days of this moment.
    pub fn light_days(ctx: &Ctx<'_>) -> LightDays {
        LightDays::of(ctx.today(), ctx.settings, ctx.calendar)
    }
}
