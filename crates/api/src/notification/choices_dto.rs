//! 通知偏好 as they are read and changed.

use super::codes::{ChannelCode, DigestCode, NoticeGroupCode};
use chrono::NaiveTime;
use domain::{
    kernel::Patch,
    notification::{Channel, Digest, NoticeGroup},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// The ways of one group of kinds.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"group": "deadline", "channels": ["in_app", "sms"]}))]
pub struct GroupChannels {
    /// The group.
    #[schema(value_type = NoticeGroupCode)]
    pub group: NoticeGroup,
    /// Its ways. Kinds that cannot be switched off stand in the application also without `in_app`.
    #[schema(value_type = Vec<ChannelCode>)]
    pub channels: Vec<Channel>,
}

/// One group as it is chosen now.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"group": "deadline", "title": "期限提醒", "channels": null, "locked": true}))]
pub struct GroupPreference {
    /// The group.
    #[schema(value_type = NoticeGroupCode)]
    pub group: NoticeGroup,
    /// In words.
    pub title: String,
    /// What I chose; `null`: each kind goes by the ways that suit it.
    #[schema(value_type = Option<Vec<ChannelCode>>)]
    pub channels: Option<Vec<Channel>>,
    /// Some of its kinds cannot be switched off in the application.
    pub locked: bool,
}

/// One way out of the application.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"channel": "sms", "title": "短信", "available": true, "address": "199****0001", "source": "register"}))]
pub struct ChannelPreference {
    /// The way.
    #[schema(value_type = ChannelCode)]
    pub channel: Channel,
    /// In words.
    pub title: String,
    /// It is set up here.
    pub available: bool,
    /// Where I am reached, masked.
    pub address: Option<String>,
    /// From where it is known.
    pub source: Option<AddressSource>,
}

/// From where an address is known.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(example = "own")]
pub enum AddressSource {
    /// I entered it for notices.
    Own,
    /// The register of persons holds it.
    Register,
}

/// 通知偏好: how I am told.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"groups": [], "channels": [], "digest": "at_once", "quiet_from": "22:00:00", "quiet_to": "07:00:00",
    "english": false, "version": 1}))]
pub struct NotificationPreferencesResponse {
    /// Groups of kinds.
    pub groups: Vec<GroupPreference>,
    /// Ways out of the application.
    pub channels: Vec<ChannelPreference>,
    /// How often messages are sent.
    #[schema(value_type = DigestCode)]
    pub digest: Digest,
    /// 免打扰 begins, by the congress's clock.
    pub quiet_from: Option<NaiveTime>,
    /// And ends.
    pub quiet_to: Option<NaiveTime>,
    /// Messages in English.
    pub english: bool,
    /// Optimistic lock; 0: nothing was chosen yet.
    pub version: i64,
}

/// 修改通知偏好 (merge-patch).
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"groups": [{"group": "publication", "channels": []}], "digest": "daily", "quiet_from": "22:00:00",
    "quiet_to": "07:00:00"}))]
pub struct UpdateNotificationPreferencesRequest {
    /// Groups that I choose for myself; the others go by the ways that suit each kind.
    #[validate(length(max = 20))]
    pub groups: Option<Vec<GroupChannels>>,
    /// How often messages are sent.
    #[schema(value_type = Option<DigestCode>)]
    pub digest: Option<Digest>,
    /// 免打扰 begins; `null` together with `quiet_to`: never.
    #[serde(default)]
    #[schema(value_type = Option<NaiveTime>)]
    pub quiet_from: Patch<NaiveTime>,
    /// And ends.
    #[serde(default)]
    #[schema(value_type = Option<NaiveTime>)]
    pub quiet_to: Patch<NaiveTime>,
    /// Messages in English.
    pub english: Option<bool>,
    /// E-mail for notices; `null`: that of the register again.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub email: Patch<String>,
    /// Mobile number for notices; `null`: that of the register again.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mobile: Patch<String>,
    /// `null` ends the binding to 微信; a value is refused: see `bind_wechat`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub wechat: Patch<String>,
}

/// A code of the official account's page.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "021AbCdE0XyZ"}))]
pub struct BindWechatRequest {
    /// What the platform appended to the address of the page.
    #[validate(length(min = 1, max = 200))]
    pub code: String,
}
