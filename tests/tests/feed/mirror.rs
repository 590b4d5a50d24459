//! Copies that are kept by the feed equal their source: under writers that roll back and are killed, projectors that are
//! killed, and readers that are killed.

use crate::matter::Matter;
use crate::world::{World, begin};
use crate::{catch_up, changed};
use chrono::{DateTime, Utc};
use domain::integration::{OfficialSight, Sight};
use domain::kernel::{SuggestionId, UnitId, Version};
use domain::suggestion::{Case, PublicationPart, PublicationStatus, TaskRole};
use persistence::Store;
use persistence::integration::FeedOp;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tests::TestApp;
use uuid::Uuid;

const WRITERS: u64 = 16;
const MATTERS: u32 = 96;

/// Changes in one run; `DAIBIAO_FEED_CHANGES=100000` for a long one.
fn changes() -> usize {
    std::env::var("DAIBIAO_FEED_CHANGES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000)
}

/// Numbers that differ between writers and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn percent(&mut self, n: u64) -> bool {
        self.below(100) < n
    }
}

#[derive(Default)]
struct Written {
    /// What was acknowledged: a matter has each version once.
    acknowledged: Mutex<Vec<(Uuid, i64)>>,
    count: AtomicUsize,
    /// Nobody writes any more, and those who number and render may go.
    written: AtomicBool,
    /// Everything is in the feed.
    done: AtomicBool,
}

fn disturb(case: &mut Case, chance: &mut Chance, units: &[UnitId]) {
    let toggle = |status: &mut PublicationStatus| {
        *status = match status {
            PublicationStatus::Released => PublicationStatus::Withdrawn,
            _ => PublicationStatus::Released,
        };
    };
    match chance.below(10) {
        0 | 1 => case.publications.iter_mut().take(1).for_each(|part| toggle(&mut part.status)),
        2 => case.publications.iter_mut().skip(1).for_each(|part| toggle(&mut part.status)),
        3 => case.tasks[0].unit = units[usize::try_from(chance.below(units.len() as u64)).expect("few")],
        4 => case.suggestion.confidentiality.confidential = chance.percent(30),
        5 => case.suggestion.confidentiality.hide_names_from_units = chance.percent(30),
        _ => case.suggestion.classification.category = Some(format!("类{}", chance.below(1_000))),
    }
}

/// Changes matters until there were enough; some changes are given up, some die with their connection.
async fn write(
    app: Arc<TestApp>,
    ids: Arc<Vec<SuggestionId>>,
    units: Vec<UnitId>,
    seed: u64,
    written: Arc<Written>,
) {
    let store = Store::new(
        persistence::connect(&persistence::ConnectSettings {
            connections: 1,
            ..persistence::ConnectSettings::new(app.database_url())
        })
        .await
        .expect("connected"),
    );
    let mut chance = Chance(seed);
    while written.count.load(Ordering::Relaxed) < changes() {
        let id = ids[usize::try_from(chance.below(ids.len() as u64)).expect("few")];
        match attempt(&store, app.now(), id, &units, &mut chance).await {
            Ok(Some(version)) => {
                written.acknowledged.lock().expect("not poisoned").push((id.0, version.0));
                written.count.fetch_add(1, Ordering::Relaxed);
            }
            // Given up; or another writer had it for too long, as it happens on a machine that has much to do.
            Ok(None) | Err(persistence::Error::Unavailable(_)) => {}
            Err(error) => panic!("not written: {error}"),
        }
    }
}

/// One change, and its version once it is acknowledged.
async fn attempt(
    store: &Store,
    now: DateTime<Utc>,
    id: SuggestionId,
    units: &[UnitId],
    chance: &mut Chance,
) -> persistence::Result<Option<Version>> {
    let uow = begin(store, now).await;
    let mut case = uow.lock_case(id).await?.expect("there").case;
    disturb(&mut case, chance, units);
    let version = uow.save_case(&case, case.version).await?;
    uow.emit(changed(id), version).await?;
    if chance.percent(10) {
        drop(uow);
        return Ok(None);
    }
    if chance.percent(1) {
        // As if the server had been killed in the middle.
        let _dead = uow.kill_connection().await;
        return Ok(None);
    }
    uow.commit().await?;
    Ok(Some(version))
}

/// One of two that number and render; each is killed now and then, wherever it is.
async fn publish(app: Arc<TestApp>, seed: u64, written: Arc<Written>) {
    let mut chance = Chance(seed);
    while !written.written.load(Ordering::Relaxed) {
        let state = app.state().clone();
        let round = tokio::spawn(async move {
            let _numbered = state.store.publish_outbox(500).await;
            let _told = api::open::project(&state).await;
        });
        if chance.percent(20) {
            for _ in 0..chance.below(40) {
                tokio::task::yield_now().await;
            }
            round.abort();
        }
        let _ended = round.await;
    }
}

/// A copy and how far it has come, kept together.
#[derive(Clone, Default)]
struct Mirror {
    documents: HashMap<Uuid, String>,
    seq: i64,
    gone: usize,
}

