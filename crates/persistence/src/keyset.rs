//! Building the `WHERE` of a list: only constants and parameters ever reach the text.

use crate::sql;
use sea_orm::{Statement, Value};

/// Conditions of one list statement, joined by `AND`.
#[derive(Default)]
pub struct Conditions {
    parts: Vec<String>,
    bind: Vec<Value>,
}

impl Conditions {
    /// No conditions yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter and returns its placeholder.
    pub fn param(&mut self, value: impl Into<Value>) -> String {
        self.bind.push(value.into());
        format!("${}", self.bind.len())
    }

    /// Adds a condition whose placeholders were made by [`Conditions::param`].
    pub fn push(&mut self, condition: impl Into<String>) {
        self.parts.push(condition.into());
    }

    /// `column = value`, when a value is given.
    pub fn equal<T: Into<Value>>(&mut self, column: &str, value: Option<T>) {
        if let Some(value) = value {
            let place = self.param(value);
            self.push(format!("{column} = {place}"));
        }
    }

    /// `column = ANY(values)`: one statement text for every number of values, but one of its own for a single value,
    /// which an index that begins with the column then reads in the order of its other columns. An empty list adds
    /// nothing.
    pub fn any<T>(&mut self, column: &str, mut values: Vec<T>)
    where
        T: Into<Value>,
        Vec<T>: Into<Value>,
    {
        if values.len() == 1 {
            self.equal(column, values.pop());
        } else if !values.is_empty() {
            let place = self.param(values);
            self.push(format!("{column} = ANY({place})"));
        }
    }

    /// Keyset for a descending sort: a row-value comparison, one index range scan.
    pub fn before<const N: usize>(&mut self, columns: [&str; N], position: [Value; N]) {
        self.compare("<", columns, position);
    }

    /// Keyset for an ascending sort.
    pub fn after<const N: usize>(&mut self, columns: [&str; N], position: [Value; N]) {
        self.compare(">", columns, position);
    }

    fn compare<const N: usize>(&mut self, operator: &str, columns: [&str; N], position: [Value; N]) {
        let places: Vec<_> = position.into_iter().map(|value| self.param(value)).collect();
        self.push(format!("({}) {operator} ({})", columns.join(", "), places.join(", ")));
    }

    /// The whole statement: `head WHERE … tail LIMIT n`.
    pub fn select(mut self, head: &str, tail: &str, limit: u64) -> Statement {
        let limit = self.param(i64::try_from(limit).unwrap_or(i64::MAX));
        let filter = self.filter();
        sql(format!("{head}{filter} {tail} LIMIT {limit}"), self.bind)
    }

    /// The first rows of several scans in one order: `head` under these conditions and one value of `column`, for each of
    /// the values. Each scan has the limit of the whole, because Postgres plans it by that; it reads only what is taken.
    pub fn each<T: Into<Value>>(
        &mut self,
        head: &str,
        column: &str,
        values: Vec<T>,
        order: &str,
        limit: u64,
    ) -> String {
        let limit = self.param(i64::try_from(limit).unwrap_or(i64::MAX));
        let filter = self.filter();
        let and = if filter.is_empty() { "WHERE" } else { "AND" };
        let scans: Vec<_> = values
            .into_iter()
            .map(|value| {
                format!("({head}{filter} {and} {column} = {} {order} LIMIT {limit})", self.param(value))
            })
            .collect();
        format!("SELECT * FROM ({}) one {order} LIMIT {limit}", scans.join(" UNION ALL "))
    }

    /// A text that holds the conditions already, with their parameters.
    pub fn statement(self, text: String) -> Statement {
        sql(text, self.bind)
    }

    /// A statement over the conditions without a limit, such as a count.
    pub fn finish(self, head: &str, tail: &str) -> Statement {
        let filter = self.filter();
        sql(format!("{head}{filter} {tail}"), self.bind)
    }

    /// ` WHERE …`, or nothing without conditions.
    pub(crate) fn filter(&self) -> String {
        if self.parts.is_empty() { String::new() } else { format!(" WHERE {}", self.parts.join(" AND ")) }
    }
}

/// Escapes `%`, `_` and `\` so that what a user types is looked for literally by `LIKE`.
pub fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_numbered_in_order() {
        let mut conditions = Conditions::new();
        conditions.equal("a", Some("x"));
        conditions.equal::<String>("b", None);
        conditions.before(["c", "id"], [1.into(), 2.into()]);
        let statement = conditions.select("SELECT * FROM t", "ORDER BY c DESC, id DESC", 20);
        assert_eq!(
            statement.sql,
            "SELECT * FROM t WHERE a = $1 AND (c, id) < ($2, $3) ORDER BY c DESC, id DESC LIMIT $4"
        );
    }

    #[test]
    fn each_value_has_a_scan_with_the_conditions_of_all() {
        let mut conditions = Conditions::new();
        conditions.equal("a", Some("x"));
        let text = conditions.each("SELECT id FROM t", "b", vec!["y", "z"], "ORDER BY id", 20);
        assert_eq!(
            conditions.statement(text).sql,
            "SELECT * FROM ((SELECT id FROM t WHERE a = $1 AND b = $3 ORDER BY id LIMIT $2) UNION ALL \
             (SELECT id FROM t WHERE a = $1 AND b = $4 ORDER BY id LIMIT $2)) one ORDER BY id LIMIT $2"
        );
    }

    #[test]
    fn like_patterns_are_escaped() {
        assert_eq!(escape_like(r"50%_\"), r"50\%\_\\");
    }
}
