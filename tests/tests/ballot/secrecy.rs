//! What an administrator of the database and of the server finds: nothing that joins voter and vote
//! (`docs/adr/0011-secret-ballot.md`).

use domain::ballot::read_code;
use persistence::provision::Admin;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tests::{Electorate, TestApp, Voting};

/// Every table of the database with all that is in it, as text.
async fn everything(admin: &mut Admin) -> BTreeMap<String, String> {
    let tables = "SELECT table_name::text FROM information_schema.tables \
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1";
    let mut found = BTreeMap::new();
    for table in admin.read(tables).await.expect("readable") {
        let text =
            format!(r#"SELECT coalesce(string_agg(t::text, E'\n' ORDER BY t::text), '') FROM "{table}" t"#);
        found.insert(table, admin.read(&text).await.expect("readable").remove(0));
    }
    found
}

/// Who casts shows a name of his own in everything that a request can carry.
async fn cast_by(app: &TestApp, voter: uuid::Uuid, slip: &str, choices: &[&str]) {
    let call = app.anonymous().call(reqwest::Method::POST, "/api/v1/ballots/cast");
    let call =
        call.header("X-Request-Id", &format!("req-{voter}")).header("User-Agent", &format!("agent-{voter}"));
    let call =
        call.header("Idempotency-Key", &format!("key-{voter}")).header("Cookie", &format!("who={voter}"));
    let reply = call.json(&json!({"slip": slip, "choices": choices})).send().await;
    reply.ok(200);
    assert!(reply.header("set-cookie").is_none());
}

fn texts_of(voting: &Voting) -> Vec<String> {
    let plain = voting.slips.iter().filter_map(|slip| read_code(slip, 12));
    voting.slips.iter().cloned().chain(plain).chain(voting.keys.clone()).collect()
}

/// A cast changes the box and nothing else in the whole database; what it changes there has no order.
#[tokio::test]
async fn a_cast_changes_one_row_and_that_row_has_no_order() {
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 12).await;
    let meeting = electorate.meeting(&app, "electronic", 3).await;
    let voting = electorate.open(&meeting, 12).await;
    let mut admin = Admin::connect(app.database_url()).await.expect("the database answers");
    for (voter, slip) in electorate.voters.iter().zip(&voting.slips) {
        let before = everything(&mut admin).await;
        cast_by(&app, voter.0, slip, &["s", "b", "u"]).await;
        let after = everything(&mut admin).await;
        let changed: Vec<_> =
            after.iter().filter(|(table, rows)| before[*table] != **rows).map(|(t, _)| t).collect();
        assert_eq!(changed, ["ballot_box"]);
    }
    let lists = ["unspent", "spent", "sealed"];
    for list in lists {
        let text = format!(
            "SELECT ({list} = ARRAY(SELECT x FROM unnest({list}) x ORDER BY x))::text || ' ' || cardinality({list}) FROM ballot_box"
        );
        let count = if list == "unspent" { 0 } else { 12 };
        assert_eq!(admin.read(&text).await.expect("readable"), [format!("true {count}")], "{list} is sorted");
    }
    // All sealed ballots have one length, and no two are alike, though all say the same.
    let text = "SELECT count(DISTINCT length(s))::text || ' ' || count(DISTINCT s)::text FROM ballot_box, unnest(sealed) s";
    assert_eq!(admin.read(text).await.expect("readable"), ["1 12"]);
    assert_eq!(admin.read("SELECT count(*)::text FROM ballot").await.expect("readable"), ["0"]);

    // No table but the box knows a slip, and not even the box knows its code or a half of the key.
    let found = everything(&mut admin).await;
    for text in texts_of(&voting) {
        assert!(found.values().all(|rows| !rows.contains(&text)), "{text} lies in the database");
    }
}

