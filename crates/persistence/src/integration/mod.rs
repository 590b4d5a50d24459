//! What other systems read, and how they are told of changes.

mod feed;
mod sight;

pub use feed::{FeedEntry, FeedHead, FeedOp, FeedPage};
