//! In order for each matter, at least once, and once when nothing goes wrong.

use super::fixture::{Hooks, path, states};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::Duration;
use domain::integration::{OfficialSight, Sight};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Manner, Received, Receiver};

fn seqs(received: &[Received], matter: impl std::fmt::Display) -> Vec<i64> {
    let of =
        received.iter().map(Received::json).filter(|body| body["data"]["id"] == json!(matter.to_string()));
    of.map(|body| body["data"]["seq"].as_i64().expect("a number")).collect()
}

/// The signature that the specification wants, made by hand.
fn signed(call: &Received, secret: &str) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
    let content = format!("{}.{}.{}", call.header("webhook-id"), call.header("webhook-timestamp"), call.body);
    format!("v1,{}", STANDARD.encode(api::keys::keyed_hash(&key, &[content.as_bytes()])))
}

#[tokio::test]
async fn a_change_is_told_in_few_words_and_signed() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let matter = hooks.matter(7, 1).await;
    hooks.send().await;
    let received = receiver.wait_for(1).await;
    let call = &received[0];
    assert_eq!(call.line, "POST /in HTTP/1.1");
    assert_eq!(call.header("content-type"), "application/json");
    assert_eq!(call.header("webhook-timestamp"), hooks.app.now().timestamp().to_string());
    let body = call.json();
    let whole = Sight { published: false, official: Some(OfficialSight::Area(hooks.world.path.clone())) };
    let entry = hooks.app.store().feed_entries(&whole, 0, 1).await.expect("readable").remove(0);
    let document: Value = serde_json::from_str(&entry.document.expect("it is there")).expect("JSON");
    assert_eq!((&body["type"], &body["timestamp"]), (&json!("suggestion.changed"), &document["updated_at"]));
    let thin = json!({"id": matter.0, "ref": document["ref"], "version": entry.version, "seq": 1, "status": "accepted"});
    assert_eq!(body["data"], thin);
    assert!(document["ref"].is_string());
    assert_eq!(call.header("webhook-id"), entry.event_id.to_string());
    // One signature for the secret, one for the key pair.
    let signatures: Vec<_> = call.header("webhook-signature").split(' ').collect();
    assert_eq!(signatures[0], signed(call, webhook["secret"].as_str().expect("a secret")));
    assert!(signatures.len() == 2 && signatures[1].starts_with("v1a,"), "{signatures:?}");
    assert_eq!(hooks.shown(&webhook).await["secret"], Value::Null);
    assert_eq!(hooks.log(&webhook).await, [("delivered".to_owned(), 1, None)]);
    // Nothing is told twice.
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn a_matter_waits_for_its_own_and_for_no_other() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Status(500), Manner::Status(204)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let first = hooks.matter(7, 3).await;
    let second = hooks.matter(8, 2).await;
    hooks.send().await;
    // Which of the two heads was refused depends on which came first.
    let refused = receiver.received()[0].json()["data"]["id"].as_str().expect("an id").to_owned();
    let (slow, quick) =
        if refused == first.to_string() { ((first, 3), (second, 2)) } else { ((second, 2), (first, 3)) };
    let received = receiver.received();
    assert_eq!(seqs(&received, slow.0).len(), 1, "its later events wait");
    assert_eq!(seqs(&received, quick.0).len(), quick.1, "the other goes on");
    hooks.app.advance(Duration::seconds(4));
    hooks.send().await;
    assert_eq!(receiver.received().len(), received.len(), "not before its time");
    hooks.app.advance(Duration::seconds(2));
    hooks.send().await;
    let received = receiver.received();
    let told = seqs(&received, slow.0);
    assert_eq!(told.len(), slow.1 + 1);
    assert_eq!(told[0], told[1], "the refused one again");
    assert!(told[1..].is_sorted_by(|a, b| a < b), "{told:?}");
    assert!(states(&hooks.log(&webhook).await).iter().all(|state| *state == "delivered"));
    // The same id for both attempts, a timestamp for each.
    let of: Vec<_> = received.iter().filter(|call| call.json()["data"]["seq"] == told[0]).collect();
    assert_eq!(of[0].header("webhook-id"), of[1].header("webhook-id"));
    assert_ne!(of[0].header("webhook-timestamp"), of[1].header("webhook-timestamp"));
}