/// After closing: no id, time, transaction or place on the page tells in which order ballots came, nor which items of one voter
/// belong together, and no table outside the registers holds a voter beside anything of a ballot.
#[tokio::test]
async fn after_closing_nothing_joins_voter_and_vote() {
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 60).await;
    let meeting = electorate.meeting(&app, "electronic", 2).await;
    let voting = electorate.open(&meeting, 60).await;
    let mut admin = Admin::connect(app.database_url()).await.expect("the database answers");
    // A pattern that any trace of the order would show: thirty one way, then thirty the other way.
    for (index, (voter, slip)) in electorate.voters.iter().zip(&voting.slips).enumerate() {
        let choices = if index < 30 { ["s", "u"] } else { ["u", "s"] };
        cast_by(&app, voter.0, slip, &choices).await;
    }
    electorate.clerks(&voting, "close", &json!({ "key_halves": voting.keys })).await;
    electorate.clerks(&voting, "tally", &json!({})).await;

    let one = async |admin: &mut Admin, text: &str| admin.read(text).await.expect("readable").remove(0);
    assert_eq!(
        one(&mut admin, "SELECT count(DISTINCT xmin::text)::text || ' ' || count(*) FROM ballot").await,
        "1 120"
    );
    let by_page = admin.read("SELECT id::text FROM ballot ORDER BY ctid").await.expect("readable");
    let mut by_id = by_page.clone();
    by_id.sort_unstable();
    assert_eq!(by_page, by_id, "the place on the page is that of the random id");
    assert!(by_page.iter().all(|id| &id[14..15] == "4"), "random ids, which hold no time: {by_page:?}");
    let mut runs = Vec::new();
    for item in 1..=2 {
        let text = format!("SELECT choice FROM ballot WHERE item_no = {item} ORDER BY ctid");
        let choices = admin.read(&text).await.expect("readable");
        assert_eq!(choices.iter().filter(|choice| *choice == "s").count(), 30);
        runs.push(choices);
    }
    // Thirty then thirty has one change; a shuffle of sixty has about thirty, and fewer than ten once in ten million times.
    for choices in &runs {
        let changes = choices.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes >= 10, "the order of casting shows: {choices:?}");
    }
    // Had the items of one ballot stayed together, the second would be the first turned round.
    let opposite = runs[0].iter().zip(&runs[1]).filter(|(one, other)| one != other).count();
    assert!((10..=50).contains(&opposite), "items of one ballot lie at the same place: {opposite}");
    assert_eq!(one(&mut admin, "SELECT count(*)::text FROM ballot_box").await, "0");

    // Nor is there a page left that holds what the box was before its last ballot.
    let pages = "SELECT (pg_relation_size('ballot_box') + pg_relation_size(reltoastrelid))::text FROM pg_class \
        WHERE relname = 'ballot_box'";
    assert_eq!(one(&mut admin, pages).await, "0");

    // By shape: no time, no person, no account in any table of ballots.
    let columns = "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns \
        WHERE table_schema = 'public' AND table_name IN ('ballot', 'ballot_box', 'ballot_returned', 'ballot_roll') ORDER BY 1";
    let columns = admin.read(columns).await.expect("readable");
    assert!(
        columns.iter().all(|column| !column.contains("timestamp") && !column.contains("date")),
        "{columns:?}"
    );
    let ids: Vec<_> = columns.iter().filter(|column| column.ends_with("uuid")).map(String::as_str).collect();
    assert_eq!(
        ids,
        [
            "ballot.id uuid",
            "ballot.meeting_id uuid",
            "ballot_box.meeting_id uuid",
            "ballot_returned.meeting_id uuid",
            "ballot_roll.deputy_id uuid",
            "ballot_roll.meeting_id uuid"
        ]
    );
    // By content: what the casts carried lies nowhere; what is in the tables of ballots lies in no other.
    let found = everything(&mut admin).await;
    for voter in &electorate.voters {
        for carried in ["req-", "agent-", "key-", "who="].map(|mark| format!("{mark}{}", voter.0)) {
            assert!(found.values().all(|rows| !rows.contains(&carried)), "{carried} lies in the database");
        }
        let holding: Vec<_> =
            found.iter().filter(|(_, rows)| rows.contains(&voter.0.to_string())).map(|(t, _)| t).collect();
        assert!(
            holding
                .iter()
                .all(|table| !["ballot", "ballot_box", "ballot_returned"].contains(&table.as_str()))
        );
    }
    for id in &by_page {
        let holding: Vec<_> =
            found.iter().filter(|(_, rows)| rows.contains(id.as_str())).map(|(t, _)| t).collect();
        assert_eq!(holding, ["ballot"], "the id of a ballot is told by another table");
    }
    let slips =
        admin.read("SELECT encode(s, 'hex') FROM ballot_returned, unnest(slips) s").await.expect("readable");
    assert_eq!(slips.len(), 60);
    for slip in &slips {
        let holding: Vec<_> =
            found.iter().filter(|(_, rows)| rows.contains(slip.as_str())).map(|(t, _)| t).collect();
        assert_eq!(holding, ["ballot_returned"]);
    }
    for text in texts_of(&voting) {
        assert!(found.values().all(|rows| !rows.contains(&text)), "{text} lies in the database");
    }
    // No audit line, event or idempotency key speaks of a cast: check-ins and steps of the round only.
    let said = "SELECT string_agg(DISTINCT action, ' ' ORDER BY action) FROM audit_entry WHERE subject = 'supervision_meeting'";
    assert_eq!(one(&mut admin, said).await, "ballot.run supervision_meeting.prepare");
}

