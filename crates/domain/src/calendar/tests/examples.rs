//! The worked examples 1–4 of the domain specification, §8.3, and the corners of counting.

use super::*;

#[test]
fn example_1_month_end_on_a_make_up_working_saturday() {
    assert_eq!(due("2025-11-30", "3m"), "2026-02-28");
    let plain = WorkCalendar::weekends_only();
    assert_eq!(plain.due(day("2025-11-30"), &rule("3m")).due, day("2026-03-02"));
}

#[test]
fn example_2_assigned_on_a_friday_in_march() {
    for (written, expected) in [
        ("5wd", "2026-03-13"),
        ("20wd", "2026-04-03"),
        ("1m", "2026-04-07"),
        ("3m", "2026-06-08"),
        ("6m", "2026-09-07"),
    ] {
        assert_eq!(due("2026-03-06", written), expected, "{written}");
    }
}

#[test]
fn example_3_the_labour_days_are_skipped() {
    assert_eq!(due("2026-04-28", "5wd"), "2026-05-08");
}

#[test]
fn example_4_feedback_and_rehandling() {
    assert_eq!(due("2026-05-20", "15wd"), "2026-06-10");
    assert_eq!(due("2026-06-15", "1m"), "2026-07-15");
}

#[test]
fn the_start_day_is_not_counted_even_when_it_is_a_day_of_rest() {
    assert_eq!(due("2026-03-07", "1wd"), "2026-03-09", "from a Saturday");
    assert_eq!(due("2026-03-06", "1wd"), "2026-03-09", "from the Friday before");
    assert_eq!(due("2026-02-15", "1wd"), "2026-02-24", "from the first day of the Spring Festival");
    assert_eq!(due("2026-02-13", "1wd"), "2026-02-14", "to a make-up working Saturday");
}

#[test]
fn months_and_years_are_clamped_to_the_end_of_the_month() {
    assert_eq!(due("2024-01-31", "1m!"), "2024-02-29", "leap year");
    assert_eq!(due("2023-01-31", "1m!"), "2023-02-28", "common year");
    assert_eq!(due("2024-02-29", "1y!"), "2025-02-28", "29 February a year later");
    assert_eq!(due("2024-02-29", "4y!"), "2028-02-29");
    assert_eq!(due("2024-02-29", "12m!"), due("2024-02-29", "1y!"));
    assert_eq!(due("2025-10-31", "1m!"), "2025-11-30");
    assert_eq!(due("2025-11-30", "1m!"), "2025-12-30", "the day number, not the end of the month, is kept");
    assert_eq!(due("2025-12-31", "2m!"), "2026-02-28", "over the year's end");
}

#[test]
fn days_and_weeks_roll_unless_marked() {
    assert_eq!(due("2025-12-25", "7d"), "2026-01-04", "New Year's Day, to the make-up Sunday");
    assert_eq!(due("2025-12-25", "7d!"), "2026-01-01");
    assert_eq!(due("2026-04-20", "2w"), "2026-05-06", "out of the Labour days");
    assert_eq!(due("2026-04-20", "14d"), due("2026-04-20", "2w"));
    assert_eq!(due("2026-03-02", "20d"), "2026-03-23", "a Sunday");
}

#[test]
fn the_year_end_is_crossed() {
    assert_eq!(due("2025-12-30", "3wd"), "2026-01-05", "31 Dec, 4 Jan (make-up Sunday), 5 Jan");
    assert_eq!(due("2018-12-28", "1wd"), "2018-12-29", "make-up Saturday by the notice for 2019");
    assert_eq!(due("2022-12-30", "1wd"), "2023-01-03");
}

#[test]
fn adding_and_subtracting_working_days_are_inverse_for_working_days() {
    let calendar = official_calendar();
    let due = day("2026-06-08");
    assert_eq!(calendar.last_day_to_ask(due, 10), day("2026-05-25"));
    assert_eq!(calendar.add_working_days(day("2026-05-25"), 10), due);
    assert_eq!(calendar.subtract_working_days(day("2026-03-07"), 1), day("2026-03-06"), "from a Saturday");
    assert_eq!(calendar.subtract_working_days(due, 0), due);
    assert_eq!(calendar.add_working_days(due, 0), due);
}

#[test]
fn what_is_left_is_told_in_working_days() {
    let calendar = official_calendar();
    let tell = |today: &str, due: &str| calendar.remaining(day(today), day(due));
    assert_eq!(tell("2026-04-28", "2026-05-08").zh(), "剩 5 个工作日");
    assert_eq!(tell("2026-04-28", "2026-05-08").en(), "5 working days left");
    assert_eq!(tell("2026-05-08", "2026-05-08").zh(), "今天到期");
    assert_eq!(tell("2026-05-11", "2026-05-08"), Remaining::Overdue { working_days: 2, days: 3 });
    assert_eq!(tell("2026-05-11", "2026-05-08").zh(), "超期 3 天");
    assert_eq!(
        tell("2026-05-01", "2026-05-03").zh(),
        "剩 2 天",
        "no working day left before a capped holiday"
    );
}

