//! Recording of one command: state changes with their log lines, events, and the audit difference.

use super::{
    Case, FileLook, StatusLog, Suggestion, SuggestionStatus, SuggestionStep, TaskStatus, TaskStep,
    task_machine::task_targets,
};
use crate::calendar::WorkCalendar;
use crate::kernel::{
    AccountId, AuditChange, DeputyId, DomainError, Event, HandlingTaskId, IdSource, PersonId, business_date,
};
use crate::settings::Settings;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeSet, fmt::Display};
use uuid::Uuid;

/// The deputies concerned whose seat is ACTIVE (执行职务) at this moment. A deputy who is not in it can neither
/// sign nor rate (§8.5 I6).
#[derive(Clone, Debug, Default)]
pub struct Seats {
    active: BTreeSet<DeputyId>,
    former: BTreeSet<DeputyId>,
    of_closed_term: BTreeSet<DeputyId>,
    convenors: Vec<PersonId>,
}

impl Seats {
    /// The active ones of those concerned.
    pub fn active(deputies: impl IntoIterator<Item = DeputyId>) -> Self {
        Self { active: deputies.into_iter().collect(), ..Self::default() }
    }

    /// With those whose seat ended with its term (届满) and who can still be asked: they are answered and rate what they
    /// signed (§3.8.10). Who died or was released is not among them.
    #[must_use]
    pub fn with_former(mut self, deputies: impl IntoIterator<Item = DeputyId>) -> Self {
        self.former = deputies.into_iter().collect();
        self
    }

    /// With those whose term was rolled over (往届): what they led is read-only, except what was carried over.
    #[must_use]
    pub fn with_closed_term(mut self, deputies: impl IntoIterator<Item = DeputyId>) -> Self {
        self.of_closed_term = deputies.into_iter().collect();
        self
    }

    /// With the convenors (召集人) of the lead deputy's group: they are informed when nobody else is left to be answered.
    #[must_use]
    pub fn with_convenors(mut self, convenors: Vec<PersonId>) -> Self {
        self.convenors = convenors;
        self
    }

    /// The convenors, as far as the caller looked them up.
    pub fn convenors(&self) -> &[PersonId] {
        &self.convenors
    }

    /// True when the deputy may exercise the mandate.
    pub fn is_active(&self, deputy: DeputyId) -> bool {
        self.active.contains(&deputy)
    }

    /// True when the seat ended with its term and its holder can still be asked.
    pub fn is_former(&self, deputy: DeputyId) -> bool {
        self.former.contains(&deputy)
    }

    /// True when the deputy speaks for what he signed: in office, or after the end of his term.
    pub fn speaks(&self, deputy: DeputyId) -> bool {
        self.is_active(deputy) || self.is_former(deputy)
    }

    /// True when the deputy's term was rolled over.
    pub fn is_of_closed_term(&self, deputy: DeputyId) -> bool {
        self.of_closed_term.contains(&deputy)
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

    /// The day after: the first that is to come.
    pub fn tomorrow(&self) -> NaiveDate {
        let today = self.today();
        today.succ_opt().unwrap_or(today)
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
    before: Option<Case>,
    events: Vec<Event>,
}

impl<'c> Changes<'c> {
    /// Begins with the aggregate as it is.
    pub fn begin(case: &Case, ctx: &Ctx<'c>, by: Option<AccountId>, action: &'static str) -> Self {
        Self { ctx: *ctx, by, action, before: Some(case.clone()), events: Vec::new() }
    }

    /// As [`Changes::begin`], for an aggregate that did not exist.
    pub fn begin_new(ctx: &Ctx<'c>, by: Option<AccountId>, action: &'static str) -> Self {
        Self { ctx: *ctx, by, action, before: None, events: Vec::new() }
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
        let Difference { before, after } = Difference::between(self.before.as_ref(), case);
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
                before: Value::Object(before),
                after: Value::Object(after),
            },
        }
    }
}

/// What changed of the aggregate, by field and by child row. The private flags of deputies are left out: auditors must
/// not read them.
#[derive(Default)]
struct Difference {
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl Difference {
    fn between(was: Option<&Case>, is: &Case) -> Self {
        let mut difference = Self::default();
        if was.is_none_or(|was| was.suggestion != is.suggestion) {
            let mut fields = was.map_or_else(Map::new, |was| fields_of(&was.suggestion));
            for (key, value) in fields_of(&is.suggestion) {
                let before = fields.remove(&key).unwrap_or(Value::Null);
                difference.note(key, before, value);
            }
        }
        difference.rows("tasks", was.map(|was| &*was.tasks), &is.tasks, |task| task.id.0);
        difference.rows("replies", was.map(|was| &*was.replies), &is.replies, |reply| reply.id.0);
        difference.rows("feedbacks", was.map(|was| &*was.feedbacks), &is.feedbacks, |rating| rating.id.0);
        difference
            .rows("commitments", was.map(|was| &*was.commitments), &is.commitments, |promise| promise.id.0);
        difference
            .rows("publications", was.map(|was| &*was.publications), &is.publications, |part| part.id.0);
        for (place, look) in is.looks.iter().enumerate() {
            difference.row("looks", place, was.and_then(|was| was.looks.get(place)), look);
        }
        for look in &is.file_looks {
            let same = |known: &&FileLook| {
                (known.part, known.reply, known.file) == (look.part, look.reply, look.file)
            };
            let before = was.and_then(|was| was.file_looks.iter().find(same));
            difference.row("file_looks", look.file, before, look);
        }
        difference.rows("urges", was.map(|was| &*was.urges), &is.urges, |urge| urge.id.0);
        difference.rows("children", was.map(|was| &*was.children), &is.children, |child| child.suggestion.0);
        for (place, key) in is.keys.iter().enumerate() {
            difference.row("keys", place, was.and_then(|was| was.keys.get(place)), key);
        }
        for (place, follow_up) in is.follow_ups.iter().enumerate() {
            difference.row("follow_ups", place, was.and_then(|was| was.follow_ups.get(place)), follow_up);
        }
        difference
    }

    fn rows<T: Serialize + PartialEq>(
        &mut self,
        name: &str,
        was: Option<&[T]>,
        is: &[T],
        id: fn(&T) -> Uuid,
    ) {
        for row in is {
            let before = was.unwrap_or_default().iter().find(|before| id(before) == id(row));
            self.row(name, id(row), before, row);
        }
    }

    /// Only a row that differs is written out: most of a long matter stays as it is.
    fn row<T: Serialize + PartialEq>(&mut self, name: &str, id: impl Display, was: Option<&T>, is: &T) {
        if was != Some(is) {
            self.note(format!("{name}/{id}"), json!(was), json!(is));
        }
    }

    fn note(&mut self, key: String, before: Value, after: Value) {
        if before != after {
            self.before.insert(key.clone(), before);
            self.after.insert(key, after);
        }
    }
}

fn fields_of(suggestion: &Suggestion) -> Map<String, Value> {
    match serde_json::to_value(suggestion) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
