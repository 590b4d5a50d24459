//! 换届: what ends, what goes on, and who may still do what.

use chrono::NaiveDate;
use domain::authz::Role;
use persistence::account::NewGrant;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Client, Congress, Matter, Reply, TestApp, letter, ticked};

/// First day of the nineteenth congress.
const NEXT: &str = "2026-03-20";

async fn made(head: &Client, path: &str, body: &Value) -> String {
    let answer = head.post(path, body).await.ok(201);
    answer["id"].as_str().expect("an id").to_owned()
}

/// 十九届, in which the first deputy was elected again and somebody else for the first time; its seats and the term.
async fn next_congress(app: &TestApp, congress: &Congress) -> (String, String, String) {
    let head = &congress.head;
    let root = app.county().root;
    let term = made(
        head,
        "/api/v1/terms",
        &json!({"jurisdiction_id": root, "ordinal": 19, "name": "十九届", "starts_on": NEXT}),
    )
    .await;
    let area = json!({"term_id": term, "jurisdiction_id": root, "no": 1, "name": "第一选区", "seats": 3});
    let area = made(head, "/api/v1/constituencies", &area).await;
    let known = head.get(&format!("/api/v1/deputies/{}", congress.deputies[0].0)).await.ok(200);
    let newcomer = json!({"jurisdiction_id": root, "name": "赵敏", "gender": "female", "birth_on": "1985-06-15",
        "ethnicity": "汉族", "party": "none"});
    let newcomer = made(head, "/api/v1/persons", &newcomer).await;
    let mut seats = Vec::new();
    let again = known["person_id"].as_str().expect("a person").to_owned();
    for (number, person, again) in [(1, again, true), (2, newcomer, false)] {
        let seat = json!({"person_id": person, "term_id": term, "level": "county", "constituency_id": area,
            "cert_no": format!("19{number:03}"), "elected_on": "2026-02-20", "entry": "general",
            "is_newcomer": !again, "is_reelected": again, "occupation": "教师", "composition": "worker_peasant"});
        seats.push(made(head, "/api/v1/deputies", &seat).await);
    }
    let on = json!({"on": "2026-03-01", "document_no": null, "note": null});
    for seat in &seats {
        head.command(&format!("/api/v1/deputies/{seat}/confirm"), 1, &on).await.ok(200);
    }
    let newcomer = seats.pop().expect("two seats");
    (term, seats.pop().expect("two seats"), newcomer)
}

async fn roll_over(app: &TestApp, who: &Client, congress: &Congress, next: &str) -> Reply {
    let path = format!("/api/v1/terms/{}", congress.term.0);
    let version = who.get(&path).await.version();
    assert!(app.now().date_naive() >= "2022-01-01".parse::<NaiveDate>().expect("a date"));
    who.command(&format!("{path}/rollover"), version, &json!({"next_term_id": next})).await
}

/// Repeats the command until everything is through.
async fn rolled_over(app: &TestApp, congress: &Congress, next: &str) -> Value {
    for _ in 0..20 {
        let answer = roll_over(app, &congress.head, congress, next).await.ok(200);
        if answer["state"] == "done" {
            return answer;
        }
    }
    panic!("the rollover does not end");
}

/// As `Matter::answer`, under a document number of its own.
async fn answered(matter: &mut Matter<'_>, congress: &Congress, number: u32) {
    let lead = matter.task(congress.housing);
    matter.put(&congress.handler, &format!("/tasks/{lead}/reply"), &letter()).await;
    matter.post(&congress.handler, &format!("/tasks/{lead}/submit-reply"), &Value::Null).await;
    matter.post(&congress.dispatcher, &format!("/tasks/{lead}/pass-reply"), &ticked()).await;
    let sign = json!({"doc_no": format!("泗住建复〔2026〕{number}号"), "signer_name": "演局长", "by_head": true,
        "seal_applied": true});
    matter.post(&congress.leader, &format!("/tasks/{lead}/sign-off"), &sign).await;
    matter.post(&congress.handler, &format!("/tasks/{lead}/deliver"), &json!({"method": "face"})).await;
}

