//! Totals of paper ballots by two tellers.

use serde_json::{Value, json};
use tests::{Electorate, TestApp};

fn entry(office: &str, satisfied: u32, basic: u32) -> Value {
    json!({"office": office, "name": "张敏", "issued": 31, "returned": 30, "valid": 29, "invalid": 1,
        "items": [{"satisfied": satisfied, "basic": basic, "unsatisfied": 3, "abstained": 0}]})
}

#[tokio::test]
async fn two_tellers_enter_on_their_own_and_must_agree() {
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 35).await;
    let meeting = electorate.meeting(&app, "paper", 1).await;
    let voting = electorate.open(&meeting, 31).await;
    assert!(voting.slips.is_empty() && voting.keys.is_empty());
    electorate.clerks(&voting, "close", &json!({})).await;

    let path = format!("{}/enter-count", voting.meeting);
    let version = async || electorate.now(&voting).await["version"].as_i64().expect("a version");
    let wrong = json!({"office": "supervisor", "name": "张敏", "issued": 32, "returned": 33, "valid": 29, "invalid": 1, "items": []});
    electorate.office.command(&path, version().await, &wrong).await.problem(422, "validation.failed");
    let supervisor =
        electorate.office.command(&path, version().await, &entry("supervisor", 20, 6)).await.ok(200);
    assert_eq!(supervisor["rounds"][0]["tellers"][0]["count"]["valid"], 29);
    let same = electorate.office.command(&path, version().await, &entry("counter", 20, 6)).await;
    same.problem(409, "ballot.same_teller");

    // The other teller sees that an entry was made, but none of its numbers.
    let seen = electorate.now(&voting).await;
    assert_eq!(
        (&seen["rounds"][0]["tellers"][0]["own"], &seen["rounds"][0]["tellers"][0]["count"]),
        (&json!(false), &json!(null))
    );
    electorate.clerk.command(&path, version().await, &entry("counter", 19, 7)).await.ok(200);
    let tally = format!("{}/tally", voting.meeting);
    electorate.clerk.command(&tally, version().await, &json!({})).await.problem(409, "ballot.tellers_differ");
    let differing = electorate.now(&voting).await;
    assert_eq!(differing["rounds"][0]["differences"], json!([{"field": "items", "item": 1}]));
    electorate.clerk.command(&path, version().await, &entry("counter", 20, 6)).await.ok(200);
    let tallied = electorate.clerk.command(&tally, version().await, &json!({})).await.ok(200);
    let result = &tallied["rounds"][0]["items"][0]["result"];
    assert_eq!(
        (&result["level"], &result["satisfied_permille"], &result["approval_permille"]),
        (&json!("satisfied"), &json!(690), &json!(897))
    );
}
