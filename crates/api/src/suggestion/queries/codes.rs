//! Vocabularies as the API document shows them.

use crate::http::Code;
use domain::suggestion as words;

/// 建议状态
pub type SuggestionStatusCode = Code<words::SuggestionStatus>;
/// 提出时间
pub type PeriodCode = Code<words::Period>;
/// 办理任务状态
pub type TaskStatusCode = Code<words::TaskStatus>;
/// 承办方式
pub type TaskRoleCode = Code<words::TaskRole>;
/// 交办层级
pub type TaskTierCode = Code<words::TaskTier>;
/// 办理结果
pub type ReplyCategoryCode = Code<words::ReplyCategory>;
/// 评价
pub type RatingCode = Code<words::Rating>;
/// 轮到谁
pub type TurnOfCode = Code<words::TurnOf>;
/// 期限种类
pub type DueKindCode = Code<words::DueKind>;
