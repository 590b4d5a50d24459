//! Filters, search and lights of the list, and the queues of each desk.

use crate::asking::{app, first, titles};
use crate::matter::Matter;
use crate::world::{day, morning};
use domain::authz::Role;
use domain::kernel::AccountId;
use domain::suggestion::{Extension, TaskRole, TaskStatus, Verdict};
use serde_json::Value;
use std::collections::BTreeSet;
use tests::{Client, fresh_id};

#[tokio::test]
async fn filters_sorts_and_pages() {
    let (app, world) = app().await;
    let store = app.store();
    for (number, title) in (1..).zip(["关于停车的建议一", "关于公交的建议二", "关于绿化的建议三"])
    {
        Matter::submitted(&world, 0, title, &format!("2026-03-0{}", number + 1))
            .accepted(number, if number == 2 { "交通" } else { "城建" })
            .assigned(
                if number == 2 { world.traffic } else { world.housing },
                TaskRole::Lead,
                "2026-03-10",
                &format!("2026-0{}-10", number + 5),
            )
            .store(store)
            .await;
    }
    Matter::submitted(&world, 1, "关于学校的建议四", "2026-03-20").store(store).await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    assert_eq!(
        titles(&clerk, "").await,
        ["关于学校的建议四", "关于绿化的建议三", "关于公交的建议二", "关于停车的建议一"]
    );
    assert_eq!(titles(&clerk, "?status=submitted").await, ["关于学校的建议四"]);
    assert_eq!(titles(&clerk, "?phase=handling&sort=official_no").await.len(), 3);
    assert_eq!(titles(&clerk, "?phase=handling&status=submitted").await, [] as [&str; 0]);
    assert_eq!(titles(&clerk, "?category=%E4%BA%A4%E9%80%9A").await, ["关于公交的建议二"]);
    assert_eq!(
        titles(&clerk, &format!("?unit_id={}&role=lead", world.traffic.0)).await,
        ["关于公交的建议二"]
    );
    assert_eq!(titles(&clerk, &format!("?unit_id={}&role=co", world.traffic.0)).await, [] as [&str; 0]);
    assert_eq!(titles(&clerk, &format!("?deputy_id={}", world.deputies[1].0)).await, ["关于学校的建议四"]);
    assert_eq!(
        titles(&clerk, "?sort=due_on&due_to=2026-07-31").await,
        ["关于学校的建议四", "关于停车的建议一", "关于公交的建议二"]
    );
    assert_eq!(titles(&clerk, "?assigned_from=2026-03-11").await, [] as [&str; 0]);
    assert_eq!(titles(&clerk, "?turn=unit").await.len(), 3);
    assert_eq!(titles(&clerk, "?period=in_session").await, [] as [&str; 0]);
    for sort in ["-submitted_at", "submitted_at", "-assigned_on", "due_on", "-official_no"] {
        let whole = titles(&clerk, &format!("?sort={sort}")).await;
        let mut paged = Vec::new();
        let mut address = format!("/api/v1/suggestions?sort={sort}&limit=1&include=total");
        loop {
            let page = clerk.get(&address).await.ok(200);
            assert_eq!(page["total"], 4);
            paged.push(first(&page)["title"].as_str().expect("as the test expects").to_owned());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            address = format!("/api/v1/suggestions?sort={sort}&limit=1&include=total&cursor={cursor}");
        }
        assert_eq!(paged, whole, "{sort}");
    }
    clerk.get("/api/v1/suggestions?colour=red").await.problem(400, "request.unknown_parameter");
    clerk.get("/api/v1/suggestions?sort=title").await.problem(400, "request.malformed");
    app.anonymous().get("/api/v1/suggestions").await.problem(401, "auth.required");
    let item = clerk.get("/api/v1/suggestions?q=%E5%85%AC%E4%BA%A4").await.ok(200);
    assert_eq!(first(&item)["official_ref"], "闭会第002号");
    assert_eq!(first(&item)["lead_units"], serde_json::json!(["交通局"]));
    assert_eq!(first(&item)["title_marks"], serde_json::json!([{"start": 2, "end": 4}]));
    assert_eq!(first(&item)["lead_deputy"]["name"], "王建国");
}

