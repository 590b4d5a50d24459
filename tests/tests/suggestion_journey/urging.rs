//! 催办 by role: each voice within an interval of its own, told in the refusal and before; the queue of what to urge today.

use api::workers::sweep_deadlines;
use domain::suggestion::UrgeBy;
use persistence::provision::Admin;
use serde_json::{Value, json};
use tests::{Client, Congress, Council, Matter, TestApp};

/// A key matter of the committee's field, with its units, on 16 March 2026.
async fn supervised<'c>(congress: &'c Congress, council: &Council) -> Matter<'c> {
    let mut matter = Matter::begin(congress).await;
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    let field = json!({"category": "城建交通", "committee_id": council.committee.0});
    matter.post(&congress.clerk, "/accept", &field).await;
    let nominated = json!({"year": 2026, "reasons": ["livelihood"], "reason": "学校周边停车难反映集中。"});
    let steps = [
        (&council.member, "propose", nominated),
        (&congress.clerk, "consult", json!({"on": "2026-03-12", "opinion": "县政府同意列入。"})),
        (&council.chairman, "choose", council.choice()),
    ];
    for (who, step, body) in steps {
        matter.seen_by(who).await;
        who.command(&matter.path(&format!("/key/{step}")), matter.version(), &body).await.ok(200);
    }
    matter.seen_by(&congress.clerk).await;
    matter.assign_through_the_office().await;
    matter
}

fn text() -> Value {
    json!({"text": "请抓紧与代表沟通。"})
}

/// How the matter tells this reader when he may urge.
async fn urging(matter: &mut Matter<'_>, who: &Client) -> Value {
    matter.seen_by(who).await["urging"].clone()
}

#[tokio::test]
async fn each_role_urges_within_its_own_interval_and_is_told_the_next_day() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-16T09:00:00+08:00");
    let congress = Congress::found(&app).await;
    let council = Council::of(&app, &congress).await;
    let mut matter = supervised(&congress, &council).await;
    let urge = matter.path("/urge");

    // A Monday. Who may not is not told of any capacity.
    for (who, by, days, next) in [
        (&congress.lead, UrgeBy::Deputy, 10, "2026-03-30"),
        (&congress.clerk, UrgeBy::Congress, 5, "2026-03-23"),
        (&congress.dispatcher, UrgeBy::Government, 3, "2026-03-19"),
        (&council.member, UrgeBy::Committee, 5, "2026-03-23"),
        (&council.supervisor, UrgeBy::Leader, 5, "2026-03-23"),
    ] {
        let before = urging(&mut matter, who).await;
        assert_eq!(before[0]["by"], by.code());
        assert_eq!(
            (&before[0]["interval_wd"], &before[0]["last_on"], &before[0]["allowed"]),
            (&json!(days), &Value::Null, &json!(true))
        );
        matter.post(who, "/urge", &text()).await;
        let after = &matter.shown["urging"][0];
        assert_eq!(
            (&after["last_on"], &after["next_on"], &after["allowed"]),
            (&json!("2026-03-16"), &json!(next), &json!(false)),
            "{by}"
        );
        let refused = who.command(&urge, matter.version(), &text()).await;
        let problem = refused.problem(409, "urge.too_soon");
        assert_eq!((&problem["params"]["days"], &problem["params"]["next"]), (&json!(days), &json!(next)));
        assert!(problem["title"].as_str().is_some_and(|title| title.contains(next)), "{problem}");
        let offered = matter.shown["allowed_actions"].as_array().expect("a list").contains(&json!("urge"));
        assert!(!offered, "{by}");
        // Many at once obeys the same rule.
        let items = json!({"items": [{"id": matter.id(), "version": matter.version()}], "text": "请抓紧。"});
        let many = who.post("/api/v1/suggestions/bulk-urge", &items).await.ok(207);
        assert_eq!(many["items"][0]["problem"]["code"], "urge.too_soon", "{by}: {many}");
    }
    // The same office, another head of it; a leader who supervises nothing here; a unit.
    congress.head.command(&urge, matter.version(), &text()).await.problem(409, "urge.too_soon");
    council.chairman.command(&urge, matter.version(), &text()).await.problem(403, "permission.denied");
    congress.handler.command(&urge, matter.version(), &text()).await.problem(403, "permission.denied");
    assert_eq!(urging(&mut matter, &congress.handler).await, json!([]));
    let wrong = json!({"by": "leader", "text": "请抓紧。"});
    matter.seen_by(&congress.clerk).await;
    let refused = congress.clerk.command(&urge, matter.version(), &wrong).await;
    assert_eq!(refused.problem(422, "validation.failed")["errors"][0]["pointer"], "#/by");

    // What was said stands with its role; the committee by name.
    let urges = matter.shown["urges"].as_array().expect("urges");
    let by: Vec<_> = urges.iter().map(|urge| urge["by"].as_str().expect("a code")).collect();
    assert_eq!(by, ["deputy", "congress", "government", "committee", "leader"]);
    assert_eq!(urges[3]["committee"]["name"], "泗安县人大城建工委");

    for (who, day) in [(&congress.dispatcher, "2026-03-19"), (&council.member, "2026-03-23")] {
        app.move_clock(&format!("{day}T09:00:00+08:00"));
        matter.post(who, "/urge", &text()).await;
    }
}

