//! From the invitation to the announced result.

use domain::authz::Role;
use serde_json::json;
use tests::{Electorate, TestApp};

async fn cast(app: &TestApp, slip: &str, choices: &[&str]) -> tests::Reply {
    app.anonymous().post("/api/v1/ballots/cast", &json!({"slip": slip, "choices": choices})).await
}

/// Domain specification §8.3, example 6, by electronic ballots: of 35 there are 31, 30 cast.
#[tokio::test]
async fn example_six_from_check_in_to_announcement() {
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 35).await;
    let meeting = electorate.meeting(&app, "electronic", 2).await;
    let voting = electorate.open(&meeting, 31).await;
    assert_eq!(voting.slips.len(), 35);

    let paper =
        app.anonymous().post("/api/v1/ballots/look-up", &json!({"slip": voting.slips[0]})).await.ok(200);
    assert_eq!((&paper["state"], paper["items"].as_array().map(Vec::len)), (&json!("ready"), Some(2)));
    // 20 满意, 6 基本满意, 3 不满意 and one who abstains; the second item fares worse.
    for (index, slip) in voting.slips[..30].iter().enumerate() {
        let first = match index {
            0..20 => "s",
            20..26 => "b",
            26..29 => "u",
            _ => "o",
        };
        let second = if index < 10 { "s" } else { "u" };
        let receipt = cast(&app, &slip.to_lowercase(), &[first, second]).await.ok(200);
        assert_eq!(receipt, json!({"cast": true}));
    }
    let open = electorate.now(&voting).await;
    let round = &open["rounds"][0];
    assert!(round["returned"].is_null() && round["items"][0]["result"].is_null(), "no live tally: {round}");

    cast(&app, &voting.slips[0], &["s", "s"]).await.problem(409, "ballot.slip_used");
    cast(&app, "2222-2222-2222", &["s", "s"]).await.problem(422, "validation.failed");
    cast(&app, &voting.slips[30], &["s"]).await.problem(422, "validation.failed");

    // One key holder alone opens nothing.
    let close = format!("{}/close", voting.meeting);
    let version = open["version"].as_i64().expect("a version");
    for keys in [json!([voting.keys[0]]), json!([voting.keys[0], voting.keys[0]]), json!([])] {
        let refused = electorate.clerk.command(&close, version, &json!({ "key_halves": keys })).await;
        refused.problem(422, "validation.failed");
    }
    let closed =
        electorate.clerks(&voting, "close", &json!({"key_halves": [voting.keys[1], voting.keys[0]]})).await;
    let figures = ["eligible", "present", "issued", "returned", "valid", "invalid"];
    let told: Vec<_> = figures.iter().map(|name| closed["rounds"][0][name].as_i64()).collect();
    assert_eq!(told, [35, 31, 31, 30, 30, 0].map(Some));
    cast(&app, &voting.slips[30], &["s", "s"]).await.problem(422, "validation.failed");
    let counted =
        app.anonymous().post("/api/v1/ballots/look-up", &json!({"slip": voting.slips[0]})).await.ok(200);
    assert_eq!((&counted["state"], &counted["items"]), (&json!("counted"), &json!([])));

    let tallied = electorate.clerks(&voting, "tally", &json!({})).await;
    let result = &tallied["rounds"][0]["items"][0]["result"];
    let record = format!("{}/rounds/1/record.docx", voting.meeting);
    assert!(electorate.clerk.get(&record).await.body.starts_with(b"PK"));
    assert_eq!(
        *result,
        json!({"level": "satisfied", "withheld": false, "satisfied": 20, "basic": 6, "unsatisfied": 3, "abstained": 1,
            "satisfied_permille": 667, "approval_permille": 867})
    );
    assert_eq!(tallied["rounds"][0]["items"][1]["result"]["level"], "unsatisfied");

    // Only the head announces; until then a leader sees nothing.
    let leader = app.actor(Role::ScLeader).await;
    leader.get(&voting.meeting).await.problem(404, "resource.not_found");
    leader.get(&record).await.problem(404, "resource.not_found");
    let announce = format!("{}/announce", voting.meeting);
    let version = tallied["version"].as_i64().expect("a version");
    electorate.clerk.command(&announce, version, &json!({})).await.problem(403, "permission.denied");
    let announced = electorate.head.command(&announce, version, &json!({})).await.ok(200);
    assert_eq!(announced["rounds"][0]["report_again_by"], "2026-05-02");
    assert_eq!(leader.get(&voting.meeting).await.ok(200)["rounds"][0]["items"][0]["result"]["satisfied"], 20);

    assert_eq!(leader.get(&record).await.status, 200);
    // Somebody who has nothing to do with it reads nothing, announced or not.
    app.actor(Role::CountyLeader).await.get(&voting.meeting).await.problem(404, "resource.not_found");

    let again = electorate.clerks(&voting, "second-vote", &json!({"held_on": "2026-05-08"})).await;
    assert_eq!(again["rounds"][1]["items"][0]["first_no"], 2);
    assert_eq!(electorate.clerk.get(&format!("{}/roll", voting.meeting)).await.ok(200)["eligible"], 35);
    // Whoever only reads still sees the first round and nothing of the second.
    assert_eq!(leader.get(&voting.meeting).await.ok(200)["rounds"].as_array().map(Vec::len), Some(1));
}

