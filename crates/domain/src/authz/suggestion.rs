//! Policy of suggestions and their tasks: role × ownership × unit × state × confidentiality × conflict of interest.

mod scope;
mod sight;

pub use scope::{ScopeFacts, SuggestionReach, SuggestionScope};
pub use sight::{Names, Sight};

use super::{Action, Actor, Decision, Grant, Role, Subject};
use crate::kernel::DeputyId;
use crate::suggestion::{
    Case, HandlingTask, PublicationStatus, SuggestionStatus, TaskTier, Urge, UrgeBy, UrgeCapacity,
};

/// The rights of the roles, in the parts that the role table is made of (§2).
pub(super) mod rights {
    use super::Action::{self, *};

    pub const DEPUTY: &[Action] = &[
        ReadSuggestion,
        WriteSuggestion,
        CosignSuggestion,
        WithdrawSuggestion,
        ObjectToUnit,
        UrgeSuggestion,
        EvaluateSuggestion,
        ReportPressure,
        ConfirmContact,
    ];
    /// What a carried-over matter needs of its deputies after their term.
    pub const FORMER_DEPUTY: &[Action] =
        &[ReadSuggestion, WithdrawSuggestion, EvaluateSuggestion, ReportPressure, ConfirmContact];
    pub const DC_STAFF: &[Action] = &[
        ReadSuggestion,
        ExportSuggestions,
        ReviewSuggestion,
        ProtectSuggestion,
        MergeSuggestion,
        AssignSuggestion,
        UrgeSuggestion,
        RecordPaperFeedback,
        ReadPressure,
        HandleEvaluation,
        CloseSuggestion,
        JudgeCommitment,
        ProposePublication,
        PreReviewReply,
        TransferTask,
        ProposeKeySuggestion,
        SuperviseKeySuggestion,
        FreezeStandingReport,
        ReadStandingReports,
    ];
    pub const DC_HEAD: &[Action] =
        &[RefuseSuggestion, DecideSendBack, DecideExtension, OrderRehandle, PublishSuggestion];
    pub const COMMITTEE: &[Action] =
        &[ReadSuggestion, ExportSuggestions, UrgeSuggestion, ProposeKeySuggestion, SuperviseKeySuggestion];
    pub const OVERSEER: &[Action] = &[
        ReadSuggestion,
        ExportSuggestions,
        DecideKeySuggestion,
        SuperviseKeySuggestion,
        UrgeSuggestion,
        ReadStandingReports,
    ];
    pub const GOV_DISPATCH: &[Action] = &[
        ReadSuggestion,
        ExportSuggestions,
        SignForTask,
        RequestSendBack,
        DecideSendBack,
        DispatchTask,
        PreReviewReply,
        UrgeSuggestion,
    ];
    pub const UNIT_HANDLER: &[Action] = &[
        ReadSuggestion,
        ExportSuggestions,
        SignForTask,
        HandleTask,
        DeliverReply,
        AcknowledgeUrge,
        ReportCommitment,
        MarkCoOpinionMissing,
        HandleKeySuggestion,
    ];
    pub const UNIT_LEADER: &[Action] = &[RequestSendBack, SignOffTask, ReturnCoOpinion];
}

/// One task of a case, for actions on tasks.
#[derive(Clone, Copy, Debug)]
pub struct TaskSubject<'a> {
    /// The matter.
    pub case: &'a Case,
    /// Its task.
    pub task: &'a HandlingTask,
}

/// A suggestion that does not exist yet, for a deputy who begins one.
#[derive(Clone, Copy, Debug)]
pub struct NewSuggestion {
    /// For whom.
    pub lead: DeputyId,
}

impl Subject for NewSuggestion {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        let own = actor.grants_for(action).any(|grant| grant.deputy == Some(self.lead));
        if action == Action::WriteSuggestion && own { Decision::Allow } else { Decision::Deny }
    }
}

impl Subject for Case {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        decide(self, None, actor, action)
    }
}

impl Subject for TaskSubject<'_> {
    fn decide(&self, actor: &Actor, action: Action) -> Decision {
        decide(self.case, Some(self.task), actor, action)
    }
}