impl Mirror {
    async fn step(&self, store: &Store, sight: &Sight, limit: u64) -> Self {
        let mut next = self.clone();
        for entry in store.feed_entries(sight, self.seq, limit).await.expect("readable") {
            assert_eq!(entry.seq, next.seq + 1, "without holes");
            next.seq = entry.seq;
            match entry.op {
                FeedOp::Upsert => {
                    next.documents.insert(entry.resource_id, entry.document.expect("comes along"));
                }
                FeedOp::Delete => {
                    next.gone += 1;
                    next.documents.remove(&entry.resource_id);
                }
                FeedOp::Hidden => {}
            }
        }
        next
    }
}

/// Follows; is killed now and then before it has written down what it read, and begins again where it was.
async fn follow(app: Arc<TestApp>, sight: Sight, seed: u64, written: Arc<Written>) -> Mirror {
    let store = app.store().clone();
    let mut chance = Chance(seed);
    let mut kept = Mirror::default();
    loop {
        let done = written.done.load(Ordering::Relaxed);
        let next = kept.step(&store, &sight, 1 + chance.below(200)).await;
        let still = next.seq == kept.seq;
        if !chance.percent(20) {
            kept = next;
        }
        if done && still {
            return kept;
        }
        if still {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_copy_equals_its_source() {
    let app = Arc::new(TestApp::start().await);
    app.move_clock("2026-05-10T09:00:00+08:00");
    let world = World::found(app.store(), None).await;
    let mut ids = Vec::new();
    for number in 1..=MATTERS {
        let matter = Matter::submitted(&world, (number % 6) as usize, "关于缓解停车难的建议", "2026-03-02");
        let case = matter
            .accepted(number, "城建")
            .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .released(PublicationPart::Text, Vec::new())
            .released(PublicationPart::Status, Vec::new())
            .store(app.store())
            .await;
        ids.push(case.id());
    }
    let ids = Arc::new(ids);
    let written = Arc::new(Written::default());
    let sights = [
        Sight::PUBLIC,
        Sight { published: false, official: Some(OfficialSight::Area(world.path.clone())) },
        Sight { published: true, official: Some(OfficialSight::Unit(world.traffic)) },
    ];
    let units = vec![world.housing, world.traffic, world.office];
    let writers: Vec<_> = (0..WRITERS)
        .map(|n| tokio::spawn(write(app.clone(), ids.clone(), units.clone(), 1_000 + n, written.clone())))
        .collect();
    let publishers: Vec<_> =
        (0..2).map(|n| tokio::spawn(publish(app.clone(), 2_000 + n, written.clone()))).collect();
    let readers: Vec<_> = (3_000..)
        .zip(&sights)
        .map(|(seed, sight)| tokio::spawn(follow(app.clone(), sight.clone(), seed, written.clone())))
        .collect();
    for writer in writers {
        writer.await.expect("no panic");
    }
    written.written.store(true, Ordering::Relaxed);
    for publisher in publishers {
        publisher.await.expect("no panic");
    }
    catch_up(&app).await;
    written.done.store(true, Ordering::Relaxed);
    let mut mirrors = Vec::new();
    for reader in readers {
        mirrors.push(reader.await.expect("no panic"));
    }

    for (sight, mirror) in sights.iter().zip(&mirrors) {
        let all: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let source = app.store().open_matters(sight, &all).await.expect("readable");
        let source: BTreeMap<Uuid, String> =
            source.into_iter().map(|seen| (seen.id, seen.document)).collect();
        let mirrored: BTreeMap<Uuid, String> = mirror.documents.clone().into_iter().collect();
        assert_eq!(mirrored.keys().collect::<Vec<_>>(), source.keys().collect::<Vec<_>>(), "{sight:?}");
        assert!(mirrored == source, "byte for byte: {sight:?}");
        assert!(
            !source.is_empty() && source.len() < ids.len(),
            "the test shows some and hides some: {sight:?}"
        );
        assert!(mirror.gone > 0, "something was taken back: {sight:?}");
    }

    // Every acknowledged change once, in the order of its matter, and nothing that was given up.
    let mut told: Vec<(Uuid, i64)> = Vec::new();
    let mut seq = 0;
    loop {
        let page = app.store().feed_entries(&Sight::PUBLIC, seq, 200).await.expect("readable");
        let Some(last) = page.last() else { break };
        seq = last.seq;
        told.extend(
            page.iter()
                .filter(|entry| entry.kind == "suggestion.changed")
                .map(|e| (e.resource_id, e.version)),
        );
    }
    let mut last: HashMap<Uuid, i64> = HashMap::new();
    for (id, version) in &told {
        assert!(last.insert(*id, *version).is_none_or(|before| before < *version), "in order");
    }
    let mut acknowledged = written.acknowledged.lock().expect("not poisoned").clone();
    acknowledged.sort_unstable();
    told.sort_unstable();
    assert_eq!(told.len(), acknowledged.len());
    assert!(told == acknowledged, "every acknowledged change once");
}
