//! 账号: signing in, sessions, passwords, accounts and their roles.

mod accounts;
mod accounts_dto;
mod confirmation;
mod cookie;
mod export;
mod first_administrator;
pub mod hashing;
mod me;
mod options;
mod sign_in;
mod sign_in_dto;
pub mod token;

pub(crate) use confirmation::require_recent;
pub(crate) use cookie::{new_secret, secret_hash};
pub(crate) use first_administrator::{NewAdministrator, create_administrator};
pub(crate) use sign_in::begin_session;

use crate::http::Api;

/// Routes of this feature.
pub(crate) fn register(api: &mut Api) {
    sign_in::register(api);
    me::register(api);
    export::register(api);
    accounts::register(api);
    options::register(api);
}
