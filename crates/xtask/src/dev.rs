//! `cargo xtask dev`: the API restarted when its sources change, the pages served by Vite.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Result, bail};

use crate::console::{self, Step};
use crate::data_dir::DataDir;
use crate::process::{self, Running};
use crate::run::{self, Prepared};
use crate::server::{self, Options, Server};
use crate::{binary, demo, frontend, workspace};

/// What the command can be told.
#[derive(clap::Args)]
pub struct Args {
    /// The port of the API, on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port of the pages (Vite), on 127.0.0.1
    #[arg(long, default_value_t = 5173)]
    vite_port: u16,
    /// Where the database and the files are kept [default: .data in the work tree]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Start with an empty installation instead of the demo county
    #[arg(long)]
    no_demo: bool,
}

/// Runs until Ctrl-C or SIGTERM.
pub fn run(args: &Args) -> Result<()> {
    process::catch_signals()?;
    for port in [args.port, args.vite_port] {
        if !server::port_is_free(port) {
            bail!("port {port} is taken: choose others with --port and --vite-port");
        }
    }
    let data = DataDir::claim(args.data_dir.as_deref())?;
    binary::build()?;
    let prepared = run::prepare(&data, false, !args.no_demo)?;
    let mut seen = newest(&workspace::path("crates"));
    let mut api = Some(start(args.port, &data, &prepared)?);
    let mut vite = start_vite(args)?;
    if prepared.has_demo {
        demo::print_accounts();
    }
    console::line(&format!(
        "ready http://127.0.0.1:{}",
        if vite.is_some() { args.vite_port } else { args.port }
    ));

    let mut next_look = Instant::now();
    while !process::stop_requested() {
        std::thread::sleep(Duration::from_millis(50));
        if let Some(running) = &mut vite
            && let Some(status) = running.ended()?
        {
            bail!("Vite ended by itself ({status})");
        }
        if let Some(server) = &mut api
            && let Err(error) = server.check()
        {
            console::warn(&format!("{error:#}\n  It is started again when a source changes."));
            api = None;
        }
        if Instant::now() < next_look {
            continue;
        }
        next_look = Instant::now() + Duration::from_millis(500);
        let now = newest(&workspace::path("crates"));
        if now == seen {
            continue;
        }
        seen = now;
        // While it is being built, the present one goes on answering.
        match rebuild(args.port, &data, &prepared, &mut api) {
            Ok(server) => api = Some(server),
            Err(error) if error.is::<process::Interrupted>() => break,
            Err(error) => console::warn(&format!("{error:#}")),
        }
    }
    drop(vite);
    drop(api);
    prepared.database.stop()
}

fn rebuild(port: u16, data: &DataDir, prepared: &Prepared, api: &mut Option<Server>) -> Result<Server> {
    binary::build()?;
    if let Some(mut old) = api.take() {
        old.stop();
    }
    let step = Step::quiet("Schema is up to date");
    process::logged(&step, "migrate", &mut options(port, data, prepared)?.command("migrate"))?;
    start(port, data, prepared)
}

fn start(port: u16, data: &DataDir, prepared: &Prepared) -> Result<Server> {
    let step = Step::quiet("API is up");
    let server = Server::start(options(port, data, prepared)?)?;
    step.done(&format!("log in {}", data.server_log().display()));
    Ok(server)
}

fn options(port: u16, data: &DataDir, prepared: &Prepared) -> Result<Options> {
    Ok(Options {
        port,
        database_url: prepared.database.url(),
        secret: data.secret()?,
        files: data.files(),
        log: data.server_log(),
        demo: prepared.has_demo,
        clock_control: true,
        pages: false,
        quota_factor: 1,
    })
}

fn start_vite(args: &Args) -> Result<Option<Running>> {
    if !frontend::exists() {
        console::warn("there is no frontend/package.json yet: only the API is served");
        return Ok(None);
    }
    frontend::install()?;
    let mut vite = frontend::script("dev");
    vite.args(["--", "--host", "127.0.0.1", "--strictPort", "--port", &args.vite_port.to_string()])
        .env("DAIBIAO_API", format!("http://127.0.0.1:{}", args.port));
    let step = Step::quiet("Vite is up");
    let mut running = Running::start(&mut vite)?;
    while !server::accepts(args.vite_port) {
        process::go_on()?;
        if let Some(status) = running.ended()? {
            bail!("Vite ended by itself ({status})");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    step.done("");
    Ok(Some(running))
}

/// When the latest of the sources below `folder` was written, and how many there are (so that a
/// removal counts as a change).
fn newest(folder: &Path) -> (usize, Option<SystemTime>) {
    let mut answer = (0, None);
    let Ok(entries) = fs::read_dir(folder) else {
        return answer;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            let (count, time) = newest(&path);
            answer = (answer.0 + count, answer.1.max(time));
        } else {
            let time = entry.metadata().and_then(|metadata| metadata.modified()).ok();
            answer = (answer.0 + 1, answer.1.max(time));
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_and_removals_are_seen() {
        let folder = std::env::temp_dir().join(format!("xtask-newest-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).expect("make");
        fs::write(folder.join("src/a.rs"), "1").expect("write");
        fs::write(folder.join("src/b.rs"), "1").expect("write");
        let before = newest(&folder);
        let file = fs::File::options().write(true).open(folder.join("src/a.rs")).expect("open");
        file.set_modified(before.1.expect("a time") + Duration::from_secs(1)).expect("touch");
        let touched = newest(&folder);
        assert_ne!(touched, before);
        fs::remove_file(folder.join("src/b.rs")).expect("remove");
        assert_ne!(newest(&folder), touched);
        fs::remove_dir_all(&folder).expect("clean up");
    }
}
