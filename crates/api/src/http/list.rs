//! What every list of the API does: an allow-listed sort, a keyset page, a total on demand.

use super::{ApiResult, CursorScope, PageLinks, PageQuery};
use crate::state::State;
use actix_web::HttpRequest;
use domain::kernel::{AccountId, DomainError, ErrorCode, FieldError};
use persistence::listing::{Listed, PageRequest, Position, SortColumn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a list adds to its page when asked (附加内容): the number of rows, exact to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "total")]
pub enum IncludeTotal {
    /// The number of rows.
    Total,
}

/// For members of a query that do not change the rows, so that no cursor is bound to them. Unlike `skip_serializing` it
/// does not take them out of the document.
pub fn left_out<T>(_: &T) -> bool {
    true
}

/// The members of a list's query that are not filters.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListMembers<'q> {
    /// `name` or `-name`.
    pub sort: Option<&'q str>,
    /// The total was asked for.
    pub wants_total: bool,
    /// Rows per page.
    pub limit: Option<u64>,
    /// Where to go on.
    pub cursor: Option<&'q str>,
}

/// A query of a list. Members that do not change the rows are left out of its serialised form.
pub trait ListQuery: Serialize {
    /// What is not a filter.
    fn members(&self) -> ListMembers<'_>;
}

/// Implements [`ListQuery`] for types with the members `sort`, `include`, `limit` and `cursor`.
macro_rules! list_queries {
    ($($query:ty),+ $(,)?) => {$(
        impl $crate::http::ListQuery for $query {
            fn members(&self) -> $crate::http::ListMembers<'_> {
                $crate::http::ListMembers {
                    sort: self.sort.as_deref(),
                    wants_total: self.include.is_some(),
                    limit: self.limit,
                    cursor: self.cursor.as_deref(),
                }
            }
        }
    )+};
}
pub(crate) use list_queries;

/// One request of a list, checked.
pub struct ListPlan<'a> {
    scope: CursorScope<'a>,
    rows: u64,
    /// What to ask of the database: one row too many, to know whether there is more.
    pub page: PageRequest,
    /// The total was asked for.
    pub wants_total: bool,
}

impl<'a> ListPlan<'a> {
    /// Checks sort, limit and cursor. `default_sort` is written as on the wire.
    ///
    /// # Errors
    /// 400: unknown sort, limit out of range, `cursor.invalid`.
    pub fn new(
        state: &'a State,
        list: &'static str,
        query: &impl ListQuery,
        actor: Option<AccountId>,
        sorts: &'static [SortColumn],
        default_sort: &str,
    ) -> ApiResult<Self> {
        let members = query.members();
        let rows = PageQuery { limit: members.limit, cursor: None }.rows()?;
        let (sort, descending) = sort_of(members.sort.unwrap_or(default_sort), sorts)?;
        let scope = CursorScope::new(&state.shared.keys.cursor, list, query, actor);
        let after: Option<Position> = scope.open(members.cursor)?;
        let page = PageRequest { sort, descending, after, limit: rows + 1 };
        Ok(Self { scope, rows, page, wants_total: members.wants_total })
    }

    /// Cuts the rows to the page and links to the next one.
    pub fn links<T>(&self, rows: &mut Vec<Listed<T>>, http: &HttpRequest) -> PageLinks {
        self.scope.page(rows, self.rows, http, |row| row.position.clone())
    }
}

/// The column of a sort as written on the wire, and whether it runs from the largest to the smallest.
///
/// # Errors
/// 400: not a sort of this list.
pub(crate) fn sort_of(wanted: &str, sorts: &'static [SortColumn]) -> ApiResult<(&'static SortColumn, bool)> {
    let name = wanted.strip_prefix('-').unwrap_or(wanted);
    let sort = sorts.iter().find(|column| column.name == name).ok_or_else(|| refused("?sort"))?;
    Ok((sort, wanted.starts_with('-')))
}

fn refused(member: &str) -> DomainError {
    let mut error = DomainError::new(ErrorCode::RequestMalformed);
    error.fields.push(FieldError::new(member, ErrorCode::ValueInvalid));
    error
}
