use chrono::NaiveDate;

use super::{Deadline, Roll, Rule, RuleUnit, Step, StepKind, WorkCalendar};

/// A stretch of time in which a clock stands still (中止), both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// First day not counted.
    pub from: NaiveDate,
    /// Last day not counted.
    pub to: NaiveDate,
}

/// Why a deadline cannot be extended to the wished day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// The new day is not after the present one.
    #[error("the new last day must be after {due}")]
    NotLater {
        /// Present last day.
        due: NaiveDate,
    },
    /// Beyond the longest period that the law or the setting allows, counted from the same start.
    #[error("the new last day may not be after {latest}")]
    TooLate {
        /// Latest possible day.
        latest: NaiveDate,
    },
}

impl WorkCalendar {
    /// Extends a deadline (延期) to `until`, which is moved to the next working day when it is a day of rest. The start is never
    /// reset: `longest` (e.g. six months, 《代表法》第五十一条) counts from the same start day.
    ///
    /// # Errors
    /// When `until` is not later than the present day, or later than `longest` allows.
    pub fn extend(
        &self,
        deadline: &Deadline,
        until: NaiveDate,
        longest: &Rule,
    ) -> Result<Deadline, ExtensionError> {
        if until <= deadline.due {
            return Err(ExtensionError::NotLater { due: deadline.due });
        }
        let latest = self.due_date(deadline.start, longest);
        if until > latest {
            return Err(ExtensionError::TooLate { latest });
        }
        let mut extended = deadline.clone();
        extended.steps.push(Step::plain(StepKind::Extended, deadline.due, until));
        // `latest` is a working day unless its rule does not roll, so rolling cannot pass it by more than that rule wants.
        extended.due = self.explain_roll(until, longest.roll(), &mut extended.steps);
        extended.provisional |= self.first_provisional_year(until, extended.due).is_some();
        Ok(extended)
    }

    /// The last day on which something may still be asked for that must be asked `working_days` before `due`
    /// (setting `extension_request_before_wd`).
    pub fn last_day_to_ask(&self, due: NaiveDate, working_days: u32) -> NaiveDate {
        self.subtract_working_days(due, working_days)
    }

    /// As [`WorkCalendar::due`], with the clock standing still during the pauses. Pauses may overlap and come in any order; days before the
    /// start or after the end do not matter. Working-day periods lose only the working days within a pause, others every day.
    pub fn due_with_pauses(&self, start: NaiveDate, rule: &Rule, pauses: &[Pause]) -> Deadline {
        let mut deadline = self.due(start, rule);
        let working = rule.unit() == RuleUnit::WorkingDays;
        // The unrolled end moves with each pause; it is rolled once, at the end.
        let mut end = self.nominal(start, rule);
        let mut steps = Vec::new();
        for pause in merged(pauses) {
            let from = pause.from.max(start.succ_opt().unwrap_or(start));
            if from > end || pause.to < from {
                continue;
            }
            let before = from.pred_opt().unwrap_or(from);
            let lost = if working {
                u32::try_from(self.working_days_between(before, pause.to)).unwrap_or(0)
            } else {
                u32::try_from((pause.to - before).num_days()).unwrap_or(0)
            };
            if lost == 0 {
                continue;
            }
            end = if working {
                self.add_working_days(end, lost)
            } else {
                end.checked_add_days(chrono::Days::new(u64::from(lost))).unwrap_or(NaiveDate::MAX)
            };
            steps.push(Step::counted(StepKind::Paused, from, pause.to, lost));
        }
        if steps.is_empty() {
            return deadline;
        }
        // What was told about the old last day no longer holds.
        deadline.steps.retain(|step| {
            !matches!(
                step.kind,
                StepKind::RolledForward
                    | StepKind::NotRolled
                    | StepKind::LastDayIsMakeUpDay
                    | StepKind::ProvisionalYear
            )
        });
        deadline.steps.append(&mut steps);
        let roll = if working { Roll::ToNextWorkingDay } else { rule.roll() };
        deadline.due = self.explain_roll(end, roll, &mut deadline.steps);
        let looked_up = if working { start } else { end };
        if let Some(year) = self.first_provisional_year(looked_up, deadline.due) {
            deadline.steps.push(Step::counted(
                StepKind::ProvisionalYear,
                start,
                deadline.due,
                year.unsigned_abs(),
            ));
            deadline.provisional = true;
        }
        deadline
    }
}

/// Pauses in order, overlapping ones joined.
fn merged(pauses: &[Pause]) -> Vec<Pause> {
    let mut sorted: Vec<Pause> = pauses.iter().copied().filter(|pause| pause.from <= pause.to).collect();
    sorted.sort_by_key(|pause| pause.from);
    let mut joined: Vec<Pause> = Vec::with_capacity(sorted.len());
    for pause in sorted {
        match joined.last_mut() {
            Some(last) if pause.from <= last.to => last.to = last.to.max(pause.to),
            _ => joined.push(pause),
        }
    }
    joined
}
