use crate::matter::Matter;
use crate::world::{World, begin};
use api::app::AppConfig;
use api::open::webhooks::Sender;
use domain::integration::KeyScope;
use domain::integration::webhook::{AddressRule, WebhookTarget};
use domain::kernel::{Event, SuggestionId};
use domain::suggestion::Case;
use serde_json::{Value, json};
use tests::{Reply, TestApp, TestKey};

pub const WEBHOOKS: &str = "/api/v1/open/webhooks";

/// A county whose operator lets webhooks call this machine, without encryption.
pub struct Hooks {
    pub app: TestApp,
    pub world: World,
    /// A key that sees every matter as the authorities do.
    pub key: TestKey,
}

/// What the operator of the test's county allows.
pub fn allow_this_machine(config: &mut AppConfig) {
    let addresses = AddressRule { allowed: vec!["127.0.0.0/8".parse().expect("a network")] };
    config.webhook_target = WebhookTarget { addresses, plain_http: true };
}

impl Hooks {
    pub async fn begin() -> Self {
        Self::begin_with(allow_this_machine).await
    }

    pub async fn begin_with(change: impl FnOnce(&mut AppConfig)) -> Self {
        let app = TestApp::start_with(change).await;
        app.move_clock("2026-05-10T09:00:00+08:00");
        let world = World::found(app.store(), Some(app.county().root)).await;
        let key = app.key(&[KeyScope::SuggestionsOfficial, KeyScope::WebhooksManage]).await;
        Self { app, world, key }
    }

    /// A webhook of the key, for all events.
    pub async fn webhook(&self, url: &str) -> Value {
        self.create(&self.key, &json!({"url": url})).await.ok(201)
    }

    pub async fn create(&self, key: &TestKey, body: &Value) -> Reply {
        key.client.post(WEBHOOKS, body).await
    }

    /// A matter that was accepted, with so many events.
    pub async fn matter(&self, number: u32, events: usize) -> SuggestionId {
        let matter = Matter::submitted(&self.world, 0, "关于缓解停车难的建议", "2026-03-02");
        let case = matter.accepted(number, "城建").store(self.app.store()).await;
        // Events of one round are told together: these are told one by one.
        for _ in 0..events {
            self.change(case.id(), |_| ()).await;
            self.catch_up().await;
        }
        case.id()
    }

    /// Changes a matter with an event.
    pub async fn change(&self, id: SuggestionId, with: impl FnOnce(&mut Case)) {
        let uow = begin(self.app.store(), self.app.now()).await;
        let mut case = uow.lock_case(id).await.expect("readable").expect("there").case;
        with(&mut case);
        let version = uow.save_case(&case, case.version).await.expect("saved");
        let event = Event {
            kind: "suggestion.changed",
            aggregate: "suggestion",
            aggregate_id: id.0,
            data: json!({}),
        };
        uow.emit(event, version).await.expect("told");
        uow.commit().await.expect("committed");
    }

    /// Everything that is committed is in the feed.
    pub async fn catch_up(&self) {
        while !self.app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
        while api::open::project(self.app.state()).await.expect("projected").more {}
    }

    pub fn sender(&self) -> Sender {
        Sender::new(self.app.state().clone())
    }

    /// Sends what is due now, until nothing is.
    pub async fn send(&self) {
        self.catch_up().await;
        let mut sender = self.sender();
        loop {
            let round = sender.round().await.expect("sent");
            sender.finish().await;
            if round.begun == 0 && !round.more {
                break;
            }
        }
        sender.tidy().await.expect("tidied");
    }

    pub async fn shown(&self, webhook: &Value) -> Value {
        self.key.client.get(&path(webhook, "")).await.ok(200)
    }

    /// What became of the calls: state, attempts and the error of the last, oldest first.
    pub async fn log(&self, webhook: &Value) -> Vec<(String, i64, Option<String>)> {
        let page = self.key.client.get(&path(webhook, "/deliveries?limit=200")).await.ok(200);
        let mut log: Vec<_> = page["items"].as_array().expect("items").iter().map(line).collect();
        log.reverse();
        log
    }

    /// The kinds of events that were told.
    pub async fn told(&self) -> Vec<String> {
        self.catch_up().await;
        let rows = self.app.store().outbox_after(0, 1_000).await.expect("readable");
        rows.into_iter().filter(|row| row.aggregate == "webhook").map(|row| row.kind).collect()
    }
}

fn line(item: &Value) -> (String, i64, Option<String>) {
    let last = item["log"].as_array().and_then(|log| log.last().cloned()).unwrap_or_default();
    let state = item["state"].as_str().expect("a state").to_owned();
    (state, item["attempts"].as_i64().expect("a number"), last["error"].as_str().map(str::to_owned))
}

pub fn path(webhook: &Value, rest: &str) -> String {
    format!("{WEBHOOKS}/{}{rest}", webhook["id"].as_str().expect("an id"))
}

pub fn states(log: &[(String, i64, Option<String>)]) -> Vec<&str> {
    log.iter().map(|(state, ..)| state.as_str()).collect()
}
