use super::filter::SuggestionFilter;
use crate::{Error, Result, Store, sql};
use domain::{
    authz::{Actor, suggestion::SuggestionScope},
    suggestion::{Case, metrics::MatterFacts},
};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

/// More matters than this are not measured at once.
const MOST: u64 = 50_000;

/// What is read of a matter for the measures. Facts that an earlier release wrote have no answers and cards: there the
/// matter itself is read and its facts are made anew.
const FACTS: &str =
    "s.facts, CASE WHEN jsonb_exists(s.facts, 'drafts') THEN NULL ELSE s.body::text END AS body";

/// A matter's facts with what the figures are broken down by.
#[derive(Clone, Debug)]
pub struct MeasuredMatter {
    /// Its facts.
    pub facts: MatterFacts,
    /// 类别
    pub category: Option<String>,
    /// 重点督办建议
    pub is_key: bool,
    /// Units see no deputy's name, and so not from where one comes.
    pub names_hidden: bool,
    /// 乡镇、街道 of the lead deputy's constituency, by id and name.
    pub town: Option<(Uuid, String)>,
}

impl Store {
    /// The facts of every matter of the list, for the measures.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestion_facts(
        &self,
        actor: &Actor,
        filter: &SuggestionFilter,
    ) -> Result<Vec<MeasuredMatter>> {
        let conditions = filter.conditions(actor, &SuggestionScope::of(actor), true);
        self.measured(conditions).await
    }

    /// The facts of every matter assigned between two days, whoever may read them: for figures that name none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn all_facts(
        &self,
        from: chrono::NaiveDate,
        until: chrono::NaiveDate,
    ) -> Result<Vec<MeasuredMatter>> {
        let mut conditions = crate::keyset::Conditions::new();
        let (from, until) = (conditions.param(from), conditions.param(until));
        conditions.push(format!("s.assigned_on BETWEEN {from} AND {until}"));
        self.measured(conditions).await
    }

    async fn measured(&self, conditions: crate::keyset::Conditions) -> Result<Vec<MeasuredMatter>> {
        let head = format!(
            "SELECT {FACTS}, s.category, s.is_key, s.names_hidden, j.id AS town_id, j.name AS town_name \
             FROM suggestion s JOIN deputy d ON d.id = s.lead_deputy_id \
             LEFT JOIN constituency y ON y.id = d.constituency_id LEFT JOIN jurisdiction j ON j.id = y.jurisdiction_id"
        );
        let rows = self.db().query_all_raw(conditions.select(&head, "ORDER BY s.id", MOST)).await?;
        rows.iter()
            .map(|row| {
                let town: Option<Uuid> = row.try_get("", "town_id")?;
                let name: Option<String> = row.try_get("", "town_name")?;
                Ok(MeasuredMatter {
                    facts: facts(row)?,
                    category: row.try_get("", "category")?,
                    is_key: row.try_get("", "is_key")?,
                    names_hidden: row.try_get("", "names_hidden")?,
                    town: town.zip(name),
                })
            })
            .collect()
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
            "SELECT s.facts, NULL::text AS body FROM suggestion s WHERE s.assigned_on BETWEEN $1 AND $2 ORDER BY s.id",
            [from.into(), until.into()],
        );
        self.db().query_all_raw(statement).await?.iter().map(facts).collect()
    }
}

fn facts(row: &QueryResult) -> Result<MatterFacts> {
    let body: Option<String> = row.try_get("", "body")?;
    if let Some(body) = body {
        let case: Case = serde_json::from_str(&body).map_err(Error::corrupt)?;
        return Ok(case.facts());
    }
    serde_json::from_value(row.try_get("", "facts")?).map_err(Error::corrupt)
}
