use super::{
    filter::light_level,
    scope::{ScopeColumns, ScopeUse, admit},
};
use crate::{
    Result, Store,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{Action, Actor, Role, suggestion::SuggestionReach, suggestion::SuggestionScope},
    suggestion::{LightBasis, LightDays},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Sorts of the task queues; the first is the default.
pub const TASK_SORTS: &[SortColumn] = &[
    SortColumn::new("next_due_on", "coalesce(t.next_due_on, date '9999-12-31')", "date"),
    SortColumn::new("due_on", "coalesce(t.due_on, date '9999-12-31')", "date"),
    SortColumn::new("assigned_at", "t.assigned_at", "timestamptz"),
];

/// What a queue of tasks holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskFilter {
    /// Codes of states; empty: all.
    pub statuses: Vec<String>,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// Code of the tier.
    pub tier: Option<String>,
    /// Of the government system, or not.
    pub government: Option<bool>,
    /// One unit.
    pub unit: Option<Uuid>,
    /// Not finished.
    pub open: Option<bool>,
    /// Of the present round.
    pub current: Option<bool>,
    /// Waits for a decision on an extension.
    pub extension_pending: Option<bool>,
    /// Lights, with the days that decide them.
    pub lights: Option<(LightDays, Vec<domain::calendar::Light>)>,
    /// The next deadline, until.
    pub due_until: Option<NaiveDate>,
    /// Words that must occur in the matter.
    pub text: Option<String>,
}

/// A line of a queue.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TaskRow {
    /// The task.
    pub id: Uuid,
    /// The matter.
    pub suggestion_id: Uuid,
    /// Its version, for the next command.
    pub version: i64,
    /// 承办单位
    pub unit_id: Uuid,
    /// Its short name.
    pub unit_name: String,
    /// Code of the role.
    pub role: String,
    /// Code of the tier.
    pub tier: String,
    /// Which part, for 分办.
    pub scope_text: Option<String>,
    /// Round.
    pub round: i32,
    /// Code of the state.
    pub status: String,
    /// Of the government system.
    pub government_task: bool,
    /// When it was assigned to the unit.
    pub assigned_at: DateTime<Utc>,
    /// 签收期限
    pub sign_due_on: Option<NaiveDate>,
    /// 申请退办期限
    pub send_back_due_on: Option<NaiveDate>,
    /// 答复（协办意见）期限
    pub due_on: Option<NaiveDate>,
    /// What is due next.
    pub next_due_on: Option<NaiveDate>,
    /// 签收
    pub signed_at: Option<DateTime<Utc>>,
    /// 延期待审批
    pub extension_pending: bool,
    /// Own steps still to do.
    pub remaining_steps: i32,
    /// Code of the next one.
    pub next_step: Option<String>,
    light_running: bool,
    light_red: bool,
    light_due_on: Option<NaiveDate>,
    light_co_due_on: Option<NaiveDate>,
    light_half_on: Option<NaiveDate>,
    light_promise_on: Option<NaiveDate>,
    /// Code of the matter's state.
    pub suggestion_status: String,
    /// Code of its period.
    pub period: String,
    /// Its number.
    pub number: Option<i32>,
    /// 届次简称
    pub session_name: Option<String>,
    /// Its title.
    pub title: String,
    /// Code of its category.
    pub category: Option<String>,
    /// 重点督办建议
    pub is_key: bool,
    /// 领衔代表
    pub lead_deputy_id: Uuid,
    /// Name of the lead deputy.
    pub lead_name: String,
    /// Who may see what of it.
    #[sea_orm(nested)]
    pub scope: ScopeColumns,
}

impl TaskRow {
    /// What its light depends on.
    pub fn light_basis(&self) -> LightBasis {
        LightBasis {
            running: self.light_running,
            red: self.light_red,
            due_on: self.light_due_on,
            co_due_on: self.light_co_due_on,
            half_on: self.light_half_on,
            promise_on: self.light_promise_on,
        }
    }
}

impl View for TaskRow {
    const COLUMNS: &'static str = "t.id, t.suggestion_id, s.version, t.unit_id, u.short_name AS unit_name, t.role, t.tier, \
        t.scope_text, t.round, t.status, t.government AS government_task, t.assigned_at, t.sign_due_on, \
        t.send_back_due_on, t.due_on, t.next_due_on, t.signed_at, t.extension_pending, t.remaining_steps, \
        t.next_step, t.light_running, t.light_red, t.light_due_on, t.light_co_due_on, t.light_half_on, \
        t.light_promise_on, s.status AS suggestion_status, s.period, s.number, c.name AS session_name, s.title, \
        s.category, s.is_key, s.lead_deputy_id, p.name AS lead_name, \
        s.path, s.deleted, s.handed_in, s.confidential, s.named_account_ids, s.names_hidden, s.government, \
        s.published, s.committee_id, s.deputy_ids, s.unit_ids";
    const FROM: &'static str = "handling_task t JOIN suggestion s ON s.id = t.suggestion_id \
        JOIN unit u ON u.id = t.unit_id JOIN deputy d ON d.id = s.lead_deputy_id \
        JOIN person p ON p.id = d.person_id LEFT JOIN congress_session c ON c.id = s.session_id";
    const ID: &'static str = "t.id";
}

