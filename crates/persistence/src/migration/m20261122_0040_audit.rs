use sea_orm_migration::prelude::*;

/// What auditors ask by, over a million lines; and a log that cannot be emptied at a stroke either.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE INDEX audit_entry_action ON audit_entry (action, at DESC, id DESC);
CREATE INDEX audit_entry_kind ON audit_entry (subject, at DESC, id DESC);
CREATE INDEX audit_entry_request ON audit_entry (request_id);
CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only();
";

const DOWN: &str = "
DROP TRIGGER audit_entry_not_emptied ON audit_entry;
DROP INDEX audit_entry_request, audit_entry_kind, audit_entry_action;
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
