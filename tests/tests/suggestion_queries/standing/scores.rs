//! The score of a unit and the lights over its tasks.

use super::{matters, number, put, walk};
use crate::asking::app;
use domain::authz::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn a_units_score_comes_from_settings_and_every_line_has_its_list() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    let head = world.grants(&app, &[world.role(Role::DcHead)]).await;
    let unit = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await;
    let scores = head.get("/api/v1/standing/scores?year=2026").await.ok(200);
    assert_eq!((&scores["full"], scores["items"].as_array().map(Vec::len)), (&json!(100), Some(2)));
    for item in scores["items"].as_array().expect("units") {
        let mut points = 0.0;
        for (line, weight) in item["lines"]
            .as_array()
            .expect("lines")
            .iter()
            .zip(scores["weights"].as_array().expect("weights"))
        {
            points += line["points"].as_f64().expect("points");
            let path = format!(
                "/api/v1/standing/matters?year=2026&unit_id={}&measure={}",
                item["unit_id"].as_str().expect("an id"),
                weight["measure"].as_str().expect("a measure"),
            );
            assert_eq!(walk(&head, &path).await.1.len(), number(&line["numerator"]), "{path}");
            let rest = walk(&head, &format!("{path}&part=denominator")).await.1.len();
            assert_eq!(rest, number(&line["denominator"]), "{path}");
        }
        let total = (points - item["deducted"].as_f64().expect("points")).max(0.0);
        assert!((total - item["total"].as_f64().expect("points")).abs() < 0.001, "{item}");
    }
    let own = unit.get("/api/v1/standing/scores?year=2026").await.ok(200);
    let items = own["items"].as_array().expect("units");
    assert_eq!(
        (items.len(), &items[0]["unit_id"], &items[0]["rank"]),
        (1, &json!(world.housing.0.to_string()), &Value::Null)
    );
    assert_eq!(items[0]["yellow_cards"], 1);

    // A weight counts from its day on.
    let admin = world.grants(&app, &[world.role(Role::SysAdmin)]).await;
    put(&admin, "score_yellow_card", json!(12), "2026-05-01").await;
    let before = head.get("/api/v1/standing/scores?year=2026").await.ok(200);
    assert_eq!(before["items"], scores["items"], "it is April");
    app.move_clock("2026-05-04T09:00:00+08:00");
    let after = head.get("/api/v1/standing/scores?year=2026").await.ok(200);
    let of = |scores: &Value| {
        let items = scores["items"].as_array().expect("units").clone();
        items.into_iter().find(|item| item["unit_id"] == world.housing.0.to_string()).expect("there")["deducted"].clone()
    };
    assert_eq!((of(&before), of(&after)), (json!(2.0), json!(12.0)));
    let sheet = head.get("/api/v1/standing/scores/export?year=2026&format=csv").await;
    assert!(sheet.text().contains("黄牌1张、红牌0张扣分"), "{}", sheet.text());
}

#[tokio::test]
async fn each_cell_of_the_lights_is_the_length_of_its_list() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    for role in [Role::DcHead, Role::ScLeader, Role::GovDispatch] {
        let client = world.grants(&app, &[world.role(role)]).await;
        let table = client.get("/api/v1/standing/lights").await.ok(200);
        for row in table["units"].as_array().expect("units") {
            for light in ["green", "yellow", "yellow_card", "red_card"] {
                let unit = row["unit_id"].as_str().expect("an id");
                let list = client
                    .get(&format!("/api/v1/tasks?unit_id={unit}&light={light}&include=total"))
                    .await
                    .ok(200);
                assert_eq!(list["total"], row[light], "{role:?} {light}: {row}");
            }
        }
        if role != Role::GovDispatch {
            let lit: i64 = ["green", "yellow", "yellow_card", "red_card"]
                .iter()
                .map(|light| table[*light].as_i64().expect("a number"))
                .sum();
            assert_eq!(lit, 2, "two matters are not answered: {table}");
        }
    }
}
