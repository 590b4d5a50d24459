use super::{Action, ActionKind, Actor};
use crate::kernel::{AccountId, DomainError, ErrorCode, PersonId};
use std::marker::PhantomData;

/// What a policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Go ahead.
    Allow,
    /// Readable for the actor, but not allowed: 403.
    Deny,
    /// Not readable for the actor: 404, as if it did not exist.
    Hide,
}

/// Something with a policy of its own.
pub trait Subject {
    /// Decides from the actor's grants and the subject's attributes alone.
    fn decide(&self, actor: &Actor, action: Action) -> Decision;
}

/// Proof that `A` was allowed. Only [`require`] makes one, so a use case that forgets to ask does
/// not compile.
#[derive(Clone, Debug)]
pub struct Permit<A: ActionKind> {
    account: AccountId,
    person: Option<PersonId>,
    _action: PhantomData<A>,
}

impl<A: ActionKind> Permit<A> {
    /// Who was allowed.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The natural person behind the account.
    pub fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// The action's name for audit lines.
    pub fn action_name(&self) -> &'static str {
        A::ACTION.name()
    }
}

/// Asks the policy and hands out the permit.
///
/// # Errors
/// `permission.denied` (403), `resource.not_found` (404) for what the actor may not even see,
/// `auth.password_change_required` (403) before the initial password is changed.
pub fn require<A: ActionKind>(actor: &Actor, subject: &impl Subject) -> Result<Permit<A>, DomainError> {
    if actor.must_change_password && A::ACTION != Action::UseOwnAccount {
        return Err(ErrorCode::PasswordChangeRequired.into());
    }
    match subject.decide(actor, A::ACTION) {
        Decision::Allow => Ok(Permit { account: actor.account, person: actor.person, _action: PhantomData }),
        Decision::Deny => Err(ErrorCode::PermissionDenied.into()),
        Decision::Hide => Err(ErrorCode::NotFound.into()),
    }
}

/// The system's own permit for what happens by lapse of time. Nobody can be granted this action.
pub fn system_permit() -> Permit<super::act::SweepDeadlines> {
    Permit { account: AccountId(uuid::Uuid::nil()), person: None, _action: PhantomData }
}

/// The same question without the permit, for `allowed_actions`.
pub fn allows(actor: &Actor, action: Action, subject: &impl Subject) -> bool {
    !actor.must_change_password && subject.decide(actor, action) == Decision::Allow
}

/// A permit for unit tests of domain methods, whose subject is not the policy.
#[cfg(test)]
pub(crate) fn permit_for_tests<A: ActionKind>() -> Permit<A> {
    Permit { account: AccountId(uuid::Uuid::nil()), person: None, _action: PhantomData }
}
