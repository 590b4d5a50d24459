use crate::{
    http::{ApiError, ApiResult},
    state::State,
};
use actix_web::web::{self, Bytes};
use chrono::{DateTime, Utc};
use documents::{
    DocumentError,
    attachment::{CopyPlan, public_copy},
    ballot::CountRecord,
    fonts::FontLibrary,
    layout::Document,
    letter::{ReplyLetter, SuggestionPaper},
};
use domain::{file::FileReadability, kernel::ErrorCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Mutex, OnceLock, PoisonError},
};
use tokio::sync::Semaphore;
use utoipa::ToSchema;

/// How many documents are remembered, and how many bytes of them.
const KEPT: usize = 64;
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// Changes when the same content is to look different: what a browser has kept is then asked for again.
const EDITION: &[u8] = b"daibiao-letters/2";

type Key = [u8; 32];

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// PDF with embedded fonts.
    Pdf,
    /// Word.
    Docx,
}

/// What is to be printed, complete.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Printed {
    /// A form, a report, a collection: its instant beside it, because it decides bytes too.
    Document(Box<Document>, DateTime<Utc>),
    /// 答复函
    Letter(Box<ReplyLetter>),
    /// 代表建议专用纸
    Paper(Box<SuggestionPaper>),
    /// 计票结果报告单
    Count(Box<CountRecord>),
}

impl From<Document> for Printed {
    fn from(document: Document) -> Self {
        let at = document.rendered_at;
        Self::Document(Box::new(document), at)
    }
}

impl Printed {
    /// What it looks like.
    pub(super) fn document(&self) -> Document {
        match self {
            Self::Document(document, _) => (**document).clone(),
            Self::Letter(letter) => letter.document(),
            Self::Paper(paper) => paper.document(),
            Self::Count(record) => record.document(),
        }
    }

    fn render(&self, format: Format, fonts: Option<&FontLibrary>) -> Result<Vec<u8>, DocumentError> {
        let missing = || DocumentError::NoChineseFont { searched: Vec::new() };
        match format {
            Format::Docx => self.document().to_docx(),
            Format::Pdf => self.document().to_pdf(fonts.ok_or_else(missing)?),
        }
    }
}

/// Renders documents: one at a time, because the typesetter takes a processor and much memory while it works, and never on
/// the threads that answer requests. Remembers the last ones, the least recently asked for goes first.
pub struct Typesetter {
    font_dirs: Vec<PathBuf>,
    fonts: OnceLock<FontLibrary>,
    turn: Semaphore,
    kept: Mutex<VecDeque<(Key, Bytes)>>,
}

impl Typesetter {
    /// With the fonts of these folders; they are looked for when the first PDF is asked for.
    pub fn new(font_dirs: Vec<PathBuf>) -> Self {
        Self { font_dirs, fonts: OnceLock::new(), turn: Semaphore::new(1), kept: Mutex::new(VecDeque::new()) }
    }

    fn recall(&self, key: &Key) -> Option<Bytes> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == key)?;
        let found = kept.remove(at)?;
        let bytes = found.1.clone();
        kept.push_back(found);
        Some(bytes)
    }

    fn keep(&self, key: Key, bytes: Bytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, bytes));
        while kept.len() > KEPT || kept.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > KEPT_BYTES {
            kept.pop_front();
        }
    }

    /// The fonts; looked for again while there are none, so that installing one needs no restart.
    fn fonts(&self) -> Result<&FontLibrary, DocumentError> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let found = FontLibrary::from_dirs(&self.font_dirs)?;
        Ok(self.fonts.get_or_init(|| found))
    }
}

/// The key of a document: everything that decides its bytes.
pub(super) fn key_of(printed: &Printed, format: Format) -> ApiResult<Key> {
    let content = serde_json::to_vec(printed).map_err(anyhow::Error::from)?;
    let format: &[u8] = match format {
        Format::Pdf => b"pdf",
        Format::Docx => b"docx",
    };
    Ok(Sha256::new().chain_update(EDITION).chain_update(format).chain_update(content).finalize().into())
}

