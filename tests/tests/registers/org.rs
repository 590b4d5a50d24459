use crate::fixture::{House, each, id};
use domain::authz::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn a_term_is_created_read_listed_and_changed() {
    let house = House::build().await;
    let path = format!("/api/v1/terms/{}", house.term);
    let term = house.clerk.get(&path).await;
    assert_eq!(term.version(), 1);
    assert_eq!(term.ok(200)["allowed_actions"], json!(["update"]));
    let changed = house.clerk.patch(&path, 1, &json!({"ends_on": "2027-01-05"})).await.ok(200);
    assert_eq!((&changed["ends_on"], &changed["name"]), (&json!("2027-01-05"), &json!("十八届")));
    // Absent is not null: the end stays, then goes.
    let kept = house.clerk.patch(&path, 2, &json!({"name": "第十八届"})).await.ok(200);
    assert_eq!(kept["ends_on"], "2027-01-05");
    let open = house.clerk.patch(&path, 3, &json!({"ends_on": null})).await.ok(200);
    assert_eq!(open["ends_on"], Value::Null);
    let list = house.clerk.get("/api/v1/terms?is_current=true&include=total&q=十八").await.ok(200);
    assert_eq!((each(&list, "name"), &list["total"]), (vec!["第十八届"], &json!(1)));
}

#[tokio::test]
async fn all_wrong_fields_are_told_at_once() {
    let house = House::build().await;
    let body = json!({"jurisdiction_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "ordinal": 0, "name": " ",
        "starts_on": "2022-01-06", "ends_on": "2021-01-06"});
    let refused = house.clerk.post("/api/v1/terms", &body).await;
    refused.problem(422, "validation.failed");
    assert_eq!(refused.field_codes("#/jurisdiction_id"), ["reference.unknown"]);
    assert_eq!(refused.field_codes("#/ordinal"), ["value.out_of_range"]);
    assert_eq!(refused.field_codes("#/name"), ["text.required"]);
    assert_eq!(refused.field_codes("#/ends_on"), ["date.order"]);
}

#[tokio::test]
async fn a_term_is_unique_and_one_is_current() {
    let house = House::build().await;
    let root = house.app.county().root;
    let body = |ordinal: i32, current: bool| {
        json!({"jurisdiction_id": root, "ordinal": ordinal, "name": format!("{ordinal}届"),
            "starts_on": "2027-01-06", "is_current": current})
    };
    house.clerk.post("/api/v1/terms", &body(18, false)).await.problem(409, "term.exists");
    house.clerk.post("/api/v1/terms", &body(19, true)).await.problem(409, "term.current_exists");
    house.clerk.post("/api/v1/terms", &body(19, false)).await.ok(201);
}

/// Every collection and every item of the registers, refused in every way before anything is read.
#[tokio::test]
async fn every_register_refuses_strangers_and_the_unprivileged() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let group = house.group(1).await;
    let reader = house.app.actor(Role::GovDispatch).await;
    let administrator = house.app.actor(Role::SysAdmin).await;
    let items = [
        format!("/api/v1/terms/{}", house.term),
        format!("/api/v1/constituencies/{}", house.constituency),
        format!("/api/v1/jurisdictions/{}", house.app.county().town),
        format!("/api/v1/deputies/{deputy}"),
        format!("/api/v1/groups/{group}"),
    ];
    for item in &items {
        let change =
            if item.contains("/deputies/") { json!({"post": "书记"}) } else { json!({"name": "改名"}) };
        let collection = item.rsplit_once('/').expect("a path").0;
        for path in [item.as_str(), collection] {
            house.app.anonymous().get(path).await.problem(401, "auth.required");
            reader.get(path).await.ok(200);
        }
        // Who sees no business data does not learn that the row exists.
        administrator.get(item).await.problem(404, "resource.not_found");
        reader.patch(item, 1, &change).await.problem(403, "permission.denied");
        let unconditional = house.clerk.call(reqwest::Method::PATCH, item).json(&change).send().await;
        unconditional.problem(428, "precondition.required");
        house.clerk.patch(item, 99, &change).await.problem(412, "version.stale");
        let wrong = format!("{item}?colour=red");
        let list = format!("{collection}?colour=red");
        assert!(house.clerk.get(&wrong).await.status == 200, "{wrong}");
        house.clerk.get(&list).await.problem(400, "request.unknown_parameter");
        house.clerk.get(&format!("{collection}?sort=password")).await.problem(400, "request.malformed");
        house.clerk.get(&format!("{collection}?limit=0")).await.problem(400, "request.malformed");
        house.clerk.get(&format!("{collection}?cursor=AAAA")).await.problem(400, "cursor.invalid");
        house.clerk.get(&format!("{collection}?q=%00")).await.ok(200);
        house
            .clerk
            .get(&format!("{collection}/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bff"))
            .await
            .problem(404, "resource.not_found");
    }
    reader
        .post(
            "/api/v1/units",
            &json!({"jurisdiction_id": house.app.county().root, "name": "甲局", "short_name": "甲",
        "kind": "gov_dept", "system": "gov", "valid_from": "2020-01-01"}),
        )
        .await
        .problem(403, "permission.denied");
}

