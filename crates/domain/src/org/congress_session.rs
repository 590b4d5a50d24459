use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, CongressSessionId, DomainError, FieldChecks, Outcome, TermId, TextRule, Version,
        business_date,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// What is written about a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CongressSessionData {
    /// The term.
    pub term: TermId,
    /// Which session of the term.
    pub ordinal: i32,
    /// 届次简称, such as 十八届五次.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// 议案截止时间: from then on a motion is received as a suggestion.
    pub motion_deadline_at: Option<DateTime<Utc>>,
}

impl CongressSessionData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.range("#/ordinal", self.ordinal.into(), 1, 99);
        checks.text(TextRule::line(1, 20), "#/name", &mut self.name);
        checks.date("#/starts_on", self.starts_on);
        checks.date("#/ends_on", self.ends_on);
        checks.ordered("#/ends_on", self.starts_on, Some(self.ends_on));
        if let Some(deadline) = self.motion_deadline_at {
            let day = business_date(deadline);
            // Deputies may hand in motions before the session opens, never after it closes.
            checks.date("#/motion_deadline_at", day);
            checks.not_after("#/motion_deadline_at", day, self.ends_on);
        }
        checks.finish().map(|()| self)
    }

    /// 大会期间: true on the days of the session, both ends included.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        (self.starts_on..=self.ends_on).contains(&day)
    }
}

/// 次会议
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CongressSession {
    /// Its id.
    pub id: CongressSessionId,
    /// Its fields.
    pub data: CongressSessionData,
    /// Optimistic lock.
    pub version: Version,
}

impl CongressSession {
    /// A new session.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: CongressSessionId,
        data: CongressSessionData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id, data: data.check()?, version: Version::FIRST };
        let kind = kind("congress_session.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next))
    }

    /// Replaces the fields.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: CongressSessionData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id: self.id, data: data.check()?, version: self.version.next() };
        let kind = kind("congress_session.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }
}

fn kind(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "congress_session", action: permit.action_name() }
}
