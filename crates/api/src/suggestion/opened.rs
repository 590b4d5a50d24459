//! One command on a matter: lock, ask the policy, compare the version, let the domain decide, save all of it.

use super::detail;
use crate::{
    file::readings,
    http::{Answer, ApiResult, Caller, IfMatch, remember_item},
    settings::Configuration,
    state::State,
};
use domain::{
    authz::{
        ActionKind, Permit, act, require,
        suggestion::{TaskSubject, acting_deputy},
    },
    kernel::{CommitmentId, DeputyId, DomainError, ErrorCode, FileId, HandlingTaskId, SuggestionId, Version},
    settings::Settings,
    suggestion::{Case, Ctx, Effects, Seats},
};
use persistence::Uow;
use std::sync::Arc;

/// What becomes of a command that the domain agrees to.
#[derive(Clone, Debug, Default)]
pub(crate) enum Ending {
    /// It is made durable.
    #[default]
    Keep,
    /// It is made durable under the key that was claimed in its transaction, so that a repeated one is not done twice.
    KeepUnder(String),
    /// It was only tried: everything is taken back.
    Try,
}

/// A matter that is locked for one command, with what the domain must know of the world.
///
/// The order of refusals is that of the API: not readable (404), not allowed (403), stale (412), then
/// whatever the command itself refuses.
pub(crate) struct Opened<'s> {
    state: &'s State,
    /// Who commands.
    pub caller: &'s Caller,
    /// The transaction.
    pub uow: Uow,
    /// The matter as it was.
    pub case: Case,
    /// Calendar and settings.
    pub configuration: Arc<Configuration>,
    /// Settings in force today.
    pub settings: Settings,
    seats: Seats,
    ending: Ending,
}

impl<'s> Opened<'s> {
    /// Opens a matter for an action on the matter.
    ///
    /// # Errors
    /// `resource.not_found`, `permission.denied`, `version.stale`.
    pub(crate) async fn case<A: ActionKind>(
        state: &'s State,
        caller: &'s Caller,
        id: SuggestionId,
        seen: IfMatch,
    ) -> ApiResult<(Self, Permit<A>)> {
        let uow = state.begin(caller).await?;
        Self::case_in(uow, state, caller, (id, seen), Ending::Keep).await
    }

    /// As [`Opened::case`], in a transaction that has begun, and with another ending.
    ///
    /// # Errors
    /// As [`Opened::case`].
    pub(super) async fn case_in<A: ActionKind>(
        uow: Uow,
        state: &'s State,
        caller: &'s Caller,
        (id, seen): (SuggestionId, IfMatch),
        ending: Ending,
    ) -> ApiResult<(Self, Permit<A>)> {
        let stored = uow.lock_case(id).await?.ok_or(ErrorCode::NotFound)?;
        let permit = require::<A>(&caller.actor, &stored.case)?;
        let opened = Self::open(state, caller, uow, stored.case, seen).await?;
        Ok((Self { ending, ..opened }, permit))
    }

    /// Opens a matter for an action on one of its tasks.
    ///
    /// # Errors
    /// As [`Opened::case`].
    pub(crate) async fn task<A: ActionKind>(
        state: &'s State,
        caller: &'s Caller,
        (id, task): (SuggestionId, HandlingTaskId),
        seen: IfMatch,
    ) -> ApiResult<(Self, Permit<A>)> {
        let uow = state.begin(caller).await?;
        let stored = uow.lock_case(id).await?.ok_or(ErrorCode::NotFound)?;
        let subject = TaskSubject { case: &stored.case, task: stored.case.task(task)? };
        let permit = require::<A>(&caller.actor, &subject)?;
        Ok((Self::open(state, caller, uow, stored.case, seen).await?, permit))
    }

    /// Opens a matter for an action on a promise: the right is that of the task which gave it.
    ///
    /// # Errors
    /// As [`Opened::case`].
    pub(crate) async fn commitment<A: ActionKind>(
        state: &'s State,
        caller: &'s Caller,
        (id, promise): (SuggestionId, CommitmentId),
        seen: IfMatch,
    ) -> ApiResult<(Self, Permit<A>)> {
        let uow = state.begin(caller).await?;
        let stored = uow.lock_case(id).await?.ok_or(ErrorCode::NotFound)?;
        require::<act::ReadSuggestion>(&caller.actor, &stored.case)?;
        let promise = stored.case.commitments.iter().find(|known| known.id == promise);
        let task = stored.case.task(promise.ok_or(ErrorCode::NotFound)?.task)?;
        let permit = require::<A>(&caller.actor, &TaskSubject { case: &stored.case, task })?;
        Ok((Self::open(state, caller, uow, stored.case, seen).await?, permit))
    }

