use crate::world::{Mirror, World, mirror_of};
use api::open::exports::{queue_daily_export, sweep_exports, write_next_export};
use chrono::Duration;
use domain::{
    integration::{ExportFormat, OfficialSight, Sight},
    kernel::{ApiKeyId, ExportId, UnitId},
};
use flate2::read::GzDecoder;
use persistence::integration::{ExportRow, NewExport};
use sha2::{Digest, Sha256};
use std::{io::Read, path::PathBuf};
use tests::{Matter, fresh_id};
use uuid::Uuid;

const SECRET: &str = "dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHM=";

impl World {
    /// Asks for an export as a key does.
    async fn ask(&self, sight: &Sight, format: ExportFormat, gzip: bool) -> ExportId {
        let uow = self.app.uow().await;
        let id: ExportId = uow.id();
        let key = ApiKeyId(fresh_id());
        let new = NewExport { id, key, sandbox: false, sight: sight.clone(), format, gzip };
        uow.insert_export(new).await.expect("it can be asked for");
        uow.commit().await.expect("it can be asked for");
        id
    }

    async fn export(&self, id: ExportId) -> ExportRow {
        self.app.store().export(id).await.expect("the row can be read").expect("the row is there")
    }

    fn file(&self, row: &ExportRow) -> PathBuf {
        self.app.files().join("exports").join(row.file.as_deref().expect("a file"))
    }

    /// Writes what is asked for, and reads the file of this one.
    async fn written(&self, id: ExportId) -> (ExportRow, Vec<u8>) {
        while write_next_export(self.app.state()).await.expect("it can be written") {}
        let row = self.export(id).await;
        assert_eq!(row.state, "done");
        let bytes = std::fs::read(self.file(&row)).expect("the file is there");
        assert_eq!(row.bytes, i64::try_from(bytes.len()).ok());
        assert_eq!(row.sha256.as_deref(), Some(&Sha256::digest(&bytes)[..]));
        (row, bytes)
    }
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).expect("gzip of UTF-8");
    text
}

async fn read_whole(world: &World, sight: &Sight) -> (i64, Mirror) {
    let id = world.ask(sight, ExportFormat::Ndjson, false).await;
    let (row, bytes) = world.written(id).await;
    (row.seq.expect("a place in the feed"), mirror_of(&String::from_utf8(bytes).expect("UTF-8")))
}

#[tokio::test]
async fn the_daily_export_holds_each_published_matter_as_it_is_sent() {
    let world = World::begin().await;
    let first = world.published().await;
    let second = world.published().await;
    let _unpublished = Matter::accepted(&world.congress).await;
    world.tell().await;
    let state = world.app.state();
    assert!(world.app.store().daily_export().await.unwrap().is_none());
    assert!(queue_daily_export(state).await.unwrap());
    assert!(!queue_daily_export(state).await.unwrap(), "one a day");
    while write_next_export(state).await.unwrap() {}
    let row = world.app.store().daily_export().await.unwrap().expect("today's");
    let text = unpacked(&std::fs::read(world.file(&row)).unwrap());
    let mirror = mirror_of(&text);
    assert_eq!(mirror, world.published_source().await);
    assert_eq!(mirror.keys().map(String::as_str).collect::<Vec<_>>(), [first.id(), second.id()]);
    assert_eq!((row.rows, text.lines().count()), (Some(2), 2));
    assert_eq!(row.seq, Some(world.app.store().feed_head().await.unwrap().seq));

    world.app.advance(Duration::days(1));
    assert!(queue_daily_export(state).await.unwrap(), "the next day");
    // After a restore what was exported may never have been.
    world.app.store().renew_feed_epoch().await.unwrap();
    assert!(world.app.store().daily_export().await.unwrap().is_none());
    assert!(queue_daily_export(state).await.unwrap(), "the same day of another epoch");
    while write_next_export(state).await.unwrap() {}
    let row = world.app.store().daily_export().await.unwrap().expect("of the new epoch");
    assert_eq!(row.epoch, Some(world.app.store().feed_head().await.unwrap().epoch));
}

