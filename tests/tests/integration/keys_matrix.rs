//! Every operation for other systems × every kind of key: with which scope it may be called is written down in
//! `tests/matrix_keys.txt`, and is what the server does.
//!
//! After a change that is meant: `DAIBIAO_WRITE_MATRIX=1 cargo test -p tests --test integration matrix`, then read the
//! difference.

use chrono::Duration;
use domain::authz::Role;
use domain::integration::KeyScope;
use serde_json::json;
use std::fmt::Write;
use tests::contract::Operation;
use tests::{Client, KeySpec, Reply, TestApp};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/matrix_keys.txt");

const HEAD: &str = "\
# With which scope a key may call each operation for other systems; one of them is enough, \"a+b\" needs both.
# Every other key is answered 403 key.scope_missing. \"any\" needs a live key and no scope.
# Written by tests/tests/integration/keys_matrix.rs; read every change of it.
";

async fn call(client: &Client, operation: &Operation) -> Reply {
    let mut call = client.call(operation.method.clone(), &operation.nowhere());
    for header in &operation.headers {
        call = match header.to_lowercase().as_str() {
            "if-match" => call.version(1),
            "idempotency-key" => call.idempotency_key("0123456789abcdef"),
            _ => call,
        };
    }
    match (&operation.example, operation.takes_json) {
        (Some(example), _) => call.json(example).send().await,
        (None, true) => call.json(&json!({})).send().await,
        (None, false) => call.send().await,
    }
}

/// Whether the operation is for this key; what it asks for need not be there.
async fn is_for(client: &Client, operation: &Operation) -> bool {
    let reply = call(client, operation).await;
    let judged = !matches!(reply.status, 400 | 401 | 429) && reply.status < 500;
    assert!(judged, "{}: {}", operation.line(), reply.text());
    if reply.status == 403 {
        reply.problem(403, "key.scope_missing");
    }
    reply.status != 403
}

#[tokio::test]
async fn with_which_scope_each_operation_may_be_called() {
    let app = TestApp::start().await;
    let desk = app.actor(Role::IntegrationAdmin).await;
    let today = "2026-03-02".parse().ok();
    let all = KeyScope::ALL.to_vec();
    let expired = KeySpec { scopes: all.clone(), expires_on: today, ..KeySpec::default() };
    let expired = app.key_with(expired).await.client;
    let ended = app.key(&all).await;
    desk.command(&format!("/api/v1/api-keys/{}/revoke", ended.id), 1, &json!({})).await.ok(200);
    let elsewhere = KeySpec { scopes: all, networks: vec!["203.0.113.0/24".into()], ..KeySpec::default() };
    let elsewhere = app.key_with(elsewhere).await.client;
    let mut keys = Vec::new();
    for scope in KeyScope::ALL {
        keys.push((*scope, app.key(&[*scope]).await.client));
    }
    let mut pairs = Vec::new();
    for (at, one) in KeyScope::ALL.iter().enumerate() {
        for other in &KeyScope::ALL[at + 1..] {
            pairs.push((format!("{one}+{other}"), app.key(&[*one, *other]).await.client));
        }
    }
    let person = app.actor(Role::DcHead).await;
    app.advance(Duration::days(1));

    let mut now = HEAD.to_owned();
    let mut operations: Vec<_> =
        Operation::all(&app).await.into_iter().filter(|operation| operation.keyed).collect();
    operations.sort_by(|one, other| one.id.cmp(&other.id));
    assert!(!operations.is_empty());
    for operation in &operations {
        // A new minute, a new quota.
        app.advance(Duration::minutes(1));
        for (client, status, code) in [
            (&app.anonymous(), 401, "key.required"),
            (&app.anonymous().with_token("dbk_live_wrong"), 401, "key.invalid"),
            (&person, 401, "key.invalid"),
            (&expired, 401, "key.expired"),
            (&ended.client, 401, "key.revoked"),
            (&elsewhere, 403, "key.address_refused"),
        ] {
            call(client, operation).await.problem(status, code);
        }
        let mut allowed = Vec::new();
        for (scope, client) in &keys {
            if is_for(client, operation).await {
                allowed.push(scope.code());
            }
        }
        if allowed.is_empty() {
            for (both, client) in &pairs {
                if is_for(client, operation).await {
                    allowed.push(both);
                }
            }
        }
        let allowed = if allowed.len() == keys.len() { "any".to_owned() } else { allowed.join(" ") };
        assert!(!allowed.is_empty(), "{}: for no key", operation.line());
        writeln!(now, "{}: {allowed}", operation.id).expect("a string takes it");
    }
    if std::env::var_os("DAIBIAO_WRITE_MATRIX").is_some() {
        std::fs::write(FILE, &now).expect("the file can be written");
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(now, written, "tests/matrix_keys.txt");
}
