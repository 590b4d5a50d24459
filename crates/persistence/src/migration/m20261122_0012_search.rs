use sea_orm_migration::prelude::*;

/// Search documents of every kind: tokens made by the application, see `domain::search`.
#[derive(DeriveMigrationName)]
pub struct Migration;

// The vectors are as large as the texts: a table of their own keeps the rows of the registers and
// the suggestions narrow.
const UP: &str = r#"
CREATE TABLE search_document (
    kind       text NOT NULL,
    ref_id     uuid NOT NULL,
    path       text NOT NULL,
    title      text NOT NULL,
    subtitle   text NOT NULL,
    tsv        tsvector NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (kind, ref_id)
);
CREATE INDEX search_document_tsv ON search_document USING gin (tsv);
"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP TABLE search_document").await.map(drop)
    }
}
