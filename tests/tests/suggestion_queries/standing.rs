//! Where things stand: every number has a list of its length, scores, lights, trials of settings.

use crate::asking::app;
use crate::matter::Matter;
use crate::world::{World, morning};
use domain::authz::Role;
use domain::kernel::UrgeId;
use domain::suggestion::{
    DueKind, PublicationPart, ReplyCategory, TaskRole, Urge, UrgeBy, UrgeLevel, metrics::MeasureKey,
};
use persistence::provision::Admin;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::{Client, TestApp, fresh_id};

/// Eight matters of two units, some late, some answered, one key, one confidential, one of a protected deputy.
async fn matters(app: &TestApp, world: &World) {
    let store = app.store();
    for number in 1..=8_u32 {
        let unit = if number % 3 == 0 { world.traffic } else { world.housing };
        let until = if number % 2 == 0 { "2026-03-20" } else { "2026-04-10" };
        let mut matter =
            Matter::submitted(world, number as usize % 3, &format!("关于停车的建议{number}"), "2026-03-02")
                .accepted(number, if number < 6 { "城建" } else { "交通" })
                .assigned(unit, TaskRole::Lead, "2026-03-05", until);
        if number % 4 != 1 {
            let on = if number == 4 { "2026-03-25" } else { "2026-03-16" };
            matter =
                matter.replied("已经办理完毕，感谢关心支持。", &format!("泗住建复〔2026〕{number}号"), on);
        }
        if number == 2 {
            matter = matter.released(PublicationPart::Reply, Vec::new());
        }
        matter
            .with(|case| {
                case.suggestion.is_key = number == 3;
                case.suggestion.confidentiality.confidential = number == 6;
                case.suggestion.confidentiality.hide_names_from_units = number == 7;
                if number == 8 {
                    case.tasks[0].review_returns = 1;
                    case.replies[0].content.category = ReplyCategory::Deferred;
                }
                if number == 4 {
                    case.urges.push(Urge {
                        id: UrgeId(fresh_id()),
                        task: Some(case.tasks[0].id),
                        level: UrgeLevel::Yellow,
                        by: UrgeBy::System,
                        deputy: None,
                        account: None,
                        text: "逾期未答复".into(),
                        at: morning("2026-03-23"),
                        acknowledged_at: None,
                        acknowledgement: None,
                    });
                }
            })
            .store(store)
            .await;
    }
}

/// Every row of a list.
async fn walk(client: &Client, path: &str) -> (Value, Vec<Value>) {
    paged(client, path, 200).await
}

/// Every row of a list, so many at a time.
async fn paged(client: &Client, path: &str, limit: u32) -> (Value, Vec<Value>) {
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{path}&limit={limit}{cursor}")).await.ok(200);
        rows.extend(page["items"].as_array().expect("a list").iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (page, rows),
        }
    }
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("small")
}

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
}

async fn put(client: &Client, key: &str, value: Value, from: &str) {
    client
        .call(reqwest::Method::PUT, &format!("/api/v1/settings/{key}"))
        .version(0)
        .json(&json!({"value": value, "valid_from": from, "reason": "主任会议决定"}))
        .send()
        .await
        .ok(200);
}

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

/// Every table with all that is in it, but for what being signed in leaves.
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

async fn freeze(client: &Client, body: Value) -> tests::Reply {
    client
        .call(reqwest::Method::POST, "/api/v1/standing/reports")
        .idempotency_key(&fresh_id().to_string())
        .json(&body)
        .send()
        .await
}

