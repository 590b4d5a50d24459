//! What a setting would change, told without a trace.

use super::{matters, number};
use crate::asking::app;
use crate::matter::Matter;
use domain::authz::Role;
use domain::suggestion::{DueKind, TaskRole};
use persistence::provision::Admin;
use serde_json::json;
use std::collections::BTreeMap;
use tests::{Client, TestApp};

async fn everything(app: &TestApp) -> BTreeMap<String, String> {
    let mut admin = Admin::connect(app.database_url()).await.expect("the database answers");
    let tables = "SELECT table_name::text FROM information_schema.tables \
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '%session%' ORDER BY 1";
    let mut found = BTreeMap::new();
    for table in admin.read(tables).await.expect("readable") {
        let text = format!(
            r#"SELECT md5(coalesce(string_agg(t::text, E'\n' ORDER BY t::text), '')) FROM "{table}" t"#
        );
        found.insert(table, admin.read(&text).await.expect("readable").remove(0));
    }
    assert!(found.len() > 20 && found.contains_key("setting_version"), "{found:?}");
    found
}

#[tokio::test]
async fn a_setting_is_tried_without_a_trace() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    // A deadline that rests on its setting.
    Matter::submitted(&world, 0, "关于试算的建议", "2026-03-02")
        .accepted(70, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .with(|case| {
            for due in [&mut case.suggestion.dues.effective, &mut case.tasks[0].dues.effective] {
                let due = due.as_mut().expect("assigned");
                (due.setting, due.kind) = (Some("reply_months".into()), DueKind::Reply);
            }
        })
        .store(app.store())
        .await;
    let head = world.grants(&app, &[world.role(Role::DcHead)]).await;
    let admin = world.grants(&app, &[world.role(Role::SysAdmin)]).await;
    let unit = world.grants(&app, &[world.of_unit(Role::UnitLeader, world.housing)]).await;
    let tried = async |client: &Client, key: &str, value: &str| {
        client.get(&format!("/api/v1/settings/{key}/what-if?value={value}")).await
    };
    let before = everything(&app).await;

    // Today is 1 April: what is due on 10 April turns yellow with fifteen days, not with five.
    let lights = tried(&head, "yellow_light_days", "5").await.ok(200);
    assert_eq!(lights["area"], "lights");
    assert_eq!(number(&lights["changed"]), lights["matters"].as_array().map_or(0, Vec::len));
    let by_light: usize =
        lights["lights"].as_array().expect("a list").iter().map(|one| number(&one["count"])).sum();
    assert_eq!(number(&lights["changed"]), by_light);
    let score = tried(&head, "score_yellow_card", "20").await.ok(200);
    assert_eq!((&score["area"], &score["changed"]), (&json!("score"), &json!(1)), "{score}");
    assert_eq!(score["units"][0]["unit_id"], world.housing.0.to_string());
    let due = tried(&head, "reply_months", "2").await.ok(200);
    assert_eq!(
        (&due["area"], &due["counted"], &due["changed"]),
        (&json!("deadlines"), &json!(1), &json!(1)),
        "{due}"
    );
    assert_eq!(
        (&due["matters"][0]["due_now"], &due["matters"][0]["due_then"]),
        (&json!("2026-06-05"), &json!("2026-05-06"))
    );
    assert_eq!(tried(&head, "lead_name_public", "false").await.ok(200)["area"], "none");

    // Who keeps the settings reads no business: how many, not which.
    for (key, value) in [("yellow_light_days", "5"), ("score_yellow_card", "20"), ("reply_months", "2")] {
        let known = tried(&head, key, value).await.ok(200);
        let counts = tried(&admin, key, value).await.ok(200);
        assert_eq!((&counts["changed"], &counts["counted"]), (&known["changed"], &known["counted"]), "{key}");
        assert_eq!((&counts["matters"], &counts["units"]), (&json!([]), &json!([])), "{key}");
    }
    tried(&unit, "reply_months", "2").await.problem(403, "permission.denied");
    tried(&head, "no_such_key", "2").await.problem(404, "resource.not_found");
    let refused = tried(&head, "reply_months", "7").await.problem(422, "validation.failed");
    assert_eq!(refused["errors"][0]["pointer"], "?value");
    tried(&head, "reply_months", "two").await.problem(422, "validation.failed");

    assert_eq!(everything(&app).await, before, "nothing was written");
}
