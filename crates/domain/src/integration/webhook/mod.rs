//! 事件推送: another system is called when a matter changes, to the letter of Standard Webhooks
//! (<https://www.standardwebhooks.com>). A call is a wake-up with few words; what is in the record is asked of the API.

mod address;
mod attempt;
mod endpoint;
mod event_filter;
mod health;
mod rotation;
mod url;

use crate::kernel::coded_enum;
pub use address::{AddressRule, Refused};
pub use attempt::{
    AttemptError, CALL_TIMEOUT, Consequence, FAILING_DAYS, MOST_ATTEMPTS, RETRIES, after_attempt, given_up,
};
pub use endpoint::{
    DisabledReason, MOST_WEBHOOKS, Webhook, WebhookChange, WebhookData, WebhookStatus, WebhookTarget,
};
pub use event_filter::{EventFilter, GONE, TEST};
pub use health::WebhookHealth;
pub use rotation::{
    LONGEST_OVERLAP_HOURS as LONGEST_WEBHOOK_OVERLAP_HOURS, SigningKind, SigningSecret, rotate,
};
pub use url::WebhookUrl;

coded_enum! {
    /// 推送状态
    DeliveryState {
        /// To be called, now or later.
        Pending = "pending", "待推送", "Pending";
        /// The receiver has answered 2xx.
        Delivered = "delivered", "已送达", "Delivered";
        /// Every attempt of the schedule has failed; a replay begins it again.
        Failed = "failed", "推送失败", "Failed";
        /// There is nothing left to tell: the matter may not be seen any longer, which a later event says.
        Superseded = "superseded", "已被取代", "Superseded";
    }
}
