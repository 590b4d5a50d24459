//! 本人确认: a secret is shown to who has given his password a moment ago. Whoever finds an open desk, or steals a token,
//! gets none.

use crate::{
    http::{ApiResult, Caller},
    state::State,
};
use chrono::Duration;
use domain::kernel::ErrorCode;

/// How long a password counts.
const RECENT: Duration = Duration::minutes(15);

/// Refuses a sign-in that was made longer ago. The client asks for the password, signs in again, and repeats the request;
/// the answer says so in the words of RFC 9470.
///
/// Asked before anything else: it reads with a connection of its own, which must not be waited for inside of a
/// transaction.
///
/// # Errors
/// `auth.confirmation_required`.
pub(crate) async fn require_recent(state: &State, caller: &Caller) -> ApiResult<()> {
    let since = state.store.signed_in_at(caller.actor.session).await?;
    match since {
        Some(since) if caller.request.now - since <= RECENT => Ok(()),
        _ => Err(ErrorCode::AuthConfirmationRequired.into()),
    }
}
