//! Keys of other systems: who is let in, from where, and what ends that.

use api::open::flush_key_uses;
use chrono::{Duration, NaiveDate};
use domain::authz::Role;
use domain::integration::KeyScope;
use persistence::{account::NewGrant, provision::Admin};
use serde_json::{Value, json};
use tests::{Client, KeySpec, TestApp, TestKey};

const LIMITS: &str = "/api/v1/open/limits";

fn address(key: &TestKey) -> String {
    format!("/api/v1/api-keys/{}", key.id)
}

async fn administrator(app: &TestApp) -> Client {
    app.actor(Role::IntegrationAdmin).await
}

async fn version_of(desk: &Client, key: &TestKey) -> i64 {
    desk.get(&address(key)).await.version()
}

/// A table of the database in which the text stands somewhere.
async fn table_with(app: &TestApp, text: &str) -> Option<String> {
    let mut database = Admin::connect(app.database_url()).await.expect("the database answers");
    let search = format!(
        "DO $$ DECLARE one regclass; found boolean; BEGIN \
         FOR one IN SELECT c.oid::regclass FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace LOOP \
           EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s t WHERE strpos(t::text, %L) > 0)', one, '{text}') INTO found; \
           IF found THEN RAISE EXCEPTION 'in %', one; END IF; \
         END LOOP; END $$"
    );
    database.execute(&search).await.err().map(|error| error.to_string())
}

#[tokio::test]
async fn whoever_has_no_key_that_holds_is_refused_alike() {
    let app = TestApp::start().await;
    let key = app.key(&[KeyScope::ReferenceRead]).await;
    key.client.get(LIMITS).await.ok(200);
    app.anonymous().get(LIMITS).await.problem(401, "key.required");

    let wrong = key.secret.chars().rev().collect::<String>();
    let cut = &key.secret[..key.secret.len() - 1];
    for secret in [wrong.as_str(), cut, "dbk_live_", "x", "dbk_live_短", &"x".repeat(5000)] {
        let Ok(header) = format!("Bearer {secret}").parse::<reqwest::header::HeaderValue>() else { continue };
        let call = app.anonymous().call(reqwest::Method::GET, LIMITS);
        let reply = call.header("authorization", &String::from_utf8_lossy(header.as_bytes())).send().await;
        assert_eq!(reply.status, 401, "{secret}");
        reply.problem(401, "key.invalid");
    }
    for header in [key.secret.clone(), format!("Basic {}", key.secret), "Bearer".to_owned()] {
        let call = app.anonymous().call(reqwest::Method::GET, LIMITS).header("authorization", &header);
        call.send().await.problem(401, "key.invalid");
    }
    // Never read from an address, where it would stand in every log.
    let secret = &key.secret;
    for name in ["key", "api_key", "access_token", "authorization"] {
        app.anonymous().get(&format!("{LIMITS}?{name}={secret}")).await.problem(401, "key.required");
    }
}

#[tokio::test]
async fn people_and_systems_do_not_pass_through_each_others_doors() {
    let app = TestApp::start().await;
    let key = app.key(KeyScope::ALL).await;
    let clerk = app.actor(Role::DcHead).await;
    clerk.get(LIMITS).await.problem(401, "key.invalid");
    for path in ["/api/v1/suggestions", "/api/v1/api-keys", "/api/v1/me", "/api/v1/audit"] {
        let reply = key.client.get(path).await;
        assert!(matches!(reply.status, 401 | 404), "{path}: {}", reply.text());
        assert_ne!(app.anonymous().get(path).await.status, 200, "{path}");
    }
    key.client.get("/api/v1/suggestions").await.problem(401, "auth.token_invalid");
}

#[tokio::test]
async fn a_key_ends_with_its_last_day_and_may_be_prolonged() {
    let app = TestApp::start().await;
    let day: NaiveDate = "2026-03-10".parse().expect("a day");
    let spec = KeySpec { scopes: vec![KeyScope::ReferenceRead], expires_on: Some(day), ..KeySpec::default() };
    let (key, desk) = (app.key_with(spec).await, administrator(&app).await);
    app.move_clock("2026-03-10T23:59:59+08:00");
    key.client.get(LIMITS).await.ok(200);
    app.move_clock("2026-03-11T00:00:00+08:00");
    key.client.get(LIMITS).await.problem(401, "key.expired");
    assert_eq!(desk.get(&address(&key)).await.ok(200)["state"], "expired");

    let refused = desk.patch(&address(&key), 1, &json!({"expires_on": "2027-03-11"})).await;
    refused.problem(422, "validation.failed");
    assert_eq!(refused.field_codes("#/expires_on"), ["date.too_late"]);
    let prolonged = desk.patch(&address(&key), 1, &json!({"expires_on": "2027-03-10"})).await.ok(200);
    assert_eq!((&prolonged["state"], &prolonged["expires_on"]), (&json!("active"), &json!("2027-03-10")));
    key.client.get(LIMITS).await.ok(200);
}

