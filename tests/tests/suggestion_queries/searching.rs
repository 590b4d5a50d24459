//! 综合检索 is the list's other door: `GET /search` finds a suggestion for exactly those who may read what matches.

use crate::asking::app;
use crate::matter::Matter;
use crate::world::{morning, store_case};
use domain::authz::Role;
use domain::suggestion::{PublicationPart, TaskRole};
use serde_json::Value;
use tests::Client;

async fn search(client: &Client, words: &str) -> Value {
    client.get(&format!("/api/v1/search?kind=suggestion&q={words}")).await.ok(200)
}

async fn found(client: &Client, words: &str) -> Vec<String> {
    let hits = search(client, words).await;
    let titles = hits["items"].as_array().expect("a list").iter();
    let mut titles: Vec<_> = titles.map(|hit| hit["title"].as_str().expect("a title").to_owned()).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn a_unit_does_not_find_the_matters_of_another_unit() {
    let (app, world) = app().await;
    let new = |number, title: &str, unit| {
        Matter::submitted(&world, 0, title, "2026-03-02")
            .accepted(number, "城建")
            .assigned(unit, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .replied("今年新建雨水花园。", &format!("泗建复〔2026〕{number}号"), "2026-03-30")
    };
    new(1, "关于海绵公园的建议", world.housing).store(app.store()).await;
    new(2, "关于海绵道路的建议", world.traffic).store(app.store()).await;
    let published = new(3, "关于海绵广场的建议", world.traffic).released(PublicationPart::Title, Vec::new());
    published.store(app.store()).await;
    let housing = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await;
    let traffic = world.grants(&app, &[world.of_unit(Role::UnitLeader, world.traffic)]).await;
    let clerk = world.grants(&app, &[world.role(Role::DcStaff)]).await;
    let other = world.grants(&app, &[world.of_deputy(5)]).await;
    for (words, place) in [("海绵", "the title"), ("雨水花园", "the letter")] {
        assert_eq!(found(&housing, words).await, ["关于海绵公园的建议"], "{place}");
        assert_eq!(found(&traffic, words).await, ["关于海绵广场的建议", "关于海绵道路的建议"], "{place}");
        assert_eq!(found(&clerk, words).await.len(), 3, "{place}");
    }
    // A deputy finds what is published of others, by the words that are published.
    assert_eq!(found(&other, "海绵").await, ["关于海绵广场的建议"]);
    assert_eq!(found(&other, "雨水花园").await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_draft_is_found_by_its_own_deputy_alone() {
    let (app, world) = app().await;
    let draft = world.draft(world.deputies[0], "关于夜市管理的建议", morning("2026-03-02"));
    store_case(app.store(), &draft).await;
    let own = world.grants(&app, &[world.of_deputy(0)]).await;
    assert_eq!(found(&own, "夜市").await, ["关于夜市管理的建议"]);
    for (who, client) in [
        ("another deputy", world.grants(&app, &[world.of_deputy(1)]).await),
        ("the committee", world.grants(&app, &[world.role(Role::DcStaff)]).await),
        ("its head", world.grants(&app, &[world.role(Role::DcHead)]).await),
        ("a unit", world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await),
    ] {
        assert_eq!(found(&client, "夜市").await, [] as [&str; 0], "{who}");
    }
}

#[tokio::test]
async fn the_name_of_a_protected_deputy_is_neither_found_nor_shown() {
    let (app, world) = app().await;
    Matter::submitted(&world, 3, "关于举报渠道的建议", "2026-03-02")
        .accepted(1, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .with(|case| case.suggestion.confidentiality.hide_names_from_units = true)
        .store(app.store())
        .await;
    let unit = world.grants(&app, &[world.of_unit(Role::UnitHandler, world.housing)]).await;
    let name = crate::world::NAMES[3];
    let hits = search(&unit, "举报").await;
    assert_eq!(hits["items"].as_array().map(Vec::len), Some(1), "the unit has the matter: {hits}");
    assert!(!hits.to_string().contains(name), "{hits}");
    assert_eq!(found(&unit, name).await, [] as [&str; 0]);
    // Nor together with a word that is in the matter: that would tell whose it is.
    assert_eq!(found(&unit, &format!("举报%20{name}")).await, [] as [&str; 0]);
}
