//! Webhooks: the register, what is to be sent, and what became of it.

mod deliveries;
mod following;
mod list;
mod repo;
mod sending;

pub use deliveries::{AttemptRow, DeliveryFilter, DeliveryRow};
pub use following::{FollowedWebhook, NewDelivery, Replayed};
pub use list::{WEBHOOK_SORTS, WebhookFilter};
pub use repo::{NewSecret, SealedSecret, WebhookRow};
pub use sending::{AttemptEnd, ClaimedDelivery, Ended};
