//! A backup is put back: what other systems have seen since is gone, and they are told to load again.

use crate::matter::Matter;
use crate::world::World;
use crate::{catch_up, change, changed};
use domain::integration::KeyScope;
use domain::kernel::SuggestionId;
use domain::suggestion::{PublicationPart, TaskRole};
use persistence::{ConnectSettings, Store, connect, provision::Admin};
use serde_json::Value;
use std::collections::BTreeMap;
use tests::{Client, TestApp};

/// A copy of the source, by id, and its place in the feed.
struct Mirror {
    matters: BTreeMap<String, Value>,
    cursor: String,
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

impl Mirror {
    /// The place first, then everything: what changes meanwhile comes by the feed.
    async fn load(client: &Client) -> Self {
        let cursor = text(&client.get("/api/v1/open/changes/head").await.ok(200)["cursor"]);
        let list = client.get("/api/v1/open/suggestions?limit=200").await.ok(200);
        let items = list["items"].as_array().expect("items").iter();
        Self { matters: items.map(|item| (text(&item["id"]), item.clone())).collect(), cursor }
    }

    async fn follow(&mut self, client: &Client) {
        loop {
            let page = client.get(&format!("/api/v1/open/changes?after={}", self.cursor)).await.ok(200);
            for entry in page["items"].as_array().expect("items") {
                match entry["op"].as_str() {
                    Some("upsert") => {
                        self.matters.insert(text(&entry["resource_id"]), entry["data"].clone());
                    }
                    Some("delete") => {
                        self.matters.remove(entry["resource_id"].as_str().expect("an id"));
                    }
                    _ => {}
                }
            }
            self.cursor = text(&page["next_cursor"]);
            if page["has_more"] != true {
                return;
            }
        }
    }
}

#[tokio::test]
async fn a_copy_equals_its_source_after_a_backup_was_put_back() {
    let source = TestApp::start().await;
    source.move_clock("2026-05-10T09:00:00+08:00");
    let world = World::found(source.store(), Some(source.county().root)).await;
    let mut ids: Vec<SuggestionId> = Vec::new();
    for number in 1..=4 {
        let matter = Matter::submitted(&world, 0, "关于缓解停车难的建议", "2026-03-02")
            .accepted(number, "城建")
            .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .released(PublicationPart::Text, Vec::new());
        ids.push(matter.store(source.store()).await.id());
    }
    catch_up(&source).await;
    let key = source.key(&[KeyScope::SuggestionsRead]).await;
    let mut mirror = Mirror::load(&key.client).await;
    mirror.follow(&key.client).await;
    assert_eq!(mirror.matters.len(), 4);

    // The backup; what comes after it is lost.
    let name = format!("{}_backup", source.database_url().rsplit('/').next().expect("a name"));
    let elsewhere = Admin::connect(source.database_url()).await.expect("connected").url_of("postgres");
    let mut admin = Admin::connect(&elsewhere).await.expect("connected");
    let database = source.database_url().rsplit('/').next().expect("a name").to_owned();
    admin
        .execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        ))
        .await
        .expect("nobody is connected");
    admin.copy(&database, &name).await.expect("backed up");
    // The connections that were cut are noticed by whoever uses them first.
    for _ in 0..8 {
        let _noticed = source.store().ready().await;
        source.anonymous().get("/readyz").await;
    }
    for id in &ids {
        change(&source, *id, |case| case.suggestion.classification.category = Some("农业".into())).await;
    }
    catch_up(&source).await;
    mirror.follow(&key.client).await;
    assert!(mirror.matters.values().all(|matter| matter["category"] == "农业"));

    let url = admin.url_of(&name);
    let restored = TestApp::start_with(|config| config.database_url.clone_from(&url)).await;
    restored.move_clock("2026-05-11T09:00:00+08:00");
    let client = restored.anonymous().with_token(&key.secret);
    let path = format!("/api/v1/open/changes?after={}", mirror.cursor);
    client.get(&path).await.problem(409, "feed.epoch_changed");

    let mut mirror = Mirror::load(&client).await;
    assert!(mirror.matters.values().all(|matter| matter["category"] == "城建"), "as it was backed up");
    let store = Store::new(
        connect(&ConnectSettings { connections: 2, ..ConnectSettings::new(&url) }).await.expect("up"),
    );
    let uow = crate::world::begin(&store, restored.now()).await;
    let mut case = uow.lock_case(ids[0]).await.expect("readable").expect("there").case;
    case.suggestion.classification.category = Some("教育".into());
    let version = uow.save_case(&case, case.version).await.expect("saved");
    uow.emit(changed(ids[0]), version).await.expect("told");
    uow.commit().await.expect("committed");
    let state = api::state::State { store: store.clone(), shared: restored.state().shared.clone() };
    while !store.publish_outbox(1_000).await.expect("published").is_empty() {}
    while api::open::project(&state).await.expect("projected").more {}
    mirror.follow(&client).await;
    let source = Mirror::load(&client).await;
    assert_eq!(mirror.matters, source.matters);
    assert_eq!(source.matters[&ids[0].to_string()]["category"], "教育");
    drop(restored);
    store.close().await;
    drop(state);
    admin.drop(&name).await.expect("dropped");
}
