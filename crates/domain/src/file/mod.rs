//! 附件: files that people hand in beside what they write. Which kinds are taken, what they are called, and which of a
//! matter's files somebody may read.

mod kind;
mod name;
mod reading;
mod suggestion;

pub use kind::FileKind;
pub use name::FileName;
pub use reading::{FileFinding, FileFindingKind, FilePlace, FileReadability, FileReading, FileSection};
pub use suggestion::{files_of, files_shown, shows_file};

/// Largest file, in bytes (50 MiB).
pub const MAX_FILE_BYTES: u64 = 50 * 1024 * 1024;

/// Days after which a file that nothing refers to is removed.
pub const ORPHAN_DAYS: i64 = 7;