#[tokio::test]
async fn a_key_is_used_from_its_networks_alone() {
    let app = TestApp::start_with(|config| config.trusted_proxies = vec![]).await;
    let networks = vec!["203.0.113.0/24".to_owned(), "2001:db8::/32".to_owned()];
    let spec = KeySpec { scopes: vec![KeyScope::ReferenceRead], networks, ..KeySpec::default() };
    let (key, desk) = (app.key_with(spec).await, administrator(&app).await);
    let problem = key.client.get(LIMITS).await.problem(403, "key.address_refused");
    assert_eq!(problem["params"]["address"], "127.0.0.1");
    // What a caller says of himself is not believed.
    let call = key.client.call(reqwest::Method::GET, LIMITS).header("x-forwarded-for", "203.0.113.7");
    call.send().await.problem(403, "key.address_refused");
    let body = json!({"networks": ["203.0.113.0/24", "127.1.2.3/8"]});
    let changed = desk.patch(&address(&key), 1, &body).await.ok(200);
    assert_eq!(changed["networks"], json!(["203.0.113.0/24", "127.0.0.0/8"]));
    key.client.get(LIMITS).await.ok(200);
    let refused =
        desk.patch(&address(&key), 2, &json!({"networks": ["10.0.0.0/8", "10.0.0.0/33", "x"]})).await;
    assert_eq!(refused.field_codes("#/networks/1"), ["network.invalid"]);
    assert_eq!(refused.field_codes("#/networks/2"), ["network.invalid"]);
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_callers_own_address_counts() {
    let proxy = |config: &mut api::app::AppConfig| {
        config.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    };
    let app = TestApp::start_with(proxy).await;
    let networks = vec!["203.0.113.0/24".to_owned()];
    let spec = KeySpec { scopes: vec![KeyScope::ReferenceRead], networks, ..KeySpec::default() };
    let key = app.key_with(spec).await;
    for (from, status) in [("203.0.113.7", 200), ("203.0.114.7", 403), ("203.0.113.7, 198.51.100.1", 403)] {
        let call = key.client.call(reqwest::Method::GET, LIMITS).header("x-forwarded-for", from);
        assert_eq!(call.send().await.status, status, "{from}");
    }
}

#[tokio::test]
async fn a_new_secret_works_beside_the_old_one_for_a_while() {
    let app = TestApp::start().await;
    let (key, desk) = (app.key(&[KeyScope::ReferenceRead]).await, administrator(&app).await);
    let rotate = format!("{}/rotate", address(&key));
    desk.command(&rotate, 1, &json!({"overlap_hours": 169})).await.problem(422, "validation.failed");
    let issued = desk.command(&rotate, 1, &json!({"overlap_hours": 24})).await.ok(200);
    let second = key.client.with_token(issued["secret"].as_str().expect("shown once"));
    key.client.get(LIMITS).await.ok(200);
    second.get(LIMITS).await.ok(200);
    assert_eq!(issued["key"]["secrets"].as_array().map(Vec::len), Some(2));
    // Two at most, so that nobody forgets a third.
    desk.command(&rotate, 2, &json!({"overlap_hours": 0})).await.problem(409, "key.two_secrets");
    app.advance(Duration::hours(24));
    let desk = administrator(&app).await;
    key.client.get(LIMITS).await.problem(401, "key.expired");
    second.get(LIMITS).await.ok(200);
    let issued = desk.command(&rotate, 2, &json!({"overlap_hours": 0})).await.ok(200);
    second.get(LIMITS).await.problem(401, "key.expired");
    let third = key.client.with_token(issued["secret"].as_str().expect("shown once"));
    third.get(LIMITS).await.ok(200);

    let found =
        issued["key"]["secrets"].as_array().expect("secrets").last().expect("the newest")["id"].clone();
    let one = format!("{}/secrets/{}", address(&key), found.as_str().expect("an id"));
    desk.delete(&one, 2).await.problem(412, "version.stale");
    desk.delete(&one, 3).await.ok(200);
    third.get(LIMITS).await.problem(401, "key.revoked");
    desk.delete(&one, 4).await.problem(409, "key.ended");
    // A key whose secrets are all ended lives on and can be given another.
    let issued = desk.command(&rotate, 4, &json!({"overlap_hours": 0})).await.ok(200);
    key.client.with_token(issued["secret"].as_str().expect("shown")).get(LIMITS).await.ok(200);
}

#[tokio::test]
async fn an_ended_key_works_on_no_server_from_that_moment() {
    let app = TestApp::start().await;
    let second = app.replica();
    let desk = administrator(&app).await;
    for turn in 0..10 {
        let key = app.key(&[KeyScope::ReferenceRead]).await;
        let elsewhere = second.anonymous().with_token(&key.secret);
        for client in [&key.client, &elsewhere, &key.client, &elsewhere] {
            client.get(LIMITS).await.ok(200);
        }
        let revoke = format!("{}/revoke", address(&key));
        let ended = desk.command(&revoke, 1, &json!({"reason": "系统已下线"})).await.ok(200);
        assert_eq!(ended["state"], "revoked");
        // The other server first, whose memory nobody has told.
        elsewhere.get(LIMITS).await.problem(401, "key.revoked");
        key.client.get(LIMITS).await.problem(401, "key.revoked");
        desk.command(&revoke, 2, &json!({})).await.problem(409, "key.ended");
        desk.patch(&address(&key), 2, &json!({"name": "再用"})).await.problem(409, "key.ended");
        let rotate = format!("{}/rotate", address(&key));
        desk.command(&rotate, 2, &json!({"overlap_hours": 0})).await.problem(409, "key.ended");
        assert!(version_of(&desk, &key).await == 2, "turn {turn}");
    }
}

#[tokio::test]
async fn a_secret_is_shown_once_and_kept_nowhere() {
    let app = TestApp::start().await;
    let desk = administrator(&app).await;
    let body = json!({"jurisdiction_id": app.county().root, "name": "门户网站", "owner": "县大数据局",
        "scopes": ["suggestions:read"], "expires_on": "2026-12-31"});
    let create = async || {
        let call = desk.call(reqwest::Method::POST, "/api/v1/api-keys").json(&body);
        call.idempotency_key("made-only-once").send().await
    };
    let first = create().await;
    let secret = first.ok(201)["secret"].as_str().expect("shown").to_owned();
    assert!(secret.starts_with("dbk_live_") && secret.len() == "dbk_live_".len() + 43, "{secret}");
    let again = create().await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let replayed = again.ok(201);
    assert_eq!((&replayed["secret"], &replayed["key"]), (&Value::Null, &first.ok(201)["key"]));

    let sandbox = KeySpec { scopes: vec![KeyScope::SuggestionsRead], sandbox: true, ..KeySpec::default() };
    let test_key = app.key_with(sandbox).await;
    assert!(test_key.secret.starts_with("dbk_test_"));
    let rotate = format!("{}/rotate", address(&test_key));
    let rotated = desk.command(&rotate, 1, &json!({"overlap_hours": 1})).await.ok(200);
    test_key.client.get(LIMITS).await.ok(200);
    flush_key_uses(app.state()).await.expect("written");
    app.store().publish_outbox(1000).await.expect("published");
    let rotated = rotated["secret"].as_str().expect("shown");
    for secret in [secret.as_str(), test_key.secret.as_str(), rotated] {
        // The random part: the beginning is shown.
        assert_eq!(table_with(&app, &secret[14..]).await, None, "{secret}");
    }
    // The search finds what there is.
    assert!(table_with(&app, "县大数据局").await.is_some());
    let page = desk.get("/api/v1/api-keys").await.text();
    assert!(!page.contains(&secret[14..]) && page.contains(&secret[..13]), "{page}");
}

#[tokio::test]
async fn who_sees_and_ends_keys() {
    let app = TestApp::start().await;
    let (key, desk) = (app.key(&[KeyScope::ReferenceRead]).await, administrator(&app).await);
    let guard = app.actor(Role::SecAdmin).await;
    let town = NewGrant { jurisdiction: app.county().town, ..app.county().grant(Role::IntegrationAdmin) };
    let town = app.actor_with(&[town]).await;
    let (path, revoke) = (address(&key), format!("{}/revoke", address(&key)));

    for role in [Role::SysAdmin, Role::Auditor, Role::DcHead, Role::ScLeader] {
        let other = app.actor(role).await;
        other.get("/api/v1/api-keys").await.problem(403, "permission.denied");
        other.get(&path).await.problem(404, "resource.not_found");
        other.command(&revoke, 1, &json!({})).await.problem(404, "resource.not_found");
    }
    // A town's administrator has no business with the county's keys, and makes his own for his town.
    assert_eq!(town.get("/api/v1/api-keys").await.ok(200)["items"], json!([]));
    town.get(&path).await.problem(404, "resource.not_found");
    let mut body = json!({"jurisdiction_id": app.county().root, "name": "镇网站", "owner": "城关镇",
        "scopes": ["suggestions:read"], "expires_on": "2026-12-31"});
    let refused = town.post("/api/v1/api-keys", &body).await;
    assert_eq!(refused.field_codes("#/jurisdiction_id"), ["reference.unknown"]);
    body["jurisdiction_id"] = json!(app.county().town);
    town.post("/api/v1/api-keys", &body).await.ok(201);
    assert_eq!(desk.get("/api/v1/api-keys?include=total").await.ok(200)["total"], 2);

    let seen = guard.get(&path).await.ok(200);
    assert_eq!(seen["allowed_actions"], json!(["revoke"]));
    guard.post("/api/v1/api-keys", &body).await.problem(403, "permission.denied");
    guard.patch(&path, 1, &json!({"name": "别名"})).await.problem(403, "permission.denied");
    guard.command(&revoke, 1, &json!({"reason": "密钥泄露"})).await.ok(200);
    key.client.get(LIMITS).await.problem(401, "key.revoked");

    // An auditor reads who did that and why; whom to call is between the people concerned.
    app.store().publish_outbox(1000).await.expect("published");
    let auditor = app.actor(Role::Auditor).await;
    let lines = auditor.get("/api/v1/audit?subject=api_key").await;
    let text = lines.text();
    assert!(
        text.contains("api_key.revoke") && text.contains("密钥泄露") && text.contains("测试单位"),
        "{text}"
    );
}

#[tokio::test]
async fn what_a_key_may_be_is_checked_all_at_once() {
    let app = TestApp::start().await;
    let desk = administrator(&app).await;
    let unit = app.unit("县住建局").await;
    let body = json!({"jurisdiction_id": app.county().root, "name": "　", "owner": "局".repeat(61), "scopes": [],
        "unit_id": unit, "networks": ["nowhere"], "expires_on": "2026-03-01"});
    let refused = desk.post("/api/v1/api-keys", &body).await;
    refused.problem(422, "validation.failed");
    for (pointer, code) in [
        ("#/name", "text.required"),
        ("#/owner", "text.too_long"),
        ("#/scopes", "value.required"),
        ("#/unit_id", "key.unit_needs_official"),
        ("#/networks/0", "network.invalid"),
        ("#/expires_on", "date.too_early"),
    ] {
        assert_eq!(refused.field_codes(pointer), [code], "{pointer}: {}", refused.text());
    }
    let mut body = json!({"jurisdiction_id": app.county().town, "name": "镇平台", "owner": "城关镇",
        "scopes": ["suggestions:official"], "unit_id": unit, "expires_on": "2026-12-31"});
    let refused = desk.post("/api/v1/api-keys", &body).await;
    assert_eq!(
        refused.field_codes("#/unit_id"),
        ["reference.unknown"],
        "the unit is the county's, not the town's"
    );
    body["jurisdiction_id"] = json!(app.county().root);
    let made = desk.post("/api/v1/api-keys", &body).await.ok(201);
    assert_eq!(made["key"]["unit_name"], "泗安县住建局");
    // What a key sees never changes.
    let path = format!("/api/v1/api-keys/{}", made["key"]["id"].as_str().expect("an id"));
    for change in
        [json!({"scopes": ["suggestions:read"]}), json!({"unit_id": null}), json!({"sandbox": true})]
    {
        desk.patch(&path, 1, &change).await.problem(400, "request.malformed");
    }
    let options = desk.get("/api/v1/api-keys/options?unit=%E4%BD%8F%E5%BB%BA").await.ok(200);
    assert_eq!(options["units"][0]["name"], "泗安县住建局");
    assert_eq!(options["scopes"].as_array().map(Vec::len), Some(KeyScope::ALL.len()));
}

#[tokio::test]
async fn what_a_key_does_is_counted() {
    let app = TestApp::start().await;
    let (key, desk) = (app.key(&[KeyScope::ReferenceRead]).await, administrator(&app).await);
    let usage = format!("{}/usage", address(&key));
    let before = desk.get(&usage).await.ok(200);
    assert_eq!((&before["days"], &before["total"]["requests"]), (&json!([]), &json!(0)));
    for _ in 0..3 {
        key.client.get(LIMITS).await.ok(200);
    }
    flush_key_uses(app.state()).await.expect("written");
    app.advance(Duration::days(1));
    for _ in 0..602 {
        key.client.get(LIMITS).await;
    }
    // Nothing is counted twice, however often it is written.
    flush_key_uses(app.state()).await.expect("written");
    flush_key_uses(app.state()).await.expect("written");
    let after = desk.get(&usage).await.ok(200);
    assert_eq!(
        after["days"],
        json!([{"day": "2026-03-03", "requests": 602, "errors": 2, "limited": 2},
            {"day": "2026-03-02", "requests": 3, "errors": 0, "limited": 0}])
    );
    assert_eq!(after["total"], json!({"requests": 605, "errors": 2, "limited": 2}));
    let shown = desk.get(&address(&key)).await;
    assert_eq!(shown.version(), 1, "use is no change");
    let shown = shown.ok(200);
    assert_eq!(shown["last_used_from"], "127.0.0.1");
    assert_eq!(shown["last_used_at"], "2026-03-03T09:00:00.000000+08:00");
    assert_eq!(shown["secrets"][0]["last_used_at"], "2026-03-03T09:00:00.000000+08:00");
    desk.get(&format!("{usage}?from=2026-03-03&to=2026-03-02")).await.problem(400, "request.malformed");
}

/// Whoever finds an open desk is shown no secret.
#[tokio::test]
async fn a_secret_is_shown_to_who_has_just_given_his_password() {
    let app = TestApp::start().await;
    let key = app.key(&[KeyScope::SuggestionsRead]).await;
    let desk = app.actor(Role::IntegrationAdmin).await;
    let hook = json!({"key_id": key.id, "url": "https://8.8.8.8/in"});
    let webhook = desk.post("/api/v1/webhooks", &hook).await.ok(201);
    let webhook = format!("/api/v1/webhooks/{}", webhook["id"].as_str().expect("an id"));
    let own = format!("/api/v1/api-keys/{}", key.id);
    app.advance(Duration::minutes(15));
    desk.command(&format!("{webhook}/rotate-secret"), 1, &json!({})).await.ok(200);
    app.advance(Duration::seconds(1));
    let overlap = json!({"overlap_hours": 0});
    let another = json!({"jurisdiction_id": app.county().root, "name": "另一把", "owner": "县大数据局",
        "scopes": ["suggestions:read"], "expires_on": "2026-12-31"});
    let asked = [
        desk.post("/api/v1/api-keys", &another).await,
        desk.command(&format!("{own}/rotate"), 1, &overlap).await,
        desk.post("/api/v1/webhooks", &hook).await,
        desk.command(&format!("{webhook}/rotate-secret"), 2, &json!({})).await,
    ];
    for reply in asked {
        let challenge = reply
            .header("www-authenticate")
            .unwrap_or_else(|| panic!("a challenge: {}", reply.text()))
            .to_owned();
        reply.problem(401, "auth.confirmation_required");
        assert!(
            challenge.contains("insufficient_user_authentication") && challenge.contains("900"),
            "{challenge}"
        );
    }
    // Everything that shows none goes on: reading, and above all ending.
    desk.get(&own).await.ok(200);
    desk.command(&format!("{webhook}/disable"), 2, &serde_json::Value::Null).await.ok(200);
    let again = app.actor(Role::IntegrationAdmin).await;
    again.command(&format!("{own}/rotate"), 1, &overlap).await.ok(200);
    desk.command(&format!("{own}/revoke"), 2, &json!({})).await.ok(200);
}
