use crate::stand::{newest, told};
use serde_json::{Value, json};
use std::time::Duration;
use tests::{Client, Congress, Matter, TestApp};

const STREAM: &str = "/api/v1/notifications/stream";

/// A live connection, read event by event.
struct Live {
    response: reqwest::Response,
    text: String,
}

struct Event {
    id: Option<String>,
    kind: String,
    data: Value,
}

impl Live {
    async fn open(app: &TestApp, client: &Client, last: Option<&str>) -> Self {
        Self::at(&app.url(STREAM), client, last).await
    }

    async fn at(url: &str, client: &Client, last: Option<&str>) -> Self {
        let mut request = reqwest::Client::new()
            .get(url)
            .bearer_auth(client.token())
            .header("accept", "text/event-stream")
            .header("accept-encoding", "gzip");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
        Self { response, text: String::new() }
    }

    /// The next event; `None`: the connection has ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                if let Some(event) = read(&block) {
                    return Some(event);
                }
                continue;
            }
            let part =
                tokio::time::timeout(Duration::from_secs(20), self.response.chunk()).await.expect("in time");
            match part {
                Ok(Some(bytes)) => self.text.push_str(std::str::from_utf8(&bytes).expect("UTF-8")),
                Ok(None) | Err(_) => return None,
            }
        }
    }
}

fn read(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    let data = serde_json::from_str(field("data")?).expect("JSON");
    let kind = field("event").expect("a kind").to_owned();
    Some(Event { id: field("id").map(str::to_owned), kind, data })
}

#[tokio::test]
async fn what_happens_comes_by_itself_and_what_was_missed_comes_first() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut live = Live::open(&app, &congress.lead, None).await;
    let first = live.next().await.expect("the number");
    assert_eq!((first.kind.as_str(), &first.data), ("unread", &json!({"unread": 0})));
    let place = first.id.expect("a place to go on from");

    let mut matter = Matter::accepted(&congress).await;
    told(&app).await;
    let one = live.next().await.expect("a notice");
    assert_eq!((one.kind.as_str(), &one.data["kind"]), ("notification", &json!("suggestion_accepted")));
    assert_eq!(live.next().await.expect("the number").data, json!({"unread": 1}));
    let seen = one.id.expect("an id");

    // Read in another window: the number follows.
    congress.lead.post("/api/v1/notifications/read", &json!({"up_to": null})).await.ok(200);
    assert_eq!(live.next().await.expect("the number").data, json!({"unread": 0}));
    drop(live);

    // Told while nobody was connected, and read at another replica.
    matter.assign_through_the_office().await;
    told(&app).await;
    let replica = app.replica();
    let mut live = Live::at(&replica.url(STREAM), &replica.same(&congress.lead), Some(&seen)).await;
    let missed = live.next().await.expect("what was missed");
    assert_eq!(missed.data["kind"], "suggestion_assigned");
    assert_ne!(missed.id.as_deref(), Some(place.as_str()));
    assert_eq!(live.next().await.expect("the number").data, json!({"unread": 1}));
    // Written by the first server, heard at the second.
    matter.sign_and_start().await;
    matter.talk("2026-03-02T09:00:00+08:00", &[]).await;
    told(&app).await;
    assert_eq!(live.next().await.expect("a notice").data["kind"], "contact_logged");
}

#[tokio::test]
async fn it_ends_with_the_sign_in_and_there_are_not_too_many() {
    let app = TestApp::start_with(|config| config.heartbeat = Duration::from_millis(50)).await;
    let congress = Congress::found(&app).await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(Live::open(&app, &congress.handler, None).await);
    }
    let refused = congress.handler.get(STREAM).await;
    refused.problem(429, "notification.too_many_streams");
    // Another account is not concerned. Who accepts no stream gets what there is, and an end.
    let once = congress.lead.get(STREAM).await;
    assert_eq!(once.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert!(once.text().contains("event: unread"), "{}", once.text());

    let uow = app.uow().await;
    uow.revoke_sessions(congress.handler.account(), None, "test").await.expect("revoked");
    uow.commit().await.expect("committed");
    for mut live in all {
        while live.next().await.is_some() {}
    }
}

#[tokio::test]
async fn pages_that_were_left_give_their_places_back() {
    // No heartbeat finds them out within the test.
    let app = TestApp::start_with(|config| config.heartbeat = Duration::from_secs(3_600)).await;
    let congress = Congress::found(&app).await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(Live::open(&app, &congress.handler, None).await);
    }
    all.truncate(2);
    let refused = congress.handler.get(STREAM).await;
    assert_eq!(refused.header("retry-after"), Some("3"));
    refused.problem(429, "notification.too_many_streams");
    tokio::time::timeout(Duration::from_secs(20), async {
        while congress.handler.get(STREAM).await.status == 429 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("places of closed connections come back");
    // Whoever still listens stays.
    for live in &mut all {
        assert_eq!(live.next().await.expect("the number").data, json!({"unread": 0}));
    }
}

#[tokio::test]
async fn a_notice_is_live_in_the_language_asked_for() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let _matter = Matter::accepted(&congress).await;
    told(&app).await;
    let call = congress.lead.call("GET".parse().expect("a method"), STREAM);
    let once = call.language("en").header("last-event-id", "0").send().await;
    assert!(once.text().contains("has been accepted"), "{}", once.text());
    assert_eq!(newest(&congress.lead, "suggestion_accepted").await["locked"], json!(true));
}
