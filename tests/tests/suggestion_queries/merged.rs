//! However a list is read, it is the same list: for every reader, in every order, cut into any pages. Of several states or
//! categories each is read by itself and merged; words are looked up, asked of a hash or met on the way, as they are rare.

use crate::matter::Matter;
use crate::world::{World, begin, day, morning};
use domain::authz::{Actor, Grant, Role};
use domain::suggestion::{PublicationPart, SuggestionStatus, TaskRole};
use persistence::Store;
use persistence::listing::{PageRequest, SortColumn};
use persistence::search::SearchDocument;
use persistence::suggestion::{SUGGESTION_SORTS, SuggestionFilter, SuggestionRow};
use tests::{TestDatabase, fresh_id};

const STATES: [SuggestionStatus; 5] = [
    SuggestionStatus::Submitted,
    SuggestionStatus::Handling,
    SuggestionStatus::Replied,
    SuggestionStatus::Tracking,
    SuggestionStatus::Archived,
];
const CATEGORIES: [&str; 3] = ["城建", "交通", "教育"];

/// Numbers in no order, the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let index = self.below(of.len() as u64);
        of[usize::try_from(index).expect("small")]
    }
}

/// Matters of few days, so that many stand at one instant and only their ids put them in order.
async fn matters(store: &Store, world: &World, dice: &mut Dice) {
    for number in 1..=48 {
        let lead = usize::try_from(dice.below(3)).expect("small");
        let date = format!("2026-03-0{}", 1 + dice.below(5));
        let unit = dice.one(&[world.housing, world.traffic]);
        let due = format!("2026-06-0{}", 1 + dice.below(3));
        let state = dice.one(&STATES);
        let mut matter = Matter::submitted(world, lead, &format!("关于某事的建议{number}"), &date)
            .accepted(number, dice.one(&CATEGORIES))
            .assigned(unit, TaskRole::Lead, &date, &due)
            .with(|case| case.suggestion.status = state);
        if dice.below(3) == 0 {
            matter = matter.released(PublicationPart::Title, Vec::new());
        }
        if dice.below(6) == 0 {
            matter = matter.with(|case| case.suggestion.confidentiality.confidential = true);
        }
        matter.store(store).await;
    }
}

fn readers(world: &World) -> Vec<(&'static str, Actor)> {
    let deputy = Grant { deputy: Some(world.deputies[0]), ..world.grant(Role::Deputy) };
    let unit = Grant { unit: Some(world.housing), ..world.grant(Role::UnitHandler) };
    vec![
        ("clerk", world.actor(vec![world.grant(Role::DcStaff)])),
        ("head", world.actor(vec![world.grant(Role::DcHead)])),
        ("deputy", world.actor(vec![deputy.clone()])),
        ("unit", world.actor(vec![unit.clone()])),
        ("deputy and unit", world.actor(vec![deputy, unit])),
    ]
}

