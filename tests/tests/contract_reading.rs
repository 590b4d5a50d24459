//! What an integrator may rely on when reading: HEAD wherever there is GET, and a refusal that names the parameter.

use domain::authz::Role;
use reqwest::Method;
use serde_json::json;
use tests::TestApp;
use tests::contract::Operation;

#[actix_web::test]
async fn whoever_may_get_may_ask_for_the_head() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcHead).await;
    for operation in Operation::all(&app).await.iter().filter(|operation| operation.method == Method::GET) {
        let path = operation.leading_to(&[]);
        let full = clerk.call(Method::GET, &path).send().await;
        let head = clerk.call(Method::HEAD, &path).send().await;
        assert_eq!(head.status, full.status, "{}", operation.line());
        assert_eq!(head.text(), "", "{}", operation.line());
        for header in ["content-type", "etag"] {
            assert_eq!(head.header(header), full.header(header), "{header} of {}", operation.line());
        }
    }
}

#[actix_web::test]
async fn a_parameter_that_cannot_be_read_is_named_with_what_it_may_be() {
    let app = TestApp::start().await;
    let clerk = app.actor(Role::DcStaff).await;
    let refused = clerk
        .get("/api/v1/suggestions?limit=5&status=handling,bogus")
        .await
        .problem(400, "request.malformed");
    assert_eq!(refused["errors"][0]["pointer"], "?status", "{refused}");
    let allowed = refused["errors"][0]["params"]["allowed"].as_array().expect("a closed list");
    assert!(allowed.contains(&json!("handling")), "{refused}");

    let refused = clerk.get("/api/v1/suggestions?limit=many").await.problem(400, "request.malformed");
    assert_eq!(refused["errors"][0]["pointer"], "?limit", "{refused}");
    assert_eq!(refused["errors"][0]["params"], json!({}), "the parser's words stay inside: {refused}");

    let refused = clerk.get("/api/v1/suggestions?nosuch=1").await.problem(400, "request.unknown_parameter");
    assert_eq!(refused["params"]["name"], "nosuch", "{refused}");
}
