//! Recording of one command: state changes with their log lines, events, and the audit difference.

use super::{
    Case, StatusLog, SuggestionStatus, SuggestionStep, TaskStatus, TaskStep, task_machine::task_targets,
};
use crate::calendar::WorkCalendar;
use crate::kernel::{
    AccountId, AuditChange, DeputyId, DomainError, Event, HandlingTaskId, IdSource, business_date,
};
use crate::settings::Settings;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The deputies concerned whose seat is ACTIVE (执行职务) at this moment. A deputy who is not in it can neither
/// sign nor rate (§8.5 I6).
#[derive(Clone, Debug, Default)]
pub struct Seats(BTreeSet<DeputyId>);

impl Seats {
    /// The active ones of those concerned.
    pub fn active(deputies: impl IntoIterator<Item = DeputyId>) -> Self {
        Self(deputies.into_iter().collect())
    }

    /// True when the deputy may exercise the mandate.
    pub fn is_active(&self, deputy: DeputyId) -> bool {
        self.0.contains(&deputy)
    }
}

/// What a command needs to know of the world: the instant, the settings in force, the working calendar, a
/// source of ids, and who still holds a seat.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// The one instant of the request.
    pub now: DateTime<Utc>,
    /// Settings in force now.
    pub settings: &'a Settings,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// New ids.
    pub ids: &'a dyn IdSource,
    /// Active seats among the deputies concerned.
    pub seats: &'a Seats,
}

impl Ctx<'_> {
    /// The business date of `now`.
    pub fn today(&self) -> NaiveDate {
        business_date(self.now)
    }
}

/// What a command did, besides changing the aggregate: to be written in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// Outbox rows, in order.
    pub events: Vec<Event>,
    /// The audit row.
    pub audit: AuditChange,
}

/// Collects while a command runs. Commands check everything first and change afterwards, so a refused command
/// leaves the aggregate as it was.
pub(super) struct Changes<'c> {
    pub ctx: Ctx<'c>,
    pub by: Option<AccountId>,
    action: &'static str,
    before: Map<String, Value>,
    events: Vec<Event>,
}

impl<'c> Changes<'c> {
    /// Begins with the aggregate as it is.
    pub fn begin(case: &Case, ctx: &Ctx<'c>, by: Option<AccountId>, action: &'static str) -> Self {
        Self { ctx: *ctx, by, action, before: snapshot(case), events: Vec::new() }
    }

    /// As [`Changes::begin`], for an aggregate that did not exist.
    pub fn begin_new(ctx: &Ctx<'c>, by: Option<AccountId>, action: &'static str) -> Self {
        Self { ctx: *ctx, by, action, before: Map::new(), events: Vec::new() }
    }

    /// Moves the suggestion and writes its log line. Staying writes none.
    pub fn enter(&self, case: &mut Case, to: SuggestionStatus, step: SuggestionStep, note: Option<&str>) {
        let from = case.suggestion.status;
        debug_assert!(case.targets(step).contains(&to), "{from} --{step}--> {to} is not in the machine");
        if from != to {
            case.suggestion.status = to;
            self.log(case, None, Some(from.code()), to.code(), step.code(), note);
        }
    }

    /// Moves a task and writes its log line. Staying writes none.
    pub fn enter_task(
        &self,
        case: &mut Case,
        id: HandlingTaskId,
        to: TaskStatus,
        step: TaskStep,
        note: Option<&str>,
    ) -> Result<(), DomainError> {
        let now = self.ctx.now;
        let task = case.task_mut(id)?;
        let from = task.status;
        debug_assert!(
            task_targets(from, step).contains(&to),
            "{from} --{step}--> {to} is not in the machine"
        );
        if from != to {
            task.status = to;
            task.finished_at = to.is_finished().then_some(now);
            self.log(case, Some(id), Some(from.code()), to.code(), step.code(), note);
        }
        Ok(())
    }

    /// Writes a log line for something that came into being.
    pub fn log(
        &self,
        case: &mut Case,
        task: Option<HandlingTaskId>,
        from: Option<&str>,
        to: &str,
        step: &str,
        note: Option<&str>,
    ) {
        case.log.push(StatusLog {
            task,
            from: from.map(str::to_owned),
            to: to.to_owned(),
            step: step.to_owned(),
            by: self.by,
            at: self.ctx.now,
            note: note.map(str::to_owned),
        });
    }

    /// Adds an event.
    pub fn event(&mut self, case: &Case, kind: &'static str, data: Value) {
        self.events.push(Event { kind, aggregate: "suggestion", aggregate_id: case.id().0, data });
    }

    /// Ends with what changed.
    pub fn finish(self, case: &Case) -> Effects {
        let after = snapshot(case);
        let mut old = Map::new();
        let mut new = Map::new();
        for (key, value) in &after {
            let was = self.before.get(key).unwrap_or(&Value::Null);
            if was != value {
                old.insert(key.clone(), was.clone());
                new.insert(key.clone(), value.clone());
            }
        }
        let mut events = self.events;
        for event in &mut events {
            // What every reader needs: where the matter stands now.
            if let Value::Object(data) = &mut event.data {
                data.insert("status".to_owned(), json!(case.status()));
            }
        }
        Effects {
            events,
            audit: AuditChange {
                action: self.action,
                subject: "suggestion",
                subject_id: case.id().0,
                before: Value::Object(old),
                after: Value::Object(new),
            },
        }
    }
}

/// The aggregate by field and by child row, so that only what changed is in the audit line. The private flags of
/// deputies are left out: auditors must not read them.
fn snapshot(case: &Case) -> Map<String, Value> {
    let mut fields = match serde_json::to_value(&case.suggestion) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    let mut rows = |name: &str, id: String, row: Value| {
        fields.insert(format!("{name}/{id}"), row);
    };
    for task in &case.tasks {
        rows("tasks", task.id.to_string(), json!(task));
    }
    for reply in &case.replies {
        rows("replies", reply.id.to_string(), json!(reply));
    }
    for feedback in &case.feedbacks {
        rows("feedbacks", feedback.id.to_string(), json!(feedback));
    }
    for commitment in &case.commitments {
        rows("commitments", commitment.id.to_string(), json!(commitment));
    }
    for publication in &case.publications {
        rows("publications", publication.id.to_string(), json!(publication));
    }
    for urge in &case.urges {
        rows("urges", urge.id.to_string(), json!(urge));
    }
    for child in &case.children {
        rows("children", child.suggestion.to_string(), json!(child));
    }
    for (place, follow_up) in case.follow_ups.iter().enumerate() {
        rows("follow_ups", place.to_string(), json!(follow_up));
    }
    fields
}
