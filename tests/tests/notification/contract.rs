//! One contract, held by every way out of the application.

use crate::services::{Manner, Service};
use api::notification::channel::{
    ChannelConfig, Channels, EmailConfig, Message, Outcome, PATIENCE, SmsConfig, WechatConfig,
};
use domain::notification::{Channel, Reached};
use std::time::Instant;
use tests::fresh_id;

async fn channels(mail: &Service, web: &Service) -> Channels {
    let config = ChannelConfig {
        email: Some(EmailConfig {
            url: format!("smtp://{}", mail.address),
            from: "代表之家 <noreply@example.gov.cn>".to_owned(),
        }),
        sms: Some(SmsConfig {
            url: format!("http://{}/send", web.address),
            key_id: "daibiao".to_owned(),
            secret: "a secret of the gateway".to_owned(),
            sign_name: "代表之家".to_owned(),
        }),
        wechat: Some(WechatConfig {
            url: format!("http://{}", web.address),
            app_id: "wx1".to_owned(),
            secret: "a secret of the platform".to_owned(),
            template_id: "T1".to_owned(),
        }),
    };
    Channels::new(config).expect("good addresses")
}

fn message(channel: Channel) -> Message {
    let to = match channel {
        Channel::Email => "wang@example.cn",
        Channel::Sms => "19900000001",
        Channel::Wechat | Channel::InApp => "oABCD-1234",
    };
    Message {
        id: fresh_id(),
        at: "2026-05-30T02:00:00Z".parse().expect("an instant"),
        to: to.to_owned(),
        subject: "【代表之家】答复期限临近".to_owned(),
        text: "《关于增设停车位的建议》（第063号）须在2026年6月2日前答复，还有3天。\nhttps://example.cn/desk"
            .to_owned(),
        short: "答复期限临近：第063号建议，期限2026年6月2日，请登录查看。".to_owned(),
        link: "https://example.cn/desk".to_owned(),
    }
}

const WAYS: [Channel; 3] = [Channel::Email, Channel::Sms, Channel::Wechat];

#[tokio::test]
async fn every_way_tells_taken_later_and_never_apart() {
    let (mail, web) = (Service::smtp().await, Service::http().await);
    let channels = channels(&mail, &web).await;
    for channel in WAYS {
        let way = channels.get(channel).expect("set up");
        for (manner, wanted) in [
            (Manner::Good, "taken"),
            (Manner::Busy, "later"),
            (Manner::Unknown, "never"),
            (Manner::NotWanted, "never"),
            (Manner::Broken, "later"),
            (Manner::Good, "taken"),
        ] {
            mail.behave(manner);
            web.behave(manner);
            let outcome = way.send(&message(channel)).await;
            let got = match outcome.reached {
                Reached::Taken | Reached::Delivered => "taken",
                Reached::Later(_) => "later",
                Reached::Never => "never",
            };
            assert_eq!(got, wanted, "{channel} {manner:?}: {outcome:?}");
            // Why it failed is for the operator: no address, no content.
            let why = outcome.error.unwrap_or_default();
            assert_eq!(why.is_empty(), wanted == "taken", "{channel} {manner:?}");
            assert!(!why.contains("wang") && !why.contains("1990") && !why.contains("oABCD"), "{why}");
        }
    }
}

#[tokio::test]
async fn no_way_hangs_with_its_service() {
    let (mail, web) = (Service::smtp().await, Service::http().await);
    let channels = channels(&mail, &web).await;
    mail.behave(Manner::Hang);
    web.behave(Manner::Hang);
    let began = Instant::now();
    let channels = &channels;
    let sent = WAYS.map(|channel| async move {
        let message = message(channel);
        channels.get(channel).expect("set up").send(&message).await
    });
    for outcome in futures_util::future::join_all(sent).await {
        assert_eq!(outcome, Outcome::later("timed_out", None));
    }
    assert!(began.elapsed() <= PATIENCE, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_mail_says_who_and_what_and_has_one_id() {
    let (mail, web) = (Service::smtp().await, Service::http().await);
    let channels = channels(&mail, &web).await;
    let message = message(Channel::Email);
    let way = channels.get(Channel::Email).expect("set up");
    // Again after a crash: the same id.
    way.send(&message).await;
    way.send(&message).await;
    let taken = mail.taken();
    assert_eq!(taken[0].header("message-id"), format!("<{}@example.gov.cn>", message.id));
    assert_eq!(taken[0].header("message-id"), taken[1].header("message-id"));
    assert_eq!(taken[0].header("to"), "wang@example.cn");
}

#[tokio::test]
async fn a_text_message_is_signed_and_short() {
    let (mail, web) = (Service::smtp().await, Service::http().await);
    let channels = channels(&mail, &web).await;
    channels.get(Channel::Sms).expect("set up").send(&message(Channel::Sms)).await;
    let taken = web.taken();
    let one = &taken[0];
    assert_eq!(one.json()["mobile"], "19900000001");
    let text = one.json()["text"].as_str().expect("a text").to_owned();
    assert!(text.chars().count() <= 70 && !text.contains("停车位"), "{text}");
    let parts: [&[u8]; 3] = [one.header("x-timestamp").as_bytes(), b"\n", one.body.as_bytes()];
    let wanted = api::keys::keyed_hash(b"a secret of the gateway", &parts);
    let wanted: String = wanted.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(one.header("x-signature"), wanted);
}

#[tokio::test]
async fn the_platforms_token_is_kept_and_asked_for_again_when_it_has_ended() {
    let (mail, web) = (Service::smtp().await, Service::http().await);
    let channels = channels(&mail, &web).await;
    let way = channels.get(Channel::Wechat).expect("set up");
    for _ in 0..3 {
        assert_eq!(way.send(&message(Channel::Wechat)).await, Outcome::taken());
    }
    assert_eq!(web.tokens(), 1);
    web.behave(Manner::TokenEnded);
    assert_eq!(way.send(&message(Channel::Wechat)).await, Outcome::taken());
    assert_eq!(web.tokens(), 2);
    let sent: Vec<_> = web.taken().into_iter().filter(|one| one.line.contains("template/send")).collect();
    assert_eq!(sent[0].json()["data"]["thing1"]["value"], "【代表之家】答复期限临近");
    assert!(sent[0].json()["data"]["thing2"]["value"].as_str().expect("a text").chars().count() <= 20);
    assert_eq!(channels.openid("good").await, Some(Ok("oABCD-1234".to_owned())));
    assert_eq!(channels.openid("bad").await, Some(Err("errcode_40029".to_owned())));
}
