//! Vocabularies of this feature as the API document shows them.

use crate::http::Code;
use domain::org;

/// 学历
pub type EducationCode = Code<org::Education>;
/// 性别
pub type GenderCode = Code<org::Gender>;
/// 辖区类别
pub type JurisdictionKindCode = Code<org::JurisdictionKind>;
/// 党派
pub type PartyCode = Code<org::Party>;
/// 受保护的字段
pub type ProtectedFieldCode = Code<org::ProtectedField>;
/// 单位类别
pub type UnitKindCode = Code<org::UnitKind>;
/// 系统
pub type UnitSystemCode = Code<org::UnitSystem>;
