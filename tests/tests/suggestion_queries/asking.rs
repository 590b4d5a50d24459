//! Asking for the list over HTTP, as these tests do.

use crate::world::World;
use serde_json::Value;
use std::collections::BTreeSet;
use tests::{Client, TestApp};

pub async fn app() -> (TestApp, World) {
    let app = TestApp::start().await;
    app.move_clock("2026-04-01T09:00:00+08:00");
    let world = World::found(app.store(), None).await;
    (app, world)
}

pub async fn titles(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/api/v1/suggestions{query}")).await.ok(200);
    page["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["title"].as_str().expect("a title").to_owned())
        .collect()
}

pub fn first(page: &Value) -> &Value {
    &page["items"][0]
}

pub async fn ids(client: &Client) -> BTreeSet<String> {
    let page = client.get("/api/v1/suggestions?limit=200").await.ok(200);
    page["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["id"].as_str().expect("an id").to_owned())
        .collect()
}
