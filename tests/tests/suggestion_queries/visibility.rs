//! Who sees which matters: the list, and what is hidden in it.

use crate::asking::{app, first, ids, titles};
use crate::matter::Matter;
use crate::world::morning;
use domain::authz::Role;
use domain::suggestion::{Cosigner, SuggestionStatus, TaskRole, TaskStatus};
use std::collections::BTreeSet;

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
                    expired_at: None,
                    voided: None,
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
    let name = crate::world::NAMES[3];
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    for export in ["/api/v1/tasks/export?format=csv", "/api/v1/suggestions/export?format=csv"] {
        let theirs = unit.get(export).await.text();
        assert!(theirs.contains("受保护代表") && !theirs.contains(name), "{theirs}");
        let ours = clerk.get(export).await.text();
        assert!(ours.contains(name), "{ours}");
    }
    let by_name = format!("?deputy_id={}", world.deputies[3].0);
    assert_eq!(titles(&unit, &by_name).await, [] as [&str; 0]);
    assert_eq!(titles(&clerk, &by_name).await, ["关于受保护的建议"]);
}
