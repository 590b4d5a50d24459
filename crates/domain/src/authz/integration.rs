use super::{Action, Actor, Decision, JurisdictionPath, Subject};

/// 接口密钥: somebody's key, at its node of the tree.
#[derive(Clone, Debug)]
pub struct KeyRecord<'a> {
    /// The node the key belongs to.
    pub path: &'a JurisdictionPath,
}

impl Subject for KeyRecord<'_> {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        let reaches = |action| actor.grants_for(action).any(|grant| grant.jurisdiction.contains(self.path));
        if reaches(action) {
            Decision::Allow
        } else if reaches(Action::ReadApiKeys) {
            Decision::Deny
        } else {
            Decision::Hide
        }
    }
}

/// Keys as such: the list, a new one. There is nothing yet that could be hidden.
#[derive(Clone, Copy, Debug)]
pub struct KeyCollection;

impl Subject for KeyCollection {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        if actor.grants_for(action).next().is_some() { Decision::Allow } else { Decision::Deny }
    }
}
