use serde_json::json;
use tests::{Congress, Matter, TestApp};

#[tokio::test]
async fn a_refused_acceptance_draws_no_number() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let draft = Matter::begin(&congress).await;
    // A draft is nobody's but the deputy's.
    let refused = congress.clerk.command(&draft.path("/accept"), draft.version(), &json!({})).await;
    refused.problem(404, "resource.not_found");
    let matter = Matter::accepted(&congress).await;
    let again = congress.clerk.command(&matter.path("/accept"), matter.version(), &json!({})).await;
    again.problem(409, "state.conflict");
    let stale = congress.clerk.command(&matter.path("/accept"), matter.version() - 1, &json!({})).await;
    stale.problem(412, "version.stale");
    let next = Matter::accepted(&congress).await;
    assert_eq!(next.shown["official_no"], "闭会第002号");
}
