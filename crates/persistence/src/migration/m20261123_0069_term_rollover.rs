use sea_orm_migration::prelude::*;

/// Rollover to a new congress (换届): one for each term, the matters it carries over, and a term that is only read.
#[derive(DeriveMigrationName)]
pub struct Migration;

// What must hold however a change comes in is held here: nothing is added to a term that was rolled over, and nothing of its
// registers changes. The share lock makes a change and a rollover of the same moment wait for each other, so that
// whatever got in is seen by the rollover. A suggestion of an old term may still be written: those that are carried
// over go on, and which commands they need is the domain's to say. It may not come into being, nor be handed in.
const UP: &str = r#"
ALTER TABLE term ADD COLUMN closed_at timestamptz;
ALTER TABLE suggestion ADD COLUMN carried_over_to uuid CONSTRAINT suggestion_carried_over_fk REFERENCES term;
CREATE INDEX suggestion_carried_over ON suggestion (listed_at DESC, id DESC) WHERE carried_over_to IS NOT NULL;

CREATE TABLE term_rollover (
    term_id      uuid PRIMARY KEY CONSTRAINT term_rollover_term_fk REFERENCES term,
    next_term_id uuid NOT NULL CONSTRAINT term_rollover_next_fk REFERENCES term,
    on_date      date NOT NULL,
    document_no  text,
    ended        jsonb NOT NULL,
    started_by   uuid,
    started_at   timestamptz NOT NULL,
    finished_at  timestamptz
);
CREATE INDEX term_rollover_unfinished ON term_rollover (started_at) WHERE finished_at IS NULL;

CREATE TABLE term_rollover_matter (
    term_id       uuid NOT NULL CONSTRAINT term_rollover_matter_rollover_fk REFERENCES term_rollover,
    -- No foreign key: its lock would wait for a suggestion that is being handed in, which waits for the term.
    suggestion_id uuid NOT NULL,
    done_at       timestamptz,
    PRIMARY KEY (term_id, suggestion_id)
);

CREATE TABLE deputy_release (
    deputy_id  uuid PRIMARY KEY CONSTRAINT deputy_release_deputy_fk REFERENCES deputy,
    ground     text NOT NULL,
    on_date    date NOT NULL,
    note       text,
    account_id uuid,
    at         timestamptz NOT NULL
);

CREATE FUNCTION refuse_closed_term(of_term uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE closed timestamptz;
BEGIN
    SELECT t.closed_at INTO closed FROM term t WHERE t.id = of_term FOR SHARE;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'the term is closed' USING CONSTRAINT = 'term_closed';
    END IF;
END $$;

CREATE FUNCTION term_register_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_closed_term(NEW.term_id);
    RETURN NEW;
END $$;
CREATE FUNCTION term_group_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_group uuid;
BEGIN
    of_group := CASE WHEN TG_OP = 'DELETE' THEN OLD.group_id ELSE NEW.group_id END;
    PERFORM refuse_closed_term((SELECT g.term_id FROM deputy_group g WHERE g.id = of_group));
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION term_itself_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the term is closed' USING CONSTRAINT = 'term_closed';
END $$;

CREATE TRIGGER term_open BEFORE UPDATE ON term FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL)
    EXECUTE FUNCTION term_itself_open();
CREATE TRIGGER deputy_term_open BEFORE INSERT OR UPDATE ON deputy FOR EACH ROW EXECUTE FUNCTION term_register_open();
CREATE TRIGGER delegation_term_open BEFORE INSERT OR UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION term_register_open();
CREATE TRIGGER deputy_group_term_open BEFORE INSERT OR UPDATE ON deputy_group FOR EACH ROW EXECUTE FUNCTION term_register_open();
CREATE TRIGGER constituency_term_open BEFORE INSERT OR UPDATE ON constituency FOR EACH ROW EXECUTE FUNCTION term_register_open();
CREATE TRIGGER congress_session_term_open BEFORE INSERT OR UPDATE ON congress_session FOR EACH ROW EXECUTE FUNCTION term_register_open();
CREATE TRIGGER group_membership_term_open BEFORE INSERT OR UPDATE OR DELETE ON group_membership
    FOR EACH ROW EXECUTE FUNCTION term_group_open();
CREATE TRIGGER group_officer_term_open BEFORE INSERT OR UPDATE OR DELETE ON group_officer
    FOR EACH ROW EXECUTE FUNCTION term_group_open();
CREATE TRIGGER suggestion_begun_term_open BEFORE INSERT ON suggestion FOR EACH ROW EXECUTE FUNCTION term_register_open();
CREATE TRIGGER suggestion_handed_in_term_open BEFORE UPDATE ON suggestion FOR EACH ROW
    WHEN (NEW.status = 'submitted' AND OLD.status IN ('draft', 'cosigning', 'returned'))
    EXECUTE FUNCTION term_register_open();

-- Whether the seats of a matter can still be asked is kept in memory with their names.
CREATE CONSTRAINT TRIGGER term_names_stamp AFTER UPDATE ON term DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.closed_at IS DISTINCT FROM NEW.closed_at) EXECUTE FUNCTION grow_stamp('names');
CREATE CONSTRAINT TRIGGER deputy_release_stamp AFTER INSERT ON deputy_release DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION grow_stamp('names');
"#;

const DOWN: &str = "
DROP TRIGGER deputy_release_stamp ON deputy_release;
DROP TRIGGER term_names_stamp ON term;
DROP TRIGGER suggestion_handed_in_term_open ON suggestion;
DROP TRIGGER suggestion_begun_term_open ON suggestion;
DROP TRIGGER group_officer_term_open ON group_officer;
DROP TRIGGER group_membership_term_open ON group_membership;
DROP TRIGGER congress_session_term_open ON congress_session;
DROP TRIGGER constituency_term_open ON constituency;
DROP TRIGGER deputy_group_term_open ON deputy_group;
DROP TRIGGER delegation_term_open ON delegation;
DROP TRIGGER deputy_term_open ON deputy;
DROP TRIGGER term_open ON term;
DROP FUNCTION term_itself_open();
DROP FUNCTION term_group_open();
DROP FUNCTION term_register_open();
DROP FUNCTION refuse_closed_term(uuid);
DROP TABLE deputy_release, term_rollover_matter, term_rollover;
DROP INDEX suggestion_carried_over;
ALTER TABLE suggestion DROP COLUMN carried_over_to;
ALTER TABLE term DROP COLUMN closed_at;
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