/// Collects what the server says.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log, at its most talkative: no slip, no choice, no address of the casting route, nothing that a cast carried.
#[tokio::test]
async fn the_log_says_nothing_of_a_cast() {
    let said = Said::default();
    let writer = said.clone();
    let collector = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone());
    // Another test of this program may run meanwhile; what it says is looked through as well.
    collector.init();
    tracing::trace!("the log is collected");
    let app = TestApp::start().await;
    let electorate = Electorate::of(&app, 6).await;
    let meeting = electorate.meeting(&app, "electronic", 1).await;
    let voting = electorate.open(&meeting, 6).await;
    for (voter, slip) in electorate.voters.iter().zip(&voting.slips) {
        cast_by(&app, voter.0, slip, &["b"]).await;
        let again =
            app.anonymous().post("/api/v1/ballots/cast", &json!({"slip": slip, "choices": ["b"]})).await;
        again.problem(409, "ballot.slip_used");
        app.anonymous().post("/api/v1/ballots/look-up", &json!({"slip": slip})).await.ok(200);
    }
    electorate.clerks(&voting, "close", &json!({ "key_halves": voting.keys })).await;
    let log = String::from_utf8_lossy(&said.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
    assert!(log.contains("the log is collected"), "{log}");
    for text in texts_of(&voting) {
        assert!(!log.contains(&text), "the log tells {text}");
    }
    for voter in &electorate.voters {
        for carried in ["req-", "agent-", "key-", "who="].map(|mark| format!("{mark}{}", voter.0)) {
            assert!(!log.contains(&carried), "the log tells {carried}");
        }
    }
    // The client of this test runs in the same program and names what it asks for.
    let others = ["reqwest", "hyper"];
    let lines = log
        .lines()
        .filter(|line| line.contains("ballots/cast") && !others.iter().any(|it| line.contains(it)));
    let lines: Vec<_> = lines.collect();
    assert!(lines.is_empty(), "{lines:?}");
}

/// The reverse proxy of an installation keeps no access log of the route, and Postgres none of its parameters.
#[test]
fn an_installation_logs_no_cast() {
    let proxy = include_str!("../../../docker/nginx.conf");
    let (_, route) =
        proxy.split_once("location ^~ /api/v1/ballots/ {").expect("the route has a block of its own");
    let (block, _) = route.split_once('}').expect("it ends");
    assert!(block.contains("access_log off;") && block.contains("error_log /dev/null;"), "{block}");
    let compose = include_str!("../../../docker-compose.yml");
    for setting in ["log_statement=none", "log_min_duration_statement=-1", "log_parameter_max_length=0"] {
        assert!(compose.contains(setting), "{setting}");
    }
}
