//! 面复记录: of a talk, or of a task to be filled in.

use super::Desk;
use documents::form::{ContactPerson, ContactRecord, DeputyAnswer};
use domain::{
    authz::suggestion::Names,
    kernel::{Coded, DeputyId, congress_time},
    suggestion::ContactLog,
};
use uuid::Uuid;

impl Desk<'_> {
    pub(super) fn contact(&self, of: Uuid) -> Option<ContactRecord> {
        let known = self.case.tasks.iter().find_map(|task| {
            let log = task.contacts.iter().find(|log| log.id.0 == of)?;
            Some((task, Some(log)))
        });
        let (task, log) = known.or_else(|| self.of_task_id(of).map(|task| (task, None)))?;
        let blank = ContactRecord {
            matter: self.matter(),
            unit: self.registers.unit(task.unit),
            at: String::new(),
            place: String::new(),
            kind: String::new(),
            people: Vec::new(),
            deputies: Vec::new(),
            summary: String::new(),
            evidence: Vec::new(),
            answers: Vec::new(),
            counts: false,
            rendered_at: task.assigned_at,
        };
        Some(match log {
            None => blank,
            Some(log) => self.recorded(log, blank),
        })
    }

    fn recorded(&self, log: &ContactLog, blank: ContactRecord) -> ContactRecord {
        let moment = |at| congress_time(at).format("%Y年%-m月%-d日 %H:%M").to_string();
        let kind = log.kind.as_zh();
        let mut deputies: Vec<String> = log.deputies.iter().map(|deputy| self.named(*deputy)).collect();
        // Several protected deputies are one word.
        deputies.dedup();
        ContactRecord {
            at: moment(log.at),
            place: log.place.clone(),
            kind: if log.face_to_face { format!("{kind}（当面）") } else { kind.to_owned() },
            people: log
                .unit_people
                .iter()
                .map(|person| ContactPerson {
                    name: person.name.clone(),
                    post: person.post.clone(),
                    rank: person.rank.as_zh().to_owned(),
                })
                .collect(),
            deputies,
            summary: log.summary.clone(),
            evidence: log
                .evidence
                .iter()
                .map(|file| self.registers.file(*file))
                .filter(|name| !name.is_empty())
                .collect(),
            answers: log
                .answers
                .iter()
                .map(|answer| DeputyAnswer {
                    name: self.named(answer.deputy).trim_end_matches("代表").to_owned(),
                    at: moment(answer.at),
                    disputed: answer.disputed.clone(),
                })
                .collect(),
            counts: log.counts_as_face_meeting(),
            rendered_at: log.at,
            ..blank
        }
    }

    fn named(&self, deputy: DeputyId) -> String {
        if self.sight.names == Names::Hidden {
            super::paper::PROTECTED.to_owned()
        } else {
            self.registers.deputy(deputy)
        }
    }
}
