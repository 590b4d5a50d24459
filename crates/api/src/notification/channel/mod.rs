//! Ways out of the application (通知渠道). Each does one thing: it hands one message over and says what became of it. The
//! contract, held by one test against every one of them: it ends within its patience, never panics, and tells apart what is
//! taken, what may work later and what never will.

mod email;
mod outbound;
mod sms;
mod wechat;

pub use email::EmailConfig;
pub use sms::SmsConfig;
pub use wechat::WechatConfig;

use chrono::{DateTime, Utc};
use domain::notification::{Channel, Reached};
use email::Email;
use futures_util::future::BoxFuture;
use sms::Sms;
use std::time::Duration;
use uuid::Uuid;
use wechat::Wechat;

/// No channel takes longer with one message.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One message, in the forms that channels need.
#[derive(Clone, Debug)]
pub struct Message {
    /// The same in every attempt, so that the other side can recognise it.
    pub id: Uuid,
    /// When it is handed over, for channels that sign with the time.
    pub at: DateTime<Utc>,
    /// Where the person is reached: an e-mail address, a mobile number, an openid.
    pub to: String,
    /// A line.
    pub subject: String,
    /// The whole text, with the link.
    pub text: String,
    /// At most seventy characters that anybody may read over the shoulder.
    pub short: String,
    /// Where it is read in full.
    pub link: String,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How far it came.
    pub reached: Reached,
    /// What was wrong: a short word or the other side's code; never an address, never content.
    pub error: Option<String>,
}

impl Outcome {
    /// The other side has it.
    pub const fn taken() -> Self {
        Self { reached: Reached::Taken, error: None }
    }

    /// Perhaps later.
    pub fn later(why: impl Into<String>, seconds: Option<u32>) -> Self {
        Self { reached: Reached::Later(seconds), error: Some(why.into()) }
    }

    /// Never.
    pub fn never(why: impl Into<String>) -> Self {
        Self { reached: Reached::Never, error: Some(why.into()) }
    }
}

/// A way out of the application.
pub trait Way: Send + Sync {
    /// Hands one message over.
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Outcome>;
}

/// What an operator sets up; every way is off until it is.
#[derive(Clone, Debug, Default)]
pub struct ChannelConfig {
    /// 电子邮件
    pub email: Option<EmailConfig>,
    /// 短信
    pub sms: Option<SmsConfig>,
    /// 微信公众号
    pub wechat: Option<WechatConfig>,
}

/// The ways that are set up.
#[derive(Default)]
pub struct Channels {
    email: Option<Email>,
    sms: Option<Sms>,
    wechat: Option<Wechat>,
}

impl Channels {
    /// As the operator wants them.
    ///
    /// # Errors
    /// When an address of a server cannot be read.
    pub fn new(config: ChannelConfig) -> anyhow::Result<Self> {
        Ok(Self {
            email: config.email.map(Email::new).transpose()?,
            sms: config.sms.map(Sms::new).transpose()?,
            wechat: config.wechat.map(Wechat::new).transpose()?,
        })
    }

    /// The way, when it is set up.
    pub fn get(&self, channel: Channel) -> Option<&dyn Way> {
        match channel {
            Channel::InApp => None,
            Channel::Email => self.email.as_ref().map(|way| way as &dyn Way),
            Channel::Sms => self.sms.as_ref().map(|way| way as &dyn Way),
            Channel::Wechat => self.wechat.as_ref().map(|way| way as &dyn Way),
        }
    }

    /// Nothing leaves the application.
    pub fn is_empty(&self) -> bool {
        self.email.is_none() && self.sms.is_none() && self.wechat.is_none()
    }

    /// 微信: whose account a code of the official account's page stands for.
    ///
    /// # Errors
    /// What was wrong; `None`: 微信 is not set up.
    pub async fn openid(&self, code: &str) -> Option<Result<String, String>> {
        match &self.wechat {
            Some(way) => Some(way.openid(code).await),
            None => None,
        }
    }
}
