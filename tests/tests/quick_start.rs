//! `docs/integrate/quick-start.md` tells the truth: its examples are run as they stand there.

use domain::authz::Role;
use serde_json::{Value, json};
use std::process::Command;
use tests::TestApp;

const PAGE: &str = include_str!("../../docs/integrate/quick-start.md");

/// The shell blocks of the page, in order.
fn examples() -> Vec<&'static str> {
    PAGE.split("```bash\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

fn run(script: &str, base: &str) -> String {
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .env("BASE", base)
        .env("USERNAME", "reader")
        .env("PASSWORD", "Lake-Boat-77")
        .output()
        .expect("bash runs");
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_the_quick_start_works() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let body = json!({"username": "reader", "display_name": "读者"});
    let id = admin.post("/api/v1/accounts", &body).await.ok(201)["id"].clone();
    let link = format!("/api/v1/accounts/{}/reset-link", id.as_str().expect("an id"));
    let link = admin.post(&link, &json!({})).await.ok(200);
    let secret = link["url"].as_str().and_then(|url| url.split('#').nth(1)).expect("a secret").to_owned();
    let reset = json!({"token": secret, "new_password": "Lake-Boat-77"});
    app.anonymous().post("/api/v1/auth/password-reset", &reset).await.ok(204);

    let base = app.url("");
    let answers: Vec<String> = examples().into_iter().map(|script| run(script, &base)).collect();
    let parsed: Vec<Option<Value>> = answers.iter().map(|text| serde_json::from_str(text).ok()).collect();
    assert_eq!(parsed.len(), 5, "an example was added or removed: check it here");
    let json = |n: usize| parsed[n].clone().unwrap_or_else(|| panic!("example {n} printed {}", answers[n]));
    assert_eq!(json(0), json!({"status": "ok"}));
    assert!(json(1)["items"].is_array() && json(1)["next_cursor"].is_null());
    assert_eq!(json(2)["token_type"], "Bearer");
    assert_eq!(
        (json(3)["status"].clone(), json(3)["code"].clone()),
        (json!(400), json!("request.malformed"))
    );
    assert!(answers[4].starts_with("version.stale (HTTP 412)"), "{}", answers[4]);
}
