use crate::{Result, Store, keyset::Conditions, listing::coded};
use chrono::NaiveDate;
use domain::{authz::Scope, deputy::CompositionFacts};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Which deputies the composition statistics count.
#[derive(Clone, Debug, Default)]
pub struct CompositionFilter {
    /// The term.
    pub term: Option<Uuid>,
    /// Codes of `Level`.
    pub levels: Vec<String>,
    /// Members of this group on the day.
    pub group: Option<Uuid>,
    /// 代表团
    pub delegation: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct FactsRow {
    gender: String,
    party: String,
    ethnicity: String,
    education: Option<String>,
    birth_on: NaiveDate,
    is_newcomer: bool,
    composition: String,
}

impl Store {
    /// Facts of the deputies who held a seat on the day, by their status history.
    ///
    /// # Errors
    /// As any statement.
    pub async fn composition_facts(
        &self,
        scope: &Scope,
        filter: &CompositionFilter,
        on: NaiveDate,
    ) -> Result<Vec<CompositionFacts>> {
        let mut conditions = Conditions::new();
        let day = conditions.param(on);
        conditions.push(format!(
            "(SELECT l.to_status FROM deputy_status_log l WHERE l.deputy_id = d.id AND l.on_date <= {day} \
              ORDER BY l.on_date DESC, l.at DESC, l.id DESC LIMIT 1) IN ('active', 'suspended')"
        ));
        conditions.within("j.path", scope);
        conditions.equal("d.term_id", filter.term);
        conditions.any("d.level", filter.levels.clone());
        conditions.equal("d.delegation_id", filter.delegation);
        if let Some(group) = filter.group {
            let group = conditions.param(group);
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM group_membership m WHERE m.deputy_id = d.id AND m.group_id = {group} \
                 AND m.from_on <= {day} AND (m.to_on IS NULL OR m.to_on > {day}))"
            ));
        }
        let statement = conditions.finish(
            "SELECT p.gender, p.party, p.ethnicity, p.education, p.birth_on, d.is_newcomer, d.composition \
             FROM deputy d JOIN person p ON p.id = d.person_id JOIN jurisdiction j ON j.id = d.jurisdiction_id",
            "",
        );
        let rows = FactsRow::find_by_statement(statement).all(self.db()).await?;
        rows.into_iter()
            .map(|row| {
                Ok(CompositionFacts {
                    gender: coded(&row.gender)?,
                    party: coded(&row.party)?,
                    ethnicity: row.ethnicity,
                    education: row.education.as_deref().map(coded).transpose()?,
                    birth_on: row.birth_on,
                    is_newcomer: row.is_newcomer,
                    composition: coded(&row.composition)?,
                })
            })
            .collect()
    }
}
