use super::DatabaseArgs;
use crate::{
    account::{NewAdministrator, create_administrator, hashing},
    time::{MovableClock, RandomIds},
};
use anyhow::{Context as _, ensure};
use clap::Subcommand;
use domain::{
    authz::Role,
    kernel::{Clock, TextRule},
};
use persistence::{ConnectSettings, Context, Store, connect, migration};
use std::{io::BufRead, sync::Arc};

#[derive(clap::Args)]
pub(super) struct AdminArgs {
    #[command(subcommand)]
    command: AdminCommand,
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Create a system or security administrator; there is no default account
    Create {
        #[command(flatten)]
        database: DatabaseArgs,
        /// User name
        #[arg(long)]
        username: String,
        /// Name shown to others
        #[arg(long, default_value = "系统管理员")]
        display_name: String,
        /// SYS_ADMIN, SEC_ADMIN or AUDITOR
        #[arg(long, default_value = "SYS_ADMIN")]
        role: String,
        /// Code of the county in a new installation (行政区划代码)
        #[arg(long, default_value = "000000")]
        county_code: String,
        /// Name of the county in a new installation
        #[arg(long, default_value = "本县")]
        county_name: String,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

pub(super) async fn run(args: AdminArgs) -> anyhow::Result<()> {
    let AdminCommand::Create {
        database,
        username,
        display_name,
        role,
        county_code,
        county_name,
        password_stdin,
    } = args.command;
    ensure!(password_stdin, "give the password with --password-stdin, never as an argument");
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    hashing::check_strength("password", password, &username)
        .map_err(|e| anyhow::anyhow!("{}", e.code.en()))?;
    let role = Role::find(&role).filter(|r| r.is_administrator()).context("not an administrator role")?;
    TextRule::line(3, 32).check("username", &username).map_err(|e| anyhow::anyhow!("{}", e.code.en()))?;

    let db =
        connect(&ConnectSettings::new(&database.database_url)).await.context("connecting to the database")?;
    migration::up(&db).await?;
    let store = Store::new(db);
    let context = Context {
        now: MovableClock::default().now(),
        account: None,
        request_id: "command-line".to_owned(),
        ids: Arc::new(RandomIds),
    };
    let new = NewAdministrator {
        username: &username,
        display_name: &display_name,
        role,
        county_code: &county_code,
        county_name: &county_name,
        password,
    };
    create_administrator(&store, context, &new).await?;
    println!("created {username} ({}); the password must be changed at the first sign-in", role.name());
    Ok(())
}
