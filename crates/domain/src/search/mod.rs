//! 检索: how Chinese text is cut for a stock Postgres, and where the hits are marked.
//!
//! Han text has no spaces, and dictionary segmentation misses names; so every pair of neighbouring
//! Han characters is a token. Latin words and numbers are tokens of their own, lower-cased and
//! half-width.

mod highlight;
mod query;
mod tokens;

pub use highlight::{Highlight, highlight};
pub use query::SearchQuery;
pub use tokens::tokens;
