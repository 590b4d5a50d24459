//! What views look like on the wire.

use domain::{
    authz::{Actor, Role},
    view::{SavedView, ViewData, ViewList},
};
use persistence::view::SeenView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// A list that has views (列表).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "suggestions")]
pub enum ViewListCode {
    /// 建议
    Suggestions,
    /// 承办任务
    Tasks,
    /// 代表
    Deputies,
}

impl From<ViewListCode> for ViewList {
    fn from(code: ViewListCode) -> Self {
        match code {
            ViewListCode::Suggestions => Self::Suggestions,
            ViewListCode::Tasks => Self::Tasks,
            ViewListCode::Deputies => Self::Deputies,
        }
    }
}

impl From<ViewList> for ViewListCode {
    fn from(list: ViewList) -> Self {
        match list {
            ViewList::Suggestions => Self::Suggestions,
            ViewList::Tasks => Self::Tasks,
            ViewList::Deputies => Self::Deputies,
        }
    }
}

/// Of which list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ViewsQuery {
    /// The list.
    #[param(inline)]
    pub list: ViewListCode,
}

/// 常用视图
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1", "list": "suggestions", "name": "超期未答复",
    "filters": {"light": "late", "sort": "due_on"}, "columns": [], "obsolete_filters": [], "mine": true,
    "owner": "演主任", "shared_roles": [], "is_default": false, "version": 1}))]
pub struct ViewResponse {
    /// Which.
    pub id: Uuid,
    /// Of which list.
    pub list: ViewListCode,
    /// 名称
    pub name: String,
    /// Filters and sort by their names, as the list takes them.
    pub filters: BTreeMap<String, String>,
    /// The columns that are shown, in their order; empty: as the list has them.
    pub columns: Vec<String>,
    /// Names among `filters` that the list no longer has; leave them out when asking for the list.
    pub obsolete_filters: Vec<String>,
    /// I made it and may change it.
    pub mine: bool,
    /// Who made it.
    pub owner: String,
    /// The roles that it is shared with (共享角色).
    #[schema(value_type = Vec<String>)]
    pub shared_roles: Vec<Role>,
    /// I open the list with it.
    pub is_default: bool,
    /// Optimistic lock.
    pub version: i64,
}

/// The views of a list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": []}))]
pub struct ViewItems {
    /// Mine in their order, then those shared with me by name; at most two hundred.
    pub items: Vec<ViewResponse>,
}

/// What a view says of its list.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "超期未答复", "filters": {"light": "late", "sort": "due_on"}, "columns": []}))]
pub struct UpdateViewRequest {
    /// 名称
    #[validate(length(max = 30))]
    pub name: String,
    /// Filters and sort by their names, as the list takes them: what is not set is left out.
    pub filters: BTreeMap<String, String>,
    /// The columns that are shown, in their order; empty: as the list has them.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub columns: Vec<String>,
}

impl From<UpdateViewRequest> for ViewData {
    fn from(request: UpdateViewRequest) -> Self {
        Self { name: request.name, filters: request.filters, columns: request.columns }
    }
}

/// 保存视图
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"list": "suggestions", "name": "超期未答复", "filters": {"light": "late", "sort": "due_on"},
    "columns": []}))]
pub struct CreateViewRequest {
    /// Of which list.
    pub list: ViewListCode,
    /// 名称
    #[validate(length(max = 30))]
    pub name: String,
    /// Filters and sort by their names, as the list takes them: what is not set is left out.
    pub filters: BTreeMap<String, String>,
    /// The columns that are shown, in their order; empty: as the list has them.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub columns: Vec<String>,
}

/// 调整顺序
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"list": "suggestions", "ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9ba1"]}))]
pub struct OrderViewsRequest {
    /// Of which list.
    pub list: ViewListCode,
    /// My views in their new order; those that are not named stand behind.
    #[validate(length(max = 30))]
    pub ids: Vec<Uuid>,
}

/// 设为默认视图
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"list": "suggestions", "view_id": null}))]
pub struct DefaultViewRequest {
    /// Of which list.
    pub list: ViewListCode,
    /// With which view I open it; `null`: without one.
    pub view_id: Option<Uuid>,
}

/// 共享视图
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"roles": ["DC_STAFF"]}))]
pub struct ShareViewRequest {
    /// The roles that see it; none: it is mine alone again.
    #[validate(length(max = 30))]
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<Role>,
}

/// A view as the actor sees it.
pub(super) fn represent(seen: SeenView, actor: &Actor) -> ViewResponse {
    let SeenView { view, owner_name, is_default } = seen;
    let obsolete_filters = view.obsolete().into_iter().map(str::to_owned).collect();
    let SavedView { id, owner, list, data, sharing, version } = view;
    ViewResponse {
        id: id.0,
        list: list.into(),
        name: data.name,
        filters: data.filters,
        columns: data.columns,
        obsolete_filters,
        mine: owner == actor.account,
        owner: owner_name,
        shared_roles: sharing.map(|sharing| sharing.roles.into_iter().collect()).unwrap_or_default(),
        is_default,
        version: version.0,
    }
}
