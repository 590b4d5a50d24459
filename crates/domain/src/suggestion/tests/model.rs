//! A plain model of both state machines, written from §3.8.2, §3.8.3, §3.8.4 and §8.1 and from nothing else: it knows
//! neither the machine nor its guards, and keeps states as words and dates as days. `model_play.rs` lets random histories
//! run through it and through the aggregate side by side.

use super::attempts::Try;
use crate::calendar::WorkCalendar;
use chrono::{Days, Months, NaiveDate};

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

    fn before_units(&mut self, attempt: Try) -> bool {
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

    fn assignment(&mut self, attempt: Try) -> bool {
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
    fn hand_over(&mut self, from: usize, to: usize) {
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

    fn on_part(&mut self, attempt: Try, at: usize) -> bool {
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

    fn after_reply(&mut self, attempt: Try) -> bool {
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

    fn promise(&mut self, attempt: Try) -> bool {
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
    fn sweep(&mut self) {
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
