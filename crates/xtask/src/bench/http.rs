//! One request at a time, for signing in and preparing; the load comes from `wrk`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// An answer.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

/// A server on this machine, and who asks.
#[derive(Clone)]
pub struct Client {
    port: u16,
    token: Option<String>,
}

impl Client {
    /// Without a sign-in.
    pub fn new(port: u16) -> Self {
        Self { port, token: None }
    }

    /// With a token of any kind.
    pub fn with_token(port: u16, token: &str) -> Self {
        Self { port, token: Some(token.to_owned()) }
    }

    /// Signs in with a demo account.
    pub fn sign_in(port: u16, username: &str) -> Result<Self> {
        let body = serde_json::json!({"username": username, "password": crate::demo::PASSWORD});
        let reply = Self::new(port).send("POST", "/api/v1/auth/login", Some(&body))?;
        let token = reply.body["access_token"].as_str().map(str::to_owned);
        if token.is_none() {
            bail!("{username} cannot sign in: {} {}", reply.status, reply.body);
        }
        Ok(Self { port, token })
    }

    /// The access token, lives five minutes.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A `GET` that must succeed.
    pub fn get(&self, path: &str) -> Result<Value> {
        let reply = self.send("GET", path, None)?;
        if reply.status != 200 {
            bail!("GET {path}: {} {}", reply.status, reply.body);
        }
        Ok(reply.body)
    }

    /// One request.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Reply> {
        self.send_with(method, path, &[], body)
    }

    /// One request with headers of its own.
    pub fn send_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Reply> {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n", self.port);
        if let Some(token) = &self.token {
            request.push_str(&format!("Authorization: Bearer {token}\r\n"));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        if !body.is_empty() {
            request
                .push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        request.push_str(&body);
        let answer = self.exchange(&request).with_context(|| format!("{method} {path}"))?;
        let (head, body) = answer.split_once("\r\n\r\n").context("an answer without an end of its head")?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        Ok(Reply { status, body: serde_json::from_str(body).unwrap_or(Value::Null) })
    }

    fn exchange(&self, request: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
