//! 消息通知: what people are told, in the application and elsewhere.

pub mod channel;
mod choices;
mod choices_dto;
mod codes;
mod deliver;
mod dto;
mod represent;
mod routes;
mod status;
mod stream;
mod substitutions;
mod tell;
mod test_message;
mod watch;

pub use deliver::{Round, deliver_notices};
pub use tell::{tell_deadlines, tell_events};
pub use watch::NoticeWatch;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    routes::register(api);
    stream::register(api);
    choices::register(api);
    substitutions::register(api);
    status::register(api);
    test_message::register(api);
}
