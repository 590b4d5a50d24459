//! 工作日历 over HTTP: reading, editing, importing, and deadlines that explain themselves.

use domain::authz::Role;
use persistence::AuditFilter;
use serde_json::{Value, json};
use tests::{Client, Reply, TestApp};

const DAY: &str = "/api/v1/calendar/days/2026-03-09";

async fn put(client: &Client, path: &str, version: i64, body: Value) -> Reply {
    client.call(reqwest::Method::PUT, path).version(version).json(&body).send().await
}

async fn due(client: &Client, start: &str, rule: &str) -> String {
    let path = format!("/api/v1/calendar/deadline?start={start}&rule={rule}");
    client.get(&path).await.ok(200)["due"].as_str().expect("a date").to_owned()
}

#[tokio::test]
async fn the_official_days_are_there_from_the_start() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    let reply = clerk.get("/api/v1/calendar/days?year=2026").await;
    let year = reply.ok(200);
    assert_eq!(reply.version(), 1);
    assert_eq!((&year["status"], &year["source"]), (&json!("official"), &json!("国办发明电〔2025〕7号")));
    assert_eq!(year["items"].as_array().map(Vec::len), Some(39));
    assert_eq!(year["items"][0], json!({"date": "2026-01-01", "kind": "holiday", "name": "元旦"}));
    // 261 weekdays, 19 of them holidays, 6 make-up days.
    assert_eq!(year["working_days"], 248);
    let unknown = clerk.get("/api/v1/calendar/days?year=2050").await;
    assert_eq!((unknown.ok(200)["status"].clone(), unknown.version()), (json!("provisional"), 0));
    let years = clerk.get("/api/v1/calendar/years").await.ok(200);
    assert_eq!(years["items"].as_array().map(Vec::len), Some(18));
    let same =
        clerk.call(reqwest::Method::GET, "/api/v1/calendar/days?year=2026").unless_version(1).send().await;
    assert_eq!(same.status, 304);
}

#[tokio::test]
async fn the_worked_examples_come_out_over_http() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    for (start, rule, expected) in [
        ("2025-11-30", "3m", "2026-02-28"),
        ("2026-03-06", "5wd", "2026-03-13"),
        ("2026-03-06", "20wd", "2026-04-03"),
        ("2026-03-06", "1m", "2026-04-07"),
        ("2026-03-06", "6m", "2026-09-07"),
        ("2026-04-28", "5wd", "2026-05-08"),
        ("2026-05-20", "15wd", "2026-06-10"),
    ] {
        assert_eq!(due(&clerk, start, rule).await, expected, "{start} {rule}");
    }
}

#[tokio::test]
async fn a_deadline_explains_itself_in_both_languages() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    let path = "/api/v1/calendar/deadline?start=2026-03-06&kind=reply";
    let zh = clerk.get(path).await.ok(200);
    assert_eq!((&zh["key"], &zh["rule"], &zh["due"]), (&json!("reply"), &json!("3m"), &json!("2026-06-08")));
    assert_eq!(zh["basis"]["setting"], "reply_months");
    assert_eq!(zh["basis"]["label"], "答复期限");
    assert!(zh["basis"]["law"].as_str().is_some_and(|law| law.contains("第五十一条")), "{zh}");
    assert_eq!(zh["steps"][0]["text"], "2026年3月6日（周五）为起算日，不计入");
    assert_eq!(zh["steps"][2]["kind"], "rolled_forward");
    // Today is Monday 2 March 2026.
    assert_eq!(zh["remaining"], "剩 67 个工作日");
    let en = clerk.call(reqwest::Method::GET, path).language("en").send().await.ok(200);
    assert_eq!(en["basis"]["label"], "Reply");
    assert_eq!(en["steps"][1]["text"], "3 months from Fri 6 Mar 2026 end on Sat 6 Jun 2026");
    let ahead = clerk.get("/api/v1/calendar/deadline?start=2026-12-01&rule=3m").await.ok(200);
    assert_eq!(ahead["provisional"], true, "2027 has no notice yet");
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    for query in [
        "start=2026-03-06",
        "start=2026-03-06&rule=5wd&kind=reply",
        "start=2026-03-06&rule=0wd",
        "start=2026-03-06&rule=five",
        "start=2026-03-06&kind=party",
        "start=1950-03-06&rule=5wd",
        "start=2026-02-30&rule=5wd",
        "rule=5wd",
        "",
    ] {
        clerk.get(&format!("/api/v1/calendar/deadline?{query}")).await.problem(400, "request.malformed");
    }
    clerk
        .get("/api/v1/calendar/deadline?start=2026-03-06&rule=5wd&x=1")
        .await
        .problem(400, "request.unknown_parameter");
    clerk.get("/api/v1/calendar/days?year=1066").await.problem(400, "request.malformed");
    app.anonymous().get("/api/v1/calendar/days?year=2026").await.problem(401, "auth.required");
}

