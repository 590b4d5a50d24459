//! `cargo xtask run`: everything built and started, ready to be looked at.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::console::{self, Step};
use crate::data_dir::{DataDir, Demo};
use crate::database::Database;
use crate::server::{self, Options, Server};
use crate::{binary, demo, frontend, process, setup};

/// What the command can be told.
#[derive(clap::Args)]
pub struct Args {
    /// The port of the one address that serves everything, on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the database and the files are kept [default: .data in the work tree]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Throw away what earlier runs kept, and start anew
    #[arg(long)]
    fresh: bool,
    /// Start with an empty installation instead of the demo county
    #[arg(long)]
    no_demo: bool,
    /// Let `PUT /testing/clock` move the server's clock (never for real data)
    #[arg(long)]
    allow_clock_control: bool,
}

/// Runs until Ctrl-C, SIGTERM, or the end of the server.
pub fn run(args: &Args) -> Result<()> {
    process::catch_signals()?;
    let whole = Step::quiet("Stopped");
    if !server::port_is_free(args.port) {
        bail!("port {} is taken: choose another with --port", args.port);
    }
    let data = DataDir::claim(args.data_dir.as_deref())?;
    binary::build()?;
    let pages = frontend::build()?;
    setup::fonts::ensure()?;

    let prepared = prepare(&data, args.fresh, !args.no_demo)?;
    let step = Step::quiet("Server is up");
    let options = Options {
        port: args.port,
        database_url: prepared.database.url(),
        secret: data.secret()?,
        files: data.files(),
        log: data.server_log(),
        demo: prepared.has_demo,
        clock_control: args.allow_clock_control,
        pages,
        quota_factor: 1,
    };
    let address = options.address();
    let mut server = Server::start(options)?;
    step.done(&format!("log in {}", data.server_log().display()));
    if prepared.has_demo {
        demo::print_accounts();
    }
    console::line(&format!("ready {address}"));

    while !process::stop_requested() {
        server.check()?;
        std::thread::sleep(Duration::from_millis(50));
    }
    let step = Step::quiet("Server and database are stopped");
    server.stop();
    prepared.database.stop()?;
    step.done("");
    whole.done("ran for");
    Ok(())
}

/// A database with the present schema, and the demo county if wanted.
pub struct Prepared {
    /// The database.
    pub database: Database,
    /// Whether the demo county is in it.
    pub has_demo: bool,
}

/// Starts the database, brings its schema up to date, and fills it when it is new.
pub fn prepare(data: &DataDir, fresh: bool, demo_wanted: bool) -> Result<Prepared> {
    if fresh {
        if std::env::var_os("DATABASE_URL").is_some() {
            bail!(
                "--fresh does not touch a database that DATABASE_URL names: empty it yourself, or unset the variable"
            );
        }
        let step = Step::quiet("Earlier data is removed");
        data.clear()?;
        step.done("");
    } else if data.demo() == Demo::Unfinished && std::env::var_os("DATABASE_URL").is_none() {
        console::warn("an earlier run was stopped while it filled the demo county: starting anew");
        data.clear()?;
    }
    process::go_on()?;
    if demo_wanted && std::env::var_os("DATABASE_URL").is_none() && !data.has_cluster() {
        // Noted before there is anything, so that a stop at any later point is seen.
        data.note_demo(Demo::Unfinished)?;
    }
    let database = Database::kept(data)?;
    let options = tool_options(&database, data)?;

    let step = Step::quiet("Schema is up to date");
    process::go_on()?;
    process::logged(&step, "migrate", &mut options.command("migrate"))?;
    step.done("");

    let Database::Own(cluster) = &database else {
        // Somebody else's database is never filled with invented people.
        return Ok(Prepared { database, has_demo: false });
    };
    if cluster.is_new() && !demo_wanted {
        // The note may be older than the cluster.
        data.note_demo(Demo::Absent)?;
    }
    if cluster.is_new() && demo_wanted {
        let step = Step::start("Filling the demo county 泗安县（演示）");
        process::logged(&step, "seed-demo", options.command("seed-demo").arg("--files").arg(&options.files))?;
        data.note_demo(Demo::Present)?;
        step.done("");
    }
    let has_demo = data.demo() == Demo::Present;
    if demo_wanted && !has_demo {
        console::warn(
            "this data folder was begun without the demo county: --fresh throws it away and makes one",
        );
    }
    Ok(Prepared { database, has_demo })
}

fn tool_options(database: &Database, data: &DataDir) -> Result<Options> {
    Ok(Options {
        port: 0,
        database_url: database.url(),
        secret: data.secret()?,
        files: data.files(),
        log: data.server_log(),
        demo: false,
        clock_control: false,
        pages: false,
        quota_factor: 1,
    })
}
