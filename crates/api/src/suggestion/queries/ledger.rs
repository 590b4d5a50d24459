//! One matter as a row of a ledger (§8.4).

use super::{reading::Reading, represent::PROTECTED};
use chrono::{Datelike, NaiveDate};
use documents::sheet::ledger::{CommitmentRow, HandoverRow, OwnTaskRow, ProgressRow};
use domain::{
    authz::{
        Actor,
        suggestion::{Names as NameSight, Sight},
    },
    kernel::{Coded, UnitId, business_date},
    suggestion::{
        Case, Commitment, CommitmentStatus, HandlingTask, OfficialNumber, PublicationPart, TaskRole,
        TaskTier, category_letter,
    },
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

    /// 承诺事项台账: the matter's promises, those that were replaced among them.
    pub(super) fn commitments(&self, case: &Case) -> Vec<CommitmentRow> {
        let sight = Sight::of(case, self.actor);
        if !sight.handling {
            return Vec::new();
        }
        commitment_rows(case, &self.number(case), |unit| self.names.of(unit.0))
    }

    /// 承办台账: the matter's tasks of `units`, or all.
    pub(super) fn tasks(&self, case: &Case, units: Option<&[UnitId]>) -> Vec<OwnTaskRow> {
        let sight = Sight::of(case, self.actor);
        if !sight.handling {
            return Vec::new();
        }
        let wanted = |task: &&HandlingTask| {
            task.tier == TaskTier::Unit && units.is_none_or(|units| units.contains(&task.unit))
        };
        case.tasks.iter().filter(wanted).map(|task| self.task(case, task, &sight)).collect()
    }

    fn task(&self, case: &Case, task: &HandlingTask, sight: &Sight) -> OwnTaskRow {
        let letter = case.last_reply_of(task.id);
        let first = case.first_reply_of(task.id).and_then(|reply| reply.issued_at());
        let rating = case.feedbacks.iter().filter(|feedback| {
            sight.feedback && case.reply(feedback.reply).is_ok_and(|reply| reply.task == task.id)
        });
        let talked = task.contacts.iter().filter(|_| sight.contacts).max_by_key(|log| log.at);
        let opinion = task.co_opinion().and_then(|opinion| opinion.issued_at);
        let missing = task.co_opinion_missing_at.map(|_| "未反馈".to_owned());
        let promises = case.commitments.iter().filter(|promise| promise.task == task.id);
        let who = task.responsibles.as_ref();
        OwnTaskRow {
            number: self.number(case),
            title: case.suggestion.text.title.clone(),
            lead_deputy: self.lead(case, sight),
            unit: self.names.of(task.unit.0),
            role: task.role.zh().to_owned(),
            scope: task.scope_text.clone().unwrap_or_default(),
            round: task.round,
            leader: who.map(|who| who.leader_name.clone()).unwrap_or_default(),
            handler: who.map(|who| self.names.of(who.handler.0)).unwrap_or_default(),
            assigned_on: Some(business_date(task.assigned_at)),
            signed_on: task.signed_at.map(business_date),
            talked: talked.map(|log| (business_date(log.at), log.kind.zh().to_owned())),
            co_opinions: opinion
                .map(|at| format!("{}反馈", business_date(at)))
                .or(missing)
                .unwrap_or_default(),
            due_on: task.effective_due(),
            replied_on: first.map(business_date),
            doc_no: letter
                .and_then(|reply| reply.issue.as_ref())
                .map(|issue| issue.doc_no.clone())
                .unwrap_or_default(),
            category_letter: letter
                .map(|reply| {
                    category_letter(self.reading.settings.category_scheme, reply.content.category).to_string()
                })
                .unwrap_or_default(),
            rating: rating
                .map(|feedback| feedback.result)
                .max()
                .map_or_else(String::new, |word| word.zh().to_owned()),
            commitments: promises.map(|promise| promise.text.as_str()).collect::<Vec<_>>().join("；"),
            status: task.status.zh().to_owned(),
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

/// A matter's promises, with its number as printed.
pub(crate) fn commitment_rows(
    case: &Case,
    number: &str,
    unit: impl Fn(UnitId) -> String,
) -> Vec<CommitmentRow> {
    case.commitments.iter().map(|promise| commitment(promise, number, unit(promise.unit))).collect()
}

fn commitment(promise: &Commitment, number: &str, unit: String) -> CommitmentRow {
    let state = promise.status.zh();
    let last = promise.reports.last();
    let files: usize = promise.reports.iter().map(|report| report.evidence.len()).sum();
    let received = promise.explanation.as_ref().is_some_and(|explanation| explanation.received.is_some());
    let accepted = match promise.status {
        CommitmentStatus::Accepted => "认可".to_owned(),
        CommitmentStatus::Rejected => {
            let why = last.and_then(|report| report.verdict.as_deref()).unwrap_or_default();
            if why.is_empty() { "不认可".to_owned() } else { format!("不认可：{why}") }
        }
        CommitmentStatus::Changed | CommitmentStatus::Failed if received => "已收到书面说明".to_owned(),
        _ => String::new(),
    };
    CommitmentRow {
        number: number.to_owned(),
        text: promise.text.clone(),
        responsible: format!("{unit}/{}", promise.responsible),
        due_on: Some(promise.due),
        progress: last.map_or_else(|| state.to_owned(), |report| format!("{state}：{}", report.text)),
        kept_on: promise.accepted_at.map(business_date),
        evidence: if files == 0 { String::new() } else { format!("{files}份") },
        accepted,
        carried_to: (promise.due.year() > promise.original_due.year()).then(|| promise.due.year()),
    }
}

fn state_of(promises: &[&domain::suggestion::Commitment]) -> String {
    let mut words: Vec<&str> = promises.iter().map(|promise| promise.status.zh()).collect();
    words.dedup();
    words.join("、")
}
