//! The aggregate: one suggestion with everything that happens to it (一件一档).

use super::{
    Commitment, Feedback, FileLook, FollowUp, HandlingTask, PressureFlag, Publication, PublicationLook,
    Reply, ReplyCategory, Suggestion, SuggestionStatus, SuggestionStep, TaskRole, TaskStatus, TaskStep, Urge,
    machine::targets, task_machine::task_targets,
};
use crate::file::FileReading;
use crate::kernel::{
    AccountId, DeputyId, DomainError, ErrorCode, FileId, HandlingTaskId, ReplyId, SuggestionId, Version,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// One line of the matter's history (状态沿革). Append-only; every change of state has exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusLog {
    /// The task, or the suggestion itself.
    pub task: Option<HandlingTaskId>,
    /// State before; `None` when it came into being.
    pub from: Option<String>,
    /// State after.
    pub to: String,
    /// The step that led there.
    pub step: String,
    /// Who; `None`: the system.
    pub by: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Reason or remark.
    pub note: Option<String>,
}

/// A suggestion merged into this one (并入件): its deputies are answered and rate too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedChild {
    /// The suggestion.
    pub suggestion: SuggestionId,
    /// Its internal code.
    pub code: Option<String>,
    /// Its own official number, when it had been accepted before.
    pub official_no: Option<super::OfficialNumber>,
    /// Its title.
    pub title: String,
    /// Its lead deputy: answered and asked to rate.
    pub lead: DeputyId,
    /// Its confirmed co-signers.
    pub cosigners: Vec<DeputyId>,
    /// Who merged.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// 代表建议及其办理全过程: the unit of loading, locking and saving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The root.
    pub suggestion: Suggestion,
    /// 并入件
    pub children: Vec<MergedChild>,
    /// 办理任务, of all rounds, in the order in which they came into being.
    pub tasks: Vec<HandlingTask>,
    /// 答复
    pub replies: Vec<Reply>,
    /// 类别沿革, by task.
    pub categories: Vec<(HandlingTaskId, super::CategoryChange)>,
    /// 评价
    pub feedbacks: Vec<Feedback>,
    /// 不满意处理
    pub follow_ups: Vec<FollowUp>,
    /// 干预反映: the deputies' committee alone reads them.
    pub pressure_flags: Vec<PressureFlag>,
    /// 催请评价, by instant.
    pub feedback_reminders: Vec<DateTime<Utc>>,
    /// 承诺
    pub commitments: Vec<Commitment>,
    /// 公开
    pub publications: Vec<Publication>,
    /// 公开审看
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub looks: Vec<PublicationLook>,
    /// 附件公开审看
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub file_looks: Vec<FileLook>,
    /// What was read out of its files, as far as a command needs to know: looked up each time, never stored with the matter.
    #[serde(skip)]
    pub file_readings: BTreeMap<FileId, Arc<FileReading>>,
    /// 催办
    pub urges: Vec<Urge>,
    /// 重点督办, by nomination; the last one is the one that counts.
    #[serde(default)]
    pub keys: Vec<super::KeySupervision>,
    /// 沿革
    pub log: Vec<StatusLog>,
    /// Optimistic lock.
    pub version: Version,
}

impl Case {
    /// Identity of the root.
    pub fn id(&self) -> SuggestionId {
        self.suggestion.id
    }

    /// State of the root.
    pub fn status(&self) -> SuggestionStatus {
        self.suggestion.status
    }

