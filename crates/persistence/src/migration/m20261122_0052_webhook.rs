use sea_orm_migration::prelude::*;

/// Webhooks: where other systems want to be called, and what became of the calls.
#[derive(DeriveMigrationName)]
pub struct Migration;

// `cursor_seq` is how far in the feed a webhook has been followed: its deliveries are written in the statement that moves
// it. A delivery `waits` while an earlier one of the same matter has not been taken, so that a matter's events arrive in
// order and the index that the sender reads holds only what may be sent. Whoever adds or ends deliveries locks the row of
// the webhook first; so none waits for what has ended already.
const UP: &str = r#"
CREATE TABLE webhook (
    id              uuid PRIMARY KEY,
    key_id          uuid NOT NULL CONSTRAINT webhook_key_fk REFERENCES api_key,
    url             text NOT NULL CONSTRAINT webhook_url_length CHECK (char_length(url) BETWEEN 1 AND 2048),
    description     text,
    event_types     text[] NOT NULL,
    status          text NOT NULL CONSTRAINT webhook_status_known CHECK (status IN ('active', 'disabled')),
    disabled_reason text,
    disabled_at     timestamptz,
    -- Since when nothing has got through; null: the last call was taken.
    failing_since   timestamptz,
    last_success_at timestamptz,
    cursor_seq      bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL,
    CONSTRAINT webhook_disabled_says_why
        CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL AND disabled_at IS NOT NULL))
);
CREATE INDEX webhook_key ON webhook (key_id, created_at, id);

-- Sealed by the server; what can be read here is the public half of a pair.
CREATE TABLE webhook_secret (
    id         uuid PRIMARY KEY,
    webhook_id uuid NOT NULL CONSTRAINT webhook_secret_webhook_fk REFERENCES webhook ON DELETE CASCADE,
    kind       text NOT NULL CONSTRAINT webhook_secret_kind_known CHECK (kind IN ('hmac', 'ed25519')),
    sealed     bytea NOT NULL,
    public_key text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz
);
CREATE INDEX webhook_secret_webhook ON webhook_secret (webhook_id, created_at);

CREATE TABLE webhook_delivery (
    webhook_id    uuid NOT NULL CONSTRAINT webhook_delivery_webhook_fk REFERENCES webhook ON DELETE CASCADE,
    seq           bigint NOT NULL,
    event_id      uuid NOT NULL,
    kind          text NOT NULL,
    aggregate_id  uuid NOT NULL,
    body          text NOT NULL CONSTRAINT webhook_delivery_thin CHECK (octet_length(body) <= 20480),
    state         text NOT NULL
        CONSTRAINT webhook_delivery_state_known CHECK (state IN ('pending', 'delivered', 'failed', 'superseded')),
    waits         boolean NOT NULL,
    -- Attempts since it was told, or since it was replayed.
    attempts      integer NOT NULL,
    next_at       timestamptz NOT NULL,
    -- Who is at it, and until when he is believed to be.
    claim         uuid,
    claimed_until timestamptz,
    last_status   smallint,
    last_error    text,
    last_ms       integer,
    created_at    timestamptz NOT NULL,
    finished_at   timestamptz,
    PRIMARY KEY (webhook_id, seq)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at, seq) WHERE state = 'pending' AND NOT waits;
CREATE INDEX webhook_delivery_order ON webhook_delivery (webhook_id, aggregate_id, seq) WHERE state = 'pending';
CREATE INDEX webhook_delivery_claimed ON webhook_delivery (webhook_id, claimed_until) WHERE claim IS NOT NULL;
CREATE INDEX webhook_delivery_state ON webhook_delivery (webhook_id, state, seq);
CREATE INDEX webhook_delivery_finished ON webhook_delivery (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE webhook_attempt (
    id         uuid PRIMARY KEY,
    webhook_id uuid NOT NULL,
    seq        bigint NOT NULL,
    at         timestamptz NOT NULL,
    status     smallint,
    error      text,
    ms         integer NOT NULL,
    answer     text,
    CONSTRAINT webhook_attempt_delivery_fk FOREIGN KEY (webhook_id, seq) REFERENCES webhook_delivery ON DELETE CASCADE
);
CREATE INDEX webhook_attempt_delivery ON webhook_attempt (webhook_id, seq, at);
"#;

const DOWN: &str = "DROP TABLE webhook_attempt, webhook_delivery, webhook_secret, webhook";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
