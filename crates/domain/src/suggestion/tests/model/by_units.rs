//! The model's parts: what a unit does with its own.

use super::{super::attempts::Try, ANSWERED, Letter, Model, Owes, WITH_UNITS};
use chrono::Days;

impl Model {
    pub(super) fn on_part(&mut self, attempt: Try, at: usize) -> bool {
        let (state, owes) = (self.parts[at].state, self.parts[at].owes);
        let today = self.today;
        let working = self.is(&WITH_UNITS);
        let reached = working || self.is(&ANSWERED);
        let answers = owes != Owes::Opinion;
        match attempt {
            Try::Talk(_) | Try::ConfirmTalk(_) | Try::Deliver(_) if !reached => return false,
            Try::Talk(_) | Try::ConfirmTalk(_) | Try::Deliver(_) => {}
            _ if !working => return false,
            _ => {}
        }
        match (attempt, state) {
            (Try::Sign(_), "pending_sign") => {
                self.parts[at].state = "signed";
                self.after_signing();
            }
            (Try::SendBack(_), "pending_sign" | "signed") => {
                if self.parts[at].last_word || today > self.parts[at].send_back_by {
                    return false;
                }
                self.parts[at].state = "send_back_requested";
            }
            (Try::DecideSendBack(n, verdict), "send_back_requested") => {
                return self.decide_send_back(at, verdict, usize::from(n + 1) % 3);
            }
            (Try::Start(_), "signed") if answers => {
                self.parts[at].state = "in_progress";
                self.parts[at].named = true;
            }
            (
                Try::Talk(_),
                "signed" | "in_progress" | "co_opinion_draft" | "reply_draft" | "pre_review" | "sign_off"
                | "issued",
            ) => self.parts[at].talks.push(false),
            (Try::ConfirmTalk(_), state) if !matches!(state, "pending_sign" | "send_back_requested") => {
                match self.parts[at].talks.iter_mut().find(|confirmed| !**confirmed) {
                    Some(talk) => *talk = true,
                    None => return false,
                }
            }
            (Try::CoOpinion(_), "signed" | "in_progress" | "co_opinion_draft") if !answers => {
                self.parts[at].state = "co_opinion_issued";
            }
            (Try::ReturnCoOpinion(_), "co_opinion_issued") if self.leads(0) => {
                if self.parts[at].opinion_returned {
                    return false;
                }
                self.parts[at].opinion_returned = true;
                self.parts[at].opinion_by = self.working_days(today, 5);
                self.parts[at].state = "signed";
            }
            (Try::MarkMissing(_), _) if self.leads(0) && self.opinion_overdue(at) => {
                self.parts[at].opinion_missing = true;
            }
            (Try::Write(_, category), "in_progress" | "reply_draft") if self.may_write(at) => {
                // Being solved and planned promise something.
                let promise = matches!(category % 5, 1 | 2).then(|| today + Days::new(400));
                self.parts[at].draft = Some(Letter { promise });
                self.parts[at].state = "reply_draft";
            }
            (Try::HandIn(_), "reply_draft") if self.may_write(at) && self.promises_ahead(at) => {
                self.parts[at].state = "pre_review";
            }
            (Try::ReturnReply(_), "pre_review") => self.parts[at].state = "reply_draft",
            (Try::Pass(_), "pre_review") => self.parts[at].state = "sign_off",
            (Try::SignOff(_), "sign_off") if self.promises_ahead(at) => {
                let letter = self.parts[at].draft.take();
                if letter.is_some_and(|letter| letter.promise.is_some()) {
                    self.promises.push(("open", at));
                    self.told.push(false);
                }
                self.parts[at].letter = letter;
                self.parts[at].state = "issued";
                self.withdrawing = false;
                self.after_issue();
            }
            (Try::Deliver(_), "issued") => {
                self.parts[at].state = "done";
                if self.state == "replied" {
                    self.feedback_by = Some(self.working_days(today, 15));
                }
            }
            (Try::Extend(_), "signed" | "in_progress" | "reply_draft" | "pre_review" | "sign_off")
                if answers =>
            {
                let (start, end) = self.parts[at].clock;
                let until = end + Days::new(20);
                // Ten working days must be left.
                let in_time = today <= self.calendar.last_day_to_ask(end, 10);
                if self.parts[at].more_time.is_some() || !in_time || until > self.months(start, 6) {
                    return false;
                }
                self.parts[at].more_time = Some(until);
            }
            (
                Try::DecideExtension(_),
                "signed" | "in_progress" | "reply_draft" | "pre_review" | "sign_off",
            ) => {
                let Some(until) = self.parts[at].more_time.take() else { return false };
                self.parts[at].clock.1 = self.rolled(until);
                let latest = self.current().filter(|(_, part)| part.answers()).map(|(_, part)| part.clock);
                self.clock = latest.max_by_key(|(_, end)| *end);
            }
            _ => return false,
        }
        true
    }

    fn promises_ahead(&self, at: usize) -> bool {
        let draft = self.parts[at].draft;
        draft.is_some_and(|letter| letter.promise.is_none_or(|day| day > self.today))
    }

    fn decide_send_back(&mut self, at: usize, verdict: u8, other: usize) -> bool {
        let (owes, last) = (self.parts[at].owes, self.sent_back + 1 >= 2);
        if verdict == 0 {
            self.parts[at].state = "pending_sign";
            self.parts[at].last_word = true;
            return true;
        }
        let ordered = self.round > 1 && owes != Owes::Opinion;
        let named = (verdict != 1).then_some(other);
        let taken = named.is_some_and(|unit| self.current().any(|(_, part)| part.unit == unit));
        if taken || (named.is_none() && (last || ordered)) {
            return false;
        }
        self.parts[at].state = "sent_back";
        self.sent_back += 1;
        if let Some(unit) = named {
            self.add(unit, owes, last);
        }
        if owes != Owes::Opinion && self.is(&["assigned", "handling"]) {
            self.state = if named.is_some() { "assigned" } else { "accepted" };
        }
        true
    }
}
