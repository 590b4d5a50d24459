use sea_orm_migration::prelude::*;

/// Change feed: what other systems may read of every matter, and in which order it changed.
#[derive(DeriveMigrationName)]
pub struct Migration;

// `open_matter` is a projection like the portal's columns, but written after the commit, by one projector at a time that
// follows the outbox: it knows names and settings, and writes the documents exactly as they are sent. So a list, a single
// matter, an export and the feed cannot differ by a byte.
const UP: &str = r#"
CREATE TABLE open_matter (
    id                 uuid PRIMARY KEY CONSTRAINT open_matter_suggestion_fk REFERENCES suggestion,
    path               text NOT NULL,
    ref                text,
    version            bigint NOT NULL,
    seq                bigint NOT NULL,
    term_id            uuid NOT NULL,
    session_id         uuid,
    category           text,
    -- What every citizen may read; null: nothing.
    published          text,
    published_seq      bigint,
    published_at       timestamptz,
    published_etag     text,
    published_status   text,
    published_unit_ids uuid[] NOT NULL,
    -- What authorities may read; null: confidential, or not accepted yet.
    official           text,
    official_seq       bigint,
    official_at        timestamptz,
    official_etag      text,
    official_status    text,
    official_unit_ids  uuid[] NOT NULL,
    -- Units that handle it or have handled it.
    unit_ids           uuid[] NOT NULL
);
CREATE INDEX open_matter_published ON open_matter (id) WHERE published IS NOT NULL;
CREATE INDEX open_matter_published_seq ON open_matter (published_seq DESC, id DESC) WHERE published IS NOT NULL;
CREATE INDEX open_matter_seq ON open_matter (seq DESC, id DESC);
CREATE INDEX open_matter_ref ON open_matter (ref);
CREATE INDEX open_matter_units ON open_matter USING gin (unit_ids);

CREATE TABLE feed (
    seq               bigint PRIMARY KEY,
    event_id          uuid NOT NULL CONSTRAINT feed_event_once UNIQUE,
    kind              text NOT NULL,
    resource_id       uuid NOT NULL,
    path              text NOT NULL,
    version           bigint NOT NULL,
    occurred_at       timestamptz NOT NULL,
    written_at        timestamptz NOT NULL,
    published_before  boolean NOT NULL,
    published_after   boolean NOT NULL,
    published_changed boolean NOT NULL,
    official_before   boolean NOT NULL,
    official_after    boolean NOT NULL,
    official_changed  boolean NOT NULL,
    units_before      uuid[] NOT NULL,
    units_after       uuid[] NOT NULL
);
CREATE INDEX feed_resource ON feed (resource_id, seq);

-- One row. `seq` is the last number given, `outbox_seq` the last event that was looked at.
CREATE TABLE feed_head (
    single      boolean PRIMARY KEY DEFAULT true CONSTRAINT feed_head_is_one CHECK (single),
    epoch       uuid NOT NULL,
    fingerprint text NOT NULL,
    seq         bigint NOT NULL,
    oldest      bigint NOT NULL,
    outbox_seq  bigint NOT NULL,
    day         date NOT NULL
);

-- Matters whose documents may have changed without an event of their own: a unit was renamed, a day has passed.
CREATE TABLE open_stale (
    suggestion_id uuid PRIMARY KEY
);

-- Differs after a restore into another cluster or database, and after a recovery to a point in time: then rows that a
-- reader has seen may be gone, and the numbers that they had are given again.
CREATE FUNCTION feed_fingerprint() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT s.system_identifier || '-' || c.timeline_id || '-' || d.oid
    FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()
$$;

INSERT INTO feed_head (epoch, fingerprint, seq, oldest, outbox_seq, day)
VALUES (gen_random_uuid(), feed_fingerprint(), 0, 1, 0, date '0001-01-01');
"#;

const DOWN: &str = "
DROP TABLE open_stale, feed_head, feed, open_matter;
DROP FUNCTION feed_fingerprint();
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
