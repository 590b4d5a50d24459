//! 一轮测评 on the wire: what is voted on, what was counted, what came of it.

use super::codes::{
    BallotStateCode, ResultLevelCode, TellerOfficeCode, VoteAxisCode, VoteSubjectCode, VotingWayCode,
};
use crate::http::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// 一轮测评
#[derive(Serialize, ToSchema)]
pub struct BallotRoundResponse {
    /// 1; 2 for a second vote.
    pub no: u16,
    /// 阶段
    #[schema(value_type = BallotStateCode)]
    pub state: &'static str,
    /// 方式
    #[schema(value_type = VotingWayCode)]
    pub way: &'static str,
    /// The day of the vote.
    pub held_on: NaiveDate,
    /// What is voted on, with the results once they may be seen.
    pub items: Vec<VoteItemResponse>,
    /// 等次划分, fixed at opening.
    pub rule: Option<LevelRuleResponse>,
    /// 应到
    pub eligible: Option<u32>,
    /// 实到
    pub present: Option<u32>,
    /// 发出
    pub issued: Option<u32>,
    /// 收回: told after closing only.
    pub returned: Option<u32>,
    /// 有效
    pub valid: Option<u32>,
    /// 无效
    pub invalid: Option<u32>,
    /// Entries of the tellers, for paper: each sees the numbers of his own only.
    pub tellers: Vec<TellerEntryResponse>,
    /// Where the two entries differ; `null` while one is missing.
    pub differences: Option<Vec<CountDifferenceResponse>>,
    /// 宣布开始
    pub opened_at: Option<Instant>,
    /// 宣布截止
    pub closed_at: Option<Instant>,
    /// 确认计票结果
    pub tallied_at: Option<Instant>,
    /// 宣布结果
    pub announced_at: Option<Instant>,
    /// Until when units that were not satisfactory report again.
    pub report_again_by: Option<NaiveDate>,
}

/// 测评项
#[derive(Serialize, ToSchema)]
pub struct VoteItemResponse {
    /// Its number on the ballot.
    pub no: u16,
    /// 对象
    #[schema(value_type = VoteSubjectCode)]
    pub subject: &'static str,
    /// The unit.
    pub unit_id: Option<Uuid>,
    /// The suggestion.
    pub suggestion_id: Option<Uuid>,
    /// 角度
    #[schema(value_type = Option<VoteAxisCode>)]
    pub axis: Option<&'static str>,
    /// As it stands on the ballot.
    pub title: String,
    /// Its number in the round before, in a second vote.
    pub first_no: Option<u16>,
    /// What came of it; `null` until the count is confirmed.
    pub result: Option<ItemResultResponse>,
}

/// 测评结果
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"level": "satisfied", "withheld": false, "satisfied": 20, "basic": 6, "unsatisfied": 3, "abstained": 0,
    "satisfied_permille": 690, "approval_permille": 897}))]
pub struct ItemResultResponse {
    /// 等次; `null` when withheld.
    #[schema(value_type = Option<ResultLevelCode>)]
    pub level: Option<&'static str>,
    /// Too few valid ballots to be secret: nothing is told of them.
    pub withheld: bool,
    /// 满意
    pub satisfied: Option<u32>,
    /// 基本满意
    pub basic: Option<u32>,
    /// 不满意
    pub unsatisfied: Option<u32>,
    /// 弃权
    pub abstained: Option<u32>,
    /// 满意 of the valid ballots, in tenths of a percent.
    pub satisfied_permille: Option<u32>,
    /// 满意 and 基本满意 of the valid ballots, in tenths of a percent.
    pub approval_permille: Option<u32>,
}

/// 等次划分
#[derive(Serialize, ToSchema)]
pub struct LevelRuleResponse {
    /// 满意 needs at least so many percent 满意 …
    pub satisfied_percent: u16,
    /// … and at least so many percent 满意 and 基本满意.
    pub approval_percent: u16,
    /// 基本满意 needs more than so many percent 满意 and 基本满意.
    pub basic_percent: u16,
    /// Below so many valid ballots nothing is told of them.
    pub min_ballots: u16,
    /// 不满意: months until the unit reports again.
    pub report_again_months: u16,
}

/// What a teller has entered.
#[derive(Serialize, ToSchema)]
pub struct TellerEntryResponse {
    /// 监票人 or 计票人
    #[schema(value_type = TellerOfficeCode)]
    pub office: &'static str,
    /// His name.
    pub name: String,
    /// When.
    pub at: Instant,
    /// The asking account entered it.
    pub own: bool,
    /// The numbers, of one's own entry.
    pub count: Option<PaperCountDto>,
}

/// A place where the entries differ.
#[derive(Serialize, ToSchema)]
pub struct CountDifferenceResponse {
    /// `issued`, `returned`, `valid`, `invalid` or `items`.
    pub field: String,
    /// The item's number, for `items`.
    pub item: Option<u16>,
}

/// 纸质票合计
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperCountDto {
    /// 发出
    pub issued: u32,
    /// 收回
    pub returned: u32,
    /// 有效
    pub valid: u32,
    /// 无效
    pub invalid: u32,
    /// Each item, in order.
    pub items: Vec<ItemCountDto>,
}

/// 一项的得票
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemCountDto {
    /// 满意
    pub satisfied: u32,
    /// 基本满意
    pub basic: u32,
    /// 不满意
    pub unsatisfied: u32,
    /// 弃权
    pub abstained: u32,
}
