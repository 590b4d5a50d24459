//! A webhook tells what its key sees, and nothing after the key's end.

use super::fixture::{Hooks, WEBHOOKS, path};
use crate::matter::Matter;
use chrono::Duration;
use domain::authz::Role;
use domain::integration::KeyScope;
use domain::kernel::SuggestionId;
use domain::suggestion::{PublicationPart, PublicationStatus};
use serde_json::{Value, json};
use tests::{KeySpec, Manner, Receiver};

fn publish(hooks: &Hooks, id: SuggestionId, status: PublicationStatus) -> impl Future<Output = ()> {
    hooks.change(id, move |case| {
        if case.publications.is_empty() {
            let released = Matter { case: case.clone() }.released(PublicationPart::Title, Vec::new());
            case.publications = released.case.publications;
        }
        case.publications[0].status = status;
    })
}

fn types(receiver: &Receiver) -> Vec<Value> {
    receiver.received().iter().map(|call| call.json()["type"].clone()).collect()
}

#[tokio::test]
async fn only_what_is_published_and_that_it_is_no_longer() {
    let hooks = Hooks::begin().await;
    let public = hooks.app.key(&[KeyScope::SuggestionsRead, KeyScope::WebhooksManage]).await;
    let receiver = Receiver::start(&[]).await;
    // Of the types it wants none: that a matter is gone is told all the same.
    let only = json!({"url": receiver.url(), "event_types": ["suggestion.replied"]});
    hooks.create(&public, &only).await.ok(201);
    let all = Receiver::start(&[]).await;
    hooks.create(&public, &json!({"url": all.url()})).await.ok(201);
    let matter = hooks.matter(7, 2).await;
    hooks.send().await;
    assert_eq!(types(&all), [] as [Value; 0], "nothing of it is published");
    publish(&hooks, matter, PublicationStatus::Released).await;
    hooks.send().await;
    assert_eq!(types(&all), [json!("suggestion.changed")]);
    publish(&hooks, matter, PublicationStatus::Withdrawn).await;
    hooks.send().await;
    assert_eq!(types(&all).last(), Some(&json!("suggestion.gone")));
    assert_eq!(types(&receiver), [json!("suggestion.gone")]);
    let gone = receiver.received()[0].json();
    assert_eq!((&gone["data"]["id"], &gone["data"]["ref"]), (&json!(matter.0), &json!(null)));
    assert_eq!(gone["data"]["status"], json!(null));
}

#[tokio::test]
async fn a_call_that_waited_does_not_tell_what_was_withdrawn_meanwhile() {
    let hooks = Hooks::begin().await;
    let public = hooks.app.key(&[KeyScope::SuggestionsRead, KeyScope::WebhooksManage]).await;
    let receiver = Receiver::start(&[Manner::Status(500)]).await;
    let webhook = hooks.create(&public, &json!({"url": receiver.url()})).await.ok(201);
    let matter = hooks.matter(7, 1).await;
    publish(&hooks, matter, PublicationStatus::Released).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
    publish(&hooks, matter, PublicationStatus::Withdrawn).await;
    receiver.behave(Manner::Status(204));
    hooks.app.advance(Duration::minutes(1));
    hooks.send().await;
    assert_eq!(types(&receiver), [json!("suggestion.changed"), json!("suggestion.gone")]);
    let page = public.client.get(&path(&webhook, "/deliveries")).await.ok(200);
    let states: Vec<_> = page["items"].as_array().expect("items").iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["delivered", "superseded"]);
}

#[tokio::test]
async fn after_the_keys_end_nothing_is_sent() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    hooks.webhook(&receiver.url()).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
    let administrator = hooks.app.actor(Role::IntegrationAdmin).await;
    let key = format!("/api/v1/api-keys/{}", hooks.key.id);
    let version = administrator.get(&key).await.version();
    administrator.command(&format!("{key}/revoke"), version, &json!({"reason": "合同到期"})).await.ok(200);
    hooks.matter(8, 1).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn after_the_keys_time_nothing_is_sent() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    hooks.webhook(&receiver.url()).await;
    hooks.app.advance(Duration::days(366));
    hooks.matter(7, 1).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 0);
}

#[tokio::test]
async fn a_sandbox_key_may_try_and_nothing_else_is_sent() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[Manner::Headed(418, "x-tea: green")]).await;
    let scopes = vec![KeyScope::SuggestionsOfficial, KeyScope::WebhooksManage];
    let sandbox = hooks.app.key_with(KeySpec { scopes, sandbox: true, ..KeySpec::default() }).await;
    let webhook = hooks.create(&sandbox, &json!({"url": receiver.url()})).await.ok(201);
    hooks.matter(7, 1).await;
    hooks.send().await;
    assert_eq!(receiver.received().len(), 0);
    let tested = sandbox.client.post(&path(&webhook, "/test"), &Value::Null).await.ok(200);
    let call = &receiver.received()[0];
    assert_eq!(
        (&tested["status"], &tested["error"], &tested["answer"]),
        (&json!(418), &json!("status"), &json!("no"))
    );
    assert_eq!(tested["body"], json!(call.body));
    assert_eq!(tested["webhook_signature"], json!(call.header("webhook-signature")));
    assert_eq!(call.json()["type"], "webhook.test");
    let replay = sandbox.client.post(&path(&webhook, "/replay"), &json!({"from_seq": 1})).await;
    replay.problem(409, "webhook.sandbox");
    let page = sandbox.client.get(&path(&webhook, "/deliveries")).await.ok(200);
    assert_eq!(page["items"], json!([]));
    assert_eq!(sandbox.client.get(WEBHOOKS).await.ok(200)["items"][0]["status"], "active");
}