/// Tasks in a queue of the actor: of matters within reach, and there the own unit's, the government system's, or all
/// for those who watch the whole.
fn conditions(actor: &Actor, filter: &TaskFilter) -> Conditions {
    let mut c = Conditions::new();
    let mut scope = SuggestionScope::of(actor);
    // Deputies follow their matters, not the units' queues.
    scope
        .reaches
        .retain(|reach| !matches!(reach, SuggestionReach::Deputy { .. } | SuggestionReach::Signer { .. }));
    admit(&mut c, &scope, ScopeUse { text: filter.text.as_deref(), hits: None, internal: true });
    let mut own = Vec::new();
    for grant in actor.grants_for(Action::ReadSuggestion) {
        match grant.role {
            Role::UnitHandler | Role::UnitLeader => {
                if let Some(unit) = grant.unit {
                    let unit = c.param(unit.0);
                    own.push(format!("t.unit_id = {unit} AND t.tier = 'unit'"));
                }
            }
            Role::GovDispatch => own.push("t.government".to_owned()),
            Role::Deputy | Role::FormerDeputy => {}
            _ => own.push("true".to_owned()),
        }
    }
    if own.is_empty() {
        c.push("false");
    } else {
        c.push(format!("(({}))", own.join(") OR (")));
    }
    c.any("t.status", filter.statuses.clone());
    c.any("t.role", filter.roles.clone());
    c.equal("t.tier", filter.tier.clone());
    c.equal("t.government", filter.government);
    c.equal("t.unit_id", filter.unit);
    c.equal("t.open", filter.open);
    c.equal("t.current", filter.current);
    c.equal("t.extension_pending", filter.extension_pending);
    if let Some((days, lights)) = &filter.lights {
        let level = light_level(&mut c, "t", days);
        let wanted = c.param(super::filter::levels(lights));
        c.push(format!("{level} = ANY({wanted})"));
    }
    if let Some(until) = filter.due_until {
        let until = c.param(until);
        c.push(format!("t.next_due_on <= {until}"));
    }
    c
}

impl Store {
    /// A page of a queue.
    ///
    /// # Errors
    /// As any statement.
    pub async fn handling_tasks(
        &self,
        actor: &Actor,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<TaskRow>>> {
        listing::page(self.db(), conditions(actor, filter), page).await
    }

    /// How many tasks the queue has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_handling_tasks(&self, actor: &Actor, filter: &TaskFilter) -> Result<i64> {
        listing::count::<TaskRow>(self.db(), conditions(actor, filter)).await
    }

    /// Lit tasks of the actor's queues, counted by unit and light (单位亮灯表); units in the order of their names.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_lights(&self, actor: &Actor, days: &LightDays) -> Result<Vec<LightCell>> {
        let mut c = conditions(actor, &TaskFilter::default());
        let level = light_level(&mut c, "t", days);
        c.push(format!("{level} IS NOT NULL"));
        let head = format!(
            "SELECT t.unit_id, u.short_name AS unit_name, {level} AS level, count(*) AS count \
             FROM handling_task t JOIN suggestion s ON s.id = t.suggestion_id JOIN unit u ON u.id = t.unit_id"
        );
        let statement = c.finish(&head, "GROUP BY 1, 2, 3 ORDER BY 2, 1, 3");
        Ok(LightCell::find_by_statement(statement).all(self.db()).await?)
    }

    /// Open tasks of the actor's queues, counted by state, role and tier, with the earliest deadline of each.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_open_tasks(&self, actor: &Actor, today: NaiveDate) -> Result<Vec<TaskCount>> {
        let mut c =
            conditions(actor, &TaskFilter { open: Some(true), current: Some(true), ..TaskFilter::default() });
        let today = c.param(today);
        let head = format!(
            "SELECT t.status, t.role, t.tier, t.government, t.extension_pending, count(*) AS count, \
             count(*) FILTER (WHERE t.next_due_on < {today}) AS late, min(t.assigned_at) AS oldest_at, \
             min(t.next_due_on) AS next_due_on FROM handling_task t JOIN suggestion s ON s.id = t.suggestion_id"
        );
        let statement = c.finish(&head, "GROUP BY 1, 2, 3, 4, 5");
        Ok(TaskCount::find_by_statement(statement).all(self.db()).await?)
    }
}

/// How many tasks of a unit have one light.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LightCell {
    /// 承办单位
    pub unit_id: Uuid,
    /// Its short name.
    pub unit_name: String,
    /// 1 green, 2 yellow, 3 yellow card, 4 red card.
    pub level: i32,
    /// How many.
    pub count: i64,
}

impl LightCell {
    /// The light of its level.
    pub const fn light(&self) -> domain::calendar::Light {
        match self.level {
            1 => domain::calendar::Light::Green,
            2 => domain::calendar::Light::Yellow,
            3 => domain::calendar::Light::YellowCard,
            _ => domain::calendar::Light::RedCard,
        }
    }
}

/// How many open tasks of one kind there are.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TaskCount {
    /// Code of the state.
    pub status: String,
    /// Code of the role.
    pub role: String,
    /// Code of the tier.
    pub tier: String,
    /// Of the government system.
    pub government: bool,
    /// Waits for a decision on an extension.
    pub extension_pending: bool,
    /// How many.
    pub count: i64,
    /// Of these, past their next deadline.
    pub late: i64,
    /// The oldest assignment among them.
    pub oldest_at: Option<DateTime<Utc>>,
    /// The earliest deadline among them.
    pub next_due_on: Option<NaiveDate>,
}
