//! 系统设置 over HTTP: history, bounds of the law, and what deadlines make of them.

use domain::authz::Role;
use persistence::AuditFilter;
use serde_json::{Value, json};
use tests::{Client, Reply, TestApp};

async fn put(client: &Client, key: &str, version: i64, body: Value) -> Reply {
    client
        .call(reqwest::Method::PUT, &format!("/api/v1/settings/{key}"))
        .version(version)
        .json(&body)
        .send()
        .await
}

async fn sign_due(client: &Client, start: &str) -> (Value, Value) {
    let path = format!("/api/v1/calendar/deadline?start={start}&kind=sign");
    let deadline = client.get(&path).await.ok(200);
    (deadline["due"].clone(), deadline["basis"]["valid_from"].clone())
}

#[tokio::test]
async fn every_setting_has_a_name_bounds_and_its_law() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    let list = clerk.get("/api/v1/settings").await.ok(200);
    let items = list["items"].as_array().expect("a list");
    assert!(items.len() >= 41, "{}", items.len());
    let reply = items.iter().find(|item| item["key"] == "reply_months").expect("there");
    assert_eq!((&reply["label"], &reply["value"], &reply["max"]), (&json!("答复期限"), &json!(3), &json!(3)));
    assert_eq!((&reply["set_by_law"], &reply["version"]), (&json!(true), &json!(0)));
    assert!(reply["law"].as_str().is_some_and(|law| law.contains("代表法")));
    let english =
        clerk.call(reqwest::Method::GET, "/api/v1/settings/reply_months").language("en").send().await;
    assert_eq!((english.version(), english.ok(200)["label"].clone()), (0, json!("Reply")));
    clerk.get("/api/v1/settings/no_such_key").await.problem(404, "resource.not_found");
    app.anonymous().get("/api/v1/settings").await.problem(401, "auth.required");
}

#[tokio::test]
async fn a_change_counts_from_its_day_on_and_keeps_the_history() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    assert_eq!(sign_due(&admin, "2026-03-06").await, (json!("2026-03-11"), Value::Null));

    let change = json!({"value": 5, "valid_from": "2026-03-05", "reason": "主任会议决定"});
    let reply = put(&admin, "sign_wd", 0, change).await;
    let setting = reply.ok(200);
    assert_eq!(reply.version(), 1);
    assert_eq!(setting["value"], 3, "today, 2 March, the old value is in force");
    assert_eq!(setting["history"][0]["reason"], "主任会议决定");
    assert_eq!(setting["history"][0]["changed_by"], "测试用户");

    assert_eq!(sign_due(&admin, "2026-03-04").await, (json!("2026-03-09"), Value::Null));
    assert_eq!(sign_due(&admin, "2026-03-06").await, (json!("2026-03-13"), json!("2026-03-05")));
    let later = admin.get("/api/v1/settings/sign_wd?on=2026-03-05").await.ok(200);
    assert_eq!((&later["value"], &later["valid_from"]), (&json!(5), &json!("2026-03-05")));

    let published = app.store().publish_outbox(100).await.expect("published");
    let event = published.iter().find(|event| event.kind == "setting.changed").expect("told");
    assert_eq!((event.version, &event.data["key"], &event.data["value"]), (1, &json!("sign_wd"), &json!(5)));
    let filter = AuditFilter { subject: Some("setting".into()), ..AuditFilter::default() };
    let lines = app.store().audit_entries(&filter, None, 10).await.expect("readable");
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0].before["value"], &lines[0].after["value"]), (&json!(3), &json!(5)));
    assert_eq!(lines[0].after["reason"], "主任会议决定");
}

#[tokio::test]
async fn without_a_day_a_change_counts_from_today() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let setting = put(&admin, "cap_date", 0, json!({"value": "07-31", "reason": "统一截止"})).await.ok(200);
    assert_eq!((&setting["value"], &setting["valid_from"]), (&json!("07-31"), &json!("2026-03-02")));
    let reply = admin.get("/api/v1/calendar/deadline?start=2026-05-15&kind=reply").await.ok(200);
    assert_eq!(reply["due"], "2026-07-31");
    let setting = put(&admin, "cap_date", 1, json!({"value": null, "reason": "取消"})).await.ok(200);
    assert_eq!(setting["value"], Value::Null, "the later entry of one day counts");
}

