//! A plain model of both state machines, written from §3.8.2, §3.8.3, §3.8.4 and §8.1 and from nothing else: it knows
//! neither the machine nor its guards, and keeps states as words and dates as days. `model_play.rs` lets random histories
//! run through it and through the aggregate side by side.

mod after_reply;
mod by_units;
mod to_units;

use super::attempts::Try;
use crate::calendar::WorkCalendar;
use chrono::{Months, NaiveDate};

/// What a unit owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owes {
    Letter,
    Part,
    Opinion,
}

/// A letter: the promise that it makes, by its day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Letter {
    promise: Option<NaiveDate>,
}

/// One unit's part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub unit: usize,
    pub owes: Owes,
    pub round: u32,
    pub state: &'static str,
    pub last_word: bool,
    send_back_by: NaiveDate,
    /// Start and end of the answering clock.
    clock: (NaiveDate, NaiveDate),
    opinion_by: NaiveDate,
    opinion_returned: bool,
    pub opinion_missing: bool,
    named: bool,
    talks: Vec<bool>,
    draft: Option<Letter>,
    letter: Option<Letter>,
    more_time: Option<NaiveDate>,
}

impl Part {
    fn live(&self) -> bool {
        !matches!(self.state, "sent_back" | "cancelled")
    }

    fn finished(&self) -> bool {
        matches!(self.state, "done" | "sent_back" | "cancelled")
    }

    fn answers(&self) -> bool {
        self.owes != Owes::Opinion && self.live()
    }

    fn opinion_in(&self) -> bool {
        matches!(self.state, "co_opinion_issued" | "done") || self.opinion_missing
    }
}

/// The co-signer's answer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Second {
    NotAsked,
    /// Until this instant's day, counted in days since the invitation.
    Asked {
        on: NaiveDate,
    },
    Signed,
}

/// A rating: round, part, attitude, result (2 is 不满意).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rated {
    round: u32,
    part: usize,
    attitude: u8,
    result: u8,
}

/// The matter as the model knows it.
#[derive(Clone, Debug)]
pub(super) struct Model {
    calendar: &'static WorkCalendar,
    pub today: NaiveDate,
    pub state: &'static str,
    pub round: u32,
    pub parts: Vec<Part>,
    /// State of each promise and the part that gave it.
    pub promises: Vec<(&'static str, usize)>,
    /// Whether the deputy has received the explanation of a promise that failed.
    told: Vec<bool>,
    pub text: u32,
    second: Second,
    insisted: bool,
    pub withdrawing: bool,
    clock: Option<(NaiveDate, NaiveDate)>,
    pub sent_back: u32,
    rated: Vec<Rated>,
    /// What was decided on ratings: round and word.
    decided: Vec<(u32, &'static str)>,
    feedback_by: Option<NaiveDate>,
    pub reminded: Vec<NaiveDate>,
}

const WITH_UNITS: [&str; 4] = ["accepted", "assigned", "handling", "rehandling"];
const ANSWERED: [&str; 5] = ["replied", "evaluated", "rehandling", "tracking", "closed"];
const TRACKED: [&str; 3] = ["replied", "evaluated", "tracking"];
const BEFORE_REPLY: [&str; 5] = ["submitted", "returned", "accepted", "assigned", "handling"];

impl Model {
    pub fn new(calendar: &'static WorkCalendar, today: NaiveDate) -> Self {
        Self {
            calendar,
            today,
            state: "draft",
            round: 1,
            parts: Vec::new(),
            promises: Vec::new(),
            told: Vec::new(),
            text: 1,
            second: Second::NotAsked,
            insisted: false,
            withdrawing: false,
            clock: None,
            sent_back: 0,
            rated: Vec::new(),
            decided: Vec::new(),
            feedback_by: None,
            reminded: Vec::new(),
        }
    }

    pub fn ratings(&self) -> usize {
        self.rated.len()
    }

    pub fn signed_by_second(&self) -> bool {
        self.second == Second::Signed
    }

    fn is(&self, states: &[&str]) -> bool {
        states.contains(&self.state)
    }

    /// The n-th working day after a day.
    fn working_days(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let days = start.iter_days().skip(1).filter(|day| self.calendar.is_working_day(*day));
        days.take(n as usize).last().unwrap_or(start)
    }

    /// The same day n months later, moved to a working day.
    fn months(&self, start: NaiveDate, n: u32) -> NaiveDate {
        self.rolled(start.checked_add_months(Months::new(n)).unwrap())
    }

    fn rolled(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.calendar.is_working_day(*day)).unwrap()
    }

    /// Working days after `from` up to `to`.
    fn working_days_since(&self, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| self.calendar.is_working_day(*day))
            .count()
    }

