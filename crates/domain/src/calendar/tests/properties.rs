//! Properties that hold for every start and rule, against a slow and obvious count by single days.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, Weekday};
use proptest::prelude::*;

use super::*;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..18 * 365).prop_map(|days| day("2018-01-01") + Days::new(days))
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let unit = prop_oneof![Just("wd"), Just("d"), Just("w"), Just("m"), Just("y")];
    (1u16..200, unit, any::<bool>()).prop_filter_map("within bounds", |(amount, unit, never)| {
        format!("{amount}{unit}{}", if never { "!" } else { "" }).parse().ok()
    })
}

/// Days invented at random: long runs of holidays, working weekends, contradictions.
fn any_calendar() -> impl Strategy<Value = WorkCalendar> {
    let listed = (any_day(), any::<bool>(), 1u64..40).prop_map(|(first, works, length)| {
        let kind = if works { DayKind::MakeUpWorkday } else { DayKind::Holiday };
        let length = if works { 1 } else { length };
        (0..length)
            .map(move |offset| CalendarDay { date: first + Days::new(offset), kind, name: "测试".into() })
            .collect()
    });
    proptest::collection::vec(listed, 0..80)
        .prop_map(|runs: Vec<Vec<CalendarDay>>| WorkCalendar::new(runs.into_iter().flatten(), []))
}

struct Slow(HashMap<NaiveDate, DayKind>);

impl Slow {
    fn new(calendar: &WorkCalendar) -> Self {
        Self(calendar.days().iter().map(|listed| (listed.date, listed.kind)).collect())
    }

    fn works(&self, date: NaiveDate) -> bool {
        match self.0.get(&date) {
            Some(kind) => *kind == DayKind::MakeUpWorkday,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    fn add(&self, start: NaiveDate, count: u32) -> NaiveDate {
        start
            .iter_days()
            .skip(1)
            .filter(|date| self.works(*date))
            .nth(count as usize - 1)
            .expect("there is one")
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn counting_agrees_with_single_days(calendar in any_calendar(), start in any_day(), count in 1u32..300) {
        let slow = Slow::new(&calendar);
        let due = calendar.add_working_days(start, count);
        prop_assert_eq!(due, slow.add(start, count));
        prop_assert_eq!(calendar.is_working_day(start), slow.works(start));
        prop_assert_eq!(calendar.working_days_between(start, due), count as i32);
        prop_assert_eq!(calendar.working_days_between(due, start), -(count as i32));
        prop_assert_eq!(calendar.next_working_day(start), slow.add(start, 1));
    }

    #[test]
    fn subtracting_undoes_adding(calendar in any_calendar(), start in any_day(), count in 1u32..300) {
        let from = calendar.roll_forward(start);
        prop_assert_eq!(calendar.subtract_working_days(calendar.add_working_days(from, count), count), from);
        let before = calendar.subtract_working_days(start, count);
        prop_assert!(before < start && calendar.is_working_day(before));
        prop_assert_eq!(calendar.working_days_between(before, start.pred_opt().expect("not the first")), count as i32 - 1);
    }

    #[test]
    fn a_later_start_is_never_due_earlier(calendar in any_calendar(), start in any_day(), more in 0u64..40, rule in any_rule()) {
        prop_assert!(calendar.due_date(start, &rule) <= calendar.due_date(start + Days::new(more), &rule));
    }

    #[test]
    fn a_longer_period_is_never_due_earlier(start in any_day(), amount in 1u16..100, unit in 0usize..5) {
        let unit = ["wd", "d", "w", "m", "y"][unit];
        let both = (format!("{amount}{unit}").parse::<Rule>(), format!("{}{unit}", amount + 1).parse::<Rule>());
        if let (Ok(shorter), Ok(longer)) = both {
            prop_assert!(official_calendar().due_date(start, &shorter) <= official_calendar().due_date(start, &longer));
        }
    }

    #[test]
    fn the_last_day_works_unless_the_rule_never_rolls(calendar in any_calendar(), start in any_day(), rule in any_rule()) {
        let due = calendar.due_date(start, &rule);
        prop_assert!(due > start);
        if rule.roll() == Roll::ToNextWorkingDay || rule.unit() == RuleUnit::WorkingDays {
            prop_assert!(calendar.is_working_day(due));
        }
        let never = calendar.due_date(start, &rule.without_roll());
        prop_assert!(never <= due);
        prop_assert_eq!(calendar.roll_forward(never), due.max(calendar.roll_forward(never)));
    }

    #[test]
    fn the_explained_day_is_the_plain_one_and_ends_the_steps(start in any_day(), rule in any_rule()) {
        let deadline = official_calendar().due(start, &rule);
        prop_assert_eq!(deadline.due, official_calendar().due_date(start, &rule));
        prop_assert!(deadline.steps.iter().any(|step| step.to == deadline.due));
        prop_assert_eq!(deadline.explain_zh().len(), deadline.explain_en().len());
    }

    #[test]
    fn no_pause_brings_the_end_forward(start in any_day(), rule in any_rule(), from in 0u64..200, length in 0u64..60) {
        let first = start + Days::new(from);
        let pauses = [Pause { from: first, to: first + Days::new(length) }];
        let paused = official_calendar().due_with_pauses(start, &rule, &pauses).due;
        prop_assert!(paused >= official_calendar().due_date(start, &rule));
    }

    #[test]
    fn written_rules_come_back(rule in any_rule()) {
        prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in "\\PC{0,80}", rule in "\\PC{0,12}") {
        let _ = rule.parse::<Rule>();
        let _ = parse_csv(&text);
        let _ = parse_ical(&text);
        let _ = parse_ical(&format!("BEGIN:VEVENT\nDTSTART:{text}\nSUMMARY:{rule}\nEND:VEVENT"));
    }
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let calendar = official_calendar();
    for start in [NaiveDate::MIN, NaiveDate::MAX] {
        for written in ["1wd", "2500wd", "3660d", "120m", "10y"] {
            let _ = calendar.due(start, &rule(written));
        }
        let _ = calendar.add_working_days(start, u32::MAX);
        let _ = calendar.subtract_working_days(start, u32::MAX);
    }
}

#[test]
fn twenty_thousand_deadlines_take_a_moment() {
    let calendar = official_calendar();
    let rules = ["5wd", "20wd", "15wd", "3m", "6m", "1y"].map(rule);
    let begin = Instant::now();
    let mut last = NaiveDate::MIN;
    for index in 0..20_000u64 {
        let start = day("2018-01-01") + Days::new(index % 3_000);
        last = last.max(calendar.due_date(start, &rules[(index % 6) as usize]));
    }
    let took = begin.elapsed();
    assert!(last > day("2026-01-01"));
    // It takes 30 ms unoptimised; a loop over days takes seconds.
    assert!(took < Duration::from_millis(500), "{took:?}");
    println!("20,000 deadlines: {took:?}");
}
