use crate::{
    features,
    platform::{Contracts, error_catalogue},
};
use std::{fs, path::PathBuf};

#[derive(clap::Args)]
pub(super) struct OpenapiArgs {
    /// Folder to write openapi.json and open.json to
    #[arg(long, default_value = "openapi")]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct DocsArgs {
    /// Folder to write the pages to
    #[arg(long, default_value = "docs")]
    out: PathBuf,
}

pub(super) fn openapi(args: &OpenapiArgs) -> anyhow::Result<()> {
    let contracts = Contracts::of(features::register().into_document())?;
    fs::create_dir_all(&args.out)?;
    fs::write(args.out.join("openapi.json"), contracts.full.as_bytes())?;
    fs::write(args.out.join("open.json"), contracts.open.as_bytes())?;
    Ok(())
}

pub(super) fn docs(args: &DocsArgs) -> anyhow::Result<()> {
    fs::create_dir_all(&args.out)?;
    fs::write(args.out.join("errors.md"), error_catalogue())?;
    let machines = [
        domain::suggestion::state_machines_markdown(),
        domain::deputy::state_machine_markdown(),
        domain::ballot::state_machine_markdown(),
    ]
    .join("\n");
    fs::write(args.out.join("state-machines.md"), machines)?;
    Ok(())
}
