//! A report of a day, kept as its bytes.

use super::{matters, number, paged, put};
use crate::asking::app;
use crate::matter::Matter;
use domain::authz::Role;
use domain::suggestion::TaskRole;
use persistence::provision::Admin;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::{Client, fresh_id};

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

    // Behind each frozen number stands its list, as long as the number, whatever came afterwards.
    for one in report["measures"].as_array().expect("measures") {
        let (numerator, denominator) = (number(&one["numerator"]), number(&one["denominator"]));
        for (part, expected) in
            [("numerator", numerator), ("denominator", denominator), ("rest", denominator - numerator)]
        {
            let measure = one["key"].as_str().expect("a key");
            let path = format!("{address}/matters?measure={measure}&part={part}&include=total");
            let (page, rows) = paged(&leader, &path, 3).await;
            assert_eq!((rows.len(), number(&page["total"])), (expected, expected), "{path}");
            assert_eq!(
                (number(&page["numerator"]), number(&page["denominator"])),
                (numerator, denominator),
                "{path}"
            );
            assert!(part != "numerator" || rows.iter().all(|row| row["counts"] == true), "{path}");
        }
    }
    let path = format!("{address}/matters?measure=base");
    unit.get(&path).await.problem(403, "permission.denied");
    leader.get(&format!("{address}/matters?measure=no_such")).await.problem(400, "request.malformed");
    let other = format!("/api/v1/standing/reports/{}/matters", fresh_id());
    leader.get(&other).await.problem(404, "resource.not_found");

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
