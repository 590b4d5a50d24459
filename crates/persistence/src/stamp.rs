//! Stamps: how a server knows that what it keeps in memory is still true, whichever server changed it.
//!
//! The stamp of a topic grows with every commit that changed what the topic stands for (triggers of the migration).
//! A copy in memory is kept with the stamp under which it was read, and is used only when a statement that began after
//! the request says the same stamp. So nothing old is ever shown, however many servers there are.

use crate::{Result, Store, rounds::Round, sql};
use sea_orm::{ConnectionTrait, DatabaseConnection, FromQueryResult};

/// Whose sign-in is live, which account is behind it, and which roles it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessStamp(pub(crate) i64);

/// Names in the registers, and which seats are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamesStamp(pub(crate) i64);

/// Everything that a public page shows: published matters, names, settings, calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PublicStamp {
    published: i64,
    names: i64,
    configuration: i64,
}

impl PublicStamp {
    /// The part that stands for settings and calendar, as `Store::configuration_stamp` tells it.
    pub fn configuration(&self) -> i64 {
        self.configuration
    }

    /// What pages show beside their matter is the same; the matters may differ.
    pub fn same_surroundings(&self, other: &Self) -> bool {
        (self.names, self.configuration) == (other.names, other.configuration)
    }
}

/// The stamp of access, as a part of a statement.
pub(crate) const ACCESS: &str = "(SELECT sum(st.access)::bigint FROM stamp st)";

/// The stamp of names, as a part of a statement.
pub(crate) const NAMES: &str = "(SELECT sum(st.names)::bigint FROM stamp st)";

impl Store {
    /// The stamp of names now.
    ///
    /// # Errors
    /// As any statement.
    pub async fn names_stamp(&self) -> Result<NamesStamp> {
        let row = self.db().query_one_raw(sql(format!("SELECT {NAMES} AS names"), [])).await?;
        Ok(NamesStamp(row.map(|row| row.try_get("", "names")).transpose()?.unwrap_or(0)))
    }

    /// The stamp of access now.
    ///
    /// # Errors
    /// As any statement.
    pub async fn access_stamp(&self) -> Result<AccessStamp> {
        let row = self.db().query_one_raw(sql(format!("SELECT {ACCESS} AS access"), [])).await?;
        Ok(AccessStamp(row.map(|row| row.try_get("", "access")).transpose()?.unwrap_or(0)))
    }

    /// The stamp of what the public reads, at some moment after this call. Calls that wait at the same time share one
    /// statement: under load it costs a request a small part of a round trip.
    ///
    /// # Errors
    /// As any statement.
    pub async fn public_stamp(&self) -> Result<PublicStamp> {
        match self.memory().public_rounds.join(PublicRound(self.db().clone())).await {
            Some(stamp) => Ok(stamp),
            // The shared statement failed; an own one says why.
            None => read_public(self.db()).await,
        }
    }
}

struct PublicRound(DatabaseConnection);

impl Round for PublicRound {
    type Answer = PublicStamp;

    async fn run(&self) -> Option<PublicStamp> {
        read_public(&self.0).await.ok()
    }
}

async fn read_public(db: &DatabaseConnection) -> Result<PublicStamp> {
    let statement = sql(
        "SELECT sum(st.published)::bigint AS published, sum(st.names)::bigint AS names, \
         ((SELECT coalesce(sum(y.version), 0) FROM calendar_year y) \
          + (SELECT coalesce(sum(t.version), 0) FROM setting t))::bigint AS configuration FROM stamp st",
        [],
    );
    let row = PublicStamp::find_by_statement(statement).one(db).await?;
    Ok(row.unwrap_or(PublicStamp { published: 0, names: 0, configuration: 0 }))
}
