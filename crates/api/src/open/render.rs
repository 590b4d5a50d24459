//! What of a matter is written into its status objects. The published one holds nothing that the portal would not show;
//! the official one nothing that its units may not see.

use super::matter_dto::{
    MatterView, OpenCommitment, OpenDates, OpenDue, OpenLinks, OpenMatter, OpenProposer, OpenSatisfaction,
    OpenUnitRef,
};
use crate::{http::Instant, suggestion::official_ref};
use chrono::{DateTime, Utc};
use domain::{
    integration::{MatterPhase, MatterRef, OverdueLevel},
    kernel::business_date,
    settings::Settings,
    suggestion::{
        Case, Commitment, CommitmentStatus, Due, DueKind, Feedback, LightDays, TaskRole, TaskTier,
        category_letter,
    },
};
use persistence::{integration::MatterContext, suggestion::Names};

/// What is the same for all matters of a round.
pub(super) struct Surroundings {
    /// Settings of the day.
    pub settings: Settings,
    /// What decides the lights of the day.
    pub days: LightDays,
    /// The round's one instant.
    pub now: DateTime<Utc>,
}

/// A matter with everything that its documents tell.
pub(super) struct Subject<'a> {
    pub case: &'a Case,
    pub names: &'a Names,
    pub context: &'a MatterContext,
    pub around: &'a Surroundings,
}

