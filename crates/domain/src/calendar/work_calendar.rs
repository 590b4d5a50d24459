use chrono::{Datelike, Months, NaiveDate};

use super::{CalendarDay, CoverageStatus, CoverageYear, DayKind};

/// The working calendar (工作日历) of one congress: which days are working days.
///
/// Monday to Friday work unless listed as holiday; Saturday and Sunday rest unless listed as make-up working day. Counting is by prefix
/// sums over the listed days, so a deadline costs two binary searches whatever its length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    days: Vec<CalendarDay>,
    numbers: Vec<i32>,
    /// `shift[i]`: by how many working days the first `i` listed days differ from the plain week.
    shift: Vec<i32>,
    coverage: Vec<CoverageYear>,
}

impl WorkCalendar {
    /// Builds the calendar from its listed days and what is known of each year. Order does not matter; of two entries for one
    /// day or year the later in the list counts (so local changes may simply follow the official list).
    pub fn new(
        days: impl IntoIterator<Item = CalendarDay>,
        coverage: impl IntoIterator<Item = CoverageYear>,
    ) -> Self {
        let days = last_per_key(days, |day| day.date);
        let coverage = last_per_key(coverage, |year| year.year);
        let numbers: Vec<i32> = days.iter().map(|day| number(day.date)).collect();
        let mut shift = Vec::with_capacity(days.len() + 1);
        let mut sum = 0;
        shift.push(sum);
        for (day, number) in days.iter().zip(&numbers) {
            sum += match (day.kind, is_weekend(*number)) {
                (DayKind::Holiday, false) => -1,
                (DayKind::MakeUpWorkday, true) => 1,
                (DayKind::Holiday, true) | (DayKind::MakeUpWorkday, false) => 0,
            };
            shift.push(sum);
        }
        Self { days, numbers, shift, coverage }
    }

    /// A calendar that knows weekends only; every year is provisional.
    pub fn weekends_only() -> Self {
        Self::new([], [])
    }

    /// All listed days in order.
    pub fn days(&self) -> &[CalendarDay] {
        &self.days
    }

    /// The listed days in `from..=to`.
    pub fn days_between(&self, from: NaiveDate, to: NaiveDate) -> &[CalendarDay] {
        let first = self.days.partition_point(|day| day.date < from);
        let end = self.days.partition_point(|day| day.date <= to);
        self.days.get(first..end).unwrap_or_default()
    }

    /// What is known of each year, in order.
    pub fn coverage(&self) -> &[CoverageYear] {
        &self.coverage
    }

    /// Whether the year's official notice is entered; a year that is not listed is not official.
    pub fn is_official(&self, year: i32) -> bool {
        self.coverage
            .binary_search_by_key(&year, |entry| entry.year)
            .is_ok_and(|at| self.coverage[at].status == CoverageStatus::Official)
    }

    /// The first year in `from..=to` whose official notice is not entered.
    pub fn first_provisional_year(&self, from: NaiveDate, to: NaiveDate) -> Option<i32> {
        (from.year()..=to.year()).find(|year| !self.is_official(*year))
    }

    /// What is listed for the day, if anything.
    pub fn listed(&self, date: NaiveDate) -> Option<&CalendarDay> {
        self.days.binary_search_by_key(&date, |day| day.date).ok().map(|at| &self.days[at])
    }

    /// Whether the day is a working day (工作日).
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.listed(date) {
            Some(day) => day.kind == DayKind::MakeUpWorkday,
            None => !is_weekend(number(date)),
        }
    }

    /// The first working day strictly after `date`.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        self.add_working_days(date, 1)
    }

    /// `date` itself when it is a working day, otherwise the next one (顺延).
    pub fn roll_forward(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working_day(date) { date } else { self.next_working_day(date) }
    }

    /// The `count`-th working day after `start`; the start day is not counted (《民法典》第201条). `count` 0 gives `start`.
    pub fn add_working_days(&self, start: NaiveDate, count: u32) -> NaiveDate {
        if count == 0 {
            return start;
        }
        let start = number(start);
        self.reach(start, self.worked(start).saturating_add(clamp(count)))
    }

    /// The `count`-th working day before `end`; the end day is not counted. `count` 0 gives `end`.
    pub fn subtract_working_days(&self, end: NaiveDate, count: u32) -> NaiveDate {
        if count == 0 {
            return end;
        }
        let last = number(end) - 1;
        let target = self.worked(last).saturating_sub(clamp(count)).saturating_add(1);
        let mut reach = 16;
        while self.worked(last.saturating_sub(reach)) >= target {
            reach = reach.saturating_mul(2);
        }
        self.reach(last.saturating_sub(reach), target)
    }

    /// Working days after `from` up to and with `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        self.worked(number(to)) - self.worked(number(from))
    }

    /// Working days up to and with day `number`, from an arbitrary zero.
    fn worked(&self, number: i32) -> i32 {
        // Day 1 of the common era was a Monday, so the remainder counts the days begun in the current week.
        let plain = number.div_euclid(7) * 5 + number.rem_euclid(7).min(5);
        plain + self.shift[self.numbers.partition_point(|listed| *listed <= number)]
    }

    /// The first day after `low` (which is below it) up to which `target` working days were worked.
    fn reach(&self, low: i32, target: i32) -> NaiveDate {
        let mut low = low;
        let mut step = 8;
        let mut high = low.saturating_add(step);
        while self.worked(high) < target {
            if high >= number(NaiveDate::MAX) {
                return NaiveDate::MAX;
            }
            low = high;
            step *= 2;
            high = high.saturating_add(step);
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.worked(middle) >= target { high = middle } else { low = middle }
        }
        NaiveDate::from_num_days_from_ce_opt(high).unwrap_or(NaiveDate::MAX)
    }
}

/// The same day `months` later, or the last day of that month when it has no such day (30 Nov + 3 → 28 Feb; 《民法典》第202条).
/// The far end of the calendar is never passed.
pub fn add_months_clamped(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

fn number(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}

/// 0 = Monday … 6 = Sunday.
fn is_weekend(number: i32) -> bool {
    (number - 1).rem_euclid(7) >= 5
}

/// No deadline has a hundred thousand years; a count beyond keeps the sums far from overflow.
fn clamp(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).min(30_000_000)
}

fn last_per_key<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    // Stable, so of equals the last is the one entered last.
    items.sort_by_key(|item| key(item));
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    for item in items {
        match kept.last_mut() {
            Some(last) if key(last) == key(&item) => *last = item,
            _ => kept.push(item),
        }
    }
    kept
}
