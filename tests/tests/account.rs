//! Accounts, sign-in, refresh, passwords, roles: over HTTP, as people use them.

use chrono::Duration;
use domain::authz::Role;
use serde_json::{Value, json};
use tests::{Client, TestApp};

const PASSWORD: &str = "Lake-Boat-77";

/// An account with a password that was set by a one-time link, as an administrator makes it.
async fn account(app: &TestApp, admin: &Client, username: &str) -> Value {
    let body = json!({"username": username, "display_name": "张三"});
    let created = admin.post("/api/v1/accounts", &body).await.ok(201);
    let id = created["id"].as_str().expect("an id");
    let link = admin.post(&format!("/api/v1/accounts/{id}/reset-link"), &json!({})).await.ok(200);
    let secret = link["url"].as_str().and_then(|url| url.split('#').nth(1)).expect("a secret").to_owned();
    let reset = json!({"token": secret, "new_password": PASSWORD});
    app.anonymous().post("/api/v1/auth/password-reset", &reset).await.ok(204);
    // Used once.
    let again = app.anonymous().post("/api/v1/auth/password-reset", &reset).await;
    again.problem(422, "validation.failed");
    assert_eq!(again.field_codes("#/token"), ["auth.reset_invalid"]);
    created
}

async fn sign_in(client: &Client, username: &str, password: &str) -> tests::Reply {
    client.post("/api/v1/auth/login", &json!({"username": username, "password": password})).await
}

fn token(answer: &Value) -> String {
    answer["access_token"].as_str().expect("an access token").to_owned()
}

#[tokio::test]
async fn signing_in_gives_a_token_and_a_cookie_that_scripts_cannot_read() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    account(&app, &admin, "zhangsan").await;
    let client = app.anonymous();
    let reply = sign_in(&client, "ZhangSan", PASSWORD).await;
    let answer = reply.ok(200);
    let cookie = reply.header("set-cookie").expect("a cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let me = client.with_token(token(&answer)).get("/api/v1/me").await.ok(200);
    assert_eq!(me["username"], "zhangsan");
    assert_eq!(me["capabilities"], json!([]));
}

#[tokio::test]
async fn unknown_wrong_and_disabled_get_the_same_answer_and_then_wait() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let created = account(&app, &admin, "zhangsan").await;
    sign_in(&app.anonymous(), "nobody", PASSWORD).await.problem(401, "auth.credentials_invalid");
    for _ in 0..5 {
        sign_in(&app.anonymous(), "zhangsan", "Wrong-Word-1").await.problem(401, "auth.credentials_invalid");
    }
    // The sixth failure begins the wait; the right password does not help before it is over.
    sign_in(&app.anonymous(), "zhangsan", "Wrong-Word-1").await;
    let waiting = sign_in(&app.anonymous(), "zhangsan", PASSWORD).await;
    waiting.problem(429, "auth.throttled");
    assert!(waiting.header("retry-after").is_some());
    app.advance(Duration::minutes(16));
    sign_in(&app.anonymous(), "zhangsan", PASSWORD).await.ok(200);

    let path = format!("/api/v1/accounts/{}", created["id"].as_str().expect("an id"));
    let version = admin.get(&path).await.version();
    admin.patch(&path, version, &json!({"disabled": true})).await.ok(200);
    sign_in(&app.anonymous(), "zhangsan", PASSWORD).await.problem(401, "auth.credentials_invalid");
}

#[tokio::test]
async fn refreshing_rotates_and_a_stolen_token_ends_the_sign_in() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    account(&app, &admin, "zhangsan").await;
    let client = app.anonymous();
    let first = sign_in(&client, "zhangsan", PASSWORD).await;
    let stolen = first.header("set-cookie").and_then(|c| c.split(';').next()).expect("a cookie").to_owned();

    let refreshed = client.post("/api/v1/auth/refresh", &json!({})).await;
    let access = token(&refreshed.ok(200));
    assert_ne!(refreshed.header("set-cookie").and_then(|c| c.split(';').next()), Some(stolen.as_str()));

    let thief = app.anonymous();
    let replay =
        || thief.call(reqwest::Method::POST, "/api/v1/auth/refresh").header("cookie", &stolen).send();
    // Within the grace the lost answer is given again.
    replay().await.ok(200);
    app.advance(Duration::seconds(60));
    replay().await.problem(401, "auth.refresh_invalid");
    // The whole sign-in has ended, for its owner too.
    client.with_token(access).get("/api/v1/me").await.problem(401, "auth.token_invalid");
    client.post("/api/v1/auth/refresh", &json!({})).await.problem(401, "auth.refresh_invalid");
}

#[tokio::test]
async fn devices_are_listed_and_ended_and_a_new_password_ends_the_others() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    account(&app, &admin, "zhangsan").await;
    let (phone, desk) = (app.anonymous(), app.anonymous());
    let phone = phone.with_token(token(&sign_in(&phone, "zhangsan", PASSWORD).await.ok(200)));
    let desk = desk.with_token(token(&sign_in(&desk, "zhangsan", PASSWORD).await.ok(200)));
    let list = desk.get("/api/v1/auth/sessions").await.ok(200);
    let items = list["items"].as_array().expect("a list");
    assert_eq!(items.len(), 2);
    let other = items.iter().find(|s| s["current"] == false).expect("the phone");
    let path = format!("/api/v1/auth/sessions/{}", other["id"].as_str().expect("an id"));
    desk.call(reqwest::Method::DELETE, &path).send().await.ok(204);
    phone.get("/api/v1/me").await.problem(401, "auth.token_invalid");
    desk.call(reqwest::Method::DELETE, &path).send().await.problem(404, "resource.not_found");

    let third = app.anonymous();
    let third = third.with_token(token(&sign_in(&third, "zhangsan", PASSWORD).await.ok(200)));
    let wrong = json!({"current_password": "No-Such-1", "new_password": "Lake-Boat-78"});
    let refused = desk.post("/api/v1/auth/password", &wrong).await;
    refused.problem(422, "validation.failed");
    assert_eq!(refused.field_codes("#/current_password"), ["password.wrong"]);
    let weak = json!({"current_password": PASSWORD, "new_password": "12345678"});
    let refused = desk.post("/api/v1/auth/password", &weak).await;
    assert_eq!(refused.field_codes("#/new_password"), ["password.too_weak"]);
    let good = json!({"current_password": PASSWORD, "new_password": "Lake-Boat-78"});
    desk.post("/api/v1/auth/password", &good).await.ok(204);
    desk.get("/api/v1/me").await.ok(200);
    third.get("/api/v1/me").await.problem(401, "auth.token_invalid");
}

