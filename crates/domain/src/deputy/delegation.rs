use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, DelegationId, DeputyId, DomainError, FieldChecks, JurisdictionId, Outcome, TermId,
        TextRule, Version,
    },
};
use serde::Serialize;

/// What is written about a delegation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DelegationData {
    /// The term.
    pub term: TermId,
    /// The node from which its deputies come.
    pub jurisdiction: JurisdictionId,
    /// Place in the order of delegations.
    pub no: i32,
    /// 代表团名称
    pub name: String,
    /// 团长
    pub leader: Option<DeputyId>,
}

impl DelegationData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.range("#/no", self.no.into(), 1, 999);
        checks.text(TextRule::line(1, 60), "#/name", &mut self.name);
        checks.finish().map(|()| self)
    }
}

/// 代表团: deputies grouped by area during sessions (代表法 art. 14); not the group between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Its id.
    pub id: DelegationId,
    /// Its fields.
    pub data: DelegationData,
    /// Optimistic lock.
    pub version: Version,
}

impl Delegation {
    /// A new delegation.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: DelegationId,
        data: DelegationData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id, data: data.check()?, version: Version::FIRST };
        let kind = kind("delegation.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next))
    }

    /// Replaces the fields.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: DelegationData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id: self.id, data: data.check()?, version: self.version.next() };
        let kind = kind("delegation.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }
}

fn kind(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "delegation", action: permit.action_name() }
}
