use super::{filter::SuggestionFilter, hits::Hits, scope::ScopeColumns};
use crate::{
    AccessStamp, Result, Store,
    listing::{self, Listed, PageRequest, SortColumn, View},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{Actor, suggestion::SuggestionScope},
    kernel::SuggestionId,
    suggestion::LightBasis,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Sorts of the list of suggestions; the first is the default, descending.
pub const SUGGESTION_SORTS: &[SortColumn] = &[
    SortColumn::new("submitted_at", "s.listed_at", "timestamptz"),
    SortColumn::new("assigned_on", "coalesce(s.assigned_on, date '0001-01-01')", "date"),
    SortColumn::new("due_on", "coalesce(s.due_on, date '9999-12-31')", "date"),
    SortColumn::new("official_no", "s.number_key", "text"),
];

/// A line of the list of suggestions.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SuggestionRow {
    /// The suggestion.
    pub id: Uuid,
    /// Optimistic lock.
    pub version: i64,
    /// Code of the state.
    pub status: String,
    /// Code of the period.
    pub period: String,
    /// 正式编号 within its series.
    pub number: Option<i32>,
    /// 流水编码
    pub code: Option<String>,
    /// 届次简称
    pub session_name: Option<String>,
    /// 标题
    pub title: String,
    /// The title as the public reads it.
    pub public_title: Option<String>,
    /// Progress is published.
    pub public_progress: bool,
    /// Code of the category.
    pub category: Option<String>,
    /// 重点督办建议
    pub is_key: bool,
    /// 换届结转
    pub carried_over: bool,
    /// 仅供参考
    pub reference_only: bool,
    /// Round of handling.
    pub round: i32,
    /// Codes of those whose turn it is.
    pub turn: Vec<String>,
    /// The deadline that counts now.
    pub due_on: Option<NaiveDate>,
    /// 答复期限 in force.
    pub reply_due_on: Option<NaiveDate>,
    /// Category of the answer now.
    pub reply_category: Option<String>,
    /// 对态度评价
    pub attitude: Option<String>,
    /// 对结果评价
    pub result: Option<String>,
    /// First hand-in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// First time answered in full.
    pub replied_at: Option<DateTime<Utc>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// 领衔代表
    pub lead_deputy_id: Uuid,
    /// Name of the lead deputy.
    pub lead_name: String,
    /// Confirmed co-signers.
    pub cosigner_count: i32,
    /// 主办（分办）单位
    pub lead_unit_ids: Vec<Uuid>,
    /// Their short names, in the same order.
    pub lead_units: Vec<String>,
    /// 协办单位
    pub co_unit_ids: Vec<Uuid>,
    /// Their short names.
    pub co_units: Vec<String>,
    light_running: bool,
    light_red: bool,
    light_due_on: Option<NaiveDate>,
    light_co_due_on: Option<NaiveDate>,
    light_half_on: Option<NaiveDate>,
    light_promise_on: Option<NaiveDate>,
    access: i64,
    /// Who may see what of it.
    #[sea_orm(nested)]
    pub scope: ScopeColumns,
}

/// A page with the stamp of access that the same statement saw.
#[derive(Debug)]
pub struct SeenPage {
    /// The rows.
    pub rows: Vec<Listed<SuggestionRow>>,
    /// For the presumed reader.
    pub access: AccessStamp,
}

