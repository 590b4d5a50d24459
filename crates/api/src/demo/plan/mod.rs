//! Which matters there are: two earlier years that are closed, and a current year with an example of everything.

mod special;
mod years;

use super::{
    Scale,
    chance::Chance,
    county::TOWNS,
    registers::Member,
    script::{Days, Script, Way, after},
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

    /// The days of a matter of the session of 2026.
    fn session_days(&mut self) -> Days {
        let submit = day(2026, 2, 2 + u32::try_from(self.chance.below(3)).unwrap_or(0));
        let assign = day(2026, 3, 5 + u32::try_from(self.chance.below(2)).unwrap_or(0));
        Days { submit, assign, reply: after(assign, self.chance.between(24, 58)) }
    }
}
