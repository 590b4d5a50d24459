use crate::http::Instant;
use chrono::NaiveDate;
use persistence::org::{RolloverCounts, RolloverRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Which term follows.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RolloverPreviewQuery {
    /// The term that is to follow; without it the next one in the register.
    pub next_term_id: Option<Uuid>,
}

/// 换届
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"next_term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "document_no": "泗安人发〔2027〕1号", "copy_structure": true}))]
pub struct RollOverTermRequest {
    /// The term that begins; the old one ends on the day before its first day.
    pub next_term_id: Uuid,
    /// 公告（文件）文号, at most 60 characters.
    #[serde(default)]
    pub document_no: Option<String>,
    /// 沿用机构: take over constituencies, delegations and groups of the old term that the next one does not have (by number,
    /// delegations by name), groups with those members who have a seat in the next term.
    #[serde(default)]
    pub copy_structure: bool,
}

/// What a rollover ends, carries over, or leaves as it is (换届清点).
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
pub struct RolloverFigures {
    /// Seats that end: 待资格确认.
    pub seats_pending: i64,
    /// Seats that end: 在任.
    pub seats_active: i64,
    /// Seats that end: 暂停执行职务.
    pub seats_suspended: i64,
    /// Of those whose seat ends, persons with one in the next term: their record stays, the seat is new.
    pub seats_reelected: i64,
    /// 代表团, kept as they are.
    pub delegations: i64,
    /// 代表小组 that are dissolved.
    pub groups: i64,
    /// Accounts that lose the right to act as deputy of the old term.
    pub accounts: i64,
    /// Of those, accounts that keep a limited access (往届代表) because of an unfinished matter.
    pub accounts_limited: i64,
    /// 草稿、联名确认中: they end with the mandate.
    pub drafts: i64,
    /// 退回修改 and not handed in again: they end with the mandate.
    pub returned: i64,
    /// Open invitations to co-sign: they expire.
    pub invitations: i64,
    /// 待审查, carried over.
    pub submitted: i64,
    /// 已立案（待交办）, carried over.
    pub accepted: i64,
    /// 已交办、办理中、重新办理, carried over.
    pub handling: i64,
    /// 已答复（待评价）, carried over.
    pub replied: i64,
    /// 已评价, carried over.
    pub evaluated: i64,
    /// 承诺跟踪, carried over.
    pub tracking: i64,
    /// 办结 and other ends: only read from then on.
    pub finished: i64,
    /// Promises that go on with their days and milestones.
    pub commitments: i64,
    /// 重点督办 that goes on.
    pub key_suggestions: i64,
    /// Seats of the next term: 待资格确认.
    pub next_pending: i64,
    /// Seats of the next term: 在任.
    pub next_active: i64,
    /// 代表团 of the next term.
    pub next_delegations: i64,
    /// 代表小组 of the next term.
    pub next_groups: i64,
    /// 次会议 of the next term.
    pub next_sessions: i64,
    /// 选区 that `copy_structure` takes over.
    #[serde(default)]
    pub copy_constituencies: i64,
    /// 代表团 that `copy_structure` takes over.
    #[serde(default)]
    pub copy_delegations: i64,
    /// 代表小组 that `copy_structure` takes over.
    #[serde(default)]
    pub copy_groups: i64,
    /// Of their members, those who have a seat in the next term and go on; who left does not.
    #[serde(default)]
    pub copy_members: i64,
}

impl From<RolloverCounts> for RolloverFigures {
    fn from(counts: RolloverCounts) -> Self {
        Self {
            seats_pending: counts.seats_pending,
            seats_active: counts.seats_active,
            seats_suspended: counts.seats_suspended,
            seats_reelected: counts.seats_reelected,
            delegations: counts.delegations,
            groups: counts.groups,
            accounts: counts.accounts,
            accounts_limited: counts.accounts_limited,
            drafts: counts.drafts,
            returned: counts.returned,
            invitations: counts.invitations,
            submitted: counts.submitted,
            accepted: counts.accepted,
            handling: counts.handling,
            replied: counts.replied,
            evaluated: counts.evaluated,
            tracking: counts.tracking,
            finished: counts.finished,
            commitments: counts.commitments,
            key_suggestions: counts.key_suggestions,
            next_pending: counts.next_pending,
            next_active: counts.next_active,
            next_delegations: counts.next_delegations,
            next_groups: counts.next_groups,
            next_sessions: counts.next_sessions,
            copy_constituencies: counts.copy_constituencies,
            copy_delegations: counts.copy_delegations,
            copy_groups: counts.copy_groups,
            copy_members: counts.copy_members,
        }
    }
}

/// Why a rollover is not possible now (换届的障碍).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "not_begun")]
pub enum RolloverBlocker {
    /// The term is not the current one.
    NotCurrent,
    /// The register has no term that could follow.
    NoNextTerm,
    /// The first day of the next term is still to come.
    NotBegun,
}

/// What should be looked at before (换届提醒).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "next_pending")]
pub enum RolloverWarning {
    /// The next term has no deputies yet.
    NextWithoutDeputies,
    /// Deputies of the next term wait for the confirmation of their credentials.
    NextPending,
    /// The next term has no session yet.
    NextWithoutSessions,
    /// The next term has no delegations yet.
    NextWithoutDelegations,
    /// The next term has no groups yet.
    NextWithoutGroups,
    /// Suggestions wait in the deputies' own hands and will not be handed in any more.
    Unsubmitted,
}

/// A term that may follow.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NextTerm {
    /// The term.
    pub id: Uuid,
    /// 届次名称
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
}