#[tokio::test]
async fn words_are_found_in_text_and_answers_and_shown_where_they_stand() {
    let (app, world) = app().await;
    Matter::submitted(&world, 0, "关于路灯的建议事项", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .replied("今年新建海绵城市示范区。", "泗住建复〔2026〕1号", "2026-03-30")
        .store(app.store())
        .await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let page = clerk.get("/api/v1/suggestions?q=%E6%B5%B7%E7%BB%B5").await.ok(200);
    let snippet = &first(&page)["snippet"];
    assert!(snippet["text"].as_str().expect("as the test expects").contains("海绵城市"), "{page}");
    assert_eq!(snippet["marks"].as_array().expect("as the test expects").len(), 1);
    assert_eq!(titles(&clerk, "?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E8%AF%8D").await, [] as [&str; 0]);
    assert_eq!(titles(&clerk, "?q=%3F").await, [] as [&str; 0], "nothing that could be found");
}

#[tokio::test]
async fn lights_of_lists_are_those_of_the_matter_every_day() {
    let (app, world) = app().await;
    let case = Matter::submitted(&world, 0, "关于亮灯的建议事项", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-04-30")
        .assigned(world.traffic, TaskRole::Co, "2026-03-05", "2026-04-07")
        .store(app.store())
        .await;
    let (settings, seats) = (domain::settings::Settings::default(), domain::suggestion::Seats::default());
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let mut seen = BTreeSet::new();
    for offset in (0..90).step_by(3) {
        let date = day("2026-03-05") + chrono::Duration::days(offset);
        app.move_clock(&format!("{date}T10:00:00+08:00"));
        let ctx = domain::suggestion::Ctx {
            now: app.now(),
            settings: &settings,
            calendar: domain::calendar::official_calendar(),
            ids: &crate::world::FreshIds,
            seats: &seats,
        };
        let expected = case.worst_light(&ctx).expect("as the test expects").as_str();
        let page = clerk.get("/api/v1/suggestions").await.ok(200);
        assert_eq!(first(&page)["light"]["code"], expected, "{date}");
        assert_eq!(titles(&clerk, &format!("?light={expected}")).await.len(), 1, "{date} {expected}");
        let late = expected.ends_with("card");
        assert_eq!(titles(&clerk, "?light=late").await.len(), usize::from(late), "{date} {expected}");
        seen.insert(expected);
    }
    assert_eq!(seen.len(), 4, "every light was seen: {seen:?}");
}

#[tokio::test]
async fn queues_hold_what_each_desk_has_to_do() {
    let (app, world) = app().await;
    let store = app.store();
    Matter::submitted(&world, 0, "关于待审查的建议", "2026-03-20").store(store).await;
    Matter::submitted(&world, 0, "关于待签收的建议", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .with(|case| case.tasks[0].status = TaskStatus::PendingSign)
        .store(store)
        .await;
    Matter::submitted(&world, 0, "关于延期的建议事项", "2026-03-02")
        .accepted(2, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .with(|case| {
            case.tasks[0].extensions.push(Extension {
                id: fresh_id().into(),
                reason: "需要勘察".into(),
                requested_until: day("2026-08-01"),
                requested_by: AccountId(fresh_id()),
                requested_at: morning("2026-03-20"),
                verdict: Verdict::Pending,
                approved_until: None,
                decided_by: None,
                decided_at: None,
                decision_reason: None,
                informed_deputy_at: None,
            });
        })
        .store(store)
        .await;
    let queue = async |client: &Client, key: &str| {
        let counts = client.get("/api/v1/suggestions/counts").await.ok(200);
        let queues = counts["queues"].as_array().expect("as the test expects").clone();
        queues.into_iter().find(|queue| queue["key"] == key).unwrap_or(Value::Null)
    };
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let review = queue(&clerk, "review").await;
    assert_eq!((&review["count"], &review["oldest_days"]), (&1.into(), &12.into()));
    assert_eq!(review["late"], 1, "it was to be reviewed by 6 March");
    let head = world.grants(&app, &[world.role(Role::DcHead)]).await;
    assert_eq!(queue(&head, "extension").await["count"], 1);
    let unit = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await;
    assert_eq!(queue(&unit, "sign").await["count"], 1);
    assert_eq!(queue(&unit, "review").await, Value::Null, "no business of a unit");
    let tasks = unit.get("/api/v1/tasks?queue=sign&include=total").await.ok(200);
    assert_eq!((&tasks["total"], &tasks["items"][0]["title"]), (&1.into(), &"关于待签收的建议".into()));
    assert_eq!(tasks["items"][0]["next_step"], "sign");
    let other = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.traffic)]).await;
    assert_eq!(other.get("/api/v1/tasks").await.ok(200)["items"], serde_json::json!([]));
    let deputy = world.grants(&app, &[world.of_deputy(0)]).await;
    assert_eq!(deputy.get("/api/v1/tasks").await.ok(200)["items"], serde_json::json!([]));
    let extension = head.get("/api/v1/tasks?queue=extension").await.ok(200);
    assert_eq!(extension["items"].as_array().expect("as the test expects").len(), 1);
}