fn decide(case: &Case, task: Option<&HandlingTask>, actor: &Actor, action: Action) -> Decision {
    if !readable(case, actor) {
        return Decision::Hide;
    }
    let allowed = action == Action::ReadSuggestion
        || (actor.grants_for(action).any(|grant| grant_allows(case, task, actor, grant, action))
            && !in_conflict(case, actor, action));
    if allowed { Decision::Allow } else { Decision::Deny }
}

/// The deputy of the actor who takes part in this matter: lead, co-signer or lead of a merged one.
pub fn acting_deputy(case: &Case, actor: &Actor) -> Option<DeputyId> {
    actor.deputies().find(|deputy| takes_part(case, *deputy))
}

fn takes_part(case: &Case, deputy: DeputyId) -> bool {
    let suggestion = &case.suggestion;
    suggestion.lead == deputy
        || suggestion.cosigner(deputy).is_some()
        || case.children.iter().any(|child| child.lead == deputy || child.cosigners.contains(&deputy))
}

/// True for the leader of the standing committee who supervises this key suggestion now (领衔督办领导).
fn supervises(case: &Case, actor: &Actor) -> bool {
    actor.person.is_some() && case.supervising_leader() == actor.person
}

/// In which capacities (催办身份) the actor may urge in this matter, offices before seats. Whoever has several chooses.
pub fn urge_capacities(case: &Case, actor: &Actor) -> Vec<UrgeCapacity> {
    let mut all: Vec<UrgeCapacity> = actor
        .grants_for(Action::UrgeSuggestion)
        .filter(|grant| grant_allows(case, None, actor, grant, Action::UrgeSuggestion))
        .filter_map(|grant| match grant.role {
            Role::DcStaff | Role::DcHead => Some(UrgeCapacity::office(UrgeBy::Congress)),
            Role::GovDispatch => Some(UrgeCapacity::office(UrgeBy::Government)),
            Role::Committee => grant.unit.map(UrgeCapacity::committee),
            Role::ScLeader => Some(UrgeCapacity::office(UrgeBy::Leader)),
            Role::Deputy => grant.deputy.map(UrgeCapacity::deputy),
            _ => None,
        })
        .collect();
    all.sort_by_key(|one| (one.by == UrgeBy::Deputy, one.by, one.deputy));
    all.dedup();
    all
}

/// Whether the actor may answer this urge: for the unit that was urged, or, where the whole matter was or that part has
/// ended, for any unit at work on it.
pub fn may_answer_urge(case: &Case, urge: &Urge, actor: &Actor) -> bool {
    let task = urge
        .task
        .and_then(|id| case.task(id).ok())
        .filter(|task| task.status.is_live() && task.tier == TaskTier::Unit);
    urge.acknowledged_at.is_none() && decide(case, task, actor, Action::AcknowledgeUrge) == Decision::Allow
}

/// Whether the actor may know that the matter exists.
fn readable(case: &Case, actor: &Actor) -> bool {
    actor
        .grants_for(Action::ReadSuggestion)
        .any(|grant| SuggestionReach::of(grant).covers(case, actor.account))
}

/// True when some published part makes it visible to every deputy.
fn is_published(case: &Case) -> bool {
    case.publications.iter().any(|publication| publication.status == PublicationStatus::Released)
}

/// True when the task was given to the government system, or dispatched by it.
pub(crate) fn is_government(case: &Case, task: &HandlingTask) -> bool {
    task.tier == TaskTier::System
        || task
            .parent
            .is_some_and(|parent| case.tasks.iter().any(|t| t.id == parent && t.tier == TaskTier::System))
}

