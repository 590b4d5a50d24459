//! Who is told what.

use crate::matter::Matter;
use crate::world::World;
use crate::{catch_up, change};
use api::open::OpenMatter;
use domain::authz::JurisdictionPath;
use domain::integration::{OfficialSight, Sight};
use domain::kernel::{Event, SuggestionId, UnitId, Version};
use domain::suggestion::{Case, PublicationPart, PublicationStatus, TaskRole, TaskStatus};
use persistence::{integration::FeedOp, provision::Admin};
use serde_json::json;
use tests::TestApp;

struct Told {
    app: TestApp,
    world: World,
}

impl Told {
    async fn begin() -> Self {
        let app = TestApp::start().await;
        app.move_clock("2026-05-10T09:00:00+08:00");
        let world = World::found(app.store(), None).await;
        Self { app, world }
    }

    async fn matter(&self, unit: UnitId) -> SuggestionId {
        let matter = Matter::submitted(&self.world, 0, "关于缓解停车难的建议", "2026-03-02");
        let case = matter
            .accepted(7, "城建")
            .assigned(unit, TaskRole::Lead, "2026-03-05", "2026-06-05")
            .store(self.app.store())
            .await;
        change(&self.app, case.id(), |_| ()).await;
        case.id()
    }

    fn unit(&self, unit: UnitId) -> Sight {
        Sight { published: false, official: Some(OfficialSight::Unit(unit)) }
    }

    fn county(&self) -> Sight {
        Sight { published: false, official: Some(OfficialSight::Area(self.world.path.clone())) }
    }

    /// What a reader is told after `seq`.
    async fn after(&self, sight: &Sight, seq: i64) -> Vec<FeedOp> {
        catch_up(&self.app).await;
        let entries = self.app.store().feed_entries(sight, seq, 200).await.expect("readable");
        let numbers: Vec<_> = entries.iter().map(|entry| entry.seq).collect();
        assert_eq!(numbers, (seq + 1..=seq + numbers.len() as i64).collect::<Vec<_>>(), "without holes");
        entries.into_iter().map(|entry| entry.op).collect()
    }

    async fn by_hand(&self, statement: &str) {
        let mut admin = Admin::connect(self.app.database_url()).await.expect("connected");
        admin.execute(statement).await.expect("done");
    }

    async fn head(&self) -> i64 {
        catch_up(&self.app).await;
        self.app.store().feed_head().await.expect("readable").seq
    }

    async fn seen(&self, sight: &Sight, id: SuggestionId) -> Option<OpenMatter> {
        catch_up(&self.app).await;
        let seen = self.app.store().open_matter(sight, id.0).await.expect("readable")?;
        Some(serde_json::from_str(&seen.document).expect("a status object"))
    }
}

/// Publishes a part, or takes it down again.
fn publication(case: &mut Case, part: PublicationPart, status: PublicationStatus) {
    match case.publications.iter_mut().find(|known| known.part == part) {
        Some(known) => known.status = status,
        None => {
            let released = Matter { case: case.clone() }.released(part, Vec::new()).case;
            case.publications = released.publications;
        }
    }
}

#[tokio::test]
async fn citizens_are_told_from_publication_to_withdrawal() {
    let told = Told::begin().await;
    let id = told.matter(told.world.housing).await;
    assert_eq!(told.after(&Sight::PUBLIC, 0).await, [FeedOp::Hidden]);
    assert_eq!(told.seen(&Sight::PUBLIC, id).await, None);

    let before = told.head().await;
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Released)).await;
    assert_eq!(told.after(&Sight::PUBLIC, before).await, [FeedOp::Upsert]);
    let seen = told.seen(&Sight::PUBLIC, id).await.expect("published");
    assert_eq!(
        (seen.reference.as_deref(), seen.status),
        (Some("18-b2026-7"), None),
        "progress is not released"
    );
    assert!(seen.lead_units.is_empty() && seen.due.is_none());

    // What changes nothing for a citizen is no news to him, and to the authorities it is.
    let before = told.head().await;
    change(&told.app, id, |case| case.suggestion.is_key = true).await;
    assert_eq!(told.after(&Sight::PUBLIC, before).await, [FeedOp::Hidden]);
    assert_eq!(told.after(&told.county(), before).await, [FeedOp::Upsert]);

    let before = told.head().await;
    change(&told.app, id, |case| publication(case, PublicationPart::Status, PublicationStatus::Released))
        .await;
    assert_eq!(told.after(&Sight::PUBLIC, before).await, [FeedOp::Upsert]);
    let seen = told.seen(&Sight::PUBLIC, id).await.expect("published");
    assert_eq!(seen.status.as_deref(), Some("handling"));
    assert_eq!(seen.lead_units[0].name, "泗安县住建局");

    let before = told.head().await;
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Withdrawn))
        .await;
    // Also before the feed has told it, and what was told before is not shown again.
    assert!(told.app.store().open_matter(&Sight::PUBLIC, id.0).await.expect("readable").is_none());
    assert_eq!(told.after(&Sight::PUBLIC, before).await, [FeedOp::Delete]);
    let all = told.after(&Sight::PUBLIC, 0).await;
    assert_eq!(all.iter().filter(|op| **op == FeedOp::Upsert).count(), 0);
    assert_eq!(all.last(), Some(&FeedOp::Delete));
}

