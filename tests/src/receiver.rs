//! A receiver of webhooks that does what a test tells it: takes, refuses, lies, hangs.

use serde_json::Value;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// What it does with a call.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Answers with this status.
    Status(u16),
    /// Answers with this status and these headers.
    Headed(u16, &'static str),
    /// Says 200 with a body that it does not finish, and breaks the connection off.
    Lie,
    /// Never answers.
    Hang,
    /// Takes its time and then says 204.
    Slow(Duration),
}

/// A call as it came in.
#[derive(Clone, Debug)]
pub struct Received {
    /// `POST /in HTTP/1.1`
    pub line: String,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: String,
    /// When it was complete.
    pub at: Instant,
}

impl Received {
    /// A header.
    ///
    /// # Panics
    /// When it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("no header {name}: {self:?}"))
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

#[derive(Default)]
struct Inner {
    received: Vec<Received>,
    /// What is done with the next calls; then the last of them for ever.
    manners: VecDeque<Manner>,
}

/// A receiver on a port of its own; it goes with the value.
pub struct Receiver {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
    arrived: Arc<Notify>,
    _tasks: JoinSet<()>,
}

impl Receiver {
    /// One that does this with its calls, in order, and the last of it ever after.
    ///
    /// # Panics
    /// When no port is to be had.
    pub async fn start(manners: &[Manner]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let inner =
            Arc::new(Mutex::new(Inner { received: Vec::new(), manners: manners.iter().cloned().collect() }));
        let arrived = Arc::new(Notify::new());
        let mut tasks = JoinSet::new();
        let (shared, notify) = (inner.clone(), arrived.clone());
        tasks.spawn(async move {
            let mut calls = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                calls.spawn(serve(stream, shared.clone(), notify.clone()));
            }
        });
        Self { address, inner, arrived, _tasks: tasks }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}/in", self.address)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on it does this.
    pub fn behave(&self, manner: Manner) {
        self.inner.lock().expect("not poisoned").manners = VecDeque::from([manner]);
    }

    /// What it was sent.
    pub fn received(&self) -> Vec<Received> {
        self.inner.lock().expect("not poisoned").received.clone()
    }

    /// What it was sent, when it is at least so much.
    ///
    /// # Panics
    /// When it does not come within a quarter of a minute.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + Duration::from_secs(15);
        loop {
            let arrived = self.arrived.notified();
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let more = tokio::time::timeout(left, arrived).await;
            assert!(more.is_ok() || self.received().len() >= count, "{count} calls, only {}", received.len());
        }
    }
}

async fn serve(mut stream: TcpStream, inner: Arc<Mutex<Inner>>, arrived: Arc<Notify>) {
    let Some(received) = read(&mut stream).await else { return };
    let manner = {
        let mut inner = inner.lock().expect("not poisoned");
        inner.received.push(received);
        let next =
            if inner.manners.len() > 1 { inner.manners.pop_front() } else { inner.manners.front().cloned() };
        next.unwrap_or(Manner::Status(204))
    };
    arrived.notify_waiters();
    let answer = match manner {
        Manner::Status(status) => format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"),
        Manner::Headed(status, headers) => {
            format!("HTTP/1.1 {status} X\r\n{headers}\r\ncontent-length: 2\r\n\r\nno")
        }
        Manner::Lie => "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nall is w".to_owned(),
        Manner::Hang => return std::future::pending().await,
        Manner::Slow(time) => {
            tokio::time::sleep(time).await;
            "HTTP/1.1 204 X\r\ncontent-length: 0\r\n\r\n".to_owned()
        }
    };
    // The caller may have gone.
    let _written = stream.write_all(answer.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await.ok()?;
        if n == 0 {
            return None;
        }
        bytes.extend_from_slice(&chunk[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let mut lines = head.lines();
        let line = lines.next()?.to_owned();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse::<usize>().ok()?;
        if body.len() >= length {
            return Some(Received { line, headers, body: body.to_owned(), at: Instant::now() });
        }
    }
}
