//! Every operation, given garbage, answers with a problem document that the contract announces:
//! never a 5xx, never a stack, never SQL. Read from the document, so a new operation is included
//! without anybody thinking of it.

use domain::authz::Role;
use domain::integration::KeyScope;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::contract::Operation;
use tests::{Call, Client, Reply, TestApp};

/// What went wrong, one line each; a test ends with [`Findings::none`].
#[derive(Default)]
struct Findings {
    wrong: Vec<String>,
    statuses: BTreeMap<u16, usize>,
}

impl Findings {
    /// Judges one answer to garbage. A success is fine: not all garbage is wrong everywhere.
    fn judge(&mut self, operation: &Operation, sent: &str, reply: &Reply) {
        *self.statuses.entry(reply.status).or_default() += 1;
        let mut say = |what: String| {
            let body: String = reply.text().chars().take(200).collect();
            self.wrong.push(format!("{} with {sent}: {what}: {} {body}", operation.line(), reply.status));
        };
        if reply.status >= 500 {
            say("a server error".to_owned());
        }
        if reply.status >= 400 {
            if operation.path.starts_with("/api/v1/open/open311/") && is_of_the_standard(reply) {
                // Clients of the standard read no problem documents.
            } else if reply.header("content-type") != Some("application/problem+json") {
                say("not a problem document".to_owned());
            } else if reply.json()["code"].as_str().is_none_or(str::is_empty) {
                say("a problem without a code".to_owned());
            }
        }
        if !operation.statuses.contains(&reply.status) && reply.status != 304 {
            say(format!("a status that the contract does not announce (it has {:?})", operation.statuses));
        }
        let text = reply.text().to_lowercase();
        for leak in ["sqlx", "select ", "panicked", "crates/", "sea_orm"] {
            if reply.status >= 400 && text.contains(leak) {
                say(format!("lets {leak:?} out"));
            }
        }
    }

    fn none(self) {
        // Seen with --nocapture: whether the garbage got past the door at all.
        println!("answers by status: {:?}", self.statuses);
        let shown: Vec<_> = self.wrong.iter().take(40).cloned().collect();
        assert!(self.wrong.is_empty(), "{} findings:\n{}", self.wrong.len(), shown.join("\n"));
    }
}

/// An error as Open311 wants it: a list of code and description, in the form that was asked for.
fn is_of_the_standard(reply: &Reply) -> bool {
    match reply.header("content-type") {
        Some("application/json; charset=utf-8") => {
            let error = &reply.json()[0];
            error["code"] == reply.status && error["description"].is_string()
        }
        Some("text/xml; charset=utf-8") => {
            reply.text().contains(&format!("<errors><error><code>{}</code><description>", reply.status))
        }
        _ => false,
    }
}

/// Somebody whom the operation does not refuse for lack of rights, else the one with the most.
async fn somebody(app: &TestApp, Actors { people, key }: &Actors, operation: &Operation) -> Client {
    if operation.keyed {
        // A new minute, a new quota: what is refused for its number is not looked at.
        app.advance(chrono::Duration::minutes(1));
        return key.clone();
    }
    for actor in people {
        let reply =
            complete(actor.call(operation.method.clone(), &operation.nowhere()), operation).send().await;
        if reply.status != 403 {
            return actor.clone();
        }
    }
    people[0].clone()
}

struct Actors {
    people: Vec<Client>,
    /// Another system that may do everything.
    key: Client,
}

async fn actors(app: &TestApp) -> Actors {
    let mut people = Vec::new();
    for role in [
        Role::DcHead,
        Role::SysAdmin,
        Role::SecAdmin,
        Role::Auditor,
        Role::GovDispatch,
        Role::ScLeader,
        Role::IntegrationAdmin,
    ] {
        people.push(app.actor(role).await);
    }
    Actors { people, key: app.key(KeyScope::ALL).await.client }
}

/// The headers and the body that the operation wants, as far as they can be guessed.
fn complete(call: Call, operation: &Operation) -> Call {
    let call = headers(call, operation);
    match (&operation.example, operation.takes_json) {
        (Some(example), _) => call.json(example),
        (None, true) => call.json(&json!({})),
        (None, false) => call,
    }
}

