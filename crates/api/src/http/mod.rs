//! What every route is made of.

mod answer;
mod api;
mod authenticate;
mod body;
mod caller;
mod code;
mod cursor;
mod etag;
mod file_body;
mod frontend;
mod headers;
mod idempotency;
mod instant;
mod language;
mod list;
mod page_document;
mod problem;
mod query;

pub use answer::Answer;
pub use api::{Api, PublicDocument};
pub use body::Body;
pub use caller::{Caller, RequestInfo};
pub use code::Code;
pub use cursor::{CursorScope, PageLinks, PageQuery};
pub use etag::IfMatch;
pub use file_body::FileBody;
pub use frontend::configure_frontend;
pub use headers::{finish_response, request_id};
pub use idempotency::{IdempotencyKey, Idempotent};
pub use instant::Instant;
pub use language::Language;
pub(crate) use list::list_queries;
pub use list::{ListMembers, ListPlan, ListQuery};
pub use problem::{ApiError, ApiResult, FieldProblem, Fields, Problem};
pub use query::{CommaList, path_config, query_config};
