//! What a matter tells of itself, and a deputy of his day.

use crate::asking::{app, first, titles};
use crate::matter::Matter;
use crate::world::morning;
use domain::authz::Role;
use domain::kernel::AccountId;
use domain::suggestion::{ContactKind, ContactLog, Cosigner, SuggestionStatus, TaskRole};
use serde_json::Value;
use std::collections::BTreeSet;
use tests::fresh_id;

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
        expired_at: None,
        voided: None,
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
                for_information: Vec::new(),
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
