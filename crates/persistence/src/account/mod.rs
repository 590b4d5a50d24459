//! 账号: accounts, role grants, sign-ins, refresh tokens, throttling.

mod actor;
mod entity;
mod known;
mod options;
mod password;
mod query;
mod repo;
mod session;
mod throttle;

pub(crate) use actor::ActorRow;
pub use entity::account::Model as AccountRow;
pub(crate) use known::KnownActors;
pub use known::Presumed;
pub use options::OptionRow;
pub use password::Credentials;
pub use query::{AccountFilter, AccountSummary, GrantRow};
pub use repo::NewGrant;
pub use session::{Refreshed, SessionRow};

use domain::kernel::ErrorCode;

/// Unique constraints of this feature and what their violation means.
pub(crate) const CONSTRAINTS: &[(&str, ErrorCode)] = &[
    ("account_username_unique", ErrorCode::UsernameTaken),
    ("role_grant_live_unique", ErrorCode::RoleGrantExists),
];
