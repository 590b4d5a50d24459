//! Sending what goes out of the application. Nothing is sent inside of a transaction; what a crash interrupts is sent again.

use super::{
    channel::{Message, Outcome},
    represent::{kind_of, shown},
};
use crate::{http::ApiResult, protect::Protector, state::State};
use domain::{
    authz::{Actor, Role, ScopeKind},
    kernel::{AccountId, Coded, PersonId},
    notification::{
        Audience, Channel, Facts, NoticeKind, Reached, Told, after_attempt, heading, sentence, short_text,
    },
    org::ProtectedField,
};
use persistence::notification::{Caption, ChoiceRow, ClaimedDelivery, DeliveryEnd};
use std::collections::{BTreeMap, HashMap};
use tokio::time::Instant;
use uuid::Uuid;

/// Messages of one round.
const ROOM: i64 = 16;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Notices whose message was taken.
    pub sent: usize,
    /// Notices that are tried again.
    pub later: usize,
    /// Notices that were given up.
    pub given_up: usize,
}

/// One message: a notice, or all that were collected for one morning.
struct Letter {
    account: AccountId,
    channel: Channel,
    parts: Vec<ClaimedDelivery>,
}

/// Sends what is due, a page of it.
///
/// # Errors
/// `service.unavailable`.
pub async fn deliver_notices(state: &State) -> ApiResult<Round> {
    let mut round = Round::default();
    if state.shared.channels.is_empty() {
        return Ok(round);
    }
    let now = state.now();
    let claim: Uuid = state.shared.ids.next_id();
    // Longer than every channel's own patience.
    let until = now + chrono::Duration::minutes(3);
    let claimed = state.store.claim_notifications(claim, now, until, ROOM).await?;
    let letters = letters(claimed)?;
    let sent = letters.into_iter().map(|letter| deliver_one(state, claim, letter));
    for ended in futures_util::future::join_all(sent).await {
        let (count, reached) = ended?;
        match reached {
            Reached::Taken | Reached::Delivered => round.sent += count,
            Reached::Later(_) => round.later += count,
            Reached::Never => round.given_up += count,
        }
    }
    Ok(round)
}

fn letters(claimed: Vec<ClaimedDelivery>) -> ApiResult<Vec<Letter>> {
    let mut letters = Vec::new();
    let mut bundles: BTreeMap<(Uuid, String), Letter> = BTreeMap::new();
    for part in claimed {
        let channel = Channel::from_code(&part.channel)
            .ok_or_else(|| anyhow::anyhow!("no such channel: {}", part.channel))?;
        let account = AccountId(part.account_id);
        if part.bundled {
            let bundle = bundles.entry((part.account_id, part.channel.clone())).or_insert_with(|| Letter {
                account,
                channel,
                parts: Vec::new(),
            });
            bundle.parts.push(part);
        } else {
            letters.push(Letter { account, channel, parts: vec![part] });
        }
    }
    letters.extend(bundles.into_values());
    Ok(letters)
}

async fn deliver_one(state: &State, claim: Uuid, letter: Letter) -> ApiResult<(usize, Reached)> {
    let (at, began) = (state.now(), Instant::now());
    let outcome = match written(state, &letter).await? {
        Ok(message) => match state.shared.channels.get(letter.channel) {
            Some(channel) => channel.send(&message).await,
            None => Outcome::never("channel_off"),
        },
        Err(why) => Outcome::never(why),
    };
    let now = state.now();
    let attempt = letter.parts.iter().map(|part| part.attempts).max().unwrap_or(0);
    let attempt = usize::try_from(attempt).unwrap_or(0) + 1;
    let end = DeliveryEnd {
        after: after_attempt(attempt, outcome.reached, now),
        error: outcome.error,
        at,
        ms: i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX),
    };
    let ids: Vec<(Uuid, Uuid)> =
        letter.parts.iter().map(|part| (part.id, state.shared.ids.next_id())).collect();
    state.store.end_notifications(claim, &ids, &end, now).await?;
    Ok((ids.len(), outcome.reached))
}

