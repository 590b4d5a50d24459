//! 通知偏好: by which ways, how often, when not; and where one is reached.

use super::{
    choices_dto::{
        AddressSource, BindWechatRequest, ChannelPreference, GroupPreference,
        NotificationPreferencesResponse, UpdateNotificationPreferencesRequest,
    },
    deliver::sealed_at,
};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, Fields, IfMatch},
    protect::Protector,
    state::State,
};
use actix_web::web;
use domain::{
    authz::{Actor, OwnAccount, act, require},
    kernel::{AccountId, AuditChange, ErrorCode, Event, FieldError, Patch, PersonId, Version},
    notification::{Channel, NoticeGroup, NoticeKind, QuietHours},
    org::{Email, Mobile, ProtectedField},
};
use persistence::{
    Uow,
    notification::{ChoiceRow, NewChoices},
};
use serde_json::json;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_notification_preferences, get_notification_preferences)
        .route(__path_update_notification_preferences, update_notification_preferences)
        .route(__path_bind_wechat, bind_wechat);
}

/// How I am told
///
/// 通知偏好. Addresses are masked.
#[utoipa::path(get, path = "/api/v1/notifications/preferences", tag = "notification", security(("bearer" = [])),
    responses((status = 200, description = "What I chose", body = NotificationPreferencesResponse)))]
pub(super) async fn get_notification_preferences(
    state: web::Data<State>,
    caller: Caller,
) -> ApiResult<Answer> {
    require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let rows = state.store.notification_choices(vec![caller.actor.account.0]).await?;
    answer(&state, &caller, rows.first().ok_or(ErrorCode::NotFound)?)
}

/// Change how I am told
///
/// 修改通知偏好. Some kinds cannot be switched off in the application: legal deadlines and verdicts.
#[utoipa::path(patch, path = "/api/v1/notifications/preferences", tag = "notification", security(("bearer" = [])),
    params(IfMatch), request_body = UpdateNotificationPreferencesRequest,
    responses((status = 200, description = "What I chose", body = NotificationPreferencesResponse)))]
pub(super) async fn update_notification_preferences(
    state: web::Data<State>,
    caller: Caller,
    seen: IfMatch,
    body: Body<UpdateNotificationPreferencesRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let account = caller.actor.account;
    let uow = state.begin(&caller).await?;
    let row = uow.notification_choice(account).await?.ok_or(ErrorCode::NotFound)?;
    seen.check(Version(row.version))?;
    let (wanted, mut fields) = body.open();
    let new = changed(&state, account, &row, wanted, &mut fields)?;
    fields.finish()?;
    let changed = what_changed(&row, &new);
    save(&uow, account, new, permit.action_name(), &changed).await?;
    uow.commit().await?;
    let rows = state.store.notification_choices(vec![account.0]).await?;
    answer(&state, &caller, rows.first().ok_or(ErrorCode::NotFound)?)
}

/// Bind my 微信
///
/// 绑定微信公众号: with the code that the platform gives to the official account's page.
#[utoipa::path(post, path = "/api/v1/notifications/preferences/wechat", tag = "notification", security(("bearer" = [])),
    request_body = BindWechatRequest,
    responses((status = 200, description = "Bound", body = NotificationPreferencesResponse)))]
pub(super) async fn bind_wechat(
    state: web::Data<State>,
    caller: Caller,
    body: Body<BindWechatRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::UseOwnAccount>(&caller.actor, &OwnAccount)?;
    let account = caller.actor.account;
    let wanted = body.valid()?;
    // Outside of any transaction.
    let found = state.shared.channels.openid(&wanted.code).await.ok_or(ErrorCode::NotificationChannelOff)?;
    let openid = found.map_err(|why| {
        tracing::warn!(%why, "微信 does not know a code");
        FieldError::new("#/code", ErrorCode::ValueInvalid)
    })?;
    let uow = state.begin(&caller).await?;
    let row = uow.notification_choice(account).await?.ok_or(ErrorCode::NotFound)?;
    let protector = Protector::new(&state.shared.keys);
    let new = NewChoices {
        choices: row.choices()?,
        email_sealed: row.email_sealed.clone(),
        mobile_sealed: row.mobile_sealed.clone(),
        wechat_sealed: Some(protector.seal_at(&sealed_at(account, Channel::Wechat), &openid)?),
    };
    save(&uow, account, new, permit.action_name(), &["wechat"]).await?;
    uow.commit().await?;
    let rows = state.store.notification_choices(vec![account.0]).await?;
    answer(&state, &caller, rows.first().ok_or(ErrorCode::NotFound)?)
}

