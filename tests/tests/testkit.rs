//! The testkit keeps its promises: what every other test rests on.

use chrono::Duration;
use domain::authz::Role;
use tests::TestApp;

#[tokio::test]
async fn an_actor_is_signed_in_and_stays_so_while_time_passes() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    let me = clerk.get("/api/v1/me").await.ok(200);
    assert_eq!(me["account_id"], serde_json::json!(clerk.account()), "{me}");

    app.advance(Duration::days(365));
    clerk.get("/api/v1/me").await.ok(200);
    let old = clerk.with_token(clerk.token());
    app.advance(Duration::minutes(6));
    old.get("/api/v1/me").await.problem(401, "auth.token_invalid");
}

#[tokio::test]
async fn anonymous_is_nobody() {
    let app = TestApp::start().await;
    app.anonymous().get("/readyz").await.ok(200);
    let refused = app.anonymous().get("/api/v1/me").await;
    assert_eq!(refused.status, 401, "{}", refused.text());
}

#[tokio::test]
async fn two_applications_do_not_see_each_other() {
    let (first, second) = (TestApp::start().await, TestApp::start().await);
    let clerk = first.actor(Role::DcStaff).await;
    assert_eq!(first.now(), second.now());
    first.advance(Duration::days(1));
    assert_ne!(first.now(), second.now());
    let stranger = second.anonymous().with_token(clerk.token());
    assert_eq!(stranger.get("/api/v1/me").await.status, 401);
}
