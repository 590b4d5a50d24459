//! 附件: rows of uploaded files and which matters refer to them.

mod repo;
mod usage;

pub use repo::{FileName, FileRow, NewFileRow};
