//! The aggregate's row and what the database itself holds fast.

use crate::world::{World, begin, morning, store_case};
use domain::kernel::{ErrorCode, Version};
use domain::suggestion::{NumberSeries, OfficialNumber, SuggestionStatus};
use persistence::Error;
use tests::TestDatabase;

fn refused(error: Error) -> ErrorCode {
    match error {
        Error::Domain(error) => error.code,
        other => panic!("not a refusal: {other}"),
    }
}

#[tokio::test]
async fn what_is_stored_is_what_is_read_and_every_save_has_its_version() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let world = World::found(&store, None).await;
    let mut case = world.draft(world.deputies[0], "关于城北停车难的建议", morning("2026-03-02"));
    store_case(&store, &case).await;
    let read = store.case(case.id()).await.expect("as the test expects").expect("as the test expects");
    assert_eq!(read.case, case);
    assert_eq!(read.path, world.path);

    case.suggestion.status = SuggestionStatus::Submitted;
    case.suggestion.submitted_at = Some(morning("2026-03-03"));
    let uow = begin(&store, morning("2026-03-03")).await;
    let locked = uow.lock_case(case.id()).await.expect("as the test expects").expect("as the test expects");
    assert_eq!(locked.version(), Version(1));
    assert_eq!(uow.save_case(&case, Version(1)).await.expect("as the test expects"), Version(2));
    uow.commit().await.expect("as the test expects");
    let read = store.case(case.id()).await.expect("as the test expects").expect("as the test expects");
    assert_eq!((read.version(), read.case.status()), (Version(2), SuggestionStatus::Submitted));

    let uow = begin(&store, morning("2026-03-03")).await;
    assert_eq!(refused(uow.save_case(&case, Version(1)).await.unwrap_err()), ErrorCode::VersionStale);
}

#[tokio::test]
async fn official_numbers_are_given_once_and_never_change() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let world = World::found(&store, None).await;
    let series = NumberSeries::Between { jurisdiction: world.county, year: 2026 };
    let uow = begin(&store, morning("2026-03-03")).await;
    let first = uow.next_official_number(series).await.expect("as the test expects");
    assert_eq!(first, OfficialNumber { series, number: 1 });
    drop(uow);
    // A rolled-back transaction gives its number back.
    let uow = begin(&store, morning("2026-03-03")).await;
    assert_eq!(uow.next_official_number(series).await.expect("as the test expects").number, 1);
    uow.commit().await.expect("as the test expects");

    let mut case = world.draft(world.deputies[0], "关于城北停车难的建议", morning("2026-03-02"));
    case.suggestion.status = SuggestionStatus::Accepted;
    case.suggestion.accepted_at = Some(morning("2026-03-03"));
    case.suggestion.official_no = Some(first);
    store_case(&store, &case).await;
    let mut other = world.draft(world.deputies[1], "关于公交的建议", morning("2026-03-02"));
    other.suggestion.official_no = Some(first);
    let uow = begin(&store, morning("2026-03-03")).await;
    let error = uow.insert_case(&other, &world.path).await.unwrap_err();
    assert_eq!(refused(error), ErrorCode::UniqueConflict);
    drop(uow);

    case.suggestion.official_no = Some(OfficialNumber { series, number: 2 });
    let uow = begin(&store, morning("2026-03-04")).await;
    let error = uow.save_case(&case, Version(1)).await.unwrap_err();
    assert!(matches!(error, Error::Internal(_)), "the database keeps the number: {error}");
}