#[tokio::test]
async fn three_administrators_exclude_each_other_and_a_role_acts_at_once() {
    let app = TestApp::start().await;
    let (admin, security) = (app.actor(Role::SysAdmin).await, app.actor(Role::SecAdmin).await);
    let created = account(&app, &admin, "zhangsan").await;
    let path = format!("/api/v1/accounts/{}", created["id"].as_str().expect("an id"));
    let client = app.anonymous();
    let client = client.with_token(token(&sign_in(&client, "zhangsan", PASSWORD).await.ok(200)));
    client.get("/api/v1/accounts").await.problem(403, "permission.denied");

    let grants = format!("{path}/role-grants");
    let auditor = json!({"role": "AUDITOR", "jurisdiction_id": app.county().root.to_string()});
    // The system administrator makes accounts, the security administrator gives roles.
    let version = admin.get(&path).await.version();
    admin.command(&grants, version, &auditor).await.problem(403, "permission.denied");
    let granted = security.command(&grants, version, &auditor).await;
    let representation = granted.ok(200);
    client.get("/api/v1/accounts").await.ok(200);

    let clerk = json!({"role": "DC_STAFF", "jurisdiction_id": app.county().root.to_string()});
    security.command(&grants, granted.version(), &clerk).await.problem(409, "role.conflict");
    let unit = json!({"role": "UNIT_HANDLER", "jurisdiction_id": app.county().root.to_string()});
    let refused = security.command(&grants, granted.version(), &unit).await;
    assert_eq!(refused.field_codes("#/unit_id"), ["role.scope_required"]);
    // A stale version changes nothing and says which one is current.
    let stale = security.command(&grants, version, &auditor).await;
    stale.problem(412, "version.stale");
    assert_eq!(stale.version(), granted.version());

    let grant = representation["grants"][0]["id"].as_str().expect("a grant");
    security.delete(&format!("{grants}/{grant}"), granted.version()).await.ok(200);
    client.get("/api/v1/accounts").await.problem(403, "permission.denied");
}

#[tokio::test]
async fn all_wrong_fields_are_told_at_once_and_a_repeated_request_creates_once() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let wrong = admin.post("/api/v1/accounts", &json!({"username": "x!", "display_name": " "})).await;
    wrong.problem(422, "validation.failed");
    assert_eq!(wrong.field_codes("#/username"), ["text.too_short"]);
    assert_eq!(wrong.field_codes("#/display_name"), ["text.required"]);

    let body = json!({"username": "lisi", "display_name": "李四"});
    let send = |body: Value| {
        let call =
            admin.call(reqwest::Method::POST, "/api/v1/accounts").json(&body).idempotency_key("draft-0001");
        async move { call.send().await }
    };
    let first = send(body.clone()).await;
    let second = send(body.clone()).await;
    assert_eq!(first.ok(201), second.ok(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    let other = send(json!({"username": "wangwu", "display_name": "王五"})).await;
    other.problem(422, "idempotency.mismatch");
    admin.post("/api/v1/accounts", &body).await.problem(409, "username.taken");
}

#[tokio::test]
async fn the_last_administrator_stays_and_nobody_disables_himself() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let path = format!("/api/v1/accounts/{}", admin.account());
    let version = admin.get(&path).await.version();
    admin.patch(&path, version, &json!({"disabled": true})).await.problem(409, "account.self_forbidden");

    let security = app.actor(Role::SecAdmin).await;
    let representation = admin.get(&path).await.ok(200);
    let grant = representation["grants"][0]["id"].as_str().expect("a grant");
    let refused = security.delete(&format!("{path}/role-grants/{grant}"), version).await;
    refused.problem(409, "account.last_administrator");
    admin.get("/api/v1/accounts").await.ok(200);
}

#[tokio::test]
async fn accounts_are_paged_by_a_cursor_that_is_bound_to_its_list() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    for n in 0..5 {
        let body = json!({"username": format!("user{n}"), "display_name": "用户"});
        admin.post("/api/v1/accounts", &body).await.ok(201);
    }
    let mut names = Vec::new();
    let mut path = "/api/v1/accounts?q=user&limit=2".to_owned();
    loop {
        let page = admin.get(&path).await.ok(200);
        names.extend(page["items"].as_array().expect("a page").iter().map(|row| row["username"].clone()));
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/v1/accounts?q=user&limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(names, ["user0", "user1", "user2", "user3", "user4"]);
    let page = admin.get("/api/v1/accounts?limit=2").await.ok(200);
    let cursor = page["next_cursor"].as_str().expect("a next page");
    let foreign = admin.get(&format!("/api/v1/accounts?q=user&limit=2&cursor={cursor}")).await;
    foreign.problem(400, "cursor.invalid");
    let unknown = admin.get("/api/v1/accounts?colour=red").await.problem(400, "request.unknown_parameter");
    assert_eq!(unknown["params"]["name"], "colour");
}
