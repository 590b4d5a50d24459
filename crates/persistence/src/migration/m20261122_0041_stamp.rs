use sea_orm_migration::prelude::*;

/// Stamps: by which a server sees whether what it keeps in memory is still true.
#[derive(DeriveMigrationName)]
pub struct Migration;

// A topic's stamp is the sum over the slots. It grows with every commit that changed what the topic stands for, so
// what was read under a stamp is true as long as the stamp is the same. Each connection has one slot of its own (or
// shares it with few), so that commits do not queue for one row; the triggers are deferred to the commit, so that
// the slot is locked for its length only, and no lock is waited for after it.
const UP: &str = r#"
CREATE TABLE stamp (
    slot      integer PRIMARY KEY,
    access    bigint NOT NULL DEFAULT 0,
    names     bigint NOT NULL DEFAULT 0,
    published bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
INSERT INTO stamp (slot) SELECT generate_series(0, 15);

CREATE FUNCTION grow_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mark text := 'daibiao.grown_' || TG_ARGV[0];
    this text := pg_current_xact_id()::text;
BEGIN
    -- Once in a transaction, however many rows it changed.
    IF current_setting(mark, true) IS DISTINCT FROM this THEN
        UPDATE stamp SET access = access + (TG_ARGV[0] = 'access')::int, names = names + (TG_ARGV[0] = 'names')::int,
            published = published + (TG_ARGV[0] = 'published')::int
        WHERE slot = pg_backend_pid() % 16;
        PERFORM set_config(mark, this, true);
    END IF;
    RETURN NULL;
END $$;

-- Who somebody is and what he may. A new sign-in or account is in nobody's memory.
CREATE CONSTRAINT TRIGGER login_session_stamp AFTER UPDATE ON login_session DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.revoked_at, OLD.expires_at, OLD.account_id) IS DISTINCT FROM (NEW.revoked_at, NEW.expires_at, NEW.account_id))
    EXECUTE FUNCTION grow_stamp('access');
CREATE CONSTRAINT TRIGGER login_session_gone_stamp AFTER DELETE ON login_session DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION grow_stamp('access');
CREATE CONSTRAINT TRIGGER role_grant_stamp AFTER INSERT OR UPDATE OR DELETE ON role_grant DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION grow_stamp('access');
CREATE CONSTRAINT TRIGGER account_stamp AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.person_id, OLD.display_name, OLD.must_change_password, OLD.disabled_at)
        IS DISTINCT FROM (NEW.person_id, NEW.display_name, NEW.must_change_password, NEW.disabled_at))
    EXECUTE FUNCTION grow_stamp('access');
CREATE CONSTRAINT TRIGGER jurisdiction_stamp AFTER UPDATE ON jurisdiction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION grow_stamp('access');

-- What is shown of the registers beside a matter: names, and which seats are held.
CREATE CONSTRAINT TRIGGER person_names_stamp AFTER UPDATE ON person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION grow_stamp('names');
CREATE CONSTRAINT TRIGGER unit_names_stamp AFTER UPDATE ON unit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.name, OLD.short_name) IS DISTINCT FROM (NEW.name, NEW.short_name)) EXECUTE FUNCTION grow_stamp('names');
CREATE CONSTRAINT TRIGGER account_names_stamp AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.display_name IS DISTINCT FROM NEW.display_name) EXECUTE FUNCTION grow_stamp('names');
CREATE CONSTRAINT TRIGGER deputy_group_names_stamp AFTER UPDATE ON deputy_group DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION grow_stamp('names');
CREATE CONSTRAINT TRIGGER congress_session_names_stamp AFTER UPDATE ON congress_session DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION grow_stamp('names');
CREATE CONSTRAINT TRIGGER deputy_names_stamp AFTER UPDATE ON deputy DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.status, OLD.person_id) IS DISTINCT FROM (NEW.status, NEW.person_id)) EXECUTE FUNCTION grow_stamp('names');

-- What the public reads.
CREATE CONSTRAINT TRIGGER suggestion_published_stamp AFTER UPDATE ON suggestion DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.published OR NEW.published OR OLD.public_title IS NOT NULL OR NEW.public_title IS NOT NULL)
    EXECUTE FUNCTION grow_stamp('published');
"#;

const DOWN: &str = "
DROP TRIGGER suggestion_published_stamp ON suggestion;
DROP TRIGGER deputy_names_stamp ON deputy;
DROP TRIGGER congress_session_names_stamp ON congress_session;
DROP TRIGGER deputy_group_names_stamp ON deputy_group;
DROP TRIGGER account_names_stamp ON account;
DROP TRIGGER unit_names_stamp ON unit;
DROP TRIGGER person_names_stamp ON person;
DROP TRIGGER jurisdiction_stamp ON jurisdiction;
DROP TRIGGER account_stamp ON account;
DROP TRIGGER role_grant_stamp ON role_grant;
DROP TRIGGER login_session_gone_stamp ON login_session;
DROP TRIGGER login_session_stamp ON login_session;
DROP FUNCTION grow_stamp();
DROP TABLE stamp;
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
