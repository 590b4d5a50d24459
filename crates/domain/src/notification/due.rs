//! What time brings (期限提醒, §3.8.5). Days are settings; a day without work is told on the last working day before it, so
//! that nobody is reminded when the office is closed and too late when it opens.

use super::{Audience, Facts, Notice, NoticeKind};
use crate::calendar::WorkCalendar;
use crate::kernel::business_date;
use crate::settings::Settings;
use crate::suggestion::{Case, CommitmentStatus, Ctx, DueKind, HandlingTask, SuggestionStatus};
use chrono::{Days, NaiveDate};

/// A reminder that could not be told on its day is told up to so many days late, with the days that are really left; later
/// it is left out, and the next one comes in its time.
const FRESH_DAYS: i64 = 3;

/// That something is late is told up to so many days after it should have been.
const FRESH_LATE_DAYS: i64 = 10;

/// One day before an end on which somebody is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Days before the end; which of the steps it is.
    pub before: u16,
    /// Days that are really left.
    pub left: i64,
}

/// The reminder that is to be told on `today`, if any: the last one whose day has come, while it is fresh. Those that had
/// come before the clock began are not told: what began has been told itself.
pub(super) fn reminder(
    calendar: &WorkCalendar,
    today: NaiveDate,
    (start, due): (NaiveDate, NaiveDate),
    steps: &[u16],
) -> Option<Reminder> {
    if today > due {
        return None;
    }
    let day = |before: u16| {
        let day = due.checked_sub_days(Days::new(before.into())).unwrap_or(due);
        if calendar.is_working_day(day) { day } else { calendar.subtract_working_days(day, 1) }
    };
    let before = steps.iter().copied().filter(|before| day(*before) <= today).min()?;
    let told_on = day(before);
    let fresh = (today - told_on).num_days() <= FRESH_DAYS;
    (fresh && told_on > start).then(|| Reminder { before, left: (due - today).num_days() })
}

/// Days late, when that is to be told on `today`.
pub(super) fn lateness(
    calendar: &WorkCalendar,
    settings: &Settings,
    today: NaiveDate,
    due: NaiveDate,
) -> Option<i64> {
    let told_on = calendar.add_working_days(due, settings.remind_overdue_wd.into());
    let fresh = (today - told_on).num_days() <= FRESH_LATE_DAYS;
    (today > due && today >= told_on && fresh).then(|| (today - due).num_days())
}

/// Everything of one matter that is to be told on the day of `ctx`. Asked twice on one day it answers the same, with the
/// same keys.
pub fn due_notices(case: &Case, ctx: &Ctx<'_>) -> Vec<Notice> {
    let mut notices = Vec::new();
    if case.status().is_with_units() {
        for task in case.current_tasks().filter(|task| !task.status.is_finished()) {
            notices.extend(reply_due(case, task, ctx));
            notices.extend(co_opinion_due(case, task, ctx));
        }
    }
    notices.extend(feedback_due(case, ctx));
    promises_due(case, ctx, &mut notices);
    notices
}

fn notice(
    case: &Case,
    ctx: &Ctx<'_>,
    kind: NoticeKind,
    (what, due, step): (String, NaiveDate, String),
    mut to: Vec<Audience>,
    facts: Facts,
) -> Notice {
    to.sort_unstable();
    to.dedup();
    // The last day is part of the key: an extension begins anew.
    let key = format!("due/{what}/{due}/{step}");
    Notice { kind, key, matter: Some(case.id()), to, facts: Facts { due: Some(due), ..facts }, at: ctx.now }
}

fn reply_due(case: &Case, task: &HandlingTask, ctx: &Ctx<'_>) -> Option<Notice> {
    let due = task.dues.effective.as_ref().filter(|_| task.owes_reply() && !task.status.is_issued())?;
    if case.suggestion.wishes.reference_only {
        return None;
    }
    let (settings, unit) = (ctx.settings, task.unit);
    let facts = |days| Facts { task: Some(task.id), unit: Some(unit), days: Some(days), ..Facts::default() };
    let what = format!("reply/{}", task.id);
    if let Some(late) = lateness(ctx.calendar, settings, ctx.today(), due.on) {
        let mut to = vec![Audience::Congress, Audience::Handlers(unit), Audience::Leaders(unit)];
        if task.parent.is_some() {
            to.push(Audience::Government);
        }
        let step = (what, due.on, "late".to_owned());
        return Some(notice(case, ctx, NoticeKind::ReplyOverdue, step, to, facts(late)));
    }
    let leader = settings.remind_reply_leader_days;
    let steps = if due.kind == DueKind::Rehandle {
        vec![settings.remind_rehandle_days, settings.remind_reply_last_days, 0]
    } else {
        vec![
            settings.remind_reply_first_days,
            settings.remind_reply_second_days,
            leader,
            settings.remind_reply_last_days,
            0,
        ]
    };
    let found = reminder(ctx.calendar, ctx.today(), (due.start, due.on), &steps)?;
    let kind = match found.left {
        0 => NoticeKind::ReplyDueToday,
        left if left <= leader.into() => NoticeKind::ReplyDueSoon,
        _ => NoticeKind::ReplyDue,
    };
    let mut to = vec![Audience::Handlers(unit)];
    if found.before == leader
        || (due.kind == DueKind::Rehandle && found.before == settings.remind_rehandle_days)
    {
        to.push(Audience::Leaders(unit));
    }
    Some(notice(case, ctx, kind, (what, due.on, found.before.to_string()), to, facts(found.left)))
}

