//! Who signed, what was said before units had it, and who asked for it back, in the representation of one matter.

use super::{
    codes::{ReviewReasonCode, VerdictCode},
    detail_dto::Named,
};
use crate::http::Instant;
use domain::suggestion as s;
use serde::Serialize;
use utoipa::ToSchema;

/// 联名代表
#[derive(Serialize, ToSchema)]
pub struct CosignerResponse {
    /// The deputy.
    pub deputy: Named,
    /// `invited`, `confirmed`, `declined`, `expired`
    pub status: &'static str,
    /// Until when the invitation stands.
    pub expires_at: Instant,
    /// When confirmed.
    pub confirmed_at: Option<Instant>,
}

/// Remark of the review to the deputy.
#[derive(Serialize, ToSchema)]
pub struct ReviewRemarkResponse {
    /// `returned` or `not_accepted`
    pub decision: &'static str,
    /// Reasons of the dictionary.
    #[schema(value_type = Vec<ReviewReasonCode>)]
    pub reasons: Vec<s::ReviewReason>,
    /// In words.
    pub text: String,
    /// When.
    pub at: Instant,
}

/// 代表对承办单位的异议
#[derive(Serialize, ToSchema)]
pub struct ObjectionResponse {
    /// Who objects.
    pub deputy: Named,
    /// Why.
    pub reason: String,
    /// Whose it is in the deputy's opinion.
    pub suggested_unit: Option<Named>,
    /// When.
    pub at: Instant,
    /// What was decided.
    #[schema(value_type = VerdictCode)]
    pub verdict: s::Verdict,
    /// The answer.
    pub answer: Option<String>,
    /// When it was answered.
    pub decided_at: Option<Instant>,
}

/// One signer's word on a withdrawal.
#[derive(Serialize, ToSchema)]
pub struct WithdrawalConsentResponse {
    /// The co-signer.
    pub deputy: Named,
    /// When agreed; `null`: not yet.
    pub agreed_at: Option<Instant>,
}

/// 撤回申请 of a joint suggestion: it needs every signer's agreement.
#[derive(Serialize, ToSchema)]
pub struct WithdrawalResponse {
    /// The lead deputy's reason.
    pub reason: String,
    /// When asked.
    pub requested_at: Instant,
    /// Every co-signer, in the printed order.
    pub consents: Vec<WithdrawalConsentResponse>,
}

/// The text that the asking deputy confirmed before it was edited (原确认文本).
#[derive(Serialize, ToSchema)]
pub struct EarlierTextResponse {
    /// Its version.
    pub text_version: u32,
    /// 标题
    pub title: String,
    /// 情况
    pub facts: String,
    /// 分析
    pub analysis: String,
    /// 具体意见
    pub proposals: Vec<String>,
}
