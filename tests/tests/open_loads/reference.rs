//! Reference lists.

use crate::world::World;
use domain::integration::KeyScope;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tests::{DEPUTIES, KeySpec};

const CODES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/open_loads/status-codes.txt");

fn items(answer: &Value) -> &Vec<Value> {
    answer["items"].as_array().expect("a list")
}

#[tokio::test]
async fn people_and_posts_are_told_without_what_is_private() {
    let world = World::begin().await;
    let key = world.app.key(&[KeyScope::ReferenceRead]).await;
    let deputies = key.client.get("/api/v1/open/deputies").await.ok(200);
    let mut names: Vec<_> = items(&deputies).iter().map(|one| one["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let mut expected = DEPUTIES;
    expected.sort_unstable();
    assert_eq!(names, expected);
    let first = &items(&deputies)[0];
    assert_eq!(first["memberships"][0]["role"], "deputy");
    assert_eq!(first["memberships"][0]["post"], "第一选区");
    assert_eq!(first["memberships"][0]["organization_id"], json!(world.app.county().root));
    let units = key.client.get("/api/v1/open/units").await.ok(200);
    let housing = items(&units).iter().find(|unit| unit["id"] == json!(world.congress.housing.0)).unwrap();
    assert_eq!((&housing["name"], &housing["classification"]), (&json!("泗安县住建局"), &json!("gov_dept")));
    assert_eq!(housing["other_names"], json!([{"name": "住建局", "note": "short"}]));
    for answer in [&deputies, &units] {
        let text = answer.to_string();
        for private in ["birth", "1975", "phone", "mobile", "ethnicity", "cert_no", "education"] {
            assert!(!text.contains(private), "{private}: {text}");
        }
    }
}

#[tokio::test]
async fn a_list_is_walked_page_by_page_and_unchanged_is_said_in_a_word() {
    let world = World::begin().await;
    let key = world.app.key(&[KeyScope::ReferenceRead]).await;
    let whole = key.client.get("/api/v1/open/deputies").await;
    let mut walked = Vec::new();
    let mut path = "/api/v1/open/deputies?limit=3".to_owned();
    loop {
        let page = key.client.get(&path).await.ok(200);
        walked.extend(items(&page).clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/open/deputies?limit=3&cursor={cursor}");
    }
    assert_eq!(&walked, items(&whole.ok(200)));
    let etag = whole.header("etag").expect("an ETag");
    let again =
        key.client.call(Method::GET, "/api/v1/open/deputies").header("if-none-match", etag).send().await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let later = "/api/v1/open/deputies?updated_since=2026-03-02T09:00:01%2B08:00";
    assert_eq!(key.client.get(later).await.ok(200)["items"], json!([]));
    let now = "/api/v1/open/deputies?updated_since=2026-03-02T09:00:00%2B08:00";
    assert_eq!(items(&key.client.get(now).await.ok(200)).len(), DEPUTIES.len());
    key.client.get("/api/v1/open/units?q=x").await.problem(400, "request.unknown_parameter");
}

#[tokio::test]
async fn every_list_asks_for_its_scope_and_test_keys_see_what_was_invented() {
    let world = World::begin().await;
    let _matter = world.published().await;
    world.tell().await;
    let without = world.app.key(&[KeyScope::SuggestionsRead]).await;
    let key = world.app.key(&[KeyScope::ReferenceRead]).await;
    let scopes = vec![KeyScope::ReferenceRead];
    let test = world.app.key_with(KeySpec { scopes, sandbox: true, ..KeySpec::default() }).await;
    for list in ["units", "deputies", "groups", "sessions", "categories", "status-codes"] {
        let path = format!("/api/v1/open/{list}");
        without.client.get(&path).await.problem(403, "key.scope_missing");
        world.app.anonymous().get(&path).await.problem(401, "key.required");
        let real = key.client.get(&path).await.ok(200);
        let invented = test.client.get(&path).await.ok(200);
        assert!(!items(&invented).is_empty(), "{list}");
        if list != "status-codes" {
            assert!(items(&real).iter().all(|one| !items(&invented).contains(one)), "{list}");
        }
    }
    let categories = key.client.get("/api/v1/open/categories").await.ok(200);
    assert_eq!(categories["items"], json!([{"code": "城建交通", "name": "城建交通", "matters": 1}]));
}

/// Other systems have written these codes into their programs. After an addition:
/// `DAIBIAO_WRITE_CODES=1 cargo test -p tests --test open_loads codes`.
#[tokio::test]
async fn codes_are_only_ever_added() {
    let world = World::begin().await;
    let key = world.app.key(&[KeyScope::ReferenceRead]).await;
    let answer = key.client.get("/api/v1/open/status-codes").await.ok(200);
    let mut now = Vec::new();
    for vocabulary in items(&answer) {
        let field = vocabulary["field"].as_str().unwrap();
        for code in vocabulary["codes"].as_array().unwrap() {
            assert!(code["zh"].as_str().is_some_and(|word| !word.is_empty()));
            assert!(code["en"].as_str().is_some_and(|word| !word.is_empty()));
            now.push(format!("{field} {}", code["code"].as_str().unwrap()));
        }
    }
    let written = std::fs::read_to_string(CODES).unwrap_or_default();
    let gone: Vec<_> = written.lines().filter(|line| !now.iter().any(|code| code == line)).collect();
    assert!(gone.is_empty(), "codes are never taken away: {gone:?}");
    if std::env::var_os("DAIBIAO_WRITE_CODES").is_some() {
        std::fs::write(CODES, now.join("\n") + "\n").unwrap();
    } else {
        let new: Vec<_> = now.iter().filter(|code| !written.lines().any(|line| line == *code)).collect();
        assert!(new.is_empty(), "write new codes down: {new:?}");
    }
}

/// The categories are counted once for each state of the feed, however often they are asked for.
#[tokio::test]
async fn categories_are_counted_once_until_something_is_published() {
    let statements = Arc::new(AtomicU64::new(0));
    let counter = statements.clone();
    let world = World::begin_with(move |config| {
        config.statements = Some(counter);
        // What is kept is kept by each worker.
        config.workers = Some(1);
    })
    .await;
    let mut first = world.published().await;
    world.tell().await;
    let key = world.app.key(&[KeyScope::ReferenceRead]).await.client;
    let stranger = world.app.anonymous();
    let list = "/api/v1/open/categories";
    let services = "/api/v1/open/open311/v2/services.json";
    let definition = "/api/v1/open/open311/v2/services/%E5%9F%8E%E5%BB%BA%E4%BA%A4%E9%80%9A.json";
    let matters = async || key.get(list).await.ok(200)["items"][0]["matters"].clone();
    let described = async || stranger.get(services).await.ok(200)[0]["description"].clone();
    assert_eq!((matters().await, described().await), (json!(1), json!("城建交通（1件）")));
    for (client, path) in [(&key, list), (&stranger, services), (&stranger, definition)] {
        let before = statements.load(Ordering::SeqCst);
        client.get(path).await.ok(200);
        let cost = statements.load(Ordering::SeqCst) - before;
        assert_eq!(cost, 1, "the stamp, and nothing else: {path}");
    }
    let _second = world.published().await;
    world.tell().await;
    assert_eq!((matters().await, described().await), (json!(2), json!("城建交通（2件）")));
    world.withdraw(&mut first, "title").await;
    world.tell().await;
    assert_eq!((matters().await, described().await), (json!(1), json!("城建交通（1件）")));
}
