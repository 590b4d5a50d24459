//! Documents in memory, as they are sent. One is shown only under the stamp that was read after the request came, so what
//! was withdrawn is never shown after the withdrawal was acknowledged, whichever replica took it (ADR 6).

use actix_web::web::Bytes;
use persistence::integration::OpenStamp;
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};
use uuid::Uuid;

/// Bytes kept at most; beyond, all are forgotten and the next readers fill it anew.
const MOST: usize = 16 * 1024 * 1024;

/// One published document.
#[derive(Clone)]
pub(super) struct Kept {
    /// Exactly what is sent.
    pub body: Bytes,
    /// Its hash, in quotes.
    pub etag: String,
    /// Under which it is known to be true.
    pub stamp: OpenStamp,
}

/// The published documents of this process, shared by its workers. Only what everybody sees: the official record is asked
/// for each time.
#[derive(Default)]
pub struct KeptMatters(RwLock<Table>);

#[derive(Default)]
struct Table {
    documents: HashMap<Uuid, Kept>,
    bytes: usize,
}

impl KeptMatters {
    /// The document, if it is known to be true under this stamp.
    pub(super) fn get(&self, id: Uuid, stamp: OpenStamp) -> Option<Kept> {
        let table = self.0.read().unwrap_or_else(PoisonError::into_inner);
        table.documents.get(&id).filter(|kept| kept.stamp == stamp).cloned()
    }

    /// Keeps a document that was read after its stamp.
    pub(super) fn keep(&self, id: Uuid, kept: Kept) {
        let mut table = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if table.bytes + kept.body.len() > MOST {
            *table = Table::default();
        }
        table.bytes += kept.body.len();
        if let Some(before) = table.documents.insert(id, kept) {
            table.bytes -= before.body.len();
        }
    }
}