    /// The part of a unit that an attempt is about: its last one that has not left the matter.
    fn part_of(&self, unit: u8) -> Option<usize> {
        self.parts.iter().rposition(|part| part.unit == usize::from(unit) % 3 && part.live())
    }

    fn current(&self) -> impl Iterator<Item = (usize, &Part)> {
        self.parts.iter().enumerate().filter(|(_, part)| part.round == self.round && part.live())
    }

    /// One lead, or two and more separate ones without helpers; a later round is what the order made it.
    fn whole(&self, added: &[Owes]) -> bool {
        let roles: Vec<Owes> =
            self.current().map(|(_, part)| part.owes).chain(added.iter().copied()).collect();
        let count = |owes| roles.iter().filter(|role| **role == owes).count();
        match (count(Owes::Letter), count(Owes::Part), count(Owes::Opinion)) {
            (1, 0, _) => true,
            (0, parts, 0) => parts >= 2,
            _ => false,
        }
    }

    fn add(&mut self, unit: usize, owes: Owes, last_word: bool) {
        let part = Part {
            unit,
            owes,
            round: self.round,
            state: "pending_sign",
            last_word,
            send_back_by: self.working_days(self.today, 5),
            clock: self.clock.unwrap(),
            opinion_by: self.months(self.today, 1),
            opinion_returned: false,
            opinion_missing: false,
            named: false,
            talks: Vec::new(),
            draft: None,
            letter: None,
            more_time: None,
        };
        self.parts.push(part);
    }

    fn stop(&mut self) {
        for part in self.parts.iter_mut().filter(|part| !part.finished()) {
            part.state = "cancelled";
        }
    }

    /// Everybody who answers has signed: handling begins.
    fn after_signing(&mut self) {
        let waits = |part: &Part| matches!(part.state, "pending_sign" | "send_back_requested");
        let all = self.current().filter(|(_, part)| part.owes != Owes::Opinion).all(|(_, part)| !waits(part));
        if self.state == "assigned" && all && (self.round > 1 || self.whole(&[])) {
            self.state = "handling";
        }
    }

    /// Everybody who answers has issued the letter: the matter is answered, helpers are done or were not needed.
    fn after_issue(&mut self) {
        let out = |part: &Part| matches!(part.state, "issued" | "done");
        let all = self.current().filter(|(_, part)| part.answers()).all(|(_, part)| out(part));
        if !(self.is(&["handling", "rehandling"]) && all && (self.round > 1 || self.whole(&[]))) {
            return;
        }
        let round = self.round;
        for part in self.parts.iter_mut().filter(|p| p.round == round && p.live() && p.owes == Owes::Opinion)
        {
            part.state =
                if part.state == "co_opinion_issued" || part.state == "done" { "done" } else { "cancelled" };
        }
        self.state = "replied";
        self.reminded.clear();
    }

    fn settled(&self, promise: usize) -> bool {
        match self.promises[promise].0 {
            "accepted" => true,
            "failed" => self.told[promise],
            _ => false,
        }
    }

    fn all_settled(&self) -> bool {
        (0..self.promises.len()).all(|promise| self.settled(promise))
    }

    fn was_decided(&self, words: &[&str]) -> bool {
        self.decided.iter().any(|(round, word)| *round == self.round && words.contains(word))
    }

