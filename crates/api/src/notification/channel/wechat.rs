//! 微信公众号: template messages by the platform's API. The access token is kept until shortly before its end and asked for
//! again when the platform says that it has ended (40001, 40014, 42001): another program may have asked for one meanwhile.

use super::{
    Message, Outcome, PATIENCE, Way,
    outbound::{self, Answered},
};
use futures_util::future::BoxFuture;
use hyper::Method;
use serde_json::json;
use std::{fmt, time::Duration};
use tokio::{sync::Mutex, time::Instant};
use url::Url;

/// The official account.
#[derive(Clone)]
pub struct WechatConfig {
    /// `https://api.weixin.qq.com`
    pub url: String,
    /// AppID
    pub app_id: String,
    /// AppSecret
    pub secret: String,
    /// The template: `first` or `thing1` for the heading, `remark` or `thing2` for the text.
    pub template_id: String,
}

impl fmt::Debug for WechatConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WechatConfig").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}

struct Token {
    value: String,
    until: Instant,
}

pub(super) struct Wechat {
    base: Url,
    config: WechatConfig,
    token: Mutex<Option<Token>>,
}

/// Before its end by so much a token is not used any more.
const MARGIN: u64 = 300;

impl Wechat {
    pub(super) fn new(config: WechatConfig) -> anyhow::Result<Self> {
        Ok(Self { base: outbound::base(&config.url)?, config, token: Mutex::default() })
    }

    /// The token in use, or a new one; `stale` is one that the platform has refused.
    async fn token(&self, stale: Option<&str>) -> Result<String, Outcome> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref()
            && Instant::now() < token.until
            && stale != Some(token.value.as_str())
        {
            return Ok(token.value.clone());
        }
        let query = [
            ("grant_type", "client_credential"),
            ("appid", self.config.app_id.as_str()),
            ("secret", self.config.secret.as_str()),
        ];
        let url = outbound::below(&self.base, "/cgi-bin/token", &query);
        let answered = outbound::call(Method::GET, &url, &[], String::new()).await;
        let answered = answered.map_err(|why| Outcome::later(why, None))?;
        let Some(value) = answered.body["access_token"].as_str() else {
            *kept = None;
            // Our AppID or secret, or the list of addresses: the operator mends it, and nothing is lost meanwhile.
            return Err(Outcome::later(word(&answered), answered.retry_after));
        };
        let life = answered.body["expires_in"].as_u64().unwrap_or(7_200).saturating_sub(MARGIN);
        *kept = Some(Token { value: value.to_owned(), until: Instant::now() + Duration::from_secs(life) });
        Ok(value.to_owned())
    }

    async fn hand_over(&self, message: &Message) -> Outcome {
        let mut stale: Option<String> = None;
        loop {
            let token = match self.token(stale.as_deref()).await {
                Ok(token) => token,
                Err(outcome) => return outcome,
            };
            let body = json!({
                "touser": message.to,
                "template_id": self.config.template_id,
                "url": message.link,
                "client_msg_id": message.id.simple().to_string(),
                "data": {
                    "thing1": { "value": cut(&message.subject) },
                    "thing2": { "value": cut(&message.short) },
                },
            });
            let url =
                outbound::below(&self.base, "/cgi-bin/message/template/send", &[("access_token", &token)]);
            let answered = match outbound::call(Method::POST, &url, &[], body.to_string()).await {
                Ok(answered) => answered,
                Err(why) => return Outcome::later(why, None),
            };
            let code = answered.body["errcode"].as_i64();
            if matches!(code, Some(40_001 | 40_014 | 42_001)) && stale.is_none() {
                stale = Some(token);
                continue;
            }
            return read(&answered, code);
        }
    }

    /// Who follows the official account and opened its page with this code.
    pub(super) async fn openid(&self, code: &str) -> Result<String, String> {
        let query = [
            ("appid", self.config.app_id.as_str()),
            ("secret", self.config.secret.as_str()),
            ("code", code),
            ("grant_type", "authorization_code"),
        ];
        let url = outbound::below(&self.base, "/sns/oauth2/access_token", &query);
        let answered = outbound::call(Method::GET, &url, &[], String::new()).await?;
        answered.body["openid"].as_str().map(str::to_owned).ok_or_else(|| word(&answered))
    }
}

/// A place of a template holds twenty characters.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(20).collect();
    if short.len() < text.len() {
        format!("{}…", short.chars().take(19).collect::<String>())
    } else {
        short
    }
}

fn word(answered: &Answered) -> String {
    answered.body["errcode"]
        .as_i64()
        .map_or_else(|| format!("http_{}", answered.status), |code| format!("errcode_{code}"))
}

fn read(answered: &Answered, code: Option<i64>) -> Outcome {
    match code {
        Some(0) => Outcome::taken(),
        // 40003 no such person, 43004 does not follow, 43101 has refused, 43116 too: asking again would not change it.
        Some(40_003 | 43_004 | 43_101 | 43_116 | 40_037 | 47_003) => Outcome::never(word(answered)),
        // 45009 and 45011: too many calls, of the day or of the minute.
        Some(45_009) => Outcome::later(word(answered), Some(3_600)),
        Some(45_011) => Outcome::later(word(answered), Some(60)),
        Some(_) => Outcome::later(word(answered), answered.retry_after),
        None => Outcome::later(word(answered), answered.retry_after),
    }
}

impl Way for Wechat {
    fn send<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.hand_over(message)).await {
                Ok(outcome) => outcome,
                Err(_) => Outcome::later("timed_out", None),
            }
        })
    }
}
