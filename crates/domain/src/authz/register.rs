use super::{Action, Actor, Decision, JurisdictionPath, Subject};
use crate::kernel::PersonId;

/// A row of a register (名册): term, unit, deputy, group … at its node of the tree.
#[derive(Clone, Debug)]
pub struct Register<'a> {
    /// The node the row belongs to.
    pub path: &'a JurisdictionPath,
}

impl Subject for Register<'_> {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        let reaches = |action| {
            // Readers of a county see its registers whole: a town's clerk must find the county's
            // units. Writing is limited to the granted subtree.
            actor.grants_for(action).any(|grant| {
                grant.jurisdiction.contains(self.path)
                    || (action == Action::ReadRegisters && self.path.contains(&grant.jurisdiction))
            })
        };
        if reaches(action) {
            Decision::Allow
        } else if reaches(Action::ReadRegisters) {
            Decision::Deny
        } else {
            Decision::Hide
        }
    }
}

/// What the register holds of a person (人员登记信息) beyond the public profile: those who keep or need
/// it, within their subtree, and the person.
#[derive(Clone, Debug)]
pub struct PersonRecord<'a> {
    /// The node that keeps the record.
    pub path: &'a JurisdictionPath,
    /// Whose record it is.
    pub person: PersonId,
}

impl Subject for PersonRecord<'_> {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        let reaches = |action| actor.grants_for(action).any(|grant| grant.jurisdiction.contains(self.path));
        let own = actor.person == Some(self.person);
        let allowed = match action {
            Action::ReadPersons => own || reaches(action),
            // Whoever holds the right holds it for himself, wherever the record is kept.
            Action::UpdateOwnContact => own && actor.grants_for(action).next().is_some(),
            _ => reaches(action),
        };
        if allowed {
            Decision::Allow
        } else if reaches(Action::ReadPersons) {
            Decision::Deny
        } else {
            Decision::Hide
        }
    }
}

/// A collection as such (the list, a new row): there is nothing yet that could be hidden.
#[derive(Clone, Copy, Debug)]
pub struct PublicRegister;

impl Subject for PublicRegister {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        if actor.grants_for(action).next().is_some() { Decision::Allow } else { Decision::Deny }
    }
}

/// Which rows a list may return: the subtrees of these nodes and the nodes above them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Roots of the visible subtrees; empty means nothing is visible.
    pub roots: Vec<JurisdictionPath>,
}

impl Scope {
    /// The scope of `action` for `actor`.
    pub fn of(actor: &Actor, action: Action) -> Self {
        Self { roots: actor.grants_for(action).map(|grant| grant.jurisdiction.clone()).collect() }
    }

    /// The scope of records of persons for `actor`: only subtrees, never the nodes above.
    pub fn prefixes(&self) -> Vec<String> {
        self.roots.iter().map(|root| root.0.clone()).collect()
    }

    /// True when nothing is visible.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// The twin of [`Register`]'s policy for one path.
    pub fn covers(&self, path: &JurisdictionPath) -> bool {
        self.roots.iter().any(|root| root.contains(path) || path.contains(root))
    }
}
