//! One call over HTTP to a service that the operator has named: a connection of its own, no redirects, no proxy, and an end.

use crate::open::webhooks::tls;
use anyhow::ensure;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, body::Bytes, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
};
use tokio_rustls::TlsConnector;
use url::Url;

/// A call has ended after this.
const CALL: Duration = Duration::from_secs(5);
/// More of an answer is not read.
const ANSWER: usize = 64 * 1024;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// An answer.
pub(super) struct Answered {
    /// Its status.
    pub status: u16,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// Its body, if it is JSON; else null.
    pub body: serde_json::Value,
}

/// The base of a service's addresses, without a slash at the end.
///
/// # Errors
/// When it is no `http` or `https` address with a host.
pub(super) fn base(text: &str) -> anyhow::Result<Url> {
    let url = Url::parse(text.trim_end_matches('/'))?;
    ensure!(
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some(),
        "not an address of a service"
    );
    Ok(url)
}

/// An address below a base.
pub(super) fn below(base: &Url, path: &str, query: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// Calls and reads the answer; the word says why there is none.
pub(super) async fn call(
    method: Method,
    url: &Url,
    headers: &[(&str, String)],
    body: String,
) -> Result<Answered, &'static str> {
    tokio::time::timeout(CALL, exchange(method, url, headers, body)).await.unwrap_or(Err("timed_out"))
}

async fn exchange(
    method: Method,
    url: &Url,
    headers: &[(&str, String)],
    body: String,
) -> Result<Answered, &'static str> {
    let stream = connect(url).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| "connect_failed")?;
    // Ends with this function, however it ends.
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // What goes wrong with the connection is told by the answer.
        let _ended = connection.await;
    });
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => return Err("address_invalid"),
    };
    let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .header(header::HOST, host)
        .header(header::USER_AGENT, concat!("daibiao/", env!("CARGO_PKG_VERSION")))
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header(header::CONNECTION, "close");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(|_| "address_invalid")?;
    let response = sender.send_request(request).await.map_err(|_| "answer_broken")?;
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok());
    let body = Limited::new(response.into_body(), ANSWER).collect().await.map_err(|_| "answer_broken")?;
    let body = serde_json::from_slice(&body.to_bytes()).unwrap_or_default();
    Ok(Answered { status, retry_after, body })
}

async fn connect(url: &Url) -> Result<Box<dyn Stream>, &'static str> {
    let host = url.host_str().ok_or("address_invalid")?;
    let port = url.port_or_known_default().ok_or("address_invalid")?;
    // Brackets stand around a literal of version 6.
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, port)).await.map_err(|_| "connect_failed")?;
    if url.scheme() == "http" {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| "tls_failed")?;
    let connector = TlsConnector::from(tls().ok_or("tls_failed")?);
    Ok(Box::new(connector.connect(name, stream).await.map_err(|_| "tls_failed")?))
}
