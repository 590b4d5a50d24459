use sea_orm_migration::prelude::*;

/// 电子邮箱、联系地址: encrypted like the telephone; nobody is looked for by them, so there is no hash.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let up = "ALTER TABLE person ADD COLUMN email_sealed bytea, ADD COLUMN address_sealed bytea";
        manager.get_connection().execute_unprepared(up).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let down = "ALTER TABLE person DROP COLUMN address_sealed, DROP COLUMN email_sealed";
        manager.get_connection().execute_unprepared(down).await.map(drop)
    }
}
