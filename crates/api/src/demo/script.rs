//! One matter of the demo: what is written, and when who does what.

use super::{
    chance::Chance,
    county::is_government,
    step::{Part, Step},
    topics::{FIELDS, Topic},
};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use domain::{
    calendar::{WorkCalendar, official_calendar},
    kernel::congress_offset,
    suggestion::{Rating, ReplyCategory},
};

/// How far the main line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    Drafted,
    Invited,
    Submitted,
    Accepted,
    Assigned,
    Dispatched,
    Signed,
    Started,
    Contacted,
    Confirmed,
    CoOpinions,
    Drafting,
    PreReview,
    SignOff,
    Issued,
    Delivered,
    Rated,
}

/// Who the matter is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Through the government office, when the unit belongs to its system.
    Usual,
    /// Directly.
    Direct,
    /// Lead and first co-unit answer their parts separately.
    Split,
}

/// A matter and its course.
pub(super) struct Script {
    pub lead: usize,
    pub cosigners: Vec<usize>,
    pub field: usize,
    pub topic: usize,
    pub place: String,
    pub motion: Option<String>,
    pub consent: &'static str,
    pub want_contact: bool,
    pub reference_only: bool,
    pub ask_protection: bool,
    pub repeated: &'static str,
    pub steps: Vec<(DateTime<Utc>, Step)>,
    pub category: ReplyCategory,
    pub rating: Rating,
    pub way: Way,
    pub urgent_by: Option<NaiveDate>,
    at: DateTime<Utc>,
}

/// Days of the main line.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub submit: NaiveDate,
    pub assign: NaiveDate,
    pub reply: NaiveDate,
}

pub(super) fn calendar() -> &'static WorkCalendar {
    official_calendar()
}

/// The `count`th working day after `day`.
pub(super) fn after(day: NaiveDate, count: usize) -> NaiveDate {
    calendar().add_working_days(day, u32::try_from(count).unwrap_or(0))
}

fn before(day: NaiveDate, count: u32) -> NaiveDate {
    calendar().subtract_working_days(day, count)
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    let half_past_eight = NaiveTime::from_hms_opt(8, 30, 0).unwrap_or_default();
    congress_offset()
        .from_local_datetime(&day.and_time(half_past_eight))
        .earliest()
        .map_or_else(DateTime::default, |at| at.with_timezone(&Utc))
}

impl Script {
    /// An empty course of a matter that this deputy writes.
    pub(super) fn new((field, topic): (usize, usize), lead: usize, place: String) -> Self {
        Self {
            lead,
            cosigners: Vec::new(),
            field,
            topic,
            place,
            motion: None,
            consent: "full",
            want_contact: true,
            reference_only: false,
            ask_protection: false,
            repeated: "none",
            steps: Vec::new(),
            category: ReplyCategory::Resolved,
            rating: Rating::Satisfied,
            way: Way::Usual,
            urgent_by: None,
            at: DateTime::default(),
        }
    }