/// The message in words, by what its reader may know now; or why there is none.
async fn written(state: &State, letter: &Letter) -> ApiResult<Result<Message, &'static str>> {
    let actors = state.store.actors_for(&[Audience::Account(letter.account)]).await?;
    let Some(mut actor) = actors.into_iter().find(|actor| actor.account == letter.account) else {
        return Ok(Err("account_disabled"));
    };
    actor.must_change_password = false;
    let rows = state.store.notification_choices(vec![letter.account.0]).await?;
    let Some(row) = rows.first() else { return Ok(Err("account_disabled")) };
    let Some(to) = address(state, letter.channel, row)? else { return Ok(Err("no_address")) };
    let english = row.choices()?.english;
    let matters = letter.parts.iter().filter_map(|part| part.suggestion_id).collect();
    let captions = state.store.captions(matters).await?;
    let mut lines = Vec::new();
    for part in &letter.parts {
        lines.extend(line(state, part, &captions, &actor, english)?);
    }
    Ok(match lines.as_slice() {
        [] => Err("not_readable"),
        [only] => Ok(Message {
            id: letter.parts[0].id,
            at: state.now(),
            to,
            subject: format!("{}{}", mark(english), heading(only.kind, english)),
            text: format!("{}\n{}", only.text, only.link),
            short: only.short.clone(),
            link: only.link.clone(),
        }),
        many => Ok(bundle(state, letter, to, many, &actor, english)),
    })
}

struct Line {
    kind: NoticeKind,
    text: String,
    short: String,
    link: String,
}

fn mark(english: bool) -> &'static str {
    if english { "[Deputies' Home] " } else { "【代表之家】" }
}

fn line(
    state: &State,
    part: &ClaimedDelivery,
    captions: &HashMap<Uuid, Caption>,
    actor: &Actor,
    english: bool,
) -> ApiResult<Option<Line>> {
    let kind = kind_of(&part.kind)?;
    let facts: Facts = serde_json::from_value(part.facts.clone()).map_err(anyhow::Error::from)?;
    let caption = shown(captions, part.suggestion_id, kind, actor);
    if caption.is_none() && !kind.is_bare() {
        return Ok(None);
    }
    let number = caption.and_then(|caption| caption.number.as_deref());
    // 涉密: named only inside.
    let title = caption.filter(|caption| !caption.confidential).map(|caption| caption.title.as_str());
    let told = Told { title, number, unit: part.unit_name.as_deref(), english };
    Ok(Some(Line {
        kind,
        text: sentence(kind, &facts, told),
        short: short_text(kind, &facts, number, english),
        link: link(state, actor, part.suggestion_id.filter(|_| caption.is_some())),
    }))
}

fn bundle(
    state: &State,
    letter: &Letter,
    to: String,
    lines: &[Line],
    actor: &Actor,
    english: bool,
) -> Message {
    let count = lines.len();
    let mut text =
        if english { format!("You have {count} notices:\n") } else { format!("您有{count}条通知：\n") };
    for (place, line) in lines.iter().enumerate() {
        text.push_str(&format!("{}. {}\n", place + 1, line.text));
    }
    let link = link(state, actor, None);
    text.push_str(&link);
    let said = if english { format!("{count} notices") } else { format!("{count}条通知") };
    let short = if english {
        format!("You have {count} new notices. Sign in to read.")
    } else {
        format!("您有{count}条新通知，请登录查看。")
    };
    Message {
        id: letter.parts[0].id,
        at: state.now(),
        to,
        subject: format!("{}{said}", mark(english)),
        text,
        short,
        link,
    }
}

/// Where it is read: deputies have a door of their own.
fn link(state: &State, actor: &Actor, matter: Option<Uuid>) -> String {
    let of_deputy = |role: Role| role.scope_kind() == ScopeKind::Deputy;
    let deputy = !actor.grants().is_empty() && actor.grants().iter().all(|grant| of_deputy(grant.role));
    let door = if deputy { "d" } else { "desk" };
    let base = &state.shared.public_url;
    match matter {
        Some(id) => format!("{base}/{door}/suggestions/{id}"),
        None => format!("{base}/{door}/notifications"),
    }
}

/// The place under which an account's own address is sealed.
pub(super) fn sealed_at(account: AccountId, channel: Channel) -> Vec<u8> {
    format!("notification/{account}/{channel}").into_bytes()
}

/// Where the person is reached: what he entered for notices, else what the register of persons holds.
fn address(state: &State, channel: Channel, row: &ChoiceRow) -> ApiResult<Option<String>> {
    let protector = Protector::new(&state.shared.keys);
    let person = row.person_id.map(PersonId);
    let (chosen, registered) = match channel {
        Channel::InApp => return Ok(None),
        Channel::Email => (&row.email_sealed, person.zip(row.person_email_sealed.as_ref())),
        Channel::Sms => (&row.mobile_sealed, person.zip(row.person_mobile_sealed.as_ref())),
        Channel::Wechat => (&row.wechat_sealed, None),
    };
    match (chosen, registered) {
        (Some(sealed), _) => {
            protector.open_at(&sealed_at(AccountId(row.account_id), channel), sealed).map(Some)
        }
        (None, Some((person, sealed))) => {
            let field =
                if channel == Channel::Email { ProtectedField::Email } else { ProtectedField::Mobile };
            protector.open(person, field, sealed).map(Some)
        }
        (None, None) => Ok(None),
    }
}
