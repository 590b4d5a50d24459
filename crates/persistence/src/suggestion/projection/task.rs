use super::root::small;
use chrono::{DateTime, NaiveDate, Utc};
use domain::suggestion::{Case, Due, HandlingTask, TaskRole, TaskStatus, TaskTier, Verdict};
use uuid::Uuid;

super::line! {
    /// One unit's part.
    TaskLine, "handling_task", "id" {
        id: Uuid,
        suggestion_id: Uuid,
        position: i32,
        unit_id: Uuid,
        role: &'static str,
        tier: &'static str,
        parent_id: Option<Uuid>,
        scope_text: Option<String>,
        round: i32,
        current: bool,
        status: &'static str,
        government: bool,
        open: bool,
        assigned_at: DateTime<Utc>,
        sign_due_on: Option<NaiveDate>,
        send_back_due_on: Option<NaiveDate>,
        due_on: Option<NaiveDate>,
        next_due_on: Option<NaiveDate>,
        signed_at: Option<DateTime<Utc>>,
        signed_silently: bool,
        first_contact_at: Option<DateTime<Utc>>,
        first_met_at: Option<DateTime<Utc>>,
        first_issued_at: Option<DateTime<Utc>>,
        finished_at: Option<DateTime<Utc>>,
        extension_pending: bool,
        extended: bool,
        send_back_requested: bool,
        send_back_agreed: bool,
        review_returns: i32,
        remaining_steps: i32,
        next_step: Option<&'static str>,
        light_running: bool,
        light_red: bool,
        light_due_on: Option<NaiveDate>,
        light_co_due_on: Option<NaiveDate>,
        light_half_on: Option<NaiveDate>,
        light_promise_on: Option<NaiveDate>,
    }
}

impl TaskLine {
    /// All tasks of all rounds.
    pub fn all(case: &Case) -> Vec<Self> {
        case.tasks.iter().enumerate().map(|(position, task)| Self::of(case, position, task)).collect()
    }

    fn of(case: &Case, position: usize, task: &HandlingTask) -> Self {
        let on = |due: &Option<Due>| due.as_ref().map(|due| due.on);
        let light = case.light_basis_of(task);
        let progress = case.unit_progress(task);
        let dispatched = task.parent.is_some_and(|parent| {
            case.tasks.iter().any(|other| other.id == parent && other.tier == TaskTier::System)
        });
        let verdict = |wanted: Verdict| task.send_backs.iter().any(|request| request.verdict == wanted);
        let met = task.contacts.iter().filter(|log| log.counts_as_face_meeting()).map(|log| log.at).min();
        Self {
            id: task.id.0,
            suggestion_id: case.id().0,
            position: small(position),
            unit_id: task.unit.0,
            role: task.role.code(),
            tier: task.tier.code(),
            parent_id: task.parent.map(|parent| parent.0),
            scope_text: task.scope_text.clone(),
            round: small(task.round as usize),
            current: task.round == case.suggestion.round,
            status: task.status.code(),
            government: task.tier == TaskTier::System || dispatched,
            open: !task.status.is_finished() && task.status != TaskStatus::CoOpinionIssued,
            assigned_at: task.assigned_at,
            sign_due_on: on(&task.dues.sign),
            send_back_due_on: on(&task.dues.send_back),
            due_on: on(&task.dues.effective),
            next_due_on: next_due(task),
            signed_at: task.signed_at,
            signed_silently: task.signed_at.is_some() && task.signed_by.is_none(),
            first_contact_at: task.contacts.iter().map(|log| log.at).min(),
            first_met_at: met,
            first_issued_at: case.first_reply_of(task.id).and_then(|reply| reply.issued_at()),
            finished_at: task.finished_at,
            extension_pending: task.pending_extension().is_some(),
            extended: task.extensions.iter().any(|request| request.verdict == Verdict::Agreed),
            send_back_requested: !task.send_backs.is_empty(),
            send_back_agreed: verdict(Verdict::Agreed),
            review_returns: small(task.review_returns as usize),
            remaining_steps: small(progress.remaining),
            next_step: progress.next.map(|step| step.code()),
            light_running: light.running,
            light_red: light.red,
            light_due_on: light.due_on,
            light_co_due_on: light.co_due_on,
            light_half_on: light.half_on,
            light_promise_on: light.promise_on,
        }
    }
}

/// The deadline of what the unit, or whoever works on its task, does next.
fn next_due(task: &HandlingTask) -> Option<NaiveDate> {
    let on = |due: &Option<Due>| due.as_ref().map(|due| due.on);
    match task.status {
        TaskStatus::PendingSign => on(&task.dues.sign),
        TaskStatus::Signed if task.tier == TaskTier::System => on(&task.dues.dispatch),
        TaskStatus::PreReview => on(&task.dues.pre_review).or_else(|| on(&task.dues.effective)),
        TaskStatus::Signed | TaskStatus::CoOpinionDraft if task.role == TaskRole::Co => {
            on(&task.dues.co_opinion).or_else(|| on(&task.dues.effective))
        }
        TaskStatus::Signed
        | TaskStatus::InProgress
        | TaskStatus::CoOpinionDraft
        | TaskStatus::ReplyDraft
        | TaskStatus::SignOff
        | TaskStatus::SendBackRequested
        | TaskStatus::Issued => on(&task.dues.effective),
        TaskStatus::CoOpinionIssued | TaskStatus::Done | TaskStatus::SentBack | TaskStatus::Cancelled => None,
    }
}
