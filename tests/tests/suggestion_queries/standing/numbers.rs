//! Every measure by unit, town, category and key, and the list behind each of its numbers.

use super::{matters, number, paged, walk};
use crate::asking::app;
use domain::authz::Role;
use domain::suggestion::metrics::MeasureKey;
use serde_json::{Value, json};

#[tokio::test]
async fn behind_every_number_stands_a_list_of_its_length() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    let head = world.grants(&app, &[world.role(Role::DcHead)]).await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let unit = world.grants(&app, &[world.of_unit(Role::UnitLeader, world.housing)]).await;
    let housing = format!("&unit_id={}", world.housing);
    let town = format!("&town_id={}", world.county);
    let selections =
        ["", &housing, &town, "&category=%E5%9F%8E%E5%BB%BA", "&category=none", "&key=true", "&key=false"];
    let mut bases = Vec::new();
    for (client, selections) in
        [(&head, &selections[..]), (&clerk, &selections[..2]), (&unit, &selections[..2])]
    {
        for selection in selections {
            let found =
                client.get(&format!("/api/v1/suggestions/statistics?year=2026{selection}")).await.ok(200);
            let total = &found["total"];
            bases.push(number(&total["base"]));
            let mut numbers: Vec<(String, usize, usize)> = vec![
                ("base".into(), number(&total["base"]), number(&total["base"])),
                ("days".into(), number(&total["days_count"]), number(&total["days_count"])),
                ("yellow_cards".into(), number(&total["yellow_cards"]), number(&total["yellow_cards"])),
                ("red_cards".into(), number(&total["red_cards"]), number(&total["red_cards"])),
            ];
            for one in total["measures"].as_array().expect("measures") {
                let key = one["key"].as_str().expect("a key").to_owned();
                numbers.push((key, number(&one["numerator"]), number(&one["denominator"])));
            }
            assert_eq!(numbers.len(), MeasureKey::ALL.len(), "every measure is told");
            for (key, numerator, denominator) in numbers {
                for (part, expected) in [
                    ("numerator", numerator),
                    ("denominator", denominator),
                    ("rest", denominator - numerator),
                ] {
                    let path = format!(
                        "/api/v1/standing/matters?year=2026{selection}&measure={key}&part={part}&include=total"
                    );
                    // The whole of the congress page by page, the rest at once.
                    let limit = if bases.len() == 1 { 3 } else { 200 };
                    let (page, rows) = paged(client, &path, limit).await;
                    assert_eq!(rows.len(), expected, "{path}");
                    assert_eq!(number(&page["total"]), expected, "{path}");
                    assert_eq!(
                        (number(&page["numerator"]), number(&page["denominator"])),
                        (numerator, denominator)
                    );
                    assert!(part != "numerator" || rows.iter().all(|row| row["counts"] == true), "{path}");
                }
            }
            // Categories of the answers have lists too.
            for one in total["by_category"].as_array().expect("categories") {
                let path = format!(
                    "/api/v1/standing/matters?year=2026{selection}&reply_category={}",
                    one["category"].as_str().expect("a code")
                );
                assert_eq!(walk(client, &path).await.1.len(), number(&one["count"]), "{path}");
            }
        }
    }
    // The head reads the confidential one, the clerk does not; a unit has its own; nothing is unclassified.
    assert_eq!(bases, [8, 6, 8, 5, 0, 1, 7, 7, 6, 6, 6]);
}

#[tokio::test]
async fn figures_by_town_and_key_and_the_deputies_behind_them() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    let head = world.grants(&app, &[world.role(Role::DcHead)]).await;
    let found = head.get("/api/v1/suggestions/statistics?year=2026&by=town").await.ok(200);
    assert_eq!(
        (&found["towns"][0]["town"], &found["towns"][0]["measures"]["base"]),
        (&json!("泗安县"), &json!(8))
    );
    let deputies = &found["deputies"];
    assert_eq!((number(&deputies["numerator"]), number(&deputies["denominator"])), (3, 6));
    for (part, expected) in [("numerator", 3), ("rest", 3), ("denominator", 6)] {
        let path = format!("/api/v1/standing/deputies?year=2026&part={part}&include=total");
        let (page, rows) = walk(&head, &path).await;
        assert_eq!((rows.len(), number(&page["total"])), (expected, expected), "{part}");
    }
    let found = head.get("/api/v1/suggestions/statistics?year=2026&by=key").await.ok(200);
    let keys: Vec<_> = found["keys"]
        .as_array()
        .expect("two lines")
        .iter()
        .map(|line| (line["is_key"] == true, number(&line["measures"]["base"])))
        .collect();
    assert_eq!(keys, [(true, 1), (false, 7)]);
    let unit = world.grants(&app, &[world.of_unit(Role::UnitLeader, world.housing)]).await;
    assert_eq!(unit.get("/api/v1/suggestions/statistics").await.ok(200)["deputies"], Value::Null);
    unit.get("/api/v1/standing/deputies").await.problem(403, "permission.denied");
    // A unit does not learn from where a protected deputy comes.
    let towns = unit.get("/api/v1/suggestions/statistics?year=2026&by=town").await.ok(200);
    let hidden = towns["towns"].as_array().expect("lines").iter().find(|line| line["town"].is_null());
    assert_eq!(hidden.map(|line| &line["measures"]["base"]), Some(&json!(1)));
    // The table and the list can be taken away.
    let table = head.get("/api/v1/suggestions/statistics/export?year=2026&by=unit&format=csv").await;
    assert!(table.text().contains("泗安县住建局,按时办复率,"), "{}", table.text());
    let list =
        head.get("/api/v1/standing/matters/export?year=2026&measure=on_time&part=rest&format=csv").await;
    assert!(
        list.text().contains("关于停车的建议4") && !list.text().contains("关于停车的建议2"),
        "{}",
        list.text()
    );
    let address = "/api/v1/standing/deputies/export?year=2026&format=csv";
    let active = head.get(address).await.text();
    let idle = head.get(&format!("{address}&part=rest")).await.text();
    let names = |text: &str| text.lines().filter(|line| line.ends_with(",1") || line.ends_with(",0")).count();
    assert!(
        active.contains("领衔提出过建议的代表") && active.contains("2026-01-01 至 2026-12-31"),
        "{active}"
    );
    assert_eq!(names(&idle), 3, "{idle}");
    assert!(
        active.lines().filter(|line| line.starts_with("代表")).all(|line| !idle.contains(line)),
        "{active}"
    );
    unit.get(address).await.problem(403, "permission.denied");
}
