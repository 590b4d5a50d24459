//! 重点督办 through the API: nominated, decided, planned, supervised, reported, closed; and who may not.

use domain::kernel::ErrorCode;
use serde_json::{Value, json};
use tests::{Client, Congress, Council, Matter, TestApp, letter};

fn nomination() -> Value {
    json!({"year": 2026, "reasons": ["livelihood"], "reason": "学校周边停车难反映集中。"})
}

/// A command that answers with the supervision.
async fn key(matter: &mut Matter<'_>, who: &Client, rest: &str, body: &Value) -> Value {
    matter.seen_by(who).await;
    who.command(&matter.path(&format!("/key{rest}")), matter.version(), body).await.ok(200)
}

#[tokio::test]
async fn a_key_suggestion_is_chosen_supervised_and_closed() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-02T09:00:00+08:00");
    let congress = Congress::found(&app).await;
    let council = Council::of(&app, &congress).await;
    let mut matter = Matter::begin(&congress).await;
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    let field = json!({"category": "城建交通", "committee_id": council.committee.0});
    matter.post(&congress.clerk, "/accept", &field).await;

    let shown = key(&mut matter, &council.member, "/propose", &nomination()).await;
    let nominated = &shown["nominations"][0];
    assert_eq!(
        (&nominated["status"], &nominated["proposed_unit"]["name"]),
        (&json!("candidate"), &json!("泗安县人大城建工委"))
    );
    assert_eq!(shown["allowed_actions"], json!(["consult_key"]));

    app.move_clock("2026-03-16T09:00:00+08:00");
    matter.seen_by(&council.chairman).await;
    let choose = matter.path("/key/choose");
    let early = council.chairman.command(&choose, matter.version(), &council.choice()).await;
    early.problem(409, ErrorCode::KeyNotConsulted.code());
    let said = json!({"on": "2026-03-12", "opinion": "县政府同意列入。"});
    key(&mut matter, &congress.clerk, "/consult", &said).await;
    // The head of the deputies' committee prepares, the council decides.
    matter.seen_by(&congress.head).await;
    congress
        .head
        .command(&choose, matter.version(), &council.choice())
        .await
        .problem(403, "permission.denied");
    let mut stranger = council.choice();
    stranger["supervising_leader_id"] = json!(council.committee.0);
    let refused = council.chairman.command(&choose, matter.version(), &stranger).await;
    let problem = refused.problem(422, "validation.failed");
    assert_eq!(problem["errors"][0]["pointer"], "#/supervising_leader_id");
    let mut himself = council.choice();
    himself["unit_head"]["name"] = json!("张伟");
    let refused = council.chairman.command(&choose, matter.version(), &himself).await;
    refused.problem(409, ErrorCode::KeyConflict.code());
    let chosen = key(&mut matter, &council.chairman, "/choose", &council.choice()).await;
    assert_eq!(chosen["is_key"], true);
    assert_eq!(chosen["nominations"][0]["people"]["supervising_leader"]["name"], "张伟");
    assert_eq!(chosen["nominations"][0]["plan_due"]["on"], "2026-04-14");

    matter.seen_by(&congress.clerk).await;
    matter.assign_through_the_office().await;
    matter.sign_and_start().await;
    let plan =
        json!({"measures": "分两步增设车位。", "milestones": [{"text": "完成选址", "due": "2026-05-31"}]});
    let planned = key(&mut matter, &congress.handler, "/plan", &plan).await;
    assert_eq!(
        planned["report_waits_for"],
        json!(["key_suggestion.not_replied", "key_suggestion.events_missing", "key_suggestion.head_missing"])
    );
    // A unit that only gives its opinion does not plan.
    matter.seen_by(&congress.co_handler).await;
    let foreign = congress.co_handler.command(&matter.path("/key/plan"), matter.version(), &plan).await;
    foreign.problem(403, "permission.denied");

    app.move_clock("2026-03-17T10:00:00+08:00");
    matter.seen_by(&congress.handler).await;
    matter.talk("2026-03-17T08:30:00+08:00", &[]).await;
    let lead = matter.task(congress.housing);
    let head = json!({
        "kind": "visit", "face_to_face": true, "at": "2026-03-17T08:50:00+08:00", "place": "代表之家",
        "unit_people": [{"name": "演局长", "post": "局长", "rank": "head"}],
        "deputy_ids": [congress.deputies[0].0], "summary": "局长当面答复代表并听取意见。", "evidence_ids": []
    });
    matter.seen_by(&congress.handler).await;
    matter.post(&congress.handler, &format!("/tasks/{lead}/contacts"), &head).await;
    matter.co_opinion().await;
    matter.answer(&letter()).await;

    let mut event = json!({
        "kind": "site", "on": "2026-03-17", "place": "第一小学门口", "participants": "县人大城建工委",
        "deputy_ids": [congress.deputies[0].0], "summary": "察看泊位施划现场。", "file_ids": []
    });
    key(&mut matter, &council.member, "/events", &event).await;
    event["deputy_ids"] = json!([congress.deputies[1].0]);
    let shown = key(&mut matter, &council.chairman, "/events", &event).await;
    assert_eq!((&shown["events_with_deputies"], &shown["events_wanted"]), (&json!(2), &json!(2)));
    assert_eq!(shown["nominations"][0]["events"][1]["deputies"][0]["name"], "李秀英");
    assert_eq!(shown["report_waits_for"], json!(["key_suggestion.head_missing"]));
    // The head's own talk counts once the deputy confirms it.
    matter.seen_by(&congress.lead).await;
    let tasks = matter.shown["tasks"].as_array().expect("tasks");
    let talk =
        tasks.iter().find(|task| task["id"] == json!(lead)).expect("the task")["contacts"][1]["id"].clone();
    matter
        .post(&congress.lead, &format!("/tasks/{lead}/confirm-contact"), &json!({ "contact_id": talk }))
        .await;
    key(&mut matter, &congress.handler, "/progress", &json!({"text": "已施划八个泊位。"})).await;
    let reported =
        key(&mut matter, &congress.leader, "/report", &json!({"text": "八个泊位已经启用。"})).await;
    assert_eq!(reported["nominations"][0]["status"], "reported");

    let list = council.chairman.get("/api/v1/key-suggestions?year=2026&status=reported").await.ok(200);
    assert_eq!(list["items"][0]["id"], matter.id());
    assert_eq!(list["items"][0]["allowed_actions"], json!(["record_key_event", "close_key"]));
    let close = json!({"meeting": "第33次主任会议", "on": "2026-03-17", "conclusion": "同意办结。", "rating": "good"});
    let closed = key(&mut matter, &council.chairman, "/close", &close).await;
    assert_eq!(closed["nominations"][0]["closing"]["rating_label"], "良");
    matter.seen_by(&congress.lead).await;
    assert_eq!(matter.shown["is_key"], true);
}

