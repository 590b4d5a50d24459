use super::{Action, Actor, Decision, JurisdictionPath, Subject};

/// 督办会 at its node of the tree.
#[derive(Clone, Copy, Debug)]
pub struct MeetingRecord<'a> {
    /// The node whose congress it is.
    pub path: &'a JurisdictionPath,
    /// A result has been announced.
    pub announced: bool,
}

impl MeetingRecord<'_> {
    /// Those who hold the meeting or count its ballots see it from the beginning; the others see what was announced.
    fn sees_it_whole(self, actor: &Actor) -> bool {
        actor.grants_for(Action::CountBallots).any(|grant| grant.jurisdiction.contains(self.path))
    }
}

impl Subject for MeetingRecord<'_> {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        // Deputies of a town belong to the county's congress as well, so readers look upwards too.
        let reads = actor
            .grants_for(Action::ReadSupervisionMeeting)
            .any(|grant| grant.jurisdiction.contains(self.path) || self.path.contains(&grant.jurisdiction));
        let readable = self.sees_it_whole(actor) || (reads && self.announced);
        let allowed = match action {
            Action::ReadSupervisionMeeting => readable,
            _ => actor.grants_for(action).any(|grant| grant.jurisdiction.contains(self.path)),
        };
        match (allowed, readable) {
            (true, _) => Decision::Allow,
            (false, true) => Decision::Deny,
            (false, false) => Decision::Hide,
        }
    }
}

/// Meetings as such: the list, a new one.
#[derive(Clone, Copy, Debug)]
pub struct MeetingCollection;

impl Subject for MeetingCollection {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        if actor.grants_for(action).next().is_some() { Decision::Allow } else { Decision::Deny }
    }
}
