//! What is asked of many matters at once.

use super::super::{
    assigning::AssignmentRequest,
    codes::{PublicationPartCode, ReviewReasonCode, UrgeByCode},
    reviewing::ClassificationRequest,
};
use super::MOST_ITEMS;
use crate::http::{Fields, IfMatch};
use domain::{
    kernel::{ErrorCode, FieldError, SuggestionId, Version},
    suggestion::{PublicationPart, ReviewReason, UrgeBy},
};
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// One matter and the version of it that was seen, which is what `If-Match` says of one matter.
pub(super) trait Item {
    /// Which.
    fn id(&self) -> SuggestionId;
    /// As it was seen.
    fn seen(&self) -> IfMatch;
}

/// Checks what the validator cannot: how many, and none twice.
pub(super) fn check<T: Item>(items: &[T], fields: &mut Fields) {
    let mut known = HashSet::new();
    for (place, item) in items.iter().enumerate() {
        fields.add_if(!known.insert(item.id()), &format!("#/items/{place}/id"), ErrorCode::ValueDuplicate);
    }
    if items.len() > MOST_ITEMS {
        let many = FieldError::new("#/items", ErrorCode::ValueOutOfRange);
        fields.add(many.param("min", 1).param("max", MOST_ITEMS));
    }
    fields.add_if(items.is_empty(), "#/items", ErrorCode::ValueRequired);
}

macro_rules! items {
    ($($name:ident),+) => {$(
        impl Item for $name {
            fn id(&self) -> SuggestionId {
                SuggestionId(self.id)
            }

            fn seen(&self) -> IfMatch {
                IfMatch(Version(self.version))
            }
        }
    )+};
}
items!(BulkItem, BulkAcceptItem, BulkAssignItem, BulkUrgeItem);

/// 批量办理的一件
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 3}))]
pub struct BulkItem {
    /// The suggestion.
    pub id: Uuid,
    /// The version of it that was seen: another one is refused as stale.
    #[schema(minimum = 1)]
    pub version: i64,
}

/// 批量立案的一件
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BulkAcceptItem {
    /// The suggestion.
    pub id: Uuid,
    /// The version of it that was seen.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Of this one; else the common one of the request, else what the suggestion has.
    #[serde(default)]
    #[validate(nested)]
    pub classification: Option<ClassificationRequest>,
}

/// 批量立案
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 3, "classification": null}],
    "classification": {"category": "城建交通", "sub_category": null, "committee_id": null, "urgent_by": null},
    "dry_run": false}))]
pub struct BulkAcceptRequest {
    /// The suggestions.
    #[validate(nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BulkAcceptItem>,
    /// Of all that have none of their own here.
    #[serde(default)]
    #[validate(nested)]
    pub classification: Option<ClassificationRequest>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// 批量退回修改
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 3}],
    "reasons": ["no_content"], "text": "请补充具体意见后重新提交。", "dry_run": false}))]
pub struct BulkReturnRequest {
    /// The suggestions.
    #[validate(nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BulkItem>,
    /// Reasons of the dictionary, at least one.
    #[validate(length(min = 1, max = 12))]
    #[schema(value_type = Vec<ReviewReasonCode>)]
    pub reasons: Vec<ReviewReason>,
    /// What the deputies are told.
    #[validate(length(max = 2000))]
    pub text: String,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// 批量交办的一件
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BulkAssignItem {
    /// The suggestion.
    pub id: Uuid,
    /// The version of it that was seen.
    #[schema(minimum = 1)]
    pub version: i64,
    /// The units of this one; without them the common ones of the request.
    #[serde(default)]
    #[validate(length(min = 1, max = 20), nested)]
    pub assignments: Option<Vec<AssignmentRequest>>,
}

/// 批量交办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 4, "assignments": null}],
    "assignments": [{"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "role": "lead", "tier": "unit",
    "scope_text": null}], "dry_run": false}))]
pub struct BulkAssignRequest {
    /// The suggestions.
    #[validate(nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BulkAssignItem>,
    /// The units of all that have none of their own here: exactly one lead with any co-units, or at least two separate
    /// units.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub assignments: Vec<AssignmentRequest>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// 批量催办的一件
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BulkUrgeItem {
    /// The suggestion.
    pub id: Uuid,
    /// The version of it that was seen.
    #[schema(minimum = 1)]
    pub version: i64,
    /// One task of it; `null`: the whole matter.
    #[serde(default)]
    pub task_id: Option<Uuid>,
}

/// 批量催办
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 6, "task_id": null}],
    "text": "答复期限将至，请抓紧与代表联系。", "by": null, "dry_run": false}))]
pub struct BulkUrgeRequest {
    /// The suggestions.
    #[validate(nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BulkUrgeItem>,
    /// What is said.
    #[validate(length(max = 1000))]
    pub text: String,
    /// In which capacity, for who has several; `null`: the first of them in each.
    #[serde(default)]
    #[schema(value_type = Option<UrgeByCode>)]
    pub by: Option<UrgeBy>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// 批量提请公开
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 21}],
    "parts": ["title", "text", "reply"], "dry_run": false}))]
pub struct BulkProposePublicationsRequest {
    /// The suggestions.
    #[validate(nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BulkItem>,
    /// Which parts, as far as they may be published and nothing is decided on them; empty: all.
    #[serde(default)]
    #[validate(length(max = 5))]
    #[schema(value_type = Vec<PublicationPartCode>)]
    pub parts: Vec<PublicationPart>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// 批量公开
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 22}], "dry_run": false}))]
pub struct BulkReleasePublicationsRequest {
    /// The suggestions.
    #[validate(nested)]
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<BulkItem>,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// 选中的建议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"]}))]
pub struct BulkActionsRequest {
    /// The suggestions.
    #[validate(length(min = 1, max = 100))]
    pub ids: Vec<Uuid>,
}
