//! The command line of `daibiao`.

mod admin;
mod documents;
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
    Serve(serve::ServeArgs),
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
}

/// Which database.
#[derive(clap::Args)]
struct DatabaseArgs {
    /// `postgres://…`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command that was given.
///
/// # Errors
/// What the command could not do.
pub fn run() -> anyhow::Result<()> {
    let cli = Cli::parse();
    match cli.command {
        Command::Openapi(args) => documents::openapi(&args),
        Command::Docs(args) => documents::docs(&args),
        Command::Tool(args) => tool::run(&args),
        Command::Serve(args) => actix_web::rt::System::new().block_on(serve::serve(args)),
        Command::Migrate(args) => actix_web::rt::System::new().block_on(serve::migrate(&args)),
        Command::Sweep(args) => actix_web::rt::System::new().block_on(sweep::run(args)),
        Command::Admin(args) => actix_web::rt::System::new().block_on(admin::run(args)),
    }
}
