use super::codes::{SuspensionGroundCode, TerminationGroundCode};
use chrono::NaiveDate;
use domain::deputy::{SuspensionGround, TerminationGround};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// A change of status without a ground: 确认资格, 恢复执行职务, 届满.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2022-01-06", "document_no": "泗安人常公告〔2022〕1号"}))]
pub struct DeputyStatusRequest {
    /// The day from which it counts; not in the future, not before the previous change.
    pub on: NaiveDate,
    /// 公告（文件）文号, at most 60 characters.
    #[serde(default)]
    pub document_no: Option<String>,
    /// Inner remark, at most 500 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// 暂停执行代表职务
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ground": "criminal_detention", "on": "2026-03-02", "document_no": "泗安人常公告〔2026〕3号"}))]
pub struct SuspendDeputyRequest {
    /// One of the two grounds of the Deputies Law, art. 61. There is no other.
    #[schema(value_type = SuspensionGroundCode)]
    pub ground: SuspensionGround,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// 公告（文件）文号
    #[serde(default)]
    pub document_no: Option<String>,
    /// Inner remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// 终止代表资格
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ground": "voluntary_resignation", "on": "2026-06-30", "document_no": "泗安人常公告〔2026〕7号",
    "vote": {"in_favour": 21, "members": 25}}))]
pub struct TerminateDeputyRequest {
    /// The ground of law.
    #[schema(value_type = TerminationGroundCode)]
    pub ground: TerminationGround,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// 公告（文件）文号
    #[serde(default)]
    pub document_no: Option<String>,
    /// Inner remark.
    #[serde(default)]
    pub note: Option<String>,
    /// Required for resignations: more than half of all members of the standing committee.
    #[serde(default)]
    pub vote: Option<VoteInput>,
}

/// 表决结果
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteInput {
    /// 赞成票
    pub in_favour: i32,
    /// 全体组成人员: all members, not those present.
    pub members: i32,
}