#[tokio::test]
async fn a_day_is_listed_counted_and_removed_again() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    assert_eq!(due(&admin, "2026-03-06", "5wd").await, "2026-03-13");

    let reply = put(&admin, DAY, 1, json!({"kind": "holiday", "name": "县庆日"})).await;
    let year = reply.ok(200);
    assert_eq!(reply.version(), 2);
    assert!(year["items"].as_array().is_some_and(|days| days.iter().any(|day| day["name"] == "县庆日")));
    assert_eq!(due(&admin, "2026-03-06", "5wd").await, "2026-03-16", "the next computation knows");

    let again = put(&admin, DAY, 2, json!({"kind": "holiday", "name": "县庆日"})).await;
    assert_eq!((again.status, again.version()), (200, 2), "nothing changed");

    let reply = admin.delete(DAY, 2).await;
    assert_eq!((reply.status, reply.version()), (200, 3));
    assert_eq!(due(&admin, "2026-03-06", "5wd").await, "2026-03-13");
    admin.delete(DAY, 3).await.problem(404, "resource.not_found");

    let published = app.store().publish_outbox(100).await.expect("published");
    let changes: Vec<_> = published.iter().filter(|event| event.kind == "calendar.changed").collect();
    assert_eq!(changes.iter().map(|event| event.version).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(changes[0].data["dates"], json!(["2026-03-09"]));
    let filter = AuditFilter { subject: Some("calendar_year".into()), ..AuditFilter::default() };
    let lines = app.store().audit_entries(&filter, None, 10).await.expect("readable");
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].before["days"][0]["name"], "县庆日", "newest first: the removal");
    assert_eq!(lines[1].account_id, Some(admin.account().0));
}

#[tokio::test]
async fn only_the_administrator_changes_the_calendar() {
    let app = TestApp::start().await;
    let body = json!({"kind": "holiday", "name": "县庆日"});
    for role in [Role::DcHead, Role::SecAdmin, Role::Auditor, Role::ScLeader] {
        let actor = app.actor(role).await;
        put(&actor, DAY, 1, body.clone()).await.problem(403, "permission.denied");
        actor.delete("/api/v1/calendar/days/2026-01-01", 1).await.problem(403, "permission.denied");
        actor
            .post("/api/v1/calendar/import", &json!({"format": "csv", "text": "x"}))
            .await
            .problem(403, "permission.denied");
    }
    let year = app.actor(Role::DcHead).await.get("/api/v1/calendar/days?year=2026").await;
    assert_eq!(year.version(), 1);
}

#[tokio::test]
async fn bad_days_and_old_versions_are_refused() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let good = json!({"kind": "holiday", "name": "县庆日"});
    admin.put(DAY, &good).await.problem(428, "precondition.required");
    let stale = put(&admin, DAY, 7, good.clone()).await;
    stale.problem(412, "version.stale");
    assert_eq!(stale.version(), 1, "the current version is told");
    let weekday = put(&admin, DAY, 1, json!({"kind": "make_up_workday", "name": "春节"})).await;
    weekday.problem(422, "validation.failed");
    assert_eq!(weekday.field_codes("#/kind"), ["value.invalid"]);
    let unnamed = put(&admin, DAY, 1, json!({"kind": "holiday", "name": "  "})).await;
    assert_eq!(unnamed.field_codes("#/name"), ["text.required"]);
    put(&admin, DAY, 1, json!({"kind": "rest", "name": "x"})).await.problem(400, "request.malformed");
    put(&admin, DAY, 1, json!({"kind": "holiday", "name": "x", "y": 1}))
        .await
        .problem(400, "request.malformed");
    put(&admin, "/api/v1/calendar/days/2026-02-30", 1, good.clone()).await.problem(404, "resource.not_found");
    put(&admin, "/api/v1/calendar/days/0001-01-01", 0, good).await.problem(404, "resource.not_found");
    let years = admin.get("/api/v1/calendar/years").await.ok(200);
    assert_eq!(years["items"].as_array().map(Vec::len), Some(18), "nothing was left behind");
}

