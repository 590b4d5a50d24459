//! The model once its deputy has been answered, and what the night does.

use super::{super::attempts::Try, Model, Part, Rated, TRACKED, WITH_UNITS};

impl Model {
    pub(super) fn after_reply(&mut self, attempt: Try) -> bool {
        match (attempt, self.state) {
            (Try::Rate(attitude, result), "replied") => {
                let Some(part) = self.unrated() else { return false };
                if self.parts[part].state != "done" {
                    return false;
                }
                self.rated.push(Rated { round: self.round, part, attitude, result });
                if self.unrated().is_none() {
                    self.state = "evaluated";
                    self.after_rating();
                }
            }
            (Try::Interview, "evaluated") if self.attitude_waits() => {
                self.decided.push((self.round, "interview"));
                self.after_rating();
            }
            (Try::Explain, "evaluated") if self.result_waits() => {
                self.decided.push((self.round, "explain"));
                self.after_rating();
            }
            (Try::Rehandle, "evaluated" | "tracking") if self.state == "tracking" || self.result_waits() => {
                self.decided.push((self.round, "rehandle"));
                self.again();
            }
            (Try::Reopen, "closed") => self.again(),
            (Try::Close, "tracking") if self.all_settled() => self.state = "closed",
            (Try::Archive, "closed") => self.state = "archived",
            _ => return false,
        }
        true
    }

    pub(super) fn promise(&mut self, attempt: Try) -> bool {
        let Some(at) = (0..self.promises.len()).find(|one| !self.settled(*one)) else { return false };
        let state = self.promises[at].0;
        // The first unit acts here; it must still have a part.
        let has_part = self.parts.iter().any(|part| part.unit == 0 && part.live());
        if !self.is(&TRACKED) {
            return false;
        }
        match (attempt, state) {
            (Try::ReportPromise, "open" | "rejected") if has_part => self.promises[at].0 = "reported",
            (Try::JudgePromise(yes), "reported") => {
                self.promises[at].0 = if yes > 0 { "accepted" } else { "rejected" };
            }
            (Try::FailPromise, "open" | "rejected") if has_part => self.promises[at].0 = "failed",
            (Try::ConfirmExplanation, "failed") => self.told[at] = true,
            _ => return false,
        }
        true
    }

    /// The night: silence is receipt, opinions are missing, ratings are asked for and lapse.
    pub(super) fn sweep(&mut self) {
        let round = self.round;
        if self.is(&WITH_UNITS) {
            let today = self.today;
            let silent = |part: &Part| {
                part.round == round && part.state == "pending_sign" && today > part.send_back_by
            };
            for at in 0..self.parts.len() {
                if silent(&self.parts[at]) {
                    self.parts[at].state = "signed";
                    self.after_signing();
                }
            }
            for at in 0..self.parts.len() {
                if self.parts[at].round == round && self.opinion_overdue(at) {
                    self.parts[at].opinion_missing = true;
                }
            }
        }
        let Some(by) = self.feedback_by.filter(|by| self.state == "replied" && self.today > *by) else {
            return;
        };
        let last = self.reminded.last().copied();
        if last.is_some_and(|last| self.working_days_since(last, self.today) < 5) {
            return;
        }
        debug_assert!(last.is_none_or(|last| last > by));
        if self.unrated().is_some() && self.reminded.len() < 2 {
            self.reminded.push(self.today);
        } else {
            self.state = "evaluated";
            self.after_rating();
        }
    }
}