#[test]
fn lights_turn_on_the_day_the_rule_says() {
    let calendar = official_calendar();
    let thresholds = LightThresholds { yellow_light_days: 15, red_card_late_wd: 10 };
    let contacted = LightFacts { contacted: true, ..LightFacts::default() };
    let light = |today: &str, facts: LightFacts| {
        calendar.light(day(today), day("2026-03-06"), day("2026-06-08"), thresholds, facts)
    };
    assert_eq!(light("2026-05-23", contacted), Light::Green, "16 days left");
    assert_eq!(light("2026-05-24", contacted), Light::Yellow, "15 days left");
    assert_eq!(light("2026-04-21", LightFacts::default()), Light::Green, "46 of 94 days gone");
    assert_eq!(light("2026-04-22", LightFacts::default()), Light::Yellow, "half the time, no contact");
    assert_eq!(light("2026-06-08", contacted), Light::Yellow, "the last day is not late");
    assert_eq!(light("2026-06-09", contacted), Light::YellowCard);
    assert_eq!(calendar.working_days_between(day("2026-06-08"), day("2026-06-23")), 10);
    assert_eq!(light("2026-06-23", contacted), Light::YellowCard, "10 working days late");
    assert_eq!(light("2026-06-24", contacted), Light::RedCard, "11 working days late");
    let twice = LightFacts { yellow_cards: 2, ..contacted };
    assert_eq!(light("2026-03-09", twice), Light::RedCard);
    assert_eq!(light("2026-03-09", LightFacts { unsatisfied: 2, ..contacted }), Light::RedCard);
    assert_eq!(light("2026-03-09", LightFacts { co_opinion_late: true, ..contacted }), Light::YellowCard);
    assert_eq!(light("2026-03-09", LightFacts { commitment_late: true, ..contacted }), Light::YellowCard);
}

#[test]
fn the_weekend_after_the_last_day_is_no_card_yet() {
    let calendar = official_calendar();
    let thresholds = LightThresholds { yellow_light_days: 15, red_card_late_wd: 10 };
    let light = |today: &str| {
        calendar.light(day(today), day("2026-03-06"), day("2026-03-13"), thresholds, LightFacts::default())
    };
    assert_eq!(light("2026-03-15"), Light::Yellow, "Sunday: no working day late");
    assert_eq!(light("2026-03-16"), Light::YellowCard);
}

#[test]
fn an_extension_keeps_the_start_and_the_legal_maximum() {
    let calendar = official_calendar();
    let reply = calendar.due(day("2026-03-06"), &rule("3m"));
    let longest = rule("6m");
    let extended = calendar.extend(&reply, day("2026-08-01"), &longest).expect("within six months");
    assert_eq!((extended.start, extended.due), (reply.start, day("2026-08-03")), "a Saturday rolls");
    assert_eq!(
        calendar.extend(&reply, day("2026-09-07"), &longest).expect("the last possible day").due,
        day("2026-09-07")
    );
    assert_eq!(
        calendar.extend(&reply, day("2026-09-08"), &longest),
        Err(ExtensionError::TooLate { latest: day("2026-09-07") })
    );
    assert_eq!(
        calendar.extend(&reply, day("2026-06-08"), &longest),
        Err(ExtensionError::NotLater { due: day("2026-06-08") })
    );
}

#[test]
fn the_clock_stands_still_during_a_pause() {
    let calendar = official_calendar();
    let pause = |from: &str, to: &str| Pause { from: day(from), to: day(to) };
    let paused = |written: &str, pauses: &[Pause]| {
        calendar.due_with_pauses(day("2026-03-06"), &rule(written), pauses).due.to_string()
    };
    assert_eq!(paused("5wd", &[]), "2026-03-13");
    assert_eq!(paused("5wd", &[pause("2026-03-10", "2026-03-11")]), "2026-03-17");
    assert_eq!(paused("5wd", &[pause("2026-03-07", "2026-03-08")]), "2026-03-13", "a weekend costs nothing");
    assert_eq!(
        paused("5wd", &[pause("2026-03-11", "2026-03-12"), pause("2026-03-10", "2026-03-11")]),
        "2026-03-18",
        "overlapping pauses count once"
    );
    assert_eq!(paused("5wd", &[pause("2026-03-16", "2026-03-20")]), "2026-03-13", "after the end");
    assert_eq!(paused("5wd", &[pause("2026-02-01", "2026-03-09")]), "2026-03-16", "began before the start");
    assert_eq!(paused("3m", &[pause("2026-04-01", "2026-04-10")]), "2026-06-16", "ten calendar days");
    assert_eq!(
        paused("5wd", &[pause("2026-03-12", "2026-03-12"), pause("2026-03-16", "2026-03-16")]),
        "2026-03-17",
        "the second pause falls into the time that the first one added"
    );
}
