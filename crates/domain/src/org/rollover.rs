use super::{Term, TermData};
use crate::{
    authz::{Permit, act},
    kernel::{ChangeKind, DomainError, ErrorCode, Outcome, TermId, TextRule},
};
use chrono::NaiveDate;
use serde::Serialize;

/// 换届: one term ends with all its seats on the day on which the next one's first session begins (代表法 art. 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rollover {
    /// The term that ends.
    pub from: TermId,
    /// The term that begins.
    pub to: TermId,
    /// First day of the next term; from then on the seats of the old one are over.
    pub on: NaiveDate,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// 沿用机构: constituencies, delegations and groups of the old term are taken over into the next one.
    pub copy_structure: bool,
}

/// What a rollover does to the two terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolledOver {
    /// The rollover.
    pub rollover: Rollover,
    /// The old term as it is to be saved.
    pub from: Term,
    /// The next term as it is to be saved.
    pub to: Term,
}

impl Rollover {
    /// Decides the rollover of `from` into `to`.
    ///
    /// # Errors
    /// `state.conflict` when `from` is not the current term; `rollover.not_begun` before the first day of `to`;
    /// `validation.failed` at `#/next_term_id` for a term of another congress, an earlier one or one that ended.
    pub fn decide(
        permit: &Permit<act::RollOverTerm>,
        (from, to): (&Term, &Term),
        (document_no, copy_structure): (Option<String>, bool),
        today: NaiveDate,
    ) -> Result<Outcome<RolledOver>, DomainError> {
        if !from.data.is_current {
            return Err(DomainError::new(ErrorCode::StateConflict).param("state", "非当前届"));
        }
        if !follows(&from.data, &to.data) {
            return Err(DomainError::invalid_field("#/next_term_id", ErrorCode::ValueInvalid));
        }
        let on = to.data.starts_on;
        if on > today {
            return Err(DomainError::new(ErrorCode::RolloverNotBegun).param("on", on.to_string()));
        }
        let document_no =
            document_no.map(|text| TextRule::line(0, 60).check("#/document_no", &text)).transpose()?;
        let rollover = Self { from: from.id, to: to.id, on, document_no, copy_structure };
        let ended = TermData { ends_on: on.pred_opt(), is_current: false, ..from.data.clone() };
        let begun = TermData { is_current: true, ..to.data.clone() };
        let kind = ChangeKind { event: "term.rolled_over", aggregate: "term", action: permit.action_name() };
        let next = RolledOver {
            rollover: rollover.clone(),
            from: Term { id: from.id, data: ended, version: from.version.next() },
            to: Term { id: to.id, data: begun, version: to.version.next() },
        };
        Ok(Outcome::between(kind, from.id.0, None::<&()>, &rollover, next)
            .with_data(serde_json::json!({ "to": to.id, "on": on, "copy_structure": copy_structure })))
    }
}

/// True when `to` may be the term after `from`: of the same congress, later, and not over.
pub fn follows(from: &TermData, to: &TermData) -> bool {
    to.jurisdiction == from.jurisdiction
        && to.ordinal > from.ordinal
        && to.starts_on > from.starts_on
        && to.ends_on.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        authz::permit_for_tests,
        kernel::{JurisdictionId, Version},
    };
    use uuid::Uuid;

    fn term(ordinal: i32, starts_on: &str, is_current: bool) -> Term {
        let data = TermData {
            jurisdiction: JurisdictionId(Uuid::from_u128(1)),
            ordinal,
            name: format!("{ordinal}届"),
            starts_on: starts_on.parse().unwrap(),
            ends_on: None,
            is_current,
        };
        Term {
            id: TermId(Uuid::from_u128(u128::from(ordinal.unsigned_abs()))),
            data,
            version: Version::FIRST,
        }
    }

    fn decide(from: &Term, to: &Term, today: &str) -> Result<Outcome<RolledOver>, DomainError> {
        Rollover::decide(&permit_for_tests(), (from, to), (None, true), today.parse().unwrap())
    }

    #[test]
    fn the_old_term_ends_the_day_before_the_next_ones_first_session() {
        let (from, to) = (term(18, "2022-01-06", true), term(19, "2027-01-08", false));
        let done = decide(&from, &to, "2027-01-08").unwrap().next;
        assert_eq!(done.from.data.ends_on, Some("2027-01-07".parse().unwrap()));
        assert_eq!((done.from.data.is_current, done.to.data.is_current), (false, true));
        assert_eq!(decide(&from, &to, "2027-01-07").unwrap_err().code, ErrorCode::RolloverNotBegun);
    }

    #[test]
    fn only_a_later_term_of_the_same_congress_follows() {
        let from = term(18, "2022-01-06", true);
        let mut other = term(19, "2027-01-08", false);
        other.data.jurisdiction = JurisdictionId(Uuid::from_u128(2));
        let mut over = term(19, "2027-01-08", false);
        over.data.ends_on = Some("2030-01-01".parse().unwrap());
        for unfit in [term(17, "2027-01-08", false), term(18, "2022-01-06", true), other, over] {
            let refused = decide(&from, &unfit, "2027-02-01").unwrap_err();
            assert_eq!(refused.fields[0].pointer, "#/next_term_id");
        }
        let past = term(18, "2022-01-06", false);
        let refused = decide(&past, &term(19, "2027-01-08", false), "2027-02-01").unwrap_err();
        assert_eq!(refused.code, ErrorCode::StateConflict);
    }
}
