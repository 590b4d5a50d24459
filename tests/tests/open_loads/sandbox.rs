//! Test keys see invented matters only, through every door.

use crate::world::World;
use domain::integration::KeyScope;
use serde_json::{Value, json};
use tests::KeySpec;

#[tokio::test]
async fn a_test_key_sees_what_was_invented_and_nothing_real() {
    let world = World::begin().await;
    let matter = world.published().await;
    world.tell().await;
    let scopes = vec![KeyScope::SuggestionsRead];
    let test = world.app.key_with(KeySpec { scopes, sandbox: true, ..KeySpec::default() }).await.client;
    let open = |rest: &str| format!("/api/v1/open{rest}");
    for rest in ["", "/timeline", "/replies", "/files/paper.pdf"] {
        test.get(&open(&format!("/suggestions/{}{rest}", matter.id())))
            .await
            .problem(404, "resource.not_found");
    }
    let list = test.get(&open("/suggestions?limit=200")).await.ok(200);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 11);
    assert!(!list.to_string().contains(matter.id()));
    // Page by page the same.
    let (mut walked, mut path) = (Vec::new(), open("/suggestions?limit=4"));
    loop {
        let page = test.get(&path).await.ok(200);
        walked.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = open(&format!("/suggestions?limit=4&cursor={cursor}"));
    }
    assert_eq!(&walked, items);
    let late = test
        .get(&open("/suggestions?status=closed&category=%E5%86%9C%E4%B8%9A%E5%86%9C%E6%9D%91"))
        .await
        .ok(200);
    assert_eq!(late["items"][0]["ref"], "18-b2026-1");

    let first = test.get(&open("/suggestions/by-ref/18-5-1")).await.ok(200);
    let own = open(&format!("/suggestions/{}", first["id"].as_str().unwrap()));
    assert_eq!(test.get(&own).await.ok(200), first);
    assert!(!test.get(&format!("{own}/timeline")).await.ok(200)["items"].as_array().unwrap().is_empty());
    assert_eq!(
        test.get(&format!("{own}/replies")).await.ok(200)["items"][0]["category"],
        first["result_class"]
    );
    let wanted = json!({"ids": [matter.id(), first["id"]], "refs": ["18-5-2", "18-5-999"]});
    let batch = test.post(&open("/suggestions/batch-get"), &wanted).await.ok(200);
    assert_eq!(batch["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&batch["missing_ids"], &batch["missing_refs"]),
        (&json!([matter.id()]), &json!(["18-5-999"]))
    );
    let status = test.get(&open("/status")).await.ok(200);
    assert_eq!(status["feed_seq"], 30);
}

#[tokio::test]
async fn magic_references_and_cursors_show_what_is_rare() {
    let world = World::begin().await;
    world.tell().await;
    let spec = KeySpec { scopes: vec![KeyScope::SuggestionsRead], sandbox: true, ..KeySpec::default() };
    let test = world.app.key_with(spec).await.client;
    let by_ref =
        async |number: u32| test.get(&format!("/api/v1/open/suggestions/by-ref/18-5-{number}")).await;
    let limited = by_ref(901).await;
    limited.problem(429, "rate.limited");
    assert!(limited.header("retry-after").is_some());
    by_ref(902).await.problem(503, "service.unavailable");
    by_ref(904).await.problem(404, "resource.not_found");
    let first = by_ref(905).await.ok(200);
    assert_ne!(by_ref(905).await.ok(200)["status"], first["status"]);

    let changes = async |after: &str| test.get(&format!("/api/v1/open/changes?limit=8{after}")).await;
    changes("&after=epoch-changed").await.problem(409, "feed.epoch_changed");
    changes("&after=expired").await.problem(410, "feed.expired");
    let (mut ops, mut after) = (Vec::new(), String::new());
    loop {
        let page = changes(&after).await.ok(200);
        ops.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["op"].clone()));
        after = format!("&after={}", page["next_cursor"].as_str().unwrap());
        if page["has_more"] == Value::Bool(false) {
            break;
        }
    }
    assert_eq!(ops.len(), 30);
    for op in ["upsert", "delete", "hidden"] {
        assert!(ops.contains(&json!(op)), "{op}");
    }
    let head = test.get("/api/v1/open/changes/head").await.ok(200);
    assert_eq!(head["seq"], 30);
    // A live key knows no magic.
    let live = world.app.key(&[KeyScope::SuggestionsRead]).await.client;
    live.get("/api/v1/open/changes?after=expired").await.problem(400, "cursor.invalid");
    live.get("/api/v1/open/suggestions/by-ref/18-5-901").await.problem(404, "resource.not_found");
}
