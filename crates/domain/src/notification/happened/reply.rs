//! Letters, ratings and promises.

use super::{Telling, of_task};
use crate::notification::{Audience, Facts, NoticeKind};
use crate::suggestion::Rating;

impl Telling<'_> {
    pub(super) fn reply_event(&mut self) {
        use NoticeKind::*;
        let Some(task) = self.task() else { return };
        let unit = task.unit;
        let facts = |due| of_task(task, due);
        let reviewers = if task.parent.is_some() { Audience::Government } else { Audience::Congress };
        match self.event.kind {
            "reply.submitted" => {
                let due = task.dues.pre_review.as_ref().map(|due| due.on);
                self.tell(ReplySubmitted, vec![reviewers], facts(due));
            }
            "reply.returned" => self.tell(ReplyReturned, vec![Audience::Handlers(unit)], facts(None)),
            "reply.passed" => self.tell(ReplyPassed, vec![Audience::Leaders(unit)], facts(None)),
            "reply.issued" => {
                let mut to = self.signers();
                to.push(Audience::Congress);
                if task.parent.is_some() {
                    to.push(Audience::Government);
                }
                self.tell(ReplyIssued, to, facts(None));
            }
            "reply.delivered" => {
                let due = self.case.suggestion.dues.feedback.as_ref().map(|due| due.on);
                if due.is_some() && !self.case.suggestion.wishes.reference_only {
                    self.tell(RatingAsked, self.leads(), facts(due));
                }
            }
            "reply.noted" => self.tell(ReplyNoted, self.signers(), facts(None)),
            "reply.supplemented" => {
                let mut to = self.signers();
                to.push(Audience::Congress);
                self.tell(ReplySupplemented, to, facts(None));
            }
            _ => {}
        }
    }

    pub(super) fn rated(&mut self) {
        let worst = [self.event.read::<Rating>("attitude"), self.event.read("result")];
        let reply: Option<crate::kernel::ReplyId> = self.event.read("reply");
        let task = reply.and_then(|id| self.case.reply(id).ok()).map(|reply| reply.task);
        let task = task.and_then(|id| self.case.task(id).ok());
        let facts = task.map_or_else(Facts::default, |task| of_task(task, None));
        let unit = task.map(|task| task.unit);
        if worst.contains(&Some(Rating::Unsatisfied)) {
            let mut to = vec![Audience::Congress, Audience::Government];
            to.extend(unit.map(Audience::Leaders));
            to.extend(self.case.suggestion.classification.committee.map(Audience::Committee));
            self.tell(NoticeKind::Unsatisfied, to, facts);
        } else {
            let mut to = vec![Audience::Congress];
            to.extend(unit.map(Audience::Handlers));
            self.tell(NoticeKind::RatingGiven, to, facts);
        }
    }

    pub(super) fn commitment_event(&mut self) {
        use NoticeKind::*;
        let id: Option<crate::kernel::CommitmentId> = self.event.read("commitment");
        let Some(promise) = self.case.commitments.iter().find(|promise| Some(promise.id) == id) else {
            return;
        };
        let unit = promise.unit;
        let own = [Audience::Handlers(unit), Audience::Leaders(unit)];
        let facts = |due| Facts { task: Some(promise.task), unit: Some(unit), due, ..Facts::default() };
        match self.event.kind {
            "commitment.reported" => self.tell(CommitmentReported, vec![Audience::Congress], facts(None)),
            "commitment.judged" if self.event.flag("accepted") => {
                let mut to = self.leads();
                to.extend(own);
                self.tell(CommitmentKept, to, facts(None));
            }
            "commitment.judged" => self.tell(CommitmentRejected, own.to_vec(), facts(None)),
            "commitment.changed" | "commitment.failed" => {
                let mut to = self.leads();
                to.push(Audience::Congress);
                let failed = self.event.kind == "commitment.failed";
                self.tell(if failed { CommitmentFailed } else { CommitmentChanged }, to, facts(None));
            }
            "commitment.carried_over" => {
                let mut to = self.leads();
                to.extend(own);
                self.tell(CommitmentCarriedOver, to, facts(Some(promise.due)));
            }
            "commitment.explanation_received" => self.tell(CommitmentExplained, own.to_vec(), facts(None)),
            _ => {}
        }
    }
}
