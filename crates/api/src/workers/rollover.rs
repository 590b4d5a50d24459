//! 换届结转: matter by matter, each in a transaction of its own, so that it can be interrupted and gone on with.

use crate::{http::ApiResult, state::State, suggestion::concerned};
use domain::{
    authz::system_permit,
    kernel::{SuggestionId, TermId, business_date},
    suggestion::Ctx,
};
use persistence::{Context, Uow};

/// How many matters are gone through between two looks at the clock of the worker.
const PAGE: i64 = 200;

/// Goes on with every rollover that is not through.
///
/// # Errors
/// `service.unavailable`.
pub async fn continue_rollovers(state: &State) -> ApiResult<()> {
    for term in state.store.unfinished_rollovers().await? {
        carry_over_matters(state, term, PAGE).await?;
    }
    Ok(())
}

/// Carries over up to `limit` matters of a term that was rolled over. Done twice, or twice at once, it changes nothing
/// more; a matter that fails alone is logged, stays to be done, and stops no other.
///
/// # Errors
/// `service.unavailable`.
pub async fn carry_over_matters(state: &State, term: TermId, limit: i64) -> ApiResult<()> {
    let Some(rollover) = state.store.rollover(term).await?.filter(|known| known.finished_at.is_none()) else {
        return Ok(());
    };
    for id in state.store.rollover_matters(term, limit).await? {
        if let Err(error) = carry_over_one(state, (term, TermId(rollover.next_term_id)), id).await {
            tracing::error!(suggestion = %id, %error, "carrying over one matter failed");
        }
    }
    let uow = begin(state).await?;
    uow.finish_rollover(term).await?;
    uow.commit().await?;
    Ok(())
}

async fn begin(state: &State) -> ApiResult<Uow> {
    let context = Context {
        now: state.now(),
        account: None,
        request_id: "term-rollover".to_owned(),
        ids: state.shared.ids.clone(),
    };
    Ok(state.store.begin(context).await?)
}

async fn carry_over_one(state: &State, (from, to): (TermId, TermId), id: SuggestionId) -> ApiResult<()> {
    let uow = begin(state).await?;
    if !uow.claim_rollover_matter(from, id).await? {
        return Ok(());
    }
    let Some(stored) = uow.lock_case(id).await? else { return Ok(()) };
    let mut case = stored.case;
    let configuration = state.configuration_within(&uow).await?;
    let settings = configuration.settings_at(business_date(uow.now()))?;
    let seats = uow.active_seats(&concerned(&case)).await?;
    let ctx = Ctx {
        now: uow.now(),
        settings: &settings,
        calendar: configuration.calendar(),
        ids: uow.ids(),
        seats: &seats,
    };
    if let Some(effects) = case.carry_over(&system_permit(), to, &ctx) {
        let version = uow.save_case(&case, case.version).await?;
        uow.record_effects(effects, version).await?;
    }
    uow.finish_rollover_matter(from, id).await?;
    uow.commit().await?;
    Ok(())
}
