//! The calendar and the settings in a real database: what the migration seeds, and what changes leave behind.

use api::time::SeededIds;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{CalendarDay, CoverageStatus, CoverageYear, DayChange, DayKind, official_calendar};
use domain::kernel::{ErrorCode, Version};
use domain::settings::{SettingKey, SettingVersion, Settings};
use persistence::{Context, Error, Store, Uow, settings::SettingVersionRow};
use serde_json::json;
use std::sync::Arc;
use tests::TestDatabase;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("valid date")
}

/// A transaction of its own sequence of ids.
async fn begin(store: &Store, seed: u64) -> Uow {
    let now: DateTime<Utc> = "2026-11-22T01:00:00Z".parse().expect("valid instant");
    let context =
        Context { now, account: None, request_id: "test".into(), ids: Arc::new(SeededIds::new(seed)) };
    store.begin(context).await.expect("a transaction")
}

#[tokio::test]
async fn the_migration_seeds_the_official_calendar() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let calendar = store.work_calendar().await.expect("readable");
    assert_eq!(&calendar, official_calendar());
    let year = store.calendar_year(2026).await.expect("readable").expect("seeded");
    assert_eq!((year.status.as_str(), year.version), ("official", 1));
    assert_eq!(store.calendar_year(2050).await.expect("readable").map(|year| year.year), None);
}

#[tokio::test]
async fn a_changed_day_counts_and_moves_the_stamp() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let stamp = store.configuration_stamp().await.expect("readable");
    let uow = begin(&store, 1).await;
    let year = uow.lock_calendar_year(2027).await.expect("locked");
    let coverage =
        CoverageYear {
            year: 2027, status: CoverageStatus::Official, source: "国办发明电〔2026〕1号".into()
        };
    let added = CalendarDay { date: day("2027-02-20"), kind: DayKind::MakeUpWorkday, name: "春节".into() };
    let before = uow.calendar_days(day("2027-02-05"), day("2027-02-05")).await.expect("readable").pop();
    assert!(before.is_some(), "the statutory eve is seeded");
    let changes = [
        DayChange { date: added.date, before: None, after: Some(added) },
        DayChange { date: day("2027-02-05"), before, after: None },
    ];
    uow.apply_day_changes(&changes).await.expect("written");
    let version = uow.update_calendar_year(&year, Version(1), &coverage).await.expect("current");
    assert_eq!(version, Version(2));
    assert_eq!(store.configuration_stamp().await.expect("readable"), stamp, "not committed yet");
    assert_eq!(uow.configuration_stamp().await.expect("readable"), stamp + 1);
    uow.commit().await.expect("committed");

    let calendar = store.work_calendar().await.expect("readable");
    assert!(calendar.is_working_day(day("2027-02-20")));
    assert!(calendar.is_working_day(day("2027-02-05")));
    assert!(calendar.is_official(2027));
    assert_eq!(store.configuration_stamp().await.expect("readable"), stamp + 1);
}

#[tokio::test]
async fn a_stale_year_or_setting_is_refused() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let uow = begin(&store, 1).await;
    let year = uow.lock_calendar_year(2050).await.expect("made");
    assert_eq!(year.version, 0);
    let stale = uow.update_calendar_year(&year, Version(1), &year.coverage().expect("known")).await;
    assert!(matches!(stale, Err(Error::Domain(error)) if error.code == ErrorCode::VersionStale));
    let setting = uow.lock_setting(SettingKey::SignWd).await.expect("made");
    let version = SettingVersion { key: SettingKey::SignWd, value: json!(4), valid_from: day("2026-12-01") };
    let stale = uow.add_setting_version(setting, Version(3), &version, "测试").await;
    assert!(matches!(stale, Err(Error::Domain(error)) if error.code == ErrorCode::VersionStale));
}

#[tokio::test]
async fn the_history_of_a_setting_only_grows() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    for (seen, value) in [(0_i64, 4), (1, 2)] {
        let uow = begin(&store, seen.unsigned_abs()).await;
        let setting = uow.lock_setting(SettingKey::SignWd).await.expect("locked");
        let version =
            SettingVersion { key: SettingKey::SignWd, value: json!(value), valid_from: day("2026-12-01") };
        uow.add_setting_version(setting, Version(seen), &version, "主任会议决定").await.expect("current");
        uow.commit().await.expect("committed");
    }
    let rows = store.setting_history().await.expect("readable");
    assert_eq!(rows.iter().map(|row| row.revision).collect::<Vec<_>>(), [1, 2]);
    let versions: Vec<SettingVersion> = rows.iter().filter_map(SettingVersionRow::version).collect();
    let sign = |date: &str| Settings::at(&versions, day(date)).expect("valid").sign_wd;
    assert_eq!((sign("2026-11-30"), sign("2026-12-01")), (3, 2));
}
