//! Databases as such: made, copied, dropped. For the testkit and its tools; the product never asks.

use crate::{ConnectSettings, Error, Result, connect, migration};
use sea_orm::sqlx::{self, Connection, Executor, PgConnection, Row};
use sea_orm::{DbErr, RuntimeErr};

/// Advisory lock held while the template is made: of many tests that start at once, one makes it.
const TEMPLATE_LOCK: i64 = 0x6461_6962_6961_6f07;

/// A connection from which databases are made: one session, outside any pool.
pub struct Admin {
    url: String,
    connection: PgConnection,
}

impl Admin {
    /// Connects as a role that may create databases.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the server does not answer.
    pub async fn connect(url: &str) -> Result<Self> {
        Ok(Self { url: url.to_owned(), connection: PgConnection::connect(url).await.map_err(failed)? })
    }

    /// The address of another database on this server.
    pub fn url_of(&self, name: &str) -> String {
        let (address, query) = match self.url.split_once('?') {
            Some((address, query)) => (address, format!("?{query}")),
            None => (self.url.as_str(), String::new()),
        };
        let host_from = address.find("://").map_or(0, |at| at + 3);
        let server = match address[host_from..].find('/') {
            Some(at) => &address[..host_from + at],
            None => address,
        };
        format!("{server}/{name}{query}")
    }

    /// Makes an empty database.
    ///
    /// # Errors
    /// As any statement; [`Error::Internal`] for a name that is not of `a-z`, `0-9` and `_`.
    pub async fn create(&mut self, name: &str) -> Result<()> {
        self.run(format!("CREATE DATABASE {}", checked(name)?)).await
    }

    /// Makes a database that is a copy of `template`, which nobody may be connected to.
    ///
    /// # Errors
    /// As any statement.
    pub async fn copy(&mut self, template: &str, name: &str) -> Result<()> {
        // Copying files is fastest for a small database, and is what Postgres did before 15 anyway.
        let version: i32 = sqlx::query("SELECT current_setting('server_version_num')::int4")
            .fetch_one(&mut self.connection)
            .await
            .and_then(|row| row.try_get(0))
            .map_err(failed)?;
        let strategy = if version >= 150_000 { " STRATEGY file_copy" } else { "" };
        let statement =
            format!("CREATE DATABASE {} TEMPLATE {}{strategy}", checked(name)?, checked(template)?);
        self.run(statement).await
    }

    /// Drops a database, and whoever is still connected to it. Nothing happens when there is none.
    ///
    /// # Errors
    /// As any statement.
    pub async fn drop(&mut self, name: &str) -> Result<()> {
        self.run(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", checked(name)?)).await
    }

    /// Names of the databases that begin with `prefix`.
    ///
    /// # Errors
    /// As any statement.
    pub async fn list(&mut self, prefix: &str) -> Result<Vec<String>> {
        sqlx::query("SELECT datname::text FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1")
            .bind(prefix)
            .fetch_all(&mut self.connection)
            .await
            .and_then(|rows| rows.iter().map(|row| row.try_get(0)).collect())
            .map_err(failed)
    }

    /// Runs a statement as the owner of the database: for tests of what the database itself refuses.
    ///
    /// # Errors
    /// As any statement.
    pub async fn execute(&mut self, statement: &str) -> Result<()> {
        self.run(statement.to_owned()).await
    }

    /// The first column of a query, as text: for tests that look at what lies in the tables and how.
    ///
    /// # Errors
    /// As any statement.
    pub async fn read(&mut self, query: &str) -> Result<Vec<String>> {
        sqlx::query(sqlx::AssertSqlSafe(query.to_owned()))
            .fetch_all(&mut self.connection)
            .await
            .and_then(|rows| rows.iter().map(|row| row.try_get(0)).collect())
            .map_err(failed)
    }

    /// Makes sure that there is a database `name` with the present schema and nothing in it, to
    /// copy from. Callers at the same time, of other processes too, wait for the first.
    ///
    /// # Errors
    /// As any statement, and as [`migration::up`].
    pub async fn ensure_template(&mut self, name: &str) -> Result<()> {
        self.run(format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await?;
        let result = self.make_template(name).await;
        // The lock would go with the session anyway; a failure to release it is no reason to fail.
        let _released = self.run(format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await;
        result
    }

    async fn make_template(&mut self, name: &str) -> Result<()> {
        if self.list(name).await?.iter().any(|existing| existing == name) {
            return Ok(());
        }
        // Under another name until it is complete: an interrupted attempt is never taken for it.
        let raw = format!("{name}_raw");
        self.drop(&raw).await?;
        self.create(&raw).await?;
        let db =
            connect(&ConnectSettings { connections: 2, ..ConnectSettings::new(self.url_of(&raw)) }).await?;
        migration::up(&db).await?;
        db.close().await?;
        self.run(format!("ALTER DATABASE {} RENAME TO {}", checked(&raw)?, checked(name)?)).await
    }

    async fn run(&mut self, statement: String) -> Result<()> {
        self.connection.execute(sqlx::AssertSqlSafe(statement)).await.map_err(failed)?;
        Ok(())
    }
}

/// A name that needs no quoting: these statements take no parameters.
fn checked(name: &str) -> Result<&str> {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain && !name.is_empty() && name.len() <= 63 {
        Ok(name)
    } else {
        Err(Error::Internal(DbErr::Custom(format!("not a plain name of a database: {name:?}"))))
    }
}

fn failed(error: sqlx::Error) -> Error {
    Error::from(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_reach_a_statement() {
        assert!(checked("daibiao_test_1").is_ok());
        for name in ["", "a b", "a\"; DROP", "Ä", &"x".repeat(64)] {
            assert!(checked(name).is_err(), "{name}");
        }
    }
}
