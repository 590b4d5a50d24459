//! What a server keeps in memory is never older than what was committed before the request came, whichever server
//! committed it: here one asks the first of two servers, and the change is made through the second.

use crate::matter::Matter;
use crate::world::{World, begin};
use domain::authz::Role;
use domain::kernel::Version;
use domain::suggestion::{Case, PublicationPart, PublicationStatus, TaskRole};
use serde_json::json;
use tests::TestApp;

async fn app() -> (TestApp, World) {
    let app = TestApp::start().await;
    app.move_clock("2026-06-10T09:00:00+08:00");
    let world = World::found(app.store(), None).await;
    (app, world)
}

async fn matter(app: &TestApp, world: &World) -> Case {
    Matter::submitted(world, 0, "关于缓解停车难的建议", "2026-03-02")
        .accepted(7, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .released(PublicationPart::Text, Vec::new())
        .released(PublicationPart::Status, Vec::new())
        .store(app.store())
        .await
}

#[tokio::test]
async fn a_revoked_sign_in_reads_nothing_more() {
    let (app, world) = app().await;
    let id = matter(&app, &world).await.id();
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let paths = [
        format!("/api/v1/suggestions/{id}"),
        "/api/v1/suggestions".to_owned(),
        // Also where there is no row that could tell.
        "/api/v1/suggestions?status=archived".to_owned(),
        format!("/api/v1/suggestions/{}", world.housing),
    ];
    for (path, status) in paths.iter().zip([200, 200, 200, 404]) {
        // Twice: the second time from memory.
        assert_eq!(clerk.get(path).await.status, status, "{path}");
        assert_eq!(clerk.get(path).await.status, status, "{path}");
    }
    let uow = begin(app.store(), app.now()).await;
    uow.revoke_sessions(clerk.account(), None, "test").await.expect("revoked");
    for path in &paths {
        assert_ne!(clerk.get(path).await.status, 401, "{path}: nothing is committed yet");
    }
    uow.commit().await.expect("committed");
    for path in &paths {
        clerk.get(path).await.problem(401, "auth.token_invalid");
    }
}

#[tokio::test]
async fn a_sign_in_ends_when_its_time_is_over() {
    let (app, world) = app().await;
    let path = format!("/api/v1/suggestions/{}", matter(&app, &world).await.id());
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    clerk.get(&path).await.ok(200);
    app.advance(chrono::Duration::days(4_000));
    // The token is made anew by the kit, so that it is the sign-in that is too old.
    clerk.get(&path).await.problem(401, "auth.token_invalid");
}

#[tokio::test]
async fn a_role_counts_and_ceases_to_count_at_once() {
    let (app, world) = app().await;
    let path = format!("/api/v1/suggestions/{}", matter(&app, &world).await.id());
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let count = async || {
        let list = clerk.get("/api/v1/suggestions").await;
        (clerk.get(&path).await.status, list.status, list.json()["items"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(count().await, (200, 200, 1));
    assert_eq!(count().await, (200, 200, 1));

    let grants = app.store().grants_of(clerk.account()).await.expect("grants");
    let uow = begin(app.store(), app.now()).await;
    uow.revoke_grant(clerk.account(), grants[0].id.into()).await.expect("revoked");
    // He has another role now, whose list he may ask for; but nothing is in it.
    let other = world.of_unit(Role::UnitHandler, world.traffic);
    uow.insert_grant(tests::fresh_id().into(), clerk.account(), &other).await.expect("granted");
    uow.commit().await.expect("committed");
    assert_eq!(count().await, (404, 200, 0));

    let uow = begin(app.store(), app.now()).await;
    let own = world.of_unit(Role::UnitHandler, world.housing);
    uow.insert_grant(tests::fresh_id().into(), clerk.account(), &own).await.expect("granted");
    uow.commit().await.expect("committed");
    assert_eq!(count().await, (200, 200, 1));
}

#[tokio::test]
async fn a_new_name_is_shown_at_once() {
    let (app, world) = app().await;
    let second = app.replica();
    let id = matter(&app, &world).await.id();
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let other = second.same(&clerk);
    let (path, page) = (format!("/api/v1/suggestions/{id}"), format!("/api/v1/public/suggestions/{id}"));
    let public = app.anonymous();
    let shown = async || {
        let seen = clerk.get(&path).await.ok(200);
        let told = public.get(&page).await.ok(200);
        [seen["tasks"][0]["unit"]["name"].to_string(), told["lead_units"][0].to_string()]
    };
    let before = shown().await;
    assert_eq!(shown().await, before);
    let unit = format!("/api/v1/units/{}", world.housing);
    let version = other.get(&unit).await.ok(200)["version"].as_i64().expect("a version");
    other.patch(&unit, version, &json!({"name": "住房和城乡建设委员会"})).await.ok(200);
    assert_eq!(shown().await, ["\"住房和城乡建设委员会\"", "\"住房和城乡建设委员会\""]);
}

#[tokio::test]
async fn a_withdrawn_page_is_gone_from_every_server() {
    let (app, world) = app().await;
    let second = app.replica();
    let mut case = matter(&app, &world).await;
    let other = matter_of_another(&app, &world).await;
    let page = |case: &Case| format!("/api/v1/public/suggestions/{}", case.id());
    let readers = [app.anonymous(), second.anonymous()];
    for reader in &readers {
        for _ in 0..2 {
            assert_eq!(reader.get(&page(&case)).await.ok(200)["steps"][0]["kind"], "submitted");
            reader.get(&page(&other)).await.ok(200);
        }
    }
    for (round, status) in [PublicationStatus::Withdrawn, PublicationStatus::Released].into_iter().enumerate()
    {
        for publication in &mut case.publications {
            publication.status = status;
        }
        let uow = begin(app.store(), app.now()).await;
        uow.save_case(&case, Version(i64::try_from(round).expect("small") + 1)).await.expect("saved");
        uow.commit().await.expect("committed");
        for reader in &readers {
            match status {
                PublicationStatus::Released => drop(reader.get(&page(&case)).await.ok(200)),
                _ => drop(reader.get(&page(&case)).await.problem(404, "resource.not_found")),
            }
            reader.get(&page(&other)).await.ok(200);
        }
    }
}

async fn matter_of_another(app: &TestApp, world: &World) -> Case {
    Matter::submitted(world, 1, "关于增加公交的建议", "2026-03-02")
        .accepted(8, "交通")
        .released(PublicationPart::Text, Vec::new())
        .store(app.store())
        .await
}
