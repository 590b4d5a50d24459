use sea_orm_migration::prelude::*;

/// 常用视图: saved views of lists, whom they are shared with, and which one a person opens a list with.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
CREATE TABLE list_view (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL CONSTRAINT list_view_account_fk REFERENCES account,
    list         text NOT NULL CONSTRAINT list_view_list_code CHECK (list ~ '^[a-z_]{1,40}$'),
    name         text NOT NULL,
    filters      jsonb NOT NULL,
    columns      text[] NOT NULL,
    position     integer NOT NULL,
    shared_roles text[] NOT NULL DEFAULT '{}',
    shared_below text,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint NOT NULL,
    CONSTRAINT list_view_name_unique UNIQUE (account_id, list, name)
);
CREATE INDEX list_view_shared ON list_view USING gin (shared_roles) WHERE shared_roles <> '{}';
CREATE TABLE list_view_default (
    account_id uuid NOT NULL CONSTRAINT list_view_default_account_fk REFERENCES account,
    list       text NOT NULL,
    view_id    uuid NOT NULL CONSTRAINT list_view_default_view_fk REFERENCES list_view ON DELETE CASCADE,
    PRIMARY KEY (account_id, list)
);
CREATE INDEX list_view_default_view ON list_view_default (view_id);
";

const DOWN: &str = "
DROP TABLE list_view_default;
DROP TABLE list_view;
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