    /// What it is about.
    pub(super) fn matter(&self) -> &'static Topic {
        &FIELDS[self.field].topics[self.topic]
    }

    /// Its title.
    pub(super) fn title(&self) -> String {
        self.matter().title.replace("{p}", &self.place)
    }

    /// The day of the last step.
    pub(super) fn day(&self) -> NaiveDate {
        domain::kernel::business_date(self.at)
    }

    /// Adds a step on that day, or right after the last one when that was later.
    pub(super) fn on(&mut self, day: NaiveDate, chance: &mut Chance, step: Step) {
        let minutes = |chance: &mut Chance, most: usize| {
            Duration::seconds(i64::try_from(chance.between(120, most * 60)).unwrap_or(600))
        };
        let day = calendar().roll_forward(day);
        let wanted = morning(day) + minutes(chance, 240);
        self.at = if wanted > self.at { wanted } else { self.at + minutes(chance, 20) };
        self.steps.push((self.at, step));
    }

    /// Adds a step some working days later.
    pub(super) fn later(&mut self, days: (usize, usize), chance: &mut Chance, step: Step) {
        let day = after(self.day(), chance.between(days.0, days.1));
        self.on(day, chance, step);
    }

    /// The units that give their opinion to the lead.
    pub(super) fn co_units(&self) -> &'static [&'static str] {
        match self.way {
            Way::Split => &[],
            Way::Usual | Way::Direct => self.matter().co,
        }
    }

    /// The units that answer.
    pub(super) fn answering(&self) -> Vec<&'static str> {
        let topic = self.matter();
        match (self.way, topic.co.first()) {
            (Way::Split, Some(second)) => vec![topic.lead, second],
            _ => vec![topic.lead],
        }
    }

    fn through_government(&self) -> bool {
        self.way == Way::Usual && is_government(self.matter().lead)
    }

    /// The parts that the units get.
    pub(super) fn parts(&self) -> Vec<Part> {
        let part = |unit, role| Part { unit, role, through_government: false };
        match self.way {
            Way::Split => self.answering().into_iter().map(|unit| part(unit, "split")).collect(),
            Way::Usual | Way::Direct => std::iter::once(part(self.matter().lead, "lead"))
                .chain(self.matter().co.iter().map(|unit| part(unit, "co")))
                .collect(),
        }
    }

    /// From the first line to `until`.
    pub(super) fn main_line(&mut self, days: Days, until: Phase, chance: &mut Chance) {
        self.write(days.submit, until, chance);
        if until >= Phase::Accepted {
            let urgent_by = self.urgent_by;
            self.later((1, 2), chance, Step::Accept { by_head: false, urgent_by });
        }
        self.hand_over(days.assign, until, chance);
        self.handle(days, until, chance);
        self.answer(days.reply, until, chance);
    }

    /// 起草、联名、提交
    pub(super) fn write(&mut self, submit: NaiveDate, until: Phase, chance: &mut Chance) {
        let begun = if self.cosigners.is_empty() { 1 } else { 4 };
        self.on(before(submit, begun), chance, Step::Draft);
        if !self.cosigners.is_empty() && until >= Phase::Invited {
            self.later((0, 1), chance, Step::Invite(self.cosigners.clone()));
            if until >= Phase::Submitted {
                for deputy in self.cosigners.clone() {
                    self.later((0, 1), chance, Step::Cosign(deputy));
                }
            }
        }
        if until >= Phase::Submitted {
            self.on(submit, chance, Step::Submit);
        }
    }

    /// 交办、分办、签收
    pub(super) fn hand_over(&mut self, assign: NaiveDate, until: Phase, chance: &mut Chance) {
        if until < Phase::Assigned {
            return;
        }
        let parts = self.parts();
        if self.through_government() {
            let office = Part { unit: "zhengfu", role: "lead", through_government: true };
            self.on(assign, chance, Step::Assign(vec![office]));
            if until < Phase::Dispatched {
                return;
            }
            self.later((0, 1), chance, Step::Sign("zhengfu"));
            self.later((0, 1), chance, Step::Dispatch(parts.clone()));
        } else {
            self.on(assign, chance, Step::Assign(parts.clone()));
        }
        if until < Phase::Signed {
            return;
        }
        for part in parts {
            self.later((0, 1), chance, Step::Sign(part.unit));
        }
    }

    /// From the units' receipt to the rating.
    pub(super) fn course(&mut self, days: Days, chance: &mut Chance) {
        self.handle(days, Phase::Rated, chance);
        self.answer(days.reply, Phase::Rated, chance);
    }

    fn handle(&mut self, days: Days, until: Phase, chance: &mut Chance) {
        let drafting = before(days.reply, 5);
        let early = |day: NaiveDate| day.min(drafting);
        for unit in self.answering() {
            if until >= Phase::Started {
                self.later((0, 1), chance, Step::Start(unit));
            }
        }
        let from = self.day();
        for unit in self.answering() {
            if until >= Phase::Contacted {
                let day = early(after(from, chance.between(3, 10)));
                let face = chance.percent(86);
                self.on(day, chance, Step::Contact { unit, face });
            }
            if until >= Phase::Confirmed {
                let day = early(after(self.day(), chance.between(1, 3)));
                self.on(day, chance, Step::ConfirmContact(unit));
            }
        }
        if until >= Phase::CoOpinions {
            for unit in self.co_units() {
                let day = early(after(self.day(), chance.between(0, 3)));
                self.on(day, chance, Step::IssueCoOpinion(unit));
            }
        }
    }

    /// 答复: drafted, reviewed, signed, delivered, rated.
    pub(super) fn answer(&mut self, reply: NaiveDate, until: Phase, chance: &mut Chance) {
        let category = self.category;
        let public = self.consent == "full" && !self.ask_protection;
        for unit in self.answering() {
            if until >= Phase::Drafting {
                self.on(before(reply, 4), chance, Step::DraftReply { unit, category, public });
            }
            if until >= Phase::PreReview {
                self.on(before(reply, 3), chance, Step::SubmitReply(unit));
            }
            if until >= Phase::SignOff {
                self.on(before(reply, 2), chance, Step::PassReply(unit));
            }
            if until >= Phase::Issued {
                self.on(before(reply, 1), chance, Step::SignOff(unit));
            }
            if until >= Phase::Delivered {
                self.on(reply, chance, Step::Deliver(unit));
            }
        }
        if until >= Phase::Rated {
            let rating = self.rating;
            self.later((2, 9), chance, Step::Evaluate { attitude: rating, result: rating, disputed: false });
        }
    }

    /// B: what was promised is reported, judged, answered by another letter; the matter is closed.
    pub(super) fn keep_promise(&mut self, on: NaiveDate, chance: &mut Chance) {
        for unit in self.answering() {
            self.on(on, chance, Step::ReportPromise(unit));
            self.later((1, 4), chance, Step::JudgePromise { accept: true });
            self.later((1, 2), chance, Step::KeptPromiseLetter(unit));
        }
        self.later((1, 3), chance, Step::Close);
    }
}
