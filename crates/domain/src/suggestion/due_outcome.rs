//! What became of a deadline: still running, met in time or late, or a clock that no longer counts.

use super::coded::coded_enum;
use super::{
    Case, Due, DueKind, HandlingTask, PublicationStatus, StatusLog, SuggestionStatus, TaskRole, TaskStatus,
};
use crate::kernel::{HandlingTaskId, business_date};
use chrono::{DateTime, NaiveDate, Utc};

coded_enum! {
    /// What became of a deadline (期限状态).
    DueState {
        Running = "running", "正在计算", "Running";
        Met = "met", "按期完成", "Met";
        MetLate = "met_late", "逾期完成", "Met late";
        Over = "over", "不再计算", "No longer counts";
    }
}

/// What became of a deadline, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueOutcome {
    /// Which.
    pub state: DueState,
    /// 完成日, of what was met.
    pub met_on: Option<NaiveDate>,
}

impl DueOutcome {
    const RUNNING: Self = Self { state: DueState::Running, met_on: None };
    const OVER: Self = Self { state: DueState::Over, met_on: None };

    fn met(due: &Due, at: DateTime<Utc>) -> Self {
        let day = business_date(at);
        let state = if day > due.on { DueState::MetLate } else { DueState::Met };
        Self { state, met_on: Some(day) }
    }
}

impl Case {
    /// What became of a deadline of the matter (件的期限), as of `today`.
    pub fn due_outcome(&self, due: &Due, today: NaiveDate) -> DueOutcome {
        let suggestion = &self.suggestion;
        let status = self.status();
        let met_at = match due.kind {
            DueKind::Accept => self.left_matter_state(SuggestionStatus::Submitted),
            DueKind::Assign | DueKind::Reassign => match status {
                SuggestionStatus::Submitted | SuggestionStatus::Returned | SuggestionStatus::Accepted => None,
                _ => suggestion.assigned_at,
            },
            DueKind::Object => return self.right(due, today),
            DueKind::Feedback => match status {
                SuggestionStatus::Replied => None,
                _ if suggestion.evaluation_lapsed.is_some() => return DueOutcome::OVER,
                _ => self.left_matter_state(SuggestionStatus::Replied),
            },
            DueKind::Publish => self.publication_decided(),
            DueKind::Reply if replaced(due, suggestion.dues.effective.as_ref()) => return DueOutcome::OVER,
            DueKind::Rehandle if status == SuggestionStatus::Rehandling => None,
            _ => self.answered_since(due),
        };
        self.outcome(due, met_at)
    }

    /// What became of a deadline of a unit's task (单位的期限), as of `today`.
    pub fn task_due_outcome(&self, task: &HandlingTask, due: &Due, today: NaiveDate) -> DueOutcome {
        let met_at = match due.kind {
            DueKind::Sign => task.signed_at,
            DueKind::SendBack if matches!(task.status, TaskStatus::PendingSign | TaskStatus::Signed) => {
                return self.right(due, today);
            }
            DueKind::SendBack => return DueOutcome::OVER,
            DueKind::Dispatch => self.first_entry(task.id, TaskStatus::InProgress),
            DueKind::FirstContact => task.contacts.iter().map(|contact| contact.at).min(),
            DueKind::CoOpinion | DueKind::CoOpinionRedo => task.co_opinion().and_then(|co| co.issued_at),
            DueKind::PreReview => self.left_task_state(task, TaskStatus::PreReview),
            DueKind::Reply if replaced(due, task.dues.effective.as_ref()) => return DueOutcome::OVER,
            _ if task.role == TaskRole::Co => task.co_opinion().and_then(|co| co.issued_at),
            _ => self.letter_issued(task.id),
        };
        // A task that has left the matter, or is finished without it, asks for nothing more.
        match met_at {
            None if task.status.is_finished() => DueOutcome::OVER,
            _ => self.outcome(due, met_at),
        }
    }

    fn outcome(&self, due: &Due, met_at: Option<DateTime<Utc>>) -> DueOutcome {
        match met_at {
            Some(at) => DueOutcome::met(due, at),
            None if self.rests() => DueOutcome::OVER,
            None => DueOutcome::RUNNING,
        }
    }

    /// A right that nobody has to use lapses with its day.
    fn right(&self, due: &Due, today: NaiveDate) -> DueOutcome {
        let open = today <= due.on && !self.rests() && self.status() != SuggestionStatus::Replied;
        if open { DueOutcome::RUNNING } else { DueOutcome::OVER }
    }

    /// Nobody has to do anything any more.
    fn rests(&self) -> bool {
        matches!(
            self.status(),
            SuggestionStatus::NotAccepted
                | SuggestionStatus::Merged
                | SuggestionStatus::Closed
                | SuggestionStatus::Archived
                | SuggestionStatus::Withdrawn
                | SuggestionStatus::Deleted
        )
    }

    /// When the matter last left `status`; none while it is there.
    fn left_matter_state(&self, status: SuggestionStatus) -> Option<DateTime<Utc>> {
        if self.status() == status {
            return None;
        }
        self.last(|line| line.task.is_none() && line.from.as_deref() == Some(status.code()))
    }

    fn left_task_state(&self, task: &HandlingTask, status: TaskStatus) -> Option<DateTime<Utc>> {
        if task.status == status {
            return None;
        }
        self.last(|line| line.task == Some(task.id) && line.from.as_deref() == Some(status.code()))
    }

    fn last(&self, wanted: impl Fn(&StatusLog) -> bool) -> Option<DateTime<Utc>> {
        self.log.iter().rev().find(|line| wanted(line)).map(|line| line.at)
    }

    fn first_entry(&self, task: HandlingTaskId, status: TaskStatus) -> Option<DateTime<Utc>> {
        let entered = |line: &&StatusLog| line.task == Some(task) && line.to == status.code();
        self.log.iter().find(entered).map(|line| line.at)
    }

    /// When the matter was answered after the clock began: a rehandled one is answered a second time.
    fn answered_since(&self, due: &Due) -> Option<DateTime<Utc>> {
        let since = match due.kind {
            DueKind::Rehandle => self.last(|line| line.to == SuggestionStatus::Rehandling.code())?,
            _ => DateTime::<Utc>::MIN_UTC,
        };
        let answered = |line: &&StatusLog| {
            line.task.is_none() && line.to == SuggestionStatus::Replied.code() && line.at >= since
        };
        self.log.iter().find(answered).map(|line| line.at)
    }

    fn letter_issued(&self, task: HandlingTaskId) -> Option<DateTime<Utc>> {
        let issued = self.replies.iter().filter(|reply| reply.task == task);
        issued.filter_map(|reply| Some(reply.issue.as_ref()?.issued_at)).min()
    }

    /// 公开 is met when every part that was proposed has been decided.
    fn publication_decided(&self) -> Option<DateTime<Utc>> {
        if self.publications.iter().any(|part| part.status == PublicationStatus::Proposed) {
            return None;
        }
        self.publications.iter().filter_map(|part| part.decided_at).max()
    }
}

/// A first deadline that was extended does not run beside the extended one: it is neither met nor missed.
fn replaced(due: &Due, effective: Option<&Due>) -> bool {
    effective.is_some_and(|now| now.kind == DueKind::Extended && now.start == due.start)
}
