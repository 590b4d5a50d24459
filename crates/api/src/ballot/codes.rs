//! Vocabularies of this feature as the API document shows them.

use crate::http::Code;
use domain::ballot;

/// 测评阶段
pub type BallotStateCode = Code<ballot::BallotState>;
/// 投票方式
pub type VotingWayCode = Code<ballot::VotingWay>;
/// 测评对象
pub type VoteSubjectCode = Code<ballot::VoteSubject>;
/// 测评角度
pub type VoteAxisCode = Code<ballot::VoteAxis>;
/// 报告方式
pub type ReportWayCode = Code<ballot::ReportWay>;
/// 测评等次
pub type ResultLevelCode = Code<ballot::ResultLevel>;
/// 监票、计票
pub type TellerOfficeCode = Code<ballot::TellerOffice>;
/// 测评选项
pub type ChoiceCode = Code<ballot::Choice>;
