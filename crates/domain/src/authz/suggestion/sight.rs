use super::{ScopeFacts, is_government};
use crate::authz::{Actor, Role};
use crate::kernel::{DeputyId, UnitId};
use crate::suggestion::Case;

/// Whether the deputies' names are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// 显示姓名
    Shown,
    /// 受保护代表: “受保护代表” stands in place of every name, group and telephone.
    Hidden,
}

/// What of a readable matter one actor sees (可见范围). The representation is built from it, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The deputies' names.
    pub names: Names,
    /// Only the published parts: a deputy who reads another's matter.
    pub published_only: bool,
    /// Send-backs, extensions, objections, urges, the log of states.
    pub handling: bool,
    /// Contact logs.
    pub contacts: bool,
    /// Drafts of replies and co-opinions, pre-review remarks.
    pub drafts: bool,
    /// Issued co-opinions.
    pub co_opinions: bool,
    /// Ratings (always after they were handed in; nobody sees who is about to rate).
    pub feedback: bool,
    /// Private reports of pressure.
    pub pressure: bool,
    /// Remarks of the review to the deputy.
    pub review: bool,
    /// Telephones of the signers: unit users of the matter may call them, unless protected.
    pub telephones: bool,
}

impl Sight {
    /// What this actor sees of the matter. Call it only for a matter that the actor may read.
    pub fn of(case: &Case, actor: &Actor) -> Self {
        Self::of_facts(&ScopeFacts::of(case), case.suggestion.confidentiality.hide_names_from_units, actor)
    }

    /// The same from the facts that lists store; `protected`: units see no deputy's name.
    pub fn of_facts(facts: &ScopeFacts, protected: bool, actor: &Actor) -> Self {
        let path = &facts.path;
        let committee_desk = actor.has_role_at(Role::DcStaff, path) || actor.has_role_at(Role::DcHead, path);
        let leader = actor.has_role_at(Role::ScLeader, path);
        let signer = actor.deputies().any(|deputy| facts.deputies.contains(&deputy));
        let government = actor.has_role_at(Role::GovDispatch, path) && facts.government;
        let unit = actor.grants().iter().any(|grant| {
            matches!(grant.role, Role::UnitHandler | Role::UnitLeader)
                && grant.unit.is_some_and(|unit| facts.units.contains(&unit))
        });
        let field = actor.grants().iter().any(|grant| {
            grant.role == Role::Committee && grant.unit.is_some() && grant.unit == facts.committee
        });
        let congress = committee_desk || leader || field;
        let insider = congress || signer || government || unit;
        Self {
            names: if protected && !(congress || signer) { Names::Hidden } else { Names::Shown },
            published_only: !insider,
            handling: insider,
            contacts: insider,
            drafts: committee_desk || government || unit,
            co_opinions: congress || government || unit,
            feedback: insider,
            pressure: committee_desk,
            review: committee_desk || leader || signer,
            telephones: committee_desk || ((government || unit) && !protected),
        }
    }

    /// A unit sees the drafts of its own tasks only; the government office those of its departments.
    pub fn sees_drafts_of(case: &Case, actor: &Actor, unit: UnitId) -> bool {
        let path = &case.suggestion.path;
        actor.has_role_at(Role::DcStaff, path)
            || actor.has_role_at(Role::DcHead, path)
            || actor.serves(Role::UnitHandler, unit)
            || actor.serves(Role::UnitLeader, unit)
            || (actor.has_role_at(Role::GovDispatch, path)
                && case.tasks.iter().any(|task| task.unit == unit && is_government(case, task)))
    }

    /// Whether a report of pressure is shown: to the committee's desk, and to the deputy who made it.
    pub fn sees_pressure_of(self, actor: &Actor, deputy: DeputyId) -> bool {
        self.pressure || actor.deputies().any(|own| own == deputy)
    }
}
