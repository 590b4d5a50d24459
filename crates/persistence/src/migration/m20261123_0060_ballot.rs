use sea_orm_migration::prelude::*;

/// The yearly supervision meeting and its secret ballot (`docs/adr/0011-secret-ballot.md`).
#[derive(DeriveMigrationName)]
pub struct Migration;

// Who may vote (`ballot_roll`) and what was voted (`ballot_box`, then `ballot`) share nothing but the round.
//
// `ballot_roll` has no time and no version: nothing in it says in which order people came.
//
// `ballot_box` is ONE row for a round while it is open. Its three lists are sorted by their bytes, which are as good as random, and
// written whole with every ballot. So there is no row, id, time, transaction id or place on a page for a single ballot, and the
// slip that was used lies at another place than the ballot cast with it. `sealed` is encrypted to a key that nobody has until the
// two key holders bring their halves together at closing; nothing of that key is in the database.
//
// `ballot` is written in one transaction at closing, one row for each item of each ballot, under random ids and in their order:
// what one person chose for two items is not joined either.
const UP: &str = r#"
CREATE TABLE supervision_meeting (
    id              uuid PRIMARY KEY,
    jurisdiction_id uuid NOT NULL CONSTRAINT supervision_meeting_jurisdiction_fk REFERENCES jurisdiction,
    term_id         uuid NOT NULL CONSTRAINT supervision_meeting_term_fk REFERENCES term,
    title           text NOT NULL,
    held_on         date NOT NULL,
    place           text NOT NULL,
    state           text NOT NULL CONSTRAINT supervision_meeting_state_known
                    CHECK (state IN ('prepared', 'open', 'closed', 'tallied', 'announced')),
    -- A result has been announced: whoever sees results only sees the meeting from then on.
    announced       boolean NOT NULL,
    reports         jsonb NOT NULL,
    rounds          jsonb NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint NOT NULL
);
CREATE INDEX supervision_meeting_newest ON supervision_meeting (held_on DESC, id DESC);

CREATE TABLE ballot_roll (
    meeting_id uuid NOT NULL CONSTRAINT ballot_roll_meeting_fk REFERENCES supervision_meeting,
    round_no   smallint NOT NULL,
    deputy_id  uuid NOT NULL CONSTRAINT ballot_roll_deputy_fk REFERENCES deputy,
    present    boolean NOT NULL,
    issued     boolean NOT NULL,
    PRIMARY KEY (meeting_id, round_no, deputy_id),
    CONSTRAINT ballot_roll_present_first CHECK (present OR NOT issued)
);

CREATE TABLE ballot_box (
    meeting_id uuid NOT NULL CONSTRAINT ballot_box_meeting_fk REFERENCES supervision_meeting,
    round_no   smallint NOT NULL,
    public_key bytea NOT NULL,
    items      smallint NOT NULL,
    unspent    bytea[] NOT NULL,
    spent      bytea[] NOT NULL,
    sealed     bytea[] NOT NULL,
    PRIMARY KEY (meeting_id, round_no),
    CONSTRAINT ballot_box_one_each CHECK (cardinality(spent) = cardinality(sealed))
);

CREATE TABLE ballot_returned (
    meeting_id uuid NOT NULL CONSTRAINT ballot_returned_meeting_fk REFERENCES supervision_meeting,
    round_no   smallint NOT NULL,
    slips      bytea[] NOT NULL,
    PRIMARY KEY (meeting_id, round_no)
);

CREATE TABLE ballot (
    id         uuid PRIMARY KEY,
    meeting_id uuid NOT NULL CONSTRAINT ballot_meeting_fk REFERENCES supervision_meeting,
    round_no   smallint NOT NULL,
    item_no    smallint NOT NULL,
    choice     text NOT NULL CONSTRAINT ballot_choice_known CHECK (choice IN ('s', 'b', 'u', 'o'))
);
CREATE INDEX ballot_of_round ON ballot (meeting_id, round_no, item_no);
"#;

const DOWN: &str = "DROP TABLE ballot, ballot_returned, ballot_box, ballot_roll, supervision_meeting;";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(DOWN).await.map(drop)
    }
}