/// Found by the copies of `mirror.rs`: nothing seems to have changed between two looks of the projector, and a reader was
/// shown nothing in between.
#[tokio::test]
async fn a_matter_that_was_away_for_a_moment_is_told_again() {
    let told = Told::begin().await;
    let id = told.matter(told.world.housing).await;
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Released)).await;
    let last = told.head().await;
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Withdrawn))
        .await;
    let read = told.app.store().feed_entries(&Sight::PUBLIC, last - 1, 200).await.expect("readable");
    assert_eq!(read[0].op, FeedOp::Hidden, "it is withdrawn, though the feed has not told it yet");
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Released)).await;
    assert_eq!(told.after(&Sight::PUBLIC, last).await, [FeedOp::Hidden, FeedOp::Upsert]);
}

#[tokio::test]
async fn a_unit_is_told_while_the_matter_is_its_own() {
    let told = Told::begin().await;
    let (housing, traffic) = (told.unit(told.world.housing), told.unit(told.world.traffic));
    let id = told.matter(told.world.housing).await;
    assert_eq!(told.after(&housing, 0).await, [FeedOp::Upsert]);
    assert_eq!(told.after(&traffic, 0).await, [FeedOp::Hidden]);
    let before = told.head().await;
    let other = told.world.traffic;
    change(&told.app, id, |case| {
        let mut task = case.tasks[0].clone();
        case.tasks[0].status = TaskStatus::Cancelled;
        (task.id, task.unit) = (tests::fresh_id().into(), other);
        case.tasks.push(task);
    })
    .await;
    assert!(told.app.store().open_matter(&housing, id.0).await.expect("readable").is_none(), "at once");
    assert_eq!(told.after(&housing, before).await, [FeedOp::Delete]);
    assert_eq!(told.after(&traffic, before).await, [FeedOp::Upsert]);
    assert_eq!(told.after(&told.county(), before).await, [FeedOp::Upsert]);
    assert_eq!(told.seen(&traffic, id).await.map(|seen| seen.lead_units[0].id), Some(other.0));
    let elsewhere = OfficialSight::Area(JurisdictionPath("/elsewhere/".into()));
    assert_eq!(
        told.after(&Sight { published: true, official: Some(elsewhere) }, before).await,
        [FeedOp::Hidden]
    );
}

#[tokio::test]
async fn a_matter_that_becomes_confidential_is_taken_back() {
    let told = Told::begin().await;
    let id = told.matter(told.world.housing).await;
    let both = Sight { published: true, official: Some(OfficialSight::Unit(told.world.housing)) };
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Released)).await;
    let before = told.head().await;
    change(&told.app, id, |case| case.suggestion.confidentiality.confidential = true).await;
    for sight in [&both, &Sight::PUBLIC, &told.county()] {
        assert!(told.app.store().open_matter(sight, id.0).await.expect("readable").is_none(), "{sight:?}");
        assert_eq!(told.after(sight, before).await, [FeedOp::Delete], "{sight:?}");
    }
}

#[tokio::test]
async fn who_sees_both_faces_is_told_when_one_takes_the_place_of_the_other() {
    let told = Told::begin().await;
    let id = told.matter(told.world.housing).await;
    let both = Sight { published: true, official: Some(OfficialSight::Unit(told.world.traffic)) };
    change(&told.app, id, |case| publication(case, PublicationPart::Text, PublicationStatus::Released)).await;
    assert_eq!(told.seen(&both, id).await.and_then(|seen| seen.status), None, "as a citizen sees it");
    let before = told.head().await;
    let other = told.world.traffic;
    change(&told.app, id, |case| case.tasks[0].unit = other).await;
    assert_eq!(told.after(&both, before).await, [FeedOp::Upsert]);
    assert_eq!(told.seen(&both, id).await.and_then(|seen| seen.status).as_deref(), Some("handling"));
    let (before, back) = (told.head().await, told.world.housing);
    change(&told.app, id, |case| case.tasks[0].unit = back).await;
    assert_eq!(told.after(&both, before).await, [FeedOp::Upsert], "the published face is left");
    assert_eq!(told.seen(&both, id).await.and_then(|seen| seen.status), None);
}

