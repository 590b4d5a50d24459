//! From what happened to who is told (事件通知). One arm for each kind of event, in the order of a matter's life.

mod reply;
mod task;

use super::{Audience, Facts, Notice, NoticeKind};
use crate::authz::suggestion::is_government;
use crate::kernel::{DeputyId, HandlingTaskId, UnitId, business_date};
use crate::suggestion::{Case, HandlingTask, TaskRole, TaskTier, UrgeBy};
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An event of the outbox.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'e> {
    /// Its id.
    pub id: Uuid,
    /// `suggestion.accepted` …
    pub kind: &'e str,
    /// Its details.
    pub data: &'e Value,
    /// When it happened.
    pub at: DateTime<Utc>,
}

impl Seen<'_> {
    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.data.get(name).and_then(|value| serde_json::from_value(value.clone()).ok())
    }

    fn flag(&self, name: &str) -> bool {
        self.data.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    fn deputies(&self, name: &str) -> Vec<Audience> {
        self.read::<Vec<DeputyId>>(name).unwrap_or_default().into_iter().map(Audience::Deputy).collect()
    }
}

/// Who is told of an event, and of what. `case` is the matter as it stands now: what an event tells may be over already, and
/// then nobody needs it.
pub fn notices_of(event: &Seen<'_>, case: Option<&Case>) -> Vec<Notice> {
    let Some(case) = case else { return without_matter(event) };
    let mut telling = Telling { event, case, notices: Vec::new() };
    telling.all();
    telling.notices
}

fn without_matter(event: &Seen<'_>) -> Vec<Notice> {
    match event.kind {
        "webhook.disabled" => vec![Notice {
            kind: NoticeKind::WebhookDisabled,
            key: key(event, NoticeKind::WebhookDisabled, ""),
            matter: None,
            to: vec![Audience::Integrators],
            facts: Facts::default(),
            at: event.at,
        }],
        _ => Vec::new(),
    }
}

fn key(event: &Seen<'_>, kind: NoticeKind, part: &str) -> String {
    format!("event/{}/{}{part}", event.id, kind.code())
}

struct Telling<'a> {
    event: &'a Seen<'a>,
    case: &'a Case,
    notices: Vec<Notice>,
}

