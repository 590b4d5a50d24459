use super::DatabaseArgs;
use crate::{
    account::hashing,
    time::{MovableClock, RandomIds},
};
use anyhow::{Context as _, ensure};
use clap::Subcommand;
use domain::{
    authz::Role,
    kernel::{AccountId, AuditChange, Clock, JurisdictionId, TextRule},
};
use persistence::{ConnectSettings, Context, Store, account::NewGrant, connect, migration};
use serde_json::json;
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

/// An administrator that is made without another one.
pub(crate) struct NewAdministrator<'a> {
    /// User name.
    pub username: &'a str,
    /// Name shown to others.
    pub display_name: &'a str,
    /// One of the three administrator roles.
    pub role: Role,
    /// Code of the county, when the installation has none.
    pub county_code: &'a str,
    /// Name of the county, when the installation has none.
    pub county_name: &'a str,
    /// Must be changed at the first sign-in.
    pub password: &'a str,
}

/// Makes an administrator, and the county when there is none yet.
///
/// # Errors
/// As any statement; when the user name is taken.
pub(crate) async fn create_administrator(
    store: &Store,
    context: Context,
    new: &NewAdministrator<'_>,
) -> anyhow::Result<AccountId> {
    let roots = store.jurisdictions().await?;
    let uow = store.begin(context).await?;
    let root = match roots.iter().find(|node| node.parent_id.is_none()) {
        Some(node) => JurisdictionId(node.id),
        None => {
            let id = uow.id();
            uow.insert_jurisdiction(id, None, "COUNTY", new.county_code, new.county_name).await?;
            id
        }
    };
    let id: AccountId = uow.id();
    let hash = hashing::hash_blocking(new.password)?;
    uow.insert_account(id, new.username, new.display_name, None, Some(hash), true).await?;
    let grant = NewGrant { role: new.role, jurisdiction: root, unit: None, group: None, deputy: None };
    uow.insert_grant(uow.id(), id, &grant).await?;
    uow.audit(AuditChange {
        action: "account.manage",
        subject: "account",
        subject_id: id.0,
        before: json!({}),
        after: json!({"username": new.username, "role": new.role}),
    })
    .await?;
    uow.commit().await?;
    Ok(id)
}
