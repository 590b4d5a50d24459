//! 事件推送: other systems are called when a matter changes, to the letter of Standard Webhooks.

mod body;
mod calling;
mod commands;
mod connection;
mod deliveries;
mod dto;
mod following;
mod represent;
mod resolver;
mod routes;
mod secrets;
mod sending;
mod signing;
mod worker;

pub use body::{WebhookEvent, WebhookEventData};
pub use calling::{Called, Telephone};
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
