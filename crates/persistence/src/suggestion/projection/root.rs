use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::suggestion::ScopeFacts,
    kernel::{Version, business_date},
    suggestion::{
        Case, Period, PublicationPart, TaskRole, TaskTier, UrgeBy, UrgeCapacity, metrics::MatterFacts,
    },
};
use uuid::Uuid;

super::line! {
    /// The suggestion's own row, without its body.
    RootLine, "suggestion", "id" {
        id: Uuid,
        version: i64,
        updated_at: DateTime<Utc>,
        jurisdiction_id: Uuid,
        path: String,
        term_id: Uuid,
        session_id: Option<Uuid>,
        period: &'static str,
        status: &'static str,
        code: Option<String>,
        number_series: Option<String>,
        number: Option<i32>,
        number_key: String,
        title: String,
        category: Option<String>,
        committee_id: Option<Uuid>,
        lead_deputy_id: Uuid,
        group_id: Option<Uuid>,
        is_key: bool,
        key_year: Option<i32>,
        key_status: Option<&'static str>,
        key_since: Option<DateTime<Utc>>,
        key_leader_id: Option<Uuid>,
        urged_congress_on: Option<NaiveDate>,
        urged_government_on: Option<NaiveDate>,
        urged_committee_on: Option<NaiveDate>,
        urged_leader_on: Option<NaiveDate>,
        urged_unit_ids: Vec<Uuid>,
        insisted: bool,
        reference_only: bool,
        carried_over_to: Option<Uuid>,
        cosigner_count: i32,
        accepted_text_sha256: Option<String>,
        handed_in: bool,
        deleted: bool,
        confidential: bool,
        named_account_ids: Vec<Uuid>,
        names_hidden: bool,
        government: bool,
        published: bool,
        deputy_ids: Vec<Uuid>,
        unit_ids: Vec<Uuid>,
        lead_unit_ids: Vec<Uuid>,
        co_unit_ids: Vec<Uuid>,
        round: i32,
        turn: Vec<&'static str>,
        due_on: Option<NaiveDate>,
        reply_due_on: Option<NaiveDate>,
        reply_category: Option<&'static str>,
        attitude: Option<&'static str>,
        result: Option<&'static str>,
        light_running: bool,
        light_red: bool,
        light_due_on: Option<NaiveDate>,
        light_co_due_on: Option<NaiveDate>,
        light_half_on: Option<NaiveDate>,
        light_promise_on: Option<NaiveDate>,
        created_at: DateTime<Utc>,
        listed_at: DateTime<Utc>,
        state_since: DateTime<Utc>,
        submitted_at: Option<DateTime<Utc>>,
        accepted_at: Option<DateTime<Utc>>,
        assigned_at: Option<DateTime<Utc>>,
        assigned_on: Option<NaiveDate>,
        replied_at: Option<DateTime<Utc>>,
        closed_at: Option<DateTime<Utc>>,
        publication_marks: Vec<&'static str>,
        public_title: Option<String>,
        public_progress: bool,
        public_at: Option<DateTime<Utc>>,
        public_replied_at: Option<DateTime<Utc>>,
        facts: MatterFacts,
        search_digest: String,
        public_digest: String,
    }
}

