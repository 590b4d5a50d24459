//! What leaves the application: by whose choice, when, in which order, and what the administrator sees of it.

use crate::services::{Manner, Service};
use crate::stand::told;
use api::notification::channel::EmailConfig;
use api::notification::{Round, deliver_notices};
use domain::authz::Role;
use serde_json::{Value, json};
use tests::{Client, Congress, Matter, TestApp};

const PREFERENCES: &str = "/api/v1/notifications/preferences";

async fn app_with(mail: &Service) -> TestApp {
    let url = format!("smtp://{}", mail.address);
    TestApp::start_with(move |config| {
        let from = "代表之家 <noreply@example.gov.cn>".to_owned();
        config.channels.email = Some(EmailConfig { url, from });
    })
    .await
}

async fn choose(client: &Client, version: i64, choices: Value) -> Value {
    client.patch(PREFERENCES, version, &choices).await.ok(200)
}

/// Sends until there is nothing more to send now.
async fn send(app: &TestApp) -> Round {
    let mut all = Round::default();
    loop {
        let round = deliver_notices(app.state()).await.unwrap_or_else(|error| panic!("{error}"));
        if round == Round::default() {
            return all;
        }
        all.sent += round.sent;
        all.later += round.later;
        all.given_up += round.given_up;
    }
}

/// Subjects of the mails, decoded.
fn subjects(mail: &Service) -> Vec<String> {
    mail.taken().iter().map(|one| decoded(one.header("subject"))).collect()
}

fn decoded(header: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let words = header.split_whitespace().map(|word| {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        inner.and_then(|text| STANDARD.decode(text).ok()).unwrap_or_else(|| word.as_bytes().to_vec())
    });
    String::from_utf8(words.flatten().collect()).expect("UTF-8")
}

#[tokio::test]
async fn a_mail_server_that_was_down_gets_everything_in_order_once_it_is_up() {
    let mail = Service::smtp().await;
    let app = app_with(&mail).await;
    let congress = Congress::found(&app).await;
    choose(&congress.lead, 0, json!({"email": "wang@example.cn"})).await;
    let address = mail.address;
    drop(mail);
    let mut matter = Matter::accepted(&congress).await;
    told(&app).await;
    assert_eq!(send(&app).await, Round { sent: 0, later: 1, given_up: 0 }, "nobody answers there");
    matter.assign_through_the_office().await;
    told(&app).await;
    assert_eq!(send(&app).await, Round::default(), "a later one waits for the earlier");

    let mail = Service::smtp_at(address).await;
    app.advance(chrono::Duration::seconds(61));
    // Two workers.
    let (one, other) = tokio::join!(send(&app), send(&app));
    assert_eq!(one.sent + other.sent, 2, "{one:?} {other:?}");
    let subjects = subjects(&mail);
    assert_eq!(subjects, ["【代表之家】建议已立案", "【代表之家】建议已交办"]);

    let admin = app.actor(Role::SysAdmin).await;
    let shown = admin.get("/api/v1/notifications/deliveries").await;
    let page = shown.ok(200);
    assert_eq!(page["items"][1]["state"], "sent");
    assert_eq!(page["items"][1]["attempts"], 2);
    assert!(!shown.text().contains("即停即走") && !shown.text().contains("wang@"), "{}", shown.text());
    let id = page["items"][1]["id"].as_str().expect("an id");
    let attempts = admin.get(&format!("/api/v1/notifications/deliveries/{id}/attempts")).await.ok(200);
    assert_eq!(attempts["items"][0]["error"], "connect_failed");
    assert_eq!(attempts["items"][1]["state"], "sent");
    congress.clerk.get("/api/v1/notifications/deliveries").await.problem(403, "permission.denied");
}

#[tokio::test]
async fn a_digest_comes_at_eight_with_everything_and_never_in_quiet_hours() {
    let mail = Service::smtp().await;
    let app = app_with(&mail).await;
    let congress = Congress::found(&app).await;
    choose(&congress.lead, 0, json!({"email": "wang@example.cn", "digest": "daily"})).await;
    let quiet = json!({"email": "li@example.cn", "quiet_from": "08:30:00", "quiet_to": "10:00:00"});
    choose(&congress.clerk, 0, quiet).await;
    let _matter = Matter::dispatched(&congress).await;
    told(&app).await;
    assert_eq!(
        send(&app).await,
        Round::default(),
        "nine in the morning: eight is over, and the clerk has his quiet"
    );
    app.move_clock("2026-03-02T10:00:00+08:00");
    assert_eq!(send(&app).await.sent, 1, "the clerk's quiet is over");
    app.move_clock("2026-03-03T07:59:59+08:00");
    assert_eq!(send(&app).await, Round::default());
    app.move_clock("2026-03-03T08:00:00+08:00");
    assert_eq!(send(&app).await.sent, 2);
    let subjects = subjects(&mail);
    assert_eq!(subjects, ["【代表之家】新提交的建议", "【代表之家】2条通知"]);
    let unread = congress.lead.get("/api/v1/notifications/unread-count").await.ok(200);
    assert_eq!(unread["unread"], 2, "in the application they stand at once");
}

