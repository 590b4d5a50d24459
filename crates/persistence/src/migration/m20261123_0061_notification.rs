use sea_orm_migration::prelude::*;

/// Notices: what stands in the application, what is sent elsewhere, what people chose, and who stands in for whom.
#[derive(DeriveMigrationName)]
pub struct Migration;

// Whoever writes notices locks the row of the cursor first, so `no` grows in the order of the commits and a reader who goes on
// after the last number that he has seen misses nothing. `key` makes each notice once for each account. What exists before
// this step is not news: the cursor begins behind it.
const UP: &str = r#"
CREATE TABLE notification_cursor (
    name text PRIMARY KEY,
    seq  bigint NOT NULL
);
INSERT INTO notification_cursor (name, seq) SELECT 'outbox', coalesce(max(seq), 0) FROM outbox;

CREATE TABLE notification (
    id            uuid PRIMARY KEY,
    no            bigint GENERATED ALWAYS AS IDENTITY,
    account_id    uuid NOT NULL CONSTRAINT notification_account_fk REFERENCES account,
    key           text NOT NULL CONSTRAINT notification_key_length CHECK (char_length(key) BETWEEN 1 AND 200),
    kind          text NOT NULL,
    suggestion_id uuid CONSTRAINT notification_suggestion_fk REFERENCES suggestion,
    facts         jsonb NOT NULL,
    -- For whom somebody stands in.
    on_behalf_of  uuid CONSTRAINT notification_behalf_fk REFERENCES account,
    -- Somebody may want a kind by other ways only.
    shown         boolean NOT NULL,
    occurred_at   timestamptz NOT NULL,
    created_at    timestamptz NOT NULL,
    read_at       timestamptz,
    CONSTRAINT notification_once UNIQUE (account_id, key)
);
CREATE UNIQUE INDEX notification_list ON notification (account_id, no DESC) WHERE shown;
CREATE INDEX notification_unread ON notification (account_id, no DESC) WHERE shown AND read_at IS NULL;
CREATE INDEX notification_fresh ON notification (no);
CREATE INDEX notification_suggestion ON notification (suggestion_id) WHERE suggestion_id IS NOT NULL;

CREATE TABLE notification_delivery (
    id              uuid PRIMARY KEY,
    no              bigint GENERATED ALWAYS AS IDENTITY,
    notification_id uuid NOT NULL CONSTRAINT notification_delivery_fk REFERENCES notification ON DELETE CASCADE,
    account_id      uuid NOT NULL,
    channel         text NOT NULL CONSTRAINT notification_channel_known CHECK (channel IN ('email', 'sms', 'wechat')),
    state           text NOT NULL CONSTRAINT notification_state_known
                    CHECK (state IN ('queued', 'sent', 'delivered', 'failed', 'given_up')),
    -- Collected: sent together with what else is due then.
    bundled         boolean NOT NULL,
    send_at         timestamptz NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    -- Who is at it, and until when he is believed to be.
    claim           uuid,
    claimed_until   timestamptz,
    last_error      text,
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    CONSTRAINT notification_delivery_once UNIQUE (notification_id, channel)
);
CREATE UNIQUE INDEX notification_delivery_no ON notification_delivery (no DESC);
CREATE INDEX notification_delivery_due ON notification_delivery (send_at, no) WHERE state IN ('queued', 'failed');
CREATE INDEX notification_delivery_order ON notification_delivery (account_id, channel, no)
    WHERE state IN ('queued', 'failed');
CREATE INDEX notification_delivery_state ON notification_delivery (state, no DESC);

CREATE TABLE notification_attempt (
    id          uuid PRIMARY KEY,
    delivery_id uuid NOT NULL CONSTRAINT notification_attempt_fk REFERENCES notification_delivery ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    state       text NOT NULL,
    error       text,
    ms          integer NOT NULL
);
CREATE INDEX notification_attempt_delivery ON notification_attempt (delivery_id, at);

CREATE TABLE notification_choice (
    account_id    uuid PRIMARY KEY CONSTRAINT notification_choice_account_fk REFERENCES account,
    choices       jsonb NOT NULL,
    email_sealed  bytea,
    mobile_sealed bytea,
    wechat_sealed bytea,
    updated_at    timestamptz NOT NULL,
    version       bigint NOT NULL
);

CREATE TABLE substitution (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL CONSTRAINT substitution_account_fk REFERENCES account,
    substitute_id uuid NOT NULL CONSTRAINT substitution_substitute_fk REFERENCES account,
    from_on       date NOT NULL,
    until_on      date NOT NULL,
    ended_at      timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint NOT NULL,
    CONSTRAINT substitution_days CHECK (until_on >= from_on),
    CONSTRAINT substitution_of_another CHECK (substitute_id <> account_id)
);
CREATE INDEX substitution_live ON substitution (until_on, from_on) WHERE ended_at IS NULL;
CREATE INDEX substitution_account ON substitution (account_id, from_on DESC);
CREATE INDEX substitution_substitute ON substitution (substitute_id, from_on DESC);
"#;

const DOWN: &str = "
DROP TABLE substitution, notification_choice, notification_attempt, notification_delivery, notification,
    notification_cursor;
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
