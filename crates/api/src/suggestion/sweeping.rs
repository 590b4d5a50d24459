//! What happens to a matter by lapse of time alone (逾期视同签收、催请评价、亮牌).

use super::opened::concerned;
use crate::{
    http::{ApiResult, RequestInfo},
    state::State,
};
use domain::{
    authz::system_permit,
    kernel::{ErrorCode, SuggestionId, business_date},
    suggestion::{Case, Ctx},
};

/// Looks at one matter as of now; `None` when nothing has lapsed. Running it twice on one day changes nothing.
///
/// # Errors
/// `resource.not_found`; as any statement.
pub(crate) async fn sweep(state: &State, request: &RequestInfo, id: SuggestionId) -> ApiResult<Option<Case>> {
    let uow = state.begin_public(request).await?;
    let mut case = uow.lock_case(id).await?.ok_or(ErrorCode::NotFound)?.case;
    let configuration = state.configuration().await?;
    let settings = configuration.settings_at(business_date(uow.now()))?;
    let seats = uow.active_seats(&concerned(&case)).await?;
    let ctx = Ctx {
        now: uow.now(),
        settings: &settings,
        calendar: configuration.calendar(),
        ids: uow.ids(),
        seats: &seats,
    };
    let Some(effects) = case.sweep(&system_permit(), &ctx)? else { return Ok(None) };
    case.version = uow.save_case(&case, case.version).await?;
    uow.record_effects(effects, case.version).await?;
    uow.commit().await?;
    Ok(Some(case))
}
