use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
CREATE TABLE jurisdiction (
    id          uuid PRIMARY KEY,
    parent_id   uuid CONSTRAINT jurisdiction_parent_fk REFERENCES jurisdiction,
    kind        text NOT NULL CONSTRAINT jurisdiction_kind_known
                CHECK (kind IN ('PROVINCE', 'CITY', 'COUNTY', 'TOWN', 'STREET', 'OTHER')),
    code        text NOT NULL,
    name        text NOT NULL,
    path        text NOT NULL CONSTRAINT jurisdiction_path_unique UNIQUE,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint NOT NULL
);

CREATE TABLE counter (
    series text PRIMARY KEY,
    value  bigint NOT NULL
);

CREATE TABLE outbox (
    id           uuid PRIMARY KEY,
    local_no     bigint GENERATED ALWAYS AS IDENTITY,
    seq          bigint CONSTRAINT outbox_seq_unique UNIQUE,
    kind         text NOT NULL,
    aggregate    text NOT NULL,
    aggregate_id uuid NOT NULL,
    version      bigint NOT NULL,
    data         jsonb NOT NULL,
    account_id   uuid,
    occurred_at  timestamptz NOT NULL
);
CREATE INDEX outbox_fresh ON outbox (local_no) WHERE seq IS NULL;
CREATE INDEX outbox_aggregate ON outbox (aggregate_id, seq);

CREATE TABLE audit_entry (
    id          uuid PRIMARY KEY,
    seq         bigint CONSTRAINT audit_entry_seq_unique UNIQUE,
    hash        bytea,
    at          timestamptz NOT NULL,
    account_id  uuid,
    action      text NOT NULL,
    subject     text NOT NULL,
    subject_id  uuid NOT NULL,
    before      jsonb NOT NULL,
    after       jsonb NOT NULL,
    request_id  text NOT NULL
);
CREATE INDEX audit_entry_fresh ON audit_entry (at, id) WHERE seq IS NULL;
CREATE INDEX audit_entry_recent ON audit_entry (at DESC, id DESC);
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, at DESC);
CREATE INDEX audit_entry_account ON audit_entry (account_id, at DESC);

-- Append-only: a line may only receive its place in the chain, once.
CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
       AND (NEW.id, NEW.at, NEW.action, NEW.subject, NEW.subject_id, NEW.before, NEW.after, NEW.request_id)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.at, OLD.action, OLD.subject, OLD.subject_id, OLD.before, OLD.after, OLD.request_id)
       AND NEW.account_id IS NOT DISTINCT FROM OLD.account_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit_entry is append-only';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only();

CREATE TABLE idempotency (
    owner        uuid NOT NULL,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    status       smallint NOT NULL,
    body         text,
    etag         text,
    location     text,
    PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);
"#;

const DOWN: &str = "
DROP TABLE idempotency, audit_entry, outbox, counter, jurisdiction;
DROP FUNCTION audit_entry_is_append_only();
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
