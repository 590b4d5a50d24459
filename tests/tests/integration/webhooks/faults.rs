//! Receivers that flap, lie, hang, lead elsewhere, are gone, and never come back.

use super::fixture::{Hooks, path, states};
use chrono::Duration;
use serde_json::json;
use std::time::{Duration as Span, Instant};
use tests::{Manner, Receiver};

#[tokio::test]
async fn a_receiver_that_breaks_off_after_its_ok_is_called_again() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Lie, Manner::Status(200)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    assert_eq!(hooks.log(&webhook).await, [("pending".to_owned(), 1, Some("answer_broken".to_owned()))]);
    hooks.app.advance(Duration::seconds(6));
    hooks.send().await;
    assert_eq!(states(&hooks.log(&webhook).await), ["delivered"]);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let hooks = Hooks::begin().await;
    let elsewhere = Receiver::start(&[]).await;
    let location: &'static str = format!("location: {}", elsewhere.url()).leak();
    let receiver = Receiver::start(&[Manner::Headed(307, location)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    assert_eq!(hooks.log(&webhook).await, [("pending".to_owned(), 1, Some("status".to_owned()))]);
    let page = hooks.key.client.get(&path(&webhook, "/deliveries")).await.ok(200);
    assert_eq!(page["items"][0]["log"][0]["status"], 307);
    assert_eq!((receiver.received().len(), elsewhere.received().len()), (1, 0));
}

#[tokio::test]
async fn one_that_is_overloaded_is_left_alone_for_as_long_as_it_asks() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Headed(429, "retry-after: 120"), Manner::Status(204)]).await;
    hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    hooks.app.advance(Duration::seconds(119));
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
    hooks.app.advance(Duration::seconds(1));
    hooks.send().await;
    assert_eq!(receiver.received().len(), 2);
}

#[tokio::test]
async fn one_that_is_gone_is_called_no_more_until_it_is_enabled() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Status(410)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let matter = hooks.matter(7, 2).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
    let shown = hooks.shown(&webhook).await;
    assert_eq!((&shown["status"], &shown["disabled_reason"]), (&json!("disabled"), &json!("gone")));
    assert_eq!(hooks.told().await.last().map(String::as_str), Some("webhook.disabled"));
    hooks.change(matter, |_| ()).await;
    hooks.app.advance(Duration::days(1));
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
    // Nothing was lost meanwhile.
    receiver.behave(Manner::Status(204));
    let version = shown["version"].as_i64().expect("a version");
    let enabled = hooks.key.client.command(&path(&webhook, "/enable"), version, &json!({})).await.ok(200);
    assert_eq!((&enabled["status"], &enabled["disabled_reason"]), (&json!("active"), &json!(null)));
    hooks.send().await;
    let told: Vec<_> =
        receiver.received()[1..].iter().map(|call| call.json()["data"]["seq"].clone()).collect();
    assert_eq!(told, [json!(1), json!(2), json!(3)]);
}

#[tokio::test]
async fn one_may_go_on_from_now_instead() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Status(410), Manner::Status(204)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let matter = hooks.matter(7, 2).await;
    hooks.send().await;
    hooks.change(matter, |_| ()).await;
    hooks.catch_up().await;
    let from = json!({"from": "now"});
    hooks.key.client.command(&path(&webhook, "/enable"), 2, &from).await.ok(200);
    hooks.change(matter, |_| ()).await;
    hooks.send().await;
    let told: Vec<_> = receiver.received().iter().map(|call| call.json()["data"]["seq"].clone()).collect();
    assert_eq!(told, [json!(1), json!(4)]);
    assert_eq!(states(&hooks.log(&webhook).await), ["superseded", "superseded", "delivered"]);
}

#[tokio::test]
async fn after_ten_attempts_the_next_follows_and_after_five_days_it_is_given_up() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Status(503)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    let matter = hooks.matter(7, 2).await;
    hooks.send().await;
    // Each wait of the schedule, with all that chance may add.
    for seconds in [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] {
        hooks.app.advance(Duration::seconds(seconds + seconds / 10 + 1));
        hooks.send().await;
    }
    let log = hooks.log(&webhook).await;
    assert_eq!(states(&log), ["failed", "pending"]);
    assert_eq!((log[0].1, log[1].1), (10, 1), "the next of the matter was tried in its turn");
    assert_eq!(receiver.received().len(), 11);
    assert_eq!(hooks.shown(&webhook).await["status"], "active");
    hooks.app.advance(Duration::days(2));
    hooks.send().await;
    let shown = hooks.shown(&webhook).await;
    assert_eq!((&shown["status"], &shown["disabled_reason"]), (&json!("disabled"), &json!("failing")));
    assert_eq!(hooks.told().await.last().map(String::as_str), Some("webhook.disabled"));
    let calls = receiver.received().len();
    hooks.change(matter, |_| ()).await;
    hooks.app.advance(Duration::days(1));
    hooks.send().await;
    assert_eq!(receiver.received().len(), calls);
}

#[tokio::test]
async fn one_success_and_the_five_days_begin_anew() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Status(500)]).await;
    let webhook = hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    assert!(hooks.shown(&webhook).await["failing_since"].is_string());
    hooks.app.advance(Duration::days(4));
    receiver.behave(Manner::Status(204));
    hooks.send().await;
    let shown = hooks.shown(&webhook).await;
    assert_eq!((&shown["failing_since"], &shown["pending"]), (&json!(null), &json!(0)));
    assert!(shown["last_success_at"].is_string());
    receiver.behave(Manner::Status(500));
    hooks.matter(8, 1).await;
    hooks.send().await;
    hooks.app.advance(Duration::days(4));
    hooks.send().await;
    assert_eq!(hooks.shown(&webhook).await["status"], "active");
}

/// Nine receivers that never answer, with more calls waiting than are made at once.
#[tokio::test]
async fn receivers_that_hang_delay_no_other_by_more_than_a_second() {
    let hooks = Hooks::begin().await;
    let mut hanging = Vec::new();
    for _ in 0..9 {
        let receiver = Receiver::start(&[Manner::Hang]).await;
        hooks.webhook(&receiver.url()).await;
        hanging.push(receiver);
    }
    for number in 0..10 {
        hooks.matter(number + 1, 1).await;
    }
    hooks.catch_up().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(api::open::webhooks::send_webhooks(hooks.app.state().clone(), stopped));
    for receiver in &hanging {
        receiver.wait_for(1).await;
    }
    let healthy = Receiver::start(&[]).await;
    hooks.webhook(&healthy.url()).await;
    for number in 0..5 {
        hooks.matter(number + 20, 1).await;
        hooks.catch_up().await;
        let began = Instant::now();
        healthy.wait_for(usize::try_from(number).expect("few") + 1).await;
        assert!(began.elapsed() < Span::from_secs(1), "{:?}", began.elapsed());
    }
    let most = hanging.iter().map(|receiver| receiver.received().len()).max();
    assert_eq!(most, Some(8), "eight calls of one receiver at a time");
    // What hangs would be waited for.
    worker.abort();
    drop(stop);
}
