//! The running server.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::{self, Running};
use crate::{binary, frontend, workspace};

/// How to start it.
pub struct Options {
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    /// The address of its database.
    pub database_url: String,
    /// The installation's secret.
    pub secret: String,
    /// The file store.
    pub files: PathBuf,
    /// Where its log goes.
    pub log: PathBuf,
    /// Whether it shows an invented county: its pages say so, and its clock is the county's.
    pub demo: bool,
    /// Whether `PUT /testing/clock` moves its clock.
    pub clock_control: bool,
    /// Whether it serves the built pages.
    pub pages: bool,
    /// Other systems may ask so many times as often as documented.
    pub quota_factor: u32,
}

/// A server that has been started; ended when dropped.
pub struct Server {
    running: Running,
    options: Options,
}

impl Options {
    /// The environment that all commands of the binary share.
    pub fn environment(&self, command: &mut Command) {
        command
            .env("DATABASE_URL", &self.database_url)
            .env("DAIBIAO_SECRET", &self.secret)
            .env("MIMALLOC_ALLOW_THP", "0")
            .env("DAIBIAO_PUBLIC_URL", self.address())
            // Receivers of webhooks that are being written are here, and have no certificate.
            .env("DAIBIAO_WEBHOOK_ALLOW", "127.0.0.0/8,::1")
            .env("DAIBIAO_WEBHOOK_ALLOW_HTTP", "true")
            .env("DAIBIAO_QUOTA_FACTOR", self.quota_factor.to_string());
    }

    /// Where a browser finds it.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A command of the binary that works on the same database and files.
    pub fn command(&self, subcommand: &str) -> Command {
        let mut command = binary::command(subcommand);
        self.environment(&mut command);
        command
    }
}

impl Server {
    /// Starts it and waits until it can answer.
    pub fn start(options: Options) -> Result<Server> {
        std::fs::create_dir_all(&options.files)
            .with_context(|| format!("making {}", options.files.display()))?;
        let mut command = options.command("serve");
        command.arg("--listen").arg(format!("127.0.0.1:{}", options.port)).arg("--files").arg(&options.files);
        if options.pages {
            command.arg("--frontend").arg(frontend::dist());
        }
        if options.demo {
            command.arg("--demo-banner").arg("--demo-clock");
        }
        if options.clock_control {
            command.arg("--allow-clock-control");
        }
        let log = File::create(&options.log).with_context(|| format!("writing {}", options.log.display()))?;
        command.stdout(log.try_clone().context("sharing the log")?).stderr(log);
        let mut server = Server { running: Running::start(&mut command)?, options };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !answers_ok(self.options.port, "/readyz") {
            process::go_on()?;
            self.check()?;
            if Instant::now() > deadline {
                bail!(
                    "the server was started but /readyz did not answer 200 within 60 s; its log ends with:\n{}",
                    self.log_tail()
                );
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        Ok(())
    }

    /// An error when it has ended although nobody asked it to.
    pub fn check(&mut self) -> Result<()> {
        if let Some(status) = self.running.ended()? {
            bail!(
                "the server ended by itself ({status}); its log ends with:\n{}\n(all of it: {})",
                self.log_tail(),
                workspace::shown(&self.options.log)
            );
        }
        Ok(())
    }

    /// Asks it to end, and waits for that.
    pub fn stop(&mut self) {
        self.running.end(Duration::from_secs(20));
    }

    fn log_tail(&self) -> String {
        process::tail(&self.options.log, 25)
    }
}

/// Whether nobody listens on the port yet.
pub fn port_is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// Whether somebody accepts connections there.
pub fn accepts(port: u16) -> bool {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
    Ok(listener.local_addr().context("looking for a free port")?.port())
}

/// Whether `GET path` answers 200 there.
fn answers_ok(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<Vec<u8>> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = vec![0u8; 12];
        stream.read_exact(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer == b"HTTP/1.1 200")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_means_200() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("bind");
        let port = listener.local_addr().expect("address").port();
        let answers = ["HTTP/1.1 503 Service Unavailable\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"];
        let server = std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().expect("accept");
                let mut asked = [0u8; 256];
                let _ = stream.read(&mut asked);
                stream.write_all(answer.as_bytes()).expect("answer");
            }
        });
        assert!(!port_is_free(port));
        assert!(!answers_ok(port, "/readyz"));
        assert!(answers_ok(port, "/readyz"));
        server.join().expect("served");
    }
}
