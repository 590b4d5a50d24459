use sea_orm_migration::prelude::*;

/// Imports of office sheets: files on their way through the wizard.
#[derive(DeriveMigrationName)]
pub struct Migration;

// The file is there as long as it may be needed: until the import is done, at most a day. Rows keep what the report shows,
// masked. Letters without a number (阅研说明, letters on paper) do not share one: uniqueness is for numbers.
const UP: &str = r#"
CREATE TABLE import_upload (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL CONSTRAINT import_upload_account_fk REFERENCES account,
    kind          text NOT NULL CONSTRAINT import_upload_kind_known CHECK (kind IN ('deputies', 'units', 'suggestions')),
    filename      text NOT NULL,
    content       bytea,
    term_ordinal  integer,
    sheet         text,
    mapping       jsonb,
    summary       jsonb,
    written       integer,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    committed_at  timestamptz,
    version       bigint NOT NULL
);
CREATE INDEX import_upload_expires ON import_upload (expires_at);

CREATE TABLE import_upload_row (
    import_id uuid NOT NULL CONSTRAINT import_upload_row_import_fk REFERENCES import_upload ON DELETE CASCADE,
    position  integer NOT NULL,
    row_no    integer NOT NULL,
    status    text NOT NULL CONSTRAINT import_upload_row_status_known CHECK (status IN ('ok', 'error', 'duplicate')),
    record    jsonb NOT NULL,
    errors    jsonb NOT NULL,
    PRIMARY KEY (import_id, position)
);

ALTER TABLE suggestion_reply DROP CONSTRAINT suggestion_reply_doc_no_unique;
CREATE UNIQUE INDEX suggestion_reply_doc_no_unique ON suggestion_reply (unit_id, doc_year, doc_no) WHERE doc_no <> '';
"#;

const DOWN: &str = "
DROP INDEX suggestion_reply_doc_no_unique;
ALTER TABLE suggestion_reply ADD CONSTRAINT suggestion_reply_doc_no_unique UNIQUE (unit_id, doc_year, doc_no);
DROP TABLE import_upload_row, import_upload;
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
