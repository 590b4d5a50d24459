//! A list costs at most six statements, however long it is (API conventions §3). Read from the document, so a new list is
//! measured without anybody thinking of it.

use domain::authz::Role;
use domain::integration::KeyScope;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tests::contract::Operation;
use tests::{Client, TestApp};

const MOST: u64 = 6;

/// Lists asked in ways that cost more than the plain one.
const RICHER: &[&str] = &[
    "/api/v1/suggestions?include=total&q=%E5%AD%A6%E6%A0%A1",
    "/api/v1/suggestions?mine=true&include=total",
    "/api/v1/tasks?include=total",
    "/api/v1/deputies?include=total&q=%E7%8E%8B",
    "/api/v1/persons?include=total",
    "/api/v1/units?include=total&q=%E4%BD%8F%E5%BB%BA",
    "/api/v1/groups?include=total",
    "/api/v1/audit?q=%E6%B5%8B%E8%AF%95&subject=account",
    "/api/v1/search?q=%E5%BB%BA",
    "/api/v1/webhooks?include=total&health=well,failing&q=receiver",
];

struct Counted {
    app: TestApp,
    statements: Arc<AtomicU64>,
}

impl Counted {
    /// How many statements the answer took, or nothing when it is refused to this actor.
    async fn cost(&self, actor: &Client, path: &str) -> Option<u64> {
        let before = self.statements.load(Ordering::SeqCst);
        let reply = actor.get(path).await;
        (reply.status == 200).then(|| self.statements.load(Ordering::SeqCst) - before)
    }
}

/// What background workers do, so that other systems see something.
async fn write_feed(app: &TestApp) {
    while !app.store().publish_outbox(1_000).await.expect("published").is_empty() {}
    while api::open::project(app.state()).await.expect("projected").more {}
    while api::notification::tell_events(app.state()).await.expect("told").is_some() {}
}

#[tokio::test]
async fn a_list_costs_no_more_than_six_statements_however_long_it_is() {
    let statements = Arc::new(AtomicU64::new(0));
    let counter = statements.clone();
    let app = TestApp::start_with(move |config| {
        config.statements = Some(counter);
        config.quota_factor = 1_000;
    })
    .await;
    let counted = Counted { app, statements };
    let app = &counted.app;
    let unit = app.unit("县住建局").await;
    let deputy = app.deputy_actor(app.deputy("王建国").await).await;
    let group = app.group("城关第一代表小组").await;
    let matter = app.assigned_suggestion(&deputy, unit).await;
    write_feed(app).await;
    // Another system that may ask for everything, and has a webhook.
    let system = app.key(KeyScope::ALL).await.client;
    let body = serde_json::json!({"url": "https://receiver.example.com/hook"});
    let webhook = system
        .call(reqwest::Method::POST, "/api/v1/open/webhooks")
        .idempotency_key("a-webhook-for-this-test")
        .json(&body)
        .send()
        .await
        .ok(201);
    let actors = [
        system,
        app.actor(Role::IntegrationAdmin).await,
        app.actor(Role::DcHead).await,
        deputy.clone(),
        app.unit_actor(Role::UnitLeader, unit).await,
        app.actor(Role::GovDispatch).await,
        app.actor(Role::SecAdmin).await,
        app.actor(Role::SysAdmin).await,
        app.actor(Role::Auditor).await,
    ];
    let report = app.frozen_report(&actors[2]).await;
    // They are told of what happens from now on.
    app.assigned_suggestion(&deputy, unit).await;
    write_feed(app).await;
    let id = |value: &serde_json::Value| value.as_str().expect("an id").to_owned();
    let known = [
        ("/api/v1/groups/{id}", group.0.to_string()),
        ("/api/v1/open/suggestions/{id}", id(&matter["id"])),
        ("/api/v1/suggestions/{id}", id(&matter["id"])),
        ("/api/v1/open/webhooks/{id}", id(&webhook["id"])),
        ("/api/v1/webhooks/{id}", id(&webhook["id"])),
        ("/api/v1/standing/reports/{id}", report),
    ];
    let lists: Vec<String> = Operation::all(app)
        .await
        .iter()
        .filter(|operation| operation.method == reqwest::Method::GET && operation.id.starts_with("list_"))
        .map(|operation| operation.leading_to(&known).replace("role=nothing", "role=UNIT_HANDLER"))
        .chain(RICHER.iter().map(|path| (*path).to_owned()))
        .collect();
    assert!(lists.len() > 25, "{} lists", lists.len());

    let measure = async || {
        let mut costs = Vec::new();
        for path in &lists {
            for (number, actor) in actors.iter().enumerate() {
                // The first one may find what is remembered of this sign-in outdated, the second one learns it anew.
                counted.cost(actor, path).await;
                counted.cost(actor, path).await;
                if let Some(cost) = counted.cost(actor, path).await {
                    costs.push((path.clone(), number, cost));
                }
            }
        }
        costs
    };
    let short = measure().await;
    for number in 0..3 {
        app.unit(&format!("县第{number}局")).await;
        app.deputy(&format!("李建{number}")).await;
        app.group(&format!("湖滨第{number}代表小组")).await;
        app.assigned_suggestion(&deputy, unit).await;
        app.actor(Role::StationKeeper).await;
    }
    write_feed(app).await;
    let long = measure().await;
    let dear: Vec<_> = long.iter().filter(|(_, _, cost)| *cost > MOST).collect();
    assert!(dear.is_empty(), "more than {MOST} statements: {dear:#?}");
    assert_eq!(short.len(), long.len(), "somebody's access to a list changed");
    let growing: Vec<_> = short.iter().zip(&long).filter(|(a, b)| a.2 < b.2).collect();
    assert!(growing.is_empty(), "more rows, more statements: {growing:#?}");
    // Nobody is refused everything: each list was measured for somebody.
    let unseen: Vec<_> = lists.iter().filter(|path| !long.iter().any(|(known, ..)| known == *path)).collect();
    let allowed = ["/api/v1/imports"];
    let unseen: Vec<_> =
        unseen.into_iter().filter(|path| !allowed.iter().any(|known| path.starts_with(known))).collect();
    assert!(unseen.is_empty(), "never measured: {unseen:?}");
}
