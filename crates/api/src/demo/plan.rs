//! Which matters there are: two earlier years that are closed, and a current year with an example of everything.

use super::{
    Scale,
    chance::Chance,
    county::TOWNS,
    registers::Member,
    script::{Days, Phase, Script, Way, after, calendar},
    step::Step,
    topics::FIELDS,
};
use anyhow::Context as _;
use chrono::{Datelike, NaiveDate};
use domain::suggestion::{PublicationPart, Rating, ReplyCategory};
use std::collections::HashSet;

/// Everything that is planned.
pub(super) struct Plan {
    pub scripts: Vec<Script>,
    chance: Chance,
    writers: Vec<usize>,
    towns: Vec<usize>,
    used: HashSet<(i32, usize, usize, String)>,
}

/// 城建交通 matters that 住建局 leads.
const HOUSING: [(usize, usize); 3] = [(0, 0), (0, 1), (0, 2)];
/// A matter with two co-units of the government.
const FARMING: (usize, usize) = (1, 2);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

impl Plan {
    /// The plan for these deputies.
    pub(super) fn make(members: &[Member], scale: Scale) -> anyhow::Result<Self> {
        let mut writers: Vec<(usize, usize)> = Vec::new();
        for (at, member) in members.iter().enumerate() {
            if let Some(number) = member.username.as_deref().and_then(|name| name.strip_prefix("daibiao")) {
                writers.push((number.parse().context("a number")?, at));
            }
        }
        writers.sort_unstable();
        let mut plan = Self {
            scripts: Vec::new(),
            chance: Chance::new(2026),
            writers: writers.into_iter().map(|(_, at)| at).collect(),
            towns: members.iter().map(|member| member.town).collect(),
            used: HashSet::new(),
        };
        match scale {
            Scale::Full => {
                plan.closed_year(2024, 14, 2);
                plan.closed_year(2025, 28, 4);
                plan.special_cases();
                let rest = 168 - plan.in_session_of(2026);
                plan.usual_cases(rest);
                plan.between_sessions();
            }
            Scale::Small => {
                plan.closed_year(2025, 2, 0);
                plan.special_cases_small();
            }
        }
        Ok(plan)
    }

    fn in_session_of(&self, year: i32) -> usize {
        let in_session = |script: &&Script| {
            script.steps.iter().any(|(at, step)| {
                let on = domain::kernel::business_date(*at);
                matches!(step, Step::Submit) && on.year() == year && on <= day(year, 2, 5)
            })
        };
        self.scripts.iter().filter(in_session).count()
    }

    /// A matter of the category whose turn it is, by somebody who has not written much yet.
    fn begin(&mut self, year: i32, topic: Option<(usize, usize)>, writer: Option<usize>) -> Script {
        let topic = topic.unwrap_or_else(|| {
            let mut rest = self.chance.below(100);
            let mut field = 0;
            while rest >= FIELDS[field].share {
                rest -= FIELDS[field].share;
                field += 1;
            }
            (field, self.chance.below(FIELDS[field].topics.len()))
        });
        let writer = writer.unwrap_or_else(|| self.chance.between(2, self.writers.len() - 1));
        let lead = self.writers[writer % self.writers.len()];
        let town = TOWNS[self.towns[lead]].1;
        let (field, number) = topic;
        let mut place = town.to_owned();
        let mut tried = 0;
        while !self.used.insert((year, field, number, place.clone())) {
            let name = *self
                .chance
                .pick(&["虹桥", "东风", "新河", "南园", "向阳", "清泉", "双庙", "大桥", "北圩", "前进"]);
            let kind = if town.ends_with("街道") { "社区" } else { "村" };
            let number = if tried > 12 { format!("{}", tried - 12) } else { String::new() };
            place = format!("{town}{name}{number}{kind}");
            tried += 1;
        }
        Script::new(topic, lead, place)
    }

    fn cosigners(&mut self, script: &mut Script, count: usize) {
        while script.cosigners.len() < count {
            let deputy = *self.chance.pick(&self.writers);
            if deputy != script.lead && !script.cosigners.contains(&deputy) {
                script.cosigners.push(deputy);
            }
        }
    }