fn rating(matter: &Matter<'_>, app: &TestApp) -> Value {
    json!({"reply_id": matter.reply(), "attitude": "satisfied", "result": "satisfied", "met": true,
        "received_reply_on": app.now().date_naive(), "who_replied": "演局长", "comment": "", "reasons": []})
}

/// Signed by the first deputy and the second, and answered.
async fn joint<'c>(congress: &'c Congress, at: &str, number: u32) -> Matter<'c> {
    let mut matter = Matter::begin(congress).await;
    let second = json!({"deputy_ids": [congress.deputies[1].0]});
    matter.post(&congress.lead, "/cosigners", &second).await;
    matter.post(&congress.cosigner, "/cosign", &json!({"text_version": 1})).await;
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    matter.post(&congress.clerk, "/accept", &json!({"category": "城建交通"})).await;
    matter.assign_through_the_office().await;
    matter.sign_and_start().await;
    matter.talk(at, &[]).await;
    matter.co_opinion().await;
    answered(&mut matter, congress, number).await;
    matter
}

async fn listed(who: &Client, query: &str) -> Vec<String> {
    let page = who.get(&format!("/api/v1/suggestions?limit=200&{query}")).await.ok(200);
    let rows = page["items"].as_array().expect("items").clone();
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn what_is_unfinished_goes_on_and_the_old_term_is_only_read() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let head = &congress.head;
    let at = app.now().to_rfc3339();
    let group = json!({"term_id": congress.term, "jurisdiction_id": app.county().root, "no": 1,
        "name": "第一代表小组", "area_ids": [], "duties": "联系选民，反映社情民意。", "founded_on": "2022-02-01"});
    let group = made(head, "/api/v1/groups", &group).await;
    let delegation = json!({"term_id": congress.term, "jurisdiction_id": app.county().root, "no": 1, "name": "第一代表团"});
    let delegation = made(head, "/api/v1/delegations", &delegation).await;

    // One in every state.
    let mut inviting = Matter::begin(&congress).await;
    inviting.post(&congress.lead, "/cosigners", &json!({"deputy_ids": [congress.deputies[1].0]})).await;
    let mut returned = Matter::begin(&congress).await;
    returned.post(&congress.lead, "/submit", &Value::Null).await;
    let why = json!({"reasons": ["no_content"], "text": "请补充具体意见。"});
    returned.post(&congress.clerk, "/return", &why).await;
    let mut submitted = Matter::begin(&congress).await;
    submitted.post(&congress.lead, "/submit", &Value::Null).await;
    let mut accepted = Matter::accepted(&congress).await;
    let mut assigned = Matter::dispatched(&congress).await;
    let mut handling = Matter::dispatched(&congress).await;
    handling.sign_and_start().await;
    let mut replied = Matter::replied(&congress, &at).await;
    let mut shared = joint(&congress, &at, 6).await;
    let mut tracking = joint(&congress, &at, 7).await;
    let rated = rating(&tracking, &app);
    tracking.post(&congress.lead, "/evaluate", &rated).await;
    assert_eq!(tracking.shown["status"], "tracking");
    let mut withdrawn = Matter::accepted(&congress).await;
    withdrawn.post(&congress.lead, "/withdraw", &json!({"reason": "情况已经变化。"})).await;
    let number = accepted.shown["official_ref"].clone();

    let (next, new_seat, newcomer) = next_congress(&app, &congress).await;
    let grant = |seat: &str| NewGrant {
        deputy: Some(seat.parse::<uuid::Uuid>().expect("an id").into()),
        ..app.county().grant(Role::Deputy)
    };
    let old_seat = congress.deputies[0].0.to_string();
    let reelected = app.actor_with(&[grant(&old_seat), grant(&new_seat)]).await;
    let newcomer = app.actor_with(&[grant(&newcomer)]).await;

    // Too early: seen in the preview, refused by the command, and nothing has changed.
    let preview = format!("/api/v1/terms/{}/rollover-preview", congress.term.0);
    assert_eq!(head.get(&preview).await.ok(200)["blockers"], json!(["not_begun"]));
    roll_over(&app, head, &congress, &next).await.problem(409, "rollover.not_begun");
    roll_over(&app, &congress.clerk, &congress, &next).await.problem(403, "permission.denied");
    app.move_clock(&format!("{NEXT}T09:00:00+08:00"));

    let seen = head.get(&preview).await.ok(200);
    assert_eq!((&seen["blockers"], &seen["next_term"]["name"]), (&json!([]), &json!("十九届")));
    let figures = seen["figures"].clone();
    for (field, expected) in [
        ("seats_active", 4),
        ("seats_reelected", 1),
        ("groups", 1),
        ("delegations", 1),
        ("drafts", 1),
        ("returned", 1),
        ("invitations", 1),
        ("submitted", 1),
        ("accepted", 1),
        ("handling", 2),
        ("replied", 2),
        ("tracking", 1),
        ("finished", 1),
        ("commitments", 3),
        ("next_active", 2),
    ] {
        assert_eq!(figures[field], expected, "{field}: {figures}");
    }
    // Of the old term's days; whoever is in office on the last of them counts among the deputies.
    let statistics = "/api/v1/suggestions/statistics?assigned_from=2026-01-01&assigned_to=2026-03-19";
    let before = head.get(statistics).await.ok(200);

    // Two at once: one of them does it, both are told the same.
    let (one, other) =
        tokio::join!(roll_over(&app, head, &congress, &next), roll_over(&app, head, &congress, &next));
    assert!(
        [&one, &other].into_iter().all(|answer| answer.status == 200 || answer.status == 412),
        "{} {}",
        one.status,
        other.status
    );
    let report = rolled_over(&app, &congress, &next).await;
    assert_eq!(
        (&report["total"], &report["done"]),
        (&json!(9), &json!(9)),
        "7 carried over, 2 invitations looked at"
    );
    assert_eq!(report["ended"], figures, "what was announced is what happened");
    assert_eq!(head.get(statistics).await.ok(200), before, "the old figures stay");

    // The terms have changed places, and the seats are over.
    let old = format!("/api/v1/terms/{}", congress.term.0);
    let term = head.get(&old).await.ok(200);
    assert_eq!((&term["is_current"], &term["ends_on"]), (&json!(false), &json!("2026-03-19")));
    assert_eq!(term["allowed_actions"], json!([]));
    assert_eq!(head.get(&format!("/api/v1/terms/{next}")).await.ok(200)["is_current"], true);
    let seat = format!("/api/v1/deputies/{old_seat}");
    let ended = head.get(&seat).await;
    assert_eq!(ended.json()["status"], "term_ended");
    assert_eq!(ended.json()["allowed_actions"], json!(["release"]));

    // Whatever would change the old term is refused with one code.
    let suspension = json!({"ground": "criminal_detention", "on": NEXT, "document_no": null, "note": null});
    let dissolution = json!({"on": NEXT, "reason": "届满"});
    let version = |path: String| async move { head.get(&path).await.version() };
    let group_path = format!("/api/v1/groups/{group}");
    let refused = [
        head.command(&format!("{seat}/suspend"), ended.version(), &suspension).await,
        head.command(&format!("{group_path}/dissolve"), version(group_path.clone()).await, &dissolution).await,
        head.patch(&old, version(old.clone()).await, &json!({"name": "第十八届"})).await,
        head.patch(&seat, ended.version(), &json!({"post": "主任"})).await,
        head.patch(
            &format!("/api/v1/delegations/{delegation}"),
            version(format!("/api/v1/delegations/{delegation}")).await,
            &json!({"name": "第二代表团"}),
        )
        .await,
        head.post(
            "/api/v1/groups",
            &json!({"term_id": congress.term, "jurisdiction_id": app.county().root, "no": 9, "name": "第九代表小组",
                "area_ids": [], "duties": "联系选民，反映社情民意。", "founded_on": "2026-01-01"}),
        )
        .await,
        head.post(
            "/api/v1/constituencies",
            &json!({"term_id": congress.term, "jurisdiction_id": app.county().root, "no": 9, "name": "第九选区", "seats": 1}),
        )
        .await,
        head.post(
            "/api/v1/congress-sessions",
            &json!({"term_id": congress.term, "ordinal": 9, "name": "十八届九次", "starts_on": "2026-03-01",
                "ends_on": "2026-03-04"}),
        )
        .await,
    ];
    for answer in &refused {
        answer.problem(409, "term.ended");
    }
    let dissolved = head.get(&format!("/api/v1/groups/{group}")).await.ok(200);
    assert_eq!((&dissolved["dissolved_on"], &dissolved["allowed_actions"]), (&json!(NEXT), &json!([])));

    // The lists: this term with what was carried into it, each by itself, and the whole old one.
    let mut carried = listed(head, "carried_over=true").await;
    carried.sort_unstable();
    let mut expected: Vec<String> =
        [&submitted, &accepted, &assigned, &handling, &replied, &shared, &tracking]
            .iter()
            .map(|matter| matter.id().to_owned())
            .collect();
    expected.sort_unstable();
    assert_eq!(carried, expected);
    let mut current = listed(head, "current_term=true").await;
    current.sort_unstable();
    assert_eq!(current, expected, "nothing was handed in in the new term yet");
    assert_eq!(
        listed(head, &format!("term_id={}", congress.term.0)).await.len(),
        9,
        "with returned and withdrawn"
    );

    // Reviewed, numbered and handled as before. Nobody is left who could change its text.
    let shown = submitted.seen_by(head).await;
    assert_ne!(shown["carried_over_at"], Value::Null);
    let back = submitted.path("/return");
    head.command(&back, submitted.version(), &why).await.problem(409, "term.ended");
    submitted.post(&congress.clerk, "/accept", &json!({"category": "城建交通"})).await;
    assert_eq!(accepted.seen_by(&congress.clerk).await["official_ref"], number, "its number stays");
    accepted.assign_through_the_office().await;
    assigned.seen_by(&congress.clerk).await;
    assigned.sign_and_start().await;
    handling.seen_by(&congress.clerk).await;
    handling.talk(&app.now().to_rfc3339(), &[]).await;

    // The deputy who left reads and rates what he signed, and does nothing else.
    congress.lead.post("/api/v1/suggestions", &tests::draft()).await.problem(403, "permission.denied");
    assert!(congress.other_deputy.get("/api/v1/suggestions").await.status == 403, "he signed nothing");
    congress.lead.get("/api/v1/deputies").await.problem(403, "permission.denied");
    replied.seen_by(&congress.lead).await;
    let rated = rating(&replied, &app);
    replied.post(&congress.lead, "/evaluate", &rated).await;
    assert_eq!(replied.shown["status"], "tracking");
    assert_eq!(replied.shown["commitments"][0]["status"], "carried_over", "the promise goes on");
    assert_eq!(replied.shown["commitments"][0]["due"], "2026-12-31", "with its day");
    // Elected again: one person, two seats, both matters.
    let draft = reelected.post("/api/v1/suggestions", &tests::draft()).await;
    let fresh = Matter::of(&congress, &draft);
    assert_eq!(draft.json()["lead"]["id"], json!(new_seat));
    reelected.command(&fresh.path("/submit"), fresh.version(), &Value::Null).await.ok(200);
    assert_eq!(reelected.get(&shared.path("")).await.status, 200, "what he signed before");
    let first = newcomer.post("/api/v1/suggestions", &tests::draft()).await;
    assert_eq!(first.status, 201);

    // He died: the co-signer speaks in his place.
    shared.seen_by(&congress.cosigner).await;
    let rated = rating(&shared, &app);
    let evaluate = shared.path("/evaluate");
    congress.cosigner.command(&evaluate, shared.version(), &rated).await.problem(403, "feedback.not_rater");
    let death = json!({"ground": "death", "on": NEXT, "note": null});
    head.command(&format!("{seat}/release"), ended.version(), &death).await.ok(200);
    head.command(&format!("{seat}/release"), ended.version(), &death).await.problem(409, "state.conflict");
    assert_eq!(congress.lead.get(&shared.path("")).await.status, 404, "his access is over");
    shared.post(&congress.cosigner, "/evaluate", &rated).await;
    assert_eq!(shared.shown["status"], "tracking");

    // Once done it stays as it is.
    let again = rolled_over(&app, &congress, &next).await;
    assert_eq!(again, report);
    let wrong = json!({"next_term_id": congress.term});
    head.command(&format!("{old}/rollover"), 1, &wrong).await.problem(409, "rollover.other_term");
    assert_eq!(congress.clerk.get(&format!("{old}/rollover")).await.ok(200)["rollover"], report);
    assert_eq!(head.get(&format!("/api/v1/terms/{next}/rollover")).await.ok(200)["rollover"], Value::Null);
    assert_eq!(returned.seen_by(head).await["status"], "returned", "it ended in its deputy's hands");
}

