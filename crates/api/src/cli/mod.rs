//! The command line of `daibiao`.

mod admin;
mod audit;
mod channels;
mod documents;
mod export;
mod feed;
mod import;
mod seed_demo;
mod serve;
mod sweep;
mod tool;

use clap::{Parser, Subcommand};

/// 代表之家 · Deputies' Home
#[derive(Parser)]
#[command(name = "daibiao", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and, with --frontend, the web application
    Serve(Box<serve::ServeArgs>),
    /// Bring the database schema up to this program
    Migrate(DatabaseArgs),
    /// Apply what has become due by lapse of time, as the server does every hour
    Sweep(sweep::SweepArgs),
    /// Write the OpenAPI documents
    Openapi(documents::OpenapiArgs),
    /// Write the generated pages of the documentation
    Docs(documents::DocsArgs),
    /// Tools that need no database
    Tool(tool::ToolArgs),
    /// Administrators
    Admin(admin::AdminArgs),
    /// The audit log
    Audit(audit::AuditArgs),
    /// Fill an empty database with the invented county 泗安县（演示）
    SeedDemo(seed_demo::SeedDemoArgs),
    /// Import rosters, lists of units and ledgers of suggestions from office sheets
    Import(import::ImportArgs),
    /// Send one message by a channel, to see whether it is set up rightly
    TryChannel(channels::TryChannelArgs),
    /// The change feed for other systems
    Feed(feed::FeedArgs),
    /// Write what other systems may read, for a first load by hand
    Export(export::ExportArgs),
}

/// Which database.
#[derive(clap::Args)]
struct DatabaseArgs {
    /// `postgres://…`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command that was given; the exit status.
///
/// # Errors
/// What the command could not do.
pub fn run() -> anyhow::Result<u8> {
    execute(Cli::parse())
}

/// As [`run`], with these arguments, the program's name first.
///
/// # Errors
/// As [`run`], and arguments that cannot be read.
pub fn run_from(args: &[&str]) -> anyhow::Result<u8> {
    execute(Cli::try_parse_from(args)?)
}

fn execute(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        Command::Openapi(args) => documents::openapi(&args)?,
        Command::Docs(args) => documents::docs(&args)?,
        Command::Tool(args) => tool::run(&args)?,
        Command::Serve(args) => actix_web::rt::System::new().block_on(serve::serve(*args))?,
        Command::Migrate(args) => actix_web::rt::System::new().block_on(serve::migrate(&args))?,
        Command::Sweep(args) => actix_web::rt::System::new().block_on(sweep::run(args))?,
        Command::Admin(args) => actix_web::rt::System::new().block_on(admin::run(args))?,
        Command::Audit(args) => actix_web::rt::System::new().block_on(audit::run(args))?,
        Command::SeedDemo(args) => actix_web::rt::System::new().block_on(seed_demo::run(args))?,
        Command::TryChannel(args) => {
            return actix_web::rt::System::new().block_on(channels::try_channel(args));
        }
        Command::Feed(args) => actix_web::rt::System::new().block_on(feed::run(args))?,
        Command::Export(args) => actix_web::rt::System::new().block_on(export::run(args))?,
        // Scripts tell refused rows from a file that cannot be read.
        Command::Import(args) => return Ok(actix_web::rt::System::new().block_on(import::run(args))),
    }
    Ok(0)
}
