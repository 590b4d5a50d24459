//! Services that behave as their documentation says, or as badly as a test wants: a mail server, a gateway of text messages,
//! the platform of official accounts.

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What a service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Takes what it is given.
    Good,
    /// Has too much to do.
    Busy,
    /// Does not know the person.
    Unknown,
    /// Never answers.
    Hang,
    /// Breaks the connection off.
    Broken,
    /// Says that the token has ended, once.
    TokenEnded,
    /// The person does not want it.
    NotWanted,
}

/// Something that was handed over.
#[derive(Clone, Debug)]
pub struct Taken {
    /// `POST /path`, or `MAIL`.
    pub line: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body, or the whole mail.
    pub body: String,
}

impl Taken {
    /// A header.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// A service on a free port.
pub struct Service {
    pub address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    tokens: Arc<Mutex<u32>>,
    _running: JoinSet<()>,
}

#[derive(Clone)]
struct Shared {
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    tokens: Arc<Mutex<u32>>,
}

impl Service {
    /// Speaks SMTP.
    pub async fn smtp() -> Self {
        Self::start(|stream, shared| Box::pin(smtp(stream, shared)), None).await
    }

    /// Speaks SMTP where another did before.
    pub async fn smtp_at(address: SocketAddr) -> Self {
        Self::start(|stream, shared| Box::pin(smtp(stream, shared)), Some(address)).await
    }

    /// Speaks HTTP, as a gateway and as the platform.
    pub async fn http() -> Self {
        Self::start(|stream, shared| Box::pin(http(stream, shared)), None).await
    }

    async fn start(
        serve: fn(TcpStream, Shared) -> BoxFuture<'static, std::io::Result<()>>,
        at: Option<SocketAddr>,
    ) -> Self {
        let at = at.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        let listener = TcpListener::bind(at).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Shared {
            manner: Arc::new(Mutex::new(Manner::Good)),
            taken: Arc::default(),
            tokens: Arc::default(),
        };
        let mut running = JoinSet::new();
        let with = shared.clone();
        running.spawn(async move {
            let mut calls = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = with.clone();
                calls.spawn(async move {
                    // A client that goes away is no failure of the service.
                    let _ended = serve(stream, shared).await;
                });
            }
        });
        let Shared { manner, taken, tokens } = shared;
        Self { address, manner, taken, tokens, _running: running }
    }

    /// From now on.
    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().expect("unpoisoned") = manner;
    }

    /// What it has taken.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("unpoisoned").clone()
    }

    /// How many access tokens it has given.
    pub fn tokens(&self) -> u32 {
        *self.tokens.lock().expect("unpoisoned")
    }
}

async fn hang() {
    std::future::pending::<()>().await;
}

async fn smtp(stream: TcpStream, shared: Shared) -> std::io::Result<()> {
    let manner = *shared.manner.lock().expect("unpoisoned");
    match manner {
        Manner::Hang => hang().await,
        Manner::Broken => return Ok(()),
        _ => {}
    }
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mail.example.cn ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer = match (word.as_str(), manner) {
            ("EHLO", _) => "250-mail.example.cn\r\n250 8BITMIME\r\n",
            ("RCPT", Manner::Unknown | Manner::NotWanted) => "550 5.1.1 no such mailbox\r\n",
            ("RCPT", Manner::Busy) => "451 4.7.1 try again later\r\n",
            ("QUIT", _) => "221 bye\r\n",
            ("DATA", _) => {
                writer.write_all(b"354 go on\r\n").await?;
                let mut body = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    body.push_str(&line);
                    body.push('\n');
                }
                let taken = Taken { line: "MAIL".to_owned(), headers: headers(&body), body };
                shared.taken.lock().expect("unpoisoned").push(taken);
                "250 taken\r\n"
            }
            _ => "250 OK\r\n",
        };
        writer.write_all(answer.as_bytes()).await?;
        if word == "QUIT" {
            break;
        }
    }
    Ok(())
}

fn headers(text: &str) -> Vec<(String, String)> {
    text.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect()
}

async fn http(stream: TcpStream, shared: Shared) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    let (mut line, mut head) = (String::new(), String::new());
    reader.read_line(&mut line).await?;
    loop {
        let mut next = String::new();
        if reader.read_line(&mut next).await? == 0 || next == "\r\n" {
            break;
        }
        head.push_str(&next);
    }
    let headers = headers(&head);
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await?;
    let line = line.rsplit_once(' ').map_or(line.as_str(), |(line, _)| line).to_owned();
    let body = String::from_utf8(body).expect("UTF-8");
    let manner = *shared.manner.lock().expect("unpoisoned");
    match manner {
        Manner::Hang => hang().await,
        Manner::Broken => return Ok(()),
        _ => {}
    }
    let (status, answer) = if line.contains("/cgi-bin/") || line.contains("/sns/") {
        platform(&line, manner, &shared)
    } else {
        gateway(manner)
    };
    if status == 200 {
        shared.taken.lock().expect("unpoisoned").push(Taken { line, headers, body });
    }
    let answer = answer.to_string();
    let text = format!(
        "HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nContent-Length: {}\r\nRetry-After: 90\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    );
    writer.write_all(text.as_bytes()).await
}

fn gateway(manner: Manner) -> (u16, Value) {
    match manner {
        Manner::Busy => (429, json!({"code": "rate_limited"})),
        Manner::Unknown | Manner::NotWanted => (400, json!({"code": "mobile_unknown"})),
        _ => (200, json!({"status": "accepted"})),
    }
}

/// As the platform's documentation tells it: always 200, with a code.
fn platform(line: &str, manner: Manner, shared: &Shared) -> (u16, Value) {
    let mut tokens = shared.tokens.lock().expect("unpoisoned");
    if line.contains("/cgi-bin/token") {
        *tokens += 1;
        return (200, json!({"access_token": format!("token-{tokens}"), "expires_in": 7200}));
    }
    if line.contains("/sns/oauth2/access_token") {
        return match line.contains("code=good") {
            true => (200, json!({"openid": "oABCD-1234", "access_token": "x", "expires_in": 7200})),
            false => (200, json!({"errcode": 40029, "errmsg": "invalid code"})),
        };
    }
    let code = match manner {
        Manner::Busy => 45_009,
        Manner::Unknown => 40_003,
        Manner::NotWanted => 43_004,
        Manner::TokenEnded if line.ends_with("token-1") => 42_001,
        _ if line.contains("access_token=token-") => 0,
        _ => 40_001,
    };
    (200, json!({"errcode": code, "errmsg": "so"}))
}
