//! What the publication desk shows and is told about files.

use super::{
    codes::PublicationPartCode,
    marking_dto::{MarkChoiceDto, MarkResponse},
};
use crate::{
    file::AttachedFile,
    http::{Code, Instant},
};
use domain::{
    file::{FileFindingKind, FilePlace, FileReadability},
    suggestion::PublicationPart,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// Schema of `FileReadability`.
pub type FileReadabilityCode = Code<FileReadability>;
/// Schema of `FilePlace`.
pub type FilePlaceCode = Code<FilePlace>;
/// Schema of `FileFindingKind`.
pub type FileFindingKindCode = Code<FileFindingKind>;

/// A file of a part (附件), what was found in it, and what becomes of it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"file": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "name": "现场情况.docx",
    "media_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "size": 18211},
    "sha256": "9f86d081…", "readability": "text", "cleanable": true, "needs_look": false, "suggested_name": "现场情况",
    "findings": [{"kind": "author", "detail": "张三"}],
    "sections": [{"field": "0", "place": "body", "label": "", "text": "电话13857212345。", "marks": []}], "undecided": 1,
    "verdict": null}))]
pub struct MarkedFileResponse {
    /// The file; it is never public itself.
    pub file: AttachedFile,
    /// SHA-256 of its bytes: decisions name it, so that none is made about a file that has changed.
    pub sha256: String,
    /// How far it can be read.
    #[schema(value_type = FileReadabilityCode)]
    pub readability: FileReadability,
    /// A public copy can be made of it.
    pub cleanable: bool,
    /// No text tells what is in it: to publish it, somebody has to look at it and say so by name.
    pub needs_look: bool,
    /// A public name in which no personal data was found.
    pub suggested_name: String,
    /// What it holds besides its text; none of it is in a public copy.
    pub findings: Vec<FileFindingResponse>,
    /// Its texts.
    pub sections: Vec<MarkedSectionResponse>,
    /// Marks that wait for a decision.
    pub undecided: u32,
    /// What was decided; `null`: nothing yet, so it stays inside.
    pub verdict: Option<FileVerdictResponse>,
}

/// Something that a file holds besides its text (其他发现).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "author", "detail": "张三"}))]
pub struct FileFindingResponse {
    /// What.
    #[schema(value_type = FileFindingKindCode)]
    pub kind: FileFindingKind,
    /// As it stands there, or how many.
    pub detail: String,
}

/// A text of a file.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"field": "0", "place": "page", "label": "1", "text": "电话13857212345。", "marks": []}))]
pub struct MarkedSectionResponse {
    /// Its number, by which choices name it.
    pub field: String,
    /// Where it stands.
    #[schema(value_type = FilePlaceCode)]
    pub place: FilePlace,
    /// Number of the page, or name of the sheet; else empty.
    pub label: String,
    /// The exact text; of a workbook one row a line.
    pub text: String,
    /// Marks in their order.
    pub marks: Vec<MarkResponse>,
}

/// What becomes of a file (附件公开决定).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"publish": true, "copy": {"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b53", "name": "现场情况.pdf",
    "media_type": "application/pdf", "size": 40211}, "reason": null, "looked_by": null, "by": "李主任",
    "at": "2026-05-20T09:30:00.123456+08:00"}))]
pub struct FileVerdictResponse {
    /// Published, as its copy; else it stays inside.
    pub publish: bool,
    /// The public copy (公开副本).
    pub copy: Option<AttachedFile>,
    /// Why it stays inside.
    pub reason: Option<String>,
    /// Who has looked at it (查看人).
    pub looked_by: Option<String>,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Which file was looked at.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"part": "text", "reply_id": null, "file_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "sha256": "9f86d081…"}))]
pub struct PublicationFileRef {
    /// Of which part.
    #[schema(value_type = PublicationPartCode)]
    pub part: PublicationPart,
    /// Of which letter, for the part `reply`.
    #[serde(default)]
    pub reply_id: Option<Uuid>,
    /// The file.
    pub file_id: Uuid,
    /// SHA-256 of the bytes that were shown.
    #[validate(length(max = 64))]
    pub sha256: String,
}

/// 处理附件标注
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"file": {"part": "text", "reply_id": null, "file_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "sha256": "9f86d081…"},
    "choices": [{"field": "0", "start": 2, "end": 13, "kind": "mobile", "decision": "cover", "reason": null}]}))]
pub struct DecideFileMarksRequest {
    /// Which file.
    #[validate(nested)]
    pub file: PublicationFileRef,
    /// Decisions; a stretch that is no mark yet becomes one.
    #[validate(length(min = 1, max = 500), nested)]
    pub choices: Vec<MarkChoiceDto>,
}

/// 附件公开决定
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"file": {"part": "text", "reply_id": null, "file_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52",
    "sha256": "9f86d081…"}, "publish": true, "public_name": "现场情况", "looked_by": null, "reason": null}))]
pub struct DecideFileRequest {
    /// Which file.
    #[validate(nested)]
    pub file: PublicationFileRef,
    /// Published as a copy, or kept inside.
    pub publish: bool,
    /// 公开文件名, to publish; it may not tell personal data.
    #[serde(default)]
    #[validate(length(max = 120))]
    pub public_name: Option<String>,
    /// 查看人, to publish what no text can be read of.
    #[serde(default)]
    #[validate(length(max = 40))]
    pub looked_by: Option<String>,
    /// Why it stays inside.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub reason: Option<String>,
}
