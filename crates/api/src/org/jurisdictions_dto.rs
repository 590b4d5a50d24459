use super::codes::JurisdictionKindCode;
use crate::http::{CommaList, IncludeTotal, Instant, list_queries};
use domain::org::JurisdictionKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter, sort and page of the list of jurisdictions.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JurisdictionListQuery {
    /// Part of the name.
    pub q: Option<String>,
    /// Kinds, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<JurisdictionKindCode>>, style = Form, explode = false)]
    pub kind: CommaList<JurisdictionKind>,
    /// The node above.
    pub parent_id: Option<Uuid>,
    /// `path` (default: every tree from its root), `name`; a leading `-` reverses.
    #[param(example = "path")]
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
list_queries!(JurisdictionListQuery);

/// 辖区
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b02", "parent_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01",
    "parent_name": "泗安县（演示）", "kind": "town", "code": "01", "name": "青阳镇", "path": "321999/01/", "depth": 1,
    "allowed_actions": ["update"], "updated_at": "2026-11-22T09:30:00.000000+08:00", "version": 1}))]
pub struct JurisdictionResponse {
    /// The node.
    pub id: Uuid,
    /// The node above; `null` for a root.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub parent_name: Option<String>,
    /// Its kind.
    #[schema(value_type = JurisdictionKindCode)]
    pub kind: String,
    /// 行政区划代码
    pub code: String,
    /// Name.
    pub name: String,
    /// Codes from the root, each followed by a slash.
    pub path: String,
    /// Distance from the root.
    pub depth: usize,
    /// `update` when the asking account may rename it.
    pub allowed_actions: Vec<&'static str>,
    /// Last change.
    pub updated_at: Instant,
    /// Same as the `ETag`.
    pub version: i64,
}

/// A page of jurisdictions.
#[derive(Serialize, ToSchema)]
pub struct JurisdictionList {
    /// The page.
    pub items: Vec<JurisdictionResponse>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Rows in all, with `include=total`; 10001 stands for more than 10,000.
    pub total: Option<i64>,
}

/// 新建辖区
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"parent_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b01", "kind": "town", "code": "01", "name": "青阳镇"}))]
pub struct CreateJurisdictionRequest {
    /// The node above. Roots are made by the installation.
    pub parent_id: Uuid,
    /// Its kind.
    #[schema(value_type = JurisdictionKindCode)]
    pub kind: JurisdictionKind,
    /// 行政区划代码 or an own code: 1–12 letters and digits, unique among siblings; never changes.
    pub code: String,
    /// Name, 1–60 characters.
    pub name: String,
}

/// 辖区更名
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "青阳街道"}))]
pub struct UpdateJurisdictionRequest {
    /// Name, 1–60 characters.
    pub name: String,
}