#[tokio::test]
async fn a_changed_interval_counts_from_its_day_and_a_trial_tells_it_before() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-16T09:00:00+08:00");
    let congress = Congress::found(&app).await;
    let council = Council::of(&app, &congress).await;
    let keeper = app.actor(domain::authz::Role::SysAdmin).await;
    let mut matter = supervised(&congress, &council).await;
    matter.post(&council.member, "/urge", &text()).await;

    let path = "/api/v1/settings/committee_urge_interval_wd/what-if?value=2";
    let tried = congress.head.get(path).await.ok(200);
    assert_eq!(
        (&tried["area"], &tried["counted"], &tried["changed"]),
        (&json!("urges"), &json!(1), &json!(1))
    );
    let line = &tried["matters"][0];
    assert_eq!(
        (&line["suggestion"]["id"], &line["due_now"], &line["due_then"]),
        (&json!(matter.id()), &json!("2026-03-23"), &json!("2026-03-18"))
    );
    let counted = keeper.get(path).await.ok(200);
    assert_eq!((&counted["changed"], &counted["matters"]), (&json!(1), &json!([])));
    let other = congress.head.get("/api/v1/settings/leader_urge_interval_wd/what-if?value=2").await.ok(200);
    assert_eq!((&other["area"], &other["counted"]), (&json!("urges"), &json!(0)), "nobody urged as that");

    let setting = json!({"value": 2, "valid_from": "2026-03-18", "reason": "加快督办节奏"});
    let changed =
        keeper.call("PUT".parse().expect("a method"), "/api/v1/settings/committee_urge_interval_wd");
    changed.version(0).json(&setting).send().await.ok(200);
    assert_eq!(urging(&mut matter, &council.member).await[0]["next_on"], "2026-03-23", "not yet");
    app.move_clock("2026-03-18T09:00:00+08:00");
    assert_eq!(urging(&mut matter, &council.member).await[0]["next_on"], "2026-03-18");
    matter.post(&council.member, "/urge", &text()).await;
}

#[tokio::test]
async fn the_queue_holds_what_is_late_or_near_and_may_be_urged_today() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-16T09:00:00+08:00");
    let congress = Congress::found(&app).await;
    let council = Council::of(&app, &congress).await;
    let mut matter = supervised(&congress, &council).await;
    let other_field = Matter::dispatched(&congress).await;
    let list = async |who: &Client, filter: &str| -> Vec<String> {
        let page = who.get(&format!("/api/v1/suggestions?{filter}")).await.ok(200);
        let ids = page["items"].as_array().expect("items").iter();
        ids.map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    };
    let queue = async |who: &Client, key: &str| -> i64 {
        let counts = who.get("/api/v1/suggestions/counts").await.ok(200);
        let queues = counts["queues"].as_array().expect("queues").clone();
        let found =
            queues.iter().find(|queue| queue["key"] == key).unwrap_or_else(|| panic!("{key}: {counts}"));
        let filter = found["query"].as_str().expect("a filter");
        let count = found["count"].as_i64().expect("a number");
        assert_eq!(usize::try_from(count).ok(), Some(list(who, filter).await.len()), "{key} and its list");
        count
    };
    assert_eq!(queue(&council.member, "to_urge").await, 0, "time enough");

    // A week before the answer is due.
    app.move_clock("2026-06-09T09:00:00+08:00");
    assert_eq!(list(&council.member, "to_urge=true").await, [matter.id()], "its field alone");
    assert_eq!(list(&council.supervisor, "to_urge=true").await, [matter.id()], "the one he supervises");
    assert!(list(&council.chairman, "to_urge=true").await.is_empty(), "supervises none of them");
    for who in [&congress.clerk, &congress.dispatcher] {
        assert_eq!(queue(who, "to_urge").await, 2);
    }
    matter.post(&council.member, "/urge", &text()).await;
    assert_eq!(queue(&council.member, "to_urge").await, 0);
    assert_eq!(queue(&council.member, "urge_unanswered").await, 1);
    assert_eq!(queue(&congress.clerk, "to_urge").await, 2, "every office by itself");
    assert_eq!(queue(&congress.handler, "urged").await, 1);
    assert_eq!(list(&congress.handler, "urged=false").await, [other_field.id()]);

    // Whom nobody asked does not answer.
    let lead = matter.task(congress.housing);
    app.move_clock("2026-06-16T09:00:00+08:00");
    assert_eq!(queue(&council.member, "to_urge").await, 1, "five working days later");
    let only = json!({"task_id": lead, "text": "请住建局抓紧。"});
    matter.post(&council.member, "/urge", &only).await;
    let second = matter.shown["urges"][1]["id"].clone();
    let answer = json!({"urge_id": second, "text": "已约定周三面商。"});
    matter.seen_by(&congress.co_handler).await;
    assert_eq!(
        (&matter.shown["urges"][0]["may_answer"], &matter.shown["urges"][1]["may_answer"]),
        (&json!(true), &json!(false))
    );
    let path = matter.path("/acknowledge-urge");
    congress.co_handler.command(&path, matter.version(), &answer).await.problem(403, "permission.denied");
    matter.post(&congress.handler, "/acknowledge-urge", &answer).await;
    assert_eq!(queue(&congress.handler, "urged").await, 1, "the first one still waits");
    let first = json!({"urge_id": matter.shown["urges"][0]["id"], "text": "正在办理。"});
    matter.post(&congress.co_handler, "/acknowledge-urge", &first).await;
    assert_eq!(queue(&congress.handler, "urged").await, 0);
    assert_eq!(queue(&council.member, "urge_unanswered").await, 0);
    assert!(!matter.shown["urges"][0]["acknowledged_at"].is_null());
    // A part that is over is not urged.
    let office = json!({"task_id": tests::fresh_id(), "text": "请抓紧。"});
    let refused = congress.clerk.command(&matter.path("/urge"), matter.version(), &office).await;
    refused.problem(404, "resource.not_found");
}

