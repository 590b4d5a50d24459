use crate::fixture::{House, each};
use serde_json::json;

#[tokio::test]
async fn the_directory_shows_deputies_in_office_and_public_fields_only() {
    let house = House::build().await;
    let shown = house.deputy("王建国", "18001").await;
    let pending = house.pending_deputy("李秀英", "18002").await;
    let suspended = house.deputy("赵大海", "18003").await;
    let path = format!("/api/v1/deputies/{suspended}");
    house
        .command(&path, "suspend", json!({"ground": "criminal_detention", "on": "2026-03-01"}))
        .await
        .ok(200);
    let change = json!({"intro": "村党支部书记", "employer": "某单位"});
    house.clerk.patch(&format!("/api/v1/deputies/{shown}"), 2, &change).await.ok(200);
    let anybody = house.app.anonymous();
    let list = anybody.get("/api/v1/public/deputies?include=total").await;
    assert_eq!(each(&list.ok(200), "id"), [shown.as_str()]);
    assert_eq!(list.ok(200)["total"], 1);
    let text = list.text();
    for secret in ["18001", "1972", "汉族", "cert_no", "birth", "某单位", "person_id"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert_eq!(
        anybody.get(&format!("/api/v1/public/deputies/{shown}")).await.ok(200)["intro"],
        "村党支部书记"
    );
    for hidden in [&pending, &suspended] {
        anybody.get(&format!("/api/v1/public/deputies/{hidden}")).await.problem(404, "resource.not_found");
    }
    // What is not public is no way to find somebody either.
    assert!(each(&anybody.get("/api/v1/public/deputies?q=某单位").await.ok(200), "id").is_empty());
    assert!(each(&anybody.get("/api/v1/public/deputies?q=18001").await.ok(200), "id").is_empty());
    assert_eq!(each(&anybody.get("/api/v1/public/deputies?q=建国").await.ok(200), "id"), [shown.as_str()]);
    let by_town = |town: String| format!("/api/v1/public/deputies?town_id={town}");
    let county = house.app.county();
    assert_eq!(each(&anybody.get(&by_town(county.town.to_string())).await.ok(200), "id"), [shown.as_str()]);
    assert!(each(&anybody.get(&by_town(county.street.to_string())).await.ok(200), "id").is_empty());
}

#[tokio::test]
async fn public_pages_may_be_kept_and_are_not_sent_twice() {
    let house = House::build().await;
    house.deputy("王建国", "18001").await;
    let group = house.group(1).await;
    let anybody = house.app.anonymous();
    for path in ["/api/v1/public/deputies", "/api/v1/public/groups"] {
        let first = anybody.get(path).await;
        assert_eq!(first.header("cache-control"), Some("public, max-age=60"), "{path}");
        let etag = first.header("etag").expect("a tag").to_owned();
        let again = anybody.call(reqwest::Method::GET, path).header("If-None-Match", &etag).send().await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
    house.deputy("李秀英", "18002").await;
    let groups = anybody.get("/api/v1/public/groups").await.ok(200);
    assert_eq!(
        (each(&groups, "id"), &groups["items"][0]["areas"]),
        (vec![group.as_str()], &json!(["城关镇"]))
    );
    anybody.get("/api/v1/public/groups?sort=founded_on").await.problem(400, "request.malformed");
}

#[tokio::test]
async fn the_portal_knows_the_towns() {
    let house = House::build().await;
    let list = house.app.anonymous().get("/api/v1/public/jurisdictions").await.ok(200);
    assert_eq!(each(&list, "name"), ["泗安县", "湖滨街道", "城关镇"]);
}
