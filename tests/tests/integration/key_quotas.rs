//! How often other systems may call, and what an answer says of it.

use chrono::Duration;
use domain::integration::KeyScope;
use serde_json::json;
use tests::TestApp;

const LIMITS: &str = "/api/v1/open/limits";

/// `"read";r=599;t=1` → 599, 1.
fn left(value: Option<&str>) -> (u32, u32) {
    let value = value.expect("RateLimit");
    let number = |name: &str| {
        let found = value.split(';').find_map(|part| part.strip_prefix(name));
        found.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{name} in {value}"))
    };
    assert!(value.starts_with("\"read\";"), "{value}");
    (number("r="), number("t="))
}

#[tokio::test]
async fn every_answer_tells_the_quota_and_who_uses_it_up_waits() {
    let app = TestApp::start().await;
    let (key, other) = (app.key(&[KeyScope::ReferenceRead]).await, app.key(&[KeyScope::ReferenceRead]).await);
    let reply = key.client.get(LIMITS).await;
    assert_eq!(reply.header("ratelimit-policy"), Some("\"read\";q=600;w=60"));
    assert_eq!(left(reply.header("ratelimit")), (599, 1));
    let told = reply.ok(200);
    assert_eq!(told["limits"][0]["remaining"], 599, "{told}");
    let classes: Vec<_> =
        told["limits"].as_array().expect("a list").iter().map(|one| &one["class"]).collect();
    assert_eq!(json!(classes), json!(["read", "feed", "heavy", "write"]));
    for at in 1..600 {
        let reply = key.client.get(LIMITS).await;
        assert_eq!((reply.status, left(reply.header("ratelimit")).0), (200, 599 - at));
    }
    let refused = key.client.get(LIMITS).await;
    refused.problem(429, "rate.limited");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(left(refused.header("ratelimit")), (0, 60));
    other.client.get(LIMITS).await.ok(200);
    app.advance(Duration::seconds(1));
    for _ in 0..10 {
        key.client.get(LIMITS).await.ok(200);
    }
    key.client.get(LIMITS).await.problem(429, "rate.limited");

    // Also answers that no key was asked for, and refusals.
    for path in [LIMITS, "/api/v1/open/no-such-thing"] {
        let reply = app.anonymous().get(path).await;
        assert!(reply.status >= 400);
        assert_eq!(reply.header("ratelimit-policy"), Some("\"read\";q=600;w=60"), "{path}");
        left(reply.header("ratelimit"));
    }
}

#[tokio::test]
async fn who_guesses_keys_is_slowed_down_and_nobody_else() {
    let app = TestApp::start().await;
    let (key, guesser) =
        (app.key(&[KeyScope::ReferenceRead]).await, app.anonymous().with_token("dbk_live_guess"));
    for _ in 0..600 {
        guesser.get(LIMITS).await.problem(401, "key.invalid");
    }
    guesser.get(LIMITS).await.problem(429, "rate.limited");
    key.client.get(LIMITS).await.ok(200);
}
