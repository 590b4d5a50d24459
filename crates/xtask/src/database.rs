//! Which Postgres the commands use: the one that `DATABASE_URL` names, else a private cluster.

use std::fs;

use anyhow::{Result, bail};
use pgbox::account::Account;
use pgbox::{Binaries, Cluster, place};

use crate::console::{self, Step};
use crate::data_dir::DataDir;
use crate::setup;

/// A database that can be used, and what of it is ours to stop.
pub enum Database {
    /// Named by `DATABASE_URL`; we start and stop nothing.
    Given(String),
    /// Our own cluster.
    Own(Cluster),
}

impl Database {
    /// What `DATABASE_URL` names, if it is set.
    fn given() -> Option<Database> {
        std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()).map(Database::Given)
    }

    /// The database for `run`: kept between runs.
    pub fn kept(data: &DataDir) -> Result<Database> {
        if let Some(given) = Database::given() {
            return Ok(given);
        }
        let binaries = binaries()?;
        let step = Step::quiet("Postgres is up");
        let wanted = data.cluster();
        let account = Account::for_server()?;
        let folder = if place::reachable(&wanted, account.as_ref()) {
            wanted
        } else {
            let outside = place::outside(&wanted);
            let name = account.as_ref().map_or("", |account| account.name.as_str());
            console::warn(&format!(
                "Postgres may not run as root, and the account {name} cannot reach {}: the database goes to {}",
                wanted.display(),
                outside.display()
            ));
            if !place::reachable(&outside, account.as_ref()) {
                bail!(
                    "the account {name} cannot reach {} either: choose a folder with --data-dir",
                    outside.display()
                );
            }
            fs::create_dir_all(&outside)?;
            outside
        };
        let cluster = Cluster::open(&folder, &binaries)?;
        step.done(&format!(
            "private cluster in {}{}",
            folder.display(),
            if cluster.is_new() { ", new" } else { "" }
        ));
        Ok(Database::Own(cluster))
    }

    /// The database server for tests: thrown away at the end.
    pub fn throw_away() -> Result<Database> {
        if let Some(given) = Database::given() {
            console::warn("DATABASE_URL is set: tests make and drop their databases on that server");
            return Ok(given);
        }
        let binaries = binaries()?;
        let step = Step::quiet("Throw-away Postgres is up");
        let cluster = Cluster::throw_away(&binaries)?;
        step.done(&cluster.folder().display().to_string());
        Ok(Database::Own(cluster))
    }

    /// The address of the application's database.
    pub fn url(&self) -> String {
        match self {
            Database::Given(url) => url.clone(),
            Database::Own(cluster) => cluster.application_url(),
        }
    }

    /// An address from which databases can be made and dropped.
    pub fn admin_url(&self) -> String {
        match self {
            Database::Given(url) => url.clone(),
            Database::Own(cluster) => cluster.url("postgres"),
        }
    }

    /// The address of another database on the same server.
    pub fn sibling_url(&self, name: &str) -> String {
        match self {
            Database::Given(url) => sibling(url, name),
            Database::Own(cluster) => cluster.url(name),
        }
    }

    /// Stops what we started.
    pub fn stop(self) -> Result<()> {
        match self {
            Database::Given(_) => Ok(()),
            Database::Own(cluster) => cluster.stop(),
        }
    }
}

/// Every usable Postgres of this machine; installed when there is none.
pub fn binaries() -> Result<Vec<Binaries>> {
    let extra = [setup::postgres::bundle()];
    let found = Binaries::find_all(&extra);
    if !found.is_empty() {
        return Ok(found);
    }
    setup::postgres::install()?;
    let found = Binaries::find_all(&extra);
    if found.is_empty() {
        bail!("Postgres was installed, but its programs (initdb, pg_ctl, postgres) were not found");
    }
    Ok(found)
}

/// `postgres://u:p@h:1/a?x=y` and `b` → `postgres://u:p@h:1/b?x=y`.
fn sibling(url: &str, name: &str) -> String {
    let (address, query) = match url.split_once('?') {
        Some((address, query)) => (address, format!("?{query}")),
        None => (url, String::new()),
    };
    let after_scheme = address.find("://").map_or(0, |at| at + 3);
    let server = match address[after_scheme..].find('/') {
        Some(at) => &address[..after_scheme + at],
        None => address,
    };
    format!("{server}/{name}{query}")
}

#[cfg(test)]
mod tests {
    use super::sibling;

    #[test]
    fn another_database_on_the_same_server() {
        assert_eq!(
            sibling("postgres://u:p@h:1/a?sslmode=require", "b"),
            "postgres://u:p@h:1/b?sslmode=require"
        );
        assert_eq!(sibling("postgres://h", "b"), "postgres://h/b");
    }
}
