//! What the use cases of the registers share: looking up what a request refers to, and recording
//! what was changed.

use crate::http::ApiResult;
use domain::{
    authz::{Action, Actor, PersonRecord, Register, Scope, allows},
    kernel::{
        ConstituencyId, DelegationId, DeputyId, DomainError, ErrorCode, FieldChecks, FieldError,
        JurisdictionId, Outcome, PersonId, TermId, UnitId, Version, business_date,
    },
};
use persistence::{
    Uow,
    deputy::{DelegationRow, DeputyRow},
    org::{ConstituencyRow, JurisdictionView, PersonRow, TermRow, UnitRow},
};
use uuid::Uuid;

/// The rows of registers that the actor may read.
pub(crate) fn scope_of(actor: &Actor) -> Scope {
    Scope::of(actor, Action::ReadRegisters)
}

/// Writes the event and the audit line of an outcome.
pub(crate) async fn record<T>(uow: &Uow, outcome: Outcome<T>, version: Version) -> ApiResult<T> {
    uow.audit(outcome.audit).await?;
    uow.emit(outcome.event, version).await?;
    Ok(outcome.next)
}

/// Looks up what a request refers to, and collects what is wrong with it together with every other
/// wrong field. What the actor may not see is unknown to him.
pub(crate) struct References<'a> {
    uow: &'a Uow,
    actor: &'a Actor,
    /// Wrong fields so far.
    pub checks: FieldChecks,
}

impl<'a> References<'a> {
    pub(crate) fn new(uow: &'a Uow, actor: &'a Actor) -> Self {
        Self { uow, actor, checks: FieldChecks::new() }
    }

    pub(crate) fn unknown(&mut self, pointer: &str) {
        self.checks.refuse(FieldError::new(pointer, ErrorCode::ReferenceUnknown));
    }

    fn visible<T>(
        &mut self,
        pointer: &str,
        row: Option<T>,
        path: impl Fn(&T) -> domain::authz::JurisdictionPath,
    ) -> Option<T> {
        let actor = self.actor;
        let row = row.filter(|row| allows(actor, Action::ReadRegisters, &Register { path: &path(row) }));
        if row.is_none() {
            self.unknown(pointer);
        }
        row
    }

    /// The node to which a row is to belong.
    ///
    /// # Errors
    /// `permission.denied` when the actor sees the node but may not do `action` there.
    pub(crate) async fn node(
        &mut self,
        pointer: &str,
        id: impl Into<JurisdictionId>,
        action: Action,
    ) -> ApiResult<Option<JurisdictionView>> {
        let row = self.uow.jurisdiction_view(id.into()).await?;
        let row = self.visible(pointer, row, JurisdictionView::scope_path);
        if let Some(row) = &row
            && !allows(self.actor, action, &Register { path: &row.scope_path() })
        {
            return Err(ErrorCode::PermissionDenied.into());
        }
        Ok(row)
    }

    /// A node that is only mentioned.
    pub(crate) async fn mentioned_node(&mut self, pointer: &str, id: JurisdictionId) -> ApiResult<()> {
        let row = self.uow.jurisdiction_view(id).await?;
        self.visible(pointer, row, JurisdictionView::scope_path);
        Ok(())
    }

    pub(crate) async fn term(&mut self, pointer: &str, id: TermId) -> ApiResult<Option<TermRow>> {
        let row = self.uow.term(id).await?;
        Ok(self.visible(pointer, row, TermRow::scope_path))
    }

    pub(crate) async fn unit(&mut self, pointer: &str, id: UnitId) -> ApiResult<Option<UnitRow>> {
        let row = self.uow.unit(id).await?;
        Ok(self.visible(pointer, row, UnitRow::scope_path))
    }

    pub(crate) async fn constituency(
        &mut self,
        pointer: &str,
        id: ConstituencyId,
    ) -> ApiResult<Option<ConstituencyRow>> {
        let row = self.uow.constituency(id).await?;
        Ok(self.visible(pointer, row, ConstituencyRow::scope_path))
    }

    /// A person, who is known to those who may read the register of persons there.
    pub(crate) async fn person(&mut self, pointer: &str, id: PersonId) -> ApiResult<Option<PersonRow>> {
        let row = self.uow.person(id).await?.filter(|row| {
            let path = row.scope_path();
            allows(self.actor, Action::ReadPersons, &PersonRecord { path: &path, person: id })
        });
        if row.is_none() {
            self.unknown(pointer);
        }
        Ok(row)
    }

    pub(crate) async fn deputy(&mut self, pointer: &str, id: DeputyId) -> ApiResult<Option<DeputyRow>> {
        let row = self.uow.deputy(id, business_date(self.uow.now())).await?;
        Ok(self.visible(pointer, row, DeputyRow::scope_path))
    }

    pub(crate) async fn delegation(
        &mut self,
        pointer: &str,
        id: DelegationId,
    ) -> ApiResult<Option<DelegationRow>> {
        let row = self.uow.delegation(id).await?;
        Ok(self.visible(pointer, row, DelegationRow::scope_path))
    }

    /// What the domain decided, unless it or a reference was refused: then all wrong fields at once.
    ///
    /// # Errors
    /// `validation.failed`, or the domain's own refusal.
    pub(crate) fn decide<T>(mut self, decided: Result<T, DomainError>) -> ApiResult<T> {
        let decided = self.checks.absorb(decided)?;
        self.checks.finish()?;
        decided.ok_or_else(|| ErrorCode::Internal.into())
    }
}

/// Ids that some bodies give as a list.
pub(crate) fn ids<T: From<Uuid>>(values: &[Uuid]) -> Vec<T> {
    values.iter().copied().map(Into::into).collect()
}