    fn outcome(&mut self, script: &mut Script) {
        script.category = match self.chance.below(100) {
            0..55 => ReplyCategory::Resolved,
            55..75 => ReplyCategory::InProgress,
            75..88 => ReplyCategory::Planned,
            88..95 => ReplyCategory::Deferred,
            _ => ReplyCategory::Reference,
        };
        script.rating = if self.chance.percent(91) { Rating::Satisfied } else { Rating::Basic };
        script.consent = match self.chance.below(100) {
            0..78 => "full",
            78..92 => "title_only",
            _ => "no",
        };
        script.way = if self.chance.percent(12) { Way::Direct } else { Way::Usual };
    }

    fn publish(&mut self, script: &mut Script) {
        if script.consent == "no" || script.ask_protection {
            return;
        }
        let parts: &[PublicationPart] = if script.consent == "full" {
            &[PublicationPart::Title, PublicationPart::Text, PublicationPart::Reply, PublicationPart::Status]
        } else {
            &[PublicationPart::Title, PublicationPart::Status]
        };
        let chance = &mut self.chance;
        for part in parts {
            script.later((0, 1), chance, Step::Propose(*part));
        }
        for _ in parts {
            script.later((0, 1), chance, Step::Release);
        }
    }

    /// An earlier year: closed and archived, so that what comes again is recognised.
    fn closed_year(&mut self, year: i32, in_session: usize, between: usize) {
        let opened = if year == 2024 { day(2024, 1, 16) } else { day(2025, 1, 7) };
        let handed_over = if year == 2024 { day(2024, 2, 22) } else { day(2025, 2, 18) };
        for number in 0..in_session + between {
            let topic = HOUSING.get(number).copied();
            let writer = (number < 3).then_some(number % 2);
            let mut script = self.begin(year, topic, writer);
            self.outcome(&mut script);
            if self.chance.percent(20) {
                self.cosigners(&mut script, 1);
            }
            let days = if number < in_session {
                let submit = after(opened, self.chance.below(2));
                Days { submit, assign: handed_over, reply: after(handed_over, self.chance.between(30, 54)) }
            } else {
                let submit = after(day(year, 4, 10), number);
                let assign = after(submit, 4);
                Days { submit, assign, reply: after(assign, self.chance.between(25, 50)) }
            };
            let chance = &mut self.chance;
            script.main_line(days, Phase::Rated, chance);
            let promised = script.category.needs_commitment();
            let tracked_on = year == 2025 && number % 9 == 5;
            if promised && tracked_on {
                // Runs on into the current year.
                let until = day(2026, 9, 30);
                script.on(day(2025, 12, 18), chance, Step::CarryOverPromise { until });
            } else {
                if promised && number % 11 == 7 {
                    script.on(day(year, 11, 12), chance, Step::FailPromise(script.matter().lead));
                    script.later((1, 4), chance, Step::ConfirmExplanation);
                    script.later((1, 3), chance, Step::Close);
                } else if promised {
                    script.keep_promise(after(day(year, 10, 20), number % 20), chance);
                }
                if number.is_multiple_of(2) {
                    self.publish(&mut script);
                }
                script.on(after(day(year, 12, 20), number % 5), &mut self.chance, Step::Archive);
            }
            self.scripts.push(script);
        }
    }

    /// The days of a matter of the session of 2026.
    fn session_days(&mut self) -> Days {
        let submit = day(2026, 2, 2 + u32::try_from(self.chance.below(3)).unwrap_or(0));
        let assign = day(2026, 3, 5 + u32::try_from(self.chance.below(2)).unwrap_or(0));
        Days { submit, assign, reply: after(assign, self.chance.between(24, 58)) }
    }

