//! 电子邮件 by SMTP.

use super::{Message, Outcome, Way};
use anyhow::Context;
use futures_util::future::BoxFuture;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::Error,
};
use std::{fmt, time::Duration};

/// Where mail is handed over.
#[derive(Clone)]
pub struct EmailConfig {
    /// `smtps://user:password@host:465`, `smtp://user:password@host:587?tls=required`, or `smtp://host:25` inside of a closed
    /// network.
    pub url: String,
    /// Whom it comes from: `代表之家 <noreply@example.gov.cn>`.
    pub from: String,
}

impl fmt::Debug for EmailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailConfig").field("from", &self.from).finish_non_exhaustive()
    }
}

/// A mail server has so long for one mail: it may look the recipient up.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Email {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Email {
    pub(super) fn new(config: EmailConfig) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.url)
            .map_err(|_| anyhow::anyhow!("the address of the mail server cannot be read"))?
            .timeout(Some(Duration::from_secs(10)))
            .build();
        let from = config.from.parse().context("the sender of mail cannot be read")?;
        Ok(Self { transport, from })
    }

    async fn hand_over(&self, message: &Message) -> Outcome {
        let Ok(to) = message.to.parse::<lettre::Address>() else { return Outcome::never("address_invalid") };
        let built = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            // The same in every attempt: a mailbox shows it once.
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .subject(message.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone());
        let Ok(mail) = built else { return Outcome::never("message_invalid") };
        match self.transport.send(mail).await {
            Ok(_) => Outcome::taken(),
            Err(error) => refused(&error),
        }
    }
}

/// A permanent refusal of this message ends it; everything else may be better later, a wrong password too: the operator
/// mends it, and nothing is lost meanwhile.
fn refused(error: &Error) -> Outcome {
    let code = error.status().map(|code| code.to_string());
    let word = match &code {
        Some(code) => format!("smtp_{code}"),
        None if error.is_timeout() => "timed_out".to_owned(),
        None if error.is_tls() => "tls_failed".to_owned(),
        None => "connect_failed".to_owned(),
    };
    let permanent = error.is_permanent();
    let about_us = code.as_deref().is_some_and(|code| matches!(code, "530" | "534" | "535" | "538"));
    if permanent && !about_us { Outcome::never(word) } else { Outcome::later(word, None) }
}

impl Way for Email {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.hand_over(message)).await {
                Ok(outcome) => outcome,
                Err(_) => Outcome::later("timed_out", None),
            }
        })
    }
}
