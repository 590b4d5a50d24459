//! 系统设置: values with their history. A key's row is the aggregate; a key without a row has its built-in value and version 0.

mod query;
mod repo;

pub use query::SettingVersionRow;
pub(crate) use query::configuration_stamp;
pub use repo::SettingRow;
