//! What happens to a unit's task.

use super::{Telling, of_task};
use crate::notification::{Audience, NoticeKind};
use crate::suggestion::TaskTier;
use chrono::NaiveDate;

impl Telling<'_> {
    pub(super) fn task_event(&mut self) {
        use NoticeKind::*;
        let Some(task) = self.task() else { return };
        let unit = task.unit;
        let facts = |due| of_task(task, due);
        let on = |due: &Option<crate::suggestion::Due>| due.as_ref().map(|due| due.on);
        let watchers = |to: &mut Vec<Audience>| {
            to.push(Audience::Congress);
            if task.parent.is_some() || task.tier == TaskTier::System {
                to.push(Audience::Government);
            }
        };
        match self.event.kind {
            "task.send_back_requested" => {
                let mut to = self.lead();
                watchers(&mut to);
                self.tell(SendBackRequested, to, facts(None));
            }
            "task.send_back_decided" => {
                let agreed = self.event.flag("agreed");
                let mut to = self.lead();
                to.extend([Audience::Handlers(unit), Audience::Leaders(unit)]);
                self.tell(
                    if agreed { SendBackAgreed } else { SendBackRefused },
                    to,
                    facts(on(&task.dues.sign)),
                );
                let fresh = self.case.tasks.iter().filter(|other| other.follows == Some(task.id));
                self.new_tasks(fresh.map(|task| task.id).collect());
            }
            "task.extension_requested" => {
                self.tell(ExtensionRequested, vec![Audience::Head], facts(self.event.read("until")));
            }
            "task.extension_decided" => {
                let until: Option<NaiveDate> = self.event.read("until");
                let mut to = self.signers();
                to.extend([Audience::Handlers(unit), Audience::Leaders(unit)]);
                match until {
                    Some(until) => self.tell(ExtensionGranted, to, facts(Some(until))),
                    None => self.tell(ExtensionRefused, to, facts(None)),
                }
            }
            "task.holding_answer_sent" => self.tell(HoldingAnswerSent, self.signers(), facts(None)),
            "task.contact_logged" => self.tell(ContactLogged, self.event.deputies("deputies"), facts(None)),
            "task.contact_disputed" => {
                self.tell(ContactDisputed, vec![Audience::Handlers(unit), Audience::Congress], facts(None));
            }
            "task.co_opinion_issued" => self.tell(CoOpinionIssued, self.lead_units(), facts(None)),
            "task.co_opinion_returned" => {
                let to = vec![Audience::Handlers(unit), Audience::Leaders(unit)];
                self.tell(CoOpinionReturned, to, facts(on(&task.dues.co_opinion)));
            }
            "task.co_opinion_missing" => {
                let mut to = self.lead_units();
                to.extend([Audience::Handlers(unit), Audience::Leaders(unit)]);
                self.tell(CoOpinionMissing, to, facts(None));
            }
            "task.yellow_card" | "task.red_card" => {
                let red = self.event.kind == "task.red_card";
                let mut to = vec![Audience::Handlers(unit), Audience::Leaders(unit)];
                watchers(&mut to);
                self.tell(if red { RedCard } else { YellowCard }, to, facts(None));
            }
            _ => {}
        }
    }
}
