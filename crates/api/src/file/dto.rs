use crate::http::{ApiResult, Instant};
use domain::file::FileKind;
use persistence::file::{FileName, FileRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A file that was handed in (附件). Its content never changes.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "name": "现场照片.jpg", "kind": "jpg",
    "media_type": "image/jpeg", "size": 482113,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "uploaded_at": "2026-03-12T09:30:00.000000+08:00", "in_use": false}))]
pub struct FileResponse {
    /// Refer to it by this id in attachments and evidence.
    pub id: Uuid,
    /// What it is called when it is downloaded, at most 120 characters.
    pub name: String,
    /// Extension.
    pub kind: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Bytes as stored; an image may be smaller than what was sent.
    pub size: i64,
    /// SHA-256 of the stored bytes, hexadecimal.
    pub sha256: String,
    /// When it was handed in.
    pub uploaded_at: Instant,
    /// Something refers to it, so it cannot be deleted.
    pub in_use: bool,
}

impl FileResponse {
    pub(super) fn of(row: &FileRow, kind: FileKind) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            kind: kind.code(),
            media_type: kind.media_type(),
            size: row.size,
            sha256: hex(&row.sha256),
            uploaded_at: row.created_at.into(),
            in_use: row.used,
        }
    }
}

/// A file, as it is shown with what it belongs to (附件). Only to who may download it.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "name": "现场照片.jpg", "media_type": "image/jpeg",
    "size": 482113}))]
pub struct AttachedFile {
    /// To be downloaded under this id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Bytes.
    pub size: i64,
}

impl AttachedFile {
    /// Of its row.
    ///
    /// # Errors
    /// A kind that this release does not know.
    pub fn of(row: FileName) -> ApiResult<Self> {
        let kind: FileKind = row.kind.parse().map_err(|_| anyhow::anyhow!("unknown kind {}", row.kind))?;
        Ok(Self { id: row.id, name: row.name, media_type: kind.media_type(), size: row.size })
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
