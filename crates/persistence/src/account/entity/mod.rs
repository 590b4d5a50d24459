pub mod account;
pub mod role_grant;
