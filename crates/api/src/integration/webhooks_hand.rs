use super::webhooks_represent::represent;
use crate::{
    http::{Answer, ApiResult, Caller, RequestInfo},
    open::webhooks::{Deed, Hand, answer},
    state::State,
};
use domain::{
    authz::{KeyRecord, act, require},
    integration::webhook::SigningSecret,
    kernel::{AccountId, ApiKeyId, ErrorCode, FieldError},
};
use persistence::{Uow, integration::WebhookRow};

/// The administrator of interfaces. A webhook is for whom its key is for.
pub(super) struct Desk<'a>(pub &'a Caller);

impl Hand for Desk<'_> {
    const ADDRESS: &'static str = "/api/v1/webhooks";

    fn request(&self) -> &RequestInfo {
        &self.0.request
    }

    fn asker(&self) -> AccountId {
        self.0.actor.account
    }

    async fn begin(&self, state: &State) -> ApiResult<Uow> {
        state.begin(self.0).await
    }

    fn admit(&self, deed: Deed, row: Option<WebhookRow>) -> ApiResult<WebhookRow> {
        let row = row.ok_or(ErrorCode::NotFound)?;
        let (actor, path) = (&self.0.actor, &row.scope_path());
        match deed {
            Deed::Read => require::<act::ReadApiKeys>(actor, &KeyRecord { path }).map(drop)?,
            Deed::Manage => require::<act::ManageApiKeys>(actor, &KeyRecord { path }).map(drop)?,
            Deed::Stop => require::<act::RevokeApiKeys>(actor, &KeyRecord { path }).map(drop)?,
        }
        Ok(row)
    }

    /// A key that he may change, and that was not ended.
    async fn admit_key(&self, uow: &Uow, key: ApiKeyId) -> ApiResult<()> {
        let unknown = || FieldError::new("#/key_id", ErrorCode::ReferenceUnknown);
        let row = uow.api_key_row(key).await?.ok_or_else(unknown)?;
        require::<act::ManageApiKeys>(&self.0.actor, &KeyRecord { path: &row.scope_path() })
            .map_err(|_| unknown())?;
        let key = uow.api_key(key).await?.ok_or_else(unknown)?;
        Ok(key.refuse_ended()?)
    }

    fn show(&self, row: WebhookRow, signing: &[SigningSecret]) -> ApiResult<Answer> {
        let version = row.version;
        answer(&represent(self.0, row, signing)?, version)
    }
}
