use sea_orm_migration::prelude::*;

/// 单位主要负责人: the person who heads a unit, for conflicts of interest (§8.5 I13); and the file of each archived matter.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
ALTER TABLE unit ADD COLUMN head_person_id uuid CONSTRAINT unit_head_person_fk REFERENCES person;
CREATE INDEX unit_head_person ON unit (head_person_id) WHERE head_person_id IS NOT NULL;
-- Invitations that nobody answered, for the nightly sweep.
CREATE INDEX suggestion_party_open ON suggestion_party (expires_at)
    WHERE role = 'cosigner' AND NOT confirmed AND NOT declined AND expires_at IS NOT NULL;
-- 一件一档: packed already, so the database need not try again.
CREATE TABLE suggestion_archive (
    suggestion_id uuid PRIMARY KEY CONSTRAINT suggestion_archive_suggestion_fk REFERENCES suggestion,
    made_at       timestamptz NOT NULL,
    sha256        bytea NOT NULL CONSTRAINT suggestion_archive_sha256_length CHECK (octet_length(sha256) = 32),
    bundle        bytea NOT NULL
);
ALTER TABLE suggestion_archive ALTER COLUMN bundle SET STORAGE EXTERNAL;
";

const DOWN: &str = "
DROP TABLE suggestion_archive;
DROP INDEX suggestion_party_open;
ALTER TABLE unit DROP COLUMN head_person_id;
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