async fn save(
    uow: &Uow,
    account: AccountId,
    new: NewChoices,
    action: &'static str,
    changed: &[&str],
) -> ApiResult<()> {
    let version = uow.save_notification_choice(account, new).await?;
    // Which things, never the addresses.
    uow.audit(AuditChange {
        action,
        subject: "account",
        subject_id: account.0,
        before: json!({}),
        after: json!({ "notification_preferences": changed }),
    })
    .await?;
    let event = Event {
        kind: "account.notification_preferences_changed",
        aggregate: "account",
        aggregate_id: account.0,
        data: json!({ "changed": changed }),
    };
    Ok(uow.emit(event, version).await?)
}

fn what_changed(row: &ChoiceRow, new: &NewChoices) -> Vec<&'static str> {
    let same = row.choices().is_ok_and(|before| before == new.choices);
    let mut changed = Vec::new();
    if !same {
        changed.push("choices");
    }
    for (name, before, after) in [
        ("email", &row.email_sealed, &new.email_sealed),
        ("mobile", &row.mobile_sealed, &new.mobile_sealed),
        ("wechat", &row.wechat_sealed, &new.wechat_sealed),
    ] {
        if before != after {
            changed.push(name);
        }
    }
    changed
}

fn changed(
    state: &State,
    account: AccountId,
    row: &ChoiceRow,
    wanted: UpdateNotificationPreferencesRequest,
    fields: &mut Fields,
) -> ApiResult<NewChoices> {
    let mut choices = row.choices()?;
    if let Some(groups) = wanted.groups {
        choices.channels.clear();
        for (place, one) in groups.into_iter().enumerate() {
            let mut ways = one.channels;
            ways.sort_unstable();
            ways.dedup();
            if choices.channels.insert(one.group, ways).is_some() {
                fields.add(FieldError::new(format!("#/groups/{place}/group"), ErrorCode::ValueInvalid));
            }
        }
    }
    choices.digest = wanted.digest.unwrap_or(choices.digest);
    choices.english = wanted.english.unwrap_or(choices.english);
    let (mut from, mut to) = (choices.quiet.map(|quiet| quiet.from), choices.quiet.map(|quiet| quiet.to));
    wanted.quiet_from.apply_to_option(&mut from);
    wanted.quiet_to.apply_to_option(&mut to);
    choices.quiet = match (from, to) {
        (Some(from), Some(to)) if from != to => Some(QuietHours { from, to }),
        (None, None) => None,
        _ => {
            fields.add(FieldError::new("#/quiet_to", ErrorCode::ValueInvalid));
            None
        }
    };
    let protector = Protector::new(&state.shared.keys);
    let seal = |channel, plain: &str| protector.seal_at(&sealed_at(account, channel), plain);
    let mut email_sealed = row.email_sealed.clone();
    match wanted.email {
        Patch::Absent => {}
        Patch::Null => email_sealed = None,
        Patch::Value(text) => match Email::parse("#/email", &text) {
            Ok(email) => email_sealed = Some(seal(Channel::Email, email.as_str())?),
            Err(error) => fields.add(error),
        },
    }
    let mut mobile_sealed = row.mobile_sealed.clone();
    match wanted.mobile {
        Patch::Absent => {}
        Patch::Null => mobile_sealed = None,
        Patch::Value(text) => match Mobile::parse("#/mobile", &text) {
            Ok(mobile) => mobile_sealed = Some(seal(Channel::Sms, mobile.as_str())?),
            Err(error) => fields.add(error),
        },
    }
    let mut wechat_sealed = row.wechat_sealed.clone();
    match wanted.wechat {
        Patch::Absent => {}
        Patch::Null => wechat_sealed = None,
        Patch::Value(_) => fields.add(FieldError::new("#/wechat", ErrorCode::ValueInvalid)),
    }
    Ok(NewChoices { choices, email_sealed, mobile_sealed, wechat_sealed })
}

