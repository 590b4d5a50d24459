use domain::authz::Role;
use serde_json::{Value, json};
use tests::TestApp;

const PATH: &str = "/api/v1/me/contact";

#[tokio::test]
async fn a_deputy_keeps_telephone_mail_and_address() {
    let app = TestApp::start().await;
    let seat = app.deputy("王建国").await;
    let deputy = app.deputy_actor(seat).await;
    let before = deputy.get(PATH).await;
    assert_eq!(before.ok(200)["name"], "王建国");
    let change =
        json!({"mobile": "199 0000 4321", "email": "wang.jg@example.cn", "address": "城关镇人民路 18 号"});
    let changed = deputy.patch(PATH, before.version(), &change).await;
    let answer = changed.ok(200);
    assert_eq!((&answer["mobile"], &answer["email"]), (&json!("19900004321"), &json!("wang.jg@example.cn")));
    assert_eq!(deputy.get(PATH).await.ok(200), answer);
    deputy.patch(PATH, before.version(), &json!({})).await.problem(412, "version.stale");
    deputy
        .call("PATCH".parse().expect("a method"), PATH)
        .json(&json!({}))
        .send()
        .await
        .problem(428, "precondition.required");

    // The office sees it masked, and whole with a reason; the record is otherwise as it was.
    let head = app.actor(Role::DcHead).await;
    let person = format!("/api/v1/persons/{}", answer["person_id"].as_str().expect("a person"));
    let seen = head.get(&person).await.ok(200);
    assert_eq!(
        (&seen["mobile"], &seen["email"], &seen["address"]),
        (&json!("199****4321"), &json!("w****@example.cn"), &json!("城关镇****"))
    );
    let reveal = json!({"field": "address", "reason": "寄送会议材料"});
    let shown = head.post(&format!("{person}/reveal"), &reveal).await.ok(200);
    assert_eq!(shown["value"], "城关镇人民路 18 号");
    let found =
        head.post("/api/v1/persons/find", &json!({"field": "mobile", "value": "19900004321"})).await.ok(200);
    assert_eq!(found["items"][0]["id"], answer["person_id"]);
    let nobody =
        head.post("/api/v1/persons/find", &json!({"field": "email", "value": "wang.jg@example.cn"})).await;
    nobody.problem(422, "validation.failed");

    // null removes one and leaves the others.
    let rest = deputy.patch(PATH, changed.version(), &json!({"email": null})).await.ok(200);
    assert_eq!((&rest["email"], &rest["mobile"]), (&Value::Null, &json!("19900004321")));

    // The log says what was changed by whom, and not what it is; nor does anything else in the database.
    let auditor = app.actor(Role::Auditor).await;
    let log = auditor.get("/api/v1/audit?action=person.update_own_contact").await;
    let lines = log.ok(200);
    assert_eq!(lines["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(lines["items"][1]["account_id"], json!(deputy.account()));
    let changed = &lines["items"][1]["changes"][0];
    assert_eq!(changed["after"], json!("[\"mobile\",\"email\",\"address\"]"), "{lines}");
    for secret in ["19900004321", "example.cn", "人民路"] {
        assert!(!log.text().contains(secret), "{secret}");
    }
    let events = app.store();
    while !events.publish_outbox(100).await.expect("published").is_empty() {}
    let told = format!("{:?}", events.outbox_after(0, 1_000).await.expect("readable"));
    assert!(told.contains("person.contact_changed") && !told.contains("人民路"));
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_and_nobody_else_may() {
    let app = TestApp::start().await;
    let seat = app.deputy("王建国").await;
    let deputy = app.deputy_actor(seat).await;
    let version = deputy.get(PATH).await.version();
    let wrong = json!({"mobile": "123", "email": "wang", "address": "甲".repeat(101)});
    let refused = deputy.patch(PATH, version, &wrong).await;
    refused.problem(422, "validation.failed");
    assert_eq!(refused.field_codes("#/mobile"), ["mobile.invalid"]);
    assert_eq!(refused.field_codes("#/email"), ["email.invalid"]);
    assert_eq!(refused.field_codes("#/address"), ["text.too_long"]);
    assert_eq!(deputy.patch(PATH, version, &json!({"name": "王建军"})).await.status, 400);
    for role in [Role::DcHead, Role::SysAdmin, Role::TownNpc] {
        let other = app.actor(role).await;
        other.get(PATH).await.problem(403, "permission.denied");
        other.patch(PATH, 1, &json!({"mobile": null})).await.problem(403, "permission.denied");
    }
    app.anonymous().get(PATH).await.problem(401, "auth.required");
}
