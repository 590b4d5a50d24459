//! Vocabularies of this feature as the API document shows them.

use crate::http::Code;
use domain::deputy;

/// 代表状态
pub type DeputyStatusCode = Code<deputy::DeputyStatus>;
/// 代表状态变动
pub type DeputyStepCode = Code<deputy::DeputyStep>;
/// 当选方式
pub type EntryCode = Code<deputy::Entry>;
/// 代表级别
pub type LevelCode = Code<deputy::Level>;
/// 代表构成
pub type OccupationCode = Code<deputy::Occupation>;
/// 不再征询的原因
pub type ReleaseGroundCode = Code<deputy::ReleaseGround>;
/// 暂停执行职务的情形
pub type SuspensionGroundCode = Code<deputy::SuspensionGround>;
/// 资格终止的情形
pub type TerminationGroundCode = Code<deputy::TerminationGround>;
