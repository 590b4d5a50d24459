use crate::fixture::{House, each, id};
use domain::authz::Role;
use serde_json::{Value, json};

async fn members(house: &House, group: &str, on: &str) -> Vec<String> {
    let list = house.clerk.get(&format!("/api/v1/groups/{group}/members?on={on}")).await.ok(200);
    each(&list, "deputy_id").into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn example_8_membership_counts_on_the_day_of_the_activity() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let (three, seven) = (house.group(3).await, house.group(7).await);
    let path = format!("/api/v1/groups/{three}");
    house.command(&path, "add-member", json!({"deputy_id": deputy, "on": "2022-02-01"})).await.ok(200);
    let before = house.version(&format!("/api/v1/groups/{seven}")).await;
    let moved = json!({"deputy_id": deputy, "to_group_id": seven, "on": "2026-05-15"});
    house.command(&path, "move-member", moved).await.ok(200);
    assert_eq!(members(&house, &three, "2026-05-10").await, [deputy.as_str()]);
    assert!(members(&house, &seven, "2026-05-10").await.is_empty());
    assert_eq!(members(&house, &seven, "2026-05-20").await, [deputy.as_str()]);
    assert!(members(&house, &three, "2026-05-20").await.is_empty());
    assert_eq!(members(&house, &seven, "2026-05-15").await, [deputy.as_str()]);
    assert_eq!(members(&house, &three, "2026-05-14").await, [deputy.as_str()]);
    // Both groups have changed for their readers.
    assert_eq!(house.version(&format!("/api/v1/groups/{seven}")).await, before + 1);
    let history =
        house.clerk.get(&format!("/api/v1/deputies/{deputy}")).await.ok(200)["group_history"].clone();
    assert_eq!((&history[0]["to_on"], &history[1]["from_on"]), (&json!("2026-05-15"), &json!("2026-05-15")));
}

