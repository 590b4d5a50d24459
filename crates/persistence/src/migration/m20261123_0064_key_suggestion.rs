use sea_orm_migration::prelude::*;

/// Key suggestions are found by their year.
#[derive(DeriveMigrationName)]
pub struct Migration;

// Everything about them is in the body; these columns are what the year's list is chosen and ordered by.
const UP: &str = "
ALTER TABLE suggestion
    ADD COLUMN key_year integer,
    ADD COLUMN key_status text,
    ADD COLUMN key_since timestamptz;
CREATE INDEX suggestion_key ON suggestion (key_year DESC, key_since DESC, id DESC) WHERE key_year IS NOT NULL;
";

const DOWN: &str = "
DROP INDEX suggestion_key;
ALTER TABLE suggestion DROP COLUMN key_year, DROP COLUMN key_status, DROP COLUMN key_since;
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
