//! What other systems read, and how they are told of changes.

mod feed;
mod lines;
mod matters;
mod projection;
mod sight;

pub use feed::{FeedEntry, FeedHead, FeedOp, FeedPage};
pub use matters::{OPEN_SORTS, OpenFilter, OpenPosition, OpenStamp, SeenMatter};
pub use projection::{
    FeedLine, MatterContext, MatterDocument, MatterLine, Projection, Sighting, WrittenMatter, matter_of,
};
