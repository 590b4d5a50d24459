use crate::fixture::{House, each, id};
use domain::authz::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn a_seat_begins_pending_and_shows_its_holder_masked() {
    let house = House::build().await;
    let mut person = house.person_body("王建国");
    person["mobile"] = json!("19900000001");
    let person = id(&house.clerk.post("/api/v1/persons", &person).await.ok(201));
    let created = house.clerk.post("/api/v1/deputies", &house.deputy_body(&person, "18001")).await;
    let deputy = created.ok(201);
    assert_eq!(created.header("location"), Some(format!("/api/v1/deputies/{}", id(&deputy)).as_str()));
    assert_eq!(deputy["status"], "pending");
    assert_eq!(deputy["person"]["mobile"], "199****0001");
    assert_eq!(deputy["jurisdiction_name"], "城关镇");
    assert_eq!(deputy["allowed_actions"], json!(["update", "confirm", "end_term"]));
    assert_eq!(deputy["status_history"].as_array().map(Vec::len), Some(1));
    // Whoever may read the public profile only gets no more.
    let reader = house.app.actor(Role::GovDispatch).await;
    let seen = reader.get(&format!("/api/v1/deputies/{}", id(&deputy))).await.ok(200);
    assert_eq!((&seen["name"], &seen["person"]), (&json!("王建国"), &Value::Null));
}

#[tokio::test]
async fn a_new_seat_is_refused_with_all_its_faults() {
    let house = House::build().await;
    let nowhere = "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bff";
    let mut body = house.deputy_body(nowhere, " ");
    body["term_id"] = json!(nowhere);
    body["constituency_id"] = Value::Null;
    body["occupation"] = json!("");
    body["is_reelected"] = json!(true);
    let refused = house.clerk.post("/api/v1/deputies", &body).await;
    refused.problem(422, "validation.failed");
    for (field, code) in [
        ("#/person_id", "reference.unknown"),
        ("#/term_id", "reference.unknown"),
        ("#/constituency_id", "value.required"),
        ("#/cert_no", "text.required"),
        ("#/occupation", "text.required"),
        ("#/is_reelected", "value.invalid"),
    ] {
        assert_eq!(refused.field_codes(field), [code], "{field}");
    }
}

#[tokio::test]
async fn certificate_numbers_and_seats_are_unique_but_levels_are_many() {
    let house = House::build().await;
    let (one, two) = (house.person("王建国").await, house.person("李秀英").await);
    house.clerk.post("/api/v1/deputies", &house.deputy_body(&one, "18001")).await.ok(201);
    let taken = house.clerk.post("/api/v1/deputies", &house.deputy_body(&two, "18001")).await;
    taken.problem(409, "deputy.cert_no_taken");
    let twice = house.clerk.post("/api/v1/deputies", &house.deputy_body(&one, "18002")).await;
    twice.problem(409, "deputy.exists");
    // One person may be a deputy at several levels.
    let mut city = house.deputy_body(&one, "18001");
    city["level"] = json!("city");
    city["constituency_id"] = Value::Null;
    let city = house.clerk.post("/api/v1/deputies", &city).await.ok(201);
    assert_eq!(city["jurisdiction_name"], "泗安县");
    let seen = house.clerk.get(&format!("/api/v1/deputies/{}", id(&city))).await.ok(200);
    assert_eq!(seen["other_seats"][0]["level"], "county");
}

#[tokio::test]
async fn the_list_is_filtered_on_the_server() {
    let house = House::build().await;
    let first = house.deputy("王建国", "18001").await;
    let second = house.pending_deputy("李秀英", "18002").await;
    let path = format!("/api/v1/deputies/{second}");
    let change = json!({"sc_member": true, "composition": "cadre", "employer": "县实验小学"});
    house.clerk.patch(&path, 1, &change).await.ok(200);
    let group = house.group(1).await;
    house
        .command(
            &format!("/api/v1/groups/{group}"),
            "add-member",
            json!({"deputy_id": first, "on": "2022-02-01"}),
        )
        .await
        .ok(200);
    for (filter, expected) in [
        ("status=active", vec![&first]),
        ("status=pending,active", vec![&first, &second]),
        ("q=建国", vec![&first]),
        ("q=实验", vec![&second]),
        ("q=1800", vec![&first, &second]),
        ("sc_member=true", vec![&second]),
        ("composition=cadre", vec![&second]),
        ("newcomer=false", vec![]),
        ("gender=female", vec![]),
        ("level=county&sort=-cert_no", vec![&second, &first]),
        (&format!("group_id={group}"), vec![&first]),
        (&format!("constituency_id={}", house.constituency), vec![&first, &second]),
        (&format!("jurisdiction_id={}", house.app.county().root), vec![&first, &second]),
        (&format!("jurisdiction_id={}", house.app.county().street), vec![]),
        (&format!("term_id={}", house.term), vec![&first, &second]),
    ] {
        let list = house.clerk.get(&format!("/api/v1/deputies?{filter}&include=total")).await.ok(200);
        assert_eq!(each(&list, "id"), expected, "{filter}");
        assert_eq!(list["total"], json!(expected.len()), "{filter}");
    }
    house.clerk.get("/api/v1/deputies?status=retired").await.problem(400, "request.malformed");
}

