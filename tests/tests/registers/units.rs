use crate::fixture::{House, each, id};
use serde_json::{Value, json};

async fn unit(house: &House, name: &str) -> Value {
    let body = json!({"jurisdiction_id": house.app.county().root, "name": name, "short_name": name, "kind": "gov_dept",
        "system": "gov", "doc_prefix": "泗自然资复", "valid_from": "2019-03-01"});
    house.clerk.post("/api/v1/units", &body).await.ok(201)
}

#[tokio::test]
async fn a_merged_department_keeps_its_name_and_hands_over() {
    let house = House::build().await;
    let (land, forest) = (unit(&house, "自然资源和规划局").await, unit(&house, "林业局").await);
    let path = format!("/api/v1/units/{}", id(&land));
    let ended = house
        .clerk
        .command(
            &format!("{path}/succeed"),
            1,
            &json!({"on": "2026-09-01", "reason": "机构改革方案",
            "new_unit": {"name": "自然资源局", "short_name": "县自然资源局"}}),
        )
        .await
        .ok(200);
    assert_eq!((&ended["name"], &ended["valid_to"]), (&json!("自然资源和规划局"), &json!("2026-09-01")));
    assert_eq!(
        (&ended["successor_name"], &ended["in_charge"]["name"]),
        (&json!("自然资源局"), &json!("自然资源局"))
    );
    assert_eq!(ended["allowed_actions"], json!(["update"]));
    let successor = ended["successor_id"].as_str().expect("a successor");
    let forest_path = format!("/api/v1/units/{}/succeed", id(&forest));
    let same = json!({"on": "2026-09-01", "reason": "机构改革方案", "successor_id": successor});
    house.clerk.command(&forest_path, 1, &same).await.ok(200);
    let new = house.clerk.get(&format!("/api/v1/units/{successor}")).await.ok(200);
    let before = each(&json!({"items": new["predecessors"]}), "name")
        .iter()
        .map(|n| (*n).to_owned())
        .collect::<Vec<_>>();
    assert_eq!(before.len(), 2, "{before:?}");
    assert_eq!((&new["kind"], &new["valid_from"]), (&json!("gov_dept"), &json!("2026-09-01")));
    house.clerk.command(&format!("{path}/succeed"), 2, &same).await.problem(409, "unit.ended");
    // On a day before the reform the old names are the ones in use, afterwards the new one.
    let on = |day: &str| format!("/api/v1/units?on={day}&system=gov");
    assert_eq!(each(&house.clerk.get(&on("2026-08-31")).await.ok(200), "name").len(), 2);
    assert_eq!(each(&house.clerk.get(&on("2026-09-01")).await.ok(200), "name"), ["自然资源局"]);
}

#[tokio::test]
async fn a_succession_names_everything_that_is_wrong() {
    let house = House::build().await;
    let land = unit(&house, "自然资源和规划局").await;
    let path = format!("/api/v1/units/{}/succeed", id(&land));
    let itself = json!({"on": "2019-03-01", "reason": " ", "successor_id": id(&land)});
    let refused = house.clerk.command(&path, 1, &itself).await;
    assert_eq!(refused.field_codes("#/on"), ["date.order"]);
    assert_eq!(refused.field_codes("#/reason"), ["text.required"]);
    assert_eq!(refused.field_codes("#/successor_id"), ["reference.unknown"]);
    let neither = house.clerk.command(&path, 1, &json!({"on": "2026-09-01", "reason": "改革"})).await;
    assert_eq!(neither.field_codes("#/successor_id"), ["value.required"]);
    let nameless = json!({"on": "2026-09-01", "reason": "改革", "new_unit": {"name": "", "short_name": "x"}});
    let refused = house.clerk.command(&path, 1, &nameless).await;
    assert_eq!(refused.field_codes("#/new_unit/name"), ["text.required"]);
    assert_eq!(house.version(&format!("/api/v1/units/{}", id(&land))).await, 1);
}

#[tokio::test]
async fn names_in_use_are_unique_and_found_by_two_characters() {
    let house = House::build().await;
    let first = unit(&house, "住房和城乡建设局").await;
    let again = json!({"jurisdiction_id": house.app.county().root, "name": "住房和城乡建设局", "short_name": "住建",
        "kind": "gov_dept", "system": "gov", "valid_from": "2020-01-01"});
    house.clerk.post("/api/v1/units", &again).await.problem(409, "unit.name_taken");
    unit(&house, "教育局").await;
    let found = house.clerk.get("/api/v1/units?q=城乡&kind=gov_dept,court").await.ok(200);
    assert_eq!(each(&found, "id"), [id(&first)]);
    assert!(each(&house.clerk.get("/api/v1/units?q=城乡&kind=court").await.ok(200), "id").is_empty());
    house.clerk.get("/api/v1/units?kind=ministry").await.problem(400, "request.malformed");
}

#[tokio::test]
async fn every_write_leaves_an_event_and_an_audit_line() {
    let house = House::build().await;
    let created = unit(&house, "教育局").await;
    let path = format!("/api/v1/units/{}", id(&created));
    house.clerk.patch(&path, 1, &json!({"phone": "0527-80000001"})).await.ok(200);
    let subject = id(&created).parse().expect("an id");
    let filter = persistence::AuditFilter { subject_id: Some(subject), ..Default::default() };
    let lines = house.app.store().audit_entries(&filter, None, 10).await.expect("readable");
    assert_eq!(lines.len(), 2);
    let change = lines.iter().find(|line| line.before != json!({})).expect("the correction");
    assert_eq!(
        (&change.before, &change.after),
        (&json!({"phone": null}), &json!({"phone": "0527-80000001"}))
    );
    house.app.store().publish_outbox(100).await.expect("events can be numbered");
    let events = house.app.store().outbox_after(0, 100).await.expect("readable");
    let kinds: Vec<_> =
        events.iter().filter(|e| e.aggregate_id == subject).map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["unit.created", "unit.revised"]);
}

#[tokio::test]
async fn the_export_of_units_has_the_rows_of_the_list() {
    let house = House::build().await;
    unit(&house, "教育局").await;
    unit(&house, "林业局").await;
    let file = house.clerk.get("/api/v1/units/export?format=csv&q=教育").await;
    assert_eq!(file.status, 200, "{}", file.text());
    assert!(file.text().contains("教育局") && !file.text().contains("林业局"), "{}", file.text());
}
