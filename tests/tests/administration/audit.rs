use chrono::Duration;
use domain::authz::Role;
use persistence::provision::Admin;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Client, TestApp};

const LOG: &str = "/api/v1/audit";

fn actions(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().expect("items").iter().filter_map(|line| line["action"].as_str()).collect()
}

async fn created_account(admin: &Client, username: &str) -> String {
    let body = json!({"username": username, "display_name": "住建局联络员"});
    let created = admin.post("/api/v1/accounts", &body).await.ok(201);
    created["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn the_log_tells_who_did_what_to_what_and_when() {
    let app = TestApp::start().await;
    let (admin, auditor) = (app.actor(Role::SysAdmin).await, app.actor(Role::Auditor).await);
    let id = created_account(&admin, "zhujian").await;
    app.advance(Duration::days(1));
    let path = format!("/api/v1/accounts/{id}");
    let version = admin.get(&path).await.version();
    admin.patch(&path, version, &json!({"display_name": "住建局办公室"})).await.ok(200);

    let log = auditor.get(&format!("{LOG}?subject_id={id}")).await.ok(200);
    assert_eq!(actions(&log), ["account.manage", "account.manage"], "newest first: {log}");
    let line = &log["items"][0];
    assert_eq!(line["account_id"], json!(admin.account()));
    assert_eq!((&line["subject"], &line["account_name"]), (&json!("account"), &json!("测试用户")));
    let named =
        json!({"field": "display_name", "before": "住建局联络员", "after": "住建局办公室", "hidden": false});
    assert!(line["changes"].as_array().is_some_and(|changes| changes.contains(&named)), "{line}");
    assert!(line["request_id"].as_str().is_some_and(|id| !id.is_empty()));

    // Each filter finds the line, and its opposite does not.
    let request = line["request_id"].as_str().expect("text").to_owned();
    let who = admin.account();
    for (filter, found) in [
        (format!("account_id={who}"), 2),
        (format!("account_id={}", auditor.account()), 0),
        ("action=account.manage".to_owned(), 2),
        ("action=account.grant_roles".to_owned(), 0),
        ("subject=account".to_owned(), 2),
        ("subject=setting".to_owned(), 0),
        ("from=2026-03-03".to_owned(), 1),
        ("to=2026-03-02".to_owned(), 1),
        ("from=2026-03-02&to=2026-03-03".to_owned(), 2),
        ("from=2026-03-04".to_owned(), 0),
        (format!("q={request}"), 1),
        ("q=%E6%B5%8B%E8%AF%95".to_owned(), 2),
        ("q=%E6%97%A0%E6%AD%A4%E4%BA%BA".to_owned(), 0),
        ("q=%00".to_owned(), 0),
    ] {
        let log = auditor.get(&format!("{LOG}?subject_id={id}&{filter}")).await.ok(200);
        assert_eq!(actions(&log).len(), found, "{filter}: {log}");
    }
    let known = auditor.get("/api/v1/audit/actions").await.ok(200);
    assert_eq!(known["items"], json!(["account.manage", "audit.read"]), "sorted, each once");
}

#[tokio::test]
async fn pages_join_without_a_gap_and_asking_is_itself_written_down() {
    let app = TestApp::start().await;
    let (admin, auditor) = (app.actor(Role::SysAdmin).await, app.actor(Role::Auditor).await);
    for n in 0..7 {
        created_account(&admin, &format!("clerk{n}")).await;
    }
    let (mut seen, mut lengths) = (BTreeSet::new(), Vec::new());
    let mut path = format!("{LOG}?action=account.manage&limit=3");
    loop {
        let page = auditor.get(&path).await.ok(200);
        let items = page["items"].as_array().expect("items").clone();
        lengths.push(items.len());
        // All at one frozen instant: the id alone decides the order.
        assert!(items.iter().all(|line| seen.insert(line["id"].to_string())), "a line twice");
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("{LOG}?action=account.manage&limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(lengths, [3, 3, 1]);
    let asked = auditor.get(&format!("{LOG}?action=audit.read")).await.ok(200);
    assert_eq!(actions(&asked), ["audit.read"], "one question, however many pages: {asked}");
    let line = &asked["items"][0];
    assert_eq!(line["account_id"], json!(auditor.account()));
    assert_eq!(line["changes"][0]["after"], "account.manage");
    // A cursor belongs to its question and its asker.
    let cursor = path.split("cursor=").nth(1).expect("a cursor");
    auditor.get(&format!("{LOG}?limit=3&cursor={cursor}")).await.problem(400, "cursor.invalid");
    let other = app.actor(Role::Auditor).await;
    other.get(&path).await.problem(400, "cursor.invalid");
}

#[tokio::test]
async fn the_lines_of_all_who_are_called_so_come_in_one_order() {
    let app = TestApp::start().await;
    let (one, other, auditor) =
        (app.actor(Role::SysAdmin).await, app.actor(Role::SysAdmin).await, app.actor(Role::Auditor).await);
    for n in 0..4 {
        for (who, name) in [(&one, "one"), (&other, "other")] {
            created_account(who, &format!("{name}{n}")).await;
            app.advance(Duration::minutes(1));
        }
    }
    let whole = auditor.get(&format!("{LOG}?action=account.manage")).await.ok(200);
    let ids = |page: &Value| -> Vec<String> {
        page["items"].as_array().expect("items").iter().map(|line| line["id"].to_string()).collect()
    };
    assert_eq!(ids(&whole).len(), 8);
    let question = format!("{LOG}?q=%E6%B5%8B%E8%AF%95&action=account.manage&limit=3");
    let (mut path, mut found) = (question.clone(), Vec::new());
    loop {
        let page = auditor.get(&path).await.ok(200);
        found.extend(ids(&page));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{question}&cursor={cursor}");
    }
    assert_eq!(found, ids(&whole), "newest first, whoever it was, each once");
}

#[tokio::test]
async fn nobody_else_reads_it_and_it_tells_no_business() {
    let app = TestApp::start().await;
    let unit = app.unit("县住建局").await;
    let deputy_id = app.deputy("王建国").await;
    let deputy = app.deputy_actor(deputy_id).await;
    let suggestion = app.assigned_suggestion(&deputy, unit).await;
    let head = app.actor(Role::DcHead).await;
    let seat = head.get(&format!("/api/v1/deputies/{}", deputy_id.0)).await.ok(200);
    let person = format!("/api/v1/persons/{}", seat["person_id"].as_str().expect("a person"));
    let version = head.get(&person).await.version();
    let change = json!({"mobile": "19900004321", "birth_on": "1971-07-08"});
    head.patch(&person, version, &change).await.ok(200);

    for role in [Role::SysAdmin, Role::SecAdmin, Role::DcHead, Role::ScLeader] {
        let somebody = app.actor(role).await;
        for path in [LOG, "/api/v1/audit/export", "/api/v1/audit/actions"] {
            somebody.get(path).await.problem(403, "permission.denied");
        }
    }
    app.anonymous().get(LOG).await.problem(401, "auth.required");

    let auditor = app.actor(Role::Auditor).await;
    let log = auditor.get(&format!("{LOG}?limit=200")).await;
    let answer = log.ok(200);
    let sheet = auditor.get("/api/v1/audit/export?format=csv").await;
    assert_eq!(sheet.status, 200);
    for text in [log.text(), sheet.text()] {
        // The matter's words, and what is recorded of a person, in full or masked.
        for secret in ["即停即走", "1971-07-08", "19900004321", "199****4321", "王建国"] {
            assert!(!text.contains(secret), "{secret} is told");
        }
    }
    let of = |subject: &str| {
        let lines = answer["items"].as_array().expect("items");
        lines.iter().filter(|line| line["subject"] == subject).cloned().collect::<Vec<_>>()
    };
    let matter = of("suggestion");
    assert!(matter.iter().any(|line| line["subject_id"] == suggestion["id"]));
    let fields: Vec<Value> =
        matter.iter().flat_map(|line| line["changes"].as_array().cloned().unwrap_or_default()).collect();
    let status: Vec<_> = fields.iter().filter(|field| field["field"] == "status").collect();
    assert!(status.iter().any(|field| field["after"] == "assigned"), "{status:?}");
    let hidden: Vec<_> = fields.iter().filter(|field| field["hidden"] == true).collect();
    assert!(hidden.iter().any(|field| field["field"] == "text"), "{hidden:?}");
    assert!(hidden.iter().all(|field| field["before"].is_null() && field["after"].is_null()), "{hidden:?}");
    let mobile = of("person").into_iter().find(|line| line["account_id"] == json!(head.account()));
    let changes = mobile.expect("the change of a person")["changes"].clone();
    assert!(
        changes
            .as_array()
            .is_some_and(|all| all.iter().any(|c| c["field"] == "birth_on" && c["hidden"] == true)),
        "{changes}"
    );
}

#[tokio::test]
async fn the_export_is_the_list_as_a_file_and_is_written_down() {
    let app = TestApp::start().await;
    let (admin, auditor) = (app.actor(Role::SysAdmin).await, app.actor(Role::Auditor).await);
    created_account(&admin, "zhujian").await;
    let reply = auditor.get("/api/v1/audit/export?action=account.manage").await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.body.starts_with(b"PK"), "a workbook");
    let csv = auditor.get("/api/v1/audit/export?format=csv&action=account.manage").await.text();
    assert!(csv.contains("链上序号") && csv.contains("username：zhujian"), "{csv}");
    assert_eq!(csv.matches("account.manage").count(), 2, "one line, and the condition: {csv}");
    let exported = auditor.get(&format!("{LOG}?action=register.export")).await.ok(200);
    assert_eq!(exported["items"].as_array().map(Vec::len), Some(2));
}

/// `daibiao audit verify`, as an operator calls it.
async fn verify(app: &TestApp) -> anyhow::Result<u8> {
    let database = app.database_url().to_owned();
    // The program brings its own runtime.
    let run = move || api::cli::run_from(&["daibiao", "audit", "verify", "--database-url", &database]);
    tokio::task::spawn_blocking(run).await.expect("it ends")
}

#[tokio::test]
async fn what_is_written_stays_and_the_chain_shows_it() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    created_account(&admin, "zhujian").await;
    let store = app.store();
    while !store.publish_outbox(100).await.expect("published").is_empty() {}
    let mut owner = Admin::connect(app.database_url()).await.expect("reachable");
    for attempt in [
        "UPDATE audit_entry SET action = 'nothing'",
        "UPDATE audit_entry SET seq = 99",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ] {
        let refused = owner.execute(attempt).await;
        let told = refused.err().map(|error| format!("{error:?}")).unwrap_or_default();
        assert!(told.contains("append-only"), "{attempt}: {told}");
    }
    let length = store.verify_audit_chain().await.expect("readable");
    assert!(length.is_ok_and(|length| length >= 1), "{length:?}");
    assert!(verify(&app).await.is_ok());
    // Somebody with the database in his hands takes the guard away: the chain still tells.
    for step in [
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only",
        "UPDATE audit_entry SET action = 'nothing' WHERE seq = 1",
    ] {
        owner.execute(step).await.expect("the owner may");
    }
    assert_eq!(store.verify_audit_chain().await.expect("readable"), Err(1));
    let told = verify(&app).await.map_err(|error| error.to_string());
    assert!(told.is_err_and(|text| text.contains("line 1 ")));
}
