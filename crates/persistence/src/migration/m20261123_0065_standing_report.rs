use sea_orm_migration::prelude::*;

/// 冻结报表: the figures of a period as they stood on a day, with everything behind them, never changed afterwards.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE standing_report (
    id           uuid PRIMARY KEY,
    path         text NOT NULL,
    title        text NOT NULL,
    year         integer NOT NULL,
    as_of        date NOT NULL,
    rule_version text NOT NULL,
    made_at      timestamptz NOT NULL,
    account_id   uuid NOT NULL CONSTRAINT standing_report_account_fk REFERENCES account,
    -- Text, not jsonb: the bytes are what was frozen.
    content      text NOT NULL,
    sha256       bytea NOT NULL CONSTRAINT standing_report_sha256_length CHECK (octet_length(sha256) = 32)
);
CREATE INDEX standing_report_made ON standing_report (made_at, id);
CREATE TABLE standing_report_file (
    report_id uuid NOT NULL CONSTRAINT standing_report_file_report_fk REFERENCES standing_report,
    format    text NOT NULL CONSTRAINT standing_report_file_format_known CHECK (format IN ('pdf', 'docx', 'xlsx')),
    bytes     bytea NOT NULL,
    sha256    bytea NOT NULL CONSTRAINT standing_report_file_sha256_length CHECK (octet_length(sha256) = 32),
    PRIMARY KEY (report_id, format)
);
-- Packed already, so the database need not try again.
ALTER TABLE standing_report_file ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE FUNCTION standing_report_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen report is not changed';
END $$;
CREATE TRIGGER standing_report_frozen BEFORE UPDATE OR DELETE ON standing_report
    FOR EACH ROW EXECUTE FUNCTION standing_report_is_frozen();
CREATE TRIGGER standing_report_file_frozen BEFORE UPDATE OR DELETE ON standing_report_file
    FOR EACH ROW EXECUTE FUNCTION standing_report_is_frozen();
";

const DOWN: &str = "
DROP TABLE standing_report_file;
DROP TABLE standing_report;
DROP FUNCTION standing_report_is_frozen();
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
