//! The Postgres server of this test process.

use pgbox::{Binaries, Cluster};
use std::sync::OnceLock;

/// Where databases can be made, and what the names of this run's databases begin with.
pub(crate) struct Server {
    pub(crate) admin_url: String,
    pub(crate) prefix: String,
    /// Held so that it lives; ends with the process, whatever way that ends.
    _own: Option<Cluster>,
}

static SERVER: OnceLock<Server> = OnceLock::new();

/// The server that `cargo xtask test` has started, else one of our own for this process.
pub(crate) fn server() -> &'static Server {
    SERVER.get_or_init(|| {
        let given = std::env::var("DAIBIAO_TEST_ADMIN_URL").ok().zip(std::env::var("DAIBIAO_TEST_RUN").ok());
        if let Some((admin_url, run)) = given {
            return Server { admin_url, prefix: format!("daibiao_test_{run}"), _own: None };
        }
        let cluster = Cluster::throw_away(&Binaries::find_all(&[]))
            .expect("a private Postgres for this test process (`cargo xtask test` installs what it needs)");
        Server { admin_url: cluster.url("postgres"), prefix: "daibiao_test".to_owned(), _own: Some(cluster) }
    })
}
