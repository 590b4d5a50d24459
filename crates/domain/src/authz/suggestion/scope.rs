use super::{has_unit, is_government, is_published};
use crate::authz::{Action, Actor, Grant, JurisdictionPath, Role};
use crate::kernel::{AccountId, DeputyId, UnitId};
use crate::suggestion::{Case, SuggestionStatus};

/// What one grant lets its holder read. [`SuggestionReach::covers`] answers for one matter; lists turn the same
/// value into SQL, so that a row is in a list exactly when it can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionReach {
    /// Everything handed in below this node; confidential ones only when `all_confidential`, or named.
    Jurisdiction {
        /// Root of the subtree.
        root: JurisdictionPath,
        /// Reads confidential ones without being named (head, leaders).
        all_confidential: bool,
    },
    /// Own drafts, own co-signatures and invitations, merged ones; and published ones.
    Deputy {
        /// Who.
        deputy: DeputyId,
    },
    /// Matters in which the unit has or had a task; confidential ones only when named.
    Unit {
        /// Which unit.
        unit: UnitId,
    },
    /// Matters assigned to the government system; confidential ones only when named.
    Government {
        /// Root of the subtree.
        root: JurisdictionPath,
    },
    /// Matters of the committee's field; confidential ones only when named.
    Committee {
        /// Which committee.
        unit: UnitId,
    },
    /// Nothing.
    Nothing,
}

impl SuggestionReach {
    /// The reach of a grant.
    pub fn of(grant: &Grant) -> Self {
        match grant.role {
            Role::DcStaff => Self::Jurisdiction { root: grant.jurisdiction.clone(), all_confidential: false },
            Role::DcHead | Role::ScLeader => {
                Self::Jurisdiction { root: grant.jurisdiction.clone(), all_confidential: true }
            }
            Role::Deputy => grant.deputy.map_or(Self::Nothing, |deputy| Self::Deputy { deputy }),
            Role::UnitHandler | Role::UnitLeader => {
                grant.unit.map_or(Self::Nothing, |unit| Self::Unit { unit })
            }
            Role::GovDispatch => Self::Government { root: grant.jurisdiction.clone() },
            Role::Committee => grant.unit.map_or(Self::Nothing, |unit| Self::Committee { unit }),
            Role::GroupConvenor
            | Role::GroupLiaison
            | Role::StationKeeper
            | Role::TownNpc
            | Role::ScOffice
            | Role::ScMember
            | Role::Credentials
            | Role::CountyLeader
            | Role::HotlineAgent
            | Role::SysAdmin
            | Role::SecAdmin
            | Role::Auditor => Self::Nothing,
        }
    }

    /// Whether the matter is within reach.
    pub fn covers(&self, case: &Case, account: AccountId) -> bool {
        let suggestion = &case.suggestion;
        let open =
            !suggestion.confidentiality.confidential || suggestion.confidentiality.named.contains(&account);
        // Drafts belong to the deputies alone; deleted ones to nobody.
        let handed_in = !matches!(
            suggestion.status,
            SuggestionStatus::Draft | SuggestionStatus::Cosigning | SuggestionStatus::Deleted
        );
        match self {
            Self::Jurisdiction { root, all_confidential } => {
                handed_in && root.contains(&suggestion.path) && (open || *all_confidential)
            }
            Self::Deputy { deputy } => {
                suggestion.status != SuggestionStatus::Deleted
                    && (suggestion.lead == *deputy
                        || suggestion.cosigner(*deputy).is_some()
                        || case.children.iter().any(|c| c.lead == *deputy || c.cosigners.contains(deputy))
                        || is_published(case))
            }
            Self::Unit { unit } => handed_in && open && has_unit(case, *unit),
            Self::Government { root } => {
                handed_in
                    && open
                    && root.contains(&suggestion.path)
                    && case.tasks.iter().any(|task| is_government(case, task))
            }
            Self::Committee { unit } => {
                handed_in && open && suggestion.classification.committee == Some(*unit)
            }
            Self::Nothing => false,
        }
    }
}

/// Which suggestions a list, count, export, search or feed may return: the union of the reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestionScope {
    /// For whom: named persons read confidential matters.
    pub account: AccountId,
    /// Any of these suffices; empty means that nothing is visible.
    pub reaches: Vec<SuggestionReach>,
}

impl SuggestionScope {
    /// The scope of the actor.
    pub fn of(actor: &Actor) -> Self {
        let mut reaches: Vec<SuggestionReach> = Vec::new();
        if !actor.must_change_password {
            for grant in actor.grants_for(Action::ReadSuggestion) {
                let reach = SuggestionReach::of(grant);
                if reach != SuggestionReach::Nothing && !reaches.contains(&reach) {
                    reaches.push(reach);
                }
            }
        }
        Self { account: actor.account, reaches }
    }

    /// The twin of `require::<act::ReadSuggestion>`.
    pub fn covers(&self, case: &Case) -> bool {
        self.reaches.iter().any(|reach| reach.covers(case, self.account))
    }
}
