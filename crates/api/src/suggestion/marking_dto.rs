//! What the publication desk shows and is told about marks and the secrecy review.

use super::codes::{MarkDecisionCode, PublicationPartCode, SecrecyAspectCode};
use super::file_deciding_dto::MarkedFileResponse;
use crate::http::Instant;
use domain::suggestion::{MarkChoice, MarkDecision, PublicationPart, SecrecyAspect};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// The publication desk's view of one matter (公开审看).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b72", "version": 7, "parts": []}))]
pub struct PublicationDeskResponse {
    /// The suggestion.
    pub id: Uuid,
    /// Its version, as in `ETag`.
    pub version: i64,
    /// Its parts in the order of the public page.
    pub parts: Vec<MarkedPartResponse>,
}

/// One part with its marks.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"part": "title", "reply_id": null, "barred": null, "text_sha256": "9f86d081…", "undecided": 0,
    "fields": [{"field": "title", "text": "关于增设车位的建议", "marks": []}], "files": [], "secrecy": []}))]
pub struct MarkedPartResponse {
    /// Which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: PublicationPart,
    /// Which letter, for the part `reply`.
    pub reply_id: Option<Uuid>,
    /// Why nothing can be decided about it now: the code with which a decision would be refused.
    pub barred: Option<&'static str>,
    /// SHA-256 of the texts: decisions name it, so that none is made about a text that has changed.
    pub text_sha256: String,
    /// Marks that wait for a decision.
    pub undecided: u32,
    /// Its texts.
    pub fields: Vec<MarkedFieldResponse>,
    /// Its files: attachments of the text, evidence of a letter.
    pub files: Vec<MarkedFileResponse>,
    /// The secrecy review of exactly these texts, one line for each question (国家秘密、商业秘密、个人隐私、安全稳定).
    pub secrecy: Vec<SecrecyResponse>,
}

/// A text of a part.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"field": "facts", "text": "电话13857212345。", "marks": []}))]
pub struct MarkedFieldResponse {
    /// `title`, `facts`, `analysis`, `proposals/0`, `body`, `points/0` …
    pub field: String,
    /// The exact text.
    pub text: String,
    /// Marks in their order; those that were added by hand may overlap others.
    pub marks: Vec<MarkResponse>,
}

/// A mark of personal data (标注). Places are counted in Unicode scalar values.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"start": 2, "end": 13, "kind": "mobile", "found": true, "decision": "cover", "reason": null,
    "by": "李主任", "at": "2026-05-20T09:30:00.123456+08:00"}))]
pub struct MarkResponse {
    /// First character, from 0.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What it is: `id_number`, `bank_card`, `mobile`, `landline`, `email`, `wechat`, `qq`, `plate`, `address`, `minor_name`;
    /// `name`, `phone` or `other` where it was added by hand.
    pub kind: String,
    /// The recogniser found it.
    pub found: bool,
    /// What was decided; `null`: nothing yet.
    #[schema(value_type = Option<MarkDecisionCode>)]
    pub decision: Option<MarkDecision>,
    /// Why it may stay.
    pub reason: Option<String>,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub at: Option<Instant>,
}

/// A line of the secrecy review (保密审查).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"aspect": "privacy", "clear": true, "reviewer": "王保密", "note": null, "by": "李主任",
    "at": "2026-05-20T09:30:00.123456+08:00"}))]
pub struct SecrecyResponse {
    /// What is asked.
    #[schema(value_type = SecrecyAspectCode)]
    pub aspect: SecrecyAspect,
    /// The answer; `null`: not reviewed yet.
    pub clear: Option<bool>,
    /// Who answers for it (审查人).
    pub reviewer: Option<String>,
    /// What was considered, or stands against it.
    pub note: Option<String>,
    /// Who entered it.
    pub by: Option<String>,
    /// When.
    pub at: Option<Instant>,
}

/// 处理标注
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"part": "text", "reply_id": null, "text_sha256": "9f86d081…",
    "choices": [{"field": "facts", "start": 2, "end": 13, "kind": "mobile", "decision": "cover", "reason": null}]}))]
pub struct DecideMarksRequest {
    /// Which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: PublicationPart,
    /// Which letter, for the part `reply`.
    #[serde(default)]
    pub reply_id: Option<Uuid>,
    /// The texts that were shown.
    #[validate(length(max = 64))]
    pub text_sha256: String,
    /// Decisions; a stretch that is no mark yet becomes one.
    #[validate(length(min = 1, max = 500), nested)]
    pub choices: Vec<MarkChoiceDto>,
}

/// What is to be done about a stretch.
#[derive(Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MarkChoiceDto {
    /// Which text of the part.
    #[validate(length(min = 1, max = 60))]
    pub field: String,
    /// First character, from 0.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What it is; see `kind` of a mark.
    #[validate(length(min = 1, max = 40))]
    pub kind: String,
    /// Covered or left; `null` takes the decision back.
    #[serde(default)]
    #[schema(value_type = Option<MarkDecisionCode>)]
    pub decision: Option<MarkDecision>,
    /// Why it may stay: needed for `leave`.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub reason: Option<String>,
}

impl From<MarkChoiceDto> for MarkChoice {
    fn from(choice: MarkChoiceDto) -> Self {
        let MarkChoiceDto { field, start, end, kind, decision, reason } = choice;
        Self { field, start, end, kind, decision, reason }
    }
}

/// 保密审查
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"part": "text", "reply_id": null, "text_sha256": "9f86d081…", "aspect": "state_secret",
    "clear": true, "reviewer": "王保密", "note": null}))]
pub struct ReviewSecrecyRequest {
    /// Which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: PublicationPart,
    /// Which letter, for the part `reply`.
    #[serde(default)]
    pub reply_id: Option<Uuid>,
    /// The texts that were shown.
    #[validate(length(max = 64))]
    pub text_sha256: String,
    /// What is answered.
    #[schema(value_type = SecrecyAspectCode)]
    pub aspect: SecrecyAspect,
    /// Nothing stands against publication.
    pub clear: bool,
    /// Who answers for it, where it is not the account (审查人).
    #[serde(default)]
    #[validate(length(max = 40))]
    pub reviewer: Option<String>,
    /// What stands against it: needed where something does.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub note: Option<String>,
}
