use super::codes::{OriginCode, PublishConsentCode, RepeatedYearsCode, SuggestionKindCode};
use domain::suggestion::{Origin, PublishConsent, RepeatedYears, SuggestionKind, SuggestionText, Wishes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// The text of a draft and what the deputy wishes. A draft may be unfinished: completeness is checked when it is
/// submitted.
#[derive(Clone, Deserialize, Serialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "关于增设城区学校周边即停即走车位的建议", "facts": "城区三所小学周边上学放学时段拥堵。",
    "analysis": "接送车辆无处临时停靠。", "proposals": ["在三所小学周边增设即停即走车位", "优化接送时段交通组织"],
    "origin": "research", "publish_consent": "full", "preferred_unit_ids": []}))]
pub struct SuggestionDraft {
    /// 标题: 关于…的建议, at most 50 characters.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub title: String,
    /// 情况
    #[serde(default)]
    #[validate(length(max = 5000))]
    pub facts: String,
    /// 分析
    #[serde(default)]
    #[validate(length(max = 5000))]
    pub analysis: String,
    /// 具体意见, numbered by their place; the reply answers each.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub proposals: Vec<String>,
    /// 联系人, when not the lead deputy.
    #[serde(default)]
    pub contact_person_id: Option<Uuid>,
    /// 建议承办单位
    #[serde(default)]
    #[validate(length(max = 10))]
    pub preferred_unit_ids: Vec<Uuid>,
    /// 形成方式
    #[serde(default = "other_origin")]
    #[schema(value_type = OriginCode)]
    pub origin: Origin,
    /// Reference of the origin: an activity, an opinion item.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub origin_ref: Option<String>,
    /// 多次提出
    #[serde(default = "first_time")]
    #[schema(value_type = RepeatedYearsCode)]
    pub repeated_years: RepeatedYears,
    /// 公开意愿
    #[serde(default = "full_consent")]
    #[schema(value_type = PublishConsentCode)]
    pub publish_consent: PublishConsent,
    /// Why not the full text; required for `no`.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub publish_reason: Option<String>,
    /// 希望加强沟通
    #[serde(default)]
    pub want_contact: bool,
    /// 仅供参考，不需书面答复
    #[serde(default)]
    pub reference_only: bool,
    /// 欢迎附议
    #[serde(default)]
    pub open_for_cosign: bool,
    /// The deputy asks that units do not see who signed, with the reason (要求保护).
    #[serde(default)]
    #[validate(length(max = 500))]
    pub ask_protection: Option<String>,
    /// 附件: ids of uploaded files.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub attachment_ids: Vec<Uuid>,
}

fn other_origin() -> Origin {
    Origin::Other
}

fn first_time() -> RepeatedYears {
    RepeatedYears::None
}

fn full_consent() -> PublishConsent {
    PublishConsent::Full
}

impl SuggestionDraft {
    /// In the domain's words.
    pub(crate) fn into_parts(self) -> (SuggestionText, Wishes) {
        let text = SuggestionText {
            title: self.title,
            facts: self.facts,
            analysis: self.analysis,
            proposals: self.proposals,
        };
        let wishes = Wishes {
            contact_person: self.contact_person_id.map(Into::into),
            preferred_units: self.preferred_unit_ids.into_iter().map(Into::into).collect(),
            origin: self.origin,
            origin_ref: self.origin_ref,
            repeated_years: self.repeated_years,
            publish_consent: self.publish_consent,
            publish_reason: self.publish_reason,
            want_contact: self.want_contact,
            reference_only: self.reference_only,
            open_for_cosign: self.open_for_cosign,
            ask_protection: self.ask_protection,
            attachments: self.attachment_ids.into_iter().map(Into::into).collect(),
        };
        (text, wishes)
    }
}

/// 起草建议
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"draft": {"title": "关于增设城区学校周边即停即走车位的建议", "proposals": ["增设即停即走车位"]}}))]
pub struct CreateSuggestionRequest {
    /// The seat that leads (领衔代表); needed only by deputies with several seats.
    #[serde(default)]
    pub deputy_id: Option<Uuid>,
    /// 建议, or a motion that was converted (议案转建议).
    #[serde(default = "plain")]
    #[schema(value_type = SuggestionKindCode)]
    pub kind: SuggestionKind,
    /// The motion, for converted ones.
    #[serde(default)]
    #[validate(length(max = 100))]
    pub motion_ref: Option<String>,
    /// Text and wishes.
    #[validate(nested)]
    pub draft: SuggestionDraft,
}

fn plain() -> SuggestionKind {
    SuggestionKind::Suggestion
}

/// 邀请联名
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"deputy_ids": ["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"]}))]
pub struct InviteCosignersRequest {
    /// Deputies to be asked; those already asked are asked again.
    #[validate(length(min = 1, max = 50))]
    pub deputy_ids: Vec<Uuid>,
}

/// 确认联名: only for the text that was read.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text_version": 3}))]
pub struct ConfirmCosignRequest {
    /// `text_version` of the text that the deputy has read.
    pub text_version: u32,
}

/// A reason in words.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "已与有关单位当面沟通，情况发生变化。"}))]
pub struct ReasonRequest {
    /// The reason; the bounds are those of the command.
    #[validate(length(max = 2000))]
    pub reason: String,
}
