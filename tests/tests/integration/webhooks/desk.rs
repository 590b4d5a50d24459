//! The desk: who looks after the webhooks of all keys, sees how they are, and helps where a system does not help itself.

use super::fixture::{Hooks, path};
use chrono::Duration;
use domain::authz::Role;
use domain::integration::KeyScope;
use persistence::account::NewGrant;
use serde_json::{Value, json};
use tests::{Client, KeySpec, Manner, Receiver};

const DESK: &str = "/api/v1/webhooks";

fn at_desk(webhook: &Value, rest: &str) -> String {
    format!("{DESK}/{}{rest}", webhook["id"].as_str().expect("an id"))
}

async fn listed(desk: &Client, query: &str) -> Vec<Value> {
    let page = desk.get(&format!("{DESK}?{query}")).await.ok(200);
    page["items"].as_array().expect("items").clone()
}

async fn healths(desk: &Client, query: &str) -> Vec<String> {
    let text = |one: &Value| one["health"].as_str().expect("a code").to_owned();
    listed(desk, query).await.iter().map(text).collect()
}

#[tokio::test]
async fn one_list_says_how_all_of_them_are() {
    let hooks = Hooks::begin().await;
    let desk = hooks.app.actor(Role::IntegrationAdmin).await;
    assert_eq!(listed(&desk, "").await, Vec::<Value>::new());
    let (good, bad) = (Receiver::start(&[]).await, Receiver::start(&[Manner::Status(500)]).await);
    let gone = Receiver::start(&[Manner::Status(410)]).await;
    let mut made = Vec::new();
    for receiver in [&good, &bad, &gone] {
        made.push(hooks.webhook(&receiver.url()).await);
    }
    let off = hooks.webhook("http://127.0.0.1:9/off").await;
    let stopped = json!({"status": "disabled"});
    hooks.key.client.patch(&path(&off, ""), 1, &stopped).await.ok(200);
    hooks.matter(7, 1).await;
    hooks.send().await;
    hooks.app.advance(Duration::seconds(6));
    hooks.send().await;
    let all = listed(&desk, "sort=created_at&include=total").await;
    let seen: Vec<_> = all
        .iter()
        .map(|one| (&one["health"], &one["disabled_reason"], &one["consecutive_failures"]))
        .collect();
    let expected = [
        (json!("well"), json!(null), json!(0)),
        (json!("failing"), json!(null), json!(2)),
        (json!("stopped"), json!("gone"), json!(1)),
        (json!("off"), json!("owner"), json!(0)),
    ];
    assert_eq!(seen, expected.iter().map(|(a, b, c)| (a, b, c)).collect::<Vec<_>>());
    assert!(all[0]["last_success_at"].is_string() && all[2]["disabled_at"].is_string());
    assert_eq!((&all[0]["key_name"], &all[0]["secret"]), (&json!("测试系统"), &json!(null)));
    // One question a filter, and each says the same as the row.
    for health in ["well", "failing", "stopped", "off"] {
        assert_eq!(healths(&desk, &format!("health={health}")).await, [health]);
    }
    assert_eq!(healths(&desk, "health=key_ended").await, [""; 0]);
    let troubled = desk.get(&format!("{DESK}?health=failing,stopped&include=total&limit=1")).await.ok(200);
    assert_eq!((&troubled["total"], troubled["items"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    let other = hooks.app.key(&[KeyScope::WebhooksManage]).await;
    assert_eq!(listed(&desk, &format!("key_id={}", other.id)).await.len(), 0);
    assert_eq!(listed(&desk, &format!("key_id={}", hooks.key.id)).await.len(), 4);
    assert_eq!(listed(&desk, "q=9/OFF").await.len(), 1);
    for sort in ["-consecutive_failures", "last_success_at", "-disabled_at", "key_name", "url"] {
        assert_eq!(listed(&desk, &format!("sort={sort}")).await.len(), 4, "{sort}");
    }
    assert_eq!(listed(&desk, "sort=-consecutive_failures").await[0]["health"], "failing");
    // A success, and failures are counted anew.
    bad.behave(Manner::Status(204));
    hooks.app.advance(Duration::minutes(6));
    hooks.send().await;
    assert_eq!(listed(&desk, "health=failing").await.len(), 0);
    // When the key ends, its webhooks are told nothing: that is seen, too.
    desk.command(&format!("/api/v1/api-keys/{}/revoke", hooks.key.id), 1, &json!({})).await.ok(200);
    let ended = healths(&desk, "sort=created_at").await;
    assert_eq!(ended, ["key_ended", "key_ended", "stopped", "off"]);
    assert_eq!(healths(&desk, "health=key_ended").await.len(), 2);
    assert_eq!(healths(&desk, "health=well").await.len(), 0);
}

#[tokio::test]
async fn the_administrator_makes_one_for_a_key_and_looks_after_it() {
    let hooks = Hooks::begin().await;
    let desk = hooks.app.actor(Role::IntegrationAdmin).await;
    let receiver = Receiver::start(&[Manner::Status(503), Manner::Status(204)]).await;
    // The key has no right to webhooks: only the desk changes this one.
    let key = hooks.app.key(&[KeyScope::SuggestionsOfficial]).await;
    let wanted = json!({"key_id": key.id, "url": receiver.url(), "event_types": ["suggestion.*"]});
    let create = async || {
        let call = desk.call("POST".parse().expect("a method"), DESK).json(&wanted);
        call.idempotency_key("one-and-the-same").send().await
    };
    let made = create().await;
    let webhook = made.ok(201);
    assert_eq!(made.header("location"), Some(at_desk(&webhook, "").as_str()));
    let secret = webhook["secret"].as_str().expect("shown once");
    assert!(secret.starts_with("whsec_"));
    assert_eq!(create().await.ok(201)["secret"], secret, "a lost answer is had again");
    let shown = desk.get(&at_desk(&webhook, "")).await.ok(200);
    assert_eq!((&shown["secret"], shown["signing"].as_array().map(Vec::len)), (&json!(null), Some(2)));

    let tried = desk.post(&at_desk(&webhook, "/test"), &Value::Null).await.ok(200);
    assert_eq!((&tried["delivered"], &tried["status"]), (&json!(false), &json!(503)));
    assert_eq!(receiver.wait_for(1).await[0].json()["type"], "webhook.test");
    let matter = hooks.matter(7, 2).await;
    hooks.send().await;
    let log = |query: &'static str| {
        let (desk, path) = (desk.clone(), at_desk(&webhook, &format!("/deliveries?{query}")));
        async move { desk.get(&path).await.ok(200)["items"].as_array().expect("items").clone() }
    };
    let calls = log("state=delivered").await;
    assert_eq!(calls.len(), 2);
    assert_eq!(log("state=pending,failed").await.len(), 0);
    assert_eq!(calls[0]["resource_id"], json!(matter.0.to_string()));
    assert_eq!(calls[0]["log"][0]["status"], 204);
    assert!(calls[0]["log"][0]["duration_ms"].is_i64());
    assert!(calls[0].get("body").is_none(), "administrators see no business content: {}", calls[0]);

    let replayed = desk.post(&at_desk(&webhook, "/replay"), &json!({"from_seq": 1, "to_seq": 1})).await;
    assert_eq!(replayed.ok(202)["replayed"], 1);
    hooks.send().await;
    let received = receiver.received();
    assert_eq!(received.len(), 4);
    assert_eq!(received[3].header("webhook-id"), received[1].header("webhook-id"));

    let changed = json!({"description": "门户", "event_types": null});
    let changed = desk.patch(&at_desk(&webhook, ""), 1, &changed).await.ok(200);
    assert_eq!((&changed["description"], &changed["event_types"]), (&json!("门户"), &json!([])));
    let stop = json!({"status": "disabled"});
    desk.patch(&at_desk(&webhook, ""), 2, &stop).await.problem(400, "request.malformed");
    let rotated = desk.command(&at_desk(&webhook, "/rotate-secret"), 2, &json!({})).await.ok(200);
    assert!(rotated["secret"].as_str().is_some_and(|new| new.starts_with("whsec_") && new != secret));
    let off = desk.command(&at_desk(&webhook, "/disable"), 3, &Value::Null).await.ok(200);
    assert_eq!((&off["health"], &off["disabled_reason"]), (&json!("off"), &json!("administrator")));
    let may = off["allowed_actions"].as_array().expect("actions");
    assert!(may.contains(&json!("enable")) && !may.contains(&json!("disable")), "{may:?}");
    hooks.change(matter, |_| ()).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 4);
    desk.command(&at_desk(&webhook, "/enable"), 3, &json!({})).await.problem(412, "version.stale");
    desk.command(&at_desk(&webhook, "/enable"), 4, &json!({})).await.ok(200);
    hooks.send().await;
    assert_eq!(receiver.received().len(), 5, "nothing was lost");
    desk.delete(&at_desk(&webhook, ""), 5).await.ok(204);
    desk.get(&at_desk(&webhook, "")).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn what_cannot_be_made_is_refused_by_name() {
    let hooks = Hooks::begin().await;
    let desk = hooks.app.actor(Role::IntegrationAdmin).await;
    let create = async |key: &str, url: &str| desk.post(DESK, &json!({"key_id": key, "url": url})).await;
    let unknown = create("0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bd1", "http://127.0.0.1:9/in").await;
    assert_eq!(unknown.field_codes("#/key_id"), ["reference.unknown"]);
    let refused = create(&hooks.key.id, "http://10.0.0.1/").await;
    assert_eq!(refused.field_codes("#/url"), ["webhook.url_refused"]);
    let ended = hooks.app.key(&[KeyScope::WebhooksManage]).await;
    desk.command(&format!("/api/v1/api-keys/{}/revoke", ended.id), 1, &json!({})).await.ok(200);
    create(&ended.id, "http://127.0.0.1:9/in").await.problem(409, "key.ended");
    // A key that is tried out only has nothing to send again.
    let spec = KeySpec { scopes: vec![KeyScope::WebhooksManage], sandbox: true, ..KeySpec::default() };
    let trial = hooks.app.key_with(spec).await;
    let webhook = create(&trial.id, "http://127.0.0.1:9/in").await.ok(201);
    assert!(!webhook["allowed_actions"].as_array().expect("actions").contains(&json!("replay")));
    let replay = desk.post(&at_desk(&webhook, "/replay"), &json!({"from_seq": 1})).await;
    replay.problem(409, "webhook.sandbox");
}

/// The security administrator stops what is dangerous, as he ends keys, and does nothing else; nobody else sees any.
#[tokio::test]
async fn one_looks_after_them_another_may_stop_them_and_nobody_else_sees_any() {
    let hooks = Hooks::begin().await;
    let webhook = hooks.webhook("http://127.0.0.1:9/in").await;
    let security = hooks.app.actor(Role::SecAdmin).await;
    assert_eq!(listed(&security, "").await.len(), 1);
    let shown = security.get(&at_desk(&webhook, "")).await.ok(200);
    assert_eq!(shown["allowed_actions"], json!(["disable"]));
    let tries = async |who: &Client, status: u16, code: &str| {
        who.patch(&at_desk(&webhook, ""), 1, &json!({})).await.problem(status, code);
        who.delete(&at_desk(&webhook, ""), 1).await.problem(status, code);
        who.post(&at_desk(&webhook, "/test"), &Value::Null).await.problem(status, code);
        who.command(&at_desk(&webhook, "/rotate-secret"), 1, &json!({})).await.problem(status, code);
        who.command(&at_desk(&webhook, "/enable"), 1, &json!({})).await.problem(status, code);
        who.post(&at_desk(&webhook, "/replay"), &json!({"from_seq": 1})).await.problem(status, code);
    };
    tries(&security, 403, "permission.denied").await;
    let off = security.command(&at_desk(&webhook, "/disable"), 1, &Value::Null).await.ok(200);
    assert_eq!(off["disabled_reason"], "administrator");
    assert_eq!(hooks.told().await.last().map(String::as_str), Some("webhook.disabled"));
    // Of another node: as if there were none.
    let town = hooks.app.county().town;
    let grant = NewGrant { jurisdiction: town, ..hooks.app.county().grant(Role::IntegrationAdmin) };
    let elsewhere = hooks.app.actor_with(&[grant]).await;
    assert_eq!(listed(&elsewhere, "").await.len(), 0);
    elsewhere.get(&at_desk(&webhook, "")).await.problem(404, "resource.not_found");
    tries(&elsewhere, 404, "resource.not_found").await;
    let clerk = hooks.app.actor(Role::DcHead).await;
    clerk.get(DESK).await.problem(403, "permission.denied");
    clerk.get(&at_desk(&webhook, "/deliveries")).await.problem(404, "resource.not_found");
}

/// What a notice of it is made from.
#[tokio::test]
async fn that_one_was_stopped_is_an_event_that_says_why() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Status(410)]).await;
    hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    hooks.catch_up().await;
    let rows = hooks.app.store().outbox_after(0, 1_000).await.expect("readable");
    let event = rows.into_iter().find(|row| row.kind == "webhook.disabled").expect("told");
    assert_eq!((&event.data["reason"], &event.data["automatic"]), (&json!("gone"), &json!(true)));
    assert_eq!(event.data["key_id"], json!(hooks.key.id));
    assert_eq!(event.data["host"], json!(format!("127.0.0.1:{}", receiver.port())));
}
