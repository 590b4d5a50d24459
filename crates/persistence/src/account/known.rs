use super::actor::ActorRow;
use crate::{Result, Store, sql, stamp::ACCESS, stamp::AccessStamp};
use chrono::{DateTime, Utc};
use domain::{authz::Actor, kernel::LoginSessionId};
use sea_orm::FromQueryResult;
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

/// Most sign-ins kept; beyond, all are forgotten and read again.
const MOST: usize = 4_096;

/// Somebody as he was read under a stamp. Nothing may be told to him before a statement that began after his request
/// has shown the same stamp: [`Presumed::holds`].
#[derive(Clone, Debug)]
pub struct Presumed {
    /// Who that was.
    pub actor: Actor,
    stamp: AccessStamp,
    expires_at: DateTime<Utc>,
}

impl Presumed {
    /// True when nothing about anybody's access was committed between the reading of this and that of `seen`.
    pub fn holds(&self, seen: AccessStamp) -> bool {
        self.stamp == seen
    }
}

/// The sign-ins that a worker has met.
#[derive(Default)]
pub(crate) struct KnownActors(RwLock<HashMap<LoginSessionId, Presumed>>);

#[derive(FromQueryResult)]
struct StampedRow {
    #[sea_orm(nested)]
    actor: ActorRow,
    expires_at: DateTime<Utc>,
    access: i64,
}

impl Store {
    /// Who was behind a sign-in when this worker last looked, so that the look can be part of the statement that reads
    /// what he asks for; `None` when nobody was.
    ///
    /// # Errors
    /// As any statement.
    pub async fn presumed_actor(
        &self,
        session: LoginSessionId,
        now: DateTime<Utc>,
    ) -> Result<Option<Presumed>> {
        let known = &self.memory().actors.0;
        let found = known.read().unwrap_or_else(PoisonError::into_inner).get(&session).cloned();
        if let Some(found) = found {
            // Time ends a sign-in without a commit.
            return Ok((found.expires_at > now).then_some(found));
        }
        let statement = sql(
            format!(
                "SELECT a.*, l.expires_at, {ACCESS} AS access FROM actor_of($1, $2) a \
                 JOIN login_session l ON l.id = $1"
            ),
            [session.0.into(), now.into()],
        );
        let Some(row) = StampedRow::find_by_statement(statement).one(self.db()).await? else {
            return Ok(None);
        };
        let read = Presumed {
            actor: row.actor.into_actor(session)?,
            stamp: AccessStamp(row.access),
            expires_at: row.expires_at,
        };
        let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(session, read.clone());
        Ok(Some(read))
    }

    /// Forgets one whose stamp did not hold.
    pub fn forget_actor(&self, session: LoginSessionId) {
        self.memory().actors.0.write().unwrap_or_else(PoisonError::into_inner).remove(&session);
    }
}
