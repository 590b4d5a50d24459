use crate::fixture::{House, each};
use domain::authz::Role;
use serde_json::{Value, json};

/// A body that each command accepts.
fn body(command: &str) -> Value {
    match command {
        "suspend" => json!({"ground": "criminal_detention", "on": "2026-03-01"}),
        "terminate" => json!({"ground": "recall", "on": "2026-03-01"}),
        _ => json!({"on": "2026-03-01"}),
    }
}

/// Commands that lead to a status from the beginning.
fn way(status: &str) -> &'static [&'static str] {
    match status {
        "pending" => &[],
        "active" => &["confirm"],
        "suspended" => &["confirm", "suspend"],
        "terminated" => &["confirm", "terminate"],
        "term_ended" => &["end-term"],
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn the_machine_over_http_is_the_machine_of_the_domain() {
    let table = [
        ("pending", ["active", "", "", "", "term_ended"]),
        ("active", ["", "suspended", "", "terminated", "term_ended"]),
        ("suspended", ["", "", "active", "terminated", "term_ended"]),
        ("terminated", [""; 5]),
        ("term_ended", [""; 5]),
    ];
    let commands = ["confirm", "suspend", "resume", "terminate", "end-term"];
    let house = House::build().await;
    let mut number = 0;
    for (status, targets) in table {
        for (command, target) in commands.iter().zip(targets) {
            number += 1;
            let deputy = house.pending_deputy("王建国", &format!("18{number:03}")).await;
            let path = format!("/api/v1/deputies/{deputy}");
            for step in way(status) {
                house.command(&path, step, body(step)).await.ok(200);
            }
            let now = house.clerk.get(&path).await.ok(200);
            assert_eq!(now["status"], status);
            let offered = now["allowed_actions"]
                .as_array()
                .expect("an array")
                .contains(&json!(command.replace('-', "_")));
            assert_eq!(offered, !target.is_empty(), "{status} {command}: {now}");
            let answer = house.command(&path, command, body(command)).await;
            if target.is_empty() {
                answer.problem(409, "state.conflict");
            } else {
                assert_eq!(answer.ok(200)["status"], target, "{status} {command}");
            }
        }
    }
}

#[tokio::test]
async fn suspension_has_two_grounds_and_no_other() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let path = format!("/api/v1/deputies/{deputy}");
    for ground in ["low_score", "absent_twice", ""] {
        let refused = house.command(&path, "suspend", json!({"ground": ground, "on": "2026-03-01"})).await;
        refused.problem(400, "request.malformed");
    }
    let refused = house.command(&path, "suspend", json!({"on": "2026-03-01"})).await;
    refused.problem(400, "request.malformed");
    house.command(&path, "suspend", json!({"ground": "serving_sentence", "on": "2026-03-01"})).await.ok(200);
}

#[tokio::test]
async fn a_resignation_needs_more_than_half_of_all_members() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let path = format!("/api/v1/deputies/{deputy}");
    let resign = |in_favour: i32| json!({"ground": "voluntary_resignation", "on": "2026-03-01", "vote": {"in_favour": in_favour, "members": 25}});
    // Example 7: 14 present, but 25 members: 8 is not enough, 12 neither, 13 is.
    let refused = house.command(&path, "terminate", resign(8)).await;
    assert_eq!(refused.problem(422, "vote.insufficient")["params"], json!({"needed": 13, "actual": 8}));
    house.command(&path, "terminate", resign(12)).await.problem(422, "vote.insufficient");
    let without = house
        .command(&path, "terminate", json!({"ground": "voluntary_resignation", "on": "2026-03-01"}))
        .await;
    assert_eq!(without.field_codes("#/vote"), ["value.required"]);
    house.command(&path, "terminate", resign(13)).await.ok(200);
}

#[tokio::test]
async fn a_change_of_status_keeps_to_the_calendar() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let path = format!("/api/v1/deputies/{deputy}");
    // The test's today is 2 March 2026; the seat began on 6 January 2022.
    let ahead = house.command(&path, "end-term", json!({"on": "2026-03-03"})).await;
    assert_eq!(ahead.field_codes("#/on"), ["date.too_late"]);
    let before = house.command(&path, "end-term", json!({"on": "2022-01-05"})).await;
    assert_eq!(before.field_codes("#/on"), ["date.order"]);
}

