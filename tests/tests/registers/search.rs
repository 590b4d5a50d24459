use crate::fixture::{House, each};
use domain::authz::Role;
use serde_json::json;

#[tokio::test]
async fn two_characters_find_and_hits_are_marked() {
    let house = House::build().await;
    let deputy = house.deputy("欧阳建国", "18001").await;
    let group = house.group(1).await;
    let body = json!({"jurisdiction_id": house.app.county().root, "name": "泗安县住房和城乡建设局", "short_name": "县住建局",
        "kind": "gov_dept", "system": "gov", "valid_from": "2019-03-01"});
    house.clerk.post("/api/v1/units", &body).await.ok(201);
    let unit = house.clerk.get("/api/v1/search?q=住建").await.ok(200);
    assert_eq!((each(&unit, "kind"), each(&unit, "title")), (vec!["unit"], vec!["泗安县住房和城乡建设局"]));
    let marked = house.clerk.get("/api/v1/search?q=城乡").await.ok(200);
    assert_eq!(marked["items"][0]["highlights"], json!([{"field": "title", "start": 6, "end": 8}]));
    assert_eq!(each(&house.clerk.get("/api/v1/search?q=建国").await.ok(200), "id"), [deputy.as_str()]);
    assert_eq!(each(&house.clerk.get("/api/v1/search?q=欧").await.ok(200), "id"), [deputy.as_str()]);
    assert_eq!(
        each(&house.clerk.get("/api/v1/search?q=代表小组&kind=group").await.ok(200), "id"),
        [group.as_str()]
    );
    assert!(each(&house.clerk.get("/api/v1/search?q=建国&kind=unit").await.ok(200), "id").is_empty());
    let cut = house.clerk.get("/api/v1/search?q=建&limit=1").await.ok(200);
    assert_eq!((cut["items"].as_array().map(Vec::len), &cut["more"]), (Some(1), &json!(true)));
}

#[tokio::test]
async fn what_is_typed_is_never_an_operator() {
    let house = House::build().await;
    for q in [
        "%27",
        "%22%20%26%20!%28",
        "%00",
        "a%27%20%7C%20%27b",
        "%5C",
        "%F0%A0%AE%B7%E9%87%8E",
        ":*",
        "%E2%80%AE",
    ] {
        house.clerk.get(&format!("/api/v1/search?q={q}")).await.ok(200);
        house.clerk.get(&format!("/api/v1/deputies?q={q}")).await.ok(200);
        house.clerk.get(&format!("/api/v1/constituencies?q={q}")).await.ok(200);
    }
    for bad in ["q=a&kind=person", "q=a&limit=51", "kind=unit", "q=a&colour=red"] {
        assert_eq!(house.clerk.get(&format!("/api/v1/search?{bad}")).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn search_is_a_door_with_the_same_lock() {
    let house = House::build().await;
    house.deputy("王建国", "18001").await;
    let path = "/api/v1/search?q=建国";
    house.app.anonymous().get(path).await.problem(401, "auth.required");
    house.app.actor(Role::SysAdmin).await.get(path).await.problem(403, "permission.denied");
    // The deputy belongs to 城关镇: the street's office does not find him.
    let street = house.clerk_of(Role::TownNpc, house.app.county().street).await;
    assert!(each(&street.get(path).await.ok(200), "id").is_empty());
    let town = house.clerk_of(Role::TownNpc, house.app.county().town).await;
    assert_eq!(each(&town.get(path).await.ok(200), "title"), ["王建国"]);
}
