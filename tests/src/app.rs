//! The application under test.

use crate::county::County;
use crate::{Client, TestDatabase};
use api::app::{AppConfig, build_server};
use api::open::webhooks::Resolver;
use api::state::State;
use api::time::{MovableClock, SeededIds};
use chrono::{DateTime, Duration, Utc};
use domain::kernel::{Clock, TermId};
use futures_util::future::BoxFuture;
use persistence::{Context, Store, Uow};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;
use tokio::sync::OnceCell;

/// When tests begin unless they say otherwise: Monday 2 March 2026, 09:00 in the congress's zone,
/// a plain working day before the spring session.
pub const START: &str = "2026-03-02T09:00:00+08:00";

/// Base64 of 48 bytes that are no secret.
const SECRET: &str = "dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHM=";

/// The whole application: server, database, clock and ids, for one test alone. Everything goes
/// with the value.
pub struct TestApp {
    // In the order in which they are dropped: nobody may be connected to a database that goes.
    server: Option<ServerThread>,
    state: State,
    clock: Arc<MovableClock>,
    base: String,
    files: PathBuf,
    county: County,
    pub(crate) present_term: OnceCell<TermId>,
    numbers: AtomicU32,
    database: TestDatabase,
}

impl TestApp {
    /// Starts it at [`START`] with a frozen clock and without background workers: what a worker
    /// does, a test asks for.
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// Starts it after `change` has had its say about the configuration.
    pub async fn start_with(change: impl FnOnce(&mut AppConfig)) -> Self {
        let database = TestDatabase::create().await;
        let clock = Arc::new(MovableClock::default());
        clock.freeze(instant(START));
        let files = std::env::temp_dir().join(database.name());
        std::fs::create_dir_all(&files).expect("the folder for files can be made");
        let mut config = AppConfig::new(database.url(), SECRET);
        config.clock = clock.clone();
        config.ids = Arc::new(SeededIds::new(1));
        config.files_dir = files.clone();
        config.workers = Some(1);
        config.connections_per_worker = 4;
        config.background = false;
        config.webhook_resolver = Arc::new(NoNames);
        change(&mut config);

        let (server, shared) = ServerThread::start(config);
        // A pool in the test's own runtime, beside those of the server's workers.
        let state = State { store: database.store().await, shared };
        let base = format!("http://{}", server.address);
        let county = County::found(&state).await;
        let (present_term, numbers) = (OnceCell::new(), AtomicU32::new(1));
        Self { server: Some(server), state, clock, base, files, county, present_term, numbers, database }
    }

    /// What the server knows: for use cases and workers that a test calls directly.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The database, for reading.
    pub fn store(&self) -> &Store {
        &self.state.store
    }

    /// The address of its database.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// The folder of its file store.
    pub fn files(&self) -> &std::path::Path {
        &self.files
    }

    /// A transaction of the system itself, for arranging what a test begins with.
    pub async fn uow(&self) -> Uow {
        self.state.store.begin(context(&self.state)).await.expect("a transaction can begin")
    }

    /// The county in which everything happens.
    pub fn county(&self) -> &County {
        &self.county
    }

    /// A number that nothing else in this test has.
    pub(crate) fn next_number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// The address of `path` on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What the server takes for now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Moves the server's clock to an instant in RFC 3339, and stops it there.
    pub fn move_clock(&self, to: &str) {
        self.clock.freeze(instant(to));
    }

    /// Moves the server's clock on.
    pub fn advance(&self, by: Duration) {
        self.clock.freeze(self.clock.now() + by);
    }

    /// A second server on the same database, as behind a load balancer: the two share nothing in memory.
    pub fn replica(&self) -> Replica {
        let mut config = AppConfig::new(self.database.url(), SECRET);
        config.clock = self.clock.clone();
        config.ids = Arc::new(SeededIds::new(2));
        config.files_dir = self.files.clone();
        config.workers = Some(1);
        config.background = false;
        config.webhook_resolver = Arc::new(NoNames);
        let (server, _shared) = ServerThread::start(config);
        Replica { base: format!("http://{}", server.address), _server: server }
    }

    /// Somebody who has not signed in.
    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// Somebody who is signed in with this account and the grants that it has.
    pub(crate) fn client_of(&self, account: crate::county::SignedIn) -> Client {
        Client::signed_in(&self.base, account, self.state.shared.clone())
    }
}

/// A further server of a [`TestApp`]; let it go before the application.
pub struct Replica {
    base: String,
    _server: ServerThread,
}

impl Replica {
    /// The address of `path` on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Somebody who has not signed in, and asks this server.
    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// Who is signed in at the first server asks this one.
    pub fn same(&self, client: &Client) -> Client {
        self.anonymous().with_token(client.token())
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.take());
        let _removed = std::fs::remove_dir_all(&self.files);
    }
}

/// No test asks the network for a name.
struct NoNames;

impl Resolver for NoNames {
    fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, std::io::Result<Vec<std::net::IpAddr>>> {
        Box::pin(std::future::ready(Err(std::io::ErrorKind::NotFound.into())))
    }
}

/// Who acts when a test arranges something.
pub(crate) fn context(state: &State) -> Context {
    Context {
        now: state.now(),
        account: None,
        request_id: "testkit".to_owned(),
        ids: state.shared.ids.clone(),
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an instant in RFC 3339").to_utc()
}

/// The server has a thread and a runtime of its own, so that it can be stopped and waited for
/// whatever the test's runtime is doing: also while a failed assertion unwinds.
struct ServerThread {
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ServerThread {
    fn start(config: AppConfig) -> (Self, Arc<api::state::Shared>) {
        let (said, hears) = std::sync::mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app =
                    build_server(config, SocketAddr::from(([127, 0, 0, 1], 0))).expect("the server starts");
                said.send((app.address, app.state.shared.clone())).expect("the test waits for it");
                let handle = app.handle.clone();
                actix_web::rt::spawn(async move {
                    // An error means that the test has gone without a word: also a reason to stop.
                    let _told = stopped.await;
                    handle.stop(false).await;
                });
                app.server.await.expect("the server ran");
                if let Some(workers) = app.workers {
                    workers.stop().await;
                }
                app.state.store.close().await;
            });
        });
        let (address, shared) = hears.recv().expect("the server's thread says where it listens");
        (Self { address, stop: Some(stop), thread: Some(thread) }, shared)
    }
}

impl Drop for ServerThread {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !std::thread::panicking()
        {
            panic!("the server's thread panicked: see above");
        }
    }
}
