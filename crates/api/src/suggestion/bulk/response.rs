//! What became of each.

use crate::http::Problem;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What became of one item (办理结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "done")]
pub enum BulkOutcome {
    /// 已办: it is durable.
    Done,
    /// 可以办: it was only tried.
    Possible,
    /// 未办: `problem` says why.
    Refused,
}

/// 一件的结果
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "outcome": "done", "version": 4,
    "replayed": false, "problem": null}))]
pub struct BulkItemResult {
    /// The suggestion.
    pub id: Uuid,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// Its version now: after the command, or the one that yours is stale against; `null` where it is not known.
    pub version: Option<i64>,
    /// It was done by an earlier request with the same `Idempotency-Key`.
    pub replayed: bool,
    /// Why not: what the command alone would have been answered with. Its pointers are those of that command.
    pub problem: Option<Problem>,
}

/// 批量办理结果
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"dry_run": false, "done": 1, "refused": 0, "items": [{
    "id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "outcome": "done", "version": 4, "replayed": false,
    "problem": null}]}))]
pub struct BulkResponse {
    /// Nothing was changed, only tried.
    pub dry_run: bool,
    /// How many were done, or could be.
    pub done: usize,
    /// How many were not, or could not be.
    pub refused: usize,
    /// One for each item of the request, in its order.
    pub items: Vec<BulkItemResult>,
}

/// What may be done with one of the chosen.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 3,
    "allowed_actions": ["accept", "return"]}))]
pub struct BulkAllowed {
    /// The suggestion.
    pub id: Uuid,
    /// Its version now; `null` when there is none that I may read.
    pub version: Option<i64>,
    /// `accept`, `return`, `assign`, `urge`, `propose_publication`, `decide_publication`, as far as they are allowed now.
    pub allowed_actions: Vec<String>,
}

/// 可批量办理的事项
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "version": 3,
    "allowed_actions": ["accept", "return"]}]}))]
pub struct BulkActionsResponse {
    /// One for each, in the order asked.
    pub items: Vec<BulkAllowed>,
}
