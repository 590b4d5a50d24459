use sea_orm_migration::prelude::*;

/// Terms, congress sessions, constituencies, units and persons.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
CREATE TABLE term (
    id              uuid PRIMARY KEY,
    jurisdiction_id uuid NOT NULL CONSTRAINT term_jurisdiction_fk REFERENCES jurisdiction,
    ordinal         integer NOT NULL,
    name            text NOT NULL,
    starts_on       date NOT NULL,
    ends_on         date,
    is_current      boolean NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL,
    CONSTRAINT term_ordinal_unique UNIQUE (jurisdiction_id, ordinal),
    CONSTRAINT term_dates_ordered CHECK (ends_on >= starts_on)
);
CREATE UNIQUE INDEX term_current_unique ON term (jurisdiction_id) WHERE is_current;

CREATE TABLE congress_session (
    id                 uuid PRIMARY KEY,
    term_id            uuid NOT NULL CONSTRAINT congress_session_term_fk REFERENCES term,
    ordinal            integer NOT NULL,
    name               text NOT NULL,
    starts_on          date NOT NULL,
    ends_on            date NOT NULL,
    motion_deadline_at timestamptz,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    version            bigint NOT NULL,
    CONSTRAINT congress_session_ordinal_unique UNIQUE (term_id, ordinal),
    CONSTRAINT congress_session_dates_ordered CHECK (ends_on >= starts_on)
);
CREATE INDEX congress_session_starts ON congress_session (starts_on DESC, id DESC);

CREATE TABLE constituency (
    id              uuid PRIMARY KEY,
    term_id         uuid NOT NULL CONSTRAINT constituency_term_fk REFERENCES term,
    jurisdiction_id uuid NOT NULL CONSTRAINT constituency_jurisdiction_fk REFERENCES jurisdiction,
    no              integer NOT NULL,
    name            text NOT NULL,
    seats           integer NOT NULL CONSTRAINT constituency_seats_positive CHECK (seats > 0),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL,
    CONSTRAINT constituency_no_unique UNIQUE (term_id, no)
);
CREATE INDEX constituency_jurisdiction ON constituency (jurisdiction_id);

CREATE TABLE unit (
    id                uuid PRIMARY KEY,
    jurisdiction_id   uuid NOT NULL CONSTRAINT unit_jurisdiction_fk REFERENCES jurisdiction,
    name              text NOT NULL,
    short_name        text NOT NULL,
    kind              text NOT NULL,
    system            text NOT NULL,
    parent_id         uuid CONSTRAINT unit_parent_fk REFERENCES unit,
    credit_code       text,
    doc_prefix        text,
    phone             text,
    valid_from        date NOT NULL,
    valid_to          date,
    successor_id      uuid CONSTRAINT unit_successor_fk REFERENCES unit,
    succession_reason text,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    version           bigint NOT NULL,
    CONSTRAINT unit_validity_ordered CHECK (valid_to > valid_from),
    CONSTRAINT unit_not_its_own_successor CHECK (successor_id <> id)
);
CREATE UNIQUE INDEX unit_name_unique ON unit (jurisdiction_id, name) WHERE valid_to IS NULL;
CREATE INDEX unit_list ON unit (name, id);
CREATE INDEX unit_successor ON unit (successor_id) WHERE successor_id IS NOT NULL;

-- A unit, a department's history, is never deleted: what it answered must keep its name.
CREATE FUNCTION unit_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a unit is never deleted';
END $$;
CREATE TRIGGER unit_kept BEFORE DELETE ON unit FOR EACH ROW EXECUTE FUNCTION unit_is_never_deleted();

CREATE TABLE person (
    id              uuid PRIMARY KEY,
    jurisdiction_id uuid NOT NULL CONSTRAINT person_jurisdiction_fk REFERENCES jurisdiction,
    name            text NOT NULL,
    gender          text NOT NULL,
    birth_on        date NOT NULL,
    ethnicity       text NOT NULL,
    party           text NOT NULL,
    education       text,
    degree          text,
    mobile_sealed   bytea,
    mobile_hash     bytea,
    id_no_sealed    bytea,
    id_no_hash      bytea,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL,
    CONSTRAINT person_id_no_unique UNIQUE (id_no_hash)
);
CREATE INDEX person_name ON person (name, id);
CREATE INDEX person_mobile ON person (mobile_hash) WHERE mobile_hash IS NOT NULL;
"#;

const DOWN: &str = "
DROP TABLE person, unit, constituency, congress_session, term;
DROP FUNCTION unit_is_never_deleted();
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
