//! Every operation × every kind of actor: who may ask for it is written down in
//! `tests/matrix.txt`, and is what the server does. An operation that is not written down fails, so
//! nobody adds one without deciding whom it is for.
//!
//! After a change that is meant: `DAIBIAO_WRITE_MATRIX=1 cargo test -p tests --test contract_matrix`,
//! then read the difference.

use domain::authz::{Role, ScopeKind};
use domain::integration::KeyScope;
use persistence::account::NewGrant;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use tests::contract::Operation;
use tests::{Client, Electorate, TestApp};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/matrix.txt");

const HEAD: &str = "\
# Who may call each operation on a record that exists (an assigned suggestion of the deputy asking,
# handled by the unit asking). Everybody else is answered 401, 403, or 404 where the record itself
# is not for them. Not the last word: the state of the record decides too.
# Written by tests/tests/contract_matrix.rs; read every change of it.
";

/// One actor for each role, and the records that they ask for.
struct World {
    actors: Vec<(Role, Client)>,
    known: Vec<(&'static str, String)>,
}

impl World {
    async fn make(app: &TestApp) -> Self {
        let (unit, group) = (app.unit("县住建局").await, app.group("城关第一代表小组").await);
        let deputy = app.deputy("王建国").await;
        let mut actors = Vec::new();
        for &role in Role::ALL {
            let actor = match role.scope_kind() {
                ScopeKind::Jurisdiction => app.actor(role).await,
                ScopeKind::Unit => app.unit_actor(role, unit).await,
                ScopeKind::Group => app.group_actor(role, group).await,
                ScopeKind::Deputy => {
                    let grant = NewGrant { deputy: Some(deputy), ..app.county().grant(role) };
                    app.actor_with(&[grant]).await
                }
            };
            actors.push((role, actor));
        }
        let author = app.deputy_actor(deputy).await;
        let suggestion = app.assigned_suggestion(&author, unit).await;
        let head = app.actor(Role::DcHead).await;
        let person = head.get(&format!("/api/v1/deputies/{}", deputy.0)).await.ok(200);
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let term = app.term().await.0;
        let delegation = json!({"term_id": term, "jurisdiction_id": app.county().town, "no": 1,
            "name": "城关代表团", "leader_deputy_id": null});
        let delegation = head.post("/api/v1/delegations", &delegation).await.ok(201);
        let settings = head.get("/api/v1/settings").await.ok(200);
        // A saved view is its owner's alone.
        let (_, owner) = actors.iter().find(|(role, _)| *role == Role::DcHead).expect("every role is there");
        let view =
            json!({"list": "suggestions", "name": "超期", "filters": {"light": "late"}, "columns": []});
        let view = owner.post("/api/v1/views", &view).await.ok(201);
        let known = vec![
            ("/api/v1/views/{id}", text(&view["id"])),
            ("/api/v1/delegations/{id}", text(&delegation["id"])),
            ("/api/v1/constituencies/{id}", text(&person["constituency_id"])),
            ("/api/v1/settings/{key}", text(&settings["items"][0]["key"])),
            ("/api/v1/accounts/{id}", app.actor(Role::StationKeeper).await.account().0.to_string()),
            ("/api/v1/jurisdictions/{id}", app.county().town.0.to_string()),
            ("/api/v1/terms/{id}", app.term().await.0.to_string()),
            ("/api/v1/units/{id}", unit.0.to_string()),
            ("/api/v1/groups/{id}", group.0.to_string()),
            ("/api/v1/deputies/{id}", deputy.0.to_string()),
            ("/api/v1/public/deputies/{id}", deputy.0.to_string()),
            ("/api/v1/persons/{id}", text(&person["person_id"])),
            ("/api/v1/suggestions/{id}", text(&suggestion["id"])),
            ("/api/v1/suggestions/{id}/tasks/{task_id}", text(&suggestion["tasks"][0]["id"])),
        ];
        let made = app.key(&[KeyScope::ReferenceRead]).await;
        let secret = text(&made.key["secrets"][0]["id"]);
        let url = "https://receiver.example.com/hook";
        let keeper = app.actor(Role::IntegrationAdmin).await;
        let webhook = keeper.post("/api/v1/webhooks", &json!({"key_id": made.id, "url": url})).await.ok(201);
        let meeting = announced_meeting(app).await;
        let known: Vec<_> = known
            .into_iter()
            .chain([
                ("/api/v1/supervision-meetings/{id}", meeting),
                ("/api/v1/supervision-meetings/{id}/rounds/{no}", "1".to_owned()),
            ])
            .chain([
                ("/api/v1/api-keys/{id}", made.id),
                ("/api/v1/api-keys/{id}/secrets/{secret_id}", secret),
                ("/api/v1/webhooks/{id}", text(&webhook["id"])),
            ])
            .collect();
        assert!(known.iter().all(|(_, value)| !value.is_empty()), "{known:?}");
        Self { actors, known }
    }

