//! One example of everything that does not go its usual way.

use super::{FARMING, HOUSING, Plan, day};
use crate::demo::{
    script::{Phase, Way, after},
    step::Step,
    topics::FIELDS,
};
use domain::suggestion::{PublicationPart, Rating, ReplyCategory};

impl Plan {
    /// Some of the special cases, for tests.
    pub(super) fn special_cases_small(&mut self) {
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

    pub(super) fn special_cases(&mut self) {
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