#[tokio::test]
async fn what_ends_with_a_seat_ends_on_the_day() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let (path, group) = (format!("/api/v1/deputies/{deputy}"), house.group(1).await);
    let group_path = format!("/api/v1/groups/{group}");
    house
        .clerk
        .patch(&path, 2, &json!({"sc_member": true, "committee_posts": ["财经工委委员"]}))
        .await
        .ok(200);
    house.command(&group_path, "add-member", json!({"deputy_id": deputy, "on": "2022-02-01"})).await.ok(200);
    let before = house.version(&group_path).await;
    let himself = house.app.deputy_actor(deputy.parse().expect("an id")).await;
    himself.get(&path).await.ok(200);
    let ended =
        house.command(&path, "terminate", json!({"ground": "death", "on": "2026-02-01"})).await.ok(200);
    assert_eq!((&ended["sc_member"], &ended["committee_posts"]), (&json!(false), &json!([])));
    assert_eq!(ended["group_history"][0]["to_on"], "2026-02-01");
    assert_eq!(house.version(&group_path).await, before + 1);
    let members = |on: &str| format!("{group_path}/members?on={on}");
    assert_eq!(each(&house.clerk.get(&members("2026-01-31")).await.ok(200), "deputy_id"), [deputy.as_str()]);
    assert!(each(&house.clerk.get(&members("2026-02-01")).await.ok(200), "deputy_id").is_empty());
    // The right to act as this deputy went with it.
    himself.get(&path).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn grounds_are_for_few_eyes_and_commands_for_few_hands() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let path = format!("/api/v1/deputies/{deputy}");
    let body = json!({"ground": "criminal_detention", "on": "2026-03-01", "note": "内部说明", "document_no": "泗安人常公告〔2026〕3号"});
    for role in [Role::ScLeader, Role::TownNpc, Role::GovDispatch] {
        let other = house.app.actor(role).await;
        other.command(&format!("{path}/suspend"), 2, &body).await.problem(403, "permission.denied");
    }
    house
        .app
        .actor(Role::SysAdmin)
        .await
        .command(&format!("{path}/suspend"), 2, &body)
        .await
        .problem(404, "resource.not_found");
    house.clerk.command(&format!("{path}/suspend"), 1, &body).await.problem(412, "version.stale");
    let seen_by_clerk = house.clerk.command(&format!("{path}/suspend"), 2, &body).await.ok(200);
    let last = |deputy: &Value| {
        deputy["status_history"].as_array().and_then(|h| h.last().cloned()).expect("a history")
    };
    let line = last(&seen_by_clerk);
    assert_eq!((&line["ground"], &line["note"]), (&Value::Null, &Value::Null));
    assert_eq!(line["document_no"], "泗安人常公告〔2026〕3号");
    let head = house.app.actor(Role::DcHead).await.get(&path).await.ok(200);
    assert_eq!(
        (&last(&head)["ground"], &last(&head)["note"]),
        (&json!("criminal_detention"), &json!("内部说明"))
    );
}

#[tokio::test]
async fn many_are_confirmed_together_or_not_at_all() {
    let house = House::build().await;
    let (one, two) =
        (house.pending_deputy("王建国", "18001").await, house.pending_deputy("李秀英", "18002").await);
    let done = house.deputy("赵大海", "18003").await;
    let item = |id: &str, version: i64| json!({"id": id, "version": version});
    let body =
        |items: Vec<Value>| json!({"on": "2022-01-06", "document_no": "公告〔2022〕1号", "items": items});
    let path = "/api/v1/deputies/batch-confirm";
    let refused = house.clerk.post(path, &body(vec![item(&one, 1), item(&done, 2), item(&two, 7)])).await;
    assert_eq!(refused.field_codes("#/items/1"), ["state.conflict"]);
    assert_eq!(refused.field_codes("#/items/2"), ["version.stale"]);
    assert_eq!(house.clerk.get(&format!("/api/v1/deputies/{one}")).await.ok(200)["status"], "pending");
    let confirmed = house.clerk.post(path, &body(vec![item(&one, 1), item(&two, 1)])).await.ok(200);
    assert_eq!(each(&confirmed, "status"), ["active", "active"]);
    assert_eq!(house.clerk.post(path, &body(vec![])).await.field_codes("#/items"), ["value.out_of_range"]);
    let leader = house.app.actor(Role::ScLeader).await;
    leader.post(path, &body(vec![item(&one, 2)])).await.problem(403, "permission.denied");
}

#[tokio::test]
async fn a_term_ends_with_every_seat() {
    let house = House::build().await;
    let (one, two) = (house.deputy("王建国", "18001").await, house.pending_deputy("李秀英", "18002").await);
    let gone = house.deputy("赵大海", "18003").await;
    house
        .command(
            &format!("/api/v1/deputies/{gone}"),
            "terminate",
            json!({"ground": "death", "on": "2025-01-01"}),
        )
        .await
        .ok(200);
    let group = format!("/api/v1/groups/{}", house.group(1).await);
    house.command(&group, "add-member", json!({"deputy_id": one, "on": "2022-02-01"})).await.ok(200);
    let path = format!("/api/v1/terms/{}", house.term);
    let ahead = house.command(&path, "end", json!({"on": "2026-03-03"})).await;
    assert_eq!(ahead.field_codes("#/on"), ["date.too_late"]);
    let ended = house.command(&path, "end", json!({"on": "2026-03-02"})).await.ok(200);
    assert_eq!((&ended["ended_seats"], &ended["ends_on"]), (&json!(2), &json!("2026-03-01")));
    let list = house.clerk.get("/api/v1/deputies?status=term_ended").await.ok(200);
    assert_eq!(each(&list, "id"), [one.as_str(), two.as_str()]);
    let term = house.clerk.get(&path).await.ok(200);
    assert_eq!((&term["is_current"], &term["ends_on"]), (&json!(false), &json!("2026-03-01")));
    assert_eq!(house.clerk.get(&group).await.ok(200)["members"], 0);
    house.command(&path, "end", json!({"on": "2026-03-02"})).await.problem(409, "state.conflict");
}
