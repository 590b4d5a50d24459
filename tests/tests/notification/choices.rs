//! Who stands in for whom.

use crate::stand::{kinds, newest, told};
use domain::authz::Role;
use serde_json::json;
use tests::{Congress, Matter, TestApp};

const PATH: &str = "/api/v1/notifications/substitutions";

#[tokio::test]
async fn a_colleague_is_told_too_for_as_long_as_it_lasts() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let colleague = app.unit_actor(Role::UnitHandler, congress.housing).await;
    let offered = congress.leader.get("/api/v1/notifications/colleagues").await.ok(200);
    assert_eq!(offered["items"], json!([]), "nobody else leads the unit");
    let second = app.unit_actor(Role::UnitLeader, congress.housing).await;
    let offered = congress.leader.get("/api/v1/notifications/colleagues").await.ok(200);
    assert_eq!(offered["items"][0]["id"], json!(second.account().0));

    let days = |who: &tests::Client, from: &str, until: &str| json!({"substitute_id": who.account().0, "from": from, "until": until});
    let wrong = congress.leader.post(PATH, &days(&colleague, "2026-03-02", "2026-03-06")).await;
    assert_eq!(wrong.field_codes("#/substitute_id"), ["substitution.not_of_the_office"]);
    let wrong = congress.lead.post(PATH, &days(&congress.cosigner, "2026-03-02", "2026-03-06")).await;
    assert_eq!(
        wrong.field_codes("#/substitute_id"),
        ["substitution.not_of_the_office"],
        "a mandate is one's own"
    );
    let past = congress.leader.post(PATH, &days(&second, "2026-02-02", "2026-02-06")).await;
    assert!(!past.field_codes("#/until").is_empty());

    let made = congress.leader.post(PATH, &days(&second, "2026-03-02", "2026-03-06")).await;
    assert_eq!(made.ok(201)["active"], true);
    congress
        .leader
        .post(PATH, &days(&second, "2026-03-06", "2026-03-09"))
        .await
        .problem(409, "substitution.overlaps");
    assert_eq!(kinds(&second).await, ["substitution_began"]);

    // The substitute holds the office himself, so he is told as its holder; a colleague with another office is not.
    let _matter = Matter::dispatched(&congress).await;
    told(&app).await;
    assert_eq!(kinds(&second).await, ["task_assigned", "substitution_began"]);
    assert_eq!(newest(&second, "task_assigned").await["on_behalf_of"], json!(null));
    let shown = second.get(PATH).await.ok(200);
    assert_eq!(shown["items"][0]["mine"], false);
    let id = shown["items"][0]["id"].as_str().expect("an id").to_owned();
    second.command(&format!("{PATH}/{id}/end"), 1, &json!({})).await.problem(403, "permission.denied");
    colleague.command(&format!("{PATH}/{id}/end"), 1, &json!({})).await.problem(404, "resource.not_found");
    // It ends by itself.
    app.move_clock("2026-03-07T09:00:00+08:00");
    assert_eq!(second.get(PATH).await.ok(200)["items"], json!([]));
    app.move_clock("2026-03-05T09:00:00+08:00");
    congress.leader.command(&format!("{PATH}/{id}/end"), 1, &json!({})).await.ok(204);
    assert_eq!(congress.leader.get(PATH).await.ok(200)["items"], json!([]));
}

#[tokio::test]
async fn what_was_done_while_standing_in_says_for_whom() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let second = app.actor(Role::DcStaff).await;
    let body = json!({"substitute_id": second.account().0, "from": "2026-03-02", "until": "2026-03-06"});
    app.move_clock("2026-03-02T09:00:00+08:00");
    congress.clerk.post(PATH, &body).await.ok(201);
    let mut matter = Matter::accepted(&congress).await;
    let direct = json!({"assignments": [{"unit_id": congress.housing.0, "role": "lead", "tier": "unit"}]});
    matter.post(&second, "/assign", &direct).await;
    matter.post(&second, "/urge", &json!({"text": "请抓紧办理。"})).await;
    app.move_clock("2026-03-09T09:00:00+08:00");
    matter.post(&second, "/urge", &json!({"text": "请抓紧办理。"})).await;
    let story = congress.clerk.get(&matter.path("/timeline")).await.ok(200);
    let who = |kind: &str| -> Vec<String> {
        let items = story["items"].as_array().expect("items").iter();
        let of_kind = items.filter(|item| item["kind"] == kind);
        of_kind.map(|item| item["who"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(who("accept"), ["测试用户"], "by the one who is away, for nobody");
    assert!(
        who("assign").iter().all(|one| one == "测试用户（代测试用户）"),
        "of the matter and its part: {story}"
    );
    assert_eq!(who("urge"), ["代表工委（代测试用户）", "代表工委"], "and not after its last day");
}
