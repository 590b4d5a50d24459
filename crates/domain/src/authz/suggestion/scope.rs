use super::{is_government, is_published};
use crate::authz::{Action, Actor, Grant, JurisdictionPath, Role};
use crate::kernel::{AccountId, DeputyId, UnitId};
use crate::suggestion::{Case, SuggestionStatus, TaskStatus};

/// Everything about a matter that decides who may read it. It is stored beside the matter, so that the policy of
/// one record and the filter of a list look at the same facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeFacts {
    /// The node it belongs to.
    pub path: JurisdictionPath,
    /// A deleted draft: nobody's.
    pub deleted: bool,
    /// Drafts belong to the deputies alone.
    pub handed_in: bool,
    /// 涉密: named persons and the head only.
    pub confidential: bool,
    /// Accounts that may read a confidential one.
    pub named: Vec<AccountId>,
    /// Lead, everybody invited to co-sign, and the signers of what was merged into it.
    pub deputies: Vec<DeputyId>,
    /// Units that have or had a part in it, also under a former name.
    pub units: Vec<UnitId>,
    /// Given to the government system.
    pub government: bool,
    /// 对口督办的专（工）委
    pub committee: Option<UnitId>,
    /// Some part of it is published.
    pub published: bool,
}

impl ScopeFacts {
    /// The facts of a matter.
    pub fn of(case: &Case) -> Self {
        let suggestion = &case.suggestion;
        let mut deputies = vec![suggestion.lead];
        deputies.extend(suggestion.cosigners.iter().map(|cosigner| cosigner.deputy));
        for child in &case.children {
            deputies.push(child.lead);
            deputies.extend(&child.cosigners);
        }
        let mut units: Vec<UnitId> = Vec::new();
        for task in case.tasks.iter().filter(|task| task.status != TaskStatus::Cancelled) {
            units.push(task.unit);
            units.extend(&task.former_units);
        }
        units.sort_unstable();
        units.dedup();
        deputies.sort_unstable();
        deputies.dedup();
        let status = suggestion.status;
        Self {
            path: suggestion.path.clone(),
            deleted: status == SuggestionStatus::Deleted,
            handed_in: !matches!(
                status,
                SuggestionStatus::Draft | SuggestionStatus::Cosigning | SuggestionStatus::Deleted
            ),
            confidential: suggestion.confidentiality.confidential,
            named: suggestion.confidentiality.named.clone(),
            deputies,
            units,
            government: case.tasks.iter().any(|task| is_government(case, task)),
            committee: suggestion.classification.committee,
            published: is_published(case),
        }
    }
}

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
    /// What a deputy of an earlier term signed, and nothing else.
    Signer {
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
            Role::FormerDeputy => grant.deputy.map_or(Self::Nothing, |deputy| Self::Signer { deputy }),
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
            | Role::Auditor
            | Role::IntegrationAdmin => Self::Nothing,
        }
    }

    /// Whether the matter is within reach.
    pub fn covers(&self, case: &Case, account: AccountId) -> bool {
        self.admits(&ScopeFacts::of(case), account)
    }

    /// The same, for facts that were stored. Lists say it in SQL.
    pub fn admits(&self, facts: &ScopeFacts, account: AccountId) -> bool {
        let open = !facts.confidential || facts.named.contains(&account);
        match self {
            Self::Jurisdiction { root, all_confidential } => {
                facts.handed_in && root.contains(&facts.path) && (open || *all_confidential)
            }
            Self::Deputy { deputy } => !facts.deleted && (facts.deputies.contains(deputy) || facts.published),
            Self::Signer { deputy } => !facts.deleted && facts.deputies.contains(deputy),
            Self::Unit { unit } => facts.handed_in && open && facts.units.contains(unit),
            Self::Government { root } => {
                facts.handed_in && open && root.contains(&facts.path) && facts.government
            }
            Self::Committee { unit } => facts.handed_in && open && facts.committee == Some(*unit),
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
