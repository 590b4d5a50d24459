//! The addresses of `/api/v1/open` that read matters and changes, as an integrator asks them.

use crate::matter::Matter;
use crate::world::World;
use crate::{catch_up, change};
use domain::integration::KeyScope;
use domain::kernel::SuggestionId;
use domain::suggestion::{PublicationPart, PublicationStatus, SuggestionStatus, TaskRole};
use persistence::provision::Admin;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{Client, KeySpec, TestApp};

async fn county() -> (TestApp, World) {
    let app = TestApp::start().await;
    app.move_clock("2026-05-10T09:00:00+08:00");
    let world = World::found(app.store(), Some(app.county().root)).await;
    (app, world)
}

/// A matter with this number, published with its progress or not at all.
async fn matter(app: &TestApp, world: &World, number: u32, published: bool) -> SuggestionId {
    let matter = Matter::submitted(world, 0, "关于缓解停车难的建议", "2026-03-02")
        .accepted(number, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05");
    let matter = if published {
        matter.released(PublicationPart::Text, Vec::new()).released(PublicationPart::Status, Vec::new())
    } else {
        matter
    };
    let id = matter.store(app.store()).await.id();
    change(app, id, |_| ()).await;
    catch_up(app).await;
    id
}

async fn reader(app: &TestApp) -> Client {
    app.key(&[KeyScope::SuggestionsRead]).await.client
}

fn items(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn one_matter_is_the_same_through_every_door() {
    let (app, world) = county().await;
    let id = matter(&app, &world, 63, true).await;
    let reader = reader(&app).await;
    let one = reader.get(&format!("/api/v1/open/suggestions/{id}")).await;
    let matter = one.ok(200);
    assert_eq!((&matter["ref"], &matter["view"]), (&json!("18-b2026-63"), &json!("published")));
    assert_eq!((&matter["status"], &matter["phase"]), (&json!("handling"), &json!("open")));
    assert_eq!(matter["due"]["on"], "2026-06-05");
    for reference in ["18-b2026-63", "18-b2026-063"] {
        let by_ref = reader.get(&format!("/api/v1/open/suggestions/by-ref/{reference}")).await;
        assert_eq!(by_ref.text(), one.text());
    }
    let list = reader.get("/api/v1/open/suggestions").await.ok(200);
    assert_eq!(list["items"][0], matter);
    let wanted = json!({"ids": [id.0, world.housing.0], "refs": ["18-b2026-63", "18-5-1", "nonsense"]});
    let batch = reader.post("/api/v1/open/suggestions/batch-get", &wanted).await.ok(200);
    assert_eq!(batch["items"], json!([matter]));
    assert_eq!(batch["missing_ids"], json!([world.housing.0]));
    assert_eq!(batch["missing_refs"], json!(["18-5-1", "nonsense"]));
    let feed = reader.get("/api/v1/open/changes").await.ok(200);
    assert_eq!(feed["items"].as_array().expect("items").last().expect("one")["data"], matter);
    let nothing = reader.post("/api/v1/open/suggestions/batch-get", &json!({})).await.ok(200);
    assert_eq!(nothing["items"], json!([]), "asking for nothing is not asking for all");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let (app, world) = county().await;
    let id = matter(&app, &world, 63, true).await;
    let reader = reader(&app).await;
    for path in [format!("/api/v1/open/suggestions/{id}"), "/api/v1/open/suggestions?limit=5".to_owned()] {
        let first = reader.get(&path).await;
        let etag = first.header("etag").expect("an entity tag").to_owned();
        assert_eq!(reader.get_unless(&path, &etag).await.status, 304, "{path}");
        change(&app, id, |case| case.suggestion.classification.category = Some(format!("{}x", fresh())))
            .await;
        catch_up(&app).await;
        assert_eq!(reader.get_unless(&path, &etag).await.status, 200, "{path}");
    }
}

fn fresh() -> uuid::Uuid {
    tests::fresh_id()
}

#[tokio::test]
async fn parts_of_a_matter_can_be_asked_for() {
    let (app, world) = county().await;
    let id = matter(&app, &world, 63, true).await;
    let reader = reader(&app).await;
    let part = reader.get(&format!("/api/v1/open/suggestions/{id}?fields=status,id")).await;
    assert_eq!(part.text(), format!("{{\"id\":\"{id}\",\"status\":\"handling\"}}"));
    let list = reader.get("/api/v1/open/suggestions?fields=ref").await.ok(200);
    assert_eq!(list["items"], json!([{"ref": "18-b2026-63"}]));
    let refused = reader.get("/api/v1/open/suggestions?fields=ref,body").await;
    let problem = refused.problem(400, "request.malformed");
    assert!(
        problem["errors"][0]["params"]["allowed"].as_array().is_some_and(|all| all.contains(&json!("ref")))
    );
}

#[tokio::test]
async fn a_list_is_walked_without_loss_while_it_changes() {
    let (app, world) = county().await;
    let mut all = Vec::new();
    for number in 1..=7 {
        all.push(matter(&app, &world, number, true).await.to_string());
    }
    all.sort();
    let reader = reader(&app).await;
    let mut seen = Vec::new();
    let mut path = "/api/v1/open/suggestions?limit=2".to_owned();
    loop {
        let page = reader.get(&path).await.ok(200);
        seen.extend(items(&page));
        let first: SuggestionId = all[0].parse().expect("an id");
        change(&app, first, |case| case.suggestion.classification.category = Some(fresh().to_string())).await;
        catch_up(&app).await;
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/open/suggestions?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, all);
    let newest = reader.get("/api/v1/open/suggestions?sort=-updated&limit=1").await.ok(200);
    assert_eq!(items(&newest), [all[0].clone()]);
    // A cursor is good for who sees the same.
    let cursor = reader.get("/api/v1/open/suggestions?limit=2").await.ok(200)["next_cursor"].clone();
    let official = app.key(&[KeyScope::SuggestionsOfficial]).await.client;
    let path = format!("/api/v1/open/suggestions?limit=2&cursor={}", cursor.as_str().expect("more"));
    official.get(&path).await.problem(400, "cursor.invalid");
}

#[tokio::test]
async fn several_states_are_walked_in_one_order() {
    let (app, world) = county().await;
    for number in 1..=6 {
        let id = matter(&app, &world, number, true).await;
        let status = [SuggestionStatus::Assigned, SuggestionStatus::Handling, SuggestionStatus::Closed]
            [usize::try_from(number % 3).expect("small")];
        change(&app, id, |case| case.suggestion.status = status).await;
    }
    catch_up(&app).await;
    let official = app.key(&[KeyScope::SuggestionsOfficial]).await.client;
    for client in [reader(&app).await, official] {
        for sort in ["id", "-id", "updated", "-updated"] {
            let whole = client.get(&format!("/api/v1/open/suggestions?sort={sort}")).await.ok(200);
            let wanted: Vec<_> = whole["items"]
                .as_array()
                .expect("items")
                .iter()
                .filter(|item| item["status"] != "closed")
                .map(|item| item["id"].as_str().expect("an id").to_owned())
                .collect();
            assert_eq!(wanted.len(), 4);
            let first =
                format!("/api/v1/open/suggestions?status=handling,assigned,handling&sort={sort}&limit=3");
            let page = client.get(&first).await.ok(200);
            let mut seen = items(&page);
            let cursor = page["next_cursor"].as_str().expect("one more");
            seen.extend(items(&client.get(&format!("{first}&cursor={cursor}")).await.ok(200)));
            assert_eq!(seen, wanted, "{sort}");
        }
    }
}

#[tokio::test]
async fn filters_look_at_what_is_seen() {
    let (app, world) = county().await;
    let shown = matter(&app, &world, 1, true).await;
    let hidden = matter(&app, &world, 2, false).await;
    // The title alone: its state is nobody's business.
    let titled = matter(&app, &world, 3, true).await;
    change(&app, titled, |case| {
        let status = case.publications.iter_mut().find(|part| part.part == PublicationPart::Status);
        status.expect("released").status = PublicationStatus::Withdrawn;
    })
    .await;
    catch_up(&app).await;
    let (reader, official) = (reader(&app).await, app.key(&[KeyScope::SuggestionsOfficial]).await.client);
    let count = async |client: &Client, query: &str| {
        items(&client.get(&format!("/api/v1/open/suggestions?{query}")).await.ok(200)).len()
    };
    let by_unit = format!("unit_id={}", world.housing);
    for (query, public, all) in [
        ("", 2, 3),
        ("status=handling", 1, 3),
        (by_unit.as_str(), 1, 3),
        ("status=closed", 0, 0),
        ("category=%E5%9F%8E%E5%BB%BA", 2, 3),
        ("updated_since=2026-05-10T00:00:00%2B08:00", 2, 3),
        ("updated_since=2026-05-11T00:00:00%2B08:00", 0, 0),
    ] {
        assert_eq!((count(&reader, query).await, count(&official, query).await), (public, all), "{query}");
    }
    for path in ["", "/timeline", "/replies", "/files/paper.pdf"] {
        reader
            .get(&format!("/api/v1/open/suggestions/{hidden}{path}"))
            .await
            .problem(404, "resource.not_found");
    }
    reader.get(&format!("/api/v1/open/suggestions/{shown}/timeline")).await.ok(200);
    let paper = reader.get(&format!("/api/v1/open/suggestions/{shown}/files/paper.pdf")).await;
    assert_eq!((paper.status, paper.header("content-type")), (200, Some("application/pdf")));
    for file in ["paper.exe", "..%2Fpaper.pdf", &format!("{}.pdf", fresh())] {
        reader
            .get(&format!("/api/v1/open/suggestions/{shown}/files/{file}"))
            .await
            .problem(404, "resource.not_found");
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_at_once_on_every_server() {
    let (app, world) = county().await;
    let id = matter(&app, &world, 63, true).await;
    let reader = reader(&app).await;
    let replica = app.replica();
    let path = format!("/api/v1/open/suggestions/{id}");
    for client in [reader.clone(), replica.same(&reader)] {
        // Twice: the second time from memory.
        client.get(&path).await.ok(200);
        client.get(&path).await.ok(200);
    }
    change(&app, id, |case| case.publications[0].status = PublicationStatus::Withdrawn).await;
    for client in [reader.clone(), replica.same(&reader)] {
        client.get(&path).await.problem(404, "resource.not_found");
        assert_eq!(items(&client.get("/api/v1/open/suggestions").await.ok(200)), [""; 0]);
    }
}

#[tokio::test]
async fn the_feed_is_followed_by_its_cursors() {
    let (app, world) = county().await;
    let (one, _) = (matter(&app, &world, 1, true).await, matter(&app, &world, 2, false).await);
    let reader = reader(&app).await;
    let head = reader.get("/api/v1/open/changes/head").await.ok(200);
    assert_eq!(head["lag_ms"], 0);
    let first = reader.get("/api/v1/open/changes?limit=1").await.ok(200);
    assert_eq!((&first["items"][0]["op"], &first["has_more"]), (&json!("upsert"), &json!(true)));
    let next = |page: &Value| {
        format!("/api/v1/open/changes?after={}", page["next_cursor"].as_str().expect("always"))
    };
    let rest = reader.get(&next(&first)).await.ok(200);
    assert_eq!(rest["items"][0]["op"], "hidden");
    for told in ["event_id", "type", "resource", "resource_id", "version", "occurred_at", "data"] {
        assert_eq!(rest["items"][0][told], Value::Null, "{told} of what is hidden");
    }
    let end = reader.get(&next(&rest)).await.ok(200);
    assert_eq!(
        (&end["items"], &end["next_cursor"]),
        (&json!([]), &rest["next_cursor"]),
        "an empty page has a cursor"
    );
    assert_eq!(end["next_cursor"], head["cursor"]);
    change(&app, one, |case| case.publications[0].status = PublicationStatus::Withdrawn).await;
    catch_up(&app).await;
    let gone = reader.get(&next(&end)).await.ok(200);
    assert_eq!(
        (&gone["items"][0]["op"], &gone["items"][0]["resource_id"]),
        (&json!("delete"), &json!(one.0))
    );
    assert_eq!(gone["items"][0]["data"], Value::Null);
}

#[tokio::test]
async fn a_cursor_that_cannot_be_followed_says_why() {
    let (app, world) = county().await;
    matter(&app, &world, 1, true).await;
    let reader = reader(&app).await;
    let cursor = reader.get("/api/v1/open/changes/head").await.ok(200)["cursor"].clone();
    let path = format!("/api/v1/open/changes?after={}", cursor.as_str().expect("a cursor"));
    let other = app.key(&[KeyScope::SuggestionsRead, KeyScope::SuggestionsOfficial]).await.client;
    other.get(&path).await.problem(409, "feed.sight_changed");
    reader.get("/api/v1/open/changes?after=AAAA").await.problem(400, "cursor.invalid");
    reader.get("/api/v1/open/changes?limit=201").await.problem(400, "request.malformed");
    reader.get("/api/v1/open/changes?wait=26").await.problem(400, "request.malformed");
    reader.get(&path).await.ok(200);

    app.advance(chrono::Duration::days(401));
    matter(&app, &world, 2, true).await;
    matter(&app, &world, 3, true).await;
    app.store().trim_feed(api::open::kept_since(app.now())).await.expect("trimmed");
    // What is after it is still there. The key has expired meanwhile; one that sees the same goes on.
    self::reader(&app).await.get(&path).await.ok(200);
    app.advance(chrono::Duration::days(401));
    matter(&app, &world, 4, true).await;
    app.store().trim_feed(api::open::kept_since(app.now())).await.expect("trimmed");
    let reader = self::reader(&app).await;
    reader.get(&path).await.problem(410, "feed.expired");

    let mut admin = Admin::connect(app.database_url()).await.expect("connected");
    admin.execute("UPDATE feed_head SET fingerprint = 'of the backup'").await.expect("done");
    reader.get(&path).await.problem(409, "feed.epoch_changed");
    let first = reader.get("/api/v1/open/changes").await.ok(200);
    assert!(first["next_cursor"].is_string(), "and begins anew");
}

#[tokio::test]
async fn who_waits_is_answered_when_there_is_something() {
    let (app, world) = county().await;
    let id = matter(&app, &world, 1, true).await;
    let reader = reader(&app).await;
    let cursor = reader.get("/api/v1/open/changes/head").await.ok(200)["cursor"].clone();
    let path = format!("/api/v1/open/changes?wait=25&after={}", cursor.as_str().expect("a cursor"));
    let begun = Instant::now();
    let waiting = tokio::spawn(async move { reader.get(&path).await.ok(200) });
    // What concerns the authorities alone does not wake a citizen's system.
    change(&app, id, |case| case.suggestion.is_key = true).await;
    change(&app, id, |case| case.suggestion.classification.category = Some("农业".into())).await;
    catch_up(&app).await;
    let page = waiting.await.expect("no panic");
    let ops: Vec<_> =
        page["items"].as_array().expect("items").iter().map(|item| item["op"].clone()).collect();
    assert!(ops.contains(&json!("upsert")), "{ops:?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "it did not wait to the end");
}

#[tokio::test]
async fn a_unit_reads_its_own_matters_whole() {
    let (app, world) = county().await;
    let own = matter(&app, &world, 1, false).await;
    let spec = |unit| KeySpec {
        scopes: vec![KeyScope::SuggestionsOfficial],
        unit: Some(unit),
        ..KeySpec::default()
    };
    let housing = app.key_with(spec(world.housing)).await.client;
    let traffic = app.key_with(spec(world.traffic)).await.client;
    let path = format!("/api/v1/open/suggestions/{own}");
    let seen = housing.get(&path).await.ok(200);
    assert_eq!((&seen["view"], &seen["status"]), (&json!("official"), &json!("handling")));
    let steps = housing.get(&format!("{path}/timeline")).await.ok(200);
    assert!(steps["items"].is_array());
    housing.get(&format!("{path}/replies")).await.ok(200);
    for rest in ["", "/timeline", "/replies"] {
        traffic.get(&format!("{path}{rest}")).await.problem(404, "resource.not_found");
    }
    let reference = app.key(&[KeyScope::ReferenceRead]).await.client;
    for path in [&path, "/api/v1/open/suggestions", "/api/v1/open/changes", "/api/v1/open/changes/head"] {
        reference.get(path).await.problem(403, "key.scope_missing");
    }
    let status = reference.get("/api/v1/open/status").await.ok(200);
    assert_eq!(status["feed_lag_ms"], 0);
}
