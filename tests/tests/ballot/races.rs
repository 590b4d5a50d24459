//! Many at once: one vote each, one winner of every transition.

use domain::authz::Role;
use futures_util::future::join_all;
use serde_json::json;
use std::collections::BTreeMap;
use tests::{Client, Electorate, TestApp};

/// 50 voters, each sending the ballot 20 times at once.
#[tokio::test]
async fn fifty_voters_casting_twenty_times_at_once_have_one_vote_each() {
    let app = TestApp::start_with(|config| config.workers = Some(4)).await;
    let electorate = Electorate::of(&app, 50).await;
    let meeting = electorate.meeting(&app, "electronic", 1).await;
    let voting = electorate.open(&meeting, 50).await;
    let client = app.anonymous();
    let casts =
        voting.slips.iter().flat_map(|slip| std::iter::repeat_n(slip, 20)).enumerate().map(|(n, slip)| {
            // Of one voter's twenty ballots each says something else: only one of them may count.
            let choice = ["s", "b", "u", "o"][n % 4];
            let (client, body) = (client.clone(), json!({"slip": slip, "choices": [choice]}));
            async move { (slip.clone(), client.post("/api/v1/ballots/cast", &body).await.status) }
        });
    let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for (slip, status) in join_all(casts).await {
        *statuses.entry(status).or_default() += 1;
        if status == 200 {
            *accepted.entry(slip).or_default() += 1;
        }
    }
    assert!(statuses.keys().all(|status| [200, 409, 503].contains(status)), "{statuses:?}");
    assert!(accepted.values().all(|times| *times == 1), "{accepted:?}");
    // Whoever was told to come again does, and is told either that it is cast or that it was.
    for slip in &voting.slips {
        loop {
            let reply = client.post("/api/v1/ballots/cast", &json!({"slip": slip, "choices": ["s"]})).await;
            match reply.status {
                200 | 409 => break,
                503 => tokio::task::yield_now().await,
                other => panic!("{other}: {}", reply.text()),
            }
        }
    }
    let closed = electorate.clerks(&voting, "close", &json!({ "key_halves": voting.keys })).await;
    let round = &closed["rounds"][0];
    assert_eq!((&round["returned"], &round["valid"], &round["invalid"]), (&json!(50), &json!(50), &json!(0)));
    let tallied = electorate.clerks(&voting, "tally", &json!({})).await;
    let result = &tallied["rounds"][0]["items"][0]["result"];
    let sum: i64 =
        ["satisfied", "basic", "unsatisfied", "abstained"].iter().filter_map(|n| result[n].as_i64()).sum();
    assert_eq!(sum, 50);
}

/// 32 clients on every transition of a round: one wins, the others are told so.
#[tokio::test]
async fn of_32_at_once_one_wins_every_transition() {
    let app = TestApp::start_with(|config| config.workers = Some(4)).await;
    let electorate = Electorate::of(&app, 6).await;
    let meeting = electorate.meeting(&app, "electronic", 1).await;
    let path = format!("/api/v1/supervision-meetings/{}", meeting["id"].as_str().expect("an id"));
    let mut heads = Vec::new();
    for _ in 0..32 {
        heads.push(app.actor(Role::DcHead).await);
    }
    let opened = one_wins(&heads, &path, "open", &json!({})).await;
    let slips = opened["slips"].as_array().expect("slips").clone();
    assert_eq!(slips.len(), 6);
    for (voter, slip) in electorate.voters.iter().zip(&slips) {
        let body = json!({"deputy_id": voter.0, "present": true, "issued": true});
        electorate.clerk.post(&format!("{path}/check-in"), &body).await.ok(200);
        let cast = json!({"slip": slip, "choices": ["u"]});
        app.anonymous().post("/api/v1/ballots/cast", &cast).await.ok(200);
    }
    let closed = one_wins(&heads, &path, "close", &json!({"key_halves": opened["key_halves"]})).await;
    assert_eq!(closed["rounds"][0]["returned"], 6);
    one_wins(&heads, &path, "tally", &json!({})).await;
    one_wins(&heads, &path, "announce", &json!({})).await;
    let again = one_wins(&heads, &path, "second-vote", &json!({"held_on": "2026-04-20"})).await;
    assert_eq!(again["rounds"].as_array().map(Vec::len), Some(2));
    one_wins(&heads, &path, "open", &json!({})).await;
    let voided = one_wins(&heads, &path, "void", &json!({"reason": "网络中断"})).await;
    assert_eq!(voided["rounds"][1]["state"], "prepared");
}

async fn one_wins(
    heads: &[Client],
    path: &str,
    command: &str,
    body: &serde_json::Value,
) -> serde_json::Value {
    let version = heads[0].get(path).await.ok(200)["version"].as_i64().expect("a version");
    let address = format!("{path}/{command}");
    let replies = join_all(heads.iter().map(|head| head.command(&address, version, body))).await;
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut won = None;
    for reply in replies {
        *statuses.entry(reply.status).or_default() += 1;
        if reply.status == 200 {
            won = Some(reply.ok(200));
        }
    }
    assert_eq!(statuses.get(&200), Some(&1), "{command}: {statuses:?}");
    assert!(statuses.keys().all(|status| [200, 409, 412, 503].contains(status)), "{command}: {statuses:?}");
    won.expect("one won")
}
