use crate::calendar::tool::{answer_lines, calendar_from_csv};
use anyhow::{Context as _, ensure};
use clap::Subcommand;
use domain::calendar::official_calendar;
use std::{
    borrow::Cow,
    fs,
    io::{self, BufReader, BufWriter},
    path::PathBuf,
};

#[derive(clap::Args)]
pub(super) struct ToolArgs {
    #[command(subcommand)]
    command: ToolCommand,
}

#[derive(Subcommand)]
enum ToolCommand {
    /// Compute deadlines: reads lines {"start":"2026-03-06","rule":"5wd"}, writes lines {"start","rule","due"}
    ///
    /// Rules: 5wd working days, 20d days, 2w weeks, 3m months, 1y year; 20d! is not moved to a working day. A line that cannot be read is
    /// answered {"line","error"} in its place; the exit status is then 1.
    Deadline {
        /// CSV file `date,kind,name` instead of the built-in calendar of the People's Republic of China
        #[arg(long)]
        calendar: Option<PathBuf>,
        /// Add the steps of the computation to each answer
        #[arg(long)]
        explain: bool,
    },
}

pub(super) fn run(args: &ToolArgs) -> anyhow::Result<()> {
    let ToolCommand::Deadline { calendar, explain } = &args.command;
    let calendar = match calendar {
        None => Cow::Borrowed(official_calendar()),
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
            let read = calendar_from_csv(&text).map_err(anyhow::Error::msg);
            Cow::Owned(read.with_context(|| format!("reading {}", path.display()))?)
        }
    };
    let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let refused = match answer_lines(&calendar, *explain, input, &mut output) {
        // Whoever reads has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        answered => answered?,
    };
    ensure!(refused == 0, "{refused} of the lines could not be answered");
    Ok(())
}