#[tokio::test]
async fn what_changes_while_an_export_is_written_arrives_by_the_feed() {
    let world = World::begin().await;
    let mut withdrawn = world.published().await;
    let mut changed = world.published().await;
    world.tell().await;
    let store = world.app.store();
    let snapshot = store.export_snapshot(&Sight::PUBLIC).await.unwrap();
    // The first batch is read; then everything happens at once.
    let begun = snapshot.batch(Uuid::nil(), 1).await.unwrap();
    let _new = world.published().await;
    world.withdraw(&mut withdrawn, "title").await;
    world.release(&mut changed, "text").await;
    changed.sign_and_start().await;
    world.tell().await;
    let rest = snapshot.batch(begun[0].id, 100).await.unwrap();
    assert_eq!(rest.len(), 1, "a snapshot sees nothing new");
    let mut mirror: Mirror =
        begun.into_iter().chain(rest).map(|matter| (matter.id.to_string(), matter.document)).collect();
    // It was withdrawn after the snapshot was taken, so it stands in the copy, and the feed takes it away.
    assert!(mirror.contains_key(withdrawn.id()));
    assert_ne!(mirror, world.published_source().await);
    world.follow(&mut mirror, &Sight::PUBLIC, snapshot.seq).await;
    assert_eq!(mirror, world.published_source().await);
    assert!(!mirror.contains_key(withdrawn.id()));
}

#[tokio::test]
async fn an_export_that_was_cut_off_is_taken_again_and_only_by_one() {
    let world = World::begin().await;
    let _matter = world.published().await;
    world.tell().await;
    let (state, store) = (world.app.state(), world.app.store());
    let id = world.ask(&Sight::PUBLIC, ExportFormat::Ndjson, true).await;
    let first = store.claim_export(state.now()).await.unwrap().expect("there is work");
    assert_eq!((first.row.id, first.row.attempts), (id.0, 1));
    assert!(store.claim_export(state.now()).await.unwrap().is_none(), "somebody is at it");
    assert_eq!(world.export(id).await.state, "running");
    // What a writer leaves behind who is killed in the middle of a file.
    let folder = world.app.files().join("exports");
    std::fs::create_dir_all(&folder).unwrap();
    let half = folder.join(format!("{id}-1.ndjson.gz.part"));
    std::fs::write(&half, b"half").unwrap();
    first.release().await.unwrap();
    let (row, bytes) = world.written(id).await;
    assert_eq!(row.attempts, 2);
    assert_eq!(mirror_of(&unpacked(&bytes)), world.published_source().await);
    assert!(!half.exists(), "what was left behind is gone");
    assert!(!write_next_export(state).await.unwrap(), "nothing is left to do");
}

#[tokio::test]
async fn a_writer_that_was_thought_dead_cannot_finish_what_another_has_begun() {
    let world = World::begin().await;
    world.tell().await;
    let (state, store) = (world.app.state(), world.app.store());
    let id = world.ask(&Sight::PUBLIC, ExportFormat::Ndjson, false).await;
    let mut first = store.claim_export(state.now()).await.unwrap().expect("there is work");
    first.row.attempts -= 1;
    assert!(!store.note_export_progress(&first.row, 5, 5).await.unwrap());
    first.release().await.unwrap();
    assert_eq!(world.written(id).await.0.rows, Some(0));
}

#[tokio::test]
async fn an_export_that_kills_its_writer_every_time_is_given_up() {
    let world = World::begin().await;
    let (state, store) = (world.app.state(), world.app.store());
    let id = world.ask(&Sight::PUBLIC, ExportFormat::Ndjson, false).await;
    for _ in 0..5 {
        let work = store.claim_export(state.now()).await.unwrap().expect("there is work");
        work.release().await.unwrap();
    }
    assert!(write_next_export(state).await.unwrap());
    assert_eq!(world.export(id).await.state, "failed");
    assert!(!write_next_export(state).await.unwrap());
}

#[tokio::test]
async fn an_export_for_which_there_is_no_room_is_tried_again_later() {
    let world = World::begin().await;
    let (state, store) = (world.app.state(), world.app.store());
    // A file where the folder should be.
    std::fs::write(world.app.files().join("exports"), b"").unwrap();
    let id = world.ask(&Sight::PUBLIC, ExportFormat::Ndjson, false).await;
    write_next_export(state).await.unwrap_err();
    assert!(store.claim_export(state.now()).await.unwrap().is_none(), "not at once");
    std::fs::remove_file(world.app.files().join("exports")).unwrap();
    world.app.advance(Duration::minutes(1));
    assert_eq!(world.written(id).await.0.attempts, 2);
}

