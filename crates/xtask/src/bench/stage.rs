//! The data: a private cluster of its own, the demo county made by the real use cases, and copies of its rows.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use pgbox::account::Account;
use pgbox::{Cluster, place};

use super::{psql, tools::Tools};
use crate::console::Step;
use crate::data_dir::DataDir;
use crate::{process, workspace};

/// The settings of the server that differ from those of a new cluster. Durability is as it comes: `fsync` and
/// `synchronous_commit` on.
pub const SETTINGS: [(&str, &str); 6] = [
    ("shared_buffers", "1GB"),
    ("effective_cache_size", "4GB"),
    ("random_page_cost", "1.1"),
    ("max_wal_size", "4GB"),
    ("checkpoint_timeout", "15min"),
    ("log_line_prefix", "%a~%p~"),
];

/// What the connections of background workers call themselves.
const BACKGROUND: &str = "daibiao-workers";
/// They are at rest when they were so often seen idle, in a row.
const QUIET: u32 = 5;
/// For so long they are waited for.
const PATIENCE: Duration = Duration::from_secs(600);

/// Marks a database whose filling came to its end.
const COMPLETE: &str = "complete";

/// Where everything is measured.
pub struct Stage<'t> {
    /// The optimised server.
    pub binary: PathBuf,
    /// The programs that measure.
    pub tools: &'t Tools,
    data: DataDir,
    cluster: Cluster,
}

/// A database with many suggestions.
pub struct Staged {
    /// Its address.
    pub url: String,
    /// Suggestions in it.
    pub rows: u64,
    /// Copies of each original, with numbers from 1.
    pub copies: u64,
    /// Originals that every clerk may read, with numbers from 1.
    pub readable: u64,
    /// Originals that have a public page, with numbers from 1.
    pub public: u64,
}

impl<'t> Stage<'t> {
    /// Starts the cluster, and fills it with the demo county when it is new.
    pub fn open(binary: &Path, tools: &'t Tools, fresh: bool) -> Result<Self> {
        let data = DataDir::claim(Some(&workspace::target().join("bench")))?;
        if fresh {
            data.clear()?;
        }
        let step = Step::quiet("Postgres is up");
        let cluster = start(&data, tools)?;
        let postgres = cluster.url("postgres");
        let wrong = SETTINGS.iter().map(|(name, value)| -> Result<bool> {
            Ok(psql::value(&tools.psql, &postgres, &format!("SHOW {name}"))? != *value)
        });
        let cluster = if wrong.collect::<Result<Vec<_>>>()?.contains(&true) {
            for (name, value) in SETTINGS {
                psql::query(&tools.psql, &postgres, &[&format!("ALTER SYSTEM SET {name} = '{value}'")])?;
            }
            cluster.stop()?;
            start(&data, tools)?
        } else {
            cluster
        };
        step.done(&cluster.folder().display().to_string());
        let mut stage = Self { binary: binary.to_owned(), tools, data, cluster };
        stage.seed()?;
        Ok(stage)
    }

    /// A command of the server over one database.
    pub fn command(&self, url: &str, subcommand: &str) -> Result<Command> {
        let mut command = Command::new(&self.binary);
        command
            .current_dir(workspace::root())
            .arg(subcommand)
            .env("DATABASE_URL", url)
            .env("DAIBIAO_SECRET", self.data.secret()?)
            // As docs/operations.md wants it, and docker/api.Dockerfile has it.
            .env("MIMALLOC_ALLOW_THP", "0")
            .env("RUST_LOG", "warn");
        Ok(command)
    }

    /// The file store.
    pub fn files(&self) -> PathBuf {
        self.data.files()
    }

    /// The log of the database server.
    pub fn database_log(&self) -> PathBuf {
        self.cluster.log()
    }

    /// The address of the database from which the server itself is told something.
    pub fn admin_url(&self) -> String {
        self.cluster.url("postgres")
    }

