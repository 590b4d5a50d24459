//! Names that papers and letters print.

use crate::{http::ApiResult, state::State};
use documents::layout::chinese_numeral;
use domain::{
    kernel::{DeputyId, ErrorCode, UnitId},
    suggestion::{Case, OfficialNumber},
};
use persistence::{
    letter::{CongressRow, PrintedDeputyRow},
    suggestion::{Names, NamesWanted},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What the registers say of everybody and everything in one matter.
pub(super) struct Registers {
    congress: CongressRow,
    deputies: HashMap<Uuid, PrintedDeputyRow>,
    units: Names,
}

impl Registers {
    /// Of one matter.
    pub(super) async fn of(state: &State, case: &Case) -> ApiResult<Self> {
        let suggestion = &case.suggestion;
        let congress = state.store.congress(suggestion.term, suggestion.session).await?;
        let mut deputies = vec![suggestion.lead];
        deputies.extend(suggestion.cosigners.iter().map(|cosigner| cosigner.deputy));
        for child in &case.children {
            deputies.push(child.lead);
            deputies.extend(&child.cosigners);
        }
        for reply in &case.replies {
            deputies.extend(reply.delivery.iter().flat_map(|delivery| &delivery.to));
        }
        let deputies = state.store.printed_deputies(&deputies).await?;
        let mut units: Vec<Uuid> = suggestion.wishes.preferred_units.iter().map(|unit| unit.0).collect();
        units.extend(case.tasks.iter().map(|task| task.unit.0));
        units.extend(case.replies.iter().map(|reply| reply.unit.0));
        let units = state.store.names(NamesWanted { units, ..NamesWanted::default() }).await?;
        Ok(Self {
            congress: congress.ok_or(ErrorCode::NotFound)?,
            deputies: deputies.into_iter().map(|deputy| (deputy.id, deputy)).collect(),
            units,
        })
    }

    pub(super) fn deputy(&self, id: DeputyId) -> String {
        self.deputies.get(&id.0).map(|deputy| deputy.name.clone()).unwrap_or_default()
    }

    pub(super) fn delegation(&self, id: DeputyId) -> String {
        self.deputies.get(&id.0).and_then(|deputy| deputy.delegation.clone()).unwrap_or_default()
    }

    pub(super) fn unit(&self, id: UnitId) -> String {
        self.units.of(id.0)
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
