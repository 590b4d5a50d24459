//! 批量办理: many suggestions in one request, each decided by itself.

use crate::journey::release;
use serde_json::{Value, json};
use tests::{Client, Congress, Matter, TestApp};

async fn submitted(congress: &Congress) -> Matter<'_> {
    let mut matter = Matter::begin(congress).await;
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    matter
}

fn item(matter: &Matter<'_>) -> Value {
    json!({"id": matter.id(), "version": matter.version()})
}

async fn bulk(who: &Client, step: &str, body: &Value) -> Value {
    who.post(&format!("/api/v1/suggestions/bulk-{step}"), body).await.ok(207)
}

fn outcomes(answer: &Value) -> Vec<&str> {
    let items = answer["items"].as_array().expect("items");
    items.iter().map(|item| item["outcome"].as_str().expect("an outcome")).collect()
}

/// Audit lines of this action.
async fn audited(app: &TestApp, action: &str) -> usize {
    while !app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
    let entries = app.store().audit_entries(&Default::default(), None, 200).await.expect("the log");
    entries.iter().filter(|entry| entry.action == action).count()
}

#[tokio::test]
async fn each_of_many_is_accepted_by_itself_and_only_once() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let (one, two, three) =
        (submitted(&congress).await, submitted(&congress).await, submitted(&congress).await);
    let draft = Matter::begin(&congress).await;
    let mut stale = item(&two);
    stale["version"] = json!(1);
    let mut own = item(&three);
    own["classification"] = json!({"category": "民政社保医保"});
    let unknown = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 1});
    let mut body = json!({"items": [item(&one), stale, own, item(&draft), unknown],
        "classification": {"category": "城建交通"}, "dry_run": true});

    // Tried, nothing has happened: no number is drawn, no version is new.
    let tried = bulk(&congress.clerk, "accept", &body).await;
    assert_eq!(outcomes(&tried), ["possible", "refused", "possible", "refused", "refused"]);
    assert_eq!((&tried["done"], &tried["refused"], &tried["dry_run"]), (&json!(2), &json!(3), &json!(true)));
    assert_eq!(audited(&app, "suggestion.accept").await, 0);
    assert_eq!(congress.clerk.get(&one.path("")).await.ok(200)["version"], json!(one.version()));

    body["dry_run"] = json!(false);
    let send = async || {
        let path = "/api/v1/suggestions/bulk-accept";
        let call = congress.clerk.call("POST".parse().expect("a method"), path);
        call.idempotency_key("accept-many-0001").json(&body).send().await.ok(207)
    };
    let done = send().await;
    assert_eq!(outcomes(&done), ["done", "refused", "done", "refused", "refused"]);
    let problem = &done["items"][1]["problem"];
    assert_eq!((&problem["code"], &problem["status"]), (&json!("version.stale"), &json!(412)));
    assert_eq!(problem["instance"], json!(two.path("/accept")));
    assert_eq!(done["items"][1]["version"], json!(two.version()), "the version to look at again");
    // What may not be read is not there, a draft as an unknown one.
    for place in [3, 4] {
        assert_eq!(done["items"][place]["problem"]["code"], "resource.not_found");
    }
    let seen = congress.clerk.get(&one.path("")).await.ok(200);
    assert_eq!((&seen["official_no"], &seen["category"]), (&json!("闭会第001号"), &json!("城建交通")));
    assert_eq!(done["items"][0]["version"], seen["version"]);
    let seen = congress.clerk.get(&three.path("")).await.ok(200);
    assert_eq!((&seen["official_no"], &seen["category"]), (&json!("闭会第002号"), &json!("民政社保医保")));

    // Sent again under the same key, what was done is not done again, and what was refused is tried again.
    let again = send().await;
    assert_eq!(outcomes(&again), outcomes(&done));
    assert_eq!(again["items"][0]["replayed"], true);
    assert_eq!(again["items"][0]["version"], done["items"][0]["version"]);
    assert_eq!(audited(&app, "suggestion.accept").await, 2, "an audit line for each, and no more");
    let other = json!({"items": [item(&two)], "dry_run": false});
    let call = congress.clerk.call("POST".parse().expect("a method"), "/api/v1/suggestions/bulk-accept");
    let reply = call.idempotency_key("accept-many-0001").json(&other).send().await;
    reply.problem(422, "idempotency.mismatch");

    // Without a word on it each keeps the classification that it has; without any it is refused as one alone would be.
    let bare = bulk(&congress.clerk, "accept", &other).await;
    assert_eq!(bare["items"][0]["problem"]["code"], "validation.failed", "{bare}");
    assert_eq!(bare["items"][0]["problem"]["errors"][0]["pointer"], "#/category");
}