#[tokio::test]
async fn a_protected_deputy_has_no_name_for_anybody() {
    let told = Told::begin().await;
    let id = told.matter(told.world.housing).await;
    assert_eq!(told.seen(&told.county(), id).await.expect("seen").proposers[0].name, "王建国");
    change(&told.app, id, |case| case.suggestion.confidentiality.hide_names_from_units = true).await;
    for sight in [told.county(), told.unit(told.world.housing)] {
        let document = told.seen(&sight, id).await.expect("seen");
        assert!(!serde_json::to_string(&document).expect("JSON").contains("王建国"));
    }
}

#[tokio::test]
async fn what_changes_without_an_event_of_the_matter_is_told_too() {
    let told = Told::begin().await;
    let (id, county) = (told.matter(told.world.housing).await, told.county());
    let due =
        async || told.seen(&county, id).await.and_then(|seen| seen.due).expect("a deadline").overdue_level;
    assert_eq!(due().await, "near", "half the time has passed without a talk");
    let before = told.head().await;
    told.app.move_clock("2026-06-08T09:00:00+08:00");
    assert_eq!(told.after(&county, before).await, [FeedOp::Upsert], "a deadline has passed");
    assert_eq!(due().await, "late");
    // The same day again changes nothing.
    let before = told.head().await;
    told.app.advance(chrono::Duration::hours(1));
    assert_eq!(told.after(&county, before).await, []);

    told.by_hand("UPDATE unit SET name = '泗安县住房和城乡建设局' WHERE short_name = '住建局'").await;
    let uow = crate::world::begin(told.app.store(), told.app.now()).await;
    let unit = told.world.housing.0;
    let event = Event { kind: "unit.revised", aggregate: "unit", aggregate_id: unit, data: json!({}) };
    uow.emit(event, Version(2)).await.expect("told");
    uow.commit().await.expect("committed");
    assert_eq!(told.after(&county, before).await, [FeedOp::Upsert], "a unit was renamed");
    assert_eq!(told.seen(&county, id).await.expect("seen").lead_units[0].name, "泗安县住房和城乡建设局");
}

#[tokio::test]
async fn another_database_is_another_epoch() {
    let told = Told::begin().await;
    told.matter(told.world.housing).await;
    let (before, seq) = (told.app.store().feed_head().await.expect("readable").epoch, told.head().await);
    assert_eq!(told.app.store().feed_head().await.expect("readable").epoch, before);
    // What a restore leaves behind: the numbers of another database.
    told.by_hand("UPDATE feed_head SET fingerprint = 'of the backup'").await;
    let head = told.app.store().feed_head().await.expect("readable");
    assert_ne!(head.epoch, before);
    assert_eq!(head.seq, seq);
    assert_eq!(told.app.store().feed_head().await.expect("readable").epoch, head.epoch, "once");

    // An operator who knows more than the database says so.
    let database = told.app.database_url().to_owned();
    let renewed = tokio::task::spawn_blocking(move || {
        api::cli::run_from(&["daibiao", "feed", "renew-epoch", "--database-url", &database])
    });
    assert_eq!(renewed.await.expect("no panic").expect("renewed"), 0);
    assert_ne!(told.app.store().feed_head().await.expect("readable").epoch, head.epoch);
}

#[tokio::test]
async fn old_entries_go_and_the_head_says_so() {
    let told = Told::begin().await;
    let id = told.matter(told.world.housing).await;
    for _ in 0..3 {
        change(&told.app, id, |_| ()).await;
    }
    let last = told.head().await;
    told.app.advance(chrono::Duration::days(401));
    change(&told.app, id, |_| ()).await;
    catch_up(&told.app).await;
    told.app.store().trim_feed(api::open::kept_since(told.app.now())).await.expect("trimmed");
    let head = told.app.store().feed_head().await.expect("readable");
    assert_eq!(head.oldest, last + 1);
    let kept = told.app.store().feed_entries(&told.county(), 0, 200).await.expect("readable");
    assert_eq!(kept.first().map(|entry| entry.seq), Some(head.oldest));
    told.app.store().trim_feed(told.app.now() + chrono::Duration::days(1)).await.expect("trimmed");
    assert!(told.app.store().feed_head().await.expect("readable").oldest <= head.seq, "the last one stays");
}
