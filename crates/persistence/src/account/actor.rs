use crate::{Error, Result, Store, sql};
use chrono::{DateTime, Utc};
use domain::{
    authz::{Actor, Grant, JurisdictionPath, Role},
    kernel::LoginSessionId,
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

/// The columns of the SQL function `actor_of`.
#[derive(FromQueryResult)]
pub(crate) struct ActorRow {
    account_id: Uuid,
    person_id: Option<Uuid>,
    display_name: String,
    must_change_password: bool,
    grants: serde_json::Value,
}

#[derive(Deserialize)]
struct StoredGrant {
    role: String,
    path: String,
    unit: Option<Uuid>,
    group: Option<Uuid>,
    deputy: Option<Uuid>,
}

impl ActorRow {
    pub(crate) fn into_actor(self, session: LoginSessionId) -> Result<Actor> {
        let stored: Vec<StoredGrant> = serde_json::from_value(self.grants).map_err(Error::corrupt)?;
        let grants = stored.into_iter().map(grant).collect::<Result<_>>()?;
        let mut actor = Actor::new(
            self.account_id.into(),
            session,
            self.person_id.map(Into::into),
            self.display_name,
            grants,
        );
        actor.must_change_password = self.must_change_password;
        Ok(actor)
    }
}

fn grant(stored: StoredGrant) -> Result<Grant> {
    Ok(Grant {
        role: Role::find(&stored.role).ok_or_else(|| Error::corrupt(&stored.role))?,
        jurisdiction: JurisdictionPath(stored.path),
        unit: stored.unit.map(Into::into),
        group: stored.group.map(Into::into),
        deputy: stored.deputy.map(Into::into),
    })
}

impl Store {
    /// Who is behind a sign-in at this moment; `None` when it was revoked, has expired, or the
    /// account is disabled. Read for every request, so that a change of role acts at once.
    ///
    /// # Errors
    /// As any statement.
    pub async fn actor(&self, session: LoginSessionId, now: DateTime<Utc>) -> Result<Option<Actor>> {
        let statement = sql("SELECT * FROM actor_of($1, $2)", [session.0.into(), now.into()]);
        match ActorRow::find_by_statement(statement).one(self.db()).await? {
            Some(row) => row.into_actor(session).map(Some),
            None => Ok(None),
        }
    }
}