/// The document, from memory or freshly rendered.
///
/// # Errors
/// `fonts.missing` for a PDF when no Chinese font is installed.
pub(super) async fn render(state: &State, printed: Printed, format: Format) -> ApiResult<Bytes> {
    let key = key_of(&printed, format)?;
    let shared = state.shared.clone();
    if let Some(bytes) = shared.typesetter.recall(&key) {
        return Ok(bytes);
    }
    let turn = state.shared.typesetter.turn.acquire().await.map_err(anyhow::Error::from)?;
    // Somebody before us in the queue may have wanted the same.
    if let Some(bytes) = shared.typesetter.recall(&key) {
        return Ok(bytes);
    }
    let rendering = web::block(move || {
        let typesetter = &shared.typesetter;
        let fonts = if format == Format::Pdf { Some(typesetter.fonts()?) } else { None };
        let bytes = Bytes::from(printed.render(format, fonts)?);
        typesetter.keep(key, bytes.clone());
        Ok::<_, DocumentError>(bytes)
    });
    let bytes = rendering.await.map_err(|error| anyhow::anyhow!("{error}"))?.map_err(refuse)?;
    drop(turn);
    Ok(bytes)
}

/// Many documents, in their order. Each waits for its own turn, so that whoever wants one letter meanwhile is not kept waiting
/// for all of them; none is remembered, so that they do not drive out what others will ask for again.
///
/// # Errors
/// As [`render`].
pub(super) async fn render_many(
    state: &State,
    printed: Vec<Printed>,
    format: Format,
) -> ApiResult<Vec<Bytes>> {
    let mut files = Vec::with_capacity(printed.len());
    for one in printed {
        let shared = state.shared.clone();
        let turn = state.shared.typesetter.turn.acquire().await.map_err(anyhow::Error::from)?;
        let rendering = web::block(move || {
            let fonts = if format == Format::Pdf { Some(shared.typesetter.fonts()?) } else { None };
            one.render(format, fonts)
        });
        let bytes = rendering.await.map_err(|error| anyhow::anyhow!("{error}"))?.map_err(refuse)?;
        drop(turn);
        files.push(Bytes::from(bytes));
    }
    Ok(files)
}

/// A public copy of an attachment (公开副本); `None` when none can be made of it. Not remembered: it is stored.
///
/// # Errors
/// As [`render`].
pub(crate) async fn copy_for_the_public(
    state: &State,
    plan: CopyPlan,
    bytes: Vec<u8>,
) -> ApiResult<Option<Vec<u8>>> {
    let shared = state.shared.clone();
    let turn = state.shared.typesetter.turn.acquire().await.map_err(anyhow::Error::from)?;
    let making = web::block(move || {
        let written = plan.readability == FileReadability::Text;
        let fonts = if written { Some(shared.typesetter.fonts()?) } else { None };
        public_copy(&plan, &bytes, fonts)
    });
    let copy = making.await.map_err(|error| anyhow::anyhow!("{error}"))?.map_err(refuse)?;
    drop(turn);
    Ok(copy)
}

fn refuse(error: DocumentError) -> ApiError {
    match error {
        DocumentError::NoChineseFont { .. } => {
            tracing::error!(%error, "no PDF can be made");
            ErrorCode::FontsMissing.into()
        }
        other => ApiError::Defect(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_asked_for_is_forgotten_first() {
        let typesetter = Typesetter::new(Vec::new());
        let key = |n: usize| [u8::try_from(n).unwrap(); 32];
        for n in 0..KEPT {
            typesetter.keep(key(n), Bytes::from_static(b"x"));
        }
        assert!(typesetter.recall(&key(0)).is_some());
        typesetter.keep(key(200), Bytes::from_static(b"x"));
        assert!(typesetter.recall(&key(0)).is_some());
        assert!(typesetter.recall(&key(1)).is_none());
        typesetter.keep(key(201), Bytes::from(vec![0; KEPT_BYTES]));
        assert!(typesetter.recall(&key(0)).is_none());
        assert!(typesetter.recall(&key(201)).is_some());
    }
}
