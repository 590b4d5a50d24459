//! The testkit itself: databases of one run do not see each other, and are gone afterwards.

use persistence::provision::Admin;
use tests::TestDatabase;

#[tokio::test]
async fn each_test_has_a_migrated_database_of_its_own() {
    let (first, second) = (TestDatabase::create().await, TestDatabase::create().await);
    assert_ne!(first.url(), second.url());
    for database in [&first, &second] {
        let store = database.store().await;
        assert!(store.ready().await.expect("as the test expects"), "the schema is current");
        store.close().await;
    }
}

#[tokio::test]
async fn a_database_goes_with_its_test_even_while_in_use() {
    let keeper = TestDatabase::create().await;
    let gone = TestDatabase::create().await;
    let (name, store) =
        (gone.url().rsplit('/').next().expect("as the test expects").to_owned(), gone.store().await);
    let mut admin = Admin::connect(keeper.url()).await.expect("as the test expects");
    assert_eq!(admin.list(&name).await.expect("as the test expects"), std::slice::from_ref(&name));
    drop(gone);
    assert!(admin.list(&name).await.expect("as the test expects").is_empty());
    assert!(store.ready().await.is_err());
}
