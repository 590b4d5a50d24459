//! 代表风采: the public directory of deputies in office.

use super::{codes::LevelCode, deputies::codes};
use crate::{
    http::{Answer, Api, ApiResult, CommaList, IncludeTotal, ListPlan, Query, RequestInfo, list_queries},
    org::GenderCode,
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::{
    deputy::Level,
    kernel::{DeputyId, ErrorCode, business_date},
};
use persistence::deputy::{PUBLIC_DEPUTY_SORTS, PublicDeputyFilter, PublicDeputyRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Seconds for which anybody may keep the answer.
const KEPT: u32 = 60;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_public_deputies, list_public_deputies)
        .route(__path_get_public_deputy, get_public_deputy);
}

/// Filter and page of the public directory.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicDeputyListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// Town or street (see `/public/jurisdictions`).
    pub town_id: Option<Uuid>,
    /// Members of this group today.
    pub group_id: Option<Uuid>,
    /// Levels, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<LevelCode>>, style = Form, explode = false)]
    pub level: CommaList<Level>,
    /// `name` (default); a leading `-` reverses.
    #[param(example = "name")]
    pub sort: Option<String>,
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
list_queries!(PublicDeputyListQuery);

/// A deputy as everybody may see one (公开信息).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "name": "王建国", "gender": "male", "level": "county",
    "term_name": "十八届", "town_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "town_name": "青阳镇",
    "constituency_name": "第12选区", "group_id": null, "group_name": null, "photo_file_id": null, "intro": null,
    "contact_platform": "青阳镇代表之家"}))]
pub struct PublicDeputyResponse {
    /// The seat.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// 性别
    #[schema(value_type = GenderCode)]
    pub gender: String,
    /// 级别
    #[schema(value_type = LevelCode)]
    pub level: String,
    /// The term's name.
    pub term_name: String,
    /// Town or street.
    pub town_id: Uuid,
    /// Its name.
    pub town_name: String,
    /// 选区
    pub constituency_name: Option<String>,
    /// 代表小组
    pub group_id: Option<Uuid>,
    /// Its name.
    pub group_name: Option<String>,
    /// Photograph.
    pub photo_file_id: Option<Uuid>,
    /// 简介
    pub intro: Option<String>,
    /// 联系选民的平台
    pub contact_platform: Option<String>,
}

/// A page of the public directory.
#[derive(Serialize, ToSchema)]
pub struct PublicDeputyList {
    /// The page.
    pub items: Vec<PublicDeputyResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// Public directory of deputies
///
/// 代表风采: deputies in office (在任), with what the law makes public. Pages may be kept for a minute.
#[utoipa::path(get, path = "/api/v1/public/deputies", tag = "public", security(()), params(PublicDeputyListQuery),
    responses((status = 200, description = "A page of the directory", body = PublicDeputyList)))]
pub(super) async fn list_public_deputies(
    state: web::Data<State>,
    request: RequestInfo,
    query: Query<PublicDeputyListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let plan = ListPlan::new(&state, "public_deputies", &query.0, None, PUBLIC_DEPUTY_SORTS, "name")?;
    let filter = PublicDeputyFilter {
        text: query.q.clone(),
        town: query.town_id,
        group: query.group_id,
        levels: codes(&query.level.0),
    };
    let today = business_date(request.now);
    let mut rows = state.store.public_deputies(&filter, today, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_public_deputies(&filter, today).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(listed.row)).collect();
    let list = PublicDeputyList { items, next_cursor: links.cursor, total };
    Ok(Answer::ok(&list)?.next(links.link).public(KEPT))
}

/// Public profile of a deputy
///
/// 代表公开信息; 404 for deputies who are not in office.
#[utoipa::path(get, path = "/api/v1/public/deputies/{id}", tag = "public", security(()),
    params(("id" = Uuid, Path, description = "The seat")),
    responses((status = 200, description = "The public profile", body = PublicDeputyResponse)))]
pub(super) async fn get_public_deputy(
    state: web::Data<State>,
    request: RequestInfo,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let row = state.store.public_deputy(DeputyId(*id), business_date(request.now)).await?;
    Ok(Answer::ok(&represent(row.ok_or(ErrorCode::NotFound)?))?.public(KEPT))
}

fn represent(row: PublicDeputyRow) -> PublicDeputyResponse {
    PublicDeputyResponse {
        id: row.id,
        name: row.name,
        gender: row.gender,
        level: row.level,
        term_name: row.term_name,
        town_id: row.jurisdiction_id,
        town_name: row.jurisdiction_name,
        constituency_name: row.constituency_name,
        group_id: row.group_id,
        group_name: row.group_name,
        photo_file_id: row.photo_file_id,
        intro: row.intro,
        contact_platform: row.contact_platform,
    }
}