#[tokio::test]
async fn a_frozen_report_is_the_same_bytes_whatever_has_become_of_the_matters() {
    let (app, world) = app().await;
    matters(&app, &world).await;
    let head = world.grants(&app, &[world.role(Role::DcHead)]).await;
    let leader = world.grants(&app, &[world.role(Role::ScLeader)]).await;
    let unit = world.grants(&app, &[world.of_unit(Role::UnitLeader, world.housing)]).await;
    let wanted = |as_of: &str| json!({"title": "一季度统计", "year": 2026, "as_of": as_of});
    let replied = |report: &Value| {
        let measures = report["measures"].as_array().expect("measures");
        let one = measures.iter().find(|one| one["key"] == "replied").expect("there");
        (number(&one["numerator"]), number(&one["denominator"]))
    };

    // On 20 March five were answered; the sixth letter went out on the 25th and counts on the 31st.
    let early = freeze(&head, wanted("2026-03-20")).await.ok(201);
    assert_eq!(replied(&early), (5, 8));
    let report = freeze(&head, wanted("2026-03-31")).await.ok(201);
    assert_eq!(replied(&report), (6, 8));
    assert_eq!((&report["base"], report["units"].as_array().map(Vec::len)), (&json!(8), Some(2)));
    let id = report["report"]["id"].as_str().expect("an id").to_owned();
    let address = format!("/api/v1/standing/reports/{id}");
    let mut kept = BTreeMap::new();
    for format in ["json", "xlsx", "pdf", "docx"] {
        let file = head.get(&format!("{address}/file?format={format}")).await;
        assert_eq!(file.status, 200, "{format}");
        kept.insert(format, file.body.to_vec());
    }
    assert!(
        kept["pdf"].starts_with(b"%PDF")
            && kept["docx"].starts_with(b"PK")
            && kept["xlsx"].starts_with(b"PK")
    );
    let text: Value = serde_json::from_slice(&kept["json"]).expect("JSON");
    assert_eq!((&text["rule_version"], &text["settings"]["reply_months"]), (&json!("2026.1"), &json!(3)));
    for one in text["measures"].as_array().expect("measures") {
        let entries = one["entries"].as_array().expect("entries");
        assert_eq!(entries.len(), number(&one["denominator"]), "{}", one["key"]);
        let counted = entries.iter().filter(|entry| entry["counts"] == true).count();
        assert_eq!(counted, number(&one["numerator"]), "{}", one["key"]);
    }

    // Weeks later settings and matters are others; a report of that day made now still tells of that day.
    app.move_clock("2026-05-04T09:00:00+08:00");
    let admin = world.grants(&app, &[world.role(Role::SysAdmin)]).await;
    put(&admin, "score_yellow_card", json!(12), "2026-05-01").await;
    Matter::submitted(&world, 0, "关于后来的建议", "2026-04-20")
        .accepted(80, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-04-22", "2026-07-22")
        .store(app.store())
        .await;
    let again = head.get(&address).await.ok(200);
    assert_eq!(again, report);
    for (format, bytes) in &kept {
        let file = leader.get(&format!("{address}/file?format={format}")).await;
        assert!(&file.body == bytes, "{format}");
    }
    let anew = freeze(&head, wanted("2026-03-31")).await.ok(201);
    assert_eq!(
        (&anew["measures"], &anew["units"]),
        (&report["measures"], &report["units"]),
        "settings of that day"
    );
    assert_eq!(anew["report"]["sha256"], report["report"]["sha256"], "the same text");
    let later = freeze(&head, json!({"title": "五月", "year": 2026})).await.ok(201);
    assert_eq!((replied(&later), &later["report"]["as_of"]), ((6, 9), &json!("2026-05-04")));

    // Nobody changes it, and it is read by those who oversee.
    let mut database = Admin::connect(app.database_url()).await.expect("the database answers");
    for statement in ["UPDATE standing_report SET content = ''", "DELETE FROM standing_report_file"] {
        assert!(database.execute(statement).await.is_err(), "{statement}");
    }
    let (page, rows) = paged(&leader, "/api/v1/standing/reports?include=total", 2).await;
    assert_eq!((rows.len(), &page["total"]), (4, &json!(4)));
    freeze(&leader, wanted("2026-03-31")).await.problem(403, "permission.denied");
    unit.get(&address).await.problem(403, "permission.denied");
    freeze(&head, wanted("2026-12-31")).await.problem(422, "validation.failed");
    let filter = persistence::AuditFilter { subject: Some("standing_report".into()), ..Default::default() };
    let lines = app.store().audit_entries(&filter, None, 50).await.expect("readable");
    assert_eq!(lines.iter().filter(|line| line.action == "standing_report.freeze").count(), 4);
}
