//! Names that papers and letters print.

use crate::{http::ApiResult, state::State};
use documents::layout::chinese_numeral;
use domain::{
    file::files_of,
    kernel::{AccountId, CongressSessionId, DeputyId, ErrorCode, FileId, TermId, UnitId},
    suggestion::{Case, OfficialNumber},
};
use persistence::{
    letter::{CongressRow, PrintedDeputyRow},
    suggestion::{Names, NamesWanted},
};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};
use uuid::Uuid;

/// What the registers say of everybody and everything in one matter.
#[derive(Clone)]
pub(super) struct Registers {
    congress: CongressRow,
    deputies: Arc<HashMap<Uuid, PrintedDeputyRow>>,
    names: Arc<Names>,
    files: Arc<HashMap<Uuid, String>>,
}

impl Registers {
    /// Of one matter.
    pub(super) async fn of(state: &State, case: &Case) -> ApiResult<Self> {
        let mut all = Self::of_all(state, [case]).await?;
        all.pop().ok_or_else(|| ErrorCode::NotFound.into())
    }

    /// Of many matters, in their order, with as many statements as of one (and one for each session).
    pub(super) async fn of_all<'c>(
        state: &State,
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> ApiResult<Vec<Self>> {
        let cases: Vec<&Case> = cases.into_iter().collect();
        let mut congresses: HashMap<(TermId, Option<CongressSessionId>), CongressRow> = HashMap::new();
        let (mut deputies, mut wanted, mut files) = (Vec::new(), NamesWanted::default(), Vec::new());
        for case in &cases {
            let key = (case.suggestion.term, case.suggestion.session);
            if let Entry::Vacant(place) = congresses.entry(key) {
                let congress = state.store.congress(key.0, key.1).await?;
                place.insert(congress.ok_or(ErrorCode::NotFound)?);
            }
            collect(case, &mut deputies, &mut wanted);
            files.extend(files_of(case));
        }
        let deputies = state.store.printed_deputies(&deputies).await?;
        let deputies = Arc::new(deputies.into_iter().map(|deputy| (deputy.id, deputy)).collect());
        let names = Arc::new(state.store.names(wanted).await?);
        let files = if files.is_empty() { Vec::new() } else { state.store.file_names(&files).await? };
        let files = Arc::new(files.into_iter().map(|file| (file.id, file.name)).collect::<HashMap<_, _>>());
        let of = |case: &&Case| {
            let congress = congresses.get(&(case.suggestion.term, case.suggestion.session));
            congress.map(|congress| Self {
                congress: congress.clone(),
                deputies: Arc::clone(&deputies),
                names: Arc::clone(&names),
                files: Arc::clone(&files),
            })
        };
        Ok(cases.iter().filter_map(of).collect())
    }

    pub(super) fn deputy(&self, id: DeputyId) -> String {
        self.deputies.get(&id.0).map(|deputy| deputy.name.clone()).unwrap_or_default()
    }

    pub(super) fn delegation(&self, id: DeputyId) -> String {
        self.deputies.get(&id.0).and_then(|deputy| deputy.delegation.clone()).unwrap_or_default()
    }

    pub(super) fn unit(&self, id: UnitId) -> String {
        self.names.of(id.0)
    }

    /// Display name of an account.
    pub(super) fn account(&self, id: AccountId) -> String {
        self.names.of(id.0)
    }

    /// What a file is called; empty for one that is gone.
    pub(super) fn file(&self, id: FileId) -> String {
        self.files.get(&id.0).cloned().unwrap_or_default()
    }

    /// 县, 市, 区 …: how a congress calls itself in its own papers.
    fn level(&self) -> &str {
        let plain = self.congress.jurisdiction_name.split('（').next().unwrap_or_default();
        let last = plain.char_indices().next_back().map_or("", |(at, _)| &plain[at..]);
        if ["县", "市", "区", "州", "旗", "盟", "镇", "乡", "省"].contains(&last) {
            last
        } else {
            ""
        }
    }

