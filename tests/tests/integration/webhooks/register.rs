//! The register: what a key may do with its webhooks, and with those of others.

use super::fixture::{Hooks, WEBHOOKS, path};
use chrono::Duration;
use domain::integration::KeyScope;
use serde_json::{Value, json};
use tests::Receiver;

fn v1(signature: &str) -> usize {
    signature.split(' ').filter(|one| one.starts_with("v1,")).count()
}

#[tokio::test]
async fn a_key_keeps_its_own() {
    let hooks = Hooks::begin().await;
    let wanted =
        json!({"url": "http://127.0.0.1:9/in", "description": "县政府门户", "event_types": ["suggestion.*"]});
    let made = hooks.create(&hooks.key, &wanted).await;
    let webhook = made.ok(201);
    assert_eq!(made.header("location"), Some(path(&webhook, "").as_str()));
    let kinds: Vec<_> = webhook["signing"].as_array().expect("two").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["hmac", "ed25519"]);
    assert!(webhook["signing"][1]["public_key"].as_str().is_some_and(|key| key.starts_with("whpk_")));
    let client = &hooks.key.client;
    let changed = client
        .patch(&path(&webhook, ""), 1, &json!({"event_types": null, "status": "disabled"}))
        .await
        .ok(200);
    assert_eq!((&changed["event_types"], &changed["disabled_reason"]), (&json!([]), &json!("owner")));
    client.patch(&path(&webhook, ""), 1, &json!({"description": null})).await.problem(412, "version.stale");
    let refused =
        client.patch(&path(&webhook, ""), 2, &json!({"url": "http://10.0.0.1/", "event_types": ["x"]})).await;
    assert_eq!(refused.field_codes("#/url"), ["webhook.url_refused"]);
    assert_eq!(refused.field_codes("#/event_types/0"), ["webhook.event_type_invalid"]);
    assert_eq!(client.get(WEBHOOKS).await.ok(200)["items"].as_array().map(Vec::len), Some(1));
    client.delete(&path(&webhook, ""), 2).await.ok(204);
    client.get(&path(&webhook, "")).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn nobody_else_sees_it_and_without_the_scope_nobody_has_any() {
    let hooks = Hooks::begin().await;
    let webhook = hooks.webhook("http://127.0.0.1:9/in").await;
    let other = hooks.app.key(&[KeyScope::WebhooksManage]).await.client;
    let reader = hooks.app.key(&[KeyScope::SuggestionsRead]).await.client;
    assert_eq!(other.get(WEBHOOKS).await.ok(200)["items"], json!([]));
    reader.get(WEBHOOKS).await.problem(403, "key.scope_missing");
    for who in [&other, &reader] {
        let (status, code) =
            if std::ptr::eq(who, &other) { (404, "resource.not_found") } else { (403, "key.scope_missing") };
        who.get(&path(&webhook, "")).await.problem(status, code);
        who.patch(&path(&webhook, ""), 1, &json!({})).await.problem(status, code);
        who.delete(&path(&webhook, ""), 1).await.problem(status, code);
        who.post(&path(&webhook, "/test"), &Value::Null).await.problem(status, code);
        who.command(&path(&webhook, "/rotate-secret"), 1, &json!({})).await.problem(status, code);
        who.command(&path(&webhook, "/enable"), 1, &json!({})).await.problem(status, code);
        who.get(&path(&webhook, "/deliveries")).await.problem(status, code);
        who.post(&path(&webhook, "/replay"), &json!({"from_seq": 1})).await.problem(status, code);
    }
}

