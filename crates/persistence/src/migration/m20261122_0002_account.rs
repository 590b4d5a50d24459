use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = r#"
CREATE TABLE account (
    id                   uuid PRIMARY KEY,
    username             text NOT NULL,
    display_name         text NOT NULL,
    person_id            uuid,
    password_hash        text,
    must_change_password boolean NOT NULL DEFAULT false,
    disabled_at          timestamptz,
    last_login_at        timestamptz,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    version              bigint NOT NULL
);
CREATE UNIQUE INDEX account_username_unique ON account (lower(username));
CREATE INDEX account_created ON account (created_at DESC, id DESC);

CREATE TABLE role_grant (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL CONSTRAINT role_grant_account_fk REFERENCES account,
    role            text NOT NULL,
    jurisdiction_id uuid NOT NULL CONSTRAINT role_grant_jurisdiction_fk REFERENCES jurisdiction,
    unit_id         uuid,
    group_id        uuid,
    deputy_id       uuid,
    granted_by      uuid,
    granted_at      timestamptz NOT NULL,
    revoked_at      timestamptz
);
CREATE UNIQUE INDEX role_grant_live_unique ON role_grant
    (account_id, role, jurisdiction_id, coalesce(unit_id, group_id, deputy_id, '00000000-0000-0000-0000-000000000000'))
    WHERE revoked_at IS NULL;
CREATE INDEX role_grant_account ON role_grant (account_id) WHERE revoked_at IS NULL;
CREATE INDEX role_grant_unit ON role_grant (unit_id) WHERE revoked_at IS NULL AND unit_id IS NOT NULL;
CREATE INDEX role_grant_deputy ON role_grant (deputy_id) WHERE revoked_at IS NULL AND deputy_id IS NOT NULL;

CREATE TABLE login_session (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL CONSTRAINT login_session_account_fk REFERENCES account,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    address      text NOT NULL,
    user_agent   text NOT NULL,
    revoked_at   timestamptz,
    revoked_why  text
);
CREATE INDEX login_session_account ON login_session (account_id, created_at DESC);

CREATE TABLE refresh_token (
    hash        bytea PRIMARY KEY,
    session_id  uuid NOT NULL CONSTRAINT refresh_token_session_fk REFERENCES login_session ON DELETE CASCADE,
    issued_at   timestamptz NOT NULL,
    used_at     timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE password_reset (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL CONSTRAINT password_reset_account_fk REFERENCES account,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

CREATE TABLE login_throttle (
    key           text PRIMARY KEY,
    failures      integer NOT NULL,
    blocked_until timestamptz NOT NULL,
    last_allowed  boolean NOT NULL
);

-- Everything a request needs to know of its sign-in, in one row. A statement may join it so that
-- permission and data come in one round trip.
CREATE FUNCTION actor_of(session uuid, at timestamptz)
RETURNS TABLE (account_id uuid, person_id uuid, display_name text, must_change_password boolean, grants jsonb)
LANGUAGE sql STABLE AS $$
    SELECT a.id, a.person_id, a.display_name, a.must_change_password,
           coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'path', j.path, 'unit', g.unit_id,
                                                         'group', g.group_id, 'deputy', g.deputy_id))
                     FROM role_grant g JOIN jurisdiction j ON j.id = g.jurisdiction_id
                     WHERE g.account_id = a.id AND g.revoked_at IS NULL), '[]'::jsonb)
    FROM login_session s JOIN account a ON a.id = s.account_id
    WHERE s.id = session AND s.revoked_at IS NULL AND s.expires_at > at AND a.disabled_at IS NULL
$$;
"#;

const DOWN: &str = "
DROP FUNCTION actor_of(uuid, timestamptz);
DROP TABLE login_throttle, password_reset, refresh_token, login_session, role_grant, account;
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
