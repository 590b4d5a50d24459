use sea_orm_migration::prelude::*;

/// How often in a row a webhook has failed; and what counting published matters by category reads.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
-- Attempts since the last one that was taken.
ALTER TABLE webhook ADD COLUMN consecutive_failures integer NOT NULL DEFAULT 0;
UPDATE webhook w SET consecutive_failures = (
    SELECT count(*) FROM webhook_attempt a
    WHERE a.webhook_id = w.id AND a.error IS NOT NULL AND a.at >= w.failing_since)
WHERE w.failing_since IS NOT NULL;

CREATE INDEX open_matter_published_category ON open_matter (category) WHERE published IS NOT NULL;
"#;

const DOWN: &str =
    "DROP INDEX open_matter_published_category; ALTER TABLE webhook DROP COLUMN consecutive_failures";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
