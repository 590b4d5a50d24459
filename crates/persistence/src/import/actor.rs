use crate::{Result, Store, account::ActorRow, sql};
use domain::{authz::Actor, kernel::LoginSessionId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

impl Store {
    /// The account of this name with its grants, for the command line; `None` when there is none or it is disabled.
    ///
    /// # Errors
    /// As any statement.
    pub async fn actor_named(&self, username: &str) -> Result<Option<Actor>> {
        let statement = sql(
            "SELECT a.id AS account_id, a.person_id, a.display_name, a.must_change_password, \
             coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'path', j.path, 'unit', g.unit_id, \
                'group', g.group_id, 'deputy', g.deputy_id)) \
              FROM role_grant g JOIN jurisdiction j ON j.id = g.jurisdiction_id \
              WHERE g.account_id = a.id AND g.revoked_at IS NULL), '[]'::jsonb) AS grants \
             FROM account a WHERE lower(a.username) = lower($1) AND a.disabled_at IS NULL",
            [username.into()],
        );
        match ActorRow::find_by_statement(statement).one(self.db()).await? {
            // Nobody has signed in; the command line is no session.
            Some(row) => row.into_actor(LoginSessionId(Uuid::nil())).map(Some),
            None => Ok(None),
        }
    }
}
