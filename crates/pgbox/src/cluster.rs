//! One cluster: initialised when new, started, its address, stopped.

use std::fs;
use std::io::{ErrorKind, Write};
use std::net::TcpListener;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

use crate::account::{Account, command, hand_over};
use crate::binaries::Binaries;
use crate::keeper::Keeper;
use crate::{os, place, random};

/// The superuser of the cluster, and the database made for the application.
const NAME: &str = "daibiao";

/// What becomes of the data when power or the process fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As Postgres does it out of the box.
    Safe,
    /// Nothing is flushed, and the folder is removed at the end: for tests only.
    ThrowAway,
}

/// A running private cluster. Stops when dropped, or when this process ends in whatever way.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    password: String,
    is_new: bool,
    keeper: Keeper,
}

impl Cluster {
    /// Starts the cluster kept in `folder`, which is made when it is missing.
    /// The folder must be reachable for the server's account: see [`crate::place`].
    pub fn open(folder: &Path, available: &[Binaries]) -> Result<Cluster> {
        Cluster::start(folder, available, Durability::Safe)
    }

    /// Starts an empty cluster in a new folder that is removed at the end.
    pub fn throw_away(available: &[Binaries]) -> Result<Cluster> {
        let folder = place::throw_away_parent().join(format!("daibiao-test-{}", random::hex(8)?));
        Cluster::start(&folder, available, Durability::ThrowAway)
    }

    fn start(folder: &Path, available: &[Binaries], durability: Durability) -> Result<Cluster> {
        let account = Account::for_server()?;
        let data = folder.join("data");
        let binaries = choose(&data, available)?;
        let is_new = !data.join("PG_VERSION").exists();
        let password = if is_new {
            initialise(folder, binaries, account.as_ref(), durability)?
        } else {
            stop_leftover(&data, binaries, account.as_ref())?;
            fs::read_to_string(folder.join("password"))
                .with_context(|| format!("reading the password of the cluster in {}", folder.display()))?
                .trim()
                .to_owned()
        };
        let (mode, remove) = match durability {
            Durability::Safe => ("fast", None),
            Durability::ThrowAway => ("immediate", Some(folder)),
        };
        let mut keeper = Keeper::watch(&binaries.program("pg_ctl"), &data, mode, remove, account.as_ref())?;
        match launch(folder, binaries, account.as_ref(), durability) {
            Ok(port) => Ok(Cluster { folder: folder.to_owned(), port, password, is_new, keeper }),
            Err(error) => {
                let _ = keeper.release();
                Err(error)
            }
        }
    }

    /// The address of a database in this cluster, for the cluster's superuser.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{NAME}:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// The address of the database made for the application.
    pub fn application_url(&self) -> String {
        self.url(NAME)
    }

    /// Whether this start initialised the cluster.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Where it is kept.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the server writes its log.
    pub fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// Stops the server and says whether that worked (dropping does the same in silence).
    pub fn stop(mut self) -> Result<()> {
        self.keeper.release()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody is left to tell; the keeper goes on even if we stop waiting for it.
        let _ = self.keeper.release();
    }
}

/// The programs to use: a folder that exists can only be opened by its own major version.
fn choose<'a>(data: &Path, available: &'a [Binaries]) -> Result<&'a Binaries> {
    match fs::read_to_string(data.join("PG_VERSION")) {
        Ok(made_by) => {
            let made_by: u32 = made_by
                .trim()
                .parse()
                .with_context(|| format!("reading {}/PG_VERSION", data.display()))?;
            available.iter().find(|it| it.major == made_by).ok_or_else(|| {
                anyhow!(
                    "the data in {} was made by Postgres {made_by}, which is not on this machine (found: {}). Install Postgres {made_by}, or start anew with --fresh",
                    data.display(),
                    available.iter().map(|it| it.major.to_string()).collect::<Vec<_>>().join(", ")
                )
            })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => available.first().context("no Postgres programs were found on this machine"),
        Err(error) => Err(error).with_context(|| {
            format!(
                "looking at the data in {} (made by another user? run as that user, or choose another --data-dir)",
                data.display()
            )
        }),
    }
}

/// `initdb` and our database; returns the new superuser's password, which is kept beside the data.
fn initialise(
    folder: &Path,
    binaries: &Binaries,
    account: Option<&Account>,
    durability: Durability,
) -> Result<String> {
    let data = folder.join("data");
    // A leftover without PG_VERSION is an `initdb` that was interrupted.
    if data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("removing the unfinished {}", data.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .with_context(|| format!("closing {} to others", folder.display()))?;
    hand_over(folder, account)?;

    let password = random::hex(16)?;
    let kept = folder.join("password");
    let _ = fs::remove_file(&kept);
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&kept)
        .and_then(|mut file| file.write_all(password.as_bytes()))
        .with_context(|| format!("writing {}", kept.display()))?;
    hand_over(&kept, account)?;

    // SCRAM costs 4,096 rounds of hashing for each connection. A test opens many of them and lives
    // for milliseconds in a server that only this machine can see: a plain password is enough there.
    let auth = match durability {
        Durability::Safe => "scram-sha-256",
        Durability::ThrowAway => "password",
    };
    // In a C locale Postgres does not know a Chinese character from a control character.
    let mut first_error = None;
    for locale in ["C.UTF-8", "C.utf8", "en_US.UTF-8", "C"] {
        let mut initdb = command(binaries.program("initdb"), account);
        initdb
            .arg("-D")
            .arg(&data)
            .arg(format!("--pwfile={}", kept.display()))
            .arg(format!("--auth={auth}"))
            .args([&format!("--username={NAME}"), "--encoding=UTF8", &format!("--locale={locale}")]);
        if durability == Durability::ThrowAway {
            initdb.arg("--no-sync");
        }
        match output(&mut initdb) {
            Ok(()) => {
                create_database(&data, binaries, account)?;
                return Ok(password);
            }
            Err(error) => {
                let _ = fs::remove_dir_all(&data);
                first_error.get_or_insert(error);
            }
        }
    }
    Err(first_error.unwrap_or_else(|| anyhow!("initdb was not tried"))).context("initialising Postgres")
}

