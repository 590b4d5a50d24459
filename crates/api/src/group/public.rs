//! 代表小组 on the portal.

use crate::{
    http::{Answer, Api, ApiResult, IncludeTotal, ListPlan, Query, RequestInfo, list_queries},
    state::State,
};
use actix_web::{HttpRequest, web};
use domain::kernel::business_date;
use persistence::group::{GROUP_SORTS, GroupFilter, GroupRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Seconds for which anybody may keep the answer.
const KEPT: u32 = 60;

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_public_groups, list_public_groups);
}

/// Filter and page of the public list of groups.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicGroupListQuery {
    /// Words of the name or field.
    pub q: Option<String>,
    /// Groups that cover this town or street.
    pub town_id: Option<Uuid>,
    /// `no` (default), `name`; a leading `-` reverses.
    #[param(example = "no")]
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
list_queries!(PublicGroupListQuery);

/// A group as everybody may see one (公开信息).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9bc1", "no": 3, "name": "青阳第三代表小组",
    "areas": ["青阳镇"], "field": null, "duties": "联系选民，反映社情民意。", "members": 11, "convenors": ["王建国"]}))]
pub struct PublicGroupResponse {
    /// The group.
    pub id: Uuid,
    /// 组号
    pub no: i32,
    /// 名称
    pub name: String,
    /// Towns and streets it covers.
    pub areas: Vec<String>,
    /// Field of work.
    pub field: Option<String>,
    /// 小组职责
    pub duties: String,
    /// Members today.
    pub members: i64,
    /// 召集人
    pub convenors: Vec<String>,
}

/// A page of the public list of groups.
#[derive(Serialize, ToSchema)]
pub struct PublicGroupList {
    /// The page.
    pub items: Vec<PublicGroupResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// Public list of deputy groups
///
/// 代表小组公开列表: groups that exist today, with duties (职责) and convenors (召集人). Pages may be kept for a minute.
#[utoipa::path(get, path = "/api/v1/public/groups", tag = "public", security(()), params(PublicGroupListQuery),
    responses((status = 200, description = "A page of groups", body = PublicGroupList)))]
pub(super) async fn list_public_groups(
    state: web::Data<State>,
    request: RequestInfo,
    query: Query<PublicGroupListQuery>,
    http: HttpRequest,
) -> ApiResult<Answer> {
    let plan = ListPlan::new(&state, "public_groups", &query.0, None, &GROUP_SORTS[..2], "no")?;
    let filter = GroupFilter {
        text: query.q.clone(),
        area: query.town_id,
        active: Some(true),
        ..GroupFilter::default()
    };
    let today = business_date(request.now);
    let mut rows = state.store.groups(None, &filter, today, &plan.page).await?;
    let links = plan.links(&mut rows, &http);
    let total =
        if plan.wants_total { Some(state.store.count_groups(None, &filter, today).await?) } else { None };
    let items = rows.into_iter().map(|listed| represent(listed.row)).collect();
    let list = PublicGroupList { items, next_cursor: links.cursor, total };
    Ok(Answer::ok(&list)?.next(links.link).public(KEPT))
}

fn represent(row: GroupRow) -> PublicGroupResponse {
    PublicGroupResponse {
        id: row.id,
        no: row.no,
        name: row.name,
        areas: row.area_names,
        field: row.field,
        duties: row.duties,
        members: row.members,
        convenors: row.convenors,
    }
}