#[tokio::test]
async fn two_replicas_make_each_call_once_and_a_matters_calls_in_order() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    hooks.webhook(&receiver.url()).await;
    let mut matters = Vec::new();
    for number in 0..12 {
        matters.push(hooks.matter(number + 1, 4).await);
    }
    hooks.catch_up().await;
    let replica = async || {
        let mut sender = hooks.sender();
        let mut idle = 0;
        while idle < 3 {
            let round = sender.round().await.expect("sent");
            sender.finish().await;
            idle = if round.begun == 0 { idle + 1 } else { 0 };
        }
    };
    tokio::join!(replica(), replica());
    hooks.send().await;
    let received = receiver.received();
    let ids: BTreeSet<_> = received.iter().map(|call| call.header("webhook-id").to_owned()).collect();
    assert_eq!((received.len(), ids.len()), (48, 48));
    for matter in matters {
        let told = seqs(&received, matter);
        assert!(told.len() == 4 && told.is_sorted_by(|a, b| a < b), "{told:?}");
    }
}

#[tokio::test]
async fn a_call_whose_process_was_killed_is_made_again() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Hang, Manner::Status(204)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 2).await;
    hooks.catch_up().await;
    let mut killed = hooks.sender();
    assert_eq!(killed.round().await.expect("sent").begun, 1);
    receiver.wait_for(1).await;
    drop(killed);
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1, "it might still be at it");
    hooks.app.advance(Duration::seconds(31));
    hooks.send().await;
    let told: Vec<_> = receiver.received().iter().map(|call| call.json()["data"]["seq"].clone()).collect();
    assert_eq!(told, [json!(1), json!(1), json!(2)]);
    assert_eq!(states(&hooks.log(&webhook).await), ["delivered", "delivered"]);
}

#[tokio::test]
async fn a_replay_keeps_ids_and_order() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 3).await;
    hooks.send().await;
    hooks.app.advance(Duration::hours(1));
    hooks.matter(8, 2).await;
    hooks.send().await;
    let ids = |calls: &[Received]| -> Vec<String> {
        calls.iter().map(|call| call.header("webhook-id").to_owned()).collect()
    };
    let first = ids(&receiver.received());
    assert_eq!(first.len(), 5);
    let replay = async |body: Value| {
        let before = receiver.received().len();
        let told = hooks.key.client.post(&path(&webhook, "/replay"), &body).await.ok(202);
        hooks.send().await;
        (told["replayed"].as_i64().expect("a number"), ids(&receiver.received()[before..]))
    };
    assert_eq!(replay(json!({"from_seq": 2, "to_seq": 3})).await, (2, first[1..3].to_vec()));
    assert_eq!(replay(json!({"from_seq": 1})).await.0, 5);
    let since = json!({"from": "2026-05-10T09:30:00+08:00"});
    assert_eq!(replay(since).await, (2, first[3..].to_vec()));
    assert_eq!(
        replay(json!({"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"})).await,
        (0, vec![])
    );
    // What the log has forgotten is sent from the feed.
    hooks.app.advance(Duration::days(31));
    hooks.send().await;
    assert_eq!(hooks.log(&webhook).await, []);
    assert_eq!(replay(json!({"from_seq": 1, "to_seq": 3})).await, (3, first[..3].to_vec()));
    // A range that is none.
    let refused =
        hooks.key.client.post(&path(&webhook, "/replay"), &json!({"from_seq": 3, "to_seq": 2})).await;
    refused.problem(422, "validation.failed");
    let refused = hooks.key.client.post(&path(&webhook, "/replay"), &json!({})).await;
    assert_eq!(refused.field_codes("#/from_seq"), ["value.required"]);
}
