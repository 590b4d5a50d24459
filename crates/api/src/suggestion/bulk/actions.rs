//! What may be done with what is chosen: which buttons a bar of actions shows.

use super::super::{opened::concerned, queries::Reading};
use super::requests::BulkActionsRequest;
use super::response::{BulkActionsResponse, BulkAllowed};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller},
    state::State,
};
use actix_web::web;
use domain::{
    authz::{Action, PublicRegister, act, allows, require},
    kernel::{DeputyId, SuggestionId},
    suggestion::SuggestionStep,
};

/// The steps that can be taken for many at once.
const STEPS: &[SuggestionStep] = &[
    SuggestionStep::Accept,
    SuggestionStep::Return,
    SuggestionStep::Assign,
    SuggestionStep::Urge,
    SuggestionStep::ProposePublication,
    SuggestionStep::DecidePublication,
];

pub(super) fn register(api: &mut Api) {
    api.route(__path_check_bulk_actions, check_bulk_actions);
}

/// What may be done with many suggestions
///
/// 可批量办理的事项: which of the commands for many are allowed to me now, for each. What a command says beside (which unit,
/// which reasons) is tried by its `dry_run`. At most 100; nothing is changed.
#[utoipa::path(post, path = "/api/v1/suggestions/bulk-actions", tag = "suggestion", security(("bearer" = [])),
    request_body = BulkActionsRequest,
    responses((status = 200, description = "What is allowed for each", body = BulkActionsResponse)))]
pub(super) async fn check_bulk_actions(
    state: web::Data<State>,
    caller: Caller,
    body: Body<BulkActionsRequest>,
) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let asked = body.valid()?.ids;
    let reading = Reading::of(&state, &caller.request).await?;
    let ids: Vec<_> = asked.iter().copied().map(SuggestionId).collect();
    let mut known = state.store.cases(&ids).await?;
    known.retain(|stored| allows(&caller.actor, Action::ReadSuggestion, &stored.case));
    let deputies: Vec<DeputyId> = known.iter().flat_map(|stored| concerned(&stored.case)).collect();
    let seats = state.store.active_seats(&deputies).await?;
    let ctx = reading.ctx(&seats);
    let items = asked
        .into_iter()
        .map(|id| {
            let found = known.iter().find(|stored| stored.case.id().0 == id);
            let allowed = |step: &&SuggestionStep| {
                found.is_some_and(|stored| stored.case.may(**step, &caller.actor, &ctx))
            };
            BulkAllowed {
                id,
                version: found.map(|stored| stored.case.version.0),
                allowed_actions: STEPS.iter().filter(allowed).map(|step| step.code().to_owned()).collect(),
            }
        })
        .collect();
    Answer::ok(&BulkActionsResponse { items })
}