impl SuggestionRow {
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

impl View for SuggestionRow {
    const COLUMNS: &'static str = "s.id, s.version, s.status, s.period, s.number, s.code, c.name AS session_name, s.title, \
        s.public_title, s.public_progress, s.category, s.is_key, s.carried_over_to IS NOT NULL AS carried_over, s.reference_only, s.round, s.turn, s.due_on, \
        s.reply_due_on, s.reply_category, s.attitude, s.result, s.submitted_at, s.assigned_on, s.replied_at, \
        s.updated_at, s.lead_deputy_id, p.name AS lead_name, s.cosigner_count, s.lead_unit_ids, s.co_unit_ids, \
        ARRAY(SELECT u.short_name FROM unnest(s.lead_unit_ids) WITH ORDINALITY AS x(id, n) \
              JOIN unit u ON u.id = x.id ORDER BY x.n) AS lead_units, \
        ARRAY(SELECT u.short_name FROM unnest(s.co_unit_ids) WITH ORDINALITY AS x(id, n) \
              JOIN unit u ON u.id = x.id ORDER BY x.n) AS co_units, \
        s.light_running, s.light_red, s.light_due_on, s.light_co_due_on, s.light_half_on, s.light_promise_on, \
        s.path, s.deleted, s.handed_in, s.confidential, s.named_account_ids, s.names_hidden, s.government, \
        s.published, s.committee_id, s.deputy_ids, s.unit_ids, \
        (SELECT sum(st.access)::bigint FROM stamp st) AS access";
    const FROM: &'static str = "suggestion s JOIN deputy d ON d.id = s.lead_deputy_id \
        JOIN person p ON p.id = d.person_id LEFT JOIN congress_session c ON c.id = s.session_id";
    const ID: &'static str = "s.id";
}

/// What counting and choosing needs, without the names.
#[derive(FromQueryResult)]
struct Chosen {
    id: Uuid,
}

impl View for Chosen {
    const COLUMNS: &'static str = "s.id";
    const FROM: &'static str = "suggestion s";
    const ID: &'static str = "s.id";
}

fn is_internal(sort: &SortColumn) -> bool {
    sort.name != "official_no" && sort.name != "submitted_at"
}

impl Store {
    /// A page of the suggestions that the actor may read.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestions(
        &self,
        actor: &Actor,
        filter: &SuggestionFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<SuggestionRow>>> {
        let hits = Hits::of(self, filter.text.as_deref()).await?;
        let (mut filter, scope) = (filter.clone(), SuggestionScope::of(actor));
        let apart = filter.take_apart(&scope, page.sort);
        let conditions = filter.conditions_knowing(hits.as_ref(), actor, &scope, is_internal(page.sort));
        listing::page_of(self.db(), conditions, apart, page).await
    }

    /// As [`Store::suggestions`], for a presumed reader: with the stamp that the same statement saw.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestions_seen(
        &self,
        actor: &Actor,
        filter: &SuggestionFilter,
        page: &PageRequest,
    ) -> Result<SeenPage> {
        let rows = self.suggestions(actor, filter, page).await?;
        // An empty page tells no stamp; one that is read later stands for all that was committed before it.
        let access = match rows.first() {
            Some(listed) => AccessStamp(listed.row.access),
            None => self.access_stamp().await?,
        };
        Ok(SeenPage { rows, access })
    }

    /// How many suggestions the list has, up to one more than [`listing::COUNTED_TO`].
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_suggestions(&self, actor: &Actor, filter: &SuggestionFilter) -> Result<i64> {
        let conditions = filter.conditions(actor, &SuggestionScope::of(actor), false);
        listing::count::<Chosen>(self.db(), conditions).await
    }

    /// The ids of a page of the same list, for exports.
    ///
    /// # Errors
    /// As any statement.
    pub async fn suggestion_ids(
        &self,
        actor: &Actor,
        filter: &SuggestionFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<SuggestionId>>> {
        // An export tells what is not published, so it holds what the actor sees from within.
        let (mut filter, scope) = (filter.clone(), SuggestionScope::of(actor));
        let apart = filter.take_apart(&scope, page.sort);
        let conditions = filter.conditions(actor, &scope, true);
        let rows: Vec<Listed<Chosen>> = listing::page_of(self.db(), conditions, apart, page).await?;
        Ok(rows
            .into_iter()
            .map(|listed| Listed { row: SuggestionId(listed.row.id), position: listed.position })
            .collect())
    }
}