impl<'a> Telling<'a> {
    fn all(&mut self) {
        use NoticeKind::*;
        let (case, event) = (self.case, self.event);
        let dues = &case.suggestion.dues;
        let on = |due: &Option<crate::suggestion::Due>| due.as_ref().map(|due| due.on);
        match event.kind {
            "suggestion.submitted" => {
                self.tell(SuggestionSubmitted, vec![Audience::Congress], until(on(&dues.accept)))
            }
            "suggestion.insisted" => self.tell(SuggestionInsisted, vec![Audience::Head], Facts::default()),
            "suggestion.cosigners_invited" => {
                let expires = case.suggestion.cosigners.iter().map(|c| business_date(c.expires_at)).max();
                self.tell(CosignInvited, event.deputies("deputies"), until(expires));
            }
            "suggestion.cosign_confirmed" | "suggestion.cosign_declined" => {
                self.tell(CosignAnswered, self.lead(), Facts::default());
            }
            "suggestion.edited" => self.tell(CosignVoided, event.deputies("voided"), Facts::default()),
            "suggestion.accepted" => self.tell(SuggestionAccepted, self.signers(), Facts::default()),
            "suggestion.returned" => self.tell(SuggestionReturned, self.signers(), Facts::default()),
            "suggestion.not_accepted" => self.tell(SuggestionNotAccepted, self.signers(), Facts::default()),
            "suggestion.merged" => self.tell(SuggestionMerged, self.signers(), Facts::default()),
            "suggestion.unmerged" => self.tell(SuggestionUnmerged, self.signers(), Facts::default()),
            "suggestion.carried_over" => self.tell(SuggestionCarriedOver, self.carriers(), Facts::default()),
            "suggestion.withdrawal_requested" => {
                self.tell(WithdrawalRequested, event.deputies("waiting_for"), Facts::default());
            }
            "suggestion.withdrawn" => {
                let mut to = self.signers();
                to.push(Audience::Congress);
                self.tell(SuggestionWithdrawn, to, Facts::default());
                self.stop_units();
            }
            "suggestion.recalled" => self.stop_units(),
            "suggestion.assigned" => {
                self.tell(SuggestionAssigned, self.signers(), until(on(&dues.effective)));
                self.new_tasks(event.read("tasks").unwrap_or_default());
            }
            "task.dispatched" => self.new_tasks(event.read("tasks").unwrap_or_default()),
            "task.transferred" => {
                if let Some(task) = self.task() {
                    let unit = task.unit;
                    let mut to = vec![Audience::Handlers(unit), Audience::Leaders(unit), Audience::Congress];
                    to.extend(self.lead());
                    self.tell(TaskTransferred, to, of_task(task, None));
                }
            }
            "suggestion.objected" => self.tell(ObjectionMade, vec![Audience::Congress], Facts::default()),
            "suggestion.objection_decided" => {
                let kind = if event.flag("agreed") { ObjectionAgreed } else { ObjectionRefused };
                self.tell(kind, self.lead(), Facts::default());
            }
            "suggestion.urged" => self.urged(),
            "suggestion.urge_acknowledged" => self.urge_acknowledged(),
            "suggestion.feedback_reminded" => {
                self.tell(RatingReminded, event.deputies("deputies"), Facts::default());
            }
            "suggestion.rated" => self.rated(),
            "suggestion.pressure_reported" => {
                self.tell(PressureReported, vec![Audience::Congress], Facts::default())
            }
            "suggestion.evaluation_lapsed" => {
                self.tell(EvaluationLapsed, vec![Audience::Congress], Facts::default())
            }
            "suggestion.rehandling" => {
                let due = until(event.read::<NaiveDate>("due"));
                let mut to = self.signers();
                to.push(Audience::Congress);
                let tasks = event.read::<Vec<HandlingTaskId>>("tasks").unwrap_or_default();
                for task in case.tasks.iter().filter(|task| tasks.contains(&task.id)) {
                    to.extend([Audience::Handlers(task.unit), Audience::Leaders(task.unit)]);
                }
                self.tell(Rehandling, to, due);
            }
            "suggestion.unit_interviewed" => {
                let to = case.current_tasks().map(|task| Audience::Leaders(task.unit)).collect();
                self.tell(UnitInterviewed, to, Facts::default());
            }
            "suggestion.explained" => self.tell(Explained, self.lead(), Facts::default()),
            "suggestion.closed" => {
                let mut to = self.signers();
                to.extend(case.answering_tasks().map(|task| Audience::Handlers(task.unit)));
                self.tell(SuggestionClosed, to, Facts::default());
            }
            kind if kind.starts_with("task.") => self.task_event(),
            kind if kind.starts_with("reply.") => self.reply_event(),
            kind if kind.starts_with("commitment.") => self.commitment_event(),
            "publication.proposed" => self.tell(PublicationProposed, vec![Audience::Head], Facts::default()),
            "publication.released" => {
                self.tell(PublicationReleased, self.leads(), Facts::default());
            }
            "publication.withheld" => {
                self.tell(PublicationRefused, vec![Audience::Congress], Facts::default())
            }
            "publication.withdrawn" => self.tell(PublicationWithdrawn, self.leads(), Facts::default()),
            // Drafting, signing for, classifying, archiving: seen on the matter's page by who looks for it.
            _ => {}
        }
    }

    fn urged(&mut self) {
        let task: Option<HandlingTaskId> = self.event.read("task");
        let by: Option<UrgeBy> = self.event.read("by");
        // The government office speaks to its own system.
        let spoken_to = |one: &&HandlingTask| {
            task.map_or(by != Some(UrgeBy::Government) || is_government(self.case, one), |task| {
                one.id == task
            })
        };
        let tasks = self.case.open_tasks().filter(spoken_to);
        let mut to = Vec::new();
        for one in tasks {
            if one.tier == TaskTier::System {
                to.push(Audience::Government);
            } else {
                to.extend([Audience::Handlers(one.unit), Audience::Leaders(one.unit)]);
            }
        }
        // The desk of the deputies' committee follows what others ask of the units.
        if matches!(by, Some(UrgeBy::Deputy | UrgeBy::Committee | UrgeBy::Leader)) {
            to.push(Audience::Congress);
        }
        let facts = self.task().map_or_else(Facts::default, |task| of_task(task, None));
        self.tell(NoticeKind::Urged, to, facts);
    }

