//! Names of what a matter refers to, in one statement.

use crate::{Result, Store, Uow, sql};
use chrono::NaiveDate;
use domain::kernel::CongressSessionId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// What has a name in a matter.
#[derive(Clone, Debug, Default)]
pub struct NamesWanted {
    /// Seats: the holder's name.
    pub deputies: Vec<Uuid>,
    /// Units.
    pub units: Vec<Uuid>,
    /// Accounts: the display name.
    pub accounts: Vec<Uuid>,
    /// Groups.
    pub groups: Vec<Uuid>,
    /// Sessions: the congress with its term and session.
    pub sessions: Vec<Uuid>,
    /// Suggestions: the title.
    pub suggestions: Vec<Uuid>,
}

impl NamesWanted {
    /// Everything but titles of suggestions, which change as suggestions do.
    pub(super) fn of_registers(&self) -> impl Iterator<Item = Uuid> {
        let Self { deputies, units, accounts, groups, sessions, suggestions: _ } = self;
        [deputies, units, accounts, groups, sessions].into_iter().flatten().copied()
    }
}

/// Names by id. Ids of different kinds never collide, so one map holds them all.
#[derive(Clone, Debug, Default)]
pub struct Names(pub(super) HashMap<Uuid, Arc<str>>);

impl Names {
    /// The name, or an empty text for what is gone.
    pub fn of(&self, id: Uuid) -> String {
        self.0.get(&id).map(|name| name.to_string()).unwrap_or_default()
    }
}

#[derive(FromQueryResult)]
struct NameRow {
    id: Uuid,
    name: String,
}

const NAMES: &str = "SELECT d.id, p.name FROM deputy d JOIN person p ON p.id = d.person_id WHERE d.id = ANY($1) \
     UNION ALL SELECT id, name FROM unit WHERE id = ANY($2) \
     UNION ALL SELECT id, display_name FROM account WHERE id = ANY($3) \
     UNION ALL SELECT id, name FROM deputy_group WHERE id = ANY($4) \
     UNION ALL SELECT id, name FROM congress_session WHERE id = ANY($5) \
     UNION ALL SELECT id, title FROM suggestion WHERE id = ANY($6)";

/// The names of what a matter refers to, over any connection.
pub(crate) async fn names(db: &impl ConnectionTrait, wanted: NamesWanted) -> Result<Names> {
    let NamesWanted { deputies, units, accounts, groups, sessions, suggestions } = wanted;
    let statement = sql(
        NAMES,
        [deputies.into(), units.into(), accounts.into(), groups.into(), sessions.into(), suggestions.into()],
    );
    let rows = NameRow::find_by_statement(statement).all(db).await?;
    Ok(Names(rows.into_iter().map(|row| (row.id, row.name.into())).collect()))
}

impl Store {
    /// The names of what a matter refers to.
    ///
    /// # Errors
    /// As any statement.
    pub async fn names(&self, wanted: NamesWanted) -> Result<Names> {
        names(self.db(), wanted).await
    }
}

impl Uow {
    /// As [`Store::names`], within the transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn names(&self, wanted: NamesWanted) -> Result<Names> {
        names(self.conn(), wanted).await
    }

    /// The day on which a session ends.
    ///
    /// # Errors
    /// As any statement.
    pub async fn session_closes_on(&self, id: CongressSessionId) -> Result<Option<NaiveDate>> {
        let statement = sql("SELECT ends_on FROM congress_session WHERE id = $1", [id.0.into()]);
        let row = self.conn().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get::<Option<NaiveDate>>("", "ends_on")).transpose()?.flatten())
    }
}
