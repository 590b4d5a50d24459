//! 双公开: decided part by part.

use super::{
    codes::{PublicationPartCode, WithdrawalClassCode},
    command::{OnPublication, OnSuggestion},
    detail_dto::SuggestionResponse,
};
use crate::http::{Answer, Api, ApiResult, Body, IfMatch};
use domain::{
    authz::act,
    kernel::ReplyId,
    suggestion::{
        ProposePublication, PublicationDecision, PublicationPart, Redaction, SecrecyReview, WithdrawalClass,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

pub(super) fn register(api: &mut Api) {
    api.route(__path_propose_publication, propose_publication)
        .route(__path_decide_publication, decide_publication)
        .route(__path_unpublish, unpublish);
}

/// Characters that are masked before publication.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RedactionDto {
    /// Which text: `title`, `facts`, `analysis`, `proposals/0`, `body`, `points/0` …
    #[validate(length(min = 1, max = 60))]
    pub field: String,
    /// First character, from 0.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Why: `phone`, `id_number`, `address`, `name` …
    #[validate(length(min = 1, max = 40))]
    pub kind: String,
}

/// 提请公开一部分
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"part": "text", "reply_id": null, "no_state_secret": true, "no_commercial_secret": true,
    "no_privacy": true, "no_stability_risk": true, "redactions": []}))]
pub struct ProposePublicationRequest {
    /// Which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: PublicationPart,
    /// Which letter, for the part `reply`.
    #[serde(default)]
    pub reply_id: Option<Uuid>,
    /// 不涉及国家秘密
    pub no_state_secret: bool,
    /// 不涉及商业秘密
    pub no_commercial_secret: bool,
    /// 不涉及个人隐私
    pub no_privacy: bool,
    /// 不影响安全稳定
    pub no_stability_risk: bool,
    /// What is masked.
    #[serde(default)]
    #[validate(length(max = 500), nested)]
    pub redactions: Vec<RedactionDto>,
}

/// 公开决定
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"release": true, "reason": null}))]
pub struct DecidePublicationRequest {
    /// Released or withheld.
    pub release: bool,
    /// Why withheld.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub reason: Option<String>,
}

/// 撤下公开
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "标题表述有误，更正后重新公开。", "class": "mistake"}))]
pub struct UnpublishRequest {
    /// The reason, for the files of the congress.
    #[validate(length(max = 2000))]
    pub reason: String,
    /// What the public is told; without it `other`.
    #[serde(default)]
    #[schema(value_type = Option<WithdrawalClassCode>)]
    pub class: Option<WithdrawalClass>,
}

/// Propose to publish a part
///
/// 提请公开: needs the deputy's consent, the unit's attribute, every mark of personal data decided, and the four-way secrecy
/// review. What is masked and called clear here is added to what was decided about the text before.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/publications", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"), IfMatch),
    request_body = ProposePublicationRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn propose_publication(
    on: OnSuggestion,
    body: Body<ProposePublicationRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::ProposePublication>().await?;
    let command = propose(body.valid()?);
    let opened = opened.with_published_files().await?;
    opened
        .answer(|case, ctx| case.propose_publication(&permit, command, ctx).map(|(_, outcome)| outcome))
        .await
}

/// Release or withhold a part
///
/// 公开决定. Consent, attribute and review are asked again on the day.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/publications/{publication_id}/decide", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("publication_id" = Uuid, Path, description = "The part"), IfMatch),
    request_body = DecidePublicationRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn decide_publication(
    on: OnPublication,
    body: Body<DecidePublicationRequest>,
) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::PublishSuggestion>().await?;
    let request = body.valid()?;
    let decision = if request.release {
        PublicationDecision::Release
    } else {
        PublicationDecision::Withhold { reason: request.reason.unwrap_or_default() }
    };
    let opened = opened.with_published_files().await?;
    opened.answer(|case, ctx| case.decide_publication(&permit, on.part(), decision, ctx)).await
}

/// Take a published part down
///
/// 撤下已公开内容: leaves a tombstone, with the day and the class of the reason, and an audit line.
#[utoipa::path(post, path = "/api/v1/suggestions/{id}/publications/{publication_id}/unpublish", tag = "suggestion",
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion"),
        ("publication_id" = Uuid, Path, description = "The part"), IfMatch),
    request_body = UnpublishRequest,
    responses((status = 200, description = "The suggestion", body = SuggestionResponse)))]
pub(super) async fn unpublish(on: OnPublication, body: Body<UnpublishRequest>) -> ApiResult<Answer> {
    let (opened, permit) = on.open::<act::PublishSuggestion>().await?;
    let UnpublishRequest { reason, class } = body.valid()?;
    let class = class.unwrap_or(WithdrawalClass::Other);
    opened.answer(|case, ctx| case.unpublish(&permit, on.part(), (class, &reason), ctx)).await
}

fn propose(request: ProposePublicationRequest) -> ProposePublication {
    ProposePublication {
        part: request.part,
        reply: request.reply_id.map(ReplyId),
        review: SecrecyReview {
            secret: request.no_state_secret,
            commercial: request.no_commercial_secret,
            privacy: request.no_privacy,
            stability: request.no_stability_risk,
        },
        redactions: request
            .redactions
            .into_iter()
            .map(|mark| Redaction { field: mark.field, start: mark.start, end: mark.end, kind: mark.kind })
            .collect(),
    }
}
