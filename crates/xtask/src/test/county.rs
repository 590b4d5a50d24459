//! The demo county that whole suites are run against: seeded once in a run, then copied for each server.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::console::Step;
use crate::database::Database;
use crate::server::{self, Options};
use crate::{binary, process, workspace};

/// A seeded database that nobody serves.
#[derive(Clone)]
pub struct County {
    run_id: String,
    name: String,
    // What the county's copies keep encrypted was encrypted once, so they all have its secret.
    secret: String,
    files: PathBuf,
}

static SEEDED: Mutex<Option<County>> = Mutex::new(None);

impl County {
    /// The county of this run of xtask, seeded by whoever asks first.
    pub fn seeded(database: &Database) -> Result<County> {
        let mut kept = SEEDED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(county) = kept.as_ref() {
            return Ok(county.clone());
        }
        let run_id = pgbox::random::hex(4)?;
        let folder = workspace::scratch().join("county");
        emptied(&folder)?;
        let county = County {
            name: format!("daibiao_test_{run_id}_county"),
            run_id,
            secret: pgbox::random::hex(32)?,
            files: folder.join("files"),
        };
        let step = Step::start("Seeding the demo county");
        process::logged(&step, "testdb", testdb(database).args(["create", &county.name]))?;
        let options = county.options(database, &county.name, &county.files, &folder.join("daibiao.log"))?;
        process::logged(&step, "county-migrate", &mut options.command("migrate"))?;
        process::logged(
            &step,
            "county-seed",
            options.command("seed-demo").arg("--files").arg(&county.files),
        )?;
        step.done("");
        *kept = Some(county.clone());
        Ok(county)
    }

    /// A copy of it with files of its own in `folder`, for one server.
    pub fn copy(&self, database: &Database, name: &str, folder: &Path) -> Result<Options> {
        let step = Step::quiet(format!("The county is copied for {name}"));
        let copy = format!("daibiao_test_{}_{name}", self.run_id);
        process::logged(&step, "testdb", testdb(database).args(["copy", &self.name, &copy]))?;
        let files = folder.join("files");
        copy_folder(&self.files, &files)?;
        self.options(database, &copy, &files, &folder.join("daibiao.log"))
    }

    fn options(&self, database: &Database, name: &str, files: &Path, log: &Path) -> Result<Options> {
        Ok(Options {
            port: server::free_port()?,
            database_url: database.sibling_url(name),
            secret: self.secret.clone(),
            files: files.to_owned(),
            log: log.to_owned(),
            demo: true,
            clock_control: true,
            pages: true,
            quota_factor: 1,
        })
    }

    /// Drops the county and its copies where the server is not ours to throw away.
    pub fn drop_all(database: &Database) -> Result<()> {
        let kept = SEEDED.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        match (database, kept) {
            (Database::Given(_), Some(county)) => drop_databases(database, &county.run_id),
            _ => Ok(()),
        }
    }
}

/// The folder, with nothing in it.
pub fn emptied(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))
}

/// Copies a folder with everything in it.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let (source, target) = match entry {
            Ok(entry) => (entry.path(), to.join(entry.file_name())),
            Err(error) => return Err(error).with_context(|| format!("reading {}", from.display())),
        };
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            std::fs::copy(&source, &target).with_context(|| format!("copying {}", source.display()))?;
        }
    }
    Ok(())
}

/// Drops what a run made on a server that is not ours to throw away.
pub fn drop_databases(database: &Database, run_id: &str) -> Result<()> {
    let step = Step::quiet("Databases of the tests are dropped");
    process::logged(&step, "testdb", testdb(database).args(["drop", &format!("daibiao_test_{run_id}")]))?;
    step.done("");
    Ok(())
}

/// The testkit's small program that makes and drops databases, so that no client of Postgres need
/// be installed where the server is elsewhere.
fn testdb(database: &Database) -> std::process::Command {
    let mut command = binary::looked_at();
    command
        .args(["run", "--quiet", "--locked", "--package", "tests", "--bin", "testdb", "--"])
        .env("DAIBIAO_TEST_ADMIN_URL", database.admin_url());
    command
}
