//! Nothing inside is called: neither by its address, nor by a name, nor by a name that changes its mind.

use super::fixture::{Hooks, WEBHOOKS};
use api::open::webhooks::Resolver;
use chrono::Duration;
use domain::integration::KeyScope;
use domain::integration::webhook::{AddressRule, WebhookTarget};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use tests::{Receiver, TestApp};

/// Answers what the test says.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<Vec<IpAddr>>>);

impl Names {
    fn say(&self, addresses: &[&str]) {
        *self.0.lock().expect("not poisoned") =
            addresses.iter().map(|one| one.parse().expect("an address")).collect();
    }
}

impl Resolver for Names {
    fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let found = self.0.lock().expect("not poisoned").clone();
        Box::pin(
            async move { if found.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(found) } },
        )
    }
}

#[tokio::test]
async fn addresses_of_the_inside_are_refused_when_they_are_registered() {
    let app = TestApp::start_with(|config| {
        let names = Names::default();
        names.say(&["93.184.215.14", "10.0.0.7"]);
        config.webhook_resolver = Arc::new(names);
    })
    .await;
    let key = app.key(&[KeyScope::WebhooksManage]).await;
    for url in [
        "https://127.0.0.1/in",
        "https://[::1]/in",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://[::ffff:192.168.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://2130706433/",
        "https://100.64.0.1/",
        // A name with one address outside and one inside.
        "https://hooks.example.org/in",
    ] {
        let refused = key.client.post(WEBHOOKS, &json!({"url": url})).await;
        refused.problem(422, "validation.failed");
        assert_eq!(refused.field_codes("#/url"), ["webhook.url_refused"], "{url}");
    }
    let refused = key.client.post(WEBHOOKS, &json!({"url": "http://example.org/in"})).await;
    assert_eq!(refused.field_codes("#/url"), ["webhook.url_not_https"]);
    assert_eq!(key.client.get(WEBHOOKS).await.ok(200)["items"], json!([]));
}

#[tokio::test]
async fn a_name_that_leads_inside_later_is_not_called() {
    let names = Names::default();
    let resolver = names.clone();
    let hooks = Hooks::begin_with(|config| {
        // Without encryption, but nowhere inside.
        config.webhook_target = WebhookTarget { addresses: AddressRule::default(), plain_http: true };
        config.webhook_resolver = Arc::new(resolver);
    })
    .await;
    let inside = Receiver::start(&[]).await;
    names.say(&["93.184.215.14"]);
    let url = format!("http://hooks.example.org:{}/in", inside.port());
    let webhook = hooks.webhook(&url).await;
    for (number, answer) in
        (7..).zip([vec!["127.0.0.1"], vec!["::ffff:127.0.0.1"], vec!["93.184.215.14", "127.0.0.1"]])
    {
        names.say(&answer);
        // The webhook fails, so that one call is made at a time; the last of the log is the new matter's.
        hooks.app.advance(Duration::hours(3));
        hooks.matter(number, 1).await;
        hooks.send().await;
        let log = hooks.log(&webhook).await;
        assert_eq!(
            log.last().and_then(|(.., error)| error.as_deref()),
            Some("address_refused"),
            "{answer:?}"
        );
    }
    names.say(&[]);
    let tested = hooks.key.client.post(&super::fixture::path(&webhook, "/test"), &json!(null)).await.ok(200);
    assert_eq!((&tested["delivered"], &tested["error"]), (&json!(false), &json!("unresolved")));
    assert_eq!(inside.received().len(), 0);
}

#[tokio::test]
async fn a_name_is_called_at_the_address_that_was_checked() {
    let names = Names::default();
    let resolver = names.clone();
    let hooks = Hooks::begin_with(|config| {
        super::fixture::allow_this_machine(config);
        config.webhook_resolver = Arc::new(resolver);
    })
    .await;
    let receiver = Receiver::start(&[]).await;
    names.say(&["127.0.0.1"]);
    hooks.webhook(&format!("http://hooks.example.org:{}/in?a=1", receiver.port())).await;
    hooks.matter(7, 1).await;
    hooks.send().await;
    let call = &receiver.wait_for(1).await[0];
    assert_eq!(call.header("host"), format!("hooks.example.org:{}", receiver.port()));
    assert_eq!(call.line, "POST /in?a=1 HTTP/1.1");
}
