use super::{Action, Actor, Decision, Role, Subject};
use crate::kernel::{AccountId, DomainError, ErrorCode};

/// The actor's own account: profile, sessions, password.
#[derive(Clone, Copy, Debug)]
pub struct OwnAccount;

impl Subject for OwnAccount {
    fn decide(&self, _actor: &Actor, action: Action) -> Decision {
        if action == Action::UseOwnAccount { Decision::Allow } else { Decision::Deny }
    }
}

/// Somebody's account as administrators see it; `None` for the list and for new ones.
#[derive(Clone, Copy, Debug)]
pub struct AccountSubject {
    /// The account, when one is addressed.
    pub id: Option<AccountId>,
}

impl Subject for AccountSubject {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        if actor.grants_for(action).next().is_some() {
            Decision::Allow
        } else if actor.grants_for(Action::ReadAccounts).next().is_some() || self.id.is_none() {
            Decision::Deny
        } else {
            Decision::Hide
        }
    }
}

/// 审计日志
#[derive(Clone, Copy, Debug)]
pub struct AuditLog;

impl Subject for AuditLog {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        if action == Action::ReadAudit && actor.grants_for(action).next().is_some() {
            Decision::Allow
        } else {
            Decision::Deny
        }
    }
}

/// 三员分立: a person never holds two of the three administrator roles, nor one of them together
/// with a role that sees business data (`domain.md` §2, `quality.md` §2).
///
/// # Errors
/// `role.conflict`.
pub fn check_role_combination(held: &[Role], added: Role) -> Result<(), DomainError> {
    let clash =
        held.iter().any(|role| *role != added && (role.is_administrator() || added.is_administrator()));
    if clash { Err(ErrorCode::RoleConflict.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_exclude_each_other_and_business_roles() {
        assert!(check_role_combination(&[Role::SysAdmin], Role::Auditor).is_err());
        assert!(check_role_combination(&[Role::DcStaff], Role::SecAdmin).is_err());
        assert!(check_role_combination(&[Role::SysAdmin], Role::SysAdmin).is_ok());
        assert!(check_role_combination(&[Role::DcStaff], Role::DcHead).is_ok());
        assert!(check_role_combination(&[Role::Deputy], Role::UnitLeader).is_ok());
    }
}
