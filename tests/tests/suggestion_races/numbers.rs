use domain::authz::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::TestApp;

fn acceptance() -> Value {
    json!({"category": "urban", "sub_category": null, "committee_id": null, "urgent_by": null})
}

#[tokio::test]
async fn of_32_clerks_who_accept_at_once_one_wins() {
    let app = TestApp::start_with(|config| config.workers = Some(4)).await;
    let deputy = app.deputy_actor(app.deputy("王建国").await).await;
    let submitted = app.submitted_suggestion(&deputy).await;
    let (id, version) = (
        submitted["id"].as_str().expect("as the test expects"),
        submitted["version"].as_i64().expect("as the test expects"),
    );
    let path = format!("/api/v1/suggestions/{id}/accept");
    let mut clerks = Vec::new();
    for _ in 0..32 {
        clerks.push(app.actor(Role::DcStaff).await);
    }
    let body = acceptance();
    let replies = join_all(clerks.iter().map(|clerk| clerk.command(&path, version, &body))).await;

    let mut statuses = BTreeMap::new();
    for reply in &replies {
        *statuses.entry(reply.status).or_insert(0) += 1;
        if reply.status == 412 {
            reply.problem(412, "version.stale");
        }
    }
    assert_eq!(statuses.get(&200), Some(&1), "{statuses:?}");
    // 503: more at once than the pool has connections for, told so instead of waiting for ever.
    assert!(statuses.keys().all(|status| [200, 409, 412, 503].contains(status)), "{statuses:?}");
    let after = clerks[0].get(&format!("/api/v1/suggestions/{id}")).await.ok(200);
    assert_eq!(after["version"], json!(version + 1), "{after}");
}

#[tokio::test]
async fn numbers_given_at_once_have_no_gap_and_no_double() {
    let app = TestApp::start_with(|config| config.workers = Some(4)).await;
    let deputy = app.deputy_actor(app.deputy("王建国").await).await;
    let clerk = app.actor(Role::DcStaff).await;
    let mut submitted = Vec::new();
    for _ in 0..8 {
        submitted.push(app.submitted_suggestion(&deputy).await);
    }
    let body = acceptance();
    let replies = join_all(submitted.iter().map(|one| {
        let path = format!("/api/v1/suggestions/{}/accept", one["id"].as_str().expect("as the test expects"));
        let (clerk, body, version) = (&clerk, &body, one["version"].as_i64().expect("as the test expects"));
        async move { clerk.command(&path, version, body).await.ok(200) }
    }))
    .await;
    let mut numbers: Vec<u32> = replies
        .iter()
        .map(|accepted| {
            let printed = accepted["official_no"].as_str().unwrap_or_else(|| panic!("no number: {accepted}"));
            printed
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
                .parse()
                .expect("as the test expects")
        })
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (numbers[0]..numbers[0] + 8).collect::<Vec<_>>());
}