    /// What is usual: most are answered, some are still on their way.
    fn usual_cases(&mut self, count: usize) {
        for number in 0..count {
            let mut script = self.begin(2026, None, None);
            self.outcome(&mut script);
            if number < 22 {
                script.motion = Some(format!("十八届五次会议第{:02}号议案", number + 1));
            }
            let signers = match (number < 22, self.chance.below(10)) {
                (true, _) => 3,
                (false, 0..2) => 2,
                (false, 2..4) => 1,
                (false, _) => 0,
            };
            self.cosigners(&mut script, signers);
            if !script.matter().co.is_empty() && number % 17 == 9 {
                script.way = Way::Split;
            }
            let mut days = self.session_days();
            if number % 4 == 3 {
                // Assigned during the session: answered early.
                days.assign = day(2026, 2, 9);
                days.reply = after(days.assign, self.chance.between(24, 48));
            }
            if number % 6 == 5 {
                days.reply = day(2026, 6, 5);
            }
            if number % 20 == 11 {
                script.urgent_by = Some(day(2026, 5, 15));
                days.reply = day(2026, 5, 8);
            }
            let late = calendar().add_working_days(day(2026, 6, 1), u32::try_from(number % 5).unwrap_or(0));
            let until = match number % 30 {
                7 => Phase::Confirmed,
                13 => Phase::CoOpinions,
                17 => Phase::PreReview,
                23 => Phase::SignOff,
                27 => Phase::Issued,
                _ => Phase::Rated,
            };
            if until < Phase::Rated {
                days.reply = late.max(days.reply);
            }
            let chance = &mut self.chance;
            script.main_line(days, until, chance);
            let done = until == Phase::Rated && days.reply < day(2026, 5, 22);
            if done && script.category.needs_commitment() && number % 5 == 0 {
                script.keep_promise(day(2026, 5, 26), chance);
            }
            if done && number % 2 == 1 {
                self.publish(&mut script);
            }
            self.scripts.push(script);
        }
    }

    /// Between the sessions: the newest matters, so that every desk has something to do today.
    fn between_sessions(&mut self) {
        let stops = [
            Phase::Drafted,
            Phase::Invited,
            Phase::Submitted,
            Phase::Submitted,
            Phase::Submitted,
            Phase::Accepted,
            Phase::Accepted,
            Phase::Assigned,
            Phase::Assigned,
            Phase::Dispatched,
            Phase::Dispatched,
            Phase::Signed,
            Phase::Started,
            Phase::Contacted,
            Phase::Confirmed,
            Phase::Drafting,
            Phase::PreReview,
            Phase::SignOff,
            Phase::Delivered,
            Phase::Rated,
            Phase::Rated,
        ];
        for (number, until) in stops.into_iter().enumerate() {
            let housing =
                matches!(until, Phase::Dispatched | Phase::Signed | Phase::Started | Phase::SignOff);
            let topic = (housing || number % 3 != 2).then(|| HOUSING[number % 2]);
            let writer = match until {
                Phase::Contacted | Phase::Delivered => Some(0),
                Phase::Invited => Some(1),
                _ => (number % 3 != 1).then_some(number / 2 % 2),
            };
            let mut script = self.begin(2026, topic, writer);
            self.outcome(&mut script);
            script.way = Way::Usual;
            if until == Phase::Invited {
                script.cosigners.push(self.writers[0]);
                self.cosigners(&mut script, 3);
            }
            // Older the further it got, so that today finds it where it is.
            let ages = match until {
                Phase::Drafted | Phase::Invited => 0,
                Phase::Submitted => 1,
                Phase::Accepted => 4,
                Phase::Assigned | Phase::Dispatched => 6,
                Phase::Signed | Phase::Started => 10,
                Phase::Contacted | Phase::Confirmed => 18,
                _ => 50,
            };
            let submit = calendar().subtract_working_days(day(2026, 6, 9), ages);
            let assign = after(submit, 4).min(day(2026, 6, 9));
            let reply = if ages == 50 { after(day(2026, 5, 28), number % 6) } else { day(2026, 8, 20) };
            script.main_line(Days { submit, assign, reply }, until, &mut self.chance);
            if until == Phase::Invited {
                let last = script.cosigners[2];
                script.later((0, 0), &mut self.chance, Step::DeclineCosign(last));
            }
            self.scripts.push(script);
        }
    }

    /// Some of the special cases, for tests.
    fn special_cases_small(&mut self) {
        for number in [0, 4, 12, 14, 15, 24, 28, 30, 33, 38, 40, 45] {
            self.special(number);
        }
        for until in [Phase::Drafted, Phase::Submitted, Phase::Assigned, Phase::PreReview, Phase::Rated] {
            let mut script = self.begin(2026, Some(FARMING), Some(0));
            let days = self.session_days();
            script.main_line(days, until, &mut self.chance);
            self.scripts.push(script);
        }
    }

