//! What is written beside the aggregate's body: computed from it, never read back into it.

mod parts;
mod root;
mod search;
mod task;

pub(super) use parts::{CommitmentLine, FeedbackLine, LogLine, PartyLine, PublicationLine, ReplyLine};
pub(super) use root::RootLine;
pub(super) use search::SearchText;
pub(super) use task::TaskLine;

/// Declares a line of a projection: a struct whose members are the columns of the table.
macro_rules! line {
    ($(#[$doc:meta])* $name:ident, $table:literal, $key:literal { $($column:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(serde::Serialize)]
        pub(in crate::suggestion) struct $name { $(pub $column: $type,)+ }

        impl super::Line for $name {
            const TABLE: &'static str = $table;
            const KEY: &'static str = $key;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column),)+];
        }
    };
}
use line;

/// A line of a projection. Postgres reads it from JSON by the names of the columns.
pub(super) trait Line: serde::Serialize {
    /// The table.
    const TABLE: &'static str;
    /// Its primary key.
    const KEY: &'static str;
    /// Its columns.
    const COLUMNS: &'static [&'static str];
}
