use sea_orm::{DatabaseBackend, Statement, Value};

/// Parameters of a hand-written statement.
pub type Bind = Vec<Value>;

/// A prepared statement with `$1 …` parameters. The text is always a constant of this crate; what
/// comes from outside is only ever a parameter.
pub fn sql(text: impl Into<String>, bind: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DatabaseBackend::Postgres, text, bind)
}
