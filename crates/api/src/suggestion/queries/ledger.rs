//! One matter as a row of a ledger (§8.4).

use super::{reading::Reading, represent::PROTECTED};
use chrono::NaiveDate;
use documents::sheet::ledger::{HandoverRow, ProgressRow};
use domain::{
    authz::{
        Actor,
        suggestion::{Names as NameSight, Sight},
    },
    kernel::{Coded, UnitId, business_date},
    suggestion::{Case, CommitmentStatus, OfficialNumber, PublicationPart, TaskRole, category_letter},
};
use persistence::suggestion::Names;

/// What the rows have in common.
pub(super) struct Ledger<'a> {
    pub reading: &'a Reading,
    pub names: &'a Names,
    pub actor: &'a Actor,
}

impl Ledger<'_> {
    /// 交办清单
    pub(super) fn handover(&self, case: &Case) -> HandoverRow {
        let suggestion = &case.suggestion;
        let sight = Sight::of(case, self.actor);
        let group = suggestion.group.map(|group| self.names.of(group.0)).unwrap_or_default();
        HandoverRow {
            number: self.number(case),
            title: suggestion.text.title.clone(),
            category: suggestion.classification.category.clone().unwrap_or_default(),
            lead_deputy: self.lead(case, &sight),
            delegation: if sight.names == NameSight::Shown { group } else { String::new() },
            // Telephones are revealed one record at a time, never in bulk.
            phone: String::new(),
            cosigners: u32::try_from(suggestion.confirmed_cosigners().count()).unwrap_or(u32::MAX),
            lead_units: self.units(case, |role| role != TaskRole::Co),
            co_units: self.units(case, |role| role == TaskRole::Co),
            committee: suggestion
                .classification
                .committee
                .map(|unit| self.names.of(unit.0))
                .unwrap_or_default(),
            is_key: suggestion.is_key,
            assigned_on: suggestion.assigned_at.map(business_date),
            reply_due_on: suggestion.dues.effective.as_ref().map(|due| due.on),
            remark: suggestion.status.zh().to_owned(),
        }
    }

    /// 办理情况一览表
    pub(super) fn progress(&self, case: &Case) -> ProgressRow {
        let suggestion = &case.suggestion;
        let sight = Sight::of(case, self.actor);
        let facts = case.facts();
        let word = |rating: Option<domain::suggestion::Rating>| {
            rating.filter(|_| sight.feedback).map_or_else(String::new, |rating| rating.zh().to_owned())
        };
        let met = case
            .tasks
            .iter()
            .flat_map(|task| &task.contacts)
            .filter(|log| log.counts_as_face_meeting())
            .map(|log| (business_date(log.at), log.kind.zh().to_owned()))
            .min();
        let letters: Vec<_> = case
            .current_letters()
            .filter_map(|reply| reply.issue.as_ref())
            .map(|i| i.doc_no.clone())
            .collect();
        let second = case
            .replies
            .iter()
            .filter(|reply| reply.round > 1)
            .filter_map(|reply| reply.issued_at())
            .min()
            .map(business_date);
        let open: Vec<_> =
            case.commitments.iter().filter(|promise| promise.status != CommitmentStatus::Changed).collect();
        ProgressRow {
            number: self.number(case),
            title: suggestion.text.title.clone(),
            lead_deputy: self.lead(case, &sight),
            lead_units: self.units(case, |role| role != TaskRole::Co),
            co_units: self.units(case, |role| role == TaskRole::Co),
            signed_on: case.current_tasks().filter_map(|task| task.signed_at).max().map(business_date),
            met,
            replied_on: facts.replied_on,
            on_time: self.on_time(case, facts.replied_on),
            doc_no: letters.join("、"),
            category_letter: facts
                .category
                .map(|category| category_letter(self.reading.settings.category_scheme, category).to_string())
                .unwrap_or_default(),
            attitude: word(facts.final_rating.map(|(attitude, _)| attitude)),
            result: word(facts.final_rating.map(|(_, result)| result)),
            rehandled: facts.rehandled,
            second_reply_on: second,
            commitments: open.iter().map(|promise| promise.text.clone()).collect(),
            commitment_due_on: open.iter().map(|promise| promise.due).max(),
            commitment_state: state_of(&open),
            published: case.released_parts().any(|known| known.part == PublicationPart::Reply),
        }
    }

    fn number(&self, case: &Case) -> String {
        let session = case.suggestion.session.map(|session| self.names.of(session.0));
        let cited = |number: OfficialNumber| {
            let code = case.suggestion.period.as_code();
            let number = i32::try_from(number.number).ok();
            super::represent::official_ref(session.as_deref(), code, number)
        };
        case.suggestion
            .official_no
            .and_then(cited)
            .or_else(|| case.suggestion.code.clone())
            .unwrap_or_default()
    }

    fn lead(&self, case: &Case, sight: &Sight) -> String {
        match sight.names {
            NameSight::Shown => self.names.of(case.suggestion.lead.0),
            NameSight::Hidden => self.reading.pick(PROTECTED.0, PROTECTED.1).to_owned(),
        }
    }

    fn units(&self, case: &Case, wanted: impl Fn(TaskRole) -> bool) -> Vec<String> {
        let mut seen: Vec<UnitId> = Vec::new();
        for task in case.current_tasks().filter(|task| wanted(task.role)) {
            if !seen.contains(&task.unit) {
                seen.push(task.unit);
            }
        }
        seen.into_iter().map(|unit| self.names.of(unit.0)).collect()
    }

    /// Against the deadline in force; `None` while nothing is answered and nothing is due.
    fn on_time(&self, case: &Case, replied_on: Option<NaiveDate>) -> Option<bool> {
        let due = case.suggestion.dues.effective.as_ref()?.on;
        match replied_on {
            Some(on) => Some(on <= due),
            None if self.reading.today > due => Some(false),
            None => None,
        }
    }
}

fn state_of(promises: &[&domain::suggestion::Commitment]) -> String {
    let mut words: Vec<&str> = promises.iter().map(|promise| promise.status.zh()).collect();
    words.dedup();
    words.join("、")
}
