//! The change feed: what other systems are told, and that they are told all of it.

mod asked;
mod mirror;
mod restore;
mod sights;

#[path = "../suggestion_queries/matter.rs"]
#[expect(dead_code, reason = "written for all tests of what is read; these need a part of it")]
mod matter;
#[path = "../suggestion_queries/world.rs"]
#[expect(dead_code, reason = "written for all tests of what is read; these need a part of it")]
mod world;

use domain::kernel::{Event, SuggestionId, Version};
use domain::suggestion::Case;
use serde_json::json;
use tests::TestApp;

/// Saves a changed matter with an event, as every command does.
pub async fn change(app: &TestApp, id: SuggestionId, with: impl FnOnce(&mut Case)) -> Version {
    let uow = world::begin(app.store(), app.now()).await;
    let mut case = uow.lock_case(id).await.expect("readable").expect("there").case;
    with(&mut case);
    let version = uow.save_case(&case, case.version).await.expect("saved");
    uow.emit(changed(id), version).await.expect("told");
    uow.commit().await.expect("committed");
    version
}

/// What is told of such a change.
pub fn changed(id: SuggestionId) -> Event {
    Event { kind: "suggestion.changed", aggregate: "suggestion", aggregate_id: id.0, data: json!({}) }
}

/// Everything that is committed is in the feed.
pub async fn catch_up(app: &TestApp) {
    while !app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
    while api::open::project(app.state()).await.expect("projected").more {}
}