#[tokio::test]
async fn a_units_export_holds_its_own_matters_and_what_is_published() {
    let world = World::begin().await;
    let handled = Matter::dispatched(&world.congress).await;
    let published = world.published().await;
    let other = Matter::accepted(&world.congress).await;
    world.tell().await;
    let of = |unit: UnitId, published| Sight { published, official: Some(OfficialSight::Unit(unit)) };
    let (_, housing) = read_whole(&world, &of(world.congress.housing, false)).await;
    assert_eq!(housing.keys().map(String::as_str).collect::<Vec<_>>(), [handled.id(), published.id()]);
    assert!(housing.values().all(|document| document.contains("\"view\":\"official\"")));
    let (_, nobody) = read_whole(&world, &of(UnitId(fresh_id()), false)).await;
    assert!(nobody.is_empty());
    let (_, stranger) = read_whole(&world, &of(UnitId(fresh_id()), true)).await;
    assert_eq!(stranger, world.published_source().await);
    let area = world.area().await;
    let (seq, mut all) = read_whole(&world, &area).await;
    assert_eq!(all.len(), 3);
    assert!(all.contains_key(other.id()));
    // From its own place nothing is missing and nothing comes twice.
    let copy = all.clone();
    world.follow(&mut all, &area, seq).await;
    assert_eq!(all, copy);
}

#[tokio::test]
async fn a_table_has_the_documented_columns() {
    let world = World::begin().await;
    let matter = world.published().await;
    world.tell().await;
    let id = world.ask(&Sight::PUBLIC, ExportFormat::Csv, false).await;
    let (row, bytes) = world.written(id).await;
    assert!(row.file.expect("a file").ends_with(".csv"));
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.strip_prefix('\u{FEFF}').expect("a byte order mark").split("\r\n");
    let head = lines.next().unwrap();
    assert!(head.starts_with("id,ref,view,version,seq,official_no,title,"), "{head}");
    let line = lines.next().unwrap();
    assert!(line.starts_with(matter.id()), "{line}");
    assert!(line.contains("关于增设城区学校周边即停即走车位的建议"), "{line}");
    assert_eq!(line.split(',').count(), head.split(',').count());
    assert_eq!(lines.next(), Some(""));
}

#[tokio::test]
async fn files_go_when_their_time_is_over_but_never_the_newest_daily_one() {
    let world = World::begin().await;
    world.tell().await;
    let state = world.app.state();
    queue_daily_export(state).await.unwrap();
    let own = world.ask(&Sight::PUBLIC, ExportFormat::Ndjson, false).await;
    let (own, _) = world.written(own).await;
    let daily = world.app.store().daily_export().await.unwrap().expect("today's");
    assert_eq!(sweep_exports(state).await.unwrap(), 0);
    world.app.advance(Duration::days(20));
    assert_eq!(sweep_exports(state).await.unwrap(), 1);
    assert!(!world.file(&own).exists());
    assert!(world.file(&daily).exists(), "there is no newer one");
    queue_daily_export(state).await.unwrap();
    while write_next_export(state).await.unwrap() {}
    assert_eq!(sweep_exports(state).await.unwrap(), 1);
    assert!(!world.file(&daily).exists());

    // What no row knows of goes after a day.
    let stray = world.app.files().join("exports/stray.ndjson");
    std::fs::write(&stray, b"{}").unwrap();
    assert_eq!(sweep_exports(state).await.unwrap(), 0, "somebody may be writing it");
    let file = std::fs::File::options().write(true).open(&stray).unwrap();
    let written = file.metadata().unwrap().modified().unwrap();
    file.set_modified(written - std::time::Duration::from_secs(25 * 3600)).unwrap();
    assert_eq!(sweep_exports(state).await.unwrap(), 1);
    assert!(!stray.exists());
}

#[tokio::test]
async fn an_operator_exports_by_the_command_line() {
    let world = World::begin().await;
    let _matter = world.published().await;
    world.tell().await;
    let out = world.app.files().join("load.ndjson.gz");
    let arguments = [
        "daibiao",
        "export",
        "--gzip",
        "--database-url",
        world.app.database_url(),
        "--secret",
        SECRET,
        "--out",
    ];
    let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
    arguments.push(out.to_string_lossy().into_owned());
    // The program brings its own runtime.
    let running = tokio::task::spawn_blocking(move || {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        api::cli::run_from(&arguments)
    });
    assert_eq!(running.await.unwrap().unwrap(), 0);
    assert_eq!(mirror_of(&unpacked(&std::fs::read(out).unwrap())), world.published_source().await);
}