impl Subject<'_> {
    /// The reference, once it has a number.
    pub fn reference(&self) -> Option<MatterRef> {
        let number = self.case.suggestion.official_no?;
        MatterRef::of(number, self.context.term, self.context.session)
    }

    /// What every citizen may read; `None`: nothing.
    pub fn published(&self, seq: i64) -> Option<OpenMatter> {
        let view = self.case.public_view()?;
        let suggestion = &self.case.suggestion;
        let progress = view.progress;
        let answered = !view.replies.is_empty();
        let first_letter = view.replies.iter().filter_map(|letter| letter.reply.issued_at()).min();
        let shown = |on: Option<DateTime<Utc>>| on.filter(|_| progress).map(business_date);
        let rating = view.feedbacks.iter().rev().find(|rating| rating.on_behalf_of == self.case.id());
        let promised = view
            .promises
            .iter()
            .map(|known| OpenCommitment { text: known.text.clone(), ..commitment(known.promise) });
        Some(OpenMatter {
            view: MatterView::Published,
            title: view.title.clone(),
            status: progress.then(|| self.case.status().code().to_owned()),
            phase: progress.then(|| MatterPhase::of(self.case.status()).code().to_owned()),
            lead_units: if progress || answered {
                self.units(|role| role != TaskRole::Co)
            } else {
                Vec::new()
            },
            co_units: if progress { self.units(|role| role == TaskRole::Co) } else { Vec::new() },
            proposers: if self.around.settings.lead_name_public { self.lead() } else { Vec::new() },
            dates: OpenDates {
                submitted_on: suggestion.submitted_at.map(business_date),
                accepted_on: shown(suggestion.accepted_at),
                assigned_on: shown(suggestion.assigned_at),
                replied_on: first_letter.map(business_date),
                closed_on: shown(suggestion.closed_at),
            },
            due: self
                .due(OverdueLevel::published(&self.case.light_basis(), &self.around.days))
                .filter(|_| progress),
            satisfaction: rating.map(|rating| satisfaction(rating)),
            commitments: promised.collect(),
            reply_count: count(view.replies.len()),
            merged_into: suggestion.merged_into.filter(|_| progress).map(|id| id.0),
            ..self.both(seq, answered)
        })
    }

    /// The record of the authorities; `None`: confidential, or no suggestion of the congress (yet).
    pub fn official(&self, seq: i64) -> Option<OpenMatter> {
        let suggestion = &self.case.suggestion;
        if suggestion.confidentiality.confidential || suggestion.accepted_at.is_none() {
            return None;
        }
        let on = |at: Option<DateTime<Utc>>| at.map(business_date);
        let letters = self.case.replies.iter().filter(|reply| reply.is_issued());
        let rating = self.case.feedbacks.iter().rev().find(|rating| rating.on_behalf_of == self.case.id());
        Some(OpenMatter {
            view: MatterView::Official,
            title: suggestion.text.title.clone(),
            status: Some(self.case.status().code().to_owned()),
            phase: Some(MatterPhase::of(self.case.status()).code().to_owned()),
            lead_units: self.units(|role| role != TaskRole::Co),
            co_units: self.units(|role| role == TaskRole::Co),
            // 受保护代表: units do not learn who it is, and neither does whoever reads over their shoulder.
            proposers: if suggestion.confidentiality.hide_names_from_units {
                Vec::new()
            } else {
                self.lead()
            },
            dates: OpenDates {
                submitted_on: on(suggestion.submitted_at),
                accepted_on: on(suggestion.accepted_at),
                assigned_on: on(suggestion.assigned_at),
                replied_on: on(suggestion.replied_at),
                closed_on: on(suggestion.closed_at),
            },
            due: self.due(OverdueLevel::official(&self.case.light_basis(), &self.around.days)),
            satisfaction: rating.map(satisfaction),
            commitments: self.case.commitments.iter().map(commitment).collect(),
            reply_count: count(letters.count()),
            merged_into: suggestion.merged_into.map(|id| id.0),
            ..self.both(seq, true)
        })
    }

    /// What does not differ between the two.
    fn both(&self, seq: i64, answered: bool) -> OpenMatter {
        let suggestion = &self.case.suggestion;
        let category = self.case.category().filter(|_| answered);
        let number = suggestion.official_no.and_then(|number| i32::try_from(number.number).ok());
        let session = suggestion.session.map(|session| self.names.of(session.0));
        let id = self.case.id().0;
        let address = format!("/api/v1/open/suggestions/{id}");
        OpenMatter {
            id,
            reference: self.reference().map(|reference| reference.to_string()),
            view: MatterView::Published,
            version: self.case.version.0,
            seq,
            official_no: official_ref(session.as_deref(), suggestion.period.code(), number),
            title: String::new(),
            category: suggestion.classification.category.clone(),
            jurisdiction_id: suggestion.jurisdiction.0,
            term: self.context.term,
            session: self.context.session,
            period: suggestion.period.code().to_owned(),
            status: None,
            phase: None,
            result_class: category.map(|category| category.code().to_owned()),
            result_letter: category
                .map(|category| category_letter(self.around.settings.category_scheme, category).to_string()),
            lead_units: Vec::new(),
            co_units: Vec::new(),
            proposers: Vec::new(),
            cosigner_count: count(suggestion.confirmed_cosigners().count()),
            dates: OpenDates::default(),
            due: None,
            satisfaction: None,
            commitments: Vec::new(),
            reply_count: 0,
            merged_into: None,
            links: OpenLinks {
                timeline: format!("{address}/timeline"),
                replies: format!("{address}/replies"),
                this: address,
                page: self.case.public_view().map(|_| format!("/suggestions/{id}")),
            },
            updated_at: Instant(self.around.now),
        }
    }

    fn lead(&self) -> Vec<OpenProposer> {
        let id = self.case.suggestion.lead.0;
        vec![OpenProposer { id, name: self.names.of(id), role: "lead".to_owned() }]
    }

    /// Units of the present round: while the government office has not dispatched, its own tasks stand in.
    fn units(&self, wanted: impl Fn(TaskRole) -> bool) -> Vec<OpenUnitRef> {
        let current = || self.case.current_tasks().filter(|task| wanted(task.role));
        let dispatched = current().any(|task| task.tier == TaskTier::Unit);
        let mut units: Vec<OpenUnitRef> = Vec::new();
        for task in current().filter(|task| !dispatched || task.tier == TaskTier::Unit) {
            if units.iter().all(|known| known.id != task.unit.0) {
                units.push(OpenUnitRef { id: task.unit.0, name: self.names.of(task.unit.0) });
            }
        }
        units
    }

    fn due(&self, level: OverdueLevel) -> Option<OpenDue> {
        let Due { kind, on, .. } = self.case.suggestion.dues.effective.as_ref()?;
        Some(OpenDue {
            on: *on,
            basis: kind.code().to_owned(),
            extended: *kind == DueKind::Extended,
            overdue_level: level.code().to_owned(),
        })
    }
}

fn commitment(promise: &Commitment) -> OpenCommitment {
    // A report that was not accepted leaves the promise open.
    let status = match promise.status {
        CommitmentStatus::Rejected => CommitmentStatus::Open,
        other => other,
    };
    OpenCommitment {
        id: promise.id.0,
        text: promise.text.clone(),
        due_on: promise.due,
        status: status.code().to_owned(),
    }
}

fn satisfaction(rating: &Feedback) -> OpenSatisfaction {
    OpenSatisfaction {
        attitude: rating.attitude.code().to_owned(),
        result: rating.result.code().to_owned(),
        on: business_date(rating.submitted_at),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Everything that is named in the documents of a matter.
pub(super) fn named(case: &Case) -> (Vec<uuid::Uuid>, Vec<uuid::Uuid>, Option<uuid::Uuid>) {
    let units = case.current_tasks().map(|task| task.unit.0).collect();
    (vec![case.suggestion.lead.0], units, case.suggestion.session.map(|session| session.0))
}
