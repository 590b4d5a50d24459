//! The demo county: made twice it is the same, it shows every side of the work, and its people can sign in.

use api::demo::{END, PASSWORD, Scale, Seed, Seeded, seed};
use domain::kernel::SuggestionId;
use std::collections::BTreeSet;
use tests::TestDatabase;

/// Base64 of 48 bytes that are no secret.
const SECRET: &str = "dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHM=";

async fn county(database: &TestDatabase) -> anyhow::Result<Seeded> {
    let files = std::env::temp_dir().join(database.name());
    let seeded = seed(Seed {
        database_url: database.url().to_owned(),
        secret: SECRET.to_owned(),
        public_url: "http://127.0.0.1:1".to_owned(),
        files_dir: files.clone(),
        scale: Scale::Small,
    })
    .await;
    let _removed = std::fs::remove_dir_all(files);
    seeded
}

/// Everything that was announced, and every matter, in words.
async fn digest(database: &TestDatabase) -> String {
    let store = database.store().await;
    let events = store.outbox_after(0, 1_000_000).await.expect("the feed can be read");
    assert!(events.len() > 500, "{} events", events.len());
    assert!(events.windows(2).all(|pair| pair[0].occurred_at <= pair[1].occurred_at), "time runs forward");
    let matters: BTreeSet<_> = events
        .iter()
        .filter(|event| event.aggregate == "suggestion")
        .map(|event| event.aggregate_id)
        .collect();
    let ids: Vec<_> = matters.into_iter().map(SuggestionId).collect();
    let mut cases: Vec<_> =
        store.cases(&ids).await.expect("the matters can be read").into_iter().map(|s| s.case).collect();
    cases.sort_by_key(|case| case.id().0);
    let cases = serde_json::to_string(&cases).expect("a matter can be written");
    store.close().await;
    format!("{events:?}\n{cases}")
}

#[actix_web::test]
async fn two_runs_make_the_same_county() {
    let (first, second) = (TestDatabase::create().await, TestDatabase::create().await);
    let made = county(&first).await.expect("the demo fits the program");
    let again = county(&second).await.expect("a second time too");
    assert_eq!(made.suggestions, again.suggestions);
    assert_eq!(made.tasks, again.tasks);
    assert!(made.suggestions.values().sum::<usize>() >= 15, "{:?}", made.suggestions);
    for state in ["草稿", "待审查", "已归档", "承诺跟踪", "已撤回"] {
        assert!(made.suggestions.contains_key(state), "{state}: {:?}", made.suggestions);
    }
    assert_eq!(made.pending_send_backs, 1);
    let (one, two) = (digest(&first).await, digest(&second).await);
    let differs = one.bytes().zip(two.bytes()).position(|(a, b)| a != b);
    assert_eq!(differs, None, "they differ, or one is longer: {} and {}", one.len(), two.len());
    assert_eq!(one.len(), two.len());

    // It is done once: a county that is there is never touched.
    let refused = county(&first).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("county already")));

    let store = &made.state.store;
    for username in [
        "admin",
        "sec",
        "audit",
        "jiekou",
        "daigong",
        "zhengfuban",
        "zhujian",
        "zhujianhead",
        "daibiao1",
        "zhuren",
    ] {
        let found = store.credentials(username).await.expect("readable").expect(username);
        let right =
            api::account::hashing::verify(&made.state, found.password_hash, PASSWORD.to_owned()).await;
        assert!(right.is_ok_and(|right| right), "{username}");
    }
    // Everything is told, and who looks at the demo for the first time finds a morning's notices, not a year's.
    let clerk = store.credentials("daigong").await.expect("readable").expect("the clerk").id.into();
    let unread = store.inbox(clerk).await.expect("readable").unread;
    assert!((1..60).contains(&unread), "{unread} unread");
    assert_eq!(domain::kernel::congress_time(made.state.now()).to_rfc3339(), END);
}
