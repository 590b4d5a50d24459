//! A private Postgres in a folder: found, initialised, started, and stopped for certain.
//!
//! `cargo xtask run` keeps one beside the work tree, the tests a throw-away one in memory. It is a
//! crate of its own because both `xtask` and the testkit need it, and nobody may import `xtask`.
//!
//! What it takes care of:
//! - Postgres refuses to run as root, so root hands the cluster to an unprivileged account ([`account`]),
//!   in a folder that this account can reach ([`place`]);
//! - the server listens on 127.0.0.1 only, on a free port, without any Unix socket (whose path may
//!   be 107 bytes at most), and wants a random password even there: "trust" would make every local
//!   user a database superuser, who can run programs;
//! - whatever way its owner ends, `SIGKILL` included, the server is stopped ([`keeper`]).

pub mod account;
pub mod binaries;
pub mod cluster;
mod keeper;
pub mod os;
pub mod place;
pub mod random;

pub use binaries::Binaries;
pub use cluster::{Cluster, Durability};