#[tokio::test]
async fn paging_is_stable_while_rows_come_and_a_cursor_belongs_to_its_list() {
    let house = House::build().await;
    for n in 0..7 {
        // All of one name: only the id decides between them.
        house.pending_deputy("王建国", &format!("1800{n}")).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/deputies?sort=name&limit=3".to_owned();
    loop {
        let page = house.clerk.get(&path).await;
        let list = page.ok(200);
        seen.extend(each(&list, "id").into_iter().map(str::to_owned));
        assert_eq!(page.header("link").is_some(), list["next_cursor"].is_string());
        if seen.len() == 3 {
            // A row that sorts before the position is never shown twice and hides none.
            house.pending_deputy("丁一", "18100").await;
            let cursor = list["next_cursor"].as_str().expect("more");
            let other = format!("/api/v1/deputies?sort=name&status=active&cursor={cursor}");
            house.clerk.get(&other).await.problem(400, "cursor.invalid");
            let stranger = house.app.actor(Role::ScLeader).await;
            let theirs = stranger.get(&format!("/api/v1/deputies?sort=name&limit=3&cursor={cursor}")).await;
            theirs.problem(400, "cursor.invalid");
        }
        let Some(link) = page.header("link") else { break };
        path = link.trim_start_matches('<').split('>').next().expect("an address").to_owned();
    }
    let mut distinct = seen.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!((seen.len(), distinct.len()), (7, 7));
}

#[tokio::test]
async fn the_export_has_the_rows_of_the_list_and_no_more_than_the_reader_sees() {
    let house = House::build().await;
    let mut person = house.person_body("王建国");
    person["mobile"] = json!("19900000001");
    let person = id(&house.clerk.post("/api/v1/persons", &person).await.ok(201));
    house.clerk.post("/api/v1/deputies", &house.deputy_body(&person, "18001")).await.ok(201);
    house.deputy("=SUM(A1)", "18002").await;
    let pending = house.clerk.get("/api/v1/deputies/export?format=csv&status=pending").await;
    assert_eq!(pending.status, 200, "{}", pending.text());
    let text = pending.text();
    assert!(
        text.contains("王建国") && text.contains("199****0001") && !text.contains("19900000001"),
        "{text}"
    );
    assert!(!text.contains("SUM"), "{text}");
    let all = house.clerk.get("/api/v1/deputies/export?format=csv").await.text();
    assert!(all.contains("'=SUM(A1)"), "{all}");
    // An exporter outside the register of persons gets those columns empty.
    let convenor_group = house.group(1).await.parse::<domain::kernel::GroupId>().expect("an id");
    let convenor = house.app.group_actor(Role::GroupConvenor, convenor_group).await;
    let theirs = convenor.get("/api/v1/deputies/export?format=csv").await.text();
    assert!(
        theirs.contains("王建国") && !theirs.contains("199****") && !theirs.contains("汉族,1972"),
        "{theirs}"
    );
    let book = house.clerk.get("/api/v1/deputies/export").await;
    assert!(book.body.starts_with(b"PK"), "a workbook is a zip file");
    assert!(book.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    house
        .app
        .actor(Role::GovDispatch)
        .await
        .get("/api/v1/deputies/export")
        .await
        .problem(403, "permission.denied");
    let filter = persistence::AuditFilter { action: Some("register.export".into()), ..Default::default() };
    assert_eq!(house.app.store().audit_entries(&filter, None, 10).await.expect("readable").len(), 4);
}

#[tokio::test]
async fn the_composition_is_that_of_the_day() {
    let house = House::build().await;
    let first = house.deputy("王建国", "18001").await;
    house.deputy("李秀英", "18002").await;
    let path = format!("/api/v1/deputies/{first}");
    house.command(&path, "terminate", json!({"ground": "moved_away", "on": "2025-07-01"})).await.ok(200);
    let total = |on: &str| {
        let path = format!("/api/v1/deputies/composition?on={on}");
        let clerk = house.clerk.clone();
        async move { clerk.get(&path).await.ok(200) }
    };
    assert_eq!(total("2022-01-05").await["total"], 0);
    let before = total("2025-06-30").await;
    assert_eq!(before["total"], 2);
    assert_eq!(
        before["dimensions"][0]["buckets"][0],
        json!({"value": "male", "label": "男", "count": 2, "permille": 1000})
    );
    assert_eq!(total("2025-07-01").await["total"], 1);
    let sheet = house.clerk.get("/api/v1/deputies/composition/export?format=csv&on=2025-06-30").await.text();
    assert!(sheet.contains("性别,男,2,"), "{sheet}");
}
