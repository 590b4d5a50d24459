use serde_json::{Value, json};
use tests::{Client, Congress, DEPUTIES, Matter, TestApp, draft, letter};

/// The journey of the first delivery, step by step, each by the one whose turn it is.
#[tokio::test]
async fn from_the_deputys_phone_to_the_public_page() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;

    // Written without a connection and sent twice when there was one again: one draft.
    let send = || congress.lead.call("POST".parse().expect("a method"), "/api/v1/suggestions");
    let first = send().idempotency_key("offline-draft-0001").json(&draft()).send().await;
    let again = send().idempotency_key("offline-draft-0001").json(&draft()).send().await;
    assert_eq!(first.ok(201)["id"], again.ok(201)["id"]);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let mut matter = Matter::of(&congress, &first);
    assert_eq!(matter.shown["status"], "draft");
    congress.clerk.get(&matter.path("")).await.problem(404, "resource.not_found");

    // A co-signer confirms the text as it is.
    let invited = json!({"deputy_ids": [congress.deputies[1].0]});
    matter.post(&congress.lead, "/cosigners", &invited).await;
    let read = json!({"text_version": matter.shown["text_version"]});
    matter.post(&congress.cosigner, "/cosign", &read).await;

    matter.post(&congress.lead, "/submit", &Value::Null).await;
    assert_eq!(matter.shown["status"], "submitted");
    assert!(
        allowed(&mut matter, &congress.clerk, "suggestion.review").await,
        "{}",
        matter.shown["allowed_actions"]
    );
    matter.post(&congress.clerk, "/accept", &json!({"category": "urban"})).await;
    assert_eq!(matter.shown["official_no"], "闭会第001号");

    app.move_clock("2026-03-03T10:00:00+08:00");
    matter.assign_through_the_office().await;
    app.move_clock("2026-03-04T10:00:00+08:00");
    matter.sign_and_start().await;
    assert_eq!(matter.shown["status"], "handling");
    // Drafting before talking is refused.
    let task = matter.task(congress.housing);
    let early = congress
        .handler
        .call("PUT".parse().expect("a method"), &matter.path(&format!("/tasks/{task}/reply")));
    early.version(matter.version()).json(&letter()).send().await.problem(409, "reply.contact_required");
    matter.talk("2026-03-04T09:30:00+08:00", &[]).await;
    app.move_clock("2026-03-20T10:00:00+08:00");
    matter.co_opinion().await;
    app.move_clock("2026-04-20T10:00:00+08:00");
    // Nobody who is not in this task writes its letter.
    let foreign = congress
        .co_handler
        .call("PUT".parse().expect("a method"), &matter.path(&format!("/tasks/{task}/reply")));
    foreign.version(matter.version()).json(&letter()).send().await.problem(403, "permission.denied");
    matter.answer(&letter()).await;
    matter.seen_by(&congress.lead).await;
    assert_eq!(matter.shown["status"], "replied");
    let reply = matter.reply();

    // The letter, for those who are answered and those who handled it.
    for who in [&congress.lead, &congress.cosigner, &congress.clerk, &congress.handler] {
        let docx = who.get(&matter.path(&format!("/replies/{reply}/letter.docx"))).await;
        assert_eq!(docx.status, 200, "{}", docx.text());
        assert!(docx.body.starts_with(b"PK\x03\x04"));
    }
    let letter_path = matter.path(&format!("/replies/{reply}/letter.docx"));
    congress.other_deputy.get(&letter_path).await.problem(404, "resource.not_found");

    // Attitude and result are two things.
    app.move_clock("2026-04-22T10:00:00+08:00");
    let rating = json!({
        "reply_id": reply, "attitude": "satisfied", "result": "basic", "met": true,
        "received_reply_on": "2026-04-20", "who_replied": "演分管", "comment": "希望尽快完成其余泊位。"
    });
    matter.post(&congress.lead, "/evaluate", &rating).await;
    // A promise is open: it is followed until it is kept.
    assert_eq!(matter.shown["status"], "tracking");
    let twice = congress.lead.command(&matter.path("/evaluate"), matter.version(), &rating).await;
    assert!([403, 409].contains(&twice.status), "{}", twice.text());

    publish_part_by_part(&app, &congress, &mut matter, &reply).await;
}

async fn publish_part_by_part(app: &TestApp, congress: &Congress, matter: &mut Matter<'_>, reply: &str) {
    let public = |rest: &str| format!("/api/v1/public/suggestions/{}{rest}", matter.id());
    let (letter, paper) = (public(&format!("/letter.docx?reply_id={reply}")), public("/paper.docx"));
    let status = async |path: &str| app.anonymous().get(path).await.status;
    assert_eq!((status(&letter).await, status(&paper).await), (404, 404), "nothing is public yet");

    release(congress, matter, json!({"part": "title"})).await;
    assert_eq!(
        (status(&letter).await, status(&paper).await),
        (404, 404),
        "a title has neither letter nor paper"
    );
    // Another deputy reads what is public, and no more of it.
    let read = congress.other_deputy.get(&matter.path("")).await.ok(200);
    assert_eq!(read["title"], "关于增设城区学校周边即停即走车位的建议");
    assert_eq!((&read["facts"], &read["proposals"], &read["replies"]), (&json!(""), &json!([]), &json!([])));
    release(congress, matter, json!({"part": "reply", "reply_id": reply})).await;
    assert_eq!((status(&letter).await, status(&paper).await), (200, 404), "the letter alone");
    release(congress, matter, json!({"part": "text"})).await;
    assert_eq!((status(&letter).await, status(&paper).await), (200, 200));

    // Taken down again, it is gone at once.
    let text = publication(matter, "text");
    let reason = json!({"reason": "代表要求撤下全文。"});
    matter.post(&congress.head, &format!("/publications/{text}/unpublish"), &reason).await;
    assert_eq!((status(&letter).await, status(&paper).await), (200, 404));
}

/// The clerk proposes after the secrecy review, the head decides.
pub async fn release(congress: &Congress, matter: &mut Matter<'_>, what: Value) {
    let mut proposal = json!({
        "no_state_secret": true, "no_commercial_secret": true, "no_privacy": true, "no_stability_risk": true
    });
    for (key, value) in what.as_object().expect("an object") {
        proposal[key] = value.clone();
    }
    matter.seen_by(&congress.clerk).await;
    matter.post(&congress.clerk, "/publications", &proposal).await;
    let part = publication(matter, what["part"].as_str().expect("a part"));
    let refused = congress
        .clerk
        .command(
            &matter.path(&format!("/publications/{part}/decide")),
            matter.version(),
            &json!({"release": true}),
        )
        .await;
    refused.problem(403, "permission.denied");
    matter.post(&congress.head, &format!("/publications/{part}/decide"), &json!({"release": true})).await;
}

/// The id of the last publication of this part.
fn publication(matter: &Matter<'_>, part: &str) -> String {
    let all = matter.shown["publications"].as_array().expect("publications");
    let last = all.iter().rev().find(|known| known["part"] == part).expect("proposed");
    last["id"].as_str().expect("an id").to_owned()
}

async fn allowed(matter: &mut Matter<'_>, who: &Client, action: &str) -> bool {
    let shown = matter.seen_by(who).await;
    let actions = shown["allowed_actions"].as_array().expect("actions");
    assert!(shown["lead"]["name"] == DEPUTIES[0], "{}", shown["lead"]);
    actions.iter().any(|known| known.as_str().is_some_and(|name| name.contains("accept") || name == action))
}
