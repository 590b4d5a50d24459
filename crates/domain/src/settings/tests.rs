use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::*;
use crate::calendar::official_calendar;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("valid date")
}

fn version(key: SettingKey, value: Value, valid_from: &str) -> SettingVersion {
    SettingVersion { key, value, valid_from: day(valid_from) }
}

#[test]
fn the_built_in_values_are_valid_and_come_back() {
    let map: BTreeMap<String, Value> =
        SettingKey::ALL.iter().map(|key| (key.to_string(), key.meta().default)).collect();
    let settings = Settings::from_map(&map).expect("built-in values are valid");
    assert_eq!(settings, Settings::default());
    for key in SettingKey::ALL {
        assert_eq!(settings.get(*key), key.meta().default, "{key}");
        assert_eq!(key.as_str().parse(), Ok(*key));
        assert_eq!(json!(key), json!(key.as_str()), "serde and as_str agree");
        let meta = key.meta();
        assert!(!meta.label_zh.is_empty() && !meta.label_en.is_empty());
        assert!(!meta.legal_bound || meta.law.is_some(), "{key}: a legal bound needs its article");
    }
}

#[test]
fn every_key_of_the_specification_is_there() {
    let defaults = Settings::default();
    for (key, value) in [
        ("accept_decision_wd", json!(3)),
        ("assign_wd", json!(5)),
        ("dispatch_wd", json!(3)),
        ("sign_wd", json!(3)),
        ("send_back_wd", json!(5)),
        ("max_send_backs_per_suggestion", json!(2)),
        ("reassign_wd", json!(5)),
        ("object_to_unit_wd", json!(5)),
        ("first_contact_wd", json!(20)),
        ("co_opinion_months", json!(1)),
        ("co_opinion_redo_wd", json!(5)),
        ("reply_months", json!(3)),
        ("reply_months_extended", json!(6)),
        ("extension_request_before_wd", json!(10)),
        ("feedback_wd", json!(15)),
        ("feedback_urges", json!(2)),
        ("rehandle_months", json!(1)),
        ("publish_wd", json!(20)),
        ("cap_date", Value::Null),
        ("category_scheme", json!("ABC")),
        ("reply_to_all_cosigners", json!(true)),
        ("lead_name_public", json!(true)),
        ("feedback_public", json!(false)),
        ("yellow_light_days", json!(15)),
        ("red_card_late_wd", json!(10)),
        ("deputy_urge_interval_wd", json!(10)),
        ("reception_notice_days", json!(3)),
        ("group_activities_per_year", json!(4)),
        ("report_feedback_months", json!(3)),
        ("recall_min_voters", json!(50)),
        ("motion_min_cosigners", json!(10)),
        ("hotline_ordinary_wd", json!(5)),
        ("hotline_consult_wd", json!(2)),
        ("hotline_help_wd", json!(10)),
        ("hotline_complaint_wd", json!(15)),
        ("hotline_callback_wd", json!(3)),
        ("hotline_callback_attempts", json!(3)),
        ("ballot_min_breakdown", json!(5)),
        ("express_cluster_window_days", json!(90)),
        ("express_min_items", json!(10)),
        ("express_unit_feedback_days", json!(30)),
    ] {
        let known: SettingKey = key.parse().expect(key);
        assert_eq!(defaults.get(known), value, "{key}");
    }
}

#[test]
fn the_weights_of_the_score_are_settings() {
    use crate::suggestion::metrics::ScoreWeights;
    assert_eq!(Settings::default().score_weights(), ScoreWeights::default(), "built-in as specified");
    let versions = [version(SettingKey::ScoreSatisfaction, json!(30), "2027-01-01")];
    let weights = |date| Settings::at(&versions, day(date)).expect("valid").score_weights();
    assert_eq!((weights("2026-12-31").satisfaction, weights("2027-01-01").satisfaction), (25, 30));
}

