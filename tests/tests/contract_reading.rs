//! What an integrator may rely on when reading: HEAD wherever there is GET, and a refusal that names the parameter.

use domain::authz::Role;
use domain::integration::KeyScope;
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

/// `include` stands in the contract of a list exactly if the list honours it; everywhere else it is refused by name.
#[actix_web::test]
async fn a_list_documents_what_may_be_included_and_honours_it() {
    let app = TestApp::start().await;
    let document = app.anonymous().get("/openapi/openapi.json").await.ok(200);
    let clerks = [Role::DcStaff, Role::SysAdmin, Role::SecAdmin, Role::Auditor, Role::IntegrationAdmin];
    let mut actors = Vec::new();
    for role in clerks {
        actors.push(app.actor(role).await);
    }
    let deputy = app.deputy_actor(app.deputy("王建国").await).await;
    app.assigned_suggestion(&deputy, app.unit("县住建局").await).await;
    let known = [("/api/v1/standing/reports/{id}", app.frozen_report(&actors[0]).await)];
    actors.push(app.key(KeyScope::ALL).await.client);
    let (mut honoured, mut refused) = (Vec::new(), 0);
    for operation in Operation::all(&app).await {
        if !operation.is_list() {
            assert!(!operation.query.contains(&"include".to_owned()), "{} is no list", operation.line());
            continue;
        }
        let path = operation.leading_to(&known);
        let join = if path.contains('?') { '&' } else { '?' };
        let documented = document["paths"][&operation.path]["get"]["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|parameter| parameter["name"] == "include");
        let mut answers = Vec::new();
        for actor in &actors {
            let reply = actor.get(&path).await;
            if reply.status == 200 {
                answers.push((actor, reply.ok(200)));
            }
        }
        // A list of which this test has no owner proves nothing; imports need a file first, calls a webhook.
        let Some((actor, plain)) = answers.first() else {
            let needs = [
                "/api/v1/imports/{id}/rows",
                "/api/v1/open/webhooks/{id}/deliveries",
                "/api/v1/webhooks/{id}/deliveries",
                "/api/v1/notifications/deliveries/{id}/attempts",
            ];
            assert!(needs.contains(&operation.path.as_str()), "{}", operation.line());
            assert!(documented.is_none(), "{}", operation.line());
            continue;
        };
        let ask = async |wanted: &str| actor.get(&format!("{path}{join}include={wanted}")).await;
        let Some(documented) = documented else {
            let problem = ask("total").await.problem(400, "request.unknown_parameter");
            assert_eq!(problem["params"]["name"], "include", "{}", operation.line());
            assert!(plain.get("total").is_none(), "{} answers a total", operation.line());
            refused += 1;
            continue;
        };
        let values = documented["schema"]["enum"].as_array().unwrap_or_else(|| panic!("{documented}"));
        assert!(values.contains(&json!("total")), "{}: {documented}", operation.line());
        assert!(plain["total"].is_null(), "{}", operation.line());
        for value in values {
            let answer = ask(value.as_str().expect("a word")).await.ok(200);
            assert_eq!(answer["total"].is_i64(), value == "total", "{} {value}: {answer}", operation.line());
        }
        let problem = ask("everything").await.problem(400, "request.malformed");
        assert_eq!(problem["errors"][0]["pointer"], "?include", "{}: {problem}", operation.line());
        assert_eq!(problem["errors"][0]["params"]["allowed"], json!(values), "{}", operation.line());
        honoured.push(operation.path.clone());
    }
    assert!(honoured.len() >= 13 && refused >= 2, "{refused} refuse it, {honoured:?}");
}

#[actix_web::test]
async fn each_reference_has_a_page_of_its_own_with_its_own_document_alone() {
    let app = TestApp::start().await;
    let guest = app.anonymous();
    let initializer = async |folder: &str| guest.get(&format!("{folder}swagger-initializer.js")).await.text();
    for (folder, title) in [("/docs/", "代表之家 · API"), ("/docs/open/", "代表之家 · 开放接口 Open API")]
    {
        for path in [folder.to_owned(), format!("{folder}index.html")] {
            let page = guest.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text().contains(&format!("<title>{title}</title>")), "{path}: {}", page.text());
        }
        for part in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js"] {
            assert_eq!(guest.get(&format!("{folder}{part}")).await.status, 200, "{folder}{part}");
        }
        let bare = folder.trim_end_matches('/');
        assert_eq!(guest.get(bare).await.header("location"), Some(folder));
    }
    let (full, open) = (initializer("/docs/").await, initializer("/docs/open/").await);
    assert!(full.contains("/openapi/openapi.json") && full.contains("/openapi/open.json"), "{full}");
    assert!(open.contains("/openapi/open.json") && !open.contains("/openapi/openapi.json"), "{open}");
    assert!(open.contains("BaseLayout"), "a field for another address is of no use to third parties: {open}");
}
