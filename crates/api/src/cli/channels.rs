//! Ways out of the application: every one is off until its address is given.

use crate::notification::channel::{ChannelConfig, Channels, EmailConfig, Message, SmsConfig, WechatConfig};
use crate::time::MovableClock;
use anyhow::{Context, bail};
use domain::kernel::Clock;
use domain::notification::{Channel, Reached};
use uuid::Uuid;

#[derive(clap::Args)]
pub(super) struct ChannelArgs {
    /// Mail server: smtps://user:password@host:465, smtp://user:password@host:587?tls=required, or smtp://host:25 inside of a
    /// closed network
    #[arg(long, env = "DAIBIAO_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// Whom mail comes from, such as 代表之家 <noreply@example.gov.cn>
    #[arg(long, env = "DAIBIAO_SMTP_FROM")]
    smtp_from: Option<String>,
    /// Gateway of text messages (docs/operations.md describes what it is sent)
    #[arg(long, env = "DAIBIAO_SMS_URL")]
    sms_url: Option<String>,
    /// Key id at the gateway
    #[arg(long, env = "DAIBIAO_SMS_KEY_ID", default_value = "daibiao")]
    sms_key_id: String,
    /// Secret with which calls of the gateway are signed
    #[arg(long, env = "DAIBIAO_SMS_SECRET", hide_env_values = true)]
    sms_secret: Option<String>,
    /// 短信签名, as registered
    #[arg(long, env = "DAIBIAO_SMS_SIGN_NAME", default_value = "代表之家")]
    sms_sign_name: String,
    /// Where the platform of official accounts answers
    #[arg(long, env = "DAIBIAO_WECHAT_URL", default_value = "https://api.weixin.qq.com")]
    wechat_url: String,
    /// AppID of the official account
    #[arg(long, env = "DAIBIAO_WECHAT_APP_ID")]
    wechat_app_id: Option<String>,
    /// AppSecret of the official account
    #[arg(long, env = "DAIBIAO_WECHAT_SECRET", hide_env_values = true)]
    wechat_secret: Option<String>,
    /// Template with the places thing1 (heading) and thing2 (text)
    #[arg(long, env = "DAIBIAO_WECHAT_TEMPLATE_ID")]
    wechat_template_id: Option<String>,
}

impl ChannelArgs {
    /// What is set up.
    ///
    /// # Errors
    /// When a channel is set up by halves.
    pub(super) fn config(self) -> anyhow::Result<ChannelConfig> {
        // An empty variable is as good as none: composed files often have them.
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let email = match given(self.smtp_url) {
            Some(url) => {
                let from = given(self.smtp_from).context("--smtp-url needs --smtp-from")?;
                Some(EmailConfig { url, from })
            }
            None => None,
        };
        let sms = match given(self.sms_url) {
            Some(url) => {
                let secret = given(self.sms_secret).context("--sms-url needs --sms-secret")?;
                Some(SmsConfig { url, key_id: self.sms_key_id, secret, sign_name: self.sms_sign_name })
            }
            None => None,
        };
        let wechat = match given(self.wechat_app_id) {
            Some(app_id) => Some(WechatConfig {
                url: self.wechat_url,
                app_id,
                secret: given(self.wechat_secret).context("--wechat-app-id needs --wechat-secret")?,
                template_id: given(self.wechat_template_id)
                    .context("--wechat-app-id needs --wechat-template-id")?,
            }),
            None => None,
        };
        Ok(ChannelConfig { email, sms, wechat })
    }
}

#[derive(clap::Args)]
pub(super) struct TryChannelArgs {
    #[command(flatten)]
    channels: ChannelArgs,
    /// email, sms or wechat
    #[arg(value_parser = channel)]
    channel: Channel,
    /// An e-mail address, a mobile number, an openid
    #[arg(long)]
    to: String,
    /// Where its link leads
    #[arg(long, env = "DAIBIAO_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

fn channel(text: &str) -> Result<Channel, String> {
    text.parse().map_err(|_| format!("{text} is no channel: email, sms, wechat"))
}

/// Sends one message now; exit status 1 when it was not taken.
pub(super) async fn try_channel(args: TryChannelArgs) -> anyhow::Result<u8> {
    let channels = Channels::new(args.channels.config()?)?;
    let Some(way) = channels.get(args.channel) else { bail!("{} is not set up", args.channel) };
    let link = format!("{}/desk/notifications", args.public_url.trim_end_matches('/'));
    // Not one of a server's: nothing is kept of it.
    let message = Message {
        id: Uuid::from_u128(rand::random()),
        at: MovableClock::default().now(),
        to: args.to,
        subject: "【代表之家】测试消息".to_owned(),
        text: format!("这是一条测试消息，收到即表示该渠道可用。\n{link}"),
        short: "测试消息，请登录查看。".to_owned(),
        link,
    };
    let outcome = way.send(&message).await;
    let why = outcome.error.unwrap_or_default();
    match outcome.reached {
        Reached::Taken | Reached::Delivered => println!("taken"),
        Reached::Later(_) => println!("not now: {why}"),
        Reached::Never => println!("never: {why}"),
    }
    Ok(u8::from(!matches!(outcome.reached, Reached::Taken | Reached::Delivered)))
}