/// Urges and cards of before roles were written down come through the migration with role, day and words.
#[tokio::test]
async fn what_was_urged_before_keeps_its_role_and_its_day() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-16T09:00:00+08:00");
    let congress = Congress::found(&app).await;
    let council = Council::of(&app, &congress).await;
    let mut matter = supervised(&congress, &council).await;
    for who in [&congress.clerk, &council.member, &congress.lead] {
        matter.seen_by(who).await;
        matter.post(who, "/urge", &text()).await;
    }
    app.move_clock("2026-06-17T00:10:00+08:00");
    sweep_deadlines(app.state()).await.expect("swept");
    const SHOWN: &str = "SELECT concat_ws(' ', urged_congress_on, urged_government_on, urged_committee_on, urged_leader_on, \
        key_leader_id, urged_unit_ids, (SELECT string_agg(concat_ws('/', u->>'by', u->>'unit', u->>'deputy', u->>'text'), ' ') \
        FROM jsonb_array_elements(body->'urges') u WHERE u->>'by' <> 'system')) FROM suggestion";
    let mut admin = Admin::connect(app.database_url()).await.expect("connected");
    let now = admin.read(SHOWN).await.expect("readable");
    assert!(now[0].contains("2026-03-16 2026-03-16"), "{now:?}");
    // As the release before left it.
    for statement in [
        "UPDATE suggestion s SET body = jsonb_set(s.body, '{urges}', (SELECT jsonb_agg((u - 'unit') || \
         CASE WHEN u->>'by' = 'system' THEN '{\"text\": \"黄牌\"}' ELSE '{}' END::jsonb ORDER BY n) \
         FROM jsonb_array_elements(s.body->'urges') WITH ORDINALITY AS x(u, n)))",
        "ALTER TABLE suggestion DROP COLUMN urged_congress_on, DROP COLUMN urged_government_on, \
         DROP COLUMN urged_committee_on, DROP COLUMN urged_leader_on, DROP COLUMN key_leader_id, DROP COLUMN urged_unit_ids",
        "DELETE FROM seaql_migrations WHERE version = 'm20261123_0071_urges'",
    ] {
        admin.execute(statement).await.expect("done");
    }
    persistence::migration::up(app.store().db()).await.expect("migrated");
    assert_eq!(admin.read(SHOWN).await.expect("readable"), now);
    matter.seen_by(&council.member).await;
    assert_eq!(matter.shown["urging"][0]["last_on"], "2026-03-16");
    let card = matter.shown["urges"].as_array().and_then(|all| all.last()).expect("a card").clone();
    assert_eq!((&card["by"], &card["text"]), (&json!("system"), &json!("系统按办理期限自动亮黄牌。")));
}
