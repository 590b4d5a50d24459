//! One command, given to one matter after the other.

use super::super::{Opened, opened::Ending};
use super::requests::Item;
use super::response::{BulkItemResult, BulkOutcome, BulkResponse};
use crate::{
    http::{Answer, ApiError, ApiResult, Caller, IdempotencyKey, Problem, claim_item},
    state::State,
};
use actix_web::{Error, FromRequest, HttpRequest, dev::Payload, web};
use domain::{
    authz::{ActionKind, Permit, PublicRegister, require},
    kernel::Version,
    suggestion::Case,
};
use std::future::{Ready, ready};

/// A request for many matters that has arrived. Name `IdempotencyKey` in `params(…)` of its operation.
pub(super) struct Batch {
    state: web::Data<State>,
    caller: Caller,
    key: IdempotencyKey,
}

impl Batch {
    /// Refuses whoever may do this to no matter at all: else it is answered item by item.
    ///
    /// # Errors
    /// `permission.denied`.
    pub(super) fn allow<A: ActionKind>(&self) -> ApiResult<()> {
        require::<A>(&self.caller.actor, &PublicRegister)?;
        Ok(())
    }

    /// Gives the command to each item, in a transaction of its own, and answers what became of each. A refused item ends
    /// nothing but itself. With a key, an item that was done before is not done again; one that was refused is tried anew.
    ///
    /// # Errors
    /// `idempotency.mismatch`.
    pub(super) async fn each<A: ActionKind, I: Item>(
        &self,
        items: &[I],
        (step, dry_run, request_hash): (&str, bool, [u8; 32]),
        command: impl AsyncFn(Opened<'_>, Permit<A>, &I) -> ApiResult<Case>,
    ) -> ApiResult<Answer> {
        if !dry_run {
            self.key.bind(self.state.begin(&self.caller).await?, &request_hash).await?;
        }
        let mut results = Vec::with_capacity(items.len());
        for item in items {
            let done = self.one(item, dry_run, &request_hash, &command).await;
            results.push(self.result(item, step, dry_run, done));
        }
        let refused = results.iter().filter(|result| result.outcome == BulkOutcome::Refused).count();
        let response = BulkResponse { dry_run, done: results.len() - refused, refused, items: results };
        Ok(Answer::ok(&response)?.each())
    }

    async fn one<A: ActionKind, I: Item>(
        &self,
        item: &I,
        dry_run: bool,
        request_hash: &[u8; 32],
        command: &impl AsyncFn(Opened<'_>, Permit<A>, &I) -> ApiResult<Case>,
    ) -> ApiResult<(Version, bool)> {
        let uow = self.state.begin(&self.caller).await?;
        let ending = match self.key.of_item(item.id().0) {
            _ if dry_run => Ending::Try,
            Some(key) => match claim_item(&uow, &key, request_hash).await? {
                Some(version) => return Ok((version, true)),
                None => Ending::KeepUnder(key),
            },
            None => Ending::Keep,
        };
        let target = (item.id(), item.seen());
        let (opened, permit) = Opened::case_in::<A>(uow, &self.state, &self.caller, target, ending).await?;
        Ok((command(opened, permit, item).await?.version, false))
    }

    fn result(
        &self,
        item: &impl Item,
        step: &str,
        dry_run: bool,
        done: ApiResult<(Version, bool)>,
    ) -> BulkItemResult {
        let id = item.id().0;
        match done {
            Ok((version, replayed)) => {
                let outcome = if dry_run { BulkOutcome::Possible } else { BulkOutcome::Done };
                BulkItemResult { id, outcome, version: Some(version.0), replayed, problem: None }
            }
            Err(error) => {
                let version = match &error {
                    ApiError::Stale(_, etag) => etag.trim_matches('"').parse().ok(),
                    _ => None,
                };
                let path = format!("/api/v1/suggestions/{id}/{step}");
                let problem = Some(Problem::of_item(&error, &self.caller.request, path));
                BulkItemResult { id, outcome: BulkOutcome::Refused, version, replayed: false, problem }
            }
        }
    }
}

impl FromRequest for Batch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut read = || {
            Ok(Self {
                state: web::Data::<State>::from_request(request, payload).into_inner()?,
                caller: Caller::from_request(request, payload).into_inner()?,
                key: IdempotencyKey::from_request(request, payload).into_inner()?,
            })
        };
        ready(read())
    }
}
