use sea_orm_migration::prelude::*;

/// Whoever acted, in the order of the log: the newest lines of an account without a look at the lines themselves.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE INDEX audit_entry_whose ON audit_entry (account_id, at DESC, id DESC);
DROP INDEX audit_entry_account;
";

const DOWN: &str = "
CREATE INDEX audit_entry_account ON audit_entry (account_id, at DESC);
DROP INDEX audit_entry_whose;
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