    async fn open(
        state: &'s State,
        caller: &'s Caller,
        uow: Uow,
        case: Case,
        seen: IfMatch,
    ) -> ApiResult<Self> {
        seen.check(case.version)?;
        let configuration = state.configuration().await?;
        let settings = configuration.settings_at(domain::kernel::business_date(uow.now()))?;
        let seats = uow.active_seats(&concerned(&case)).await?;
        Ok(Self { state, caller, uow, case, configuration, settings, seats, ending: Ending::Keep })
    }

    /// The seat in which the caller takes part in the matter.
    ///
    /// # Errors
    /// `permission.denied` for whoever has none.
    pub(super) fn deputy(&self) -> ApiResult<DeputyId> {
        Ok(acting_deputy(&self.case, &self.caller.actor).ok_or(ErrorCode::PermissionDenied)?)
    }

    /// What the domain must know of the world.
    pub(crate) fn ctx(&self) -> Ctx<'_> {
        Ctx {
            now: self.uow.now(),
            settings: &self.settings,
            calendar: self.configuration.calendar(),
            ids: self.uow.ids(),
            seats: &self.seats,
        }
    }

    /// Looks up the seats of further deputies who are named in the command.
    ///
    /// # Errors
    /// As any statement.
    pub(crate) async fn seat_also(&mut self, deputies: &[DeputyId]) -> ApiResult<()> {
        let mut all = concerned(&self.case);
        all.extend(deputies);
        self.seats = self.uow.active_seats(&all).await?;
        Ok(())
    }

    /// Looks up the convenors of the lead's group, who are informed when no signer holds a seat any more.
    ///
    /// # Errors
    /// As any statement.
    pub(super) async fn with_convenors(mut self) -> ApiResult<Self> {
        let suggestion = &self.case.suggestion;
        if let Some(group) = suggestion.group.filter(|_| !self.seats.is_active(suggestion.lead)) {
            let today = domain::kernel::business_date(self.uow.now());
            let convenors = self.uow.group_convenors(group, today).await?;
            let people = convenors.into_iter().map(|convenor| convenor.person_id.into()).collect();
            self.seats = self.seats.with_convenors(people);
        }
        Ok(self)
    }

    /// Looks up what stands in these files, and in those that are to be published.
    ///
    /// # Errors
    /// As any statement.
    pub(super) async fn with_files(mut self, files: &[FileId]) -> ApiResult<Self> {
        let wanted: Vec<FileId> =
            self.case.files_to_read().into_iter().chain(files.iter().copied()).collect();
        let read = readings(self.state, &wanted).await?;
        self.case.file_readings = read.into_iter().map(|(id, (_, reading))| (id, reading)).collect();
        Ok(self)
    }

    /// As [`Opened::with_files`], of those that are to be published.
    ///
    /// # Errors
    /// As any statement.
    pub(super) async fn with_published_files(self) -> ApiResult<Self> {
        self.with_files(&[]).await
    }

    /// Lets the domain change the matter and makes it durable, with its events and its audit line.
    ///
    /// # Errors
    /// What the domain refuses; nothing is changed then.
    pub(crate) async fn apply(
        mut self,
        change: impl FnOnce(&mut Case, &Ctx<'_>) -> Result<Effects, DomainError>,
    ) -> ApiResult<Case> {
        let mut case = self.case.clone();
        let outcome = change(&mut case, &self.ctx())?;
        let version = self.save(&case, outcome).await?;
        match self.ending {
            Ending::Keep => self.uow.commit().await?,
            Ending::KeepUnder(key) => remember_item(self.uow, &key, version).await?,
            // Dropped, the transaction is rolled back: the matter has the version that it had.
            Ending::Try => return Ok(case),
        }
        case.version = version;
        Ok(case)
    }

    /// As [`Opened::apply`], and the matter as the caller sees it then.
    ///
    /// # Errors
    /// As [`Opened::apply`].
    pub(crate) async fn answer(
        self,
        change: impl FnOnce(&mut Case, &Ctx<'_>) -> Result<Effects, DomainError>,
    ) -> ApiResult<Answer> {
        let (state, caller) = (self.state, self.caller);
        let case = self.apply(change).await?;
        detail::answer(state, caller, &case).await
    }

    /// Saves one matter inside the transaction.
    ///
    /// # Errors
    /// As any statement.
    pub(crate) async fn save(&mut self, case: &Case, outcome: Effects) -> ApiResult<Version> {
        let version = self.uow.save_case(case, case.version).await?;
        self.uow.record_effects(outcome, version).await?;
        Ok(version)
    }
}

/// Everybody whose seat may matter for a command on this matter.
pub(crate) fn concerned(case: &Case) -> Vec<DeputyId> {
    let suggestion = &case.suggestion;
    let own = std::iter::once(suggestion.lead).chain(suggestion.cosigners.iter().map(|c| c.deputy));
    let merged =
        case.children.iter().flat_map(|child| std::iter::once(child.lead).chain(child.cosigners.clone()));
    own.chain(merged).collect()
}
