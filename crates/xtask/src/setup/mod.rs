//! What a fresh machine lacks, and how it gets there: as root on Debian and Ubuntu by itself,
//! elsewhere by saying which line to run.

pub mod apt;
pub mod chromium;
pub mod fonts;
pub mod postgres;
pub mod python;