#[tokio::test]
async fn a_notice_is_tried_imported_and_makes_its_year_official() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let text = "日期,类型,名称\n2027-02-05,休,春节\n2027-02-09,休,春节\n2027-02-20,班,春节\n";
    let mut body = json!({
        "format": "csv", "text": text, "mode": "merge", "dry_run": true, "official_year": 2027,
        "source": "国办发明电〔2026〕9号"
    });
    let tried = admin.post("/api/v1/calendar/import", &body).await.ok(200);
    assert_eq!((&tried["applied"], &tried["unchanged"]), (&json!(false), &json!(1)));
    assert_eq!(tried["changes"].as_array().map(Vec::len), Some(2));
    assert_eq!(admin.get("/api/v1/calendar/days?year=2027").await.version(), 1, "a dry run writes nothing");

    body["dry_run"] = json!(false);
    let send = || {
        admin
            .call(reqwest::Method::POST, "/api/v1/calendar/import")
            .idempotency_key("notice-2027")
            .json(&body)
            .send()
    };
    assert_eq!(send().await.ok(200)["applied"], true);
    let replayed = send().await;
    assert_eq!((replayed.status, replayed.header("Idempotency-Replayed")), (200, Some("true")));
    let reply = admin.get("/api/v1/calendar/days?year=2027").await;
    assert_eq!((reply.version(), reply.ok(200)["status"].clone()), (2, json!("official")));
    assert_eq!(due(&admin, "2027-02-19", "1wd").await, "2027-02-20", "the make-up Saturday");
}

#[tokio::test]
async fn an_ical_file_replaces_its_year() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20280124\r\nDTEND;VALUE=DATE:20280131\r\n\
        SUMMARY:春节（休）\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let body = json!({"format": "ical", "text": text, "mode": "replace_years"});
    let report = admin.post("/api/v1/calendar/import", &body).await.ok(200);
    assert_eq!((&report["applied"], &report["unchanged"]), (&json!(true), &json!(4)));
    let year = admin.get("/api/v1/calendar/days?year=2028").await.ok(200);
    assert_eq!(year["items"].as_array().map(Vec::len), Some(7), "the other statutory days are gone");
    assert_eq!(year["status"], "provisional", "no notice was named");
}

#[tokio::test]
async fn refused_lines_are_told_and_nothing_is_written() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let text = "2027-02-20,班,春节\n2027-02-30,休,春节\n2027-02-22,班,春节\n";
    let mut body = json!({"format": "csv", "text": text, "dry_run": true});
    let report = admin.post("/api/v1/calendar/import", &body).await.ok(200);
    let lines: Vec<_> =
        report["errors"].as_array().into_iter().flatten().map(|error| error["line"].clone()).collect();
    assert_eq!(lines, [json!(2), json!(3)]);
    assert_eq!(report["errors"][0]["message"], "“2027-02-30”不是正确的日期，应写作 2027-02-05");

    body["dry_run"] = json!(false);
    let refused = admin.post("/api/v1/calendar/import", &body).await;
    refused.problem(422, "validation.failed");
    assert_eq!(refused.field_codes("#/text"), ["date.invalid", "value.invalid"]);
    assert_eq!(admin.get("/api/v1/calendar/days?year=2027").await.version(), 1);

    body["official_year"] = json!(2027);
    let unnamed = admin.post("/api/v1/calendar/import", &body).await;
    assert_eq!(unnamed.field_codes("#/source"), ["text.required"]);
}

#[tokio::test]
async fn a_year_names_its_notice() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let path = "/api/v1/calendar/years/2027";
    let unnamed = put(&admin, path, 1, json!({"status": "official", "source": ""})).await;
    assert_eq!(unnamed.field_codes("#/source"), ["text.required"]);
    let named = put(&admin, path, 1, json!({"status": "official", "source": "国办发明电〔2026〕9号"})).await;
    assert_eq!((named.version(), named.ok(200)["status"].clone()), (2, json!("official")));
    let deadline = admin.get("/api/v1/calendar/deadline?start=2026-12-01&rule=3m").await.ok(200);
    assert_eq!(deadline["provisional"], false);
    put(&admin, "/api/v1/calendar/years/1066", 0, json!({"status": "provisional", "source": ""}))
        .await
        .problem(404, "resource.not_found");
}

#[tokio::test]
async fn of_parallel_edits_one_wins() {
    let app = TestApp::start().await;
    let admin = app.actor(Role::SysAdmin).await;
    let edits = (0..16).map(|n| {
        let admin = admin.clone();
        tokio::spawn(async move {
            put(&admin, DAY, 1, json!({"kind": "holiday", "name": format!("第{n}个名称")})).await.status
        })
    });
    let mut statuses = Vec::new();
    for edit in edits.collect::<Vec<_>>() {
        statuses.push(edit.await.expect("no panic"));
    }
    statuses.sort_unstable();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 412 | 503)), "{statuses:?}");
    assert_eq!(admin.get("/api/v1/calendar/days?year=2026").await.version(), 2);
}
