use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Congress, Matter, TestApp};

const CLASSIFICATION: &str = r#"{"category": "urban"}"#;

#[tokio::test]
async fn of_32_parallel_acceptances_one_wins_and_no_number_is_lost() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::begin(&congress).await;
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    let classification: Value = serde_json::from_str(CLASSIFICATION).expect("JSON");

    let mut running = Vec::new();
    for _ in 0..32 {
        let (clerk, path, version) = (congress.clerk.clone(), matter.path("/accept"), matter.version());
        let body = classification.clone();
        running.push(tokio::spawn(async move { clerk.command(&path, version, &body).await }));
    }
    let mut won = 0;
    for one in running {
        let reply = one.await.expect("answered");
        match reply.status {
            200 => won += 1,
            409 | 412 => assert!(reply.json()["code"].is_string()),
            other => panic!("{other}: {}", reply.text()),
        }
    }
    assert_eq!(won, 1);

    // The losers drew no numbers: the next ones follow without a gap.
    let first = matter.seen_by(&congress.clerk).await["official_no"].clone();
    assert_eq!(first, "闭会第001号");
    let mut numbers = BTreeSet::new();
    for _ in 0..3 {
        let next = Matter::accepted(&congress).await;
        numbers.insert(next.shown["official_no"].as_str().expect("a number").to_owned());
    }
    let expected: BTreeSet<String> = (2..=4).map(|n| format!("闭会第{n:03}号")).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn a_refused_acceptance_draws_no_number() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let draft = Matter::begin(&congress).await;
    // A draft is nobody's but the deputy's.
    let refused = congress.clerk.command(&draft.path("/accept"), draft.version(), &json!({})).await;
    refused.problem(404, "resource.not_found");
    let matter = Matter::accepted(&congress).await;
    let again = congress.clerk.command(&matter.path("/accept"), matter.version(), &json!({})).await;
    again.problem(409, "state.conflict");
    let stale = congress.clerk.command(&matter.path("/accept"), matter.version() - 1, &json!({})).await;
    stale.problem(412, "version.stale");
    let next = Matter::accepted(&congress).await;
    assert_eq!(next.shown["official_no"], "闭会第002号");
}