/// The list from its beginning to its end, in pages of so many.
async fn paged(
    store: &Store,
    actor: &Actor,
    filter: &SuggestionFilter,
    (sort, descending): (&'static SortColumn, bool),
    limit: u64,
) -> Vec<SuggestionRow> {
    let mut rows = Vec::new();
    let mut page = PageRequest { sort, descending, after: None, limit };
    loop {
        let part = store.suggestions(actor, filter, &page).await.expect("a page");
        let Some(last) = part.last() else { return rows };
        page.after = Some(last.position.clone());
        rows.extend(part.into_iter().map(|listed| listed.row));
    }
}

#[tokio::test]
async fn several_values_are_the_whole_list_without_the_others() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let world = World::found(&store, None).await;
    let mut dice = Dice(20_261_122);
    matters(&store, &world, &mut dice).await;
    for (name, actor) in readers(&world) {
        for (sort, descending) in SUGGESTION_SORTS.iter().flat_map(|sort| [(sort, true), (sort, false)]) {
            let order = (sort, descending);
            let whole = paged(&store, &actor, &SuggestionFilter::default(), order, 100).await;
            assert!(whole.len() >= 5, "{name} reads {} of them", whole.len());
            let check = async |filter: SuggestionFilter, limit: u64| {
                let kept = |row: &&SuggestionRow| {
                    let category = row.category.as_ref();
                    (filter.statuses.is_empty() || filter.statuses.contains(&row.status))
                        && (filter.categories.is_empty()
                            || category.is_some_and(|one| filter.categories.contains(one)))
                        && filter.assigned.0.is_none_or(|from| row.assigned_on.is_some_and(|on| on >= from))
                };
                // By something unpublished a deputy cannot filter the matters of others.
                let expected: Vec<_> = whole.iter().filter(kept).map(|row| row.id).collect();
                let found: Vec<_> =
                    paged(&store, &actor, &filter, order, limit).await.iter().map(|row| row.id).collect();
                assert_eq!(found, expected, "{name}, {sort:?} {descending}, pages of {limit}, {filter:?}");
            };
            let codes = |chosen: u64| -> Vec<String> {
                let one = |(bit, state): (usize, &SuggestionStatus)| {
                    (chosen & (1 << bit) != 0).then(|| state.code().to_owned())
                };
                STATES.iter().enumerate().filter_map(one).collect()
            };
            // Every choice of states where such scans are made, some elsewhere.
            let choices: Vec<u64> = if sort.name == "submitted_at" && name == "clerk" {
                (1..32).collect()
            } else {
                vec![3, 21, 31]
            };
            for chosen in choices {
                let statuses = codes(chosen);
                check(SuggestionFilter { statuses, ..Default::default() }, 3 + dice.below(9)).await;
            }
            let statuses = ["replied", "handling", "replied", "none"].map(str::to_owned).to_vec();
            let categories = ["交通", "城建"].map(str::to_owned).to_vec();
            check(SuggestionFilter { statuses: statuses.clone(), ..Default::default() }, 2).await;
            check(SuggestionFilter { categories: categories.clone(), ..Default::default() }, 3).await;
            check(
                SuggestionFilter { statuses: codes(2), categories: categories.clone(), ..Default::default() },
                2,
            )
            .await;
            check(SuggestionFilter { statuses: statuses.clone(), categories, ..Default::default() }, 2).await;
            if name != "deputy" && name != "deputy and unit" {
                let assigned = (Some(day("2026-03-03")), None);
                check(SuggestionFilter { statuses, assigned, ..Default::default() }, 4).await;
            }
        }
    }
}

/// Other texts with these words, of nothing that is in a list.
async fn others(store: &Store, world: &World, number: usize) {
    let uow = begin(store, morning("2026-03-01")).await;
    for _ in 0..number {
        let texts = ["停车"];
        uow.index(&SearchDocument {
            kind: "suggestion",
            id: fresh_id(),
            jurisdiction: world.county,
            title: "",
            subtitle: "",
            texts: &texts,
        })
        .await
        .expect("indexed");
    }
    uow.commit().await.expect("committed");
}

#[tokio::test]
async fn how_frequent_words_are_changes_nothing_of_what_is_found() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let world = World::found(&store, None).await;
    matters(&store, &world, &mut Dice(7)).await;
    for number in 100..105 {
        let title = format!("关于城北停车难的建议{number}");
        Matter::submitted(&world, 1, &title, "2026-03-03")
            .with(|case| "没有这两个字。".clone_into(&mut case.suggestion.text.facts))
            .store(&store)
            .await;
    }
    let wanted = |text: &str| SuggestionFilter { text: Some(text.to_owned()), ..Default::default() };
    let order = (&SUGGESTION_SORTS[0], true);
    let mut found = Vec::new();
    // Looked up, asked of a hash, met on the way, and that again, remembered.
    for more in [0, 2_100, 3_500, 0] {
        others(&store, &world, more).await;
        let mut lists = Vec::new();
        for (_, actor) in readers(&world) {
            for text in ["停车", "北停 停车", "停车 没有这词"] {
                let rows = paged(&store, &actor, &wanted(text), order, 7).await;
                lists.push(rows.into_iter().map(|row| row.id).collect::<Vec<_>>());
            }
        }
        found.push(lists);
    }
    assert!(found[0].iter().any(|list| list.len() > 40), "nearly all have the word");
    assert!(found[0].iter().any(Vec::is_empty) && found[0].iter().any(|list| list.len() == 5));
    assert!(found.iter().all(|lists| *lists == found[0]));
}