    /// The database with about `rows` suggestions; made when it is not there.
    pub fn database(&mut self, rows: u64) -> Result<Staged> {
        let name = format!("bench_{rows}");
        let url = self.cluster.url(&name);
        let step = Step::start(format!("A county of {rows} suggestions"));
        process::go_on()?;
        let originals: u64 =
            self.number(&self.cluster.application_url(), "SELECT count(*) FROM suggestion")?;
        let copies = rows.div_ceil(originals.max(1)).saturating_sub(1).max(1);
        if !self.is_complete(&name)? {
            self.admin(&[
                &format!("DROP DATABASE IF EXISTS {name}"),
                &format!("CREATE DATABASE {name} TEMPLATE daibiao"),
            ])?;
            let script = workspace::path("crates/xtask/src/bench/multiply.sql");
            let copies = copies.to_string();
            process::logged(
                &step,
                "bench-multiply",
                &mut psql::script(&self.tools.psql, &url, script, &[("copies", copies)]),
            )?;
            self.admin(&["CHECKPOINT", &format!("COMMENT ON DATABASE {name} IS '{COMPLETE}'")])?;
        }
        process::logged(&step, "bench-migrate", &mut self.command(&url, "migrate")?)?;
        let staged = Staged {
            rows: self.number(&url, "SELECT count(*) FROM suggestion")?,
            copies: self.number(&url, "SELECT copies FROM bench_copies")?,
            readable: self.number(&url, "SELECT count(*) FROM bench_original WHERE readable")?,
            public: self.number(&url, "SELECT count(*) FROM bench_original WHERE readable AND public")?,
            url,
        };
        if staged.public == 0 {
            bail!("the demo county has no published suggestion: nothing to measure");
        }
        step.done(&format!("{} rows", staged.rows));
        Ok(staged)
    }

    /// Stops the database server.
    pub fn close(self) -> Result<()> {
        self.cluster.stop()
    }

    /// A number from a database.
    pub fn number(&self, url: &str, statement: &str) -> Result<u64> {
        let text = psql::value(&self.tools.psql, url, statement)?;
        text.parse().with_context(|| format!("{statement}: {text}"))
    }

    /// Waits until a server that has just started has caught up: its background work sweeps what fell due and publishes
    /// what was committed before, and would be measured beside the requests.
    pub fn at_rest(&self) -> Result<()> {
        let busy = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = '{BACKGROUND}' AND state <> 'idle'"
        );
        let deadline = Instant::now() + PATIENCE;
        let mut quiet = 0;
        while quiet < QUIET {
            process::go_on()?;
            if Instant::now() > deadline {
                bail!("after {} minutes the server's background work is still busy", PATIENCE.as_secs() / 60);
            }
            std::thread::sleep(Duration::from_millis(200));
            quiet = if self.number(&self.admin_url(), &busy)? == 0 { quiet + 1 } else { 0 };
        }
        Ok(())
    }

    /// Statements for the whole cluster, each outside of a transaction.
    pub fn admin(&self, statements: &[&str]) -> Result<()> {
        psql::query(&self.tools.psql, &self.admin_url(), statements).map(drop)
    }

    fn is_complete(&self, database: &str) -> Result<bool> {
        let text = format!(
            "SELECT count(*) FROM pg_database WHERE datname = '{database}' \
             AND shobj_description(oid, 'pg_database') = '{COMPLETE}'"
        );
        Ok(self.number(&self.admin_url(), &text)? == 1)
    }

    fn seed(&mut self) -> Result<()> {
        let step = Step::start("The demo county");
        let url = self.cluster.application_url();
        if !self.is_complete("daibiao")? {
            self.admin(&["DROP DATABASE IF EXISTS daibiao", "CREATE DATABASE daibiao"])?;
            process::logged(&step, "bench-migrate", &mut self.command(&url, "migrate")?)?;
            let files = self.data.files();
            process::logged(&step, "bench-seed", self.command(&url, "seed-demo")?.arg("--files").arg(files))?;
            self.admin(&[&format!("COMMENT ON DATABASE daibiao IS '{COMPLETE}'")])?;
        }
        process::logged(&step, "bench-migrate", &mut self.command(&url, "migrate")?)?;
        step.done("");
        Ok(())
    }
}

fn start(data: &DataDir, tools: &Tools) -> Result<Cluster> {
    let wanted = data.cluster();
    let account = Account::for_server()?;
    let folder = if place::reachable(&wanted, account.as_ref()) { wanted } else { place::outside(&wanted) };
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    Cluster::open(&folder, &tools.postgres)
}
