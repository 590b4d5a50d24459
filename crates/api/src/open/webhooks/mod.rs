//! 事件推送: other systems are called when a matter changes, to the letter of Standard Webhooks.

mod body;
mod calling;
mod commands;
mod connection;
mod deliveries;
pub(crate) mod dto;
mod following;
mod hand;
pub(crate) mod keeping;
pub(crate) mod log;
pub(crate) mod replaying;
mod represent;
mod resolver;
mod routes;
mod secrets;
mod sending;
mod signing;
pub(crate) mod trying;
mod worker;

pub use body::{WebhookEvent, WebhookEventData};
pub use calling::{Called, Telephone};
pub(crate) use connection::tls;
pub(crate) use hand::{Deed, Hand};
pub(crate) use represent::{answer, represent_signing};
pub use resolver::{Resolver, SystemResolver};
pub use sending::{Round, Sender};
pub use signing::SignedMessage;
pub use worker::send_webhooks;

use crate::http::Api;

pub(super) fn register(api: &mut Api) {
    routes::register(api);
    commands::register(api);
    deliveries::register(api);
}
