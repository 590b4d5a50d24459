//! Lists of the registers: allow-listed sorts, keyset pages, totals exact to ten thousand.

use crate::{
    Error, Result,
    keyset::{Conditions, escape_like},
    sql,
};
use domain::{authz::Scope, kernel::Coded};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Totals are exact up to this number; beyond it a list says "more than".
pub const COUNTED_TO: i64 = 10_000;

/// A column by which a list may be sorted.
#[derive(Debug)]
pub struct SortColumn {
    /// Name on the wire.
    pub name: &'static str,
    sql: &'static str,
    pub(crate) cast: &'static str,
}

impl SortColumn {
    pub(crate) const fn new(name: &'static str, sql: &'static str, cast: &'static str) -> Self {
        Self { name, sql, cast }
    }
}

/// Where a page ended: the sort key as text, and the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub(crate) key: String,
    pub(crate) id: Uuid,
}

impl Position {
    /// The place after a row with this sort key and id.
    pub fn new(key: String, id: Uuid) -> Self {
        Self { key, id }
    }

    /// The id of the row.
    pub fn id(&self) -> Uuid {
        self.id
    }
}

/// Which page of a list is wanted, in which order.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// The sort column.
    pub sort: &'static SortColumn,
    /// From the largest to the smallest.
    pub descending: bool,
    /// The position after which it begins.
    pub after: Option<Position>,
    /// Rows at most.
    pub limit: u64,
}

/// A row with its place in the list.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The row.
    pub row: T,
    /// What the next page begins after.
    pub position: Position,
}

/// A read model: its columns, where they come from, and the expression of its id.
pub(crate) trait View: FromQueryResult {
    const COLUMNS: &'static str;
    const FROM: &'static str;
    const ID: &'static str;
}

/// A column of which several values are wanted, where an index holds the rows of each value in the list's order.
#[derive(Debug)]
pub(crate) struct Apart {
    /// The rows, without what is joined to them: conditions look at nothing else.
    pub from: &'static str,
    /// The column.
    pub column: &'static str,
    /// The values, each once.
    pub values: Vec<String>,
}

/// One page of `T` under `conditions`.
pub(crate) async fn page<T: View>(
    conn: &impl ConnectionTrait,
    conditions: Conditions,
    request: &PageRequest,
) -> Result<Vec<Listed<T>>> {
    page_of(conn, conditions, None, request).await
}

/// As [`page`], of the rows whose column has one of several values. They are read by one ordered scan for each value,
/// merged, so a page costs its own rows: a walk through the whole list in its order would also read all those of other
/// values on its way, which grow with the list.
pub(crate) async fn page_of<T: View>(
    conn: &impl ConnectionTrait,
    mut conditions: Conditions,
    apart: Option<Apart>,
    request: &PageRequest,
) -> Result<Vec<Listed<T>>> {
    let SortColumn { sql: column, cast, .. } = request.sort;
    let (operator, direction) = if request.descending { ("<", "DESC") } else { (">", "ASC") };
    if let Some(after) = &request.after {
        let (key, id) = (conditions.param(after.key.clone()), conditions.param(after.id));
        conditions.push(format!("({column}, {}) {operator} (CAST({key}::text AS {cast}), {id})", T::ID));
    }
    let head =
        format!("SELECT {}, ({column})::text AS sort_key, {} AS sort_id FROM {}", T::COLUMNS, T::ID, T::FROM);
    let tail = format!("ORDER BY {column} {direction}, {} {direction}", T::ID);
    let statement = match apart {
        None => conditions.select(&head, &tail, request.limit),
        Some(Apart { from, column: by, values }) => {
            let scan = format!("SELECT {} AS found_id, {column} AS found_key FROM {from}", T::ID);
            let order = format!("ORDER BY found_key {direction}, found_id {direction}");
            let found = conditions.each(&scan, by, values, &order, request.limit);
            conditions.statement(format!("{head} JOIN ({found}) found ON found.found_id = {} {tail}", T::ID))
        }
    };
    let rows = conn.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let position = Position { key: row.try_get("", "sort_key")?, id: row.try_get("", "sort_id")? };
            Ok(Listed { row: T::from_query_result(row, "")?, position })
        })
        .collect()
}

/// How many rows of `T` fit, up to one more than [`COUNTED_TO`].
pub(crate) async fn count<T: View>(conn: &impl ConnectionTrait, conditions: Conditions) -> Result<i64> {
    let head = format!("SELECT count(*) AS n FROM (SELECT 1 FROM {}", T::FROM);
    let statement = conditions.finish(&head, &format!("LIMIT {}) counted", COUNTED_TO + 1));
    let row = conn.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0))
}

/// The row with this id.
pub(crate) async fn one<T: View>(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<T>> {
    let text = format!("SELECT {} FROM {} WHERE {} = $1", T::COLUMNS, T::FROM, T::ID);
    Ok(T::find_by_statement(sql(text, [id.into()])).one(conn).await?)
}

impl Conditions {
    /// Rows whose path lies in the scope: its subtrees and the nodes above them.
    pub(crate) fn within(&mut self, path: &str, scope: &Scope) {
        let roots = self.param(scope.prefixes());
        self.push(format!(
            "EXISTS (SELECT 1 FROM unnest({roots}::text[]) AS r(root) \
             WHERE starts_with({path}, root) OR starts_with(root, {path}))"
        ));
    }

    /// Rows whose path lies below a root of the scope, not above it.
    pub(crate) fn below(&mut self, path: &str, scope: &Scope) {
        let roots = self.param(scope.prefixes());
        self.push(format!(
            "EXISTS (SELECT 1 FROM unnest({roots}::text[]) AS r(root) WHERE starts_with({path}, root))"
        ));
    }

    /// Rows whose column contains the text, whatever the case.
    pub(crate) fn containing(&mut self, column: &str, text: Option<&str>) {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return };
        if text.contains('\0') {
            // Postgres has no such text, so nothing contains it.
            return self.push("false");
        }
        let place = self.param(format!("%{}%", escape_like(text)));
        self.push(format!("{column} ILIKE {place}"));
    }

    /// Rows whose search document of `kind` matches; a text with nothing to look for matches none.
    pub(crate) fn matches(&mut self, kind: &'static str, id: &str, text: Option<&str>) {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return };
        match domain::search::SearchQuery::parse(text) {
            Some(query) => {
                let query = self.param(query.tsquery());
                self.push(format!(
                    "EXISTS (SELECT 1 FROM search_document s WHERE s.kind = '{kind}' AND s.ref_id = {id} \
                     AND s.tsv @@ {query}::text::tsquery)"
                ));
            }
            None => self.push("false"),
        }
    }
}

/// A stored code as its value.
pub(crate) fn coded<T: Coded>(code: &str) -> Result<T> {
    T::from_code(code).ok_or_else(|| Error::corrupt(code))
}