fn headers(mut call: Call, operation: &Operation) -> Call {
    for header in &operation.headers {
        call = match header.to_lowercase().as_str() {
            "if-match" => call.version(1),
            "idempotency-key" => call.idempotency_key("0123456789abcdef"),
            _ => call,
        };
    }
    call
}

const IDS: [&str; 11] = [
    "x",
    "0",
    "-1",
    "99999999999999999999",
    "%00",
    "%ff",
    "%E5%BB%BA%E8%AE%AE",
    "..%2F..%2Fetc%2Fpasswd",
    "00000000-0000-0000-0000-000000000000",
    "'%20OR%201=1%20--",
    "0197f0a2c6b07c3c8e5c7f1f7a3f9b52%20",
];

#[tokio::test]
async fn in_paths() {
    let app = TestApp::start().await;
    let (actors, mut findings) = (actors(&app).await, Findings::default());
    for operation in Operation::all(&app).await {
        let actor = somebody(&app, &actors, &operation).await;
        let long = "a".repeat(3000);
        for id in IDS.into_iter().chain([long.as_str()]) {
            let Some(path) = operation.with_last(id) else { break };
            let reply = complete(actor.call(operation.method.clone(), &path), &operation).send().await;
            findings.judge(&operation, &format!("the id {:.40}", id), &reply);
        }
    }
    findings.none();
}

const VALUES: [&str; 13] = [
    "",
    "%00",
    "%ff",
    "abc",
    "-1",
    "0",
    "99999999999999999999",
    "1e999",
    "2026-02-30",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "%27%20OR%201%3D1%20--",
    "%25%5F%5C",
];

#[tokio::test]
async fn in_queries() {
    let app = TestApp::start().await;
    let (actors, mut findings) = (actors(&app).await, Findings::default());
    for operation in
        Operation::all(&app).await.into_iter().filter(|operation| operation.method == Method::GET)
    {
        let actor = somebody(&app, &actors, &operation).await;
        let long = "%E5%81%9C".repeat(2000);
        for name in &operation.query {
            for value in VALUES.into_iter().chain([long.as_str()]) {
                let path = format!("{}?{name}={value}", operation.nowhere());
                let reply = actor.get(&path).await;
                findings.judge(&operation, &format!("{name}={value:.40}"), &reply);
            }
            let twice = format!("{}?{name}=1&{name}=2", operation.nowhere());
            findings.judge(&operation, &format!("{name} twice"), &actor.get(&twice).await);
        }
    }
    findings.none();
}

/// What an attacker or a broken program sends where JSON is wanted.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("nothing", Vec::new()),
        ("half an object", b"{\"a\":".to_vec()),
        ("null", b"null".to_vec()),
        ("a list", b"[]".to_vec()),
        ("a number", b"123".to_vec()),
        ("a string", b"\"x\"".to_vec()),
        ("an empty object", b"{}".to_vec()),
        ("an unknown member", b"{\"no_such_member\":1}".to_vec()),
        ("one member twice", b"{\"title\":\"a\",\"title\":\"b\"}".to_vec()),
        ("a lone surrogate", b"{\"title\":\"\\ud800\"}".to_vec()),
        ("bytes that are no UTF-8", b"{\"title\":\"\xff\xfe\"}".to_vec()),
        ("100,000 brackets", vec![b'['; 100_000]),
        ("100,000 objects", b"{\"a\":".repeat(100_000)),
        ("a number of 10,000 digits", [b"{\"limit\":".to_vec(), vec![b'9'; 10_000], b"}".to_vec()].concat()),
        ("three megabytes", vec![b' '; 3 << 20]),
        ("NUL", vec![0]),
    ]
}

