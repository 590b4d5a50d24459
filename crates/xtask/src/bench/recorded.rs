//! The statements that the server really sends for a request, read from the database's own log, as a `pgbench` script.

use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::stage::Stage;

/// What the connections of HTTP workers call themselves; those of background workers have another name.
const APPLICATION: &str = "daibiao";

/// One statement with the values it was sent with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text, with `$1` …
    pub sql: String,
    /// The values as text; `None` is NULL.
    pub values: Vec<Option<String>>,
}

/// Does something to the server and returns the statements that it sent meanwhile, in order.
pub fn record(stage: &Stage<'_>, act: impl FnOnce() -> Result<()>) -> Result<Vec<Statement>> {
    let switch = |on: bool| {
        let value = if on { "'all'" } else { "'none'" };
        stage.admin(&[&format!("ALTER SYSTEM SET log_statement = {value}"), "SELECT pg_reload_conf()"])?;
        // Running servers read it when their next statement begins, after the signal has reached them.
        std::thread::sleep(Duration::from_millis(500));
        Ok::<_, anyhow::Error>(())
    };
    let path = stage.database_log();
    switch(true)?;
    let from = std::fs::metadata(&path).context("the database's log")?.len();
    let done = act();
    switch(false)?;
    done?;
    let mut log = std::fs::File::open(&path).context("reading the database's log")?;
    log.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    log.read_to_end(&mut bytes)?;
    let statements = parse(&String::from_utf8_lossy(&bytes));
    if statements.is_empty() {
        bail!("the server sent no statement, or {} does not tell", path.display());
    }
    Ok(statements)
}

/// Entries of the log with the prefix `%a~%p~`; further lines of an entry begin with a tab.
fn parse(log: &str) -> Vec<Statement> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        match (line.strip_prefix('\t'), entries.last_mut()) {
            (Some(more), Some(entry)) => {
                entry.push('\n');
                entry.push_str(more);
            }
            _ => entries.push(line.to_owned()),
        }
    }
    let mut statements: Vec<Statement> = Vec::new();
    for entry in entries {
        let Some(entry) = entry.strip_prefix(APPLICATION).and_then(|rest| rest.strip_prefix('~')) else {
            continue;
        };
        let Some((_, entry)) = entry.split_once('~') else { continue };
        if let Some(text) = entry.strip_prefix("LOG:  execute ") {
            if let Some((_, sql)) = text.split_once(": ") {
                statements.push(Statement { sql: sql.to_owned(), values: Vec::new() });
            }
        } else if let Some(sql) = entry.strip_prefix("LOG:  statement: ") {
            statements.push(Statement { sql: sql.to_owned(), values: Vec::new() });
        } else if let Some(text) = entry.strip_prefix("DETAIL:  parameters: ")
            && let Some(last) = statements.last_mut()
        {
            last.values = values(text);
        }
    }
    statements
}

/// `$1 = 'it''s', $2 = NULL`
fn values(text: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut characters = quoted.char_indices().peekable();
        let mut end = quoted.len();
        while let Some((at, character)) = characters.next() {
            if character == '\'' {
                if characters.peek().is_some_and(|(_, next)| *next == '\'') {
                    characters.next();
                } else {
                    end = at + 1;
                    break;
                }
            }
            value.push(character);
        }
        values.push(Some(value));
        rest = quoted.get(end..).unwrap_or_default();
    }
    values
}

impl Statement {
    /// The statement in a `pgbench` script; `value` may put an expression in the place of a value.
    pub fn script(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut sql = self.sql.trim_end_matches(';').to_owned();
        for (index, known) in self.values.iter().enumerate().rev() {
            let text = match known {
                None => "NULL".to_owned(),
                Some(known) => value(known).unwrap_or_else(|| literal(known)),
            };
            sql = sql.replace(&format!("${}", index + 1), &text);
        }
        sql.replace('\n', " ") + ";\n"
    }
}

/// A quoted text in which `pgbench` sees no variable of its own.
pub fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\'', "\\'").replace(':', "\\x3a").replace('\n', "\\n");
    format!("E'{escaped}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_read_with_their_values() {
        let log = "daibiao~7~LOG:  statement: BEGIN\n\
                   daibiao-workers~9~LOG:  execute sqlx_s_1: SELECT 0\n\
                   daibiao~7~LOG:  execute sqlx_s_2: SELECT $1,\n\t $2\n\
                   daibiao~7~DETAIL:  parameters: $1 = 'it''s a = ''b'', c', $2 = NULL, $3 = ''\n";
        let read = parse(log);
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].sql, "BEGIN");
        assert_eq!(read[1].sql, "SELECT $1,\n $2");
        assert_eq!(read[1].values, [Some("it's a = 'b', c".to_owned()), None, Some(String::new())]);
    }

    #[test]
    fn a_script_holds_the_values_or_what_stands_for_them() {
        let statement = Statement {
            sql: "SELECT $1::text, $2, $10".to_owned(),
            values: (0..10).map(|n| Some(format!("a:{n}'"))).collect(),
        };
        let script = statement.script(|value| (value == "a:1'").then(|| ":id".to_owned()));
        assert_eq!(script, "SELECT E'a\\x3a0\\''::text, :id, E'a\\x3a9\\'';\n");
    }
}
