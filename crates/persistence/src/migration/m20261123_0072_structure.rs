use sea_orm_migration::prelude::*;

/// A rollover says whether constituencies, delegations and groups were taken over (沿用机构).
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "ALTER TABLE term_rollover ADD COLUMN structure_copied boolean NOT NULL DEFAULT false;";
const DOWN: &str = "ALTER TABLE term_rollover DROP COLUMN structure_copied;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