#[tokio::test]
async fn i14_no_deputy_is_in_two_groups_on_one_day() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let (one, two) = (house.group(1).await, house.group(2).await);
    let join = |on: &str| json!({"deputy_id": deputy, "on": on});
    let (path, other) = (format!("/api/v1/groups/{one}"), format!("/api/v1/groups/{two}"));
    house.command(&path, "add-member", join("2023-01-01")).await.ok(200);
    for on in ["2022-02-01", "2023-01-01", "2025-01-01"] {
        house.command(&other, "add-member", join(on)).await.problem(409, "group.membership_overlap");
    }
    house.command(&path, "remove-member", join("2024-01-01")).await.ok(200);
    house.command(&other, "add-member", join("2023-12-31")).await.problem(409, "group.membership_overlap");
    house.command(&other, "add-member", join("2024-01-01")).await.ok(200);
    house.command(&path, "remove-member", join("2025-01-01")).await.problem(409, "group.not_member");
    let back = json!({"deputy_id": deputy, "to_group_id": one, "on": "2024-01-01"});
    house.command(&other, "move-member", back).await.problem(409, "group.not_member");
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let mut groups = Vec::new();
    for no in 1..=8 {
        groups.push(house.group(no).await);
    }
    let asked = groups.iter().map(|group| {
        let (clerk, path) = (house.clerk.clone(), format!("/api/v1/groups/{group}/add-member"));
        let body = json!({"deputy_id": deputy, "on": "2026-01-01"});
        tokio::spawn(async move { clerk.command(&path, 1, &body).await.status })
    });
    let mut statuses = Vec::new();
    for answer in asked.collect::<Vec<_>>() {
        statuses.push(answer.await.expect("answered"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn one_or_two_convenors_and_liaisons_lead_a_group() {
    let house = House::build().await;
    let (first, second) = (house.deputy("王建国", "18001").await, house.deputy("李秀英", "18002").await);
    let outsider = house.deputy("赵大海", "18003").await;
    let liaison = house.person("孙联络").await;
    let path = format!("/api/v1/groups/{}", house.group(1).await);
    for deputy in [&first, &second] {
        house.command(&path, "add-member", json!({"deputy_id": deputy, "on": "2022-02-01"})).await.ok(200);
    }
    let nobody = house
        .command(
            &path,
            "appoint",
            json!({"on": "2022-02-01", "convenor_ids": [], "liaison_ids": [liaison, liaison, liaison]}),
        )
        .await;
    assert_eq!(nobody.field_codes("#/convenor_ids"), ["group.officer_count"]);
    assert_eq!(nobody.field_codes("#/liaison_ids"), ["group.officer_count"]);
    let foreign = house
        .command(
            &path,
            "appoint",
            json!({"on": "2022-02-01", "convenor_ids": [outsider], "liaison_ids": [liaison]}),
        )
        .await;
    assert_eq!(foreign.field_codes("#/convenor_ids/0"), ["group.not_member"]);
    let appointed = house
        .command(
            &path,
            "appoint",
            json!({"on": "2022-02-01", "convenor_ids": [first], "liaison_ids": [liaison]}),
        )
        .await
        .ok(200);
    assert_eq!((&appointed["convenors"], &appointed["liaisons"]), (&json!(["王建国"]), &json!(["孙联络"])));
    house
        .command(
            &path,
            "appoint",
            json!({"on": "2025-01-01", "convenor_ids": [second], "liaison_ids": [liaison]}),
        )
        .await
        .ok(200);
    let now = house.clerk.get(&path).await.ok(200);
    assert_eq!(now["convenors"], json!(["李秀英"]));
    assert_eq!(now["officers"].as_array().map(Vec::len), Some(4));
    let list = house.clerk.get("/api/v1/groups?on=2024-12-31").await.ok(200);
    assert_eq!(list["items"][0]["convenors"], json!(["王建国"]));
    // Who leaves the group leaves the office.
    house.command(&path, "remove-member", json!({"deputy_id": second, "on": "2026-02-01"})).await.ok(200);
    assert_eq!(house.clerk.get(&path).await.ok(200)["convenors"], json!([]));
}

#[tokio::test]
async fn a_dissolved_group_keeps_its_history_and_takes_nobody() {
    let house = House::build().await;
    let deputy = house.deputy("王建国", "18001").await;
    let group = house.group(1).await;
    let path = format!("/api/v1/groups/{group}");
    house.command(&path, "add-member", json!({"deputy_id": deputy, "on": "2022-02-01"})).await.ok(200);
    let ended =
        house.command(&path, "dissolve", json!({"on": "2026-01-01", "reason": "区划调整"})).await.ok(200);
    assert_eq!((&ended["members"], &ended["allowed_actions"]), (&json!(0), &json!([])));
    assert_eq!(members(&house, &group, "2025-12-31").await, [deputy.as_str()]);
    let late = house.command(&path, "add-member", json!({"deputy_id": deputy, "on": "2026-02-01"})).await;
    late.problem(409, "group.dissolved");
    assert!(each(&house.clerk.get("/api/v1/groups?active=true").await.ok(200), "id").is_empty());
    assert_eq!(
        each(&house.clerk.get("/api/v1/groups?active=true&on=2025-12-31").await.ok(200), "id"),
        [group.as_str()]
    );
}

#[tokio::test]
async fn a_township_keeps_its_own_groups() {
    let house = House::build().await;
    let county = *house.app.county();
    let keeper = house.clerk_of(Role::TownNpc, county.town).await;
    let body = |node: String, no: i32| {
        json!({"term_id": house.term, "jurisdiction_id": node, "no": no, "name": format!("第{no}组"),
        "duties": "", "founded_on": "2022-01-06", "area_ids": [county.town, county.town, county.street]})
    };
    let refused = keeper.post("/api/v1/groups", &body(county.town.to_string(), 0)).await;
    assert_eq!(refused.field_codes("#/no"), ["value.out_of_range"]);
    assert_eq!(refused.field_codes("#/duties"), ["text.required"]);
    assert_eq!(refused.field_codes("#/area_ids"), ["value.duplicate"]);
    assert_eq!(refused.field_codes("#/area_ids/2"), ["reference.unknown"]);
    let mut good = body(county.town.to_string(), 5);
    good["duties"] = json!("联系选民");
    good["area_ids"] = json!([county.town]);
    let created = keeper.post("/api/v1/groups", &good).await.ok(201);
    let path = format!("/api/v1/groups/{}", id(&created));
    assert_eq!(keeper.patch(&path, 1, &json!({"field": "农业"})).await.ok(200)["field"], "农业");
    let mut elsewhere = good.clone();
    elsewhere["jurisdiction_id"] = json!(county.root);
    keeper.post("/api/v1/groups", &elsewhere).await.problem(403, "permission.denied");
    let neighbour = house.clerk_of(Role::TownNpc, county.street).await;
    neighbour.patch(&path, 2, &json!({"field": Value::Null})).await.problem(404, "resource.not_found");
}
