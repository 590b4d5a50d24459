use super::{Action, Role};
use crate::kernel::{AccountId, DeputyId, GroupId, LoginSessionId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// Place of a node in the jurisdiction tree: the codes from the root down, each followed by a
/// slash (`321999/01/`), so that a subtree is a prefix.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JurisdictionPath(pub String);

impl JurisdictionPath {
    /// True when `other` is this node or lies below it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// 角色授权: one role within one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Root of the subtree in which it counts.
    pub jurisdiction: JurisdictionPath,
    /// The unit, for roles of [`super::ScopeKind::Unit`].
    pub unit: Option<UnitId>,
    /// The group, for roles of [`super::ScopeKind::Group`].
    pub group: Option<GroupId>,
    /// The deputy, for [`Role::Deputy`] and [`Role::FormerDeputy`].
    pub deputy: Option<DeputyId>,
}

/// Who asks: an account with its grants in force at this moment.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The sign-in it came with.
    pub session: LoginSessionId,
    /// The natural person behind the account, for conflicts of interest.
    pub person: Option<PersonId>,
    /// Name to show in logs of the matter.
    pub display_name: String,
    /// The initial password was not changed yet: nothing but that is allowed.
    pub must_change_password: bool,
    grants: Vec<Grant>,
}

impl Actor {
    /// An actor with the grants read for this request.
    pub fn new(
        account: AccountId,
        session: LoginSessionId,
        person: Option<PersonId>,
        display_name: String,
        grants: Vec<Grant>,
    ) -> Self {
        Self { account, session, person, display_name, must_change_password: false, grants }
    }

    /// Grants in force.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Grants whose role can do `action`.
    pub fn grants_for(&self, action: Action) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.role.can(action))
    }

    /// True when a grant of `role` exists, whatever its scope.
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// True when a grant of `role` covers `path`.
    pub fn has_role_at(&self, role: Role, path: &JurisdictionPath) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.jurisdiction.contains(path))
    }

    /// The seats in which this actor is or was a deputy: what he signed stays his, after his term too.
    pub fn deputies(&self) -> impl Iterator<Item = DeputyId> {
        self.grants
            .iter()
            .filter(|g| matches!(g.role, Role::Deputy | Role::FormerDeputy))
            .filter_map(|g| g.deputy)
    }

    /// The seats this actor holds now.
    pub fn seats(&self) -> impl Iterator<Item = DeputyId> {
        self.grants.iter().filter(|g| g.role == Role::Deputy).filter_map(|g| g.deputy)
    }

    /// True when the actor works for `unit` in `role`.
    pub fn serves(&self, role: Role, unit: UnitId) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.unit == Some(unit))
    }
}
