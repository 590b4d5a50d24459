use super::{Action, Actor, Decision, Subject};

/// A file that somebody is about to hand in (上传附件): whoever writes something to which files belong.
#[derive(Clone, Copy, Debug)]
pub struct NewFile;

impl Subject for NewFile {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        const WRITES: &[Action] = &[
            Action::WriteSuggestion,
            Action::HandleTask,
            Action::SignOffTask,
            Action::DispatchTask,
            Action::RecordPaperFeedback,
            Action::ReviewSuggestion,
            Action::ManageRegisters,
        ];
        let writes = actor.grants().iter().any(|grant| WRITES.iter().any(|right| grant.role.can(*right)));
        if action == Action::UploadFile && writes { Decision::Allow } else { Decision::Deny }
    }
}
