use sea_orm_migration::prelude::*;

/// Deputies, delegations, groups and their histories.
#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
CREATE TABLE delegation (
    id               uuid PRIMARY KEY,
    term_id          uuid NOT NULL CONSTRAINT delegation_term_fk REFERENCES term,
    jurisdiction_id  uuid NOT NULL CONSTRAINT delegation_jurisdiction_fk REFERENCES jurisdiction,
    no               integer NOT NULL,
    name             text NOT NULL,
    leader_deputy_id uuid,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    version          bigint NOT NULL,
    CONSTRAINT delegation_name_unique UNIQUE (term_id, name)
);

CREATE TABLE deputy (
    id               uuid PRIMARY KEY,
    person_id        uuid NOT NULL CONSTRAINT deputy_person_fk REFERENCES person,
    term_id          uuid NOT NULL CONSTRAINT deputy_term_fk REFERENCES term,
    level            text NOT NULL,
    jurisdiction_id  uuid NOT NULL CONSTRAINT deputy_jurisdiction_fk REFERENCES jurisdiction,
    constituency_id  uuid CONSTRAINT deputy_constituency_fk REFERENCES constituency,
    delegation_id    uuid CONSTRAINT deputy_delegation_fk REFERENCES delegation,
    cert_no          text NOT NULL,
    elected_on       date NOT NULL,
    entry            text NOT NULL,
    is_newcomer      boolean NOT NULL,
    is_reelected     boolean NOT NULL,
    occupation       text NOT NULL,
    employer         text,
    post             text,
    composition      text NOT NULL,
    sc_member        boolean NOT NULL,
    committee_posts  text[] NOT NULL,
    photo_file_id    uuid,
    intro            text,
    contact_platform text,
    status           text NOT NULL CONSTRAINT deputy_status_known
                     CHECK (status IN ('pending', 'active', 'suspended', 'terminated', 'term_ended')),
    status_since     date NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    version          bigint NOT NULL,
    CONSTRAINT deputy_cert_no_unique UNIQUE (term_id, level, cert_no),
    CONSTRAINT deputy_seat_unique UNIQUE (person_id, term_id, level)
);
CREATE INDEX deputy_cert_no ON deputy (cert_no, id);
CREATE INDEX deputy_constituency ON deputy (constituency_id);
CREATE INDEX deputy_delegation ON deputy (delegation_id);
ALTER TABLE delegation ADD CONSTRAINT delegation_leader_fk FOREIGN KEY (leader_deputy_id) REFERENCES deputy;

CREATE TABLE deputy_status_log (
    id            uuid PRIMARY KEY,
    deputy_id     uuid NOT NULL CONSTRAINT deputy_status_log_deputy_fk REFERENCES deputy,
    from_status   text,
    to_status     text NOT NULL,
    step          text,
    on_date       date NOT NULL,
    ground        text,
    document_no   text,
    note          text,
    vote_in_favour integer,
    vote_members  integer,
    account_id    uuid,
    at            timestamptz NOT NULL
);
CREATE INDEX deputy_status_log_deputy ON deputy_status_log (deputy_id, on_date, at, id);

CREATE TABLE deputy_group (
    id               uuid PRIMARY KEY,
    term_id          uuid NOT NULL CONSTRAINT deputy_group_term_fk REFERENCES term,
    jurisdiction_id  uuid NOT NULL CONSTRAINT deputy_group_jurisdiction_fk REFERENCES jurisdiction,
    no               integer NOT NULL,
    name             text NOT NULL,
    area_ids         uuid[] NOT NULL,
    field            text,
    duties           text NOT NULL,
    founded_on       date NOT NULL,
    dissolved_on     date,
    dissolved_reason text,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    version          bigint NOT NULL,
    CONSTRAINT deputy_group_no_unique UNIQUE (term_id, no)
);

-- A range over ids lets the stock GiST operators compare them for equality: the exclusion below
-- needs no extension (btree_gist is not installed everywhere).
CREATE TYPE uuid_range AS RANGE (subtype = uuid);

CREATE TABLE group_membership (
    id         uuid PRIMARY KEY,
    group_id   uuid NOT NULL CONSTRAINT group_membership_group_fk REFERENCES deputy_group,
    deputy_id  uuid NOT NULL CONSTRAINT group_membership_deputy_fk REFERENCES deputy,
    from_on    date NOT NULL,
    to_on      date,
    CONSTRAINT group_membership_ordered CHECK (to_on > from_on),
    CONSTRAINT group_membership_no_overlap EXCLUDE USING gist
        (uuid_range(deputy_id, deputy_id, '[]') WITH &&, daterange(from_on, to_on) WITH &&)
);
CREATE INDEX group_membership_group ON group_membership (group_id, from_on);
CREATE INDEX group_membership_deputy ON group_membership (deputy_id, from_on);

CREATE TABLE group_officer (
    id         uuid PRIMARY KEY,
    group_id   uuid NOT NULL CONSTRAINT group_officer_group_fk REFERENCES deputy_group,
    role       text NOT NULL CONSTRAINT group_officer_role_known CHECK (role IN ('convenor', 'liaison')),
    person_id  uuid NOT NULL CONSTRAINT group_officer_person_fk REFERENCES person,
    deputy_id  uuid CONSTRAINT group_officer_deputy_fk REFERENCES deputy,
    from_on    date NOT NULL,
    to_on      date,
    CONSTRAINT group_officer_ordered CHECK (to_on >= from_on)
);
CREATE INDEX group_officer_group ON group_officer (group_id, from_on);

-- Now that there is something to refer to.
ALTER TABLE account ADD CONSTRAINT account_person_fk FOREIGN KEY (person_id) REFERENCES person;
ALTER TABLE role_grant
    ADD CONSTRAINT role_grant_unit_fk FOREIGN KEY (unit_id) REFERENCES unit,
    ADD CONSTRAINT role_grant_group_fk FOREIGN KEY (group_id) REFERENCES deputy_group,
    ADD CONSTRAINT role_grant_deputy_fk FOREIGN KEY (deputy_id) REFERENCES deputy;
"#;

const DOWN: &str = "
ALTER TABLE role_grant DROP CONSTRAINT role_grant_unit_fk, DROP CONSTRAINT role_grant_group_fk,
    DROP CONSTRAINT role_grant_deputy_fk;
ALTER TABLE account DROP CONSTRAINT account_person_fk;
DROP TABLE group_officer, group_membership, deputy_group, deputy_status_log;
DROP TYPE uuid_range;
ALTER TABLE delegation DROP CONSTRAINT delegation_leader_fk;
DROP TABLE deputy, delegation;
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
