//! What other systems read, and how they are told of changes.

mod categories;
mod export;
mod export_snapshot;
mod feed;
mod key;
mod key_list;
mod key_usage;
mod known_keys;
mod lines;
mod matters;
mod open311;
mod projection;
mod reference;
mod sight;
mod webhook;

pub(crate) use categories::CountedCategories;
pub use export::{ExportRow, ExportWork, NewExport, WrittenExport};
pub use export_snapshot::{ExportSnapshot, ExportedMatter};
pub use feed::{FeedEntry, FeedHead, FeedOp, FeedPage};
pub use key_list::{API_KEY_SORTS, ApiKeyFilter, ApiKeyRow};
pub use key_usage::{KeyDay, KeyUse};
pub(crate) use known_keys::KnownKeys;
pub use known_keys::{CallStamp, KeysStamp};
pub use matters::{OPEN_SORTS, OpenFilter, OpenPosition, OpenStamp, SeenMatter};
pub use open311::Open311Filter;
pub use projection::{
    FeedLine, MatterContext, MatterDocument, MatterLine, Projection, Sighting, WrittenMatter, matter_of,
};
pub use reference::{
    ReferenceCategory, ReferenceDeputy, ReferenceGroup, ReferencePage, ReferenceSession, ReferenceUnit,
};
pub use webhook::{
    AttemptEnd, AttemptRow, ClaimedDelivery, DeliveryFilter, DeliveryRow, Ended, FollowedWebhook,
    NewDelivery, NewSecret, Replayed, SealedSecret, WEBHOOK_SORTS, WebhookFilter, WebhookRow,
};
