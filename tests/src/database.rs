//! A database for one test.

use crate::cluster::server;
use persistence::provision::Admin;
use persistence::{ConnectSettings, Store, connect};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// Made once in this process (and, by a lock in the server, once in this run).
static TEMPLATE: OnceCell<()> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// A database with the present schema and no rows of business, for one test alone.
/// Dropped with the value.
pub struct TestDatabase {
    name: String,
    url: String,
}

impl TestDatabase {
    /// Copies the template.
    pub async fn create() -> Self {
        let server = server();
        let mut admin = Admin::connect(&server.admin_url).await.expect("the test server answers");
        let template = format!("{}_template", server.prefix);
        TEMPLATE
            .get_or_init(async || {
                let mut admin = Admin::connect(&server.admin_url).await.expect("the test server answers");
                admin.ensure_template(&template).await.expect("the template can be made");
            })
            .await;
        // The process too: test programs of one run share the server.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}_{}_{number}", server.prefix, std::process::id());
        admin.copy(&template, &name).await.expect("the template can be copied");
        Self { url: admin.url_of(&name), name }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A store over a small pool of its own.
    pub async fn store(&self) -> Store {
        let settings = ConnectSettings { connections: 4, ..ConnectSettings::new(&self.url) };
        Store::new(connect(&settings).await.expect("the test's database answers"))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (url, name) = (server().admin_url.clone(), self.name.clone());
        // `drop` cannot wait within the test's runtime, so a short-lived one of its own does.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut admin = Admin::connect(&url).await?;
                admin.drop(&name).await?;
                anyhow::Ok(())
            })
        });
        // What remains after a failure here goes with the server, or with `testdb drop`.
        if let Ok(Err(error)) = dropped.join() {
            eprintln!("dropping {}: {error:#}", self.name);
        }
    }
}