    fn of_round(&self) -> impl Iterator<Item = &Rated> {
        self.rated.iter().filter(|rated| rated.round == self.round)
    }

    fn result_waits(&self) -> bool {
        self.of_round().any(|rated| rated.result == 2) && !self.was_decided(&["explain", "rehandle"])
    }

    fn attitude_waits(&self) -> bool {
        self.of_round().any(|rated| rated.attitude == 2 && rated.result != 2)
            && !self.was_decided(&["interview"])
    }

    fn after_rating(&mut self) {
        if self.state == "evaluated" && !self.result_waits() && !self.attitude_waits() {
            self.state = if self.all_settled() { "closed" } else { "tracking" };
        }
    }

    /// Letters of the round that nobody has rated.
    fn unrated(&self) -> Option<usize> {
        self.current()
            .filter(|(_, part)| part.answers() && part.letter.is_some())
            .map(|(at, _)| at)
            .find(|at| !self.rated.iter().any(|rated| rated.part == *at))
    }

    fn again(&mut self) {
        let unhappy: Vec<usize> =
            self.of_round().filter(|rated| rated.result == 2).map(|rated| rated.part).collect();
        let parts: Vec<(usize, Owes)> = self
            .current()
            .filter(|(at, part)| part.answers() && (unhappy.is_empty() || unhappy.contains(at)))
            .map(|(_, part)| (part.unit, part.owes))
            .collect();
        self.round += 1;
        self.clock = Some((self.today, self.months(self.today, 1)));
        self.feedback_by = None;
        for (unit, owes) in parts {
            self.add(unit, owes, true);
        }
        self.state = "rehandling";
    }

    /// What one part waits for from others.
    fn may_write(&self, at: usize) -> bool {
        let part = &self.parts[at];
        let opinions = part.owes != Owes::Letter
            || self.current().filter(|(_, p)| p.owes == Owes::Opinion).all(|(_, p)| p.opinion_in());
        part.answers() && part.named && !part.talks.is_empty() && opinions
    }

    fn leads(&self, unit: usize) -> bool {
        self.current().any(|(_, part)| part.owes == Owes::Letter && part.unit == unit)
    }

    fn opinion_overdue(&self, at: usize) -> bool {
        let part = &self.parts[at];
        part.owes == Owes::Opinion
            && !part.opinion_missing
            && matches!(part.state, "pending_sign" | "signed" | "in_progress" | "co_opinion_draft")
            && self.working_days_since(part.opinion_by, self.today) >= 5
    }

    /// Tries it: `true` when the rules let it happen; then the model has changed.
    pub fn attempt(&mut self, attempt: Try) -> bool {
        use Try::*;
        match attempt {
            Days(n) => {
                self.today = self.today + chrono::Days::new(u64::from(n));
                true
            }
            Sweep => {
                self.sweep();
                true
            }
            Invite | Confirm | Edit | Submit | Return | Insist | Accept | NotAccept | Withdraw
            | AgreeWithdrawal | RefuseWithdrawal | CancelWithdrawal => self.before_units(attempt),
            Assign(_) | Recall | HandOver(_) => self.assignment(attempt),
            Sign(n)
            | SendBack(n)
            | DecideSendBack(n, _)
            | Start(n)
            | Talk(n)
            | ConfirmTalk(n)
            | CoOpinion(n)
            | ReturnCoOpinion(n)
            | MarkMissing(n)
            | Write(n, _)
            | HandIn(n)
            | ReturnReply(n)
            | Pass(n)
            | SignOff(n)
            | Deliver(n)
            | Extend(n)
            | DecideExtension(n) => self.part_of(n).is_some_and(|at| self.on_part(attempt, at)),
            Rate(..) | Interview | Explain | Rehandle | Close | Reopen | Archive => self.after_reply(attempt),
            ReportPromise | JudgePromise(_) | FailPromise | ConfirmExplanation => self.promise(attempt),
        }
    }
}
