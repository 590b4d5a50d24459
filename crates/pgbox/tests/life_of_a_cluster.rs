//! A cluster is made, found again, survives a crash of its owner, and goes away without a trace.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pgbox::{Binaries, Cluster, os};

fn binaries() -> Vec<Binaries> {
    Binaries::find_all(&[])
}

/// Whether a Postgres answers there: it knows the first word of its protocol (asking for TLS).
fn answers(cluster_url: &str) -> bool {
    let address = cluster_url
        .rsplit('@')
        .next()
        .and_then(|rest| rest.split('/').next())
        .expect("a URL with an address");
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    let mut answer = [0u8];
    stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47]).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && matches!(answer[0], b'S' | b'N')
}

fn pid(folder: &Path) -> u32 {
    let text = fs::read_to_string(folder.join("data/postmaster.pid")).expect("a running server has the file");
    text.lines().next().and_then(|line| line.trim().parse().ok()).expect("the first line is the process")
}

fn gone(pid: u32) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if !os::process_exists(pid) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

fn scratch(name: &str) -> PathBuf {
    pgbox::place::throw_away_parent().join(format!("pgbox-{name}-{}", std::process::id()))
}

fn password(cluster: &Cluster) -> String {
    let url = cluster.application_url();
    let secret = url.split(':').nth(2).and_then(|rest| rest.split('@').next());
    secret.expect("a URL with a password").to_owned()
}

#[test]
fn throw_away_leaves_nothing() {
    let cluster = Cluster::throw_away(&binaries()).expect("starts");
    let (folder, server, url) =
        (cluster.folder().to_owned(), pid(cluster.folder()), cluster.application_url());
    assert!(cluster.is_new());
    assert!(answers(&url), "nobody answers at {url}");
    cluster.stop().expect("stops");
    assert!(gone(server));
    assert!(!folder.exists(), "{} was left behind", folder.display());
}

#[test]
fn a_kept_cluster_is_found_again_even_beside_a_stale_pid_file() {
    let folder = scratch("kept");
    let first = Cluster::open(&folder, &binaries()).expect("starts");
    let (password, server) = (password(&first), pid(&folder));
    first.stop().expect("stops");
    assert!(gone(server));

    // What a power cut leaves behind when the number has since been given to somebody else: to us.
    fs::write(folder.join("data/postmaster.pid"), format!("{}\n", std::process::id())).expect("write");
    let second = Cluster::open(&folder, &binaries()).expect("starts again");
    assert!(!second.is_new());
    assert_eq!(self::password(&second), password);
    assert!(answers(&second.application_url()));
    drop(second);
    fs::remove_dir_all(&folder).expect("clean up");
}

#[test]
fn data_of_an_unknown_version_is_refused_in_plain_words() {
    let folder = scratch("old");
    fs::create_dir_all(folder.join("data")).expect("make");
    fs::write(folder.join("data/PG_VERSION"), "9\n").expect("write");
    let error = Cluster::open(&folder, &binaries()).expect_err("cannot be opened").to_string();
    assert!(error.contains("made by Postgres 9") && error.contains("--fresh"), "{error}");
    fs::remove_dir_all(&folder).expect("clean up");
}

/// Not a test of its own: the owner that the next test kills. It says where its cluster is, and waits.
#[test]
fn owner_to_be_killed() {
    let Ok(file) = std::env::var("PGBOX_TEST_SAY_FOLDER") else {
        return;
    };
    let cluster = Cluster::throw_away(&binaries()).expect("starts");
    fs::write(&file, cluster.folder().to_string_lossy().as_bytes()).expect("write");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_killed_owner_takes_its_server_along() {
    let said = std::env::temp_dir().join(format!("pgbox-said-{}", std::process::id()));
    let mut owner = Command::new(std::env::current_exe().expect("this test program"))
        .args(["--exact", "owner_to_be_killed"])
        .env("PGBOX_TEST_SAY_FOLDER", &said)
        .stdout(Stdio::null())
        .spawn()
        .expect("the owner starts");
    let deadline = Instant::now() + Duration::from_secs(60);
    let folder = loop {
        match fs::read_to_string(&said) {
            Ok(text) if !text.is_empty() => break PathBuf::from(text),
            _ => assert!(Instant::now() < deadline, "the owner did not start its cluster"),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let server = pid(&folder);
    owner.kill().expect("SIGKILL");
    owner.wait().expect("dead");
    assert!(gone(server), "the server outlived its owner");
    // The folder goes after the server.
    while folder.exists() {
        assert!(Instant::now() < deadline, "{} was left behind", folder.display());
        std::thread::sleep(Duration::from_millis(20));
    }
    fs::remove_file(&said).expect("clean up");
}