    /// 泗安县人民代表大会
    pub(super) fn congress_name(&self) -> String {
        format!("{}人民代表大会", self.congress.jurisdiction_name)
    }

    /// 泗安县
    pub(super) fn area(&self) -> String {
        self.congress.jurisdiction_name.clone()
    }

    /// 县人大常委会主任会议
    pub(super) fn chair_council(&self) -> String {
        format!("{}人大常委会主任会议", self.level())
    }

    /// 十八届五次, as lists cite a session.
    pub(super) fn session_short(&self) -> String {
        let ordinal = |n: i32| chinese_numeral(usize::try_from(n).unwrap_or(0));
        let session = self.congress.session_ordinal.map(|session| format!("{}次", ordinal(session)));
        format!("{}届{}", ordinal(self.congress.term_ordinal), session.unwrap_or_default())
    }

    /// 县十八届人大五次会议; 县十八届人大 between sessions.
    pub(super) fn session_label(&self) -> String {
        let ordinal = |n: i32| chinese_numeral(usize::try_from(n).unwrap_or(0));
        let term = format!("{}{}届人大", self.level(), ordinal(self.congress.term_ordinal));
        match self.congress.session_ordinal {
            Some(session) => format!("{term}{}次会议", ordinal(session)),
            None => term,
        }
    }

    /// 县十八届人大五次会议第063号建议, or without a number 县十八届人大五次会议代表建议.
    pub(super) fn suggestion_label(&self, number: Option<OfficialNumber>) -> String {
        let session = self.session_label();
        number.map_or_else(|| format!("{session}代表建议"), |number| number.full_zh(&session))
    }

    /// 代表工作委员会
    pub(super) fn committee(&self) -> String {
        let own = self.congress.committee_name.clone();
        own.unwrap_or_else(|| format!("{}人大常委会代表工作委员会", self.level()))
    }

    /// 政府办公室（督查室）: gets a copy of what units of the government answer.
    pub(super) fn government_office(&self) -> String {
        format!("{}人民政府办公室（督查室）", self.level())
    }
}

/// Everybody and everything that papers of the matter may name.
fn collect(case: &Case, deputies: &mut Vec<DeputyId>, wanted: &mut NamesWanted) {
    let suggestion = &case.suggestion;
    deputies.push(suggestion.lead);
    deputies.extend(suggestion.cosigners.iter().map(|cosigner| cosigner.deputy));
    for child in &case.children {
        deputies.push(child.lead);
        deputies.extend(&child.cosigners);
    }
    for reply in &case.replies {
        deputies.extend(reply.delivery.iter().flat_map(|delivery| &delivery.to));
    }
    deputies.extend(case.urges.iter().filter_map(|urge| urge.deputy));
    deputies.extend(case.feedbacks.iter().map(|feedback| feedback.deputy));
    let units = &mut wanted.units;
    units.extend(suggestion.wishes.preferred_units.iter().map(|unit| unit.0));
    units.extend(suggestion.classification.committee.map(|unit| unit.0));
    units.extend(case.replies.iter().map(|reply| reply.unit.0));
    units.extend(case.commitments.iter().map(|promise| promise.unit.0));
    wanted.groups.extend(suggestion.group.map(|group| group.0));
    wanted.sessions.extend(suggestion.session.map(|session| session.0));
    for task in &case.tasks {
        wanted.units.push(task.unit.0);
        wanted.accounts.extend(task.responsibles.as_ref().map(|who| who.handler.0));
        for request in &task.send_backs {
            wanted
                .units
                .extend(request.suggested_unit.into_iter().chain(request.new_unit).map(|unit| unit.0));
            wanted.accounts.push(request.signed_by.0);
            wanted.accounts.extend(request.decided_by.map(|by| by.0));
        }
        for request in &task.extensions {
            wanted.accounts.push(request.requested_by.0);
            wanted.accounts.extend(request.decided_by.map(|by| by.0));
        }
        for log in &task.contacts {
            deputies.extend(&log.deputies);
            deputies.extend(log.answers.iter().map(|answer| answer.deputy));
        }
    }
}
