//! The page of the leaders, and the year before.

use super::{matters, number};
use crate::asking::app;
use crate::matter::Matter;
use domain::authz::Role;
use domain::suggestion::TaskRole;
use serde_json::json;

#[tokio::test]
async fn the_leaders_page_tells_the_year_and_compares_it_with_the_same_day() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    Matter::submitted(&world, 0, "关于去年的建议", "2025-03-02")
        .accepted(90, "城建")
        .assigned(world.housing, TaskRole::Lead, "2025-03-05", "2025-06-05")
        .replied("已经办理完毕，感谢关心支持。", "泗住建复〔2025〕1号", "2025-05-06")
        .store(app.store())
        .await;
    let leader = world.grants(&app, &[world.role(Role::ScLeader)]).await;
    let found = leader.get("/api/v1/standing").await.ok(200);
    assert_eq!((&found["year"], &found["total"]["base"]), (&json!(2026), &json!(8)));
    assert_eq!((&found["months"][2]["assigned"], &found["months"][2]["replied"]), (&json!(8), &json!(6)));
    let list = |query: &str| format!("/api/v1/suggestions?{query}&include=total");
    for (key, query) in [("late", "light=late"), ("red", "light=red_card"), ("near", "light=yellow")] {
        let listed = leader.get(&list(query)).await.ok(200);
        assert_eq!(listed["total"], found[key], "{key}");
    }
    for one in found["attention"].as_array().expect("a list") {
        let page = match one["list"].as_str() {
            Some("suggestions") => leader.get(&list(one["query"].as_str().expect("a query"))).await.ok(200),
            _ => continue,
        };
        assert_eq!(page["total"], one["count"], "{one}");
    }
    // A year ago today it was not answered yet.
    let both = leader.get("/api/v1/standing/comparison").await.ok(200);
    let replied = |of: &str| {
        let measures = both[of]["measures"].as_array().expect("measures");
        let one = measures.iter().find(|one| one["key"] == "replied").expect("there");
        (number(&one["numerator"]), number(&one["denominator"]))
    };
    assert_eq!((&both["as_of"], &both["before_as_of"]), (&json!("2026-04-01"), &json!("2025-04-01")));
    assert_eq!((replied("now"), replied("before")), ((6, 8), (0, 1)));
}