#[tokio::test]
async fn what_was_handed_in_while_rolling_over_is_carried_over_or_refused() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let (next, ..) = next_congress(&app, &congress).await;
    app.move_clock(&format!("{NEXT}T09:00:00+08:00"));
    let mut drafts = Vec::new();
    for _ in 0..30 {
        drafts.push(Matter::begin(&congress).await);
    }
    let path = format!("/api/v1/terms/{}", congress.term.0);
    let version = congress.head.get(&path).await.version();
    let rollover = async {
        tokio::task::yield_now().await;
        let body = json!({"next_term_id": next});
        congress.head.command(&format!("{path}/rollover"), version, &body).await
    };
    let lead = &congress.lead;
    let submissions =
        futures_util::future::join_all(drafts.iter().enumerate().map(|(n, draft)| async move {
            // Spread around the rollover, without waiting for anything but turns.
            for _ in 0..n * 8 {
                tokio::task::yield_now().await;
            }
            // A server that is asked for more than it has connections says so, and is asked again.
            for _ in 0..20 {
                let submit = lead.call(Method::POST, &draft.path("/submit")).version(draft.version());
                let answer = submit.json(&Value::Null).send().await;
                if answer.status != 503 {
                    return answer;
                }
            }
            panic!("the server does not recover");
        }));
    let (rollover, submissions) = tokio::join!(rollover, submissions);
    assert!(matches!(rollover.status, 200 | 503), "{}", rollover.text());
    let taken = submissions.iter().filter(|answer| answer.status == 200).count();
    for answer in submissions.iter().filter(|answer| answer.status != 200) {
        match answer.status {
            409 => {
                answer.problem(409, "term.ended");
            }
            403 => {
                answer.problem(403, "permission.denied");
            }
            // Nothing of his is unfinished: his access is over.
            404 => {
                answer.problem(404, "resource.not_found");
            }
            status => panic!("{status}: {}", answer.text()),
        }
    }
    rolled_over(&app, &congress, &next).await;
    let head = &congress.head;
    assert_eq!(listed(head, "status=submitted").await.len(), taken, "each that was taken is there");
    assert_eq!(listed(head, "carried_over=true").await.len(), taken, "and none was missed");
}

