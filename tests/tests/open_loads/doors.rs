//! Exports through the door, with keys.

use crate::world::{World, mirror_of};
use api::open::exports::{queue_daily_export, write_next_export};
use chrono::Duration;
use domain::integration::KeyScope;
use flate2::read::GzDecoder;
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Read;
use tests::{KeySpec, Matter, Reply, TestKey};

const PATH: &str = "/api/v1/open/exports";
const LOADER: [KeyScope; 2] = [KeyScope::SuggestionsRead, KeyScope::ExportsCreate];

fn unpacked(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let mut text = String::new();
    GzDecoder::new(&reply.body[..]).read_to_string(&mut text).expect("gzip of UTF-8");
    text
}

impl World {
    pub async fn write_exports(&self) {
        while write_next_export(self.app.state()).await.expect("exports can be written") {}
    }

    async fn asked(&self, key: &TestKey, body: &Value) -> String {
        let asked = key.client.post(PATH, body).await;
        let shown = asked.ok(202);
        let address = asked.header("location").expect("where to ask").to_owned();
        assert_eq!(address, format!("{PATH}/{}", shown["id"].as_str().expect("an id")));
        assert_eq!(
            (&shown["state"], &shown["cursor"], &shown["file_url"]),
            (&json!("queued"), &Value::Null, &Value::Null)
        );
        address
    }
}

