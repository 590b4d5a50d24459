use sea_orm_migration::prelude::*;

/// The filters of the list that stay selective over many years, each with the list's own order.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE INDEX suggestion_category_listed ON suggestion (category, listed_at DESC, id DESC);
CREATE INDEX suggestion_session_listed ON suggestion (session_id, listed_at DESC, id DESC);
CREATE INDEX suggestion_committee_listed ON suggestion (committee_id, listed_at DESC, id DESC)
    WHERE committee_id IS NOT NULL;
CREATE INDEX suggestion_group_listed ON suggestion (group_id, listed_at DESC, id DESC) WHERE group_id IS NOT NULL;
CREATE INDEX suggestion_key_listed ON suggestion (listed_at DESC, id DESC) WHERE is_key;
";

const DOWN: &str = "
DROP INDEX suggestion_key_listed, suggestion_group_listed, suggestion_committee_listed, suggestion_session_listed,
    suggestion_category_listed;
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
