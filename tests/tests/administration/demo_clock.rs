use api::demo::{END, clock};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::Clock;
use tests::{TestApp, TestDatabase};

fn end() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(END).expect("an instant").to_utc()
}

fn near(at: DateTime<Utc>, wanted: DateTime<Utc>) -> bool {
    // Time runs on while the test does.
    at >= wanted && at - wanted < Duration::minutes(5)
}

#[tokio::test]
async fn the_demo_goes_on_where_it_was_left() {
    // Nothing has happened yet: the demo's own end, whatever the machine's date is.
    let database = TestDatabase::create().await;
    let begun = clock(database.url()).await.expect("readable");
    assert!(near(begun.now(), end()), "{}", begun.now());

    // What happened before the end does not hold it back, what happened after it is not undone.
    let app = TestApp::start().await;
    let _before = app.actor(domain::authz::Role::DcHead).await;
    assert!(near(clock(app.database_url()).await.expect("readable").now(), end()));
    app.move_clock("2026-07-01T08:30:00+08:00");
    let _after = app.actor(domain::authz::Role::DcHead).await;
    let left = app.now();
    assert!(near(clock(app.database_url()).await.expect("readable").now(), left));
}

#[tokio::test]
async fn every_page_can_say_which_day_it_is_in_the_demo() {
    let demo = TestApp::start_with(|config| config.demo_banner = true).await;
    let site = demo.anonymous().get("/api/v1/public/site").await.ok(200);
    assert_eq!((&site["demo"], &site["demo_on"]), (&true.into(), &"2026-03-02".into()));
    let real = TestApp::start().await;
    let site = real.anonymous().get("/api/v1/public/site").await.ok(200);
    assert_eq!((&site["demo"], &site["demo_on"]), (&false.into(), &serde_json::Value::Null));
}
