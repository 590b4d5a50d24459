use sea_orm_migration::prelude::*;

/// Exports for other systems: what was asked for, and what came of it.
#[derive(DeriveMigrationName)]
pub struct Migration;

// Who writes an export holds its row of `open_export_work` locked in the transaction that reads the snapshot. So a writer
// that dies lets go at once, whatever the clocks say, while the progress in `open_export` is seen by everybody.
const UP: &str = r#"
CREATE TABLE open_export (
    id            uuid PRIMARY KEY,
    -- Whose it is; null: the daily one of what everybody may read.
    key_id        uuid,
    -- The daily one: its day and the epoch of the feed that it belongs to.
    day           date,
    day_epoch     uuid,
    -- Of the invented matters that test keys see.
    sandbox       boolean NOT NULL,
    -- What the key saw when it asked: its name and its parts.
    sight         text NOT NULL,
    published     boolean NOT NULL,
    official_unit uuid,
    official_path text,
    format        text NOT NULL,
    gzip          boolean NOT NULL,
    state         text NOT NULL,
    attempts      integer NOT NULL DEFAULT 0,
    rows_expected bigint,
    rows          bigint,
    bytes         bigint,
    sha256        bytea,
    epoch         uuid,
    seq           bigint,
    -- Below the folder of exports; null: none yet, or gone.
    file          text,
    created_at    timestamptz NOT NULL,
    finished_at   timestamptz,
    expires_at    timestamptz,
    CONSTRAINT open_export_done CHECK (state <> 'done' OR (rows IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL
        AND epoch IS NOT NULL AND seq IS NOT NULL AND finished_at IS NOT NULL AND expires_at IS NOT NULL)),
    CONSTRAINT open_export_daily UNIQUE (day, day_epoch)
);
CREATE INDEX open_export_of_key ON open_export (key_id, id DESC);
CREATE INDEX open_export_newest ON open_export (day_epoch, id DESC) WHERE key_id IS NULL;
CREATE INDEX open_export_expiry ON open_export (expires_at);

CREATE TABLE open_export_work (
    export_id uuid PRIMARY KEY CONSTRAINT open_export_work_export_fk REFERENCES open_export ON DELETE CASCADE,
    not_before timestamptz NOT NULL
);
"#;

const DOWN: &str = "DROP TABLE open_export_work, open_export;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
