//! 代表活跃度名单: the deputies behind the share of those who led a suggestion.

use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Rows},
    http::{Answer, Api, ApiResult, Caller, CursorScope, IncludeTotal, PageQuery, Query, SheetFile},
    state::State,
    suggestion::{codes::MeasurePartCode, period},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use documents::sheet::ledger::Column;
use domain::{
    authz::{PublicRegister, act, require},
    kernel::{ErrorCode, business_date},
    suggestion::metrics::MeasurePart,
};
use persistence::suggestion::ActiveDeputy;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_active_deputies, list_active_deputies)
        .route(__path_export_active_deputies, export_active_deputies);
}

/// Which deputies, by the period of assignment.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ActiveDeputiesQuery {
    /// Those who led one (default), all in office, or those who led none.
    #[param(value_type = Option<MeasurePartCode>, inline)]
    pub part: Option<MeasurePart>,
    /// Year of the assignment; default: this year.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: Option<i32>,
    /// Assigned on or after this day; instead of the year.
    pub assigned_from: Option<NaiveDate>,
    /// Assigned on or before this day.
    pub assigned_to: Option<NaiveDate>,
    /// `total` adds the number of rows.
    #[serde(skip_serializing_if = "crate::http::left_out")]
    #[param(inline)]
    pub include: Option<IncludeTotal>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}

impl ActiveDeputiesQuery {
    fn part(&self) -> MeasurePart {
        self.part.unwrap_or(MeasurePart::Numerator)
    }

    fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        period(self.year, self.assigned_from, self.assigned_to, today)
    }

    /// The deputies of the part that is asked for.
    async fn found(&self, state: &State, caller: &Caller) -> ApiResult<Vec<ActiveDeputy>> {
        let today = business_date(caller.request.now);
        let all = state.store.active_deputies(&caller.actor, self.days(today), today).await?;
        let mut found = all.ok_or(ErrorCode::PermissionDenied)?;
        match self.part() {
            MeasurePart::Numerator => found.retain(|deputy| deputy.led > 0),
            MeasurePart::Denominator => {}
            MeasurePart::Rest => found.retain(|deputy| deputy.led == 0),
        }
        Ok(found)
    }
}

/// A deputy in office.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "王建国", "delegation": "城关代表团", "led": 3}))]
pub struct ActiveDeputyItem {
    /// The seat.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表团
    pub delegation: Option<String>,
    /// How many suggestions of the period the deputy led.
    pub led: i64,
}

/// A page of deputies.
#[derive(Serialize, ToSchema)]
pub struct ActiveDeputyList {
    /// The page.
    pub items: Vec<ActiveDeputyItem>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Number of rows with `include=total`.
    pub total: Option<i64>,
}

/// Deputies who led suggestions
///
/// 代表活跃度名单: the deputies in office who led at least one suggestion assigned in the period, those who led none, or all.
/// For those who oversee the congress.
#[utoipa::path(get, path = "/api/v1/standing/deputies", tag = "standing", security(("bearer" = [])),
    params(ActiveDeputiesQuery),
    responses((status = 200, description = "A page of deputies", body = ActiveDeputyList)))]
pub(super) async fn list_active_deputies(
    state: web::Data<State>,
    caller: Caller,
    query: Query<ActiveDeputiesQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let rows = PageQuery { limit: query.limit, cursor: None }.rows()?;
    let account = Some(caller.actor.account);
    let scope = CursorScope::new(&state.shared.keys.cursor, "active_deputies", &query.0, account);
    let after: Option<Uuid> = scope.open(query.cursor.as_deref())?;
    let found = query.found(&state, &caller).await?;
    let rest = found.iter().filter(|deputy| after.is_none_or(|after| deputy.id > after));
    let most = usize::try_from(rows).unwrap_or(usize::MAX);
    let mut page: Vec<&ActiveDeputy> = rest.take(most.saturating_add(1)).collect();
    let links = scope.page(&mut page, rows, &http, |deputy| deputy.id);
    let items = page.into_iter().map(|deputy| ActiveDeputyItem {
        id: deputy.id,
        name: deputy.name.clone(),
        delegation: deputy.delegation.clone(),
        led: deputy.led,
    });
    let list = ActiveDeputyList {
        items: items.collect(),
        next_cursor: links.cursor,
        total: query.include.map(|_| i64::try_from(found.len()).unwrap_or(i64::MAX)),
    };
    Ok(Answer::ok(&list)?.next(links.link))
}

const COLUMNS: &[Column<ActiveDeputy>] = &[
    ("姓名", |row| row.name.as_str().into()),
    ("代表团", |row| row.delegation.as_deref().into()),
    ("领衔建议件数", |row| row.led.into()),
];

/// Export deputies who led suggestions
///
/// 导出代表活跃度名单 (XLSX 或 CSV): every row of `GET /standing/deputies` under the same conditions. The export is entered in the
/// audit log.
#[utoipa::path(get, path = "/api/v1/standing/deputies/export", tag = "standing", security(("bearer" = [])),
    params(ActiveDeputiesQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_active_deputies(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<ActiveDeputiesQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportSuggestions>(&caller.actor, &PublicRegister)?;
    let found = query.list.found(&state, &caller).await?;
    let (from, to) = query.list.days(business_date(caller.request.now));
    let conditions = Conditions::new().days("交办日期", Some(from), Some(to)).words(
        "范围",
        Some(match query.list.part() {
            MeasurePart::Numerator => "领衔提出过建议的代表",
            MeasurePart::Denominator => "全部在任代表",
            MeasurePart::Rest => "没有领衔提出建议的代表",
        }),
    );
    Export::of_suggestions(&state, &caller, "代表活跃度名单", query.format(), conditions, "active_deputies")
        .table(Rows::whole(found), COLUMNS)
        .await
}