fn grant_allows(
    case: &Case,
    task: Option<&HandlingTask>,
    actor: &Actor,
    grant: &Grant,
    action: Action,
) -> bool {
    if !SuggestionReach::of(grant).covers(case, actor.account) {
        return false;
    }
    match grant.role {
        Role::Deputy | Role::FormerDeputy => {
            grant.deputy.is_some_and(|deputy| deputy_may(case, deputy, action))
        }
        Role::DcStaff => match action {
            // The deputy insisted: the head decides, one way or the other.
            Action::ReviewSuggestion => !awaits_head(case),
            // Pre-review of government units is the government office's; the committee does the others.
            Action::PreReviewReply => task.is_some_and(|task| !is_government(case, task)),
            _ => true,
        },
        Role::DcHead => true,
        Role::GovDispatch => match (action, task) {
            (Action::UrgeSuggestion, None) => true,
            (Action::SignForTask | Action::RequestSendBack | Action::DispatchTask, Some(task)) => {
                task.tier == TaskTier::System
            }
            // Its own tier: what it dispatched itself.
            (Action::DecideSendBack | Action::PreReviewReply, Some(task)) => {
                task.tier == TaskTier::Unit && is_government(case, task)
            }
            (Action::UrgeSuggestion, Some(task)) => is_government(case, task),
            _ => false,
        },
        // A co-unit's opinion is judged by the unit that needs it.
        Role::UnitHandler | Role::UnitLeader
            if matches!(action, Action::ReturnCoOpinion | Action::MarkCoOpinionMissing) =>
        {
            case.answering_tasks()
                .any(|lead| lead.role == crate::suggestion::TaskRole::Lead && grant.unit == Some(lead.unit))
        }
        // Handled by who answers, not by who gives an opinion.
        Role::UnitHandler | Role::UnitLeader if action == Action::HandleKeySuggestion => {
            case.answering_tasks().any(|answering| grant.unit == Some(answering.unit))
        }
        Role::UnitHandler | Role::UnitLeader => match task {
            Some(task) => {
                task.tier == TaskTier::Unit && grant.unit == Some(task.unit) && task.status.is_live()
            }
            // Matter-level actions of a unit are about what it promised or was urged to do.
            None => {
                grant.unit.is_some_and(|unit| case.tasks.iter().any(|t| t.unit == unit && t.status.is_live()))
            }
        },
        Role::Committee => matches!(
            action,
            Action::UrgeSuggestion | Action::ProposeKeySuggestion | Action::SuperviseKeySuggestion
        ),
        Role::ScLeader => match action {
            Action::DecideKeySuggestion | Action::SuperviseKeySuggestion => true,
            // 领衔督办领导: the leader of this matter, not any leader.
            Action::UrgeSuggestion => supervises(case, actor),
            _ => false,
        },
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
        | Role::IntegrationAdmin => false,
    }
}

/// A suggestion on which its deputy insists and that waits for the decision.
fn awaits_head(case: &Case) -> bool {
    case.suggestion.insisted && case.status() == SuggestionStatus::Submitted
}

/// What a deputy may do by ownership; states and times are the aggregate's own guards.
fn deputy_may(case: &Case, deputy: DeputyId, action: Action) -> bool {
    let suggestion = &case.suggestion;
    let lead = suggestion.lead == deputy;
    match action {
        Action::WriteSuggestion => lead,
        Action::CosignSuggestion => suggestion.cosigner(deputy).is_some(),
        Action::WithdrawSuggestion
        | Action::ObjectToUnit
        | Action::UrgeSuggestion
        | Action::ReportPressure => {
            suggestion.is_signer(deputy) || case.children.iter().any(|child| child.lead == deputy)
        }
        // Who exactly rates which reply is the aggregate's matter: it knows who still holds a seat.
        Action::EvaluateSuggestion => takes_part(case, deputy),
        Action::ConfirmContact => takes_part(case, deputy),
        _ => false,
    }
}

/// §8.5 I13: somebody who signed the suggestion as a deputy does not handle it for a unit.
fn in_conflict(case: &Case, actor: &Actor, action: Action) -> bool {
    let for_the_unit = matches!(
        action,
        Action::SignOffTask
            | Action::ReturnCoOpinion
            | Action::PreReviewReply
            | Action::DecideSendBack
            | Action::DecideExtension
    );
    for_the_unit && actor.deputies().any(|deputy| takes_part(case, deputy))
}
