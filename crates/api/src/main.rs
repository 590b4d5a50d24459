//! `daibiao` (代表): the one binary.

use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    match api::cli::run() {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("daibiao: {error:#}");
            ExitCode::FAILURE
        }
    }
}