#[test]
fn bounds_and_kinds_are_checked() {
    let refuse = |key: &str, value: Value| {
        let map = BTreeMap::from([(key.to_owned(), value)]);
        let errors = Settings::from_map(&map).expect_err(key);
        errors.into_iter().map(|error| error.kind).collect::<Vec<_>>()
    };
    let legal = SettingErrorKind::OutOfRange { min: 1, max: 6, legal: true };
    assert_eq!(refuse("reply_months_extended", json!(7)), [legal]);
    assert_eq!(
        refuse("reply_months", json!(4)),
        [SettingErrorKind::OutOfRange { min: 1, max: 3, legal: true }]
    );
    assert_eq!(
        refuse("sign_wd", json!(-1)),
        [SettingErrorKind::OutOfRange { min: 1, max: 30, legal: false }]
    );
    assert_eq!(
        refuse("sign_wd", json!(70_000)),
        [SettingErrorKind::OutOfRange { min: 1, max: 30, legal: false }]
    );
    for (key, value) in [
        ("sign_wd", json!("3")),
        ("sign_wd", json!(2.5)),
        ("sign_wd", Value::Null),
        ("feedback_public", json!(1)),
        ("cap_date", json!("02-29")),
        ("cap_date", json!(731)),
        ("category_scheme", json!("XYZ")),
    ] {
        assert!(matches!(refuse(key, value)[..], [SettingErrorKind::WrongKind(_)]), "{key}");
    }
    assert_eq!(refuse("no_such_key", json!(1)), [SettingErrorKind::UnknownKey]);
    assert_eq!(
        refuse("reply_months_extended", json!(2)),
        [SettingErrorKind::Contradicts("reply_months")],
        "an extended period shorter than the ordinary one"
    );
}

#[test]
fn the_version_of_the_day_counts() {
    let versions = [
        version(SettingKey::SignWd, json!(4), "2026-07-01"),
        version(SettingKey::SignWd, json!(2), "2026-01-01"),
        version(SettingKey::SignWd, json!(5), "2026-07-01"),
    ];
    let sign = |date: &str| Settings::at(&versions, day(date)).expect("valid").sign_wd;
    assert_eq!(sign("2025-12-31"), 3, "built-in before the first version");
    assert_eq!(sign("2026-01-01"), 2);
    assert_eq!(sign("2026-06-30"), 2);
    assert_eq!(sign("2026-07-01"), 5, "entered later for the same day");
    let settings = Settings::at(&versions, day("2026-08-01")).expect("valid");
    assert_eq!(settings.valid_from(SettingKey::SignWd), Some(day("2026-07-01")));
    assert_eq!(settings.valid_from(SettingKey::AssignWd), None);
}

#[test]
fn a_change_must_hold_on_every_later_day() {
    let planned = [version(SettingKey::ReplyMonths, json!(3), "2027-01-01")];
    let now_two = version(SettingKey::ReplyMonths, json!(2), "2026-01-01");
    assert_eq!(check_change(&planned, &now_two), Ok(()));
    let with_two = [planned[0].clone(), now_two];
    let extended = version(SettingKey::ReplyMonthsExtended, json!(2), "2026-02-01");
    let errors = check_change(&with_two, &extended).expect_err("from 2027 on 3 > 2");
    assert_eq!(errors[0].kind, SettingErrorKind::Contradicts("reply_months"));
}

#[test]
fn a_deadline_names_its_setting_and_article() {
    let versions = [version(SettingKey::ReplyMonths, json!(2), "2026-01-01")];
    let settings = Settings::at(&versions, day("2026-03-06")).expect("valid");
    let deadline = settings.deadline(official_calendar(), DeadlineKind::Reply, day("2026-03-06"));
    assert_eq!((deadline.key, deadline.due), ("reply", day("2026-05-06")));
    let basis = deadline.basis.expect("has a basis");
    assert_eq!((basis.setting, basis.value.as_str()), ("reply_months", "2"));
    assert_eq!(basis.valid_from, Some(day("2026-01-01")));
    assert!(basis.law_zh.is_some_and(|law| law.contains("第五十一条")));
}

#[test]
fn the_common_last_day_caps_replies_only() {
    let mut settings = Settings::default();
    settings.set(SettingKey::CapDate, &json!("05-31")).expect("valid");
    let due = |kind| settings.deadline(official_calendar(), kind, day("2026-03-06")).due;
    assert_eq!(due(DeadlineKind::Reply), day("2026-05-31"), "a Sunday, but a cap does not roll");
    assert_eq!(due(DeadlineKind::ReplyExtended), day("2026-09-07"));
    assert_eq!(due(DeadlineKind::CoOpinion), day("2026-04-07"));
    let late = settings.deadline(official_calendar(), DeadlineKind::Reply, day("2026-06-01"));
    assert_eq!(late.due, day("2026-09-01"), "started after the cap's day");
}