#[tokio::test]
async fn who_may_not_is_refused_as_a_whole_and_a_list_must_be_sound() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let one = submitted(&congress).await;
    let body = json!({"items": [item(&one)], "reasons": ["no_content"], "text": "请补充具体意见。"});
    for who in [&congress.lead, &congress.handler, &congress.dispatcher] {
        who.post("/api/v1/suggestions/bulk-return", &body).await.problem(403, "permission.denied");
    }
    let path = "/api/v1/suggestions/bulk-urge";
    let twice = json!({"items": [item(&one), item(&one)], "text": "请抓紧。"});
    let problem = congress.clerk.post(path, &twice).await.problem(422, "validation.failed");
    assert_eq!(problem["errors"][0]["pointer"], "#/items/1/id");
    for count in [0, 101] {
        let items: Vec<Value> = (0..count).map(|_| json!({"id": tests::fresh_id(), "version": 1})).collect();
        let reply = congress.clerk.post(path, &json!({"items": items, "text": "请抓紧。"})).await;
        let problem = reply.problem(422, "validation.failed");
        assert_eq!(problem["errors"][0]["pointer"], "#/items", "{count}");
    }
    let nobody = json!({"items": [item(&one)]});
    let reply = congress.clerk.post("/api/v1/suggestions/bulk-assign", &nobody).await;
    assert_eq!(reply.problem(422, "validation.failed")["errors"][0]["pointer"], "#/assignments");

    let done = bulk(&congress.clerk, "return", &body).await;
    assert_eq!(outcomes(&done), ["done"]);
    assert_eq!(congress.lead.get(&one.path("")).await.ok(200)["status"], "returned");
}

#[tokio::test]
async fn many_are_assigned_to_common_units_or_to_their_own_and_urged() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let (one, two) = (Matter::accepted(&congress).await, Matter::accepted(&congress).await);
    let waiting = submitted(&congress).await;
    let unit =
        |id: domain::kernel::UnitId, role: &str| json!({"unit_id": id.0, "role": role, "tier": "unit"});
    let common = json!([unit(congress.housing, "lead"), unit(congress.traffic, "co")]);
    let mut own = item(&two);
    own["assignments"] = json!([unit(congress.traffic, "lead")]);

    // The bar of actions offers what is allowed for each.
    let ids = json!({"ids": [one.id(), waiting.id(), tests::fresh_id()]});
    let path = "/api/v1/suggestions/bulk-actions";
    let allowed = congress.clerk.post(path, &ids).await.ok(200);
    let of = |place: usize| allowed["items"][place]["allowed_actions"].clone();
    assert!(of(0).as_array().is_some_and(|all| all.contains(&json!("assign"))), "{allowed}");
    assert!(of(1).as_array().is_some_and(|all| all.contains(&json!("accept"))), "{allowed}");
    assert_eq!((of(2), &allowed["items"][2]["version"]), (json!([]), &Value::Null));
    let unreadable = congress.other_deputy.post(path, &ids).await.ok(200);
    assert_eq!(unreadable["items"][0]["version"], Value::Null, "not mine, not published: {unreadable}");

    let body = json!({"items": [item(&one), own, item(&waiting)], "assignments": common});
    let done = bulk(&congress.clerk, "assign", &body).await;
    assert_eq!(outcomes(&done), ["done", "done", "refused"]);
    assert_eq!(done["items"][2]["problem"]["code"], "state.conflict");
    let tasks = |shown: &Value| shown["tasks"].as_array().expect("tasks").len();
    assert_eq!(tasks(&congress.clerk.get(&one.path("")).await.ok(200)), 2);
    let seen = congress.clerk.get(&two.path("")).await.ok(200);
    assert_eq!((tasks(&seen), &seen["tasks"][0]["role"]), (1, &json!("lead")));
    // A unit that does not exist is one item's problem, told with the pointer of the single command.
    let third = Matter::accepted(&congress).await;
    let wrong = json!({"items": [item(&third)],
        "assignments": [{"unit_id": tests::fresh_id(), "role": "lead", "tier": "unit"}]});
    let refused = bulk(&congress.clerk, "assign", &wrong).await;
    assert_eq!(refused["items"][0]["problem"]["errors"][0]["pointer"], "#/assignments/0/unit_id");

    // A deputy urges in his own matters, once in so many days; each by the guard of one.
    let urge_both = |answer: &Value| {
        let both = [0, 1].map(|place| &answer["items"][place]);
        let items = both.map(|item| json!({"id": item["id"], "version": item["version"]}));
        json!({"items": items, "text": "请抓紧与代表联系。"})
    };
    let first = bulk(&congress.lead, "urge", &urge_both(&done)).await;
    assert_eq!(outcomes(&first), ["done", "done"]);
    let urge = urge_both(&first);
    let second = bulk(&congress.lead, "urge", &urge).await;
    assert_eq!(outcomes(&second), ["refused", "refused"]);
    assert_eq!(second["items"][0]["problem"]["code"], "urge.too_soon");
    let third = bulk(&congress.clerk, "urge", &urge).await;
    assert_eq!(outcomes(&third), ["done", "done"], "the committee is not bound by it");
}

