use super::*;

fn zh(start: &str, written: &str) -> Vec<String> {
    official_calendar().due(day(start), &rule(written)).explain_zh()
}

fn en(start: &str, written: &str) -> Vec<String> {
    official_calendar().due(day(start), &rule(written)).explain_en()
}

#[test]
fn working_days_tell_what_was_skipped() {
    assert_eq!(
        zh("2026-04-28", "5wd"),
        [
            "2026年4月28日（周二）为起算日，不计入",
            "2026年5月1日（周五）至2026年5月5日（周二）劳动节放假，不计入",
            "2026年4月29日（周三）至2026年5月8日（周五），计5个工作日",
        ]
    );
    assert_eq!(
        en("2026-02-12", "3wd"),
        [
            "Thu 12 Feb 2026 is the start day and is not counted",
            "Sat 14 Feb 2026 is a make-up working day and is counted",
            "Sun 15 Feb 2026 to Mon 23 Feb 2026 are holidays (春节) and are not counted",
            "3 working days counted from Fri 13 Feb 2026 to Tue 24 Feb 2026",
        ]
    );
    assert_eq!(zh("2026-03-06", "5wd")[1], "其间周末休息2天，不计入");
}

#[test]
fn months_tell_clamping_and_rolling() {
    assert_eq!(
        zh("2025-11-30", "3m"),
        [
            "2025年11月30日（周日）为起算日，不计入",
            "自2025年11月30日（周日）起3个月，至2026年2月28日（周六）",
            "该月没有30日，以月末2026年2月28日（周六）为末日",
            "末日2026年2月28日（周六）调休上班，是工作日，不顺延",
        ]
    );
    assert_eq!(zh("2026-03-06", "1m")[2], "末日2026年4月6日（周一）清明节放假，顺延至2026年4月7日（周二）");
    assert_eq!(
        en("2026-03-06", "3m")[2],
        "the last day Sat 6 Jun 2026 is a day of rest, so it moves to Mon 8 Jun 2026"
    );
    assert_eq!(zh("2026-03-06", "3m!")[2], "末日2026年6月6日（周六）为休息日，按规定不顺延");
}

#[test]
fn every_day_of_a_working_day_period_is_accounted_for() {
    for (start, written) in [("2020-01-17", "20wd"), ("2023-09-20", "15wd"), ("2025-01-20", "30wd")] {
        let deadline = official_calendar().due(day(start), &rule(written));
        let mut days = 0;
        for step in &deadline.steps {
            days += match step.kind {
                StepKind::HolidaySkipped => (step.to - step.from).num_days() + 1,
                StepKind::WeekendsSkipped | StepKind::WorkingDaysCounted => i64::from(step.count),
                _ => 0,
            };
        }
        assert_eq!(days, (deadline.due - deadline.start).num_days(), "{start} {written}");
    }
}

#[test]
fn what_rests_on_statutory_days_says_so() {
    let calendar = official_calendar();
    let due = |start: &str, written: &str| calendar.due(day(start), &rule(written));
    assert!(!due("2026-03-06", "6m").provisional);
    assert!(!due("2017-12-20", "1m").provisional, "only the days from the last one on matter");
    assert!(due("2017-12-20", "10wd").provisional, "counts days of 2017, which has no notice here");
    let deadline = due("2026-11-30", "3m");
    assert!(deadline.provisional);
    assert_eq!(
        deadline.explain_zh().last().map(String::as_str),
        Some("2027年放假安排尚未录入，按法定节假日暂算")
    );
    assert!(due("2026-12-25", "10wd").provisional, "counting reaches 2027");
}

#[test]
fn later_changes_are_told_as_steps() {
    let calendar = official_calendar();
    let reply = calendar.due(day("2026-03-06"), &rule("3m"));
    let extended = calendar.extend(&reply, day("2026-08-01"), &rule("6m")).expect("possible");
    let told = extended.explain_zh();
    assert_eq!(told[3], "经同意由2026年6月8日（周一）延期至2026年8月1日（周六）");
    assert_eq!(told[4], "末日2026年8月1日（周六）为休息日，顺延至2026年8月3日（周一）");
    let capped = reply.capped("05-31".parse().expect("valid"));
    assert_eq!(
        capped.explain_en().last().map(String::as_str),
        Some("not later than the common last day Sun 31 May 2026 (would have been Mon 8 Jun 2026)")
    );
    let pauses = [Pause { from: day("2026-03-10"), to: day("2026-03-11") }];
    let paused = calendar.due_with_pauses(day("2026-03-06"), &rule("5wd"), &pauses);
    assert!(
        paused
            .explain_zh()
            .contains(&"2026年3月10日（周二）至2026年3月11日（周三）中止计算，扣除2天".to_owned())
    );
}

#[test]
fn steps_have_keys_and_parameters_for_clients() {
    let step = &official_calendar().due(day("2026-04-28"), &rule("5wd")).steps[1];
    assert_eq!(step.text_key(), "deadline.step.holiday_skipped");
    assert_eq!(
        serde_json::to_value(step).expect("serialises"),
        serde_json::json!({"kind": "holiday_skipped", "from": "2026-05-01", "to": "2026-05-05", "count": 0, "name": "劳动节"})
    );
}
