use sea_orm_migration::prelude::*;

/// Suggestions: the aggregate's row and its projections.
#[derive(DeriveMigrationName)]
pub struct Migration;

// `suggestion.body` is the truth (decision 2). Every other column and table is written with it, from it, and is there
// to be filtered, sorted, counted or kept unique.
const UP: &str = r#"
CREATE TABLE suggestion (
    id                uuid PRIMARY KEY,
    version           bigint NOT NULL,
    updated_at        timestamptz NOT NULL,
    -- Where and what
    jurisdiction_id   uuid NOT NULL CONSTRAINT suggestion_jurisdiction_fk REFERENCES jurisdiction,
    path              text NOT NULL,
    term_id           uuid NOT NULL CONSTRAINT suggestion_term_fk REFERENCES term,
    session_id        uuid CONSTRAINT suggestion_session_fk REFERENCES congress_session,
    period            text NOT NULL,
    status            text NOT NULL,
    code              text,
    number_series     text,
    number            integer,
    number_key        text NOT NULL,
    title             text NOT NULL,
    category          text,
    committee_id      uuid CONSTRAINT suggestion_committee_fk REFERENCES unit,
    lead_deputy_id    uuid NOT NULL CONSTRAINT suggestion_lead_fk REFERENCES deputy,
    group_id          uuid CONSTRAINT suggestion_group_fk REFERENCES deputy_group,
    is_key            boolean NOT NULL,
    insisted          boolean NOT NULL,
    reference_only    boolean NOT NULL,
    cosigner_count    integer NOT NULL,
    accepted_text_sha256 text,
    -- Who may read it
    handed_in         boolean NOT NULL,
    deleted           boolean NOT NULL,
    confidential      boolean NOT NULL,
    named_account_ids uuid[] NOT NULL,
    names_hidden      boolean NOT NULL,
    government        boolean NOT NULL,
    published         boolean NOT NULL,
    deputy_ids        uuid[] NOT NULL,
    unit_ids          uuid[] NOT NULL,
    -- Where it stands
    lead_unit_ids     uuid[] NOT NULL,
    co_unit_ids       uuid[] NOT NULL,
    round             integer NOT NULL,
    turn              text[] NOT NULL,
    due_on            date,
    reply_due_on      date,
    reply_category    text,
    attitude          text,
    result            text,
    light_running     boolean NOT NULL,
    light_red         boolean NOT NULL,
    light_due_on      date,
    light_co_due_on   date,
    light_half_on     date,
    light_promise_on  date,
    created_at        timestamptz NOT NULL,
    listed_at         timestamptz NOT NULL,
    state_since       timestamptz NOT NULL,
    submitted_at      timestamptz,
    accepted_at       timestamptz,
    assigned_at       timestamptz,
    assigned_on       date,
    replied_at        timestamptz,
    closed_at         timestamptz,
    -- What the public may read
    public_title      text,
    public_progress   boolean NOT NULL,
    public_at         timestamptz,
    public_replied_at timestamptz,
    -- For the measures
    facts             jsonb NOT NULL,
    search_digest     text NOT NULL,
    public_digest     text NOT NULL,
    body              jsonb NOT NULL,
    CONSTRAINT suggestion_code_unique UNIQUE (jurisdiction_id, code),
    CONSTRAINT suggestion_number_unique UNIQUE (number_series, number),
    CONSTRAINT suggestion_number_whole CHECK ((number_series IS NULL) = (number IS NULL))
);
CREATE INDEX suggestion_listed ON suggestion (listed_at DESC, id DESC) WHERE handed_in;
CREATE INDEX suggestion_status_listed ON suggestion (status, listed_at DESC, id DESC);
CREATE INDEX suggestion_due ON suggestion (coalesce(due_on, date '9999-12-31'), id);
CREATE INDEX suggestion_assigned ON suggestion (coalesce(assigned_on, date '0001-01-01') DESC, id DESC);
CREATE INDEX suggestion_number_listed ON suggestion (number_key, id);
CREATE INDEX suggestion_deputies ON suggestion USING gin (deputy_ids);
CREATE INDEX suggestion_units ON suggestion USING gin (unit_ids);
CREATE INDEX suggestion_lead ON suggestion (lead_deputy_id, listed_at DESC, id DESC);
CREATE INDEX suggestion_public ON suggestion (public_at DESC, id DESC) WHERE public_title IS NOT NULL;
CREATE INDEX suggestion_public_replied ON suggestion (public_replied_at DESC, id DESC)
    WHERE public_title IS NOT NULL AND public_replied_at IS NOT NULL;