#[tokio::test]
async fn a_lost_answer_is_had_again_with_its_secret() {
    let hooks = Hooks::begin().await;
    let body = json!({"url": "http://127.0.0.1:9/in"});
    let create = async |key: &tests::Client| {
        let call = key.call("POST".parse().expect("a method"), WEBHOOKS).json(&body);
        call.idempotency_key("one-and-the-same").send().await
    };
    let first = create(&hooks.key.client).await.ok(201);
    let again = create(&hooks.key.client).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let again = again.ok(201);
    assert_eq!((&again["id"], &again["secret"]), (&first["id"], &first["secret"]));
    assert!(first["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")));
    // The keys of others are others'.
    let other = hooks.app.key(&[KeyScope::WebhooksManage]).await.client;
    assert_ne!(create(&other).await.ok(201)["id"], first["id"]);
}

#[tokio::test]
async fn a_key_has_ten_at_most() {
    let hooks = Hooks::begin().await;
    for _ in 0..10 {
        hooks.webhook("http://127.0.0.1:9/in").await;
    }
    let refused = hooks.create(&hooks.key, &json!({"url": "http://127.0.0.1:9/in"})).await;
    refused.problem(409, "webhook.too_many");
}

#[tokio::test]
async fn both_secrets_sign_while_they_overlap() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let rotate = async |version, body: Value| {
        hooks.key.client.command(&path(&webhook, "/rotate-secret"), version, &body).await.ok(200)
    };
    let rotated = rotate(1, json!({"overlap_hours": 2})).await;
    assert_ne!(rotated["secret"], webhook["secret"]);
    let signatures = async |number| {
        hooks.matter(number, 1).await;
        hooks.send().await;
        let calls = receiver.received();
        v1(calls.last().expect("a call").header("webhook-signature"))
    };
    assert_eq!(signatures(7).await, 2);
    hooks.app.advance(Duration::hours(2));
    assert_eq!(signatures(8).await, 1);
    // A pair too, at once.
    let pair = rotate(2, json!({"overlap_hours": 0, "key_pair": true})).await;
    let kinds: Vec<_> = pair["signing"].as_array().expect("two").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["hmac", "ed25519"]);
    assert_ne!(pair["signing"][1]["public_key"], webhook["signing"][1]["public_key"]);
    assert_eq!(signatures(9).await, 1);
    let too_long = json!({"overlap_hours": 999});
    let refused = hooks.key.client.command(&path(&webhook, "/rotate-secret"), 3, &too_long).await;
    assert_eq!(refused.field_codes("#/overlap_hours"), ["value.out_of_range"]);
}

#[tokio::test]
async fn the_log_has_pages_and_filters() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[tests::Manner::Status(500), tests::Manner::Status(204)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let matter = hooks.matter(7, 3).await;
    hooks.send().await;
    hooks.matter(8, 2).await;
    hooks.send().await;
    let client = &hooks.key.client;
    let list = async |query: &str| client.get(&path(&webhook, &format!("/deliveries?{query}"))).await.ok(200);
    let seqs = |page: &Value| -> Vec<i64> {
        page["items"].as_array().expect("items").iter().filter_map(|one| one["seq"].as_i64()).collect()
    };
    assert_eq!(seqs(&list("state=pending").await), [3, 2, 1]);
    assert_eq!(seqs(&list("state=delivered").await), [5, 4]);
    assert_eq!(seqs(&list("state=delivered,pending&limit=2").await), [5, 4]);
    assert_eq!(seqs(&list(&format!("resource_id={matter}")).await), [3, 2, 1]);
    let first = list("limit=3").await;
    let cursor = first["next_cursor"].as_str().expect("more");
    assert_eq!(seqs(&list(&format!("limit=3&cursor={cursor}")).await), [2, 1]);
    let wrong = client.get(&path(&webhook, &format!("/deliveries?state=failed&cursor={cursor}"))).await;
    wrong.problem(400, "cursor.invalid");
    let pending = &list("state=pending").await["items"][2];
    assert_eq!((&pending["waiting"], &pending["attempts"]), (&json!(false), &json!(1)));
    assert_eq!(pending["log"][0]["status"], 500);
    assert_eq!(list("state=pending").await["items"][0]["waiting"], true);
}
