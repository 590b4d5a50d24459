use crate::{
    http::{ApiResult, Caller, Origins, RequestInfo},
    keys::Keys,
    letter::Typesetter,
    settings::ConfigurationCache,
    time::MovableClock,
};
use domain::kernel::{Clock, IdSource};
use persistence::{Context, Store, Uow};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::Semaphore;

/// What is the same for all workers of this process.
pub struct Shared {
    /// The clock, movable in tests and the demo only.
    pub clock: Arc<MovableClock>,
    /// Source of ids.
    pub ids: Arc<dyn IdSource>,
    /// Derived keys.
    pub keys: Keys,
    /// Address under which people reach this server, without a trailing slash.
    pub public_url: String,
    /// Where uploaded files and frozen letters are kept.
    pub files_dir: PathBuf,
    /// The built frontend, when this process serves it.
    pub frontend_dir: Option<PathBuf>,
    /// Every page says that the data are invented.
    pub demo_banner: bool,
    /// `PUT /testing/clock` exists.
    pub allow_clock_control: bool,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Other websites whose scripts may ask.
    pub cors_origins: Origins,
    /// Rendered public pages in memory.
    pub public_pages: crate::suggestion::PublicPages,
    /// Wakes those who wait for the change feed.
    pub feed_watch: crate::open::FeedWatch,
    /// Documents for other systems in memory.
    pub open_matters: crate::open::KeptMatters,
    /// Working calendar and settings in memory.
    pub configuration: ConfigurationCache,
    /// At most this many password hashes at once: each takes 46 MiB.
    pub hashing: Semaphore,
    /// At most this many uploaded files are looked into at once: an image is in memory meanwhile.
    pub inspecting: Semaphore,
    /// What was read out of attachments, the last ones.
    pub file_readings: crate::file::FileReadings,
    /// Renders letters and remembers the last ones.
    pub typesetter: Typesetter,
    /// How often other systems have called.
    pub quotas: crate::open::Quotas,
    /// Calls of other systems that are not written down yet.
    pub key_uses: crate::open::KeyUses,
    /// Calls other systems that want to be told of changes.
    pub webhooks: crate::open::webhooks::Telephone,
    /// Whose notices are new.
    pub notice_watch: crate::notification::NoticeWatch,
    /// Ways out of the application that are set up here.
    pub channels: crate::notification::channel::Channels,
    /// How often a live connection is looked after.
    pub heartbeat: std::time::Duration,
    /// Set when the server is stopping: `/readyz` then says no.
    pub draining: std::sync::atomic::AtomicBool,
}

/// One worker's view: a database pool of its own and what is shared. Cheap to clone.
#[derive(Clone)]
pub struct State {
    /// This worker's pool.
    pub store: Store,
    /// What all workers share.
    pub shared: Arc<Shared>,
}

impl State {
    /// The current instant.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.shared.clock.now()
    }

    /// Begins the transaction of a signed-in request.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn begin(&self, caller: &Caller) -> ApiResult<Uow> {
        let context = self.context(&caller.request, Some(caller.actor.account));
        Ok(self.store.begin(context).await?)
    }

    /// Begins the transaction of a request without a sign-in.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn begin_public(&self, request: &RequestInfo) -> ApiResult<Uow> {
        Ok(self.store.begin(self.context(request, None)).await?)
    }

    /// Begins the transaction of another system that calls with a key.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn begin_for_key(&self, caller: &crate::open::KeyCaller) -> ApiResult<Uow> {
        Ok(self.store.begin(self.context(&caller.request, None)).await?.for_key(caller.key))
    }

    /// Begins the transaction of somebody who has just proved who they are.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn begin_as(
        &self,
        request: &RequestInfo,
        account: domain::kernel::AccountId,
    ) -> ApiResult<Uow> {
        Ok(self.store.begin(self.context(request, Some(account))).await?)
    }

    fn context(&self, request: &RequestInfo, account: Option<domain::kernel::AccountId>) -> Context {
        Context { now: request.now, account, request_id: request.id.clone(), ids: self.shared.ids.clone() }
    }
}
