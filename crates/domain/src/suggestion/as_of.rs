//! 截止某日: a matter as it stood at an instant, so that a report of a past month reads the same whenever it is made.

use super::{
    Case, CommitmentStatus, HandlingTask, PublicationStatus, ReplyStatus, SuggestionStatus, TaskStatus,
    Verdict,
};
use crate::kernel::Coded;
use chrono::{DateTime, Utc};

fn until(kept: &mut Option<DateTime<Utc>>, at: DateTime<Utc>) {
    if kept.is_some_and(|when| when > at) {
        *kept = None;
    }
}

impl Case {
    /// The matter as it stood at `at`: without every step, letter, rating, card, report and decision that came later. What has no
    /// date of its own (text, classification, names) is as it is now.
    #[must_use]
    pub fn as_of(&self, at: DateTime<Utc>) -> Self {
        let mut case = self.clone();
        case.log.retain(|line| line.at <= at);
        for task in &mut case.tasks {
            let entered = case.log.iter().rev().filter(|line| line.task == Some(task.id));
            if let Some(status) = entered.filter_map(|line| TaskStatus::from_code(&line.to)).next() {
                task.status = status;
            }
        }
        let entered = case.log.iter().rev().filter(|line| line.task.is_none());
        let status = entered.filter_map(|line| SuggestionStatus::from_code(&line.to)).next();
        let suggestion = &mut case.suggestion;
        if let Some(status) = status {
            suggestion.status = status;
        }
        for instant in [
            &mut suggestion.submitted_at,
            &mut suggestion.accepted_at,
            &mut suggestion.assigned_at,
            &mut suggestion.replied_at,
            &mut suggestion.closed_at,
        ] {
            until(instant, at);
        }
        case.tasks.retain(|task| task.assigned_at <= at);
        case.tasks.iter_mut().for_each(|task| task_as_of(task, at));
        case.suggestion.round = case.tasks.iter().map(|task| task.round).max().unwrap_or(1);
        case.replies.retain(|reply| reply.drafted_at <= at || reply.issued_at().is_some_and(|on| on <= at));
        for reply in &mut case.replies {
            if reply.issued_at().is_some_and(|on| on > at) {
                reply.issue = None;
                reply.status = ReplyStatus::Draft;
            }
            if reply.delivered_at().is_some_and(|on| on > at) {
                reply.delivery = None;
                reply.status = if reply.is_issued() { ReplyStatus::Issued } else { ReplyStatus::Draft };
            }
        }
        case.categories.retain(|(_, change)| change.at <= at);
        case.feedbacks.retain(|feedback| feedback.submitted_at <= at);
        case.follow_ups.retain(|one| one.at <= at);
        case.pressure_flags.retain(|flag| flag.at <= at);
        case.feedback_reminders.retain(|on| *on <= at);
        case.urges.retain(|urge| urge.at <= at);
        case.commitments_as_of(at);
        case.publications.retain(|one| one.proposed_at <= at);
        for one in &mut case.publications {
            if one.withdrawn_at.is_some_and(|on| on > at) {
                one.withdrawn_at = None;
                one.status = PublicationStatus::Released;
            }
            if one.decided_at.is_some_and(|on| on > at) {
                one.decided_at = None;
                one.status = PublicationStatus::Proposed;
            }
        }
        case
    }

    fn commitments_as_of(&mut self, at: DateTime<Utc>) {
        self.commitments.retain(|promise| promise.created_at <= at);
        for promise in &mut self.commitments {
            promise.reports.retain(|report| report.at <= at);
            let accepted_later = promise.accepted_at.is_some_and(|on| on > at);
            until(&mut promise.accepted_at, at);
            let explained_later = promise.explanation.as_ref().is_some_and(|words| words.at > at);
            if explained_later {
                promise.explanation = None;
            }
            if accepted_later || explained_later {
                let reported =
                    promise.reports.last().is_some_and(|report| report.judged_at.is_none_or(|on| on > at));
                promise.status = if reported { CommitmentStatus::Reported } else { CommitmentStatus::Open };
            }
        }
    }
}

fn task_as_of(task: &mut HandlingTask, at: DateTime<Utc>) {
    if task.signed_at.is_some_and(|on| on > at) {
        task.signed_by = None;
    }
    for instant in [&mut task.signed_at, &mut task.finished_at, &mut task.co_opinion_missing_at] {
        until(instant, at);
    }
    task.contacts.retain(|log| log.logged_at <= at);
    for log in &mut task.contacts {
        log.answers.retain(|answer| answer.at <= at);
    }
    task.send_backs.retain(|request| request.requested_at <= at);
    for request in &mut task.send_backs {
        if request.decided_at.is_some_and(|on| on > at) {
            (request.verdict, request.decided_at) = (Verdict::Pending, None);
        }
    }
    task.extensions.retain(|request| request.requested_at <= at);
    let mut granted_later = false;
    for request in &mut task.extensions {
        if request.decided_at.is_some_and(|on| on > at) {
            granted_later |= request.verdict == Verdict::Agreed;
            (request.verdict, request.decided_at, request.approved_until) = (Verdict::Pending, None, None);
        }
    }
    if granted_later {
        // The end in force is the last one granted by then, or the first.
        let granted = task.extensions.iter().rev().find_map(|request| request.approved_until);
        task.dues.effective = match (granted, task.dues.effective.take(), task.dues.reply.clone()) {
            (Some(until), Some(due), _) => Some(super::Due { on: until, ..due }),
            (_, _, first) => first,
        };
    }
    task.co_opinions.retain(|opinion| opinion.issued_at.is_none_or(|on| on <= at));
}
