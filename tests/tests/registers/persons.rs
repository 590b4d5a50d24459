use crate::fixture::{House, each, id};
use domain::authz::Role;
use serde_json::{Value, json};

const ID_NO: &str = "11010519491231002X";

fn with_numbers(house: &House, name: &str) -> Value {
    let mut body = house.person_body(name);
    body["birth_on"] = json!("1949-12-31");
    body["mobile"] = json!("１９９ 0000-0001");
    body["id_no"] = json!("11010519491231002x");
    body
}

#[tokio::test]
async fn numbers_are_masked_and_no_row_holds_them_in_the_clear() {
    let house = House::build().await;
    let person = house.clerk.post("/api/v1/persons", &with_numbers(&house, "王建国")).await.ok(201);
    assert_eq!((&person["mobile"], &person["id_no"]), (&json!("199****0001"), &json!("110105********002X")));
    let row = house
        .app
        .store()
        .person(id(&person).parse().expect("an id"))
        .await
        .expect("readable")
        .expect("there");
    let sealed = row.mobile_sealed.expect("sealed");
    assert!(!sealed.windows(5).any(|part| b"19900000001".windows(5).any(|clear| clear == part)));
    // The audit log names the fields and shows nothing of them.
    let filter = persistence::AuditFilter { subject_id: Some(row.id), ..Default::default() };
    let lines = house.app.store().audit_entries(&filter, None, 10).await.expect("readable");
    let text = format!("{lines:?}");
    assert!(text.contains("protected_fields") && !text.contains("19900000001") && !text.contains(ID_NO));
}

#[tokio::test]
async fn a_number_is_revealed_with_a_reason_and_audited() {
    let house = House::build().await;
    let person = house.clerk.post("/api/v1/persons", &with_numbers(&house, "王建国")).await.ok(201);
    let path = format!("/api/v1/persons/{}/reveal", id(&person));
    let body = json!({"field": "mobile", "reason": "联系代表核实建议内容"});
    let revealed = house.clerk.post(&path, &body).await;
    assert_eq!(revealed.ok(200), json!({"field": "mobile", "value": "19900000001"}));
    assert_eq!(revealed.header("cache-control"), Some("no-store"));
    let thoughtless = house.clerk.post(&path, &json!({"field": "mobile", "reason": "看"})).await;
    assert_eq!(thoughtless.field_codes("#/reason"), ["text.too_short"]);
    let filter = persistence::AuditFilter { action: Some("person.reveal".into()), ..Default::default() };
    let lines = house.app.store().audit_entries(&filter, None, 10).await.expect("readable");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].after, json!({"field": "mobile", "reason": "联系代表核实建议内容"}));
    // Who may read the record may not reveal it; who may not read it does not learn that it exists.
    house.app.actor(Role::ScLeader).await.post(&path, &body).await.problem(403, "permission.denied");
    house.app.actor(Role::GovDispatch).await.post(&path, &body).await.problem(404, "resource.not_found");
    house.app.anonymous().post(&path, &body).await.problem(401, "auth.required");
}

#[tokio::test]
async fn whole_numbers_find_and_identity_numbers_are_unique() {
    let house = House::build().await;
    let person = house.clerk.post("/api/v1/persons", &with_numbers(&house, "王建国")).await.ok(201);
    let find = |field: &str, value: &str| json!({"field": field, "value": value});
    for (field, value) in [("mobile", "+86 19900000001"), ("id_no", ID_NO)] {
        let found = house.clerk.post("/api/v1/persons/find", &find(field, value)).await.ok(200);
        assert_eq!(each(&found, "id"), [id(&person)], "{field}");
    }
    let other = house.clerk.post("/api/v1/persons/find", &find("mobile", "19900000002")).await.ok(200);
    assert!(each(&other, "id").is_empty());
    let again = house.clerk.post("/api/v1/persons", &with_numbers(&house, "另一人")).await;
    again.problem(409, "person.id_number_taken");
}

#[tokio::test]
async fn wrong_numbers_are_refused_with_everything_else() {
    let house = House::build().await;
    let mut body = house.person_body("");
    body["birth_on"] = json!("2030-01-01");
    body["mobile"] = json!("12345");
    body["id_no"] = json!("110105194912310021");
    let refused = house.clerk.post("/api/v1/persons", &body).await;
    refused.problem(422, "validation.failed");
    for (field, code) in [
        ("#/name", "text.required"),
        ("#/birth_on", "date.too_late"),
        ("#/mobile", "mobile.invalid"),
        ("#/id_no", "id_number.invalid"),
    ] {
        assert_eq!(refused.field_codes(field), [code], "{field}");
    }
    // The number states another birthday.
    let mut body = with_numbers(&house, "王建国");
    body["birth_on"] = json!("1950-01-01");
    let refused = house.clerk.post("/api/v1/persons", &body).await;
    assert_eq!(refused.field_codes("#/id_no"), ["id_number.invalid"]);
}

#[tokio::test]
async fn records_are_for_those_who_keep_them() {
    let house = House::build().await;
    let person = house.person("王建国").await;
    let path = format!("/api/v1/persons/{person}");
    for role in [Role::GovDispatch, Role::ScMember, Role::SysAdmin] {
        let stranger = house.app.actor(role).await;
        stranger.get("/api/v1/persons").await.problem(403, "permission.denied");
        stranger.get(&path).await.problem(404, "resource.not_found");
    }
    // The record is kept by the county: a township's clerk does not see it.
    let town = house.clerk_of(Role::TownNpc, house.app.county().town).await;
    town.get(&path).await.problem(404, "resource.not_found");
    assert!(each(&town.get("/api/v1/persons").await.ok(200), "id").is_empty());
    let leader = house.app.actor(Role::ScLeader).await;
    assert_eq!(leader.get(&path).await.ok(200)["allowed_actions"], json!([]));
    leader.patch(&path, 1, &json!({"name": "王某"})).await.problem(403, "permission.denied");
}

#[tokio::test]
async fn a_new_name_is_found_in_every_seat() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let person = house.clerk.get(&format!("/api/v1/deputies/{deputy}")).await.ok(200)["person_id"].clone();
    let path = format!("/api/v1/persons/{}", person.as_str().expect("an id"));
    house.clerk.patch(&path, 1, &json!({"name": "王保国"})).await.ok(200);
    assert_eq!(each(&house.clerk.get("/api/v1/deputies?q=保国").await.ok(200), "id"), [deputy]);
    assert!(each(&house.clerk.get("/api/v1/deputies?q=建国").await.ok(200), "id").is_empty());
}