#[tokio::test]
async fn structure_goes_on_without_who_left_and_lists_show_the_present_term() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let head = &congress.head;
    let root = app.county().root;
    let mut groups = Vec::new();
    for (no, member) in [(1, 0), (2, 1)] {
        let body = json!({"term_id": congress.term, "jurisdiction_id": root, "no": no, "name": format!("第{no}代表小组"),
            "area_ids": [], "field": "城建环保", "duties": "联系选民，反映社情民意。", "founded_on": "2022-02-01"});
        let group = made(head, "/api/v1/groups", &body).await;
        let joins = json!({"deputy_id": congress.deputies[member].0, "on": "2022-02-01"});
        head.command(&format!("/api/v1/groups/{group}/add-member"), 1, &joins).await.ok(200);
        groups.push(group);
    }
    let delegation =
        json!({"term_id": congress.term, "jurisdiction_id": root, "no": 1, "name": "第一代表团"});
    made(head, "/api/v1/delegations", &delegation).await;
    let area =
        json!({"term_id": congress.term, "jurisdiction_id": root, "no": 7, "name": "第七选区", "seats": 2});
    made(head, "/api/v1/constituencies", &area).await;
    let members = head.get(&format!("/api/v1/groups/{}/members", groups[0])).await.ok(200);
    assert_eq!(members["items"].as_array().map(Vec::len), Some(1), "{members}");

    // The next term has a first constituency of its own; the first deputy was elected again, the second was not.
    let (next, new_seat, _) = next_congress(&app, &congress).await;
    app.move_clock(&format!("{NEXT}T09:00:00+08:00"));
    let preview = head.get(&format!("/api/v1/terms/{}/rollover-preview", congress.term.0)).await.ok(200);
    let figures = &preview["figures"];
    let counted = ["copy_constituencies", "copy_delegations", "copy_groups", "copy_members"]
        .map(|key| figures[key].clone());
    assert_eq!(counted, [json!(1), json!(1), json!(2), json!(1)], "{figures}");
    let path = format!("/api/v1/terms/{}", congress.term.0);
    let body = json!({"next_term_id": next, "copy_structure": true});
    let done =
        head.command(&format!("{path}/rollover"), head.get(&path).await.version(), &body).await.ok(200);
    assert_eq!((&done["structure_copied"], &done["ended"]), (&json!(true), figures));
    // Again: nothing is taken over twice.
    head.command(&format!("{path}/rollover"), 1, &body).await.ok(200);

    let list = async |what: &str, filter: &str| -> Vec<Value> {
        let page = head.get(&format!("/api/v1/{what}?{filter}")).await.ok(200);
        page["items"].as_array().expect("items").clone()
    };
    let names = |rows: &[Value]| {
        rows.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let now = list("groups", "current_term=true").await;
    assert_eq!(names(&now), ["第1代表小组", "第2代表小组"]);
    assert_eq!((&now[0]["term_name"], &now[0]["field"]), (&json!("十九届"), &json!("城建环保")));
    assert_eq!((&now[0]["founded_on"], &now[0]["dissolved_on"]), (&json!(NEXT), &Value::Null));
    assert_eq!(
        [&now[0]["members"], &now[1]["members"]],
        [&json!(1), &json!(0)],
        "who left is not taken over"
    );
    let group = now[0]["id"].as_str().expect("an id");
    let members = head.get(&format!("/api/v1/groups/{group}/members")).await.ok(200);
    assert_eq!(members["items"][0]["deputy_id"], json!(new_seat));
    assert_eq!(names(&list("delegations", "current_term=true").await), ["第一代表团"]);
    let areas = names(&list("constituencies", "current_term=true").await);
    assert_eq!(areas, ["第一选区", "第七选区"], "its own first one, and the seventh of the old term");
    // The old ones stay with their term, and are found there.
    assert_eq!(list("groups", "current_term=false").await.len(), 2);
    assert_eq!(list("groups", &format!("term_id={}", congress.term.0)).await[0]["dissolved_on"], NEXT);
    assert_eq!(list("delegations", "").await.len(), 2);
}
