//! What needs a sign-in can be had with a good token only, whatever else the request is.

use chrono::Duration;
use domain::authz::Role;
use tests::TestApp;
use tests::contract::Operation;

#[tokio::test]
async fn without_a_good_token_nothing_is_answered() {
    let app = TestApp::start().await;
    let other = TestApp::start_with(|config| {
        config.secret = "b3RoZXIgb3RoZXIgb3RoZXIgb3RoZXIgb3RoZXIgb3RoZXI=".into()
    })
    .await;
    let clerk = app.actor(Role::DcHead).await;
    let good = clerk.token();
    let (head, rest) = good.split_once('.').expect("a token has three parts");
    let (claims, signature) = rest.split_once('.').expect("a token has three parts");
    // {"alg":"none","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let mut tokens = vec![
        ("expired".to_owned(), good.clone()),
        ("unsigned".to_owned(), format!("{none}.{claims}.")),
        ("algorithm none".to_owned(), format!("{none}.{claims}.{signature}")),
        ("cut".to_owned(), format!("{head}.{claims}")),
        ("empty".to_owned(), String::new()),
        ("nonsense".to_owned(), "x".repeat(9000)),
    ];
    app.advance(Duration::minutes(6));
    other.advance(Duration::minutes(6));
    tokens.push(("of another installation".to_owned(), other.actor(Role::DcHead).await.token()));

    for operation in Operation::all(&app).await.into_iter().filter(|operation| !operation.public) {
        // A new minute, a new quota for whoever shows no key that holds.
        app.advance(Duration::minutes(1));
        let path = operation.nowhere();
        let reply = app.anonymous().call(operation.method.clone(), &path).send().await;
        assert_eq!(reply.status, 401, "{} without a token: {}", operation.line(), reply.text());
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        assert!(reply.header("www-authenticate").is_some(), "{}: a 401 names the scheme", operation.line());
        for (kind, token) in &tokens {
            let somebody = clerk.with_token(token.clone());
            let reply = somebody.call(operation.method.clone(), &path).send().await;
            assert_eq!(
                reply.status,
                401,
                "{} with a token that is {kind}: {}",
                operation.line(),
                reply.text()
            );
        }
        // Nothing about the request is judged before the sign-in.
        let reply =
            app.anonymous().call(operation.method.clone(), &path).body("text/plain", "garbage").send().await;
        assert_eq!(reply.status, 401, "{} with garbage and no token: {}", operation.line(), reply.text());
    }
}

#[tokio::test]
async fn with_a_good_token_no_operation_asks_to_sign_in() {
    let app = TestApp::start().await;
    let mut actors = vec![];
    for &role in Role::ALL.iter().filter(|role| role.scope_kind() == domain::authz::ScopeKind::Jurisdiction) {
        actors.push((role, app.actor(role).await));
    }
    for operation in
        Operation::all(&app).await.into_iter().filter(|operation| !operation.public && !operation.keyed)
    {
        for (role, actor) in &actors {
            let reply = actor.call(operation.method.clone(), &operation.nowhere()).send().await;
            assert!(
                reply.status != 401 && reply.status < 500,
                "{} as {}: {}",
                operation.line(),
                role.name(),
                reply.text()
            );
        }
    }
}
