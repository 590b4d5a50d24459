use sea_orm_migration::prelude::*;

/// Uploaded files: their rows. The bytes are in the file store, under the row's id.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
CREATE TABLE file (
    id         uuid PRIMARY KEY,
    created_at timestamptz NOT NULL,
    owner_id   uuid NOT NULL CONSTRAINT file_owner_fk REFERENCES account,
    name       text NOT NULL CONSTRAINT file_name_short CHECK (char_length(name) BETWEEN 1 AND 120),
    kind       text NOT NULL,
    size       bigint NOT NULL CONSTRAINT file_size_positive CHECK (size > 0),
    sha256     bytea NOT NULL CONSTRAINT file_sha256_whole CHECK (octet_length(sha256) = 32)
);
CREATE INDEX file_owner ON file (owner_id, created_at DESC);
CREATE INDEX file_created ON file (created_at);

-- Which matters refer to a file: written with the matter, from the matter.
CREATE TABLE file_use (
    file_id       uuid NOT NULL CONSTRAINT file_use_file_fk REFERENCES file,
    suggestion_id uuid NOT NULL CONSTRAINT file_use_suggestion_fk REFERENCES suggestion,
    PRIMARY KEY (file_id, suggestion_id)
);
CREATE INDEX file_use_suggestion ON file_use (suggestion_id);
"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP TABLE file_use, file").await.map(drop)
    }
}