fn answer(state: &State, caller: &Caller, row: &ChoiceRow) -> ApiResult<Answer> {
    let english = caller.request.language == crate::http::Language::English;
    let word = |zh: &'static str, en: &'static str| if english { en } else { zh }.to_owned();
    let choices = row.choices()?;
    let groups = NoticeGroup::ALL
        .iter()
        .filter(|group| **group != NoticeGroup::System)
        .map(|group| GroupPreference {
            group: *group,
            title: word(group.zh(), group.en()),
            channels: choices.channels.get(group).cloned(),
            locked: NoticeKind::ALL.iter().any(|kind| kind.group() == *group && kind.is_locked()),
        })
        .collect();
    let channels = [Channel::Email, Channel::Sms, Channel::Wechat]
        .into_iter()
        .map(|channel| {
            let (address, source) = masked(state, &caller.actor, row, channel)?.unzip();
            Ok(ChannelPreference {
                channel,
                title: word(channel.zh(), channel.en()),
                available: state.shared.channels.get(channel).is_some(),
                address,
                source,
            })
        })
        .collect::<ApiResult<_>>()?;
    let response = NotificationPreferencesResponse {
        groups,
        channels,
        digest: choices.digest,
        quiet_from: choices.quiet.map(|quiet| quiet.from),
        quiet_to: choices.quiet.map(|quiet| quiet.to),
        english: choices.english,
        version: row.version,
    };
    Ok(Answer::ok(&response)?.version(Version(row.version)))
}

/// Where somebody is reached, as far as it is shown.
fn masked(
    state: &State,
    actor: &Actor,
    row: &ChoiceRow,
    channel: Channel,
) -> ApiResult<Option<(String, AddressSource)>> {
    let protector = Protector::new(&state.shared.keys);
    let own = |sealed: &Option<Vec<u8>>| {
        sealed
            .as_ref()
            .map(|sealed| protector.open_at(&sealed_at(actor.account, channel), sealed))
            .transpose()
    };
    let person = row.person_id.map(PersonId);
    let registered = |field, sealed: &Option<Vec<u8>>| {
        person.zip(sealed.as_ref()).map(|(person, sealed)| protector.open(person, field, sealed)).transpose()
    };
    let mask_email = |text: String| Email::parse("", &text).map(|email| email.masked()).ok();
    let mask_mobile = |text: String| Mobile::parse("", &text).map(|mobile| mobile.masked()).ok();
    let with = |source| move |text| (text, source);
    Ok(match channel {
        Channel::InApp => None,
        Channel::Email => match own(&row.email_sealed)? {
            Some(text) => mask_email(text).map(with(AddressSource::Own)),
            None => registered(ProtectedField::Email, &row.person_email_sealed)?
                .and_then(mask_email)
                .map(with(AddressSource::Register)),
        },
        Channel::Sms => match own(&row.mobile_sealed)? {
            Some(text) => mask_mobile(text).map(with(AddressSource::Own)),
            None => registered(ProtectedField::Mobile, &row.person_mobile_sealed)?
                .and_then(mask_mobile)
                .map(with(AddressSource::Register)),
        },
        Channel::Wechat => own(&row.wechat_sealed)?.map(|openid| {
            let beginning: String = openid.chars().take(4).collect();
            (format!("{beginning}****"), AddressSource::Own)
        }),
    })
}
