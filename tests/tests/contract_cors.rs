//! Which other websites' scripts may ask: public pages all of them, everything else those that the operator has named.

use api::app::AppConfig;
use api::http::Origins;
use domain::authz::Role;
use domain::integration::KeyScope;
use reqwest::Method;
use tests::{Client, Reply, TestApp};

const PORTAL: &str = "https://portal.example.cn";
const OTHER: &str = "https://other.example.cn";

fn allow(config: &mut AppConfig) {
    config.cors_origins = "https://portal.example.cn,http://10.0.0.7:8080".parse().expect("origins");
}

async fn ask(client: &Client, method: Method, path: &str, origin: &str) -> Reply {
    client.call(method, path).header("origin", origin).send().await
}

async fn preflight(client: &Client, path: &str, origin: &str, method: &str) -> Reply {
    let call = client.call(Method::OPTIONS, path).header("origin", origin);
    let call = call.header("access-control-request-method", method);
    call.header("access-control-request-headers", "authorization,if-match").send().await
}

fn allowed(reply: &Reply) -> Option<&str> {
    reply.header("access-control-allow-origin")
}

fn credentials(reply: &Reply) -> Option<&str> {
    reply.header("access-control-allow-credentials")
}

/// Whatever keeps the answer is told that it differs by who asks.
fn varies(reply: &Reply) -> bool {
    reply.headers.get_all("vary").iter().any(|value| value == "Origin")
}

#[actix_web::test]
async fn a_named_website_may_ask_and_no_other() {
    let app = TestApp::start_with(allow).await;
    let clerk = app.actor(Role::DcStaff).await;
    let key = app.key(&[KeyScope::SuggestionsRead]).await.client;
    for (client, path) in [(&clerk, "/api/v1/suggestions"), (&key, "/api/v1/open/suggestions")] {
        let reply = ask(client, Method::GET, path, PORTAL).await;
        assert_eq!((reply.status, allowed(&reply)), (200, Some(PORTAL)), "{path}");
        assert_eq!(credentials(&reply), None, "no cookie counts there: {path}");
        let exposed = reply.header("access-control-expose-headers").unwrap_or_default();
        assert!(exposed.contains("ETag") && exposed.contains("RateLimit"), "{exposed}");
        assert!(varies(&reply), "{path}");
        for stranger in [OTHER, "https://portal.example.cn:8443", "http://portal.example.cn", "null"] {
            let reply = ask(client, Method::GET, path, stranger).await;
            assert_eq!((reply.status, allowed(&reply)), (200, None), "{stranger} {path}");
            assert!(varies(&reply), "{path}");
        }
        let same = client.get(path).await;
        assert_eq!(allowed(&same), None);
    }
    // Refusals too, or a script cannot say what was wrong.
    let nobody = app.anonymous();
    let refused = ask(&nobody, Method::GET, "/api/v1/suggestions", PORTAL).await;
    assert_eq!((refused.status, allowed(&refused)), (401, Some(PORTAL)));
    let refused = ask(&nobody, Method::GET, "/api/v1/nothing-there", PORTAL).await;
    assert_eq!((refused.status, allowed(&refused)), (404, Some(PORTAL)));
    // The one place where a cookie counts.
    let refresh = ask(&nobody, Method::POST, "/api/v1/auth/refresh", PORTAL).await;
    assert_eq!((allowed(&refresh), credentials(&refresh)), (Some(PORTAL), Some("true")));
    let refresh = ask(&nobody, Method::POST, "/api/v1/auth/refresh", OTHER).await;
    assert_eq!((allowed(&refresh), credentials(&refresh)), (None, None));
}

#[actix_web::test]
async fn a_browser_asks_first() {
    let app = TestApp::start_with(allow).await;
    let nobody = app.anonymous();
    let path = "/api/v1/suggestions/0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b70";
    for origin in [PORTAL, "http://10.0.0.7:8080"] {
        let yes = preflight(&nobody, path, origin, "PATCH").await;
        assert_eq!((yes.status, allowed(&yes), yes.text().as_str()), (204, Some(origin), ""));
        let header = |name: &str| yes.header(name).unwrap_or_default().to_owned();
        assert!(header("access-control-allow-methods").split(", ").any(|one| one == "PATCH"));
        for wanted in ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"] {
            assert!(header("access-control-allow-headers").split(", ").any(|one| one == wanted), "{wanted}");
        }
        assert_eq!((header("access-control-max-age").as_str(), credentials(&yes)), ("7200", None));
        assert!(header("vary").starts_with("Origin, Access-Control-Request-Method"));
    }
    let no = preflight(&nobody, path, OTHER, "PATCH").await;
    assert_eq!((no.status, allowed(&no), no.header("access-control-allow-methods")), (405, None, None));
    let sign_in = preflight(&nobody, "/api/v1/auth/refresh", PORTAL, "POST").await;
    assert_eq!((sign_in.status, credentials(&sign_in)), (204, Some("true")));
    // No question of a browser.
    let plain = ask(&nobody, Method::OPTIONS, path, PORTAL).await;
    assert_eq!(plain.status, 405);
}

#[actix_web::test]
async fn public_pages_are_for_every_website_without_cookies() {
    for named in [true, false] {
        let app = TestApp::start_with(|config| {
            if named {
                allow(config)
            }
        })
        .await;
        let nobody = app.anonymous();
        let path = "/api/v1/public/suggestions";
        for origin in [PORTAL, OTHER, "null"] {
            let reply = ask(&nobody, Method::GET, path, origin).await;
            assert_eq!((reply.status, allowed(&reply), credentials(&reply)), (200, Some("*"), None));
            assert_eq!(reply.header("cross-origin-resource-policy"), Some("cross-origin"));
            assert!(!varies(&reply), "one answer for all may be kept for all");
            let asked = preflight(&nobody, path, origin, "GET").await;
            assert_eq!((asked.status, allowed(&asked), credentials(&asked)), (204, Some("*"), None));
            assert_eq!(asked.header("access-control-allow-methods"), Some("GET, HEAD"));
        }
        let writes = preflight(&nobody, path, OTHER, "POST").await;
        assert_eq!(allowed(&writes), None);
    }
}

#[actix_web::test]
async fn without_a_list_no_other_website_may_ask() {
    let app = TestApp::start().await;
    assert_eq!(app.state().shared.cors_origins, Origins::default());
    let clerk = app.actor(Role::DcStaff).await;
    let reply = ask(&clerk, Method::GET, "/api/v1/suggestions", PORTAL).await;
    assert_eq!((reply.status, allowed(&reply)), (200, None));
    assert!(!varies(&reply));
    assert_eq!(allowed(&preflight(&clerk, "/api/v1/suggestions", PORTAL, "GET").await), None);
}