#[tokio::test]
async fn a_key_asks_waits_and_fetches_what_it_sees() {
    let world = World::begin().await;
    let _matter = world.published().await;
    let _hidden = Matter::accepted(&world.congress).await;
    world.tell().await;
    let key = world.app.key(&LOADER).await;
    let address = world.asked(&key, &json!({"format": "ndjson"})).await;
    let file = format!("{address}/file");
    let early = key.client.get(&file).await;
    early.problem(409, "export.not_ready");
    assert!(early.header("retry-after").is_some());

    world.write_exports().await;
    let shown = key.client.get(&address).await.ok(200);
    assert_eq!(
        (&shown["state"], &shown["progress"], &shown["rows"]),
        (&json!("done"), &json!(100), &json!(1))
    );
    assert_eq!(shown["file_url"], file);
    assert!(shown["cursor"].is_string() && shown["expires_at"].is_string(), "{shown}");
    let loaded = key.client.get(&file).await;
    assert_eq!(mirror_of(&unpacked(&loaded)), world.published_source().await);
    assert_eq!(loaded.header("content-type"), Some("application/gzip"));
    assert!(loaded.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    let etag = loaded.header("etag").expect("an ETag").to_owned();
    assert_eq!(etag, format!("\"{}\"", shown["sha256"].as_str().unwrap()));
    assert!(loaded.header("content-digest").is_some_and(|value| value.starts_with("sha-256=:")));

    let part = key.client.call(Method::GET, &file).header("range", "bytes=2-5").send().await;
    assert_eq!((part.status, &part.body[..]), (206, &loaded.body[2..6]));
    assert_eq!(part.header("content-digest"), None, "it is of the whole file");
    assert_eq!(part.header("repr-digest"), loaded.header("content-digest"));
    let same = key.client.call(Method::GET, &file).header("if-none-match", &etag).send().await;
    assert_eq!((same.status, same.body.len()), (304, 0));

    let listed = key.client.get(PATH).await.ok(200);
    assert_eq!(listed["items"][0], shown);
    world.app.advance(Duration::days(4));
    api::open::exports::sweep_exports(world.app.state()).await.unwrap();
    key.client.get(&file).await.problem(410, "export.expired");
    assert_eq!(key.client.get(&address).await.ok(200)["file_url"], Value::Null);
}

#[tokio::test]
async fn only_who_asked_sees_an_export_and_only_with_the_scope() {
    let world = World::begin().await;
    world.tell().await;
    let (key, other) = (world.app.key(&LOADER).await, world.app.key(&LOADER).await);
    let address = world.asked(&key, &json!({"format": "csv", "gzip": false})).await;
    world.write_exports().await;
    for rest in ["", "/file"] {
        other.client.get(&format!("{address}{rest}")).await.problem(404, "resource.not_found");
        world.app.anonymous().get(&format!("{address}{rest}")).await.problem(401, "key.required");
    }
    assert_eq!(other.client.get(PATH).await.ok(200)["items"], json!([]));
    let csv = key.client.get(&format!("{address}/file")).await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(csv.body.starts_with("\u{FEFF}id,ref,".as_bytes()), "{}", csv.text());
    // Without the scope, and without anything to export.
    let reader = world.app.key(&[KeyScope::SuggestionsRead]).await;
    reader.client.post(PATH, &json!({"format": "ndjson"})).await.problem(403, "key.scope_missing");
    let blind = world.app.key(&[KeyScope::ExportsCreate]).await;
    blind.client.post(PATH, &json!({"format": "ndjson"})).await.problem(403, "key.scope_missing");
    key.client.post(PATH, &json!({"format": "xlsx"})).await.problem(400, "request.malformed");
}

#[tokio::test]
async fn a_repeated_request_is_answered_once_and_too_many_are_refused() {
    let world = World::begin().await;
    world.tell().await;
    let (key, other) = (world.app.key(&LOADER).await, world.app.key(&LOADER).await);
    let wanted = json!({"format": "ndjson"});
    let ask = async |key: &TestKey| {
        let call = key.client.call(Method::POST, PATH).idempotency_key("first-load").json(&wanted);
        call.send().await.ok(202)["id"].clone()
    };
    let id = ask(&key).await;
    assert_eq!(ask(&key).await, id);
    // The same word of another system is another word.
    assert_ne!(ask(&other).await, id);
    for _ in 0..2 {
        key.client.post(PATH, &wanted).await.ok(202);
    }
    let refused = key.client.post(PATH, &wanted).await;
    refused.problem(429, "export.too_many");
    assert!(refused.header("retry-after").is_some());
}

#[tokio::test]
async fn the_daily_file_is_for_everybody_who_reads_what_is_published() {
    let world = World::begin().await;
    let _matter = world.published().await;
    world.tell().await;
    let daily = format!("{PATH}/daily");
    let reader = world.app.key(&[KeyScope::SuggestionsRead]).await;
    reader.client.get(&daily).await.problem(404, "resource.not_found");
    queue_daily_export(world.app.state()).await.unwrap();
    world.write_exports().await;
    let shown = reader.client.get(&daily).await.ok(200);
    assert!(shown["cursor"].is_string(), "{shown}");
    let file = reader.client.get(shown["file_url"].as_str().unwrap()).await;
    assert_eq!(mirror_of(&unpacked(&file)), world.published_source().await);
    // Who sees more cannot go on from there: he would never learn of what is only his.
    let scopes = vec![KeyScope::SuggestionsRead, KeyScope::SuggestionsOfficial];
    let official = world.app.key_with(KeySpec { scopes, ..KeySpec::default() }).await;
    assert_eq!(official.client.get(&daily).await.ok(200)["cursor"], Value::Null);
    let names = world.app.key(&[KeyScope::ReferenceRead]).await;
    names.client.get(&daily).await.problem(403, "key.scope_missing");
    let test =
        world.app.key_with(KeySpec { scopes: LOADER.to_vec(), sandbox: true, ..KeySpec::default() }).await;
    test.client.get(&daily).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn a_test_key_exports_what_was_invented() {
    let world = World::begin().await;
    let matter = world.published().await;
    world.tell().await;
    let spec = KeySpec { scopes: LOADER.to_vec(), sandbox: true, ..KeySpec::default() };
    let key = world.app.key_with(spec).await;
    let address = world.asked(&key, &json!({"format": "ndjson"})).await;
    world.write_exports().await;
    let mirror = mirror_of(&unpacked(&key.client.get(&format!("{address}/file")).await));
    assert_eq!(mirror.len(), 11);
    assert!(!mirror.contains_key(matter.id()));
}
