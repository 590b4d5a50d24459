//! Ledgers, figures, and what was raised before.

use crate::asking::app;
use crate::matter::Matter;
use domain::authz::Role;
use domain::suggestion::TaskRole;
use serde_json::Value;

#[tokio::test]
async fn ledgers_hold_the_rows_of_the_list() {
    let (app, world) = app().await;
    for (number, title) in (1..).zip(["关于停车的建议一", "关于公交的建议二"]) {
        Matter::submitted(&world, 0, title, "2026-03-02")
            .accepted(number, if number == 1 { "城建" } else { "交通" })
            .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .store(app.store())
            .await;
    }
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let csv =
        clerk.get("/api/v1/suggestions/export?format=csv&ledger=handover&category=%E4%BA%A4%E9%80%9A").await;
    assert_eq!(csv.status, 200, "{}", csv.text());
    assert!(csv.text().contains("关于公交的建议二") && !csv.text().contains("关于停车的建议一"));
    assert!(csv.text().contains("闭会第002号") && csv.text().contains("泗安县住建局"), "{}", csv.text());
    let xlsx = clerk.get("/api/v1/suggestions/export?ledger=handling").await;
    assert!(xlsx.body.starts_with(b"PK"));
    for unknown in ["colour=1", "include=total", "limit=5"] {
        let refused = clerk.get(&format!("/api/v1/suggestions/export?{unknown}")).await;
        let refused = refused.problem(400, "request.unknown_parameter");
        assert_eq!(refused["params"]["name"].as_str(), unknown.split('=').next(), "{refused}");
    }
    let deputy = world.grants(&app, &[world.of_deputy(0)]).await;
    deputy.get("/api/v1/suggestions/export").await.problem(403, "permission.denied");
    let entries =
        app.store().audit_entries(&Default::default(), None, 10).await.expect("as the test expects");
    assert_eq!(entries.iter().filter(|entry| entry.action == "suggestion.export").count(), 2);
}

#[tokio::test]
async fn figures_count_what_was_assigned_in_the_period() {
    let (app, world) = app().await;
    let store = app.store();
    Matter::submitted(&world, 0, "关于停车的建议一", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-03-31")
        .replied("已经办理完毕，感谢关心支持。", "泗住建复〔2026〕1号", "2026-03-30")
        .store(store)
        .await;
    Matter::submitted(&world, 0, "关于公交的建议二", "2026-03-02")
        .accepted(2, "交通")
        .assigned(world.traffic, TaskRole::Lead, "2026-03-05", "2026-03-31")
        .store(store)
        .await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let figures = clerk.get("/api/v1/suggestions/statistics?year=2026&by=unit").await.ok(200);
    let on_time = |line: &Value| {
        let measures = line["measures"].as_array().expect("as the test expects");
        let one = measures.iter().find(|measure| measure["key"] == "on_time").expect("as the test expects");
        (one["numerator"].clone(), one["denominator"].clone(), one["percent"].clone())
    };
    assert_eq!(on_time(&figures["total"]), (1.into(), 2.into(), 50.0.into()));
    let units = figures["units"].as_array().expect("as the test expects");
    assert_eq!(units.len(), 2);
    let housing = units
        .iter()
        .find(|line| line["unit_id"] == world.housing.0.to_string())
        .expect("as the test expects");
    assert_eq!(on_time(housing), (1.into(), 1.into(), 100.0.into()));
    let figures = clerk.get("/api/v1/suggestions/statistics?year=2026&by=category").await.ok(200);
    let categories = figures["categories"].as_array().expect("as the test expects");
    let of =
        |word: &str| categories.iter().find(|line| line["category"] == word).expect("as the test expects");
    assert_eq!((categories.len(), figures["units"].as_array().map(Vec::len)), (2, Some(0)));
    assert_eq!(on_time(&of("城建")["measures"]), (1.into(), 1.into(), 100.0.into()));
    assert_eq!(on_time(&of("交通")["measures"]).0, 0);
    let earlier = clerk.get("/api/v1/suggestions/statistics?year=2025").await.ok(200);
    assert_eq!(earlier["total"]["base"], 0);
    let public = app.anonymous().get("/api/v1/public/figures").await.ok(200);
    assert_eq!((&public["accepted"], &public["answered_on_time_percent"]), (&2.into(), &50.into()));
}

#[tokio::test]
async fn what_was_raised_before_is_found_by_its_words() {
    let (app, world) = app().await;
    let store = app.store();
    Matter::submitted(&world, 0, "关于增加老城区停车位的建议", "2026-03-02").store(store).await;
    // Of another matter, in its text too.
    Matter::submitted(&world, 0, "关于农村饮水安全的建议", "2026-03-02")
        .with(|case| {
            let text = &mut case.suggestion.text;
            text.facts = "部分村庄的饮用水浑浊，枯水期断水。".into();
            text.analysis = "管网老化。".into();
            text.proposals = vec!["更新管网".into()];
        })
        .store(store)
        .await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let title =
        "%E5%85%B3%E4%BA%8E%E8%80%81%E5%9F%8E%E5%8C%BA%E5%81%9C%E8%BD%A6%E9%9A%BE%E7%9A%84%E5%BB%BA%E8%AE%AE";
    let found = clerk.get(&format!("/api/v1/suggestions/similar?title={title}")).await.ok(200);
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found["items"][0]["title"], "关于增加老城区停车位的建议", "{found}");
    assert_eq!(found["items"][0]["shared"], 4, "老城、城区、区停、停车: {found}");
    let other = world.grants(&app, &[world.of_deputy(5)]).await;
    let hidden = other.get(&format!("/api/v1/suggestions/similar?title={title}")).await.ok(200);
    assert_eq!(hidden["items"], serde_json::json!([]), "only what one may read");
}
