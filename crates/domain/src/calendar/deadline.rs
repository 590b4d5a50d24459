use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use super::{DayKind, MonthDay, Roll, Rule, RuleUnit, Step, StepKind, WorkCalendar, add_months_clamped};

/// What a deadline rests on: the setting with its value and age, and the article behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Setting key, e.g. `reply_months`.
    pub setting: &'static str,
    /// Chinese name of the setting, e.g. 答复期限.
    pub label_zh: &'static str,
    /// English name of the setting.
    pub label_en: &'static str,
    /// Value in force, as text.
    pub value: String,
    /// First day on which the value was in force; `None`: the built-in value.
    pub valid_from: Option<NaiveDate>,
    /// Law article in Chinese, when the setting has one.
    pub law_zh: Option<&'static str>,
    /// Law article in English.
    pub law_en: Option<&'static str>,
}

/// A computed deadline (办理期限) that explains itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// What is due, e.g. `reply`; empty until [`Deadline::with_basis`] names the setting or the caller sets it.
    pub key: &'static str,
    /// Start day (起算日), not counted.
    pub start: NaiveDate,
    /// The period.
    pub rule: Rule,
    /// Last day (截止日), until 24:00 in the congress's zone.
    pub due: NaiveDate,
    /// How it was computed, in order.
    pub steps: Vec<Step>,
    /// A year involved has no official notice yet: the day may move.
    pub provisional: bool,
    /// What it rests on.
    pub basis: Option<Basis>,
}

impl Deadline {
    /// Names the setting it rests on; an empty `key` becomes the setting's.
    #[must_use]
    pub fn with_basis(mut self, basis: Basis) -> Self {
        if self.key.is_empty() {
            self.key = basis.setting;
        }
        self.basis = Some(basis);
        self
    }

    /// Names what is due.
    #[must_use]
    pub fn with_key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    /// Brings the deadline forward to the common last day (统一截止日, setting `cap_date`) of the year in which the clock started, when that is
    /// earlier. The cap is a fixed date, not a period: it does not roll. A start after the cap's day runs to the next year's.
    #[must_use]
    pub fn capped(mut self, cap: MonthDay) -> Self {
        let cap = cap.first_after(self.start);
        if self.due > cap {
            self.steps.push(Step::plain(StepKind::Capped, self.due, cap));
            self.due = cap;
        }
        self
    }

    /// The explanation in Chinese, one sentence a step.
    pub fn explain_zh(&self) -> Vec<String> {
        self.steps.iter().map(Step::zh).collect()
    }

    /// The explanation in English, one sentence a step.
    pub fn explain_en(&self) -> Vec<String> {
        self.steps.iter().map(Step::en).collect()
    }
}

impl WorkCalendar {
    /// The last day of the period, without explanation.
    pub fn due_date(&self, start: NaiveDate, rule: &Rule) -> NaiveDate {
        let nominal = self.nominal(start, rule);
        match rule.roll() {
            Roll::ToNextWorkingDay => self.roll_forward(nominal),
            Roll::Never => nominal,
        }
    }

    /// The last day of the period with its explanation.
    pub fn due(&self, start: NaiveDate, rule: &Rule) -> Deadline {
        let mut steps = vec![Step::plain(StepKind::StartNotCounted, start, start)];
        let nominal = self.nominal(start, rule);
        let mut due = nominal;
        let provisional_year = if rule.unit() == RuleUnit::WorkingDays {
            self.explain_working_days(start, nominal, u32::from(rule.amount()), &mut steps);
            self.first_provisional_year(start, due)
        } else {
            steps.push(Step::named(StepKind::PeriodAdded, start, nominal, rule.to_string()));
            if matches!(rule.unit(), RuleUnit::Months | RuleUnit::Years) && nominal.day() != start.day() {
                steps.push(Step::counted(StepKind::MonthEndTaken, nominal, nominal, start.day()));
            }
            due = self.explain_roll(nominal, rule.roll(), &mut steps);
            // Only the days from the last one on were looked up.
            self.first_provisional_year(nominal, due)
        };
        if let Some(year) = provisional_year {
            steps.push(Step::counted(StepKind::ProvisionalYear, start, due, year.unsigned_abs()));
        }
        Deadline {
            key: "",
            start,
            rule: *rule,
            due,
            steps,
            provisional: provisional_year.is_some(),
            basis: None,
        }
    }

    /// The last day before any rolling.
    pub(super) fn nominal(&self, start: NaiveDate, rule: &Rule) -> NaiveDate {
        let amount = u32::from(rule.amount());
        let add_days =
            |days: u32| start.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX);
        match rule.unit() {
            RuleUnit::WorkingDays => self.add_working_days(start, amount),
            RuleUnit::CalendarDays => add_days(amount),
            RuleUnit::Weeks => add_days(amount * 7),
            RuleUnit::Months => add_months_clamped(start, amount),
            RuleUnit::Years => add_months_clamped(start, amount * 12),
        }
    }

    /// Tells which days between were counted and which not.
    pub(super) fn explain_working_days(
        &self,
        start: NaiveDate,
        due: NaiveDate,
        count: u32,
        steps: &mut Vec<Step>,
    ) {
        let first = start.succ_opt().unwrap_or(start);
        let listed = self.days_between(first, due);
        let mut at = 0;
        let mut holidays = 0;
        while let Some(day) = listed.get(at) {
            match day.kind {
                DayKind::MakeUpWorkday => {
                    steps.push(Step::named(StepKind::MakeUpDayCounted, day.date, day.date, day.name.clone()));
                    at += 1;
                }
                DayKind::Holiday => {
                    let run = holiday_run(&listed[at..]);
                    let last = listed.get(at + run - 1).map_or(day.date, |last| last.date);
                    steps.push(Step::named(StepKind::HolidaySkipped, day.date, last, day.name.clone()));
                    at += run;
                    holidays += u32::try_from(run).unwrap_or(u32::MAX);
                }
            }
        }
        let all = u32::try_from((due - start).num_days()).unwrap_or(0);
        let weekends = all.saturating_sub(count).saturating_sub(holidays);
        if weekends > 0 {
            steps.push(Step::counted(StepKind::WeekendsSkipped, first, due, weekends));
        }
        steps.push(Step::counted(StepKind::WorkingDaysCounted, self.roll_forward(first), due, count));
    }

    /// Rolls a last day, telling why.
    pub(super) fn explain_roll(&self, nominal: NaiveDate, roll: Roll, steps: &mut Vec<Step>) -> NaiveDate {
        let listed = self.listed(nominal);
        if self.is_working_day(nominal) {
            if listed.is_some() {
                steps.push(Step::plain(StepKind::LastDayIsMakeUpDay, nominal, nominal));
            }
            return nominal;
        }
        match roll {
            Roll::Never => {
                steps.push(Step::plain(StepKind::NotRolled, nominal, nominal));
                nominal
            }
            Roll::ToNextWorkingDay => {
                let due = self.next_working_day(nominal);
                let name = listed.map_or(String::new(), |day| day.name.clone());
                steps.push(Step::named(StepKind::RolledForward, nominal, due, name));
                due
            }
        }
    }
}

/// How many of the first days are one holiday: same name, one after the other.
fn holiday_run(days: &[super::CalendarDay]) -> usize {
    let runs_on = |pair: &&[super::CalendarDay]| match pair {
        [a, b] => b.kind == DayKind::Holiday && b.name == a.name && a.date.succ_opt() == Some(b.date),
        _ => false,
    };
    1 + days.windows(2).take_while(runs_on).count()
}
