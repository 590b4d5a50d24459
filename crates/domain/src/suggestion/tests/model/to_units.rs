//! The model until its units work, and when what they hold goes to another.

use super::{super::attempts::Try, ANSWERED, BEFORE_REPLY, Model, Owes, Second, WITH_UNITS};
use chrono::Days;

impl Model {
    pub(super) fn before_units(&mut self, attempt: Try) -> bool {
        let writing = self.is(&["draft", "cosigning", "returned"]);
        let asked = self.is(&BEFORE_REPLY) && self.withdrawing;
        match attempt {
            Try::Invite if writing && self.second != Second::Signed => {
                self.second = Second::Asked { on: self.today };
                if self.state == "draft" {
                    self.state = "cosigning";
                }
            }
            // Seven days to the minute, and everything here happens at ten o'clock.
            Try::Confirm if self.is(&["cosigning", "returned"]) => match self.second {
                Second::Asked { on } if self.today <= on + Days::new(7) => self.second = Second::Signed,
                _ => return false,
            },
            Try::Edit if writing => {
                self.text += 1;
                if self.second == Second::Signed {
                    self.second = Second::Asked { on: self.today };
                }
            }
            Try::Submit if writing => {
                self.state = "submitted";
                self.insisted = false;
            }
            Try::Return if self.state == "submitted" && !self.insisted => self.state = "returned",
            Try::Insist if self.state == "returned" => {
                self.state = "submitted";
                self.insisted = true;
            }
            Try::Accept if self.state == "submitted" => {
                self.state = "accepted";
                self.insisted = false;
                if self.second != Second::Signed {
                    self.second = Second::NotAsked;
                }
            }
            Try::NotAccept if self.state == "submitted" => self.state = "not_accepted",
            Try::Withdraw => {
                let answered = self.parts.iter().any(|part| part.letter.is_some());
                if !self.is(&BEFORE_REPLY) || answered || self.withdrawing {
                    return false;
                }
                self.withdrawing = true;
                if self.second != Second::Signed {
                    self.stop();
                    self.state = "withdrawn";
                }
            }
            Try::AgreeWithdrawal if asked && self.second == Second::Signed => {
                self.stop();
                self.state = "withdrawn";
            }
            Try::RefuseWithdrawal if asked && self.second == Second::Signed => self.withdrawing = false,
            Try::CancelWithdrawal if asked => self.withdrawing = false,
            _ => return false,
        }
        true
    }

    pub(super) fn assignment(&mut self, attempt: Try) -> bool {
        match attempt {
            Try::Assign(shape) if self.state == "accepted" => {
                let parts: &[(usize, Owes)] = match shape {
                    0 => &[(0, Owes::Letter)],
                    1 => &[(0, Owes::Letter), (1, Owes::Opinion)],
                    _ => &[(0, Owes::Part), (2, Owes::Part)],
                };
                let taken = parts.iter().any(|(unit, _)| self.current().any(|(_, part)| part.unit == *unit));
                let added: Vec<Owes> = parts.iter().map(|(_, owes)| *owes).collect();
                if taken || !self.whole(&added) {
                    return false;
                }
                self.clock = self.clock.or(Some((self.today, self.months(self.today, 3))));
                for (unit, owes) in parts {
                    self.add(*unit, *owes, false);
                }
                self.state = "assigned";
            }
            Try::Recall if self.state == "assigned" => {
                self.stop();
                self.state = "accepted";
            }
            // The committee sees what was handed in.
            Try::HandOver(n) if !self.is(&["draft", "cosigning"]) => {
                self.hand_over(usize::from(n) % 3, usize::from(n + 1) % 3);
            }
            _ => return false,
        }
        true
    }

    /// A reform merges one unit into another.
    pub(super) fn hand_over(&mut self, from: usize, to: usize) {
        if !self.is(&WITH_UNITS) && !self.is(&ANSWERED) {
            return;
        }
        let owed = |model: &Self, at: usize| {
            (0..model.promises.len()).any(|one| model.promises[one].1 == at && !model.settled(one))
        };
        let there = self.current().any(|(_, part)| part.unit == to);
        let goes: Vec<(usize, bool)> = (0..self.parts.len())
            .filter(|at| {
                let part = &self.parts[*at];
                part.unit == from && part.live() && (part.state != "done" || owed(self, *at))
            })
            .map(|at| (at, there && self.parts[at].owes == Owes::Opinion && self.parts[at].state != "done"))
            .collect();
        for (at, taken_in) in goes {
            if taken_in {
                self.parts[at].state = "cancelled";
                continue;
            }
            let round = self.round;
            for helper in &mut self.parts {
                let helps = helper.unit == to && helper.round == round && helper.owes == Owes::Opinion;
                if helps && !helper.finished() {
                    helper.state = "cancelled";
                }
            }
            self.parts[at].unit = to;
        }
    }
}
