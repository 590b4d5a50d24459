use crate::stand::{kinds, newest, told};
use domain::authz::Role;
use serde_json::json;
use tests::{Congress, Matter, TestApp};

#[tokio::test]
async fn everybody_concerned_is_told_and_nobody_else() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    told(&app).await;
    assert_eq!(kinds(&congress.lead).await, ["suggestion_assigned", "suggestion_accepted"]);
    assert_eq!(kinds(&congress.handler).await, ["task_assigned"]);
    assert_eq!(kinds(&congress.leader).await, ["task_assigned"]);
    assert_eq!(kinds(&congress.co_handler).await, ["task_assigned"]);
    assert_eq!(kinds(&congress.dispatcher).await, ["task_assigned"]);
    assert_eq!(kinds(&congress.clerk).await, ["suggestion_submitted"], "not of what he did himself");
    assert_eq!(kinds(&congress.other_deputy).await, [""; 0]);
    let admin = app.actor(Role::SysAdmin).await;
    assert_eq!(kinds(&admin).await, [""; 0]);

    let one = newest(&congress.handler, "task_assigned").await;
    let text = one["text"].as_str().expect("a text");
    assert!(text.contains("即停即走") && text.contains("第001号") && text.contains("住建局"), "{text}");
    assert_eq!(one["suggestion_id"], matter.id());
    assert_eq!(one["read_at"], json!(null));

    // A page in English, by the same rows.
    let english = congress.handler.call("GET".parse().expect("a method"), "/api/v1/notifications");
    let english = english.language("en").send().await.ok(200);
    assert_eq!(english["items"][0]["title"], "New task");

    matter.sign_and_start().await;
    matter.talk("2026-03-02T09:00:00+08:00", &[]).await;
    told(&app).await;
    assert_eq!(kinds(&congress.lead).await[0], "contact_logged");
}

#[tokio::test]
async fn a_protected_deputy_is_never_named_and_a_confidential_matter_is_for_named_persons() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::accepted(&congress).await;
    let closed = json!({"confidential": true, "hide_names_from_units": true, "reason": "代表要求保护",
        "named_account_ids": [congress.handler.account().0]});
    matter.put(&congress.clerk, "/confidentiality", &closed).await;
    let direct = json!({"assignments": [{"unit_id": congress.housing.0, "role": "lead", "tier": "unit"}]});
    matter.post(&congress.clerk, "/assign", &direct).await;
    told(&app).await;
    assert_eq!(kinds(&congress.handler).await, ["task_assigned"], "he is named");
    assert_eq!(kinds(&congress.leader).await, [""; 0], "his leader is not");
    let all = congress.handler.get("/api/v1/notifications").await.text();
    for name in tests::DEPUTIES {
        assert!(!all.contains(name), "{name} in {all}");
    }

    // Who is not named any more reads no more than that there was something.
    let open = json!({"confidential": true, "hide_names_from_units": true, "reason": "代表要求保护", "named_account_ids": []});
    matter.seen_by(&congress.clerk).await;
    matter.put(&congress.clerk, "/confidentiality", &open).await;
    let one = newest(&congress.handler, "task_assigned").await;
    assert_eq!(one["suggestion_id"], json!(null));
    assert!(!one["text"].as_str().expect("a text").contains("即停即走"), "{one}");
}

#[tokio::test]
async fn two_workers_and_a_restart_tell_each_thing_once() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let _matter = Matter::dispatched(&congress).await;
    while !app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
    let (one, other) = tokio::join!(told(&app), told(&app));
    assert_eq!(one + other, 9, "{one} {other}");
    assert_eq!(told(&app).await, 0);
    // A restore that lost the cursor alone: everything is looked at again, and nothing is told twice.
    let mut rewound = false;
    for place in 1..200 {
        rewound |= app.store().tell(Some((place, 0)), &[], app.now()).await.expect("asked").is_some();
    }
    assert!(rewound);
    assert_eq!(told(&app).await, 0);
    assert_eq!(kinds(&congress.handler).await, ["task_assigned"]);
}

#[tokio::test]
async fn what_is_long_over_is_not_told_as_news() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let _matter = Matter::dispatched(&congress).await;
    while !app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
    // The server stood still for six weeks.
    app.advance(chrono::Duration::days(42));
    assert_eq!(told(&app).await, 0);
    assert_eq!(kinds(&congress.handler).await, [""; 0]);
}

#[tokio::test]
async fn read_ones_are_read_and_others_are_nobodys_business() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let matter = Matter::dispatched(&congress).await;
    told(&app).await;
    let lead = &congress.lead;
    assert_eq!(lead.get("/api/v1/notifications/unread-count").await.ok(200)["unread"], 2);
    let one = newest(lead, "suggestion_assigned").await;
    let path = format!("/api/v1/notifications/{}/read", one["id"].as_str().expect("an id"));
    congress.handler.post(&path, &json!({})).await.problem(404, "resource.not_found");
    assert_eq!(lead.post(&path, &json!({})).await.ok(200)["unread"], 1);
    assert_eq!(lead.post(&path, &json!({})).await.ok(200)["unread"], 1, "twice is once");
    let unread = lead.get("/api/v1/notifications?unread=true").await.ok(200);
    assert_eq!(unread["items"].as_array().expect("items").len(), 1);
    let of_matter = format!("/api/v1/notifications?suggestion_id={}&limit=1", matter.id());
    let first = lead.get(&of_matter).await.ok(200);
    let cursor = first["next_cursor"].as_str().expect("more");
    let second = lead.get(&format!("{of_matter}&cursor={cursor}")).await.ok(200);
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    assert_eq!(second["next_cursor"], json!(null));
    congress.handler.get(&format!("{of_matter}&cursor={cursor}")).await.problem(400, "cursor.invalid");
    assert_eq!(lead.post("/api/v1/notifications/read", &json!({"up_to": null})).await.ok(200)["unread"], 0);
}
