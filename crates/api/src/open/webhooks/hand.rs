//! Who acts on a webhook: the system whose key it belongs to, or the administrator of interfaces on the desk. What is done
//! is the same for both and stands once, in `keeping`, `trying`, `replaying` and `log`.

use super::represent::{answer, represent};
use crate::{
    http::{Answer, ApiResult, RequestInfo},
    open::KeyCaller,
    state::State,
};
use domain::{
    integration::{KeyScope, webhook::SigningSecret},
    kernel::{AccountId, ApiKeyId, ErrorCode},
};
use persistence::{Uow, integration::WebhookRow};

/// What somebody wants with a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// To look at it.
    Read,
    /// To change it, to try it, to send again.
    Manage,
    /// To stop it.
    Stop,
}

/// Who acts.
pub(crate) trait Hand {
    /// Where his webhooks are.
    const ADDRESS: &'static str;

    /// The request.
    fn request(&self) -> &RequestInfo;

    /// Whose cursors and idempotency keys these are.
    fn asker(&self) -> AccountId;

    /// Begins a transaction in his name.
    async fn begin(&self, state: &State) -> ApiResult<Uow>;

    /// The webhook, if he may do this with it.
    fn admit(&self, deed: Deed, row: Option<WebhookRow>) -> ApiResult<WebhookRow>;

    /// Whether he may give this key a webhook.
    async fn admit_key(&self, uow: &Uow, key: ApiKeyId) -> ApiResult<()>;

    /// The webhook as he sees it.
    fn show(&self, row: WebhookRow, signing: &[SigningSecret]) -> ApiResult<Answer>;
}

/// The system that has the key.
pub(super) struct Owner<'a>(&'a KeyCaller);

impl<'a> Owner<'a> {
    /// Refuses a key that may not have webhooks.
    ///
    /// # Errors
    /// `key.scope_missing`.
    pub fn of(caller: &'a KeyCaller) -> ApiResult<Self> {
        caller.require(KeyScope::WebhooksManage)?;
        Ok(Self(caller))
    }
}

impl Hand for Owner<'_> {
    const ADDRESS: &'static str = "/api/v1/open/webhooks";

    fn request(&self) -> &RequestInfo {
        &self.0.request
    }

    fn asker(&self) -> AccountId {
        // A cursor is bound to who asks: here that is a key.
        AccountId(self.0.key.0)
    }

    async fn begin(&self, state: &State) -> ApiResult<Uow> {
        state.begin_for_key(self.0).await
    }

    /// His own, for whatever it is; those of others are not there.
    fn admit(&self, _: Deed, row: Option<WebhookRow>) -> ApiResult<WebhookRow> {
        Ok(row.filter(|row| row.key_id == self.0.key.0).ok_or(ErrorCode::NotFound)?)
    }

    async fn admit_key(&self, _: &Uow, key: ApiKeyId) -> ApiResult<()> {
        if key == self.0.key { Ok(()) } else { Err(ErrorCode::NotFound.into()) }
    }

    fn show(&self, row: WebhookRow, signing: &[SigningSecret]) -> ApiResult<Answer> {
        let version = row.version;
        answer(&represent(row, signing)?, version)
    }
}
