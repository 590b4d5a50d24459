//! The embedded days against totals and single facts of the State Council's notices.

use chrono::{Datelike, Weekday};

use super::*;

/// Days of rest beyond the plain weekend and working weekend days, by year of the date.
fn totals(year: i32) -> (usize, usize) {
    let days = official_calendar().days_between(day(&format!("{year}-01-01")), day(&format!("{year}-12-31")));
    let count = |kind| days.iter().filter(|listed| listed.kind == kind).count();
    (count(DayKind::Holiday), count(DayKind::MakeUpWorkday))
}

#[test]
fn the_notices_add_up() {
    // Each festival's number of days as the notices state it, and the named working weekend days.
    for (year, holidays, make_up) in [
        // 2018: 1 (30–31 Dec belong to the notice for 2019: +2, and its 29 Dec) + 7 + 3 + 3 + 1 + 1 + 7
        (2018, 1 + 7 + 3 + 3 + 1 + 1 + 7 + 2, 6 + 1),
        // 2019 with the changed Labour days: 1 + 7 + 1 + 4 + 1 + 1 + 7
        (2019, 1 + 7 + 1 + 4 + 1 + 1 + 7, 6),
        // 2020 with the longer Spring Festival (24 Jan – 2 Feb): 1 + 10 + 3 + 5 + 3 + 8
        (2020, 1 + 10 + 3 + 5 + 3 + 8, 6),
        (2021, 3 + 7 + 3 + 5 + 3 + 3 + 7, 7),
        // 2022: 31 Dec belongs to the notice for 2023
        (2022, 3 + 7 + 3 + 5 + 3 + 3 + 7 + 1, 7),
        (2023, 2 + 7 + 1 + 5 + 3 + 8, 7),
        (2024, 1 + 8 + 3 + 5 + 1 + 3 + 7, 8),
        (2025, 1 + 8 + 3 + 5 + 3 + 8, 5),
        (2026, 3 + 9 + 3 + 5 + 3 + 3 + 7, 6),
    ] {
        assert_eq!(totals(year), (holidays, make_up), "{year}");
    }
}

#[test]
fn facts_that_were_changed_after_the_first_notice() {
    let calendar = official_calendar();
    for (date, works) in [
        ("2019-04-28", true),
        ("2019-05-02", false),
        ("2019-05-03", false),
        ("2019-05-05", true),
        ("2020-01-31", false),
        ("2020-02-01", false),
        ("2020-02-03", true),
        ("2020-05-05", false),
        ("2020-05-09", true),
    ] {
        assert_eq!(calendar.is_working_day(day(date)), works, "{date}");
    }
}

#[test]
fn the_notice_for_2026() {
    let calendar = official_calendar();
    for works in ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"] {
        assert!(calendar.is_working_day(day(works)), "{works}");
        assert!(matches!(day(works).weekday(), Weekday::Sat | Weekday::Sun), "{works}");
    }
    for (from, to) in [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ] {
        assert_eq!(
            calendar.working_days_between(day(from).pred_opt().expect("not the first"), day(to)),
            0,
            "{from}"
        );
    }
}

#[test]
fn later_years_have_their_statutory_days_and_are_provisional() {
    let calendar = official_calendar();
    for year in 2027..=2035 {
        assert!(!calendar.is_official(year), "{year}");
        let (holidays, make_up) = totals(year);
        // 13 statutory days; in 2028 and 2031 the Mid-Autumn Festival falls on a National Day.
        assert_eq!((holidays, make_up), (if year == 2028 || year == 2031 { 12 } else { 13 }, 0), "{year}");
    }
    assert!(!calendar.is_official(2036), "a year that is not listed");
    assert!((2018..=2026).all(|year| calendar.is_official(year)));
    assert_eq!(official_coverage().len(), 18);
}

#[test]
fn the_embedded_files_have_no_refused_line_and_no_senseless_day() {
    for text in [include_str!("../official_days.csv"), include_str!("../statutory_days.csv")] {
        assert_eq!(parse_csv(text).errors, []);
    }
    for listed in official_days() {
        let weekend = matches!(listed.date.weekday(), Weekday::Sat | Weekday::Sun);
        assert!(listed.kind == DayKind::Holiday || weekend, "{} works anyway", listed.date);
    }
    assert_eq!(official_days().first().map(|first| first.date.year()), Some(2018));
}

#[test]
fn local_days_override_the_official_ones() {
    let mut days = official_days().to_vec();
    days.push(listed("2026-05-04", DayKind::Holiday, "县庆"));
    let calendar = WorkCalendar::new(days, official_coverage().to_vec());
    assert_eq!(calendar.listed(day("2026-05-04")).map(|found| found.name.as_str()), Some("县庆"));
    assert_eq!(calendar.days().len(), official_days().len());
}