    fn special_cases(&mut self) {
        for number in 0..57 {
            self.special(number);
        }
    }

    /// One example of everything that does not go its usual way.
    #[expect(clippy::too_many_lines, reason = "a list of examples, one after another")]
    fn special(&mut self, number: usize) {
        let topic = match number {
            24..32 | 44..52 => Some(HOUSING[number % 3]),
            32..44 => Some(FARMING),
            _ => None,
        };
        let writer = (number % 4 == 1).then_some(number / 4 % 2);
        let mut script = self.begin(2026, topic, writer);
        let mut days = self.session_days();
        days.reply = after(days.assign, 35);
        let accepted = Step::Accept { by_head: false, urgent_by: None };
        if matches!(number, 22 | 23) {
            self.cosigners(&mut script, 2);
        }
        let lead_unit = script.matter().lead;
        let chance = &mut self.chance;
        match number {
            // Returned: twelve.
            0..12 => {
                script.write(days.submit, Phase::Submitted, chance);
                let (reason, text) = match number % 3 {
                    0 => ("no_content", "建议事项不够具体，请补充地点、范围和具体意见后重新提交。"),
                    1 => ("several_matters", "一件建议反映了多个事项，请分别提出。"),
                    _ => ("consultation", "属于政策咨询，请说明希望解决的具体问题。"),
                };
                script.later((1, 2), chance, Step::Return(reason, text));
                match number {
                    0..4 => {}
                    4..8 => {
                        script.later((1, 3), chance, Step::Submit);
                        script.later((1, 2), chance, accepted);
                        let category = if number.is_multiple_of(2) {
                            ReplyCategory::Resolved
                        } else {
                            ReplyCategory::Planned
                        };
                        script.category = category;
                        script.hand_over(days.assign, Phase::Signed, chance);
                        script.course(days, chance);
                    }
                    8 => script.on(day(2026, 6, 8), chance, Step::Insist),
                    9 => {
                        script.later((1, 2), chance, Step::Insist);
                        script.later((1, 2), chance, Step::Accept { by_head: true, urgent_by: None });
                        script.hand_over(days.assign, Phase::Signed, chance);
                        script.course(days, chance);
                    }
                    _ => script.later((2, 4), chance, Step::Withdraw),
                }
            }
            12 | 13 => {
                script.write(days.submit, Phase::Submitted, chance);
                let (reason, text) = if number == 12 {
                    ("own_matter", "所提事项涉及本人亲属个案，不作建议处理，已转有关部门作为群众来信办理。")
                } else {
                    ("outside_competence", "所提事项不属于县级职权范围，已作为代表来信转送上级有关部门参考。")
                };
                script.later((1, 2), chance, Step::NotAccept(reason, text));
            }
            // Five groups of merged ones: the leading one, then the one that joins it.
            14..24 if number.is_multiple_of(2) => {
                script.write(days.submit, Phase::Submitted, chance);
                script.later((1, 1), chance, accepted);
                let child = self.scripts.len() + 1;
                script.on(day(2026, 2, 11), chance, Step::Merge { child });
                script.category = ReplyCategory::InProgress;
                script.hand_over(days.assign, Phase::Signed, chance);
                script.course(days, chance);
            }
            14..24 => {
                if let Some(leading) = self.scripts.last() {
                    (script.field, script.topic) = (leading.field, leading.topic);
                }
                script.write(days.submit, Phase::Submitted, chance);
            }
            // Withdrawn, and waiting for a co-signer to agree.
            24..27 => {
                let others: Vec<usize> =
                    self.writers[2..4].iter().copied().filter(|at| *at != script.lead).collect();
                if number > 24 {
                    script.cosigners = others.clone();
                }
                script.main_line(days, Phase::Signed, chance);
                script.later((2, 4), chance, Step::Withdraw);
                if number == 25 {
                    for deputy in others {
                        script.later((0, 1), chance, Step::AgreeWithdrawal(deputy));
                    }
                }
            }
            // Protected, confidential, for reference only.
            27 => {
                script.ask_protection = true;
                script.main_line(days, Phase::Rated, chance);
            }
            28 => {
                script.consent = "no";
                script.write(days.submit, Phase::Submitted, chance);
                script.later((1, 1), chance, accepted);
                script.later((0, 1), chance, Step::Protect { confidential: true });
                script.way = Way::Direct;
            }
            29 | 30 => {
                script.reference_only = true;
                script.main_line(days, Phase::Signed, chance);
                if number == 30 {
                    let lead = lead_unit;
                    script.later((2, 6), chance, Step::Start(lead));
                    script.later((2, 6), chance, Step::NoteAsRead(lead));
                }
            }
            // Sent back: to another unit, refused, to the committee, asked today.
            31 | 32 | 35 => {
                script.main_line(days, Phase::Dispatched, chance);
                script.later((0, 1), chance, Step::Sign(lead_unit));
                script.later((0, 1), chance, Step::RequestSendBack(lead_unit));
                let agree = number != 32;
                let new_unit = (number == 31).then_some("chengguan");
                script.later((1, 3), chance, Step::DecideSendBack { unit: lead_unit, agree, new_unit });
                let now_with = new_unit.unwrap_or(lead_unit);
                if number != 35 {
                    script.later((0, 1), chance, Step::Sign(now_with));
                    script.later((0, 1), chance, Step::Start(now_with));
                }
            }
            33 => {
                days.assign = day(2026, 6, 5);
                script.main_line(days, Phase::Dispatched, chance);
                script.later((0, 0), chance, Step::Sign(lead_unit));
                script.later((0, 0), chance, Step::RequestSendBack(lead_unit));
            }
            34 => {
                script.way = Way::Direct;
                script.main_line(days, Phase::Assigned, chance);
                script.later((1, 1), chance, Step::RequestSendBack(lead_unit));
                script.later(
                    (1, 2),
                    chance,
                    Step::DecideSendBack { unit: lead_unit, agree: true, new_unit: None },
                );
            }
            // Extended, waiting for the decision, refused.
            36..39 => {
                days.reply = day(2026, 8, 20);
                script.main_line(days, Phase::Confirmed, chance);
                script.on(day(2026, 5, 18), chance, Step::HoldingAnswer(lead_unit));
                let until = day(2026, 8, 31);
                script.on(day(2026, 5, 20), chance, Step::RequestExtension { unit: lead_unit, until });
                match number {
                    36 => script.later(
                        (1, 3),
                        chance,
                        Step::DecideExtension { unit: lead_unit, until: Some(until) },
                    ),
                    37 => {
                        script.later((1, 3), chance, Step::DecideExtension { unit: lead_unit, until: None })
                    }
                    _ => {}
                }
            }
            // Late: two by little, two red.
            39..43 => {
                days.assign = if number < 41 { day(2026, 2, 9) } else { day(2026, 3, 5) };
                days.reply = day(2026, 8, 20);
                let until = if number.is_multiple_of(2) { Phase::Started } else { Phase::Contacted };
                script.main_line(days, until, chance);
                script.on(day(2026, 5, 8), chance, Step::Urge { by: "daigong" });
                if number == 40 {
                    script.later((1, 2), chance, Step::AcknowledgeUrge(lead_unit));
                    script.on(day(2026, 5, 27), chance, Step::Urge { by: "zhengfuban" });
                }
                if number == 42 {
                    script.on(day(2026, 6, 8), chance, Step::Urge { by: "lead" });
                }
            }
            // Unsatisfied: handled again (running, answered), undecided, attitude only, explained.
            43..48 | 56 => {
                script.consent = "title_only";
                script.category =
                    if number == 43 { ReplyCategory::Deferred } else { ReplyCategory::Resolved };
                script.main_line(days, Phase::Delivered, chance);
                let unsatisfied = Rating::Unsatisfied;
                let result = if matches!(number, 46 | 56) { Rating::Basic } else { unsatisfied };
                let disputed = number == 45;
                if number == 45 {
                    script.on(day(2026, 5, 28), chance, Step::FlagPressure);
                }
                script.later((2, 5), chance, Step::Evaluate { attitude: unsatisfied, result, disputed });
                match number {
                    43 => {
                        script.on(day(2026, 5, 25), chance, Step::OrderRehandle);
                        script.later((1, 2), chance, Step::Sign(lead_unit));
                        script.later((0, 1), chance, Step::Start(lead_unit));
                    }
                    44 => {
                        script.later((1, 2), chance, Step::OrderRehandle);
                        script.later((1, 2), chance, Step::Sign(lead_unit));
                        script.later((0, 1), chance, Step::Start(lead_unit));
                        script.later((1, 2), chance, Step::Contact { unit: lead_unit, face: true });
                        script.later((0, 1), chance, Step::ConfirmContact(lead_unit));
                        script.way = Way::Usual;
                        let reply = after(script.day(), 6);
                        script.answer(reply, Phase::Rated, chance);
                    }
                    47 => script.later((2, 4), chance, Step::Explain),
                    56 => script.later((2, 4), chance, Step::Interview),
                    _ => {}
                }
            }
            // Not rated although reminded; objections; disputed talks; returned letters; opinions.
            48 => {
                days.assign = day(2026, 2, 9);
                days.reply = day(2026, 4, 8);
                script.main_line(days, Phase::Delivered, chance);
            }
            49 => {
                script.main_line(days, Phase::Dispatched, chance);
                script.later((0, 0), chance, Step::ObjectToUnit);
                script.later((1, 2), chance, Step::DecideObjection { agree: false });
            }
            50 => {
                days.reply = day(2026, 6, 8);
                script.main_line(days, Phase::Contacted, chance);
                script.later((1, 2), chance, Step::DisputeContact(lead_unit));
            }
            51 => {
                script.category = ReplyCategory::InProgress;
                script.main_line(days, Phase::PreReview, chance);
                script.later((1, 1), chance, Step::ReturnReply(lead_unit));
                let (unit, category) = (lead_unit, ReplyCategory::InProgress);
                script.later((1, 2), chance, Step::DraftReply { unit, category, public: true });
                script.later((0, 1), chance, Step::SubmitReply(lead_unit));
                script.later((0, 1), chance, Step::PassReply(lead_unit));
                script.later((0, 1), chance, Step::RejectDraft(lead_unit));
            }
            52 => {
                script.category = ReplyCategory::Resolved;
                script.main_line(days, Phase::Rated, chance);
                script.later((3, 5), chance, Step::Reopen);
            }
            53 | 54 => {
                (script.field, script.topic) = FARMING;
                script.main_line(days, Phase::Confirmed, chance);
                let (first, second) =
                    (FIELDS[FARMING.0].topics[FARMING.1].co[0], FIELDS[FARMING.0].topics[FARMING.1].co[1]);
                script.later((0, 1), chance, Step::IssueCoOpinion(first));
                if number == 53 {
                    script.later((0, 1), chance, Step::ReturnCoOpinion(first));
                    script.later((0, 1), chance, Step::DraftCoOpinion(second));
                } else {
                    script.on(day(2026, 4, 22), chance, Step::MarkCoOpinionMissing(second));
                    script.answer(day(2026, 5, 15), Phase::Delivered, chance);
                }
            }
            // The same matter as in an earlier year; withheld and taken down again.
            _ => {
                if let Some(earlier) = self.scripts.iter().position(|known| !known.steps.is_empty()) {
                    let (field, topic) = (self.scripts[earlier].field, self.scripts[earlier].topic);
                    (script.field, script.topic) = (field, topic);
                    script.place.clone_from(&self.scripts[earlier].place);
                    script.repeated = "2";
                    script.write(days.submit, Phase::Submitted, chance);
                    script.later((1, 1), chance, accepted);
                    script.later((0, 1), chance, Step::LinkPrevious { earlier });
                    script.hand_over(days.assign, Phase::Signed, chance);
                    script.course(days, chance);
                    script.later((1, 1), chance, Step::Propose(PublicationPart::Title));
                    script.later((0, 1), chance, Step::Release);
                    script.later((3, 4), chance, Step::Unpublish);
                    script.later((0, 1), chance, Step::Propose(PublicationPart::Text));
                    script.later((0, 1), chance, Step::Withhold);
                    script.later((0, 1), chance, Step::Propose(PublicationPart::Status));
                }
            }
        }
        self.scripts.push(script);
    }
}
