//! 代办（外出代理): while somebody is away another of the same office is told what he is told. It gives no right.

use crate::authz::{Actor, ScopeKind};
use crate::kernel::{AccountId, ErrorCode, FieldChecks, FieldError};
use chrono::NaiveDate;

/// Longest time somebody can be stood in for, days.
const LONGEST: i64 = 180;

/// What is written when somebody goes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubstitutionData {
    /// Who stands in.
    pub substitute: AccountId,
    /// First day.
    pub from: NaiveDate,
    /// Last day; it ends by itself.
    pub until: NaiveDate,
}

/// Somebody stands in for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// Who is away.
    pub away: AccountId,
    /// Who stands in.
    pub substitute: AccountId,
}

/// Checks a substitution: days to come, and an office that both hold. A deputy's mandate is his own: nobody stands in.
///
/// # Errors
/// `validation.failed` at `#/from`, `#/until`, `#/substitute_id`.
pub fn check_substitution(
    away: &Actor,
    substitute: Option<&Actor>,
    data: &SubstitutionData,
    today: NaiveDate,
    checks: &mut FieldChecks,
) {
    if data.until < today {
        checks.refuse(FieldError::too_early("#/until", today));
    }
    if data.until < data.from {
        checks.refuse(FieldError::too_early("#/until", data.from));
    } else if (data.until - data.from).num_days() > LONGEST {
        checks.refuse(FieldError::new("#/until", ErrorCode::ValueOutOfRange).param("max", LONGEST));
    }
    let shared =
        substitute.is_some_and(|other| other.account != away.account && share_an_office(away, other));
    if !shared {
        checks.refuse(FieldError::new("#/substitute_id", ErrorCode::SubstituteNotOfTheOffice));
    }
}

/// The same role in the same unit, group or node.
pub(super) fn share_an_office(one: &Actor, other: &Actor) -> bool {
    one.grants()
        .iter()
        .any(|grant| grant.role.scope_kind() != ScopeKind::Deputy && other.grants().contains(grant))
}
