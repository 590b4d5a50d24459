//! One call: a POST over a connection of its own. No redirects, no proxy, no cookies, nothing kept open.

use super::{
    connection::{addresses, connect},
    resolver::Resolver,
    signing::SignedMessage,
};
use domain::{
    integration::webhook::{AttemptError, CALL_TIMEOUT, WebhookTarget, WebhookUrl},
    kernel::FieldError,
};
use http_body_util::{BodyExt, Full};
use hyper::{
    Request,
    body::{Bytes, Incoming},
    header::{self, HeaderMap},
};
use hyper_util::rt::TokioIo;
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::Instant};

/// Of an answer so much is read.
const ANSWER: usize = 4_096;
/// And so much is kept, in characters.
const SHOWN: usize = 500;
/// While a webhook is registered, its name is looked up for no longer than this.
const LOOK: Duration = Duration::from_secs(2);

/// Calls receivers, within what the operator allows.
#[derive(Clone)]
pub struct Telephone {
    target: WebhookTarget,
    resolver: Arc<dyn Resolver>,
}

/// What became of a call.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// The answer's status; also when the answer broke off after it.
    pub status: Option<u16>,
    /// Why it does not count.
    pub error: Option<AttemptError>,
    /// How long it took, milliseconds.
    pub ms: i32,
    /// The beginning of the answer.
    pub answer: Option<String>,
    /// For how long the receiver wants to be left alone.
    pub retry_after: Option<chrono::Duration>,
}

impl Called {
    /// The status, when the answer was whole.
    pub fn whole(&self) -> Option<u16> {
        match self.error {
            None | Some(AttemptError::Status) => self.status,
            Some(_) => None,
        }
    }
}

impl Telephone {
    /// Under these rules.
    pub fn new(target: WebhookTarget, resolver: Arc<dyn Resolver>) -> Self {
        Self { target, resolver }
    }

    /// What may be called.
    pub fn target(&self) -> &WebhookTarget {
        &self.target
    }

    /// Refuses an address whose name leads to where nothing may be called. A name that does not resolve yet is let through:
    /// it is looked at again before every call.
    ///
    /// # Errors
    /// `webhook.url_refused` at `#/url`.
    pub async fn look_at(&self, url: &str) -> Result<(), FieldError> {
        // What is no address at all is for the rules of the field to say.
        let Ok(url) = WebhookUrl::parse(&self.target, "#/url", url) else { return Ok(()) };
        let found = addresses(self.resolver.as_ref(), &self.target.addresses, &url);
        match tokio::time::timeout(LOOK, found).await {
            Ok(Err(AttemptError::AddressRefused)) => {
                Err(FieldError::new("#/url", domain::kernel::ErrorCode::WebhookUrlRefused))
            }
            _ => Ok(()),
        }
    }

    /// Makes a call; it has ended after ten seconds, whatever the receiver does.
    pub async fn call(&self, url: &str, message: &SignedMessage) -> Called {
        let began = Instant::now();
        let mut called = Called::default();
        let ended = tokio::time::timeout(CALL_TIMEOUT, self.exchange(url, message, &mut called)).await;
        called.error = match ended {
            Err(_) => Some(AttemptError::TimedOut),
            Ok(Err(error)) => Some(error),
            Ok(Ok(())) => None,
        };
        called.ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
        called
    }

    async fn exchange(
        &self,
        url: &str,
        message: &SignedMessage,
        called: &mut Called,
    ) -> Result<(), AttemptError> {
        // Checked again by the rules of today: what the operator does not allow any more is not called.
        let url = WebhookUrl::parse(&self.target, "#/url", url).map_err(|_| AttemptError::AddressRefused)?;
        let addresses = addresses(self.resolver.as_ref(), &self.target.addresses, &url).await?;
        let stream = connect(&url, &addresses).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|_| AttemptError::ConnectFailed)?;
        // Ends with this function, however it ends.
        let mut driver = JoinSet::new();
        driver.spawn(async move {
            // What goes wrong with the connection is told by the answer.
            let _ended = connection.await;
        });
        let request = request(&url, message).ok_or(AttemptError::ConnectFailed)?;
        let response = sender.send_request(request).await.map_err(|_| AttemptError::AnswerBroken)?;
        let status = response.status();
        called.status = Some(status.as_u16());
        called.retry_after = retry_after(response.headers());
        called.answer = Some(beginning(response.into_body()).await?).filter(|text| !text.is_empty());
        if status.is_success() { Ok(()) } else { Err(AttemptError::Status) }
    }
}

fn request(url: &WebhookUrl, message: &SignedMessage) -> Option<Request<Full<Bytes>>> {
    let parts = url.parts();
    let target = match parts.query() {
        Some(query) => format!("{}?{query}", parts.path()),
        None => parts.path().to_owned(),
    };
    let host = match parts.port() {
        Some(port) => format!("{}:{port}", parts.host_str()?),
        None => parts.host_str()?.to_owned(),
    };
    Request::post(target)
        .header(header::HOST, host)
        .header(header::USER_AGENT, concat!("daibiao-webhooks/", env!("CARGO_PKG_VERSION")))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", message.timestamp)
        .header("webhook-signature", &message.signature)
        .body(Full::new(Bytes::from(message.body.clone())))
        .ok()
}

/// Seconds of `Retry-After`; a date is not read: clocks differ.
fn retry_after(headers: &HeaderMap) -> Option<chrono::Duration> {
    let seconds: u32 = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(chrono::Duration::seconds(seconds.into()))
}

/// The beginning of an answer. One that breaks off before it was read is none: the receiver may have broken down before it
/// kept what it was told.
async fn beginning(mut body: Incoming) -> Result<String, AttemptError> {
    let mut bytes: Vec<u8> = Vec::new();
    while bytes.len() < ANSWER
        && let Some(frame) = body.frame().await
    {
        let frame = frame.map_err(|_| AttemptError::AnswerBroken)?;
        if let Ok(data) = frame.into_data() {
            bytes.extend_from_slice(&data[..data.len().min(ANSWER - bytes.len())]);
        }
    }
    // NUL is no character for the database.
    Ok(String::from_utf8_lossy(&bytes).replace('\0', "\u{fffd}").chars().take(SHOWN).collect())
}