/// In single-user mode, because the server's package need not bring a client.
fn create_database(data: &Path, binaries: &Binaries, account: Option<&Account>) -> Result<()> {
    let mut single = command(binaries.program("postgres"), account);
    single.arg("--single").arg("-D").arg(data).arg("postgres");
    single.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = single.spawn().context("starting Postgres to make the database")?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "CREATE DATABASE {NAME};").context("asking for the database")?;
    }
    let answer = child.wait_with_output().context("making the database")?;
    let said = String::from_utf8_lossy(&answer.stderr);
    // Single-user mode exits with 0 whatever the statement did.
    if !answer.status.success() || said.contains("ERROR:") || said.contains("FATAL:") {
        bail!("making the database failed: {}", said.trim());
    }
    Ok(())
}

/// Starts the server on a free port. Somebody may take the port between our look and the server's:
/// then with another one.
fn launch(
    folder: &Path,
    binaries: &Binaries,
    account: Option<&Account>,
    durability: Durability,
) -> Result<u16> {
    let log = folder.join("server.log");
    let mut last = None;
    for _ in 0..3 {
        let port = free_port()?;
        let mut options =
            format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''");
        if durability == Durability::ThrowAway {
            // Connections: every test has a pool of its own. Workers off: small containers have
            // little shared memory, and no test is large enough to gain from them. What little is
            // needed lies in the folder, so that a server that is killed leaves nothing elsewhere.
            options.push_str(
                " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c autovacuum=off -c max_parallel_workers_per_gather=0 -c max_wal_size=256MB -c dynamic_shared_memory_type=mmap",
            );
        }
        let mut pg_ctl = command(binaries.program("pg_ctl"), account);
        pg_ctl
            .args(["start", "-w", "-t", "60", "-D"])
            .arg(folder.join("data"))
            .arg("-l")
            .arg(&log)
            .arg("-o")
            .arg(options);
        match output(&mut pg_ctl) {
            Ok(()) => return Ok(port),
            Err(error) => {
                let lines = fs::read_to_string(&log).unwrap_or_default();
                let tail: Vec<&str> = lines.lines().rev().take(8).collect();
                let tail: Vec<&str> = tail.into_iter().rev().collect();
                let taken = tail.iter().any(|line| line.contains("Address already in use"));
                last = Some(
                    error.context(format!("Postgres did not start; its log ends with:\n{}", tail.join("\n"))),
                );
                if !taken {
                    break;
                }
            }
        }
    }
    Err(last.unwrap_or_else(|| anyhow!("Postgres was not started")))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
    Ok(listener.local_addr().context("looking for a free port")?.port())
}

/// Deals with `postmaster.pid` of an earlier run: a server of ours that is still up is stopped; a
/// file whose number now belongs to some other program (after a power cut, or in a new container)
/// is removed, because Postgres itself would refuse to start beside it.
fn stop_leftover(data: &Path, binaries: &Binaries, account: Option<&Account>) -> Result<()> {
    let file = data.join("postmaster.pid");
    let Some(pid) =
        fs::read_to_string(&file).ok().and_then(|text| text.lines().next()?.trim().parse::<u32>().ok())
    else {
        return Ok(());
    };
    if !os::process_exists(pid) {
        return Ok(()); // Postgres sees that for itself.
    }
    if is_server_of(pid, data) {
        let mut pg_ctl = command(binaries.program("pg_ctl"), account);
        pg_ctl.args(["stop", "-m", "fast", "-w", "-t", "60", "-D"]).arg(data);
        return output(&mut pg_ctl).context("stopping the Postgres that an earlier run left behind");
    }
    fs::remove_file(&file).with_context(|| format!("removing the stale {}", file.display()))
}

/// A server's working folder is its data folder. Where there is no /proc to ask, believe the file.
fn is_server_of(pid: u32, data: &Path) -> bool {
    if !Path::new("/proc/self/cwd").exists() {
        return true;
    }
    match (fs::read_link(format!("/proc/{pid}/cwd")), data.canonicalize()) {
        (Ok(folder), Ok(data)) => folder == data,
        _ => false,
    }
}

fn output(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    // The pipes close with the program: the server that `pg_ctl` leaves behind writes to its log (`-l`).
    let answer = command.stdin(Stdio::null()).output().with_context(|| format!("running {program}"))?;
    if answer.status.success() {
        return Ok(());
    }
    let said = [answer.stdout, answer.stderr]
        .map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned())
        .join("\n");
    bail!("{program} failed ({}): {}", answer.status, said.trim())
}
