//! What a deputy reads of a matter of others that is published: field by field.

use crate::matter::Matter;
use crate::world::{World, morning};
use domain::authz::Role;
use domain::suggestion::{
    CosignMethod, Cosigner, Origin, PublicationPart, PublishConsent, RepeatedYears, TaskRole,
};
use serde_json::{Value, json};
use tests::{TestApp, fresh_id};

/// Each field of the representation, and whether such a reader is told what it says: the same as a citizen is told (`same`),
/// or what it would be if nothing were there.
fn expected(inside: &Value) -> Vec<(&'static str, Value)> {
    let same = |field: &str| inside[field].clone();
    vec![
        ("id", same("id")),
        ("code", Value::Null),
        ("official_no", same("official_no")),
        ("official_title", same("official_title")),
        ("kind", same("kind")),
        ("period", same("period")),
        ("session", same("session")),
        ("status", same("status")),
        ("status_label", same("status_label")),
        ("round", json!(1)),
        ("title", same("title")),
        ("facts", json!("")),
        ("analysis", json!("")),
        ("proposals", json!([])),
        ("text_version", json!(1)),
        ("errata", json!([])),
        ("lead", same("lead")),
        ("group", Value::Null),
        ("cosigners", json!([])),
        ("contact_person", Value::Null),
        ("preferred_units", json!([])),
        ("origin", json!("other")),
        ("origin_ref", Value::Null),
        ("repeated_years", json!("none")),
        ("publish_consent", json!("full")),
        ("publish_reason", Value::Null),
        ("ask_protection", Value::Null),
        ("want_contact", json!(false)),
        ("reference_only", json!(false)),
        ("open_for_cosign", json!(false)),
        ("attachment_ids", json!([])),
        ("attachments", json!([])),
        ("confidential", json!(false)),
        ("names_hidden_from_units", json!(false)),
        ("category", same("category")),
        ("sub_category", same("sub_category")),
        ("committee", Value::Null),
        ("urgent_by", Value::Null),
        ("is_key", json!(false)),
        ("carried_over_at", Value::Null),
        ("previous", json!([])),
        ("raised_for_years", json!(1)),
        ("withdrawal", Value::Null),
        ("earlier_text", Value::Null),
        ("objections", json!([])),
        ("category_history", json!([])),
        ("archive_sha256", Value::Null),
        ("merged_into", Value::Null),
        ("merged_children", json!([])),
        ("review_remarks", json!([])),
        ("withdrawal_reason", Value::Null),
        ("dues", json!([])),
        ("light", Value::Null),
        ("created_at", same("submitted_at")),
        ("submitted_at", same("submitted_at")),
        ("accepted_at", Value::Null),
        ("assigned_at", Value::Null),
        ("replied_at", Value::Null),
        ("closed_at", Value::Null),
        ("result_category", Value::Null),
        ("result_letter", Value::Null),
        ("tasks", json!([])),
        ("replies", json!([])),
        ("feedbacks", json!([])),
        ("ratings_due", json!([])),
        ("commitments", json!([])),
        ("publications", json!([])),
        ("publication_options", json!([])),
        ("urges", json!([])),
        ("urging", json!([])),
        ("pressure_flags", json!([])),
        ("turns", json!([])),
        ("allowed_actions", json!([])),
        ("version", same("version")),
    ]
}

/// A matter that has something in every private place.
fn private(world: &World) -> Matter {
    let (asked, signed) = (world.deputies[1], world.deputies[2]);
    Matter::submitted(world, 0, "关于城北停车难的建议", "2026-03-02")
        .accepted(7, "urban")
        .assigned(world.housing, TaskRole::Lead, "2026-03-10", "2026-06-10")
        .replied("已增设车位。", "泗住建复〔2026〕5号", "2026-05-20")
        .released(PublicationPart::Title, Vec::new())
        .with(|case| {
            let suggestion = &mut case.suggestion;
            suggestion.created_at = morning("2026-02-20");
            let text = suggestion.text_version;
            let invited = |position, deputy, confirmed: bool| Cosigner {
                expired_at: None,
                voided: None,
                deputy,
                position,
                invited_at: morning("2026-02-21"),
                expires_at: morning("2026-02-28"),
                confirmed_at: confirmed.then(|| morning("2026-02-22")),
                confirmed_text: confirmed.then_some(text),
                declined_at: (!confirmed).then(|| morning("2026-02-23")),
                method: confirmed.then_some(CosignMethod::Online),
                withdrawal_agreed_at: None,
            };
            suggestion.cosigners = vec![invited(1, asked, false), invited(2, signed, true)];
            let wishes = &mut suggestion.wishes;
            wishes.contact_person = Some(signed);
            wishes.preferred_units = vec![world.traffic];
            wishes.origin = Origin::Visit;
            wishes.origin_ref = Some("走访幸福社区".into());
            wishes.repeated_years = RepeatedYears::Two;
            wishes.publish_consent = PublishConsent::TitleOnly;
            wishes.publish_reason = Some("涉及个别住户".into());
            wishes.ask_protection = Some("涉及个别住户".into());
            wishes.want_contact = true;
            wishes.open_for_cosign = true;
            wishes.attachments = vec![fresh_id().into()];
            suggestion.classification.committee = Some(world.committee);
            suggestion.is_key = true;
        })
}

#[tokio::test]
async fn a_deputy_reads_of_the_published_matter_of_others_what_is_published() {
    let app = TestApp::start().await;
    let world = World::found(app.store(), None).await;
    let case = private(&world).store(app.store()).await;
    let path = format!("/api/v1/suggestions/{}", case.id());
    let inside = world.grants(&app, &[world.role(Role::DcHead)]).await.get(&path).await.ok(200);
    let stranger = world.grants(&app, &[world.of_deputy(5)]).await.get(&path).await.ok(200);
    let table = expected(&inside);
    let fields: Vec<&str> = table.iter().map(|(field, _)| *field).collect();
    for field in stranger.as_object().expect("an object").keys() {
        assert!(fields.contains(&field.as_str()), "{field}: decide who reads it");
    }
    for (field, value) in &table {
        assert_eq!(&stranger[field], value, "{field}");
    }
    // The table would prove nothing about a place that is empty for everybody.
    for field in [
        "code",
        "cosigners",
        "contact_person",
        "preferred_units",
        "origin_ref",
        "publish_reason",
        "ask_protection",
        "attachment_ids",
        "committee",
        "accepted_at",
        "assigned_at",
        "tasks",
        "replies",
        "publications",
        "publication_options",
        "dues",
        "result_category",
    ] {
        assert_ne!(inside[field], stranger[field], "{field} is empty for the committee too");
    }
}

#[tokio::test]
async fn who_was_asked_and_did_not_sign_is_between_the_deputies() {
    let app = TestApp::start().await;
    let world = World::found(app.store(), None).await;
    let case = private(&world).store(app.store()).await;
    let path = format!("/api/v1/suggestions/{}", case.id());
    for (who, seen) in [
        (world.of_deputy(0), 2),
        (world.of_deputy(2), 2),
        (world.role(Role::DcStaff), 2),
        (world.of_unit(Role::UnitHandler, world.housing), 1),
        (world.of_deputy(5), 0),
    ] {
        let role = who.role.name();
        let answer = world.grants(&app, &[who]).await.get(&path).await.ok(200);
        assert_eq!(answer["cosigners"].as_array().map(Vec::len), Some(seen), "{role}: {answer}");
    }
}
