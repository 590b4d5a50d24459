//! What the tests of notices share.

use api::notification::{tell_deadlines, tell_events};
use serde_json::Value;
use tests::{Client, TestApp};

/// Numbers and tells everything that has happened; how many notices were written.
pub async fn told(app: &TestApp) -> i64 {
    while !app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
    let mut written = 0;
    while let Some(some) = tell_events(app.state()).await.unwrap_or_else(|error| panic!("{error}")) {
        written += some;
    }
    written
}

/// Reminds of what is due on the day of the clock.
pub async fn reminded(app: &TestApp) -> i64 {
    tell_deadlines(app.state()).await.unwrap_or_else(|error| panic!("{error}"))
}

/// Kinds of somebody's notices, newest first.
pub async fn kinds(client: &Client) -> Vec<String> {
    let page = client.get("/api/v1/notifications?limit=200").await.ok(200);
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["kind"].as_str().expect("a kind").to_owned()).collect()
}

/// Somebody's newest notice of a kind.
pub async fn newest(client: &Client, kind: &str) -> Value {
    let page = client.get(&format!("/api/v1/notifications?kind={kind}&limit=1")).await.ok(200);
    page["items"].get(0).unwrap_or_else(|| panic!("no notice {kind}")).clone()
}