#[tokio::test]
async fn who_wants_no_mail_gets_none_and_what_is_locked_stands_in_the_application() {
    let mail = Service::smtp().await;
    let app = app_with(&mail).await;
    let congress = Congress::found(&app).await;
    let nothing = json!({"email": "wang@example.cn", "groups": [
        {"group": "review", "channels": []}, {"group": "handling", "channels": []}]});
    let shown = choose(&congress.lead, 0, nothing).await;
    assert_eq!(shown["channels"][0]["address"], "w****@example.cn");
    assert_eq!(shown["channels"][0]["source"], "own");
    assert_eq!(shown["channels"][1]["available"], false);
    let _matter = Matter::dispatched(&congress).await;
    told(&app).await;
    assert_eq!(send(&app).await, Round::default());
    let page = congress.lead.get("/api/v1/notifications").await.ok(200);
    assert_eq!(page["items"].as_array().expect("items").len(), 2);
    congress.lead.patch(PREFERENCES, 0, &json!({})).await.problem(412, "version.stale");
    let wrong = json!({"email": "nobody", "quiet_from": "22:00:00"});
    let refused = congress.lead.patch(PREFERENCES, 1, &wrong).await;
    refused.problem(422, "validation.failed");
    assert!(!refused.field_codes("#/email").is_empty() && !refused.field_codes("#/quiet_to").is_empty());
}

#[tokio::test]
async fn what_may_not_be_read_any_more_is_not_sent_and_a_confidential_title_stays_inside() {
    let mail = Service::smtp().await;
    let app = app_with(&mail).await;
    let congress = Congress::found(&app).await;
    for client in [&congress.handler, &congress.leader] {
        choose(client, 0, json!({"email": "chu@example.cn"})).await;
    }
    let mut matter = Matter::accepted(&congress).await;
    let direct = json!({"assignments": [{"unit_id": congress.housing.0, "role": "lead", "tier": "unit"}]});
    matter.post(&congress.clerk, "/assign", &direct).await;
    told(&app).await;
    // Before the messages leave it becomes confidential, and only the handler is named.
    let closed = json!({"confidential": true, "hide_names_from_units": true, "reason": "代表要求保护",
        "named_account_ids": [congress.handler.account().0]});
    matter.put(&congress.clerk, "/confidentiality", &closed).await;
    assert_eq!(send(&app).await, Round { sent: 1, later: 0, given_up: 1 });
    let taken = mail.taken();
    let body = decoded(taken[0].body.split("\n\n").nth(1).unwrap_or_default());
    assert!(!body.contains("即停即走") && !taken[0].body.contains("即停即走"), "{body}");
}

#[tokio::test]
async fn a_test_message_shows_whether_a_way_works() {
    let mail = Service::smtp().await;
    let app = app_with(&mail).await;
    let congress = Congress::found(&app).await;
    let test = |channel: &str| json!({ "channel": channel });
    let path = "/api/v1/notifications/test";
    congress.handler.post(path, &test("sms")).await.problem(409, "notification.channel_off");
    congress.handler.post(path, &test("email")).await.problem(409, "notification.address_missing");
    choose(&congress.handler, 0, json!({"email": "chu@example.cn"})).await;
    mail.behave(Manner::Unknown);
    congress.handler.post(path, &test("email")).await.ok(204);
    congress.handler.post(path, &test("email")).await.problem(429, "notification.test_too_soon");
    assert_eq!(send(&app).await, Round { sent: 0, later: 0, given_up: 1 });
    let admin = app.actor(Role::SysAdmin).await;
    let page = admin.get("/api/v1/notifications/deliveries?state=given_up&channel=email").await.ok(200);
    assert_eq!(page["items"][0]["last_error"], "smtp_550");
    assert_eq!(page["items"][0]["kind"], "test");
}