/// Invariant I6.
#[tokio::test]
async fn suspended_deputies_neither_come_on_the_roll_nor_get_a_ballot() {
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 6).await;
    let meeting = electorate.meeting(&app, "electronic", 1).await;
    let voting = electorate.open(&meeting, 5).await;
    let suspended = electorate.voters[5].0;
    let uow = app.uow().await;
    let text = "UPDATE deputy SET status = 'suspended' WHERE id = $1";
    sea_orm_free_execute(&uow, text, suspended).await;
    uow.commit().await.expect("the deputy can be suspended");
    let body = json!({"deputy_id": suspended, "present": true, "issued": true});
    let check_in = format!("{}/check-in", voting.meeting);
    electorate.clerk.post(&check_in, &body).await.problem(409, "deputy.not_active");

    // Six slips lie in the box, but five were handed out: the sixth ballot is not taken.
    for slip in &voting.slips[..5] {
        cast(&app, slip, &["s"]).await.ok(200);
    }
    cast(&app, &voting.slips[5], &["s"]).await.problem(409, "ballot.not_issued");

    electorate.clerks(&voting, "void", &json!({"reason": "重新编制名册"})).await;
    let version = electorate.now(&voting).await["version"].as_i64().expect("a version");
    let voters: Vec<_> = electorate.voters.iter().map(|voter| voter.0).collect();
    let call =
        electorate.clerk.call(reqwest::Method::PUT, &format!("{}/roll", voting.meeting)).version(version);
    call.json(&json!({ "deputy_ids": voters })).send().await.problem(422, "validation.failed");
    cast(&app, &voting.slips[0], &["s"]).await.problem(422, "validation.failed");
}

async fn sea_orm_free_execute(uow: &persistence::Uow, text: &str, id: uuid::Uuid) {
    let statement = persistence::sql(text, [id.into()]);
    uow.execute_versioned(statement).await.expect("one deputy");
}

/// With fewer ballots than the setting says nothing is told of them, not even the level.
#[tokio::test]
async fn too_few_ballots_are_not_told() {
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 6).await;
    let meeting = electorate.meeting(&app, "electronic", 1).await;
    let voting = electorate.open(&meeting, 4).await;
    for slip in &voting.slips[..4] {
        cast(&app, slip, &["u"]).await.ok(200);
    }
    electorate.clerks(&voting, "close", &json!({ "key_halves": voting.keys })).await;
    let tallied = electorate.clerks(&voting, "tally", &json!({})).await;
    let result = &tallied["rounds"][0]["items"][0]["result"];
    assert_eq!(
        (&result["withheld"], &result["level"], &result["unsatisfied"]),
        (&json!(true), &json!(null), &json!(null))
    );
    assert_eq!(tallied["rounds"][0]["returned"], 4);
}
