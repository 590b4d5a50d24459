use super::dto::{PutSettingRequest, SettingList, SettingListQuery, SettingResponse};
use crate::{
    http::{Answer, Api, ApiResult, Body, Caller, IfMatch, Language, Query},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{act, require},
    kernel::{ErrorCode, TextRule, Version, business_date},
    settings::{
        ChangeSetting, MAX_REASON, SettingKey, SettingVersion, Settings, SystemSettings, change_setting,
    },
};
use persistence::settings::SettingVersionRow;

const REASON: TextRule = TextRule::body(1, MAX_REASON);

pub(super) fn register(api: &mut Api) {
    api.route(__path_list_settings, list_settings)
        .route(__path_get_setting, get_setting)
        .route(__path_put_setting, put_setting);
}

/// List settings
///
/// 系统设置 with the values in force on a day, their bounds, the law behind them and their history.
#[utoipa::path(get, path = "/api/v1/settings", tag = "settings", security(("bearer" = [])), params(SettingListQuery),
    responses((status = 200, description = "All settings", body = SettingList)))]
pub(super) async fn list_settings(
    state: web::Data<State>,
    caller: Caller,
    query: Query<SettingListQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSettings>(&caller.actor, &SystemSettings)?;
    let date = query.on.unwrap_or_else(|| business_date(caller.request.now));
    let history = state.store.setting_history().await?;
    let settings = settings_of(&history, date)?;
    let represent = |key| SettingResponse::new(key, &settings, &history, caller.request.language);
    Answer::ok(&SettingList { items: SettingKey::ALL.iter().copied().map(represent).collect() })
}

/// One setting
///
/// 一项系统设置 with its history.
#[utoipa::path(get, path = "/api/v1/settings/{key}", tag = "settings", security(("bearer" = [])),
    params(("key" = String, Path, description = "The key", example = "reply_months"), SettingListQuery),
    responses((status = 200, description = "The setting", body = SettingResponse)))]
pub(super) async fn get_setting(
    state: web::Data<State>,
    caller: Caller,
    key: web::Path<String>,
    query: Query<SettingListQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadSettings>(&caller.actor, &SystemSettings)?;
    let date = query.on.unwrap_or_else(|| business_date(caller.request.now));
    answer(&state, parse_key(&key)?, date, caller.request.language).await
}

/// Change a setting
///
/// 修改系统设置 from a day on. The history keeps every value; deadlines that were computed stay as they are. Bounds of the law cannot be
/// passed, and a value that contradicts another setting on any later day is refused.
#[utoipa::path(put, path = "/api/v1/settings/{key}", tag = "settings", security(("bearer" = [])),
    params(("key" = String, Path, description = "The key", example = "sign_wd"), IfMatch),
    request_body = PutSettingRequest,
    responses((status = 200, description = "The setting with its history", body = SettingResponse)))]
pub(super) async fn put_setting(
    state: web::Data<State>,
    caller: Caller,
    key: web::Path<String>,
    seen: IfMatch,
    body: Body<PutSettingRequest>,
) -> ApiResult<Answer> {
    let permit = require::<act::ManageSettings>(&caller.actor, &SystemSettings)?;
    let key = parse_key(&key)?;
    let today = business_date(caller.request.now);
    let (request, mut fields) = body.open();
    let valid_from = request.valid_from.unwrap_or(today);
    let uow = state.begin(&caller).await?;
    let setting = uow.lock_setting(key).await?;
    seen.check(Version(setting.version))?;
    let reason = fields.take(REASON.check("#/reason", &request.reason));
    fields.finish()?;
    let history: Vec<SettingVersion> =
        uow.setting_history().await?.iter().filter_map(SettingVersionRow::version).collect();
    let change = ChangeSetting { key, value: &request.value, valid_from, reason: &reason };
    let changed = change_setting(&permit, setting.id, &history, &change)?;
    let version = uow.add_setting_version(setting, seen.0, &changed.version, &reason).await?;
    uow.audit(changed.audit).await?;
    uow.emit(changed.event, version).await?;
    uow.commit().await?;
    state.shared.configuration.forget();
    answer(&state, key, today, caller.request.language).await
}

/// An unknown key names nothing.
fn parse_key(key: &str) -> ApiResult<SettingKey> {
    key.parse().map_err(|_| ErrorCode::NotFound.into())
}

fn settings_of(history: &[SettingVersionRow], date: NaiveDate) -> ApiResult<Settings> {
    let versions: Vec<SettingVersion> = history.iter().filter_map(SettingVersionRow::version).collect();
    let settings = Settings::at(&versions, date);
    Ok(settings.map_err(|errors| anyhow::anyhow!("stored settings are not valid: {errors:?}"))?)
}

async fn answer(state: &State, key: SettingKey, date: NaiveDate, language: Language) -> ApiResult<Answer> {
    let history = state.store.setting_history().await?;
    let settings = settings_of(&history, date)?;
    let setting = SettingResponse::new(key, &settings, &history, language);
    let version = Version(setting.version);
    Ok(Answer::ok(&setting)?.version(version))
}
