//! What a change of settings would touch, of the whole installation: for counts that name nobody.

use super::{
    StoredCase,
    repo::{SELECT, stored},
};
use crate::{Result, Store, sql};
use chrono::NaiveDate;
use domain::suggestion::LightBasis;
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct BasisRow {
    light_running: bool,
    light_red: bool,
    light_due_on: Option<NaiveDate>,
    light_co_due_on: Option<NaiveDate>,
    light_half_on: Option<NaiveDate>,
    light_promise_on: Option<NaiveDate>,
}

impl Store {
    /// What the light of every lit task depends on.
    ///
    /// # Errors
    /// As any statement.
    pub async fn all_light_bases(&self) -> Result<Vec<LightBasis>> {
        let statement = sql(
            "SELECT light_running, light_red, light_due_on, light_co_due_on, light_half_on, light_promise_on \
             FROM handling_task WHERE light_running OR light_promise_on IS NOT NULL",
            [],
        );
        let rows = BasisRow::find_by_statement(statement).all(self.db()).await?;
        Ok(rows
            .into_iter()
            .map(|row| LightBasis {
                running: row.light_running,
                red: row.light_red,
                due_on: row.light_due_on,
                co_due_on: row.light_co_due_on,
                half_on: row.light_half_on,
                promise_on: row.light_promise_on,
            })
            .collect())
    }

    /// Up to `most` matters that are handed in and not settled.
    ///
    /// # Errors
    /// As any statement.
    pub async fn all_open_cases(&self, most: i64) -> Result<Vec<StoredCase>> {
        let statement = sql(
            format!(
                "{SELECT} WHERE s.handed_in AND NOT s.deleted AND s.status IN ('submitted', 'accepted', 'assigned', \
                 'handling', 'replied', 'evaluated', 'rehandling', 'tracking') ORDER BY s.id LIMIT $1"
            ),
            [most.into()],
        );
        self.db().query_all_raw(statement).await?.iter().map(stored).collect()
    }
}
