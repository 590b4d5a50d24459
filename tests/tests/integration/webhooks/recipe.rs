//! `docs/integrate/webhooks.md` tells the truth: its receivers are the ones that are tried with published libraries
//! (`cargo xtask test --only integrate`), and its commands are run as they stand there.

use super::fixture::{Hooks, path};
use serde_json::{Value, json};
use std::process::Command;
use tests::Receiver;

const PAGE: &str = include_str!("../../../../docs/integrate/webhooks.md");

fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    PAGE.split(begin.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn its_receivers_are_the_tested_ones() {
    let tested = [
        include_str!("../../../interop/node/webhooks/receiver.mjs"),
        include_str!("../../../interop/node/webhooks/asymmetric.mjs"),
    ];
    assert_eq!(blocks("js"), tested);
    assert_eq!(blocks("python"), [include_str!("../../../interop/python/webhook_receiver.py")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_commands_work() {
    let hooks = Hooks::begin().await;
    let receiver = Receiver::start(&[]).await;
    let base = hooks.app.url("");
    let mut webhook = Value::Null;
    let mut answers: Vec<Value> = Vec::new();
    for script in blocks("bash") {
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c", script])
            .env("BASE", &base)
            .env("KEY", &hooks.key.secret)
            .env("RECEIVER", receiver.url())
            .env("WEBHOOK", webhook["id"].as_str().unwrap_or_default())
            .output()
            .expect("bash runs");
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        if webhook.is_null() {
            webhook = answer.clone();
        }
        answers.push(answer);
    }
    assert_eq!(answers.len(), 6, "an example was added or removed: check it here");
    assert!(answers[0]["secret"].is_string() && answers[5]["secret"].is_string());
    assert_eq!((&answers[1]["delivered"], &answers[1]["status"]), (&json!(true), &json!(204)));
    assert_eq!(answers[2]["items"], json!([]));
    assert_eq!(answers[3]["status"], "active");
    assert_eq!(answers[4]["replayed"], 0);
    assert_eq!(hooks.key.client.get(&path(&webhook, "")).await.version(), 3);
}