    /// Whether the operation is for this actor; what is asked for need not be done. The version is
    /// stale on purpose: nothing is changed, and whoever may ask is told so.
    async fn is_for(&self, operation: &Operation, actor: &Client) -> bool {
        let mut call = actor.call(operation.method.clone(), &operation.leading_to(&self.known));
        for header in &operation.headers {
            call = match header.to_lowercase().as_str() {
                "if-match" => call.version(999_999),
                "idempotency-key" => call.idempotency_key("0123456789abcdef"),
                _ => call,
            };
        }
        let reply = match (&operation.example, operation.takes_json) {
            (Some(example), _) => call.json(example).send().await,
            (None, true) => call.json(&json!({})).send().await,
            (None, false) => call.send().await,
        };
        assert!(reply.status < 500, "{}: {}", operation.line(), reply.text());
        !matches!(reply.status, 401 | 403 | 404)
    }
}

/// A supervision meeting whose result was announced: those who only read see it.
async fn announced_meeting(app: &TestApp) -> String {
    let electorate = Electorate::of(app, 5).await;
    let meeting = electorate.meeting(app, "electronic", 1).await;
    let voting = electorate.open(&meeting, 5).await;
    for slip in &voting.slips {
        app.anonymous().post("/api/v1/ballots/cast", &json!({"slip": slip, "choices": ["s"]})).await.ok(200);
    }
    electorate.clerks(&voting, "close", &json!({ "key_halves": voting.keys })).await;
    let version =
        electorate.clerks(&voting, "tally", &json!({})).await["version"].as_i64().unwrap_or_default();
    electorate.head.command(&format!("{}/announce", voting.meeting), version, &json!({})).await.ok(200);
    meeting["id"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn who_may_ask_for_what_is_written_down() {
    let app = TestApp::start().await;
    let world = World::make(&app).await;
    let mut table = BTreeMap::new();
    for operation in Operation::all(&app).await {
        let mut allowed = Vec::new();
        if operation.public {
            allowed.push("anybody");
        } else if operation.keyed {
            // With which scope: tests/matrix_keys.txt.
            allowed.push("key");
        } else {
            for (role, actor) in &world.actors {
                if world.is_for(&operation, actor).await {
                    allowed.push(role.name());
                }
            }
            if allowed.len() == world.actors.len() {
                allowed = vec!["everybody"];
            }
        }
        // Where nobody is named, this world has no such record: a session, a promise, a co-signer.
        let allowed = if allowed.is_empty() { "-".to_owned() } else { allowed.join(" ") };
        table.insert(operation.id.clone(), allowed);
    }
    let mut now = HEAD.to_owned();
    for (id, allowed) in &table {
        writeln!(now, "{id}: {allowed}").expect("a string takes it");
    }
    if std::env::var_os("DAIBIAO_WRITE_MATRIX").is_some() {
        std::fs::write(FILE, &now).expect("the file can be written");
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    let differences: Vec<_> = now
        .lines()
        .filter(|line| !written.lines().any(|it| it == *line))
        .map(|line| format!("  server:  {line}"))
        .chain(
            written
                .lines()
                .filter(|line| !now.lines().any(|it| it == *line))
                .map(|line| format!("  written: {line}")),
        )
        .collect();
    assert!(differences.is_empty(), "tests/matrix.txt differs:\n{}", differences.join("\n"));
}

#[tokio::test]
async fn every_example_of_a_body_can_be_read() {
    let app = TestApp::start().await;
    let world = World::make(&app).await;
    let key = app.key(KeyScope::ALL).await.client;
    let mut wrong = Vec::new();
    for operation in Operation::all(&app).await.into_iter().filter(|operation| operation.has_own_example) {
        let Some(example) = &operation.example else { continue };
        let people =
            world.actors.iter().map(|(role, actor)| (role.name(), actor)).filter(|_| !operation.keyed);
        for (name, actor) in people.chain(operation.keyed.then_some(("key", &key))) {
            let mut call = actor.call(operation.method.clone(), &operation.leading_to(&world.known));
            if operation.headers.iter().any(|header| header.eq_ignore_ascii_case("if-match")) {
                call = call.version(999_999);
            }
            let reply = call.json(example).send().await;
            if reply.status == 400 {
                wrong.push(format!("{} as {}: {}", operation.line(), name, reply.text()));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "examples that the server itself cannot read:\n{}", wrong.join("\n"));
}