#[tokio::test]
async fn in_bodies() {
    let app = TestApp::start().await;
    let (actors, mut findings) = (actors(&app).await, Findings::default());
    for operation in Operation::all(&app).await.into_iter().filter(|operation| operation.takes_json) {
        let actor = somebody(&app, &actors, &operation).await;
        let send = async |media_type: &str, body: Vec<u8>| {
            let call = actor.call(operation.method.clone(), &operation.nowhere());
            headers(call, &operation).body(media_type, body).send().await
        };
        for (name, body) in bodies() {
            findings.judge(&operation, name, &send("application/json", body).await);
        }
        for media_type in ["text/plain", "application/x-www-form-urlencoded", "nonsense", "application/xml"] {
            let reply = send(media_type, b"{}".to_vec()).await;
            findings.judge(&operation, media_type, &reply);
        }
    }
    findings.none();
}

/// Wrong values for one member of an otherwise good body.
fn wrong_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!(" \u{3000}\t"),
        json!("\u{0}"),
        json!("a\u{202e}b"),
        json!("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}𠮷"),
        json!("建".repeat(20_000)),
        json!("0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"),
        json!("9999-12-31"),
        json!("2026-02-30"),
        json!([]),
        json!([null]),
        json!({}),
        json!([{"no_such_member": 1}]),
    ]
}

#[tokio::test]
async fn in_members_of_good_bodies() {
    let app = TestApp::start().await;
    let (actors, mut findings) = (actors(&app).await, Findings::default());
    for operation in Operation::all(&app).await {
        let Some(Value::Object(example)) = operation.example.clone() else { continue };
        let actor = somebody(&app, &actors, &operation).await;
        for name in example.keys() {
            for value in wrong_values() {
                let mut body = example.clone();
                let sent: String = format!("{name} = {value}").chars().take(80).collect();
                body.insert(name.clone(), value);
                let call = actor.call(operation.method.clone(), &operation.nowhere());
                let reply = headers(call, &operation).json(&body).send().await;
                findings.judge(&operation, &sent, &reply);
            }
            let mut body = example.clone();
            body.remove(name);
            let call = actor.call(operation.method.clone(), &operation.nowhere());
            let reply = headers(call, &operation).json(&body).send().await;
            findings.judge(&operation, &format!("no {name}"), &reply);
        }
    }
    findings.none();
}

#[tokio::test]
async fn in_headers() {
    let app = TestApp::start().await;
    let (actors, mut findings) = (actors(&app).await, Findings::default());
    for operation in Operation::all(&app).await {
        let actor = somebody(&app, &actors, &operation).await;
        for (name, values) in [
            ("If-Match", ["1", "\"-1\"", "\"99999999999999999999\"", "\"1\", \"2\""]),
            ("If-None-Match", ["1", "*", "W/\"1\"", ","]),
            ("Idempotency-Key", ["", "x", "短", "aaaaaaaaaaaaaaaaaaaaaaaa"]),
            ("Accept-Language", ["xx", "zh;q=9", ";;;", "中文"]),
            ("Accept", ["text/html", "image/png", ";", "application/json;q=0"]),
        ] {
            for value in values {
                let call = actor.call(operation.method.clone(), &operation.nowhere());
                let call = match (&operation.example, operation.takes_json) {
                    (Some(example), _) => call.json(example),
                    (None, true) => call.json(&json!({})),
                    (None, false) => call,
                };
                let reply = call.header(name, value).send().await;
                findings.judge(&operation, &format!("{name}: {value}"), &reply);
            }
        }
    }
    findings.none();
}

#[tokio::test]
async fn wrong_methods_and_unknown_addresses() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcHead).await;
    let operations = Operation::all(&app).await;
    for operation in &operations {
        let declared =
            |method: &Method| operations.iter().any(|it| it.path == operation.path && it.method == *method);
        for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::POST, Method::TRACE] {
            if declared(&method) {
                continue;
            }
            let reply = clerk.call(method.clone(), &operation.nowhere()).send().await;
            reply.problem(405, "method.not_allowed");
            let allow = reply.header("allow").unwrap_or_default().to_owned();
            assert!(allow.contains(operation.method.as_str()), "{method} {}: Allow: {allow}", operation.path);
        }
    }
    for path in
        ["/api/v1/no-such-thing", "/api/v1/", "/api/v2/accounts", "/api/v1/accounts/", "/api/v1//accounts"]
    {
        clerk.get(path).await.problem(404, "route.not_found");
    }
}
