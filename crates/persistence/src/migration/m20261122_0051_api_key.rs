use sea_orm_migration::prelude::*;

/// Keys under which other systems call.
#[derive(DeriveMigrationName)]
pub struct Migration;

// Of a secret only the hash is kept; as it is 256 random bits, the hash can be looked up like a name. What keys may do is
// kept in the memory of servers under a stamp of its own; when and how often they are used is written behind and does not
// grow it.
const UP: &str = r#"
CREATE TABLE api_key (
    id              uuid PRIMARY KEY,
    jurisdiction_id uuid NOT NULL CONSTRAINT api_key_jurisdiction_fk REFERENCES jurisdiction,
    name            text NOT NULL,
    owner           text NOT NULL,
    contact         text,
    scopes          text[] NOT NULL CONSTRAINT api_key_has_scope CHECK (cardinality(scopes) > 0),
    unit_id         uuid CONSTRAINT api_key_unit_fk REFERENCES unit,
    networks        text[] NOT NULL,
    sandbox         boolean NOT NULL,
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz,
    created_by      uuid,
    last_used_at    timestamptz,
    last_used_from  text,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL
);
CREATE INDEX api_key_created ON api_key (created_at DESC, id DESC);

CREATE TABLE api_key_secret (
    id           uuid PRIMARY KEY,
    key_id       uuid NOT NULL CONSTRAINT api_key_secret_key_fk REFERENCES api_key,
    prefix       text NOT NULL,
    hash         bytea NOT NULL CONSTRAINT api_key_secret_hash_unique UNIQUE,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
CREATE INDEX api_key_secret_key ON api_key_secret (key_id, created_at);

CREATE TABLE api_key_usage (
    key_id   uuid NOT NULL CONSTRAINT api_key_usage_key_fk REFERENCES api_key,
    day      date NOT NULL,
    requests bigint NOT NULL,
    errors   bigint NOT NULL,
    limited  bigint NOT NULL,
    PRIMARY KEY (key_id, day)
);

ALTER TABLE stamp ADD COLUMN keys bigint NOT NULL DEFAULT 0;
CREATE OR REPLACE FUNCTION grow_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mark text := 'daibiao.grown_' || TG_ARGV[0];
    this text := pg_current_xact_id()::text;
BEGIN
    -- Once in a transaction, however many rows it changed.
    IF current_setting(mark, true) IS DISTINCT FROM this THEN
        UPDATE stamp SET access = access + (TG_ARGV[0] = 'access')::int, names = names + (TG_ARGV[0] = 'names')::int,
            published = published + (TG_ARGV[0] = 'published')::int, keys = keys + (TG_ARGV[0] = 'keys')::int
        WHERE slot = pg_backend_pid() % 16;
        PERFORM set_config(mark, this, true);
    END IF;
    RETURN NULL;
END $$;

-- A new key is in nobody's memory.
CREATE CONSTRAINT TRIGGER api_key_stamp AFTER UPDATE ON api_key DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.scopes, OLD.unit_id, OLD.networks, OLD.sandbox, OLD.expires_at, OLD.revoked_at, OLD.jurisdiction_id)
        IS DISTINCT FROM (NEW.scopes, NEW.unit_id, NEW.networks, NEW.sandbox, NEW.expires_at, NEW.revoked_at, NEW.jurisdiction_id))
    EXECUTE FUNCTION grow_stamp('keys');
CREATE CONSTRAINT TRIGGER api_key_secret_stamp AFTER UPDATE ON api_key_secret DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.hash, OLD.expires_at, OLD.revoked_at) IS DISTINCT FROM (NEW.hash, NEW.expires_at, NEW.revoked_at))
    EXECUTE FUNCTION grow_stamp('keys');
CREATE CONSTRAINT TRIGGER api_key_secret_gone_stamp AFTER DELETE ON api_key_secret DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION grow_stamp('keys');
CREATE CONSTRAINT TRIGGER jurisdiction_keys_stamp AFTER UPDATE ON jurisdiction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION grow_stamp('keys');
"#;

const DOWN: &str = r#"
DROP TRIGGER jurisdiction_keys_stamp ON jurisdiction;
DROP TABLE api_key_usage, api_key_secret, api_key;
CREATE OR REPLACE FUNCTION grow_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mark text := 'daibiao.grown_' || TG_ARGV[0];
    this text := pg_current_xact_id()::text;
BEGIN
    IF current_setting(mark, true) IS DISTINCT FROM this THEN
        UPDATE stamp SET access = access + (TG_ARGV[0] = 'access')::int, names = names + (TG_ARGV[0] = 'names')::int,
            published = published + (TG_ARGV[0] = 'published')::int
        WHERE slot = pg_backend_pid() % 16;
        PERFORM set_config(mark, this, true);
    END IF;
    RETURN NULL;
END $$;
ALTER TABLE stamp DROP COLUMN keys;
"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