    /// Where `step` may lead now; empty when it is refused.
    pub fn targets(&self, step: SuggestionStep) -> &'static [SuggestionStatus] {
        targets(self.status(), step)
    }

    /// # Errors
    /// `state.conflict` when the machine has no such step in this state.
    pub(super) fn permits(&self, step: SuggestionStep) -> Result<(), DomainError> {
        if self.targets(step).is_empty() {
            return Err(DomainError::new(ErrorCode::StateConflict)
                .param("state", self.status().zh())
                .param("step", step.code()));
        }
        Ok(())
    }

    /// # Errors
    /// `resource.not_found`.
    pub fn task(&self, id: HandlingTaskId) -> Result<&HandlingTask, DomainError> {
        self.tasks.iter().find(|task| task.id == id).ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// # Errors
    /// `resource.not_found`.
    pub(super) fn task_mut(&mut self, id: HandlingTaskId) -> Result<&mut HandlingTask, DomainError> {
        self.tasks.iter_mut().find(|task| task.id == id).ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// # Errors
    /// `resource.not_found`; `state.conflict` when the task's machine has no such step in its state, or when
    /// the suggestion is no longer with the units.
    pub(super) fn permits_task(&self, id: HandlingTaskId, step: TaskStep) -> Result<(), DomainError> {
        let task = self.task(id)?;
        let conflict = |state: &str| {
            Err(DomainError::new(ErrorCode::StateConflict).param("state", state).param("step", step.code()))
        };
        if task_targets(task.status, step).is_empty() {
            return conflict(task.status.zh());
        }
        // Letters are delivered, supplemented and their talks confirmed after the matter as a whole has moved on.
        let after_reply = matches!(
            step,
            TaskStep::Deliver
                | TaskStep::SupplementReply
                | TaskStep::ConfirmContact
                | TaskStep::DisputeContact
                | TaskStep::LogContact
                | TaskStep::FinishCoOpinion
                | TaskStep::FinishSystemTask
                | TaskStep::Transfer
        ) && self.status().is_answered()
            && self.status() != SuggestionStatus::Archived;
        if self.status().is_with_units() || after_reply { Ok(()) } else { conflict(self.status().zh()) }
    }

    /// Live tasks of the present round.
    pub fn current_tasks(&self) -> impl Iterator<Item = &HandlingTask> {
        let round = self.suggestion.round;
        self.tasks.iter().filter(move |task| task.round == round && task.status.is_live())
    }

    /// Live tasks of the present round that owe the deputies a letter.
    pub fn answering_tasks(&self) -> impl Iterator<Item = &HandlingTask> {
        self.current_tasks().filter(|task| task.owes_reply())
    }

    /// Live co-handling tasks of the present round whose opinion `task` waits for: those dispatched together
    /// with it, or directly assigned ones for a directly assigned lead.
    pub fn co_tasks_of<'a>(&'a self, task: &'a HandlingTask) -> impl Iterator<Item = &'a HandlingTask> + 'a {
        let leads = task.role == TaskRole::Lead;
        self.current_tasks().filter(move |co| leads && co.owes_co_opinion())
    }

    /// # Errors
    /// `resource.not_found`.
    pub fn reply(&self, id: ReplyId) -> Result<&Reply, DomainError> {
        self.replies.iter().find(|reply| reply.id == id).ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// The letter being written for `task`.
    pub fn draft_of(&self, task: HandlingTaskId) -> Option<&Reply> {
        self.replies.iter().rev().find(|reply| reply.task == task && !reply.is_issued())
    }

    /// The first letter issued for `task`.
    pub fn first_reply_of(&self, task: HandlingTaskId) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.task == task && reply.is_issued())
    }

    /// The last letter issued for `task`: its category is the task's.
    pub fn last_reply_of(&self, task: HandlingTaskId) -> Option<&Reply> {
        self.replies.iter().rev().find(|reply| reply.task == task && reply.is_issued())
    }

    /// Letters that the deputies rate: the first one of every answering task of the present round.
    pub fn replies_to_rate(&self) -> Vec<&Reply> {
        self.answering_tasks().filter_map(|task| self.first_reply_of(task.id)).collect()
    }

    /// The category of the matter as a whole: that of its worst current letter, since a matter is solved only
    /// when every part is. A task that was handled again counts with its successor's letter.
    pub fn category(&self) -> Option<ReplyCategory> {
        self.current_letters().map(|reply| reply.content.category).max()
    }

    /// The letter in force for every part of the matter.
    pub fn current_letters(&self) -> impl Iterator<Item = &Reply> {
        self.tasks.iter().filter(|task| task.owes_reply()).filter_map(|task| {
            let superseded = self
                .tasks
                .iter()
                .any(|later| later.follows == Some(task.id) && self.last_reply_of(later.id).is_some());
            if superseded { None } else { self.last_reply_of(task.id) }
        })
    }

    /// The category of the first letters (首答类别).
    pub fn first_category(&self) -> Option<ReplyCategory> {
        self.tasks
            .iter()
            .filter(|task| task.round == 1 && task.owes_reply())
            .filter_map(|task| self.first_reply_of(task.id))
            .map(|reply| reply.content.category)
            .max()
    }

    /// Feedbacks on the letters of the present round.
    pub fn current_feedbacks(&self) -> impl Iterator<Item = &Feedback> {
        let round = self.suggestion.round;
        self.feedbacks.iter().filter(move |feedback| feedback.round == round)
    }

    /// Every task that is not in a finished state and belongs to the present round.
    pub fn open_tasks(&self) -> impl Iterator<Item = &HandlingTask> {
        self.current_tasks()
            .filter(|task| !task.status.is_finished() && task.status != TaskStatus::CoOpinionIssued)
    }
}
