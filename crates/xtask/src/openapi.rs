//! `cargo xtask openapi`: everything that is generated from the code, written anew.

use anyhow::Result;

use crate::console::Step;
use crate::{binary, frontend, node, process, workspace};

/// What `daibiao docs` writes into `docs/`.
pub const GENERATED_DOCS: [&str; 2] = ["errors.md", "state-machines.md"];

/// Where the client for third parties lies; `npm run generate` writes what of it is generated.
const CLIENT: &str = "clients/typescript";

/// Writes `openapi/`, the generated pages of `docs/`, and both generated clients.
pub fn run() -> Result<()> {
    process::catch_signals()?;
    binary::build()?;
    write_contract(&workspace::path("openapi"))?;
    write_docs(&workspace::path("docs"))?;
    if frontend::exists() && frontend::has_script("client") {
        frontend::install()?;
        let step = Step::start("Generating the frontend's client (npm run client)");
        process::logged(&step, "npm-client", &mut frontend::script("client"))?;
        step.done("");
    }
    node::install(CLIENT)?;
    let step = Step::start("Generating the client of third parties (npm run generate)");
    process::logged(&step, "npm-generate", &mut node::script(CLIENT, "generate"))?;
    step.done("");
    Ok(())
}

/// Lets the built binary write its OpenAPI documents into `folder`.
pub fn write_contract(folder: &std::path::Path) -> Result<()> {
    let step = Step::quiet("OpenAPI documents are written");
    std::fs::create_dir_all(folder)?;
    process::logged(&step, "openapi", binary::command("openapi").arg("--out").arg(folder))?;
    step.done(&workspace::shown(folder));
    Ok(())
}

/// Lets the built binary write the pages that it generates into `folder`.
pub fn write_docs(folder: &std::path::Path) -> Result<()> {
    let step = Step::quiet("Error catalogue and state diagrams are written");
    std::fs::create_dir_all(folder)?;
    process::logged(&step, "docs", binary::command("docs").arg("--out").arg(folder))?;
    step.done(&workspace::shown(folder));
    Ok(())
}