fn co_opinion_due(case: &Case, task: &HandlingTask, ctx: &Ctx<'_>) -> Option<Notice> {
    let owed = task.owes_co_opinion() && !task.co_opinion_settled();
    let due = task.dues.co_opinion.as_ref().filter(|_| owed)?;
    let steps = [ctx.settings.remind_co_opinion_days, 0];
    let found = reminder(ctx.calendar, ctx.today(), (due.start, due.on), &steps)?;
    let facts =
        Facts { task: Some(task.id), unit: Some(task.unit), days: Some(found.left), ..Facts::default() };
    let to = vec![Audience::Handlers(task.unit)];
    let step = (format!("co_opinion/{}", task.id), due.on, found.before.to_string());
    Some(notice(case, ctx, NoticeKind::CoOpinionDue, step, to, facts))
}

fn feedback_due(case: &Case, ctx: &Ctx<'_>) -> Option<Notice> {
    let due =
        case.suggestion.dues.feedback.as_ref().filter(|_| case.status() == SuggestionStatus::Replied)?;
    let steps = [ctx.settings.remind_feedback_days, 0];
    let found = reminder(ctx.calendar, ctx.today(), (due.start, due.on), &steps)?;
    let to: Vec<_> = case.ratings_due(ctx).map(|rating| Audience::Deputy(rating.deputy)).collect();
    if to.is_empty() {
        return None;
    }
    let facts = Facts { days: Some(found.left), ..Facts::default() };
    let what = format!("feedback/{}/{}", case.id(), case.suggestion.round);
    let step = (what, due.on, found.before.to_string());
    Some(notice(case, ctx, NoticeKind::FeedbackDue, step, to, facts))
}

fn promises_due(case: &Case, ctx: &Ctx<'_>, notices: &mut Vec<Notice>) {
    let steps = [ctx.settings.remind_commitment_days, 0];
    let running = case.commitments.iter().filter(|promise| {
        matches!(
            promise.status,
            CommitmentStatus::Open | CommitmentStatus::Rejected | CommitmentStatus::CarriedOver
        )
    });
    for promise in running {
        let (unit, start) = (promise.unit, business_date(promise.created_at));
        let facts =
            |days| Facts { task: Some(promise.task), unit: Some(unit), days: Some(days), ..Facts::default() };
        let what = format!("commitment/{}", promise.id);
        if let Some(found) = reminder(ctx.calendar, ctx.today(), (start, promise.due), &steps) {
            let mut to = vec![Audience::Handlers(unit)];
            if found.before == 0 {
                to.push(Audience::Leaders(unit));
            }
            let step = (what.clone(), promise.due, found.before.to_string());
            notices.push(notice(case, ctx, NoticeKind::CommitmentDue, step, to, facts(found.left)));
        }
        if let Some(late) = lateness(ctx.calendar, ctx.settings, ctx.today(), promise.due) {
            let to = vec![Audience::Congress, Audience::Handlers(unit), Audience::Leaders(unit)];
            let step = (what.clone(), promise.due, "late".to_owned());
            notices.push(notice(case, ctx, NoticeKind::CommitmentLate, step, to, facts(late)));
        }
        for (place, milestone) in promise.milestones.iter().enumerate() {
            if let Some(found) = reminder(ctx.calendar, ctx.today(), (start, milestone.date), &steps) {
                let step = (format!("{what}/{place}"), milestone.date, found.before.to_string());
                let to = vec![Audience::Handlers(unit)];
                notices.push(notice(case, ctx, NoticeKind::MilestoneDue, step, to, facts(found.left)));
            }
        }
    }
}
