use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, ConstituencyId, DomainError, FieldChecks, JurisdictionId, Outcome, TermId, TextRule,
        Version,
    },
};
use serde::Serialize;

/// What is written about a constituency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConstituencyData {
    /// The term for which it was drawn.
    pub term: TermId,
    /// The town or street in which it lies.
    pub jurisdiction: JurisdictionId,
    /// 选区号
    pub no: i32,
    /// 选区名称
    pub name: String,
    /// 应选名额: seats to be filled by the voters.
    pub seats: i32,
}

impl ConstituencyData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.range("#/no", self.no.into(), 1, 99_999);
        checks.text(TextRule::line(1, 60), "#/name", &mut self.name);
        checks.range("#/seats", self.seats.into(), 1, 99);
        checks.finish().map(|()| self)
    }
}

/// 选区
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constituency {
    /// Its id.
    pub id: ConstituencyId,
    /// Its fields.
    pub data: ConstituencyData,
    /// Optimistic lock.
    pub version: Version,
}

impl Constituency {
    /// A new constituency.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: ConstituencyId,
        data: ConstituencyData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id, data: data.check()?, version: Version::FIRST };
        let kind = kind("constituency.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next))
    }

    /// Replaces the fields.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: ConstituencyData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id: self.id, data: data.check()?, version: self.version.next() };
        let kind = kind("constituency.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }
}

fn kind(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "constituency", action: permit.action_name() }
}
