use super::filter::{SuggestionFilter, UrgeDays, to_urge, urged};
use crate::{Result, Store};
use chrono::{DateTime, NaiveDate, Utc};
use domain::authz::{Actor, suggestion::SuggestionScope};
use sea_orm::FromQueryResult;

/// How many suggestions are in one state, or wait for somebody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SuggestionCount {
    /// Code of the state.
    pub status: String,
    /// Codes of those whose turn it is.
    pub turn: Vec<String>,
    /// The deputy insists on it: the head decides.
    pub insisted: bool,
    /// The actor may urge it today, and should.
    pub to_urge: bool,
    /// An urge waits for an answer.
    pub urged: bool,
    /// How many.
    pub count: i64,
    /// Of these, past the deadline that counts.
    pub late: i64,
    /// Since when the oldest has been in its state.
    pub oldest_at: Option<DateTime<Utc>>,
    /// The earliest deadline among them.
    pub next_due_on: Option<NaiveDate>,
}

impl Store {
    /// Suggestions of the list, counted by state and by whose turn it is.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestion_counts(
        &self,
        actor: &Actor,
        filter: &SuggestionFilter,
        (today, days): (NaiveDate, &UrgeDays),
    ) -> Result<Vec<SuggestionCount>> {
        let mut conditions = filter.conditions(actor, &SuggestionScope::of(actor), true);
        let today = conditions.param(today);
        let (to_urge, urged) = (to_urge(&mut conditions, actor, days), urged(&mut conditions, actor));
        let head = format!(
            "SELECT s.status, s.turn, s.insisted, {to_urge} AS to_urge, {urged} AS urged, count(*) AS count, \
             count(*) FILTER (WHERE s.due_on < {today}) AS late, min(s.state_since) AS oldest_at, \
             min(s.due_on) AS next_due_on FROM suggestion s"
        );
        let statement = conditions.finish(&head, "GROUP BY 1, 2, 3, 4, 5");
        Ok(SuggestionCount::find_by_statement(statement).all(self.db()).await?)
    }
}
