//! Putting the server together. The builder returns the port, so that tests can use any free one.

use crate::{
    features,
    http::{Origins, configure_frontend, finish_response, path_config},
    keys::Keys,
    letter::Typesetter,
    notification::channel::{ChannelConfig, Channels},
    open::{
        Quotas,
        webhooks::{Resolver, SystemResolver, Telephone},
    },
    platform::{self, Contracts},
    state::{Shared, State},
    time::{MovableClock, RandomIds},
    workers::Workers,
};
use actix_web::{
    App, HttpServer,
    dev::{Server, ServerHandle},
    middleware::{Compress, from_fn},
    web,
};
use domain::{integration::webhook::WebhookTarget, kernel::IdSource};
use persistence::{ConnectSettings, Store, connect_lazy};
use std::{
    net::{IpAddr, SocketAddr, TcpListener},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

/// Everything that differs between installations and tests.
pub struct AppConfig {
    /// `postgres://…`
    pub database_url: String,
    /// Server secret, base64, at least 32 bytes.
    pub secret: String,
    /// Address people use, without a trailing slash; `None`: the address listened on.
    pub public_url: Option<String>,
    /// Where files are kept.
    pub files_dir: PathBuf,
    /// Where fonts for PDF lie.
    pub font_dirs: Vec<PathBuf>,
    /// The built frontend.
    pub frontend_dir: Option<PathBuf>,
    /// Every page says that the data are invented.
    pub demo_banner: bool,
    /// `PUT /testing/clock` exists.
    pub allow_clock_control: bool,
    /// HTTP worker threads; `None`: one per core.
    pub workers: Option<usize>,
    /// Database connections per worker.
    pub connections_per_worker: u32,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Other websites whose scripts may ask; public pages are for all of them in any case.
    pub cors_origins: Origins,
    /// Quotas of other systems are so many times as large as the table says.
    pub quota_factor: u32,
    /// The clock.
    pub clock: Arc<MovableClock>,
    /// Source of ids.
    pub ids: Arc<dyn IdSource>,
    /// Run background workers in this process.
    pub background: bool,
    /// Which addresses webhooks may call besides those of the Internet, and whether without encryption.
    pub webhook_target: WebhookTarget,
    /// Looks up the receivers of webhooks.
    pub webhook_resolver: Arc<dyn Resolver>,
    /// Ways by which notices leave the application; none by default.
    pub channels: ChannelConfig,
    /// How often a live connection shows that it lives, and whether its sign-in still does.
    pub heartbeat: Duration,
    /// Counts the statements of the server, for tests.
    pub statements: Option<Arc<AtomicU64>>,
}

impl AppConfig {
    /// Defaults around what has none.
    pub fn new(database_url: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            database_url: database_url.into(),
            secret: secret.into(),
            public_url: None,
            files_dir: PathBuf::from(".data/files"),
            font_dirs: vec![PathBuf::from("/usr/share/fonts")],
            frontend_dir: None,
            demo_banner: false,
            allow_clock_control: false,
            workers: None,
            connections_per_worker: 4,
            trusted_proxies: Vec::new(),
            cors_origins: Origins::default(),
            quota_factor: 1,
            clock: Arc::new(MovableClock::default()),
            ids: Arc::new(RandomIds),
            background: true,
            webhook_target: WebhookTarget::default(),
            webhook_resolver: Arc::new(SystemResolver),
            channels: ChannelConfig::default(),
            heartbeat: Duration::from_secs(15),
            statements: None,
        }
    }
}

/// A server that is listening.
pub struct RunningApp {
    /// Where it listens.
    pub address: SocketAddr,
    /// To be awaited.
    pub server: Server,
    /// To stop it.
    pub handle: ServerHandle,
    /// A state of its own for whoever started it: tests, workers.
    pub state: State,
    /// Background workers, when asked for.
    pub workers: Option<Workers>,
}

/// Binds `listen` and starts accepting.
///
/// # Errors
/// When the secret, the database address or the listening address is unusable.
pub fn build_server(config: AppConfig, listen: SocketAddr) -> anyhow::Result<RunningApp> {
    let listener = TcpListener::bind(listen)?;
    let address = listener.local_addr()?;
    let mut settings = ConnectSettings::new(&config.database_url);
    settings.connections = config.connections_per_worker;
    settings.statements.clone_from(&config.statements);
    let clock_control = config.allow_clock_control;
    let (workers, background) = (config.workers, config.background);
    let shared = share(config, || format!("http://{address}"))?;
    let behind = ConnectSettings { name: "daibiao-workers", ..settings.clone() };
    let state = State { store: Store::new(connect_lazy(&behind)?), shared: shared.clone() };
    let contracts = Contracts::of(features::register().into_document())?;
    let factory = move || {
        // The factory runs once per worker, inside its runtime: a pool of its own for each.
        let db = connect_lazy(&settings).expect("the address was parsed when the server was built");
        let state = State { store: Store::new(db), shared: shared.clone() };
        App::new()
            .app_data(web::Data::new(state))
            .app_data(path_config())
            .app_data(web::PayloadConfig::new(2 * 1024 * 1024))
            .wrap(Compress::default())
            .wrap(from_fn(finish_response))
            .configure(|c| features::register().configure(c))
            .configure(|c| platform::configure(c, &contracts, clock_control))
            .configure(configure_frontend)
    };
    let mut server = HttpServer::new(factory)
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(10)
        .disable_signals()
        .listen(listener)?;
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    let server = server.run();
    let handle = server.handle();
    let workers = background.then(|| Workers::start(&state));
    Ok(RunningApp { address, server, handle, state, workers })
}

/// A state without a server, for commands that work on the database and end.
///
/// # Errors
/// When the secret or the database address is unusable.
pub fn detached_state(config: AppConfig) -> anyhow::Result<State> {
    let store = Store::new(connect_lazy(&ConnectSettings::new(&config.database_url))?);
    Ok(State { store, shared: share(config, String::new)? })
}

fn share(config: AppConfig, address: impl FnOnce() -> String) -> anyhow::Result<Arc<Shared>> {
    Ok(Arc::new(Shared {
        clock: config.clock,
        ids: config.ids,
        keys: Keys::from_base64(&config.secret)?,
        public_url: config.public_url.unwrap_or_else(address),
        files_dir: config.files_dir,
        frontend_dir: config.frontend_dir,
        demo_banner: config.demo_banner,
        allow_clock_control: config.allow_clock_control,
        trusted_proxies: config.trusted_proxies,
        cors_origins: config.cors_origins,
        public_pages: Default::default(),
        feed_watch: Default::default(),
        open_matters: Default::default(),
        configuration: Default::default(),
        hashing: Semaphore::new(2),
        inspecting: Semaphore::new(2),
        file_readings: Default::default(),
        typesetter: Typesetter::new(config.font_dirs),
        quotas: Quotas::times(config.quota_factor),
        key_uses: Default::default(),
        webhooks: Telephone::new(config.webhook_target, config.webhook_resolver),
        notice_watch: Default::default(),
        channels: Channels::new(config.channels)?,
        heartbeat: config.heartbeat,
        draining: AtomicBool::new(false),
    }))
}
