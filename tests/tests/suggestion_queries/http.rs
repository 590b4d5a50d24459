//! Lists, queues, histories and figures over HTTP.

use crate::world::{Matter, World, day, morning};
use domain::authz::Role;
use domain::kernel::AccountId;
use domain::suggestion::{
    ContactKind, ContactLog, Cosigner, Extension, SuggestionStatus, TaskRole, TaskStatus, Verdict,
};
use serde_json::Value;
use std::collections::BTreeSet;
use tests::{Client, TestApp, fresh_id};

async fn app() -> (TestApp, World) {
    let app = TestApp::start().await;
    app.move_clock("2026-04-01T09:00:00+08:00");
    let world = World::found(app.store(), None).await;
    (app, world)
}

async fn titles(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/api/v1/suggestions{query}")).await.ok(200);
    page["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["title"].as_str().expect("a title").to_owned())
        .collect()
}

fn first(page: &Value) -> &Value {
    &page["items"][0]
}

async fn ids(client: &Client) -> BTreeSet<String> {
    let page = client.get("/api/v1/suggestions?limit=200").await.ok(200);
    page["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// Everybody of the matrix, and matters in every situation that the policy knows.
#[tokio::test]
async fn a_matter_is_in_the_list_exactly_when_it_can_be_opened() {
    let (app, world) = app().await;
    let store = app.store();
    let named = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let actors = vec![
        ("clerk", world.grants(&app, &[world.role(Role::DcStaff)]).await),
        ("named", named.clone()),
        ("head", world.grants(&app, &[world.role(Role::DcHead)]).await),
        ("leader", world.grants(&app, &[world.role(Role::ScLeader)]).await),
        ("government", world.grants(&app, &[world.role(Role::GovDispatch)]).await),
        ("housing", world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await),
        ("traffic", world.grants(&app, &[world.of_unit(Role::UnitLeader, world.traffic)]).await),
        ("committee", world.grants(&app, &[world.of_unit(Role::Committee, world.committee)]).await),
        ("deputy 0", world.grants(&app, &[world.of_deputy(0)]).await),
        ("deputy 1", world.grants(&app, &[world.of_deputy(1)]).await),
        ("deputy 5", world.grants(&app, &[world.of_deputy(5)]).await),
        (
            "deputy and unit",
            world.grants(&app, &[world.of_deputy(2), world.of_unit(Role::UnitHandler, world.housing)]).await,
        ),
    ];
    let mut all = BTreeSet::new();
    let mut keep = |case: domain::suggestion::Case| all.insert(case.id().to_string());
    let draft = world.draft(world.deputies[0], "关于草稿的建议事项", morning("2026-03-02"));
    crate::world::store_case(store, &draft).await;
    keep(draft);
    let mut deleted = world.draft(world.deputies[0], "关于删除的建议事项", morning("2026-03-02"));
    deleted.suggestion.status = SuggestionStatus::Deleted;
    crate::world::store_case(store, &deleted).await;
    keep(deleted);
    let new = |title: &str| Matter::submitted(&world, 0, title, "2026-03-02");
    keep(new("关于待审查的建议").store(store).await);
    keep(
        new("关于联名的建议")
            .with(|case| {
                case.suggestion.cosigners.push(Cosigner {
                    deputy: world.deputies[1],
                    position: 1,
                    invited_at: morning("2026-03-02"),
                    expires_at: morning("2026-03-09"),
                    confirmed_at: None,
                    confirmed_text: None,
                    declined_at: Some(morning("2026-03-03")),
                    method: None,
                    withdrawal_agreed_at: None,
                });
            })
            .store(store)
            .await,
    );
    keep(
        new("关于保密的建议")
            .accepted(1, "城建")
            .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .with(|case| {
                case.suggestion.confidentiality.confidential = true;
                case.suggestion.confidentiality.named = vec![named.account()];
            })
            .store(store)
            .await,
    );
    keep(
        new("关于划转的建议")
            .accepted(2, "城建")
            .assigned(world.traffic, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .with(|case| {
                case.tasks[0].former_units = vec![world.housing];
                case.suggestion.classification.committee = Some(world.committee);
            })
            .store(store)
            .await,
    );
    keep(
        new("关于终止的建议")
            .accepted(3, "城建")
            .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .with(|case| case.tasks[0].status = TaskStatus::Cancelled)
            .store(store)
            .await,
    );
    keep(
        new("关于政府系统的建议")
            .accepted(4, "城建")
            .assigned(world.office, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .with(|case| case.tasks[0].tier = domain::suggestion::TaskTier::System)
            .store(store)
            .await,
    );
    keep(
        new("关于公开的建议")
            .accepted(5, "城建")
            .released(domain::suggestion::PublicationPart::Title, Vec::new())
            .store(store)
            .await,
    );
    for (name, client) in actors {
        let listed = ids(&client).await;
        for id in &all {
            let status = client.get(&format!("/api/v1/suggestions/{id}")).await.status;
            assert_eq!(listed.contains(id), status == 200, "{name} {id}: {status}");
            assert!(status == 200 || status == 404, "{name} {id}: {status}");
        }
    }
}

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
async fn units_neither_see_nor_find_protected_deputies() {
    let (app, world) = app().await;
    Matter::submitted(&world, 3, "关于受保护的建议", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .with(|case| case.suggestion.confidentiality.hide_names_from_units = true)
        .store(app.store())
        .await;
    let unit = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await;
    let page = unit.get("/api/v1/suggestions").await.ok(200);
    assert_eq!(first(&page)["lead_deputy"], serde_json::json!({"id": null, "name": "受保护代表"}));
    let tasks = unit.get("/api/v1/tasks").await.ok(200);
    assert_eq!(tasks["items"][0]["lead_deputy"]["name"], "受保护代表");
    let by_name = format!("?deputy_id={}", world.deputies[3].0);
    assert_eq!(titles(&unit, &by_name).await, [] as [&str; 0]);
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    assert_eq!(titles(&clerk, &by_name).await, ["关于受保护的建议"]);
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

#[tokio::test]
async fn history_and_deadlines_explain_themselves_to_insiders_only() {
    let (app, world) = app().await;
    let case = Matter::submitted(&world, 0, "关于沿革的建议事项", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .released(domain::suggestion::PublicationPart::Title, Vec::new())
        .store(app.store())
        .await;
    let path = |what: &str| format!("/api/v1/suggestions/{}/{what}", case.id());
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let history = clerk.get(&path("timeline")).await.ok(200);
    assert_eq!(history["items"][0]["to_status"], "draft");
    let deadlines = clerk.get(&path("deadlines")).await.ok(200);
    let reply = deadlines["items"]
        .as_array()
        .expect("as the test expects")
        .iter()
        .find(|due| due["kind"] == "reply")
        .expect("as the test expects");
    assert_eq!((&reply["due_on"], &reply["steps"][0]), (&"2026-06-05".into(), &"截止 2026-06-05".into()));
    let english = clerk.call(reqwest::Method::GET, &path("deadlines")).language("en").send().await.ok(200);
    assert!(english.to_string().contains("ends on 2026-06-05"));
    // A deputy who only sees that the title is published.
    let stranger = world.grants(&app, &[world.of_deputy(5)]).await;
    assert_eq!(stranger.get(&path("timeline")).await.ok(200)["items"], serde_json::json!([]));
    assert_eq!(stranger.get(&path("deadlines")).await.ok(200)["items"], serde_json::json!([]));
    let line = stranger.get("/api/v1/suggestions").await.ok(200);
    assert_eq!((&first(&line)["published_only"], &first(&line)["due"]), (&true.into(), &Value::Null));
    assert_eq!(titles(&stranger, "?light=green").await, [] as [&str; 0], "what is not shown does not filter");
    assert_eq!(
        titles(&stranger, "?q=%E5%9C%B0%E4%B8%8B").await,
        [] as [&str; 0],
        "the text is not published"
    );
    let nobody = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.traffic)]).await;
    nobody.get(&path("timeline")).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn today_tells_a_deputy_what_waits() {
    let (app, world) = app().await;
    let store = app.store();
    let invitation = |deputy| Cosigner {
        deputy,
        position: 1,
        invited_at: morning("2026-03-30"),
        expires_at: morning("2026-04-06"),
        confirmed_at: None,
        confirmed_text: None,
        declined_at: None,
        method: None,
        withdrawal_agreed_at: None,
    };
    let mut cosigning = world.draft(world.deputies[1], "关于联名的建议事项", morning("2026-03-30"));
    cosigning.suggestion.status = SuggestionStatus::Cosigning;
    cosigning.suggestion.cosigners = vec![invitation(world.deputies[0])];
    crate::world::store_case(store, &cosigning).await;
    Matter::submitted(&world, 0, "关于沟通的建议事项", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .with(|case| {
            case.tasks[0].contacts.push(ContactLog {
                id: fresh_id().into(),
                kind: ContactKind::Visit,
                face_to_face: true,
                at: morning("2026-03-20"),
                place: "社区".into(),
                unit_people: Vec::new(),
                deputies: vec![world.deputies[0]],
                summary: "当面听取意见".into(),
                evidence: Vec::new(),
                conflicted: Vec::new(),
                answers: Vec::new(),
                logged_by: AccountId(fresh_id()),
                logged_at: morning("2026-03-20"),
            });
        })
        .store(store)
        .await;
    Matter::submitted(&world, 0, "关于评价的建议事项", "2026-03-02")
        .accepted(2, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .replied("已经办理完毕，感谢关心支持。", "泗住建复〔2026〕2号", "2026-03-30")
        .with(|case| {
            case.replies[0].delivery = Some(domain::suggestion::Delivery {
                method: domain::suggestion::DeliveryMethod::Online,
                at: morning("2026-03-30"),
                to: vec![world.deputies[0]],
            });
        })
        .store(store)
        .await;
    let deputy = world.grants(&app, &[world.of_deputy(0)]).await;
    let today = deputy.get("/api/v1/me/today").await.ok(200);
    let kinds: BTreeSet<&str> = today["items"]
        .as_array()
        .expect("as the test expects")
        .iter()
        .map(|item| item["kind"].as_str().expect("as the test expects"))
        .collect();
    assert_eq!(kinds, BTreeSet::from(["cosign", "confirm_contact", "evaluate"]), "{today}");
    assert_eq!(today["items"][0]["kind"], "cosign", "the invitation ends first");
    let mine = deputy.get("/api/v1/suggestions?mine=true&role=invited").await.ok(200);
    assert_eq!(
        (&first(&mine)["my_role"], mine["items"].as_array().expect("as the test expects").len()),
        (&"invited".into(), 1)
    );
    assert!(first(&mine)["allowed_actions"].to_string().contains("confirm_cosign"), "{mine}");
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    assert_eq!(clerk.get("/api/v1/me/today").await.ok(200)["items"], serde_json::json!([]));
}

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
    clerk.get("/api/v1/suggestions/export?colour=1").await.problem(400, "request.unknown_parameter");
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