#[tokio::test]
async fn candidates_are_shown_to_those_who_take_part() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-02T09:00:00+08:00");
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    key(&mut matter, &congress.clerk, "/propose", &nomination()).await;
    let path = matter.path("/key");
    for who in [&congress.lead, &congress.clerk, &congress.handler, &congress.dispatcher] {
        assert_eq!(who.get(&path).await.ok(200)["nominations"][0]["year"], 2026);
        let list = who.get("/api/v1/key-suggestions?year=2026").await.ok(200);
        assert_eq!(list["items"].as_array().expect("items").len(), 1);
    }
    congress.other_deputy.get(&path).await.problem(404, "resource.not_found");
    let list = congress.other_deputy.get("/api/v1/key-suggestions").await.ok(200);
    assert_eq!(list["items"], json!([]));
    // A published title lets every deputy read it, but not its supervision.
    crate::journey::release(&congress, &mut matter, json!({"part": "title"})).await;
    congress.other_deputy.get(&path).await.problem(404, "resource.not_found");
    let list = congress.other_deputy.get("/api/v1/key-suggestions").await.ok(200);
    assert_eq!(list["items"], json!([]));
    // Twice is once too much.
    matter.seen_by(&congress.clerk).await;
    let again = congress.clerk.command(&matter.path("/key/propose"), matter.version(), &nomination()).await;
    again.problem(409, "state.conflict");
}
