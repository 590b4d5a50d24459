use super::filter::SuggestionFilter;
use crate::{Error, Result, Store, sql};
use domain::{
    authz::{Actor, suggestion::SuggestionScope},
    suggestion::metrics::MatterFacts,
};
use sea_orm::ConnectionTrait;

/// More matters than this are not measured at once.
const MOST: u64 = 50_000;

impl Store {
    /// The facts of every matter of the list with its category (类别), for the measures.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestion_facts(
        &self,
        actor: &Actor,
        filter: &SuggestionFilter,
    ) -> Result<Vec<(Option<String>, MatterFacts)>> {
        let conditions = filter.conditions(actor, &SuggestionScope::of(actor), true);
        let statement =
            conditions.select("SELECT s.facts, s.category FROM suggestion s", "ORDER BY s.id", MOST);
        let rows = self.db().query_all_raw(statement).await?;
        let categories: Vec<Option<String>> =
            rows.iter().map(|row| row.try_get("", "category")).collect::<std::result::Result<_, _>>()?;
        Ok(categories.into_iter().zip(read(rows)?).collect())
    }

    /// The facts of every matter of one congress assigned in a year, for figures that are published.
    ///
    /// # Errors
    /// As any statement.
    pub async fn public_facts(
        &self,
        from: chrono::NaiveDate,
        until: chrono::NaiveDate,
    ) -> Result<Vec<MatterFacts>> {
        let statement = sql(
            "SELECT s.facts FROM suggestion s WHERE s.assigned_on BETWEEN $1 AND $2 ORDER BY s.id",
            [from.into(), until.into()],
        );
        read(self.db().query_all_raw(statement).await?)
    }
}

fn read(rows: Vec<sea_orm::QueryResult>) -> Result<Vec<MatterFacts>> {
    rows.iter().map(|row| serde_json::from_value(row.try_get("", "facts")?).map_err(Error::corrupt)).collect()
}
