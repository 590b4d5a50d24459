use crate::{
    calendar::tool::{answer_lines, calendar_from_csv},
    redaction::tool::mark_lines,
    time::MovableClock,
};
use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use clap::Subcommand;
use domain::{
    calendar::{WorkCalendar, official_calendar},
    kernel::{Clock, business_date},
};
use std::{
    borrow::Cow,
    fs,
    io::{self, BufReader, BufWriter},
    path::{Path, PathBuf},
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
    /// Mark personal data: reads lines {"id","text"}, writes lines {"id","spans":[{"start","end","kind"}]}
    ///
    /// Places are counted in Unicode characters. Kinds: id_number, bank_card, mobile, landline, email, wechat, qq, plate,
    /// address, minor_name. A line that cannot be read is answered {"line","error"} in its place; the exit status is then 1.
    Redact {
        /// The day on which somebody is a minor or no more, instead of today
        #[arg(long, value_name = "YYYY-MM-DD")]
        today: Option<NaiveDate>,
    },
}

pub(super) fn run(args: &ToolArgs) -> anyhow::Result<()> {
    let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let answered = match &args.command {
        ToolCommand::Deadline { calendar, explain } => {
            let calendar = calendar_of(calendar.as_deref())?;
            answer_lines(&calendar, *explain, input, &mut output)
        }
        ToolCommand::Redact { today } => {
            let today = today.unwrap_or_else(|| business_date(MovableClock::default().now()));
            mark_lines(today, input, &mut output)
        }
    };
    let refused = match answered {
        // Whoever reads has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
        answered => answered?,
    };
    ensure!(refused == 0, "{refused} of the lines could not be answered");
    Ok(())
}

fn calendar_of(file: Option<&Path>) -> anyhow::Result<Cow<'static, WorkCalendar>> {
    let Some(path) = file else { return Ok(Cow::Borrowed(official_calendar())) };
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let read = calendar_from_csv(&text).map_err(anyhow::Error::msg);
    Ok(Cow::Owned(read.with_context(|| format!("reading {}", path.display()))?))
}