-- What has been given is never taken back: number, code, and the text that was accepted (§8.5 I1, I10).
CREATE FUNCTION suggestion_keeps_what_was_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'number, code and accepted text of a suggestion never change, and no suggestion is deleted';
END $$;
CREATE TRIGGER suggestion_given BEFORE UPDATE ON suggestion FOR EACH ROW
    WHEN ((OLD.code IS NOT NULL AND NEW.code IS DISTINCT FROM OLD.code)
       OR (OLD.number IS NOT NULL
           AND (NEW.number_series, NEW.number) IS DISTINCT FROM (OLD.number_series, OLD.number))
       OR (OLD.accepted_text_sha256 IS NOT NULL
           AND NEW.accepted_text_sha256 IS DISTINCT FROM OLD.accepted_text_sha256))
    EXECUTE FUNCTION suggestion_keeps_what_was_given();
CREATE TRIGGER suggestion_kept BEFORE DELETE ON suggestion FOR EACH ROW
    EXECUTE FUNCTION suggestion_keeps_what_was_given();

CREATE TABLE suggestion_party (
    suggestion_id uuid NOT NULL CONSTRAINT suggestion_party_suggestion_fk REFERENCES suggestion,
    deputy_id     uuid NOT NULL CONSTRAINT suggestion_party_deputy_fk REFERENCES deputy,
    role          text NOT NULL CONSTRAINT suggestion_party_role_known
                  CHECK (role IN ('lead', 'cosigner', 'merged_lead', 'merged_cosigner')),
    position      integer NOT NULL,
    confirmed     boolean NOT NULL,
    declined      boolean NOT NULL,
    expires_at    timestamptz,
    PRIMARY KEY (suggestion_id, deputy_id, role)
);
CREATE INDEX suggestion_party_deputy ON suggestion_party (deputy_id, role, suggestion_id);

CREATE TABLE handling_task (
    id                  uuid PRIMARY KEY,
    suggestion_id       uuid NOT NULL CONSTRAINT handling_task_suggestion_fk REFERENCES suggestion,
    position            integer NOT NULL,
    unit_id             uuid NOT NULL CONSTRAINT handling_task_unit_fk REFERENCES unit,
    role                text NOT NULL,
    tier                text NOT NULL,
    parent_id           uuid,
    scope_text          text,
    round               integer NOT NULL,
    current             boolean NOT NULL,
    status              text NOT NULL,
    government          boolean NOT NULL,
    open                boolean NOT NULL,
    assigned_at         timestamptz NOT NULL,
    sign_due_on         date,
    send_back_due_on    date,
    due_on              date,
    next_due_on         date,
    signed_at           timestamptz,
    signed_silently     boolean NOT NULL,
    first_contact_at    timestamptz,
    first_met_at        timestamptz,
    first_issued_at     timestamptz,
    finished_at         timestamptz,
    extension_pending   boolean NOT NULL,
    extended            boolean NOT NULL,
    send_back_requested boolean NOT NULL,
    send_back_agreed    boolean NOT NULL,
    review_returns      integer NOT NULL,
    remaining_steps     integer NOT NULL,
    next_step           text,
    light_running       boolean NOT NULL,
    light_red           boolean NOT NULL,
    light_due_on        date,
    light_co_due_on     date,
    light_half_on       date,
    light_promise_on    date
);
CREATE INDEX handling_task_suggestion ON handling_task (suggestion_id, position);
CREATE INDEX handling_task_unit ON handling_task (unit_id, status);
CREATE INDEX handling_task_open ON handling_task (next_due_on, id) WHERE open;