    fn urge_acknowledged(&mut self) {
        let id: Option<crate::kernel::UrgeId> = self.event.read("urge");
        let Some(urge) = self.case.urges.iter().find(|urge| Some(urge.id) == id) else { return };
        let to = match (urge.deputy, urge.account) {
            (Some(deputy), _) => vec![Audience::Deputy(deputy)],
            (None, Some(account)) => vec![Audience::Account(account)],
            (None, None) => Vec::new(),
        };
        self.tell(NoticeKind::UrgeAcknowledged, to, Facts::default());
    }

    /// Every new task to its unit; one of the system's tier to the government office.
    fn new_tasks(&mut self, ids: Vec<HandlingTaskId>) {
        let case = self.case;
        for task in case.tasks.iter().filter(|task| ids.contains(&task.id) && task.status.is_live()) {
            let to = match task.tier {
                TaskTier::System => vec![Audience::Government],
                TaskTier::Unit => vec![Audience::Handlers(task.unit), Audience::Leaders(task.unit)],
            };
            let due = task.dues.sign.as_ref().map(|due| due.on);
            self.tell_part(NoticeKind::TaskAssigned, to, of_task(task, due), &format!("/{}", task.id));
        }
    }

    /// Units whose tasks have ended may not read the matter any more: they are told to stop, and its number.
    fn stop_units(&mut self) {
        let number = self.case.suggestion.official_no.map(|no| no.zh());
        let units: BTreeSet<UnitId> =
            self.event.read::<Vec<UnitId>>("units").unwrap_or_default().into_iter().collect();
        for unit in units {
            // Still, or again, at work on it.
            if self.case.current_tasks().any(|task| task.unit == unit) {
                continue;
            }
            let facts = Facts { unit: Some(unit), number: number.clone(), ..Facts::default() };
            let to = vec![Audience::Handlers(unit), Audience::Leaders(unit)];
            self.tell_part(NoticeKind::TaskStopped, to, facts, &format!("/{unit}"));
        }
    }

    fn task(&self) -> Option<&'a HandlingTask> {
        let id: Option<HandlingTaskId> = self.event.read("task");
        self.case.tasks.iter().find(|task| Some(task.id) == id)
    }

    fn lead_units(&self) -> Vec<Audience> {
        let leads = self.case.answering_tasks().filter(|task| task.role == TaskRole::Lead);
        leads.map(|task| Audience::Handlers(task.unit)).collect()
    }

    fn lead(&self) -> Vec<Audience> {
        vec![Audience::Deputy(self.case.suggestion.lead)]
    }

    /// The lead deputies of the matter and of what was merged into it.
    fn leads(&self) -> Vec<Audience> {
        let mut to = self.lead();
        to.extend(self.case.children.iter().map(|child| Audience::Deputy(child.lead)));
        to
    }

    /// Everybody who signed, also what was merged into it.
    fn signers(&self) -> Vec<Audience> {
        let mut to: Vec<_> = self.case.suggestion.signers().into_iter().map(Audience::Deputy).collect();
        for child in &self.case.children {
            to.push(Audience::Deputy(child.lead));
            to.extend(child.cosigners.iter().copied().map(Audience::Deputy));
        }
        to
    }

    /// Who goes on with it after its term: its lead deputies and the units at work on it.
    fn carriers(&self) -> Vec<Audience> {
        let mut to = self.leads();
        to.extend(self.case.open_tasks().map(|task| Audience::Handlers(task.unit)));
        to.extend(
            self.case
                .commitments
                .iter()
                .filter(|one| !one.is_settled())
                .map(|one| Audience::Handlers(one.unit)),
        );
        to
    }

    fn tell(&mut self, kind: NoticeKind, to: Vec<Audience>, facts: Facts) {
        self.tell_part(kind, to, facts, "");
    }

    fn tell_part(&mut self, kind: NoticeKind, mut to: Vec<Audience>, facts: Facts, part: &str) {
        to.sort_unstable();
        to.dedup();
        if to.is_empty() {
            return;
        }
        let key = key(self.event, kind, part);
        let matter = Some(self.case.id());
        self.notices.push(Notice { kind, key, matter, to, facts, at: self.event.at });
    }
}

fn until(due: Option<NaiveDate>) -> Facts {
    Facts { due, ..Facts::default() }
}

fn of_task(task: &HandlingTask, due: Option<NaiveDate>) -> Facts {
    Facts { task: Some(task.id), unit: Some(task.unit), due, ..Facts::default() }
}
