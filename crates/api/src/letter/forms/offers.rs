use super::{super::reply, Desk, FormKind};
use chrono::NaiveDate;
use domain::{
    authz::{Role, suggestion::Sight},
    kernel::{HandlingTaskId, business_date},
    suggestion::{HandlingTask, TaskStatus, TaskTier},
};
use uuid::Uuid;

/// A form that the reader may print.
#[derive(Clone, Debug)]
pub(in crate::letter) struct Offer {
    /// Which.
    pub form: FormKind,
    /// Of what: a reply, a request, a contact, an urge; of a task for notices and empty forms.
    pub of: Option<Uuid>,
    /// The task to which it belongs.
    pub task: Option<HandlingTaskId>,
    /// Whose it is: the unit's name.
    pub detail: String,
    /// Its day.
    pub on: Option<NaiveDate>,
    /// To be filled in by hand.
    pub blank: bool,
}

impl Desk<'_> {
    /// What the reader may print, in the order in which it came about; empty forms last.
    pub(in crate::letter) fn offers(&self) -> Vec<Offer> {
        let suggestion = &self.case.suggestion;
        let mut offers = vec![Offer {
            form: FormKind::Paper,
            of: None,
            task: None,
            detail: String::new(),
            on: Some(business_date(suggestion.submitted_at.unwrap_or(suggestion.created_at))),
            blank: false,
        }];
        let mut dated = Vec::new();
        for task in &self.case.tasks {
            self.of_task(task, &mut dated);
        }
        self.letters(&mut dated);
        if self.sight.handling {
            for urge in &self.case.urges {
                let unit = urge.task.and_then(|id| self.case.task(id).ok());
                dated.push(Offer {
                    form: FormKind::Reminder,
                    of: Some(urge.id.0),
                    task: urge.task,
                    detail: unit.map(|task| self.registers.unit(task.unit)).unwrap_or_default(),
                    on: Some(business_date(urge.at)),
                    blank: false,
                });
            }
        }
        dated.sort_by_key(|offer: &Offer| (offer.on, offer.form));
        offers.extend(dated);
        for task in &self.case.tasks {
            self.blank_forms(task, &mut offers);
        }
        offers
    }

    fn letters(&self, offers: &mut Vec<Offer>) {
        for letter in &self.case.replies {
            let Some(issue) = letter.issue.as_ref().filter(|_| self.sight.handling) else { continue };
            let offer = Offer {
                form: FormKind::ReplyLetter,
                of: Some(letter.id.0),
                task: Some(letter.task),
                detail: self.registers.unit(letter.unit),
                on: Some(business_date(issue.issued_at)),
                blank: false,
            };
            if reply::has_feedback_form(self.case, letter) {
                offers.push(Offer { form: FormKind::FeedbackForm, ..offer.clone() });
            }
            offers.push(offer);
        }
    }

    fn of_task(&self, task: &HandlingTask, offers: &mut Vec<Offer>) {
        let offer = |form, of: Uuid, at| Offer {
            form,
            of: Some(of),
            task: Some(task.id),
            detail: self.registers.unit(task.unit),
            on: Some(business_date(at)),
            blank: false,
        };
        if self.sight.handling {
            for back in &task.send_backs {
                offers.push(offer(FormKind::SendBack, back.id.0, back.requested_at));
            }
            for extension in &task.extensions {
                offers.push(offer(FormKind::Extension, extension.id.0, extension.requested_at));
            }
            if task.round > 1 && task.tier == TaskTier::Unit && task.status != TaskStatus::Cancelled {
                offers.push(offer(FormKind::RehandleNotice, task.id.0, task.assigned_at));
            }
        }
        if self.sight.contacts {
            for log in &task.contacts {
                offers.push(offer(FormKind::ContactRecord, log.id.0, log.at));
            }
        }
    }

    /// Empty forms for the unit that works on it.
    fn blank_forms(&self, task: &HandlingTask, offers: &mut Vec<Offer>) {
        let own =
            self.actor.serves(Role::UnitHandler, task.unit) || self.actor.serves(Role::UnitLeader, task.unit);
        let working = task.status.is_live() && !task.status.is_finished() && !task.status.is_issued();
        if !own || !working || task.tier != TaskTier::Unit {
            return;
        }
        let mut offer = |form| {
            offers.push(Offer {
                form,
                of: Some(task.id.0),
                task: Some(task.id),
                detail: self.registers.unit(task.unit),
                on: None,
                blank: true,
            });
        };
        if Sight::sees_drafts_of(self.case, self.actor, task.unit) {
            offer(FormKind::ContactRecord);
        }
        if !task.final_assignment && matches!(task.status, TaskStatus::PendingSign | TaskStatus::Signed) {
            offer(FormKind::SendBack);
        }
        if task.owes_reply() && task.pending_extension().is_none() {
            offer(FormKind::Extension);
        }
    }
}