CREATE TABLE suggestion_reply (
    id            uuid PRIMARY KEY,
    suggestion_id uuid NOT NULL CONSTRAINT suggestion_reply_suggestion_fk REFERENCES suggestion,
    task_id       uuid NOT NULL CONSTRAINT suggestion_reply_task_fk REFERENCES handling_task,
    unit_id       uuid NOT NULL CONSTRAINT suggestion_reply_unit_fk REFERENCES unit,
    round         integer NOT NULL,
    ordinal       integer NOT NULL,
    kind          text NOT NULL,
    category      text NOT NULL,
    doc_year      integer NOT NULL,
    doc_no        text NOT NULL,
    issued_at     timestamptz NOT NULL,
    delivered_at  timestamptz,
    publish_attr  text NOT NULL,
    disputed      boolean NOT NULL,
    CONSTRAINT suggestion_reply_doc_no_unique UNIQUE (unit_id, doc_year, doc_no)
);
CREATE INDEX suggestion_reply_suggestion ON suggestion_reply (suggestion_id, issued_at);

CREATE TABLE suggestion_feedback (
    id            uuid PRIMARY KEY,
    suggestion_id uuid NOT NULL CONSTRAINT suggestion_feedback_suggestion_fk REFERENCES suggestion,
    reply_id      uuid NOT NULL CONSTRAINT suggestion_feedback_reply_fk REFERENCES suggestion_reply,
    on_behalf_of  uuid NOT NULL,
    deputy_id     uuid NOT NULL CONSTRAINT suggestion_feedback_deputy_fk REFERENCES deputy,
    round         integer NOT NULL,
    attitude      text NOT NULL,
    result        text NOT NULL,
    entry         text NOT NULL,
    submitted_at  timestamptz NOT NULL,
    CONSTRAINT suggestion_feedback_once UNIQUE (reply_id, on_behalf_of)
);
CREATE INDEX suggestion_feedback_suggestion ON suggestion_feedback (suggestion_id);

CREATE TABLE suggestion_commitment (
    id              uuid PRIMARY KEY,
    suggestion_id   uuid NOT NULL CONSTRAINT suggestion_commitment_suggestion_fk REFERENCES suggestion,
    task_id         uuid NOT NULL,
    unit_id         uuid NOT NULL CONSTRAINT suggestion_commitment_unit_fk REFERENCES unit,
    text            text NOT NULL,
    responsible     text NOT NULL,
    status          text NOT NULL,
    settled         boolean NOT NULL,
    original_due_on date NOT NULL,
    due_on          date NOT NULL,
    accepted_at     timestamptz,
    created_at      timestamptz NOT NULL
);
CREATE INDEX suggestion_commitment_suggestion ON suggestion_commitment (suggestion_id);
CREATE INDEX suggestion_commitment_open ON suggestion_commitment (unit_id, due_on) WHERE NOT settled;

CREATE TABLE suggestion_publication (
    id            uuid PRIMARY KEY,
    suggestion_id uuid NOT NULL CONSTRAINT suggestion_publication_suggestion_fk REFERENCES suggestion,
    part          text NOT NULL,
    reply_id      uuid,
    status        text NOT NULL,
    proposed_at   timestamptz NOT NULL,
    decided_at    timestamptz
);
CREATE INDEX suggestion_publication_suggestion ON suggestion_publication (suggestion_id);
CREATE INDEX suggestion_publication_proposed ON suggestion_publication (proposed_at) WHERE status = 'proposed';

CREATE TABLE suggestion_log (
    suggestion_id uuid NOT NULL CONSTRAINT suggestion_log_suggestion_fk REFERENCES suggestion,
    position      integer NOT NULL,
    task_id       uuid,
    from_status   text,
    to_status     text NOT NULL,
    step          text NOT NULL,
    account_id    uuid,
    at            timestamptz NOT NULL,
    note          text,
    PRIMARY KEY (suggestion_id, position)
);
CREATE FUNCTION suggestion_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'suggestion_log is append-only';
END $$;
CREATE TRIGGER suggestion_log_append_only BEFORE UPDATE OR DELETE ON suggestion_log
    FOR EACH ROW EXECUTE FUNCTION suggestion_log_is_append_only();
"#;

const DOWN: &str = "
DROP TABLE suggestion_log, suggestion_publication, suggestion_commitment, suggestion_feedback, suggestion_reply,
    handling_task, suggestion_party, suggestion;
DROP FUNCTION suggestion_log_is_append_only();
DROP FUNCTION suggestion_keeps_what_was_given();
DELETE FROM search_document WHERE kind IN ('suggestion', 'public_suggestion');
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