#[tokio::test]
async fn a_row_outside_the_scope_does_not_exist() {
    let house = House::build().await;
    let county = *house.app.county();
    let there = house.constituency_in(county.street.to_string(), 2).await;
    let town = house.clerk_of(Role::TownNpc, county.town).await;
    let list = town.get("/api/v1/constituencies").await.ok(200);
    assert_eq!(each(&list, "id"), [house.constituency.as_str()]);
    town.get(&format!("/api/v1/constituencies/{there}")).await.problem(404, "resource.not_found");
    // What lies above is readable: the county's term.
    town.get(&format!("/api/v1/terms/{}", house.term)).await.ok(200);
    // A keeper of one township may not write in another, nor in the county.
    let keeper = house.clerk_of(Role::DcStaff, county.town).await;
    let body = |node: String| json!({"term_id": house.term, "jurisdiction_id": node, "no": 7, "name": "第7选区", "seats": 1});
    let hidden = keeper.post("/api/v1/constituencies", &body(county.street.to_string())).await;
    assert_eq!(hidden.field_codes("#/jurisdiction_id"), ["reference.unknown"]);
    keeper
        .post("/api/v1/constituencies", &body(county.root.to_string()))
        .await
        .problem(403, "permission.denied");
    keeper.post("/api/v1/constituencies", &body(county.town.to_string())).await.ok(201);
}

#[tokio::test]
async fn sessions_have_their_place_in_a_term() {
    let house = House::build().await;
    let body = |ordinal: i32, deadline: &str| {
        json!({"term_id": house.term, "ordinal": ordinal, "name": format!("十八届{ordinal}次"),
            "starts_on": "2026-01-12", "ends_on": "2026-01-15", "motion_deadline_at": deadline})
    };
    let late = house.clerk.post("/api/v1/congress-sessions", &body(5, "2026-01-16T00:00:00+08:00")).await;
    assert_eq!(late.field_codes("#/motion_deadline_at"), ["date.too_late"]);
    let session =
        house.clerk.post("/api/v1/congress-sessions", &body(5, "2026-01-15T23:59:00+08:00")).await.ok(201);
    assert_eq!(session["motion_deadline_at"], "2026-01-15T23:59:00.000000+08:00");
    let again = house.clerk.post("/api/v1/congress-sessions", &body(5, "2026-01-13T18:00:00+08:00")).await;
    again.problem(409, "congress_session.exists");
    let path = format!("/api/v1/congress-sessions/{}", id(&session));
    let changed = house.clerk.patch(&path, 1, &json!({"motion_deadline_at": null})).await.ok(200);
    assert_eq!(changed["motion_deadline_at"], Value::Null);
}

#[tokio::test]
async fn the_tree_grows_downwards_and_codes_stay() {
    let house = House::build().await;
    let county = *house.app.county();
    let body = |parent: String, kind: &str, code: &str| json!({"parent_id": parent, "kind": kind, "code": code, "name": "新镇"});
    let town = house
        .clerk
        .post("/api/v1/jurisdictions", &body(county.root.to_string(), "town", "330599101"))
        .await
        .ok(201);
    assert_eq!((&town["path"], &town["depth"]), (&json!("330599/330599101/"), &json!(1)));
    let below_town = house.clerk.post("/api/v1/jurisdictions", &body(id(&town), "county", "a b")).await;
    assert_eq!(below_town.field_codes("#/kind"), ["value.invalid"]);
    assert_eq!(below_town.field_codes("#/code"), ["value.invalid"]);
    let taken =
        house.clerk.post("/api/v1/jurisdictions", &body(county.root.to_string(), "town", "330599101")).await;
    taken.problem(409, "unique.conflict");
    let path = format!("/api/v1/jurisdictions/{}", id(&town));
    let renamed = house.clerk.patch(&path, 1, &json!({"name": "新城街道"})).await.ok(200);
    assert_eq!((&renamed["name"], &renamed["code"]), (&json!("新城街道"), &json!("330599101")));
    let tree = house.clerk.get("/api/v1/jurisdictions").await.ok(200);
    assert_eq!(each(&tree, "name"), ["泗安县", "湖滨街道", "城关镇", "新城街道"]);
}

#[tokio::test]
async fn a_repeated_request_creates_once() {
    let house = House::build().await;
    let body = json!({"term_id": house.term, "jurisdiction_id": house.app.county().town, "no": 9, "name": "第9选区", "seats": 2});
    let send = |body: Value| {
        let call = house.clerk.call(reqwest::Method::POST, "/api/v1/constituencies");
        call.json(&body).idempotency_key("registers-0001").send()
    };
    let first = send(body.clone()).await;
    let second = send(body).await;
    assert_eq!(first.ok(201), second.ok(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    send(json!({"term_id": house.term})).await.problem(400, "request.malformed");
    let other = json!({"term_id": house.term, "jurisdiction_id": house.app.county().town, "no": 10, "name": "第10选区", "seats": 2});
    send(other).await.problem(422, "idempotency.mismatch");
}

#[tokio::test]
async fn constituencies_know_their_vacant_seats() {
    let house = House::build().await;
    house.deputy("王建国", "18001").await;
    house.pending_deputy("李秀英", "18002").await;
    let path = format!("/api/v1/constituencies/{}", house.constituency);
    let constituency = house.clerk.get(&path).await.ok(200);
    assert_eq!((&constituency["held"], &constituency["vacant"]), (&json!(1), &json!(2)));
    house.clerk.patch(&path, 1, &json!({"seats": 1})).await.ok(200);
    assert!(each(&house.clerk.get("/api/v1/constituencies?vacant=true").await.ok(200), "id").is_empty());
}
