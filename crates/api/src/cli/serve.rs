use super::{DatabaseArgs, channels::ChannelArgs};
use crate::{
    app::{AppConfig, build_server},
    demo,
    http::Origins,
};
use anyhow::Context;
use domain::integration::{
    Network,
    webhook::{AddressRule, WebhookTarget},
};
use persistence::{ConnectSettings, connect, migration};
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};
use tokio::signal::unix::{SignalKind, signal};

#[derive(clap::Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Server secret in base64, at least 32 bytes: signing and encryption keys come from it
    #[arg(long, env = "DAIBIAO_SECRET", hide_env_values = true)]
    secret: String,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address people use, when it differs
    #[arg(long, env = "DAIBIAO_PUBLIC_URL")]
    public_url: Option<String>,
    /// Folder of the built frontend
    #[arg(long)]
    frontend: Option<PathBuf>,
    /// Folder for uploaded files and frozen letters
    #[arg(long, default_value = ".data/files")]
    files: PathBuf,
    /// Folders of fonts for PDF letters, searched with what lies below them
    #[arg(long, env = "DAIBIAO_FONTS", value_delimiter = ',', default_value = "/usr/share/fonts")]
    fonts: Vec<PathBuf>,
    /// Mark every page: the data are invented
    #[arg(long)]
    demo_banner: bool,
    /// Demo only: the day it is in the invented county, which lives on only while it is looked at
    #[arg(long, requires = "demo_banner")]
    demo_clock: bool,
    /// Tests and demo only: PUT /testing/clock moves this process's clock
    #[arg(long)]
    allow_clock_control: bool,
    /// HTTP worker threads (default: one per core)
    #[arg(long)]
    workers: Option<usize>,
    /// Database connections per worker
    #[arg(long, default_value_t = 4)]
    connections: u32,
    /// Quotas of other systems are so many times as large as documented
    #[arg(long, env = "DAIBIAO_QUOTA_FACTOR", default_value_t = 1)]
    quota_factor: u32,
    /// Reverse proxies whose X-Forwarded-For is believed
    #[arg(long, value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
    /// Other websites whose scripts may ask this server, such as https://portal.example.cn; scheme, host and port alone,
    /// separated by commas. Public pages may be shown by every website in any case
    #[arg(
        long,
        env = "DAIBIAO_CORS_ORIGINS",
        value_name = "ORIGINS",
        default_value = "",
        hide_default_value = true
    )]
    cors_origin: Vec<Origins>,
    /// Networks that webhooks may call besides the Internet, such as 10.20.0.0/16
    #[arg(long, env = "DAIBIAO_WEBHOOK_ALLOW", value_delimiter = ',', value_parser = network)]
    webhook_allow: Vec<Network>,
    /// Webhooks may be called without encryption: inside of a closed network only
    #[arg(long, env = "DAIBIAO_WEBHOOK_ALLOW_HTTP", value_parser = clap::builder::BoolishValueParser::new(), num_args = 0..=1, default_missing_value = "true", default_value = "false")]
    webhook_allow_http: bool,
    #[command(flatten)]
    channels: ChannelArgs,
}

fn network(text: &str) -> Result<Network, String> {
    text.parse().map_err(|_| format!("{text} is no network such as 10.20.0.0/16"))
}

pub(super) async fn migrate(args: &DatabaseArgs) -> anyhow::Result<()> {
    let db =
        connect(&ConnectSettings::new(&args.database_url)).await.context("connecting to the database")?;
    migration::up(&db).await.context("migrating")
}

pub(super) async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let mut config = AppConfig::new(args.database.database_url, args.secret);
    config.public_url = args.public_url.map(|url| url.trim_end_matches('/').to_owned());
    config.files_dir = args.files;
    config.font_dirs = args.fonts;
    config.frontend_dir = args.frontend;
    config.demo_banner = args.demo_banner;
    config.allow_clock_control = args.allow_clock_control;
    config.workers = args.workers;
    config.connections_per_worker = args.connections;
    config.quota_factor = args.quota_factor;
    config.trusted_proxies = args.trusted_proxy;
    config.cors_origins = Origins(args.cors_origin.into_iter().flat_map(|some| some.0).collect());
    config.webhook_target = WebhookTarget {
        addresses: AddressRule { allowed: args.webhook_allow },
        plain_http: args.webhook_allow_http,
    };
    config.channels = args.channels.config()?;
    if args.demo_clock {
        config.clock = Arc::new(demo::clock(&config.database_url).await?);
    }
    let app = build_server(config, args.listen)?;
    tracing::info!(address = %app.address, "listening");
    let (handle, shared) = (app.handle.clone(), app.state.shared.clone());
    let stopper = actix_web::rt::spawn(async move {
        if wait_for_signal().await.is_ok() {
            tracing::info!("stopping");
            shared.draining.store(true, Ordering::Relaxed);
            handle.stop(true).await;
        }
    });
    app.server.await?;
    stopper.abort();
    if let Some(workers) = app.workers {
        workers.stop().await;
    }
    app.state.store.close().await;
    Ok(())
}

async fn wait_for_signal() -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
