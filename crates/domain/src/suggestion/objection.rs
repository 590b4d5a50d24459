use super::Verdict;
use crate::kernel::{AccountId, DeputyId, UnitId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// 代表对承办单位的异议
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Who objects.
    pub deputy: DeputyId,
    /// Why.
    pub reason: String,
    /// Which unit the deputy would have.
    pub suggested_unit: Option<UnitId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The answer. `Agreed` means that the assignment was recalled.
    pub verdict: Verdict,
    /// Why.
    pub answer: Option<String>,
    /// Who answered.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}