#[tokio::test]
async fn the_law_and_other_settings_are_not_passed() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let beyond = put(&admin, "reply_months_extended", 0, json!({"value": 7, "reason": "x"})).await;
    let problem = beyond.problem(422, "validation.failed");
    assert_eq!(beyond.field_codes("#/value"), ["value.out_of_range"]);
    assert_eq!(problem["errors"][0]["params"], json!({"min": 1, "max": 6, "set_by_law": true}));
    let contradiction = put(&admin, "reply_months_extended", 0, json!({"value": 2, "reason": "x"})).await;
    assert_eq!(contradiction.field_codes("#/value"), ["value.invalid"]);
    let word = put(&admin, "sign_wd", 0, json!({"value": "three", "reason": "x"})).await;
    assert_eq!(word.field_codes("#/value"), ["value.invalid"]);
    let silent = put(&admin, "sign_wd", 0, json!({"value": 4, "reason": " "})).await;
    assert_eq!(silent.field_codes("#/reason"), ["text.required"]);
    put(&admin, "sign_wd", 0, json!({"value": 4})).await.problem(400, "request.malformed");
    put(&admin, "no_such_key", 0, json!({"value": 4, "reason": "x"}))
        .await
        .problem(404, "resource.not_found");
    put(&admin, "sign_wd", 3, json!({"value": 4, "reason": "x"})).await.problem(412, "version.stale");
    let unconditional = admin.put("/api/v1/settings/sign_wd", &json!({"value": 4, "reason": "x"})).await;
    unconditional.problem(428, "precondition.required");
    assert_eq!(admin.get("/api/v1/settings/sign_wd").await.version(), 0, "nothing was written");
}

#[tokio::test]
async fn only_the_administrator_changes_settings() {
    let app = TestApp::start().await;
    for role in [Role::DcHead, Role::SecAdmin, Role::Auditor, Role::GovDispatch] {
        let actor = app.actor(role).await;
        put(&actor, "sign_wd", 0, json!({"value": 4, "reason": "x"})).await.problem(403, "permission.denied");
        actor.get("/api/v1/settings").await.ok(200);
    }
}

#[tokio::test]
async fn of_parallel_changes_one_wins() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let changes = (0..16).map(|n| {
        let admin = admin.clone();
        tokio::spawn(async move {
            put(&admin, "sign_wd", 0, json!({"value": 1 + n, "reason": "并发"})).await.status
        })
    });
    let mut statuses = Vec::new();
    for change in changes.collect::<Vec<_>>() {
        statuses.push(change.await.expect("no panic"));
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 412 | 503)), "{statuses:?}");
    let setting = admin.get("/api/v1/settings/sign_wd").await.ok(200);
    assert_eq!(setting["history"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_transaction_never_computes_with_old_values() {
    let app = TestApp::start().await;
    let state = app.state();
    let known = state.configuration().await.expect("readable");
    // Another replica changes a setting: nobody tells this process.
    let uow = app.uow().await;
    let setting = uow.lock_setting(domain::settings::SettingKey::SignWd).await.expect("locked");
    let version = domain::settings::SettingVersion {
        key: domain::settings::SettingKey::SignWd,
        value: json!(9),
        valid_from: "2026-01-01".parse().expect("a date"),
    };
    uow.add_setting_version(setting, domain::kernel::Version(0), &version, "x").await.expect("current");
    uow.commit().await.expect("committed");

    let date = "2026-03-06".parse().expect("a date");
    let stale = state.configuration().await.expect("readable");
    assert_eq!(
        stale.settings_at(date).expect("valid").sign_wd,
        known.settings_at(date).expect("valid").sign_wd
    );
    let within = state.configuration_within(&app.uow().await).await.expect("readable");
    assert_eq!(within.settings_at(date).expect("valid").sign_wd, 9);
    let after = state.configuration().await.expect("readable");
    assert_eq!(after.settings_at(date).expect("valid").sign_wd, 9, "and everybody else knows from then on");
}
