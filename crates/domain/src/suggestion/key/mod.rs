//! 重点督办: how a suggestion becomes one of the year's key suggestions, and how the congress sees to it (domain
//! specification §3.9; 代表法 art. 52).
//!
//! Part of the aggregate, because what it demands is the matter's own: the head of the unit signs the letter in person, the
//! contacts are the matter's contacts, and one version guards both.

mod closing;
mod machine;
mod proposing;
mod supervising;

pub use closing::{CloseKey, KeyClosing, KeyRating, KeyReport};
pub use machine::{KeyStatus, KeyStep, key_target};
pub use proposing::{
    DecideKey, KeyConsultation, KeyDecision, KeyPeople, KeyReason, LeadingOfficial, LeadingOrgan, ProposeKey,
};
pub use supervising::{KeyEvent, KeyEventKind, KeyMilestone, KeyPlan, KeyProgress, NewKeyEvent};

use super::{Case, Ctx, Due, SuggestionStatus};
use crate::authz::{Action, Actor, allows};
use crate::kernel::{AccountId, DomainError, ErrorCode, PersonId, UnitId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// 重点督办 of one year, from the nomination to the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeySupervision {
    /// 年度
    pub year: i32,
    /// State.
    pub status: KeyStatus,
    /// 提名理由, by criterion.
    pub reasons: Vec<KeyReason>,
    /// 提名理由, in words.
    pub reason: String,
    /// Who nominated it.
    pub proposed_by: AccountId,
    /// The committee that nominated it; `None`: the deputies' committee.
    pub proposed_unit: Option<UnitId>,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// 征求政府意见
    pub consultation: Option<KeyConsultation>,
    /// 主任会议决定
    pub decision: Option<KeyDecision>,
    /// Who supervises and who handles it in person; of a chosen one.
    pub people: Option<KeyPeople>,
    /// 制定方案期限
    pub plan_due: Option<Due>,
    /// 办理方案, as last revised.
    pub plan: Option<KeyPlan>,
    /// 督办活动
    pub events: Vec<KeyEvent>,
    /// 进展
    pub progress: Vec<KeyProgress>,
    /// 办理情况报告
    pub report: Option<KeyReport>,
    /// 督办结论
    pub closing: Option<KeyClosing>,
}

impl KeySupervision {
    /// A nomination that waits, or a supervision that goes on.
    pub const fn is_open(&self) -> bool {
        !matches!(self.status, KeyStatus::Declined | KeyStatus::Closed)
    }
}

impl KeyStep {
    /// The action for which a permit is asked.
    pub const fn action(self) -> Action {
        match self {
            Self::Propose => Action::ProposeKeySuggestion,
            Self::Consult | Self::RecordEvent => Action::SuperviseKeySuggestion,
            Self::Choose | Self::Decline | Self::Close => Action::DecideKeySuggestion,
            Self::Plan | Self::ReportProgress | Self::Report => Action::HandleKeySuggestion,
        }
    }
}

impl Case {
    /// The nomination or supervision that is going on, else the last one.
    pub fn key(&self) -> Option<&KeySupervision> {
        self.keys.last()
    }

    /// 领衔督办领导, while the supervision goes on.
    pub fn supervising_leader(&self) -> Option<PersonId> {
        let going_on = |key: &&KeySupervision| {
            matches!(key.status, KeyStatus::Chosen | KeyStatus::Planned | KeyStatus::Reported)
        };
        Some(self.key().filter(going_on)?.people.as_ref()?.supervising_leader)
    }

    /// What `actor` may do now about its supervision, by the steps' codes.
    pub fn allowed_key_actions(&self, actor: &Actor, ctx: &Ctx<'_>) -> Vec<&'static str> {
        KeyStep::ALL
            .iter()
            .filter(|step| allows(actor, step.action(), self) && self.key_ready(**step, ctx).is_ok())
            .map(|step| step.code())
            .collect()
    }

    /// Whether `step` is possible now, whoever takes it.
    ///
    /// # Errors
    /// `state.conflict`, or the code of the guard that fails.
    pub fn key_ready(&self, step: KeyStep, ctx: &Ctx<'_>) -> Result<(), DomainError> {
        let status = self.key().map(|key| key.status);
        let conflict = |state: &str| {
            Err(DomainError::new(ErrorCode::StateConflict).param("state", state).param("step", step.code()))
        };
        if key_target(status, step).is_none() {
            return conflict(status.map_or("", KeyStatus::zh));
        }
        // Before its review nobody knows what it is about; after its end there is nothing left to supervise.
        let goes_on = matches!(
            self.status(),
            SuggestionStatus::Accepted
                | SuggestionStatus::Assigned
                | SuggestionStatus::Handling
                | SuggestionStatus::Replied
                | SuggestionStatus::Evaluated
                | SuggestionStatus::Rehandling
                | SuggestionStatus::Tracking
        );
        let ended = self.status() == SuggestionStatus::Closed;
        let fits = match step {
            KeyStep::Propose | KeyStep::Consult | KeyStep::Choose | KeyStep::Plan => goes_on,
            KeyStep::Decline => true,
            KeyStep::RecordEvent | KeyStep::ReportProgress | KeyStep::Report | KeyStep::Close => {
                goes_on || ended
            }
        };
        if !fits {
            return conflict(self.status().zh());
        }
        match step {
            KeyStep::Report => self.key_report_waits_for(ctx).into_iter().next().map_or(Ok(()), Err),
            _ => Ok(()),
        }
    }

    /// # Errors
    /// `resource.not_found` without any.
    fn key_mut(&mut self) -> Result<&mut KeySupervision, DomainError> {
        self.keys.last_mut().ok_or_else(|| ErrorCode::NotFound.into())
    }
}