impl RootLine {
    /// The row of a case that will have `version`.
    pub fn of(case: &Case, path: &str, version: Version, now: DateTime<Utc>) -> Self {
        let suggestion = &case.suggestion;
        let scope = ScopeFacts::of(case);
        let light = case.light_basis();
        let facts = case.facts();
        let (attitude, result) = facts.final_rating.unzip();
        let public = case.public_view();
        let released = |parts: &[PublicationPart]| {
            let known = case.released_parts().filter(|known| parts.contains(&known.part));
            known.filter_map(|known| known.decided_at).min()
        };
        let urged = |voice: UrgeCapacity| case.last_urged_on(&voice);
        let since = case.log.iter().rev().find(|line| line.task.is_none()).map(|line| line.at);
        Self {
            id: case.id().0,
            version: version.0,
            updated_at: now,
            jurisdiction_id: suggestion.jurisdiction.0,
            path: path.to_owned(),
            term_id: suggestion.term.0,
            session_id: suggestion.session.map(|session| session.0),
            period: suggestion.period.code(),
            status: suggestion.status.code(),
            code: suggestion.code.clone(),
            number_series: suggestion.official_no.map(|number| number.series.key()),
            number: suggestion.official_no.map(|number| small(number.number as usize)),
            number_key: number_key(case),
            title: suggestion.text.title.clone(),
            category: suggestion.classification.category.clone(),
            committee_id: suggestion.classification.committee.map(|unit| unit.0),
            lead_deputy_id: suggestion.lead.0,
            group_id: suggestion.group.map(|group| group.0),
            is_key: suggestion.is_key,
            key_year: case.key().map(|key| key.year),
            key_status: case.key().map(|key| key.status.code()),
            key_since: case.key().map(|key| key.proposed_at),
            key_leader_id: case.supervising_leader().map(|person| person.0),
            urged_congress_on: urged(UrgeCapacity::office(UrgeBy::Congress)),
            urged_government_on: urged(UrgeCapacity::office(UrgeBy::Government)),
            urged_committee_on: suggestion
                .classification
                .committee
                .and_then(|unit| urged(UrgeCapacity::committee(unit))),
            urged_leader_on: urged(UrgeCapacity::office(UrgeBy::Leader)),
            urged_unit_ids: case.units_to_answer_urges().iter().map(|unit| unit.0).collect(),
            insisted: suggestion.insisted,
            reference_only: suggestion.wishes.reference_only,
            carried_over_to: suggestion.carried_over.map(|carried| carried.to.0),
            cosigner_count: small(suggestion.confirmed_cosigners().count()),
            accepted_text_sha256: suggestion.accepted_text_sha256.clone(),
            handed_in: scope.handed_in,
            deleted: scope.deleted,
            confidential: scope.confidential,
            named_account_ids: scope.named.iter().map(|account| account.0).collect(),
            names_hidden: suggestion.confidentiality.hide_names_from_units,
            government: scope.government,
            published: scope.published,
            deputy_ids: scope.deputies.iter().map(|deputy| deputy.0).collect(),
            unit_ids: scope.units.iter().map(|unit| unit.0).collect(),
            lead_unit_ids: units(case, |role| role != TaskRole::Co),
            co_unit_ids: units(case, |role| role == TaskRole::Co),
            round: small(suggestion.round as usize),
            turn: case.turn_in_lists().into_iter().map(|who| who.code()).collect(),
            due_on: case.due_in_lists(),
            reply_due_on: suggestion.dues.effective.as_ref().map(|due| due.on),
            reply_category: facts.category.map(|category| category.code()),
            attitude: attitude.map(|rating| rating.code()),
            result: result.map(|rating| rating.code()),
            light_running: light.running,
            light_red: light.red,
            light_due_on: light.due_on,
            light_co_due_on: light.co_due_on,
            light_half_on: light.half_on,
            light_promise_on: light.promise_on,
            created_at: suggestion.created_at,
            listed_at: suggestion.submitted_at.unwrap_or(suggestion.created_at),
            state_since: since.unwrap_or(suggestion.created_at),
            submitted_at: suggestion.submitted_at,
            accepted_at: suggestion.accepted_at,
            assigned_at: suggestion.assigned_at,
            assigned_on: suggestion.assigned_at.map(business_date),
            replied_at: suggestion.replied_at,
            closed_at: suggestion.closed_at,
            publication_marks: case.publication_marks(),
            public_progress: public.as_ref().is_some_and(|view| view.progress),
            public_at: public
                .as_ref()
                .and_then(|_| released(&[PublicationPart::Title, PublicationPart::Text])),
            public_replied_at: public
                .as_ref()
                .and_then(|view| view.replies.iter().filter_map(|letter| letter.reply.issued_at()).min()),
            public_title: public.map(|view| view.title),
            facts,
            search_digest: String::new(),
            public_digest: String::new(),
        }
    }
}

/// Units of the present round: while the government office has not dispatched, its own tasks stand in.
fn units(case: &Case, wanted: impl Fn(TaskRole) -> bool) -> Vec<Uuid> {
    let mut units: Vec<Uuid> = Vec::new();
    let current = || case.current_tasks().filter(|task| wanted(task.role));
    let dispatched = current().any(|task| task.tier == TaskTier::Unit);
    for task in current().filter(|task| !dispatched || task.tier == TaskTier::Unit) {
        if !units.contains(&task.unit.0) {
            units.push(task.unit.0);
        }
    }
    units
}

/// Sorts by year of acceptance, sessions before the time between them, then by number; empty without a number.
fn number_key(case: &Case) -> String {
    let suggestion = &case.suggestion;
    let (Some(number), Some(accepted)) = (suggestion.official_no, suggestion.accepted_at) else {
        return String::new();
    };
    let period = match suggestion.period {
        Period::InSession => 1,
        Period::Between => 2,
    };
    let year = business_date(accepted).format("%Y");
    format!("{year}/{period}/{:06}", number.number)
}

pub(super) fn small(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