/// What a rollover would do (换届预览).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届", "next_term":
    {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "十九届", "starts_on": "2027-01-08"}, "candidates": [
    {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "十九届", "starts_on": "2027-01-08"}], "blockers": [],
    "warnings": ["next_pending"], "figures": {"seats_pending": 0, "seats_active": 298, "seats_suspended": 0,
    "seats_reelected": 131, "delegations": 19, "groups": 28, "accounts": 298, "accounts_limited": 61, "drafts": 4,
    "returned": 2, "invitations": 3, "submitted": 3, "accepted": 1, "handling": 22, "replied": 9, "evaluated": 0,
    "tracking": 17, "finished": 540, "commitments": 24, "key_suggestions": 2, "next_pending": 3, "next_active": 297,
    "next_delegations": 19, "next_groups": 28, "next_sessions": 1,
    "copy_constituencies": 0, "copy_delegations": 0, "copy_groups": 0, "copy_members": 0}, "version": 3}))]
pub struct RolloverPreview {
    /// The term that would end.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// The term that would follow; `null` when there is none.
    pub next_term: Option<NextTerm>,
    /// All terms that may follow, the next one first.
    pub candidates: Vec<NextTerm>,
    /// What prevents it now; empty: it can be done.
    pub blockers: Vec<RolloverBlocker>,
    /// What should be looked at before.
    pub warnings: Vec<RolloverWarning>,
    /// What it would meet.
    pub figures: RolloverFigures,
    /// The version of the old term, for `If-Match`.
    pub version: i64,
}

/// How far a rollover is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "done")]
pub enum RolloverState {
    /// Matters are being carried over; repeat the command to go on.
    Running,
    /// Everything is carried over.
    Done,
}

/// A rollover: its progress, and its report when it is through (换届情况).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "term_name": "十八届",
    "next_term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "next_term_name": "十九届", "on": "2027-01-08",
    "document_no": null, "structure_copied": false, "state": "done", "total": 55, "done": 55, "ended": {"seats_pending": 0, "seats_active": 298,
    "seats_suspended": 0, "seats_reelected": 131, "delegations": 19, "groups": 28, "accounts": 298, "accounts_limited": 61,
    "drafts": 4, "returned": 2, "invitations": 3, "submitted": 3, "accepted": 1, "handling": 22, "replied": 9,
    "evaluated": 0, "tracking": 17, "finished": 540, "commitments": 24, "key_suggestions": 2, "next_pending": 0,
    "next_active": 300, "next_delegations": 19, "next_groups": 28, "next_sessions": 1,
    "copy_constituencies": 0, "copy_delegations": 0, "copy_groups": 0, "copy_members": 0}, "started_by": "演主任",
    "started_at": "2027-01-08T09:30:00.000000+08:00", "finished_at": "2027-01-08T09:30:04.000000+08:00"}))]
pub struct RolloverResponse {
    /// The term that ended.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// The term that began.
    pub next_term_id: Uuid,
    /// Its name.
    pub next_term_name: String,
    /// First day of the next term.
    pub on: NaiveDate,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// Constituencies, delegations and groups were taken over.
    pub structure_copied: bool,
    /// How far it is.
    pub state: RolloverState,
    /// Matters to be gone through.
    pub total: i64,
    /// Those that are through.
    pub done: i64,
    /// What it met, as counted at the moment when the term ended.
    pub ended: RolloverFigures,
    /// Who began it.
    pub started_by: Option<String>,
    /// When.
    pub started_at: Instant,
    /// When the last matter was through.
    pub finished_at: Option<Instant>,
}

/// Whether a term was rolled over.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"term_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "rollover": null}))]
pub struct TermRollover {
    /// The term.
    pub term_id: Uuid,
    /// Its rollover; `null` while the term goes on.
    pub rollover: Option<RolloverResponse>,
}

impl RolloverResponse {
    /// The row as it is shown.
    pub(super) fn of(row: RolloverRow) -> persistence::Result<Self> {
        Ok(Self {
            term_id: row.term_id,
            term_name: row.term_name,
            next_term_id: row.next_term_id,
            next_term_name: row.next_term_name,
            on: row.on_date,
            document_no: row.document_no,
            structure_copied: row.structure_copied,
            state: if row.finished_at.is_some() { RolloverState::Done } else { RolloverState::Running },
            total: row.total,
            done: row.done,
            ended: serde_json::from_value(row.ended).map_err(persistence::Error::corrupt)?,
            started_by: row.started_by,
            started_at: row.started_at.into(),
            finished_at: row.finished_at.map(Into::into),
        })
    }
}
