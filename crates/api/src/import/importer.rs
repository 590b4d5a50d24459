use super::registers::Registers;
use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use documents::import::ImportKind;
use domain::{
    authz::{Action, JurisdictionPath, Permit, PublicRegister, Register, act, require},
    kernel::ErrorCode,
};
use persistence::Uow;

/// Who imports, and what that allows.
pub(super) struct Import<'a> {
    pub state: &'a State,
    pub uow: &'a Uow,
    pub registers: Registers,
    pub path: JurisdictionPath,
    pub run: Permit<act::RunImports>,
    pub keep: Permit<act::ManageRegisters>,
    pub groups: Permit<act::ManageGroups>,
    pub status: Permit<act::ChangeDeputyStatus>,
}

impl<'a> Import<'a> {
    /// # Errors
    /// `permission.denied`; `import.term_missing`.
    pub(super) async fn open(
        state: &'a State,
        caller: &'a Caller,
        uow: &'a Uow,
        (kind, term): (ImportKind, Option<i32>),
    ) -> ApiResult<Self> {
        let actor = &caller.actor;
        let run = require::<act::RunImports>(actor, &PublicRegister)?;
        // The widest of the grants: whoever keeps the registers of a county imports for the county.
        let grant = actor.grants_for(Action::RunImports).min_by_key(|grant| grant.jurisdiction.0.len());
        let path = grant.ok_or(ErrorCode::PermissionDenied)?.jurisdiction.clone();
        let node = uow.known_node(Some(&path)).await?.ok_or(ErrorCode::NotFound)?;
        let subject = Register { path: &path };
        let (keep, groups, status) =
            (require(actor, &subject)?, require(actor, &subject)?, require(actor, &subject)?);
        let registers = Registers::read(uow, node, kind, term).await?;
        Ok(Self { state, uow, registers, path, run, keep, groups, status })
    }
}
