//! 消息通知: what stands in the application, what is sent elsewhere, what people chose.

mod caption;
mod choices;
mod delivering;
mod following;
mod reading;
mod recipients;
mod status;
mod substitution;
mod writing;

pub use caption::Caption;
pub use choices::{ChoiceRow, NewChoices};
pub use delivering::{ClaimedDelivery, DeliveryEnd};
pub use following::{FollowedEvent, FollowedPage};
pub use reading::{Inbox, NotificationFilter, NotificationRow};
pub use status::{AttemptRow, DeliveryFilter, DeliveryRow};
pub use substitution::{NewSubstitution, SubstitutionRow};
pub use writing::{NewDelivery, NewNotification};
