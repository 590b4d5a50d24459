//! What goes its usual way: closed years, the session of 2026, and what came in since.

use super::{HOUSING, Plan, day};
use crate::demo::{
    script::{Days, Phase, Way, after, calendar},
    step::Step,
};

impl Plan {
    /// An earlier year: closed and archived, so that what comes again is recognised.
    pub(super) fn closed_year(&mut self, year: i32, in_session: usize, between: usize) {
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

    /// What is usual: most are answered, some are still on their way.
    pub(super) fn usual_cases(&mut self, count: usize) {
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
    pub(super) fn between_sessions(&mut self) {
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
}
