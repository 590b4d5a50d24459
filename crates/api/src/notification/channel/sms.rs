//! 短信 by a gateway. Gateways differ, so this speaks one plain contract (docs/operations.md) that a few lines in front of any
//! of them can serve:
//!
//! `POST {url}` with `{"request_id", "mobile", "text", "sign_name"}`, `X-Key-Id`, `X-Timestamp` (seconds) and `X-Signature`:
//! hex of HMAC-SHA256 with the secret over `{timestamp}\n{body}`. 2xx with `{"status": "accepted" | "delivered"}` is taken; 429
//! (with `Retry-After`) and 5xx mean later; every other 4xx means never, with `{"code"}` as its reason; a `request_id` that comes
//! again is not sent again.

use super::{
    Message, Outcome, PATIENCE, Way,
    outbound::{self, Answered},
};
use crate::keys::keyed_hash;
use domain::notification::Reached;
use futures_util::future::BoxFuture;
use hyper::Method;
use serde_json::json;
use std::fmt;
use url::Url;

/// Where text messages are handed over.
#[derive(Clone)]
pub struct SmsConfig {
    /// The gateway's address.
    pub url: String,
    /// Who calls.
    pub key_id: String,
    /// With what it is signed.
    pub secret: String,
    /// 短信签名, as registered with the operator.
    pub sign_name: String,
}

impl fmt::Debug for SmsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsConfig").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

pub(super) struct Sms {
    url: Url,
    config: SmsConfig,
}

impl Sms {
    pub(super) fn new(config: SmsConfig) -> anyhow::Result<Self> {
        Ok(Self { url: outbound::base(&config.url)?, config })
    }

    async fn hand_over(&self, message: &Message) -> Outcome {
        let body = json!({
            "request_id": message.id,
            "mobile": message.to,
            "text": message.short,
            "sign_name": self.config.sign_name,
        })
        .to_string();
        let timestamp = message.at.timestamp().to_string();
        let parts: [&[u8]; 3] = [timestamp.as_bytes(), b"\n", body.as_bytes()];
        let hash = keyed_hash(self.config.secret.as_bytes(), &parts);
        let signature: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = [
            ("x-key-id", self.config.key_id.clone()),
            ("x-timestamp", timestamp),
            ("x-signature", signature),
        ];
        match outbound::call(Method::POST, &self.url, &headers, body).await {
            Ok(answered) => read(&answered),
            Err(why) => Outcome::later(why, None),
        }
    }
}

fn read(answered: &Answered) -> Outcome {
    let word = answered.body["code"].as_str().map(|code| code.chars().take(40).collect::<String>());
    let why = || word.clone().unwrap_or_else(|| format!("http_{}", answered.status));
    match answered.status {
        200..=299 if answered.body["status"] == "delivered" => {
            Outcome { reached: Reached::Delivered, error: None }
        }
        200..=299 => Outcome::taken(),
        // 401 and 403 are about our key: the operator mends it, and nothing is lost meanwhile.
        401 | 403 | 408 | 425 | 429 => Outcome::later(why(), answered.retry_after),
        400..=499 => Outcome::never(why()),
        _ => Outcome::later(why(), answered.retry_after),
    }
}

impl Way for Sms {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.hand_over(message)).await {
                Ok(outcome) => outcome,
                Err(_) => Outcome::later("timed_out", None),
            }
        })
    }
}
