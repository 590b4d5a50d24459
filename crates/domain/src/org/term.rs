use crate::{
    authz::{Permit, act},
    kernel::{ChangeKind, DomainError, FieldChecks, JurisdictionId, Outcome, TermId, TextRule, Version},
};
use chrono::NaiveDate;
use serde::Serialize;

/// What is written about a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermData {
    /// The node whose congress it is.
    pub jurisdiction: JurisdictionId,
    /// Which one (18 for 第十八届).
    pub ordinal: i32,
    /// 届次名称, such as 十八届.
    pub name: String,
    /// First day: that of its first session.
    pub starts_on: NaiveDate,
    /// Last day, once known: it ends when the next term's first session begins (代表法 art. 2).
    pub ends_on: Option<NaiveDate>,
    /// 当前届: at most one of a jurisdiction.
    pub is_current: bool,
}

impl TermData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.range("#/ordinal", self.ordinal.into(), 1, 99);
        checks.text(TextRule::line(1, 20), "#/name", &mut self.name);
        checks.date("#/starts_on", self.starts_on);
        checks.optional_date("#/ends_on", self.ends_on);
        checks.ordered("#/ends_on", self.starts_on, self.ends_on);
        checks.finish().map(|()| self)
    }
}

/// 届
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its id.
    pub id: TermId,
    /// Its fields.
    pub data: TermData,
    /// Optimistic lock.
    pub version: Version,
}

impl Term {
    /// A new term.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: TermId,
        data: TermData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id, data: data.check()?, version: Version::FIRST };
        let kind = kind("term.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next))
    }

    /// Replaces the fields.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: TermData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id: self.id, data: data.check()?, version: self.version.next() };
        let kind = kind("term.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }
}

fn kind(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "term", action: permit.action_name() }
}
