//! The publication desk's queues, and which parts it is offered.

use crate::asking::{app, titles};
use crate::matter::Matter;
use crate::world::{World, day, morning};
use domain::authz::Role;
use domain::kernel::{AccountId, FeedbackId};
use domain::suggestion::{
    Feedback, FeedbackEntry, PublicationPart, PublicationStatus, PublishConsent, Rating, TaskRole,
};
use serde_json::{Value, json};
use tests::fresh_id;

fn answered(world: &World, number: u32, title: &str) -> Matter {
    Matter::submitted(world, 0, title, "2026-03-02")
        .accepted(number, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .replied("已增设车位。", &format!("泗住建复〔2026〕{number}号"), "2026-03-20")
}

fn all_released(matter: Matter) -> Matter {
    [PublicationPart::Title, PublicationPart::Text, PublicationPart::Reply, PublicationPart::Status]
        .into_iter()
        .fold(matter, |matter, part| matter.released(part, Vec::new()))
}

/// The lead deputy is satisfied.
fn rated(matter: Matter, world: &World) -> Matter {
    matter.with(|case| {
        case.feedbacks.push(Feedback {
            reasons: Vec::new(),
            id: FeedbackId(fresh_id()),
            reply: case.replies[0].id,
            on_behalf_of: case.id(),
            deputy: world.deputies[0],
            round: 1,
            attitude: Rating::Satisfied,
            result: Rating::Satisfied,
            met: true,
            received_reply_on: day("2026-03-20"),
            who_replied: "张局长".into(),
            comment: String::new(),
            cosigner_summary: None,
            entry: FeedbackEntry::Own,
            paper_scan: None,
            entered_by: AccountId(fresh_id()),
            submitted_at: morning("2026-03-25"),
        });
    })
}

#[tokio::test]
async fn the_queue_to_propose_holds_what_has_a_part_that_may_be_published_and_never_was_proposed() {
    let (app, world) = app().await;
    let store = app.store();
    answered(&world, 1, "关于尚未提请的建议").store(store).await;
    all_released(answered(&world, 2, "关于全部公开的建议")).store(store).await;
    answered(&world, 3, "关于只公开标题的建议")
        .released(PublicationPart::Title, Vec::new())
        .with(|case| case.publications[0].status = PublicationStatus::Proposed)
        .store(store)
        .await;
    answered(&world, 4, "关于不同意公开的建议")
        .with(|case| case.suggestion.wishes.publish_consent = PublishConsent::No)
        .store(store)
        .await;
    rated(all_released(answered(&world, 5, "关于只剩评价的建议")), &world).store(store).await;
    Matter::submitted(&world, 0, "关于尚未立案的建议", "2026-03-02").store(store).await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let queue = async |query: &str| {
        let mut found = titles(&clerk, query).await;
        found.sort();
        found
    };
    assert_eq!(queue("?publication=unproposed").await, ["关于只公开标题的建议", "关于尚未提请的建议"]);
    assert_eq!(queue("?publication=proposed").await, ["关于只公开标题的建议"]);
    assert_eq!(queue("?publication=decided").await, ["关于全部公开的建议", "关于只剩评价的建议"]);
    assert_eq!(queue("?publication=proposed,decided").await.len(), 3);
    clerk.get("/api/v1/suggestions?publication=maybe").await.problem(400, "request.malformed");
    // Who reads only what is published is not told how far the rest has come.
    let stranger = world.grants(&app, &[world.of_deputy(5)]).await;
    assert_eq!(titles(&stranger, "?publication=decided").await, [] as [&str; 0]);

    // From the day on which ratings may be published, the rating that is left over is to be proposed.
    let admin = app.actor(Role::SysAdmin).await;
    let change = json!({"value": true, "valid_from": "2026-03-31", "reason": "主任会议决定"});
    let put = admin.call(reqwest::Method::PUT, "/api/v1/settings/feedback_public").version(0).json(&change);
    put.send().await.ok(200);
    assert_eq!(
        queue("?publication=unproposed").await,
        ["关于只公开标题的建议", "关于只剩评价的建议", "关于尚未提请的建议"]
    );
}

#[tokio::test]
async fn a_rating_that_the_settings_keep_is_no_option_and_is_refused_with_the_reason() {
    let (app, world) = app().await;
    let case = rated(answered(&world, 1, "关于评价公开的建议"), &world).store(app.store()).await;
    let path = format!("/api/v1/suggestions/{}", case.id());
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let seen = clerk.get(&path).await.ok(200);
    let option = |seen: &Value| {
        let options = seen["publication_options"].as_array().expect("a list").clone();
        options.into_iter().find(|option| option["part"] == "feedback").expect("somebody has rated")
    };
    assert_eq!(
        option(&seen),
        json!({"part": "feedback", "reply_id": null, "barred": "publication.feedback_not_public"})
    );
    let proposal = json!({"part": "feedback", "no_state_secret": true, "no_commercial_secret": true,
        "no_privacy": true, "no_stability_risk": true});
    let propose = async || {
        let call = clerk.call(reqwest::Method::POST, &format!("{path}/publications"));
        call.version(seen["version"].as_i64().expect("a version")).json(&proposal).send().await
    };
    propose().await.problem(409, "publication.feedback_not_public");
    let admin = app.actor(Role::SysAdmin).await;
    let change = json!({"value": true, "valid_from": "2026-03-31", "reason": "主任会议决定"});
    let put = admin.call(reqwest::Method::PUT, "/api/v1/settings/feedback_public").version(0).json(&change);
    put.send().await.ok(200);
    assert_eq!(option(&clerk.get(&path).await.ok(200))["barred"], Value::Null);
    let proposed = propose().await.ok(200);
    assert_eq!(option(&proposed)["barred"], "publication.exists");
}