#[tokio::test]
async fn only_what_is_reviewed_is_proposed_and_only_what_still_holds_is_released() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut ready = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    let mut raw = Matter::accepted(&congress).await;
    let mut refused = Matter::accepted(&congress).await;
    // The secrecy review of the title is answered for one of them.
    ready.seen_by(&congress.clerk).await;
    review(&congress, &mut ready, "title").await;
    raw.seen_by(&congress.clerk).await;
    refused.seen_by(&congress.clerk).await;

    let body = json!({"items": [item(&ready), item(&raw)], "parts": ["title"]});
    let done = bulk(&congress.clerk, "propose-publications", &body).await;
    assert_eq!(outcomes(&done), ["done", "refused"], "{done}");
    let problem = &done["items"][1]["problem"];
    assert_eq!(
        (&problem["code"], &problem["params"]["part"]),
        (&json!("publication.review_failed"), &json!("title"))
    );
    // All parts at once: one that nobody has reviewed keeps the others back.
    ready.seen_by(&congress.clerk).await;
    let all = bulk(&congress.clerk, "propose-publications", &json!({"items": [item(&ready)]})).await;
    assert_eq!(outcomes(&all), ["refused"]);
    ready.seen_by(&congress.clerk).await;
    assert_eq!(ready.shown["publications"].as_array().map(Vec::len), Some(1), "nothing of it was proposed");

    // The head releases; who only proposes does not.
    let body = json!({"items": [item(&ready), item(&refused)]});
    let path = "/api/v1/suggestions/bulk-release-publications";
    congress.clerk.post(path, &body).await.problem(403, "permission.denied");
    let done = bulk(&congress.head, "release-publications", &body).await;
    assert_eq!(outcomes(&done), ["done", "refused"], "{done}");
    let public = format!("/api/v1/public/suggestions/{}", ready.id());
    assert_eq!(app.anonymous().get(&public).await.status, 200);
    assert_eq!(audited(&app, "suggestion.decide_publication").await, 1);
    release(&congress, &mut refused, json!({"part": "title"})).await;
}

/// Every question of the secrecy review, answered with yes.
async fn review(congress: &Congress, matter: &mut Matter<'_>, part: &str) {
    let desk = congress.clerk.get(&matter.path("/publication-desk")).await.ok(200);
    let parts = desk["parts"].as_array().expect("parts");
    let text = parts.iter().find(|known| known["part"] == part).expect("the part")["text_sha256"].clone();
    for aspect in ["state_secret", "commercial_secret", "privacy", "stability"] {
        let body = json!({"part": part, "reply_id": null, "text_sha256": text, "aspect": aspect, "clear": true,
            "reviewer": "演保密", "note": null});
        matter.post(&congress.clerk, "/secrecy-reviews", &body).await;
    }
}
