use crate::authz::{Action, Actor, Decision, Subject};

/// The settings and the working calendar of the installation: read with `settings.read`, changed with `settings.manage` (系统管理员 only).
#[derive(Clone, Copy, Debug)]
pub struct SystemSettings;

impl Subject for SystemSettings {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        let own = matches!(action, Action::ReadSettings | Action::ManageSettings);
        if own && actor.grants_for(action).next().is_some() { Decision::Allow } else { Decision::Deny }
    }
}
