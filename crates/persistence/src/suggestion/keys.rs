//! The year's key suggestions (重点督办清单), and who may supervise one.

use super::scope::{ScopeColumns, ScopeUse, admit};
use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    sql,
};
use domain::{
    authz::{Actor, suggestion::SuggestionScope},
    kernel::PersonId,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Sorts of the list; the first is the default.
pub const KEY_SORTS: &[SortColumn] = &[SortColumn::new("proposed_at", "s.key_since", "timestamptz")];

/// What the list may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct KeyFilter {
    /// 年度
    pub year: Option<i32>,
    /// Codes of states; empty: all.
    pub statuses: Vec<String>,
    /// 对口督办的专（工）委 of the matter.
    pub committee: Option<Uuid>,
}

/// A line of the list; everything else is in the matter.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KeyRow {
    /// The suggestion.
    pub id: Uuid,
    /// Code of its period.
    pub period: String,
    /// Its number.
    pub number: Option<i32>,
    /// 届次简称
    pub session_name: Option<String>,
    /// 领衔代表
    pub lead_deputy_id: Uuid,
    /// Name of the lead deputy.
    pub lead_name: String,
    /// Short names of the lead units.
    pub lead_units: Vec<String>,
    /// Who may see what of it.
    #[sea_orm(nested)]
    pub scope: ScopeColumns,
}

impl View for KeyRow {
    const COLUMNS: &'static str = "s.id, s.period, s.number, c.name AS session_name, s.lead_deputy_id, p.name AS lead_name, \
        ARRAY(SELECT u.short_name FROM unnest(s.lead_unit_ids) WITH ORDINALITY AS x(id, n) \
              JOIN unit u ON u.id = x.id ORDER BY x.n) AS lead_units, \
        s.path, s.deleted, s.handed_in, s.confidential, s.named_account_ids, s.names_hidden, s.government, \
        s.published, s.committee_id, s.deputy_ids, s.unit_ids";
    const FROM: &'static str = "suggestion s JOIN deputy d ON d.id = s.lead_deputy_id \
        JOIN person p ON p.id = d.person_id LEFT JOIN congress_session c ON c.id = s.session_id";
    const ID: &'static str = "s.id";
}

/// Somebody, or some committee, that a decision can name.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KeyPerson {
    /// The person.
    pub id: Uuid,
    /// 姓名
    pub name: String,
}

fn conditions(actor: &Actor, filter: &KeyFilter) -> Conditions {
    let mut c = Conditions::new();
    // What is nominated is nobody's business but theirs who take part in it.
    admit(&mut c, &SuggestionScope::of(actor), ScopeUse { text: None, hits: None, internal: true });
    c.push("s.key_year IS NOT NULL");
    c.equal("s.key_year", filter.year);
    c.any("s.key_status", filter.statuses.clone());
    c.equal("s.committee_id", filter.committee);
    c
}

/// 常委会领导: persons with a live grant as leader of the standing committee.
const LEADERS: &str = "SELECT DISTINCT p.id, p.name FROM role_grant g JOIN account a ON a.id = g.account_id \
    JOIN person p ON p.id = a.person_id \
    WHERE g.role = 'SC_LEADER' AND g.revoked_at IS NULL AND a.disabled_at IS NULL";

impl Store {
    /// A page of the key suggestions that the actor may read, candidates and all.
    ///
    /// # Errors
    /// As any statement.
    pub async fn key_suggestions(
        &self,
        actor: &Actor,
        filter: &KeyFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<KeyRow>>> {
        listing::page(self.db(), conditions(actor, filter), page).await
    }

    /// How many the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_key_suggestions(&self, actor: &Actor, filter: &KeyFilter) -> Result<i64> {
        listing::count::<KeyRow>(self.db(), conditions(actor, filter)).await
    }

    /// Who may be 领衔督办领导, by name.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supervising_leaders(&self) -> Result<Vec<KeyPerson>> {
        let text = format!("{LEADERS} ORDER BY p.name, p.id");
        Ok(KeyPerson::find_by_statement(sql(text, [])).all(self.db()).await?)
    }

    /// 专（工）委 that exist, by name.
    ///
    /// # Errors
    /// As any statement.
    pub async fn committees(&self) -> Result<Vec<KeyPerson>> {
        let text = "SELECT u.id, u.name FROM unit u WHERE u.kind = 'committee' AND u.valid_to IS NULL ORDER BY u.name, u.id";
        Ok(KeyPerson::find_by_statement(sql(text, [])).all(self.db()).await?)
    }
}

impl Uow {
    /// The leader of the standing committee with this id.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supervising_leader(&self, person: PersonId) -> Result<Option<KeyPerson>> {
        let text = format!("{LEADERS} AND p.id = $1");
        Ok(KeyPerson::find_by_statement(sql(text, [person.0.into()])).one(self.conn()).await?)
    }

    /// Persons of this name who sit in the standing committee: officials are written down by name and post.
    ///
    /// # Errors
    /// As any statement.
    pub async fn committee_members_named(&self, name: &str) -> Result<Vec<Uuid>> {
        let text = "SELECT DISTINCT p.id, p.name FROM deputy d JOIN person p ON p.id = d.person_id \
                    WHERE d.sc_member AND d.status IN ('active', 'suspended') AND p.name = $1";
        let found = KeyPerson::find_by_statement(sql(text, [name.into()])).all(self.conn()).await?;
        Ok(found.into_iter().map(|person| person.id).collect())
    }
}
