//! Rendered public pages in memory. Before one is shown, the stamp of everything that the public reads is looked at; so
//! a page that was withdrawn is never shown after the withdrawal was acknowledged, whichever replica took it.

use crate::http::Language;
use actix_web::web::Bytes;
use persistence::PublicStamp;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// Bytes of pages kept at most; beyond, all are forgotten and the next readers fill it anew.
const MOST: usize = 16 * 1024 * 1024;

/// One rendered page.
pub(super) struct Page {
    /// The JSON.
    pub body: Bytes,
    /// Its hash, in quotes.
    pub etag: String,
    /// The version of the matter it was rendered from.
    pub version: i64,
}

/// A page and the stamp under which it is known to be true.
#[derive(Clone)]
pub(super) struct Kept {
    pub page: Arc<Page>,
    pub stamp: PublicStamp,
}

/// The pages of this process, shared by its workers.
#[derive(Default)]
pub struct PublicPages(RwLock<Table>);

#[derive(Default)]
struct Table {
    pages: HashMap<(Uuid, Language), Kept>,
    bytes: usize,
}

impl PublicPages {
    /// The page as it was kept.
    pub(super) fn get(&self, id: Uuid, language: Language) -> Option<Kept> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).pages.get(&(id, language)).cloned()
    }

    /// Keeps a page that was read, or found unchanged, after the stamp.
    pub(super) fn keep(&self, id: Uuid, language: Language, kept: Kept) {
        let mut table = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if table.bytes + kept.page.body.len() > MOST {
            *table = Table::default();
        }
        table.bytes += kept.page.body.len();
        if let Some(before) = table.pages.insert((id, language), kept) {
            table.bytes -= before.page.body.len();
        }
    }

    /// Forgets a page that is no more.
    pub(super) fn forget(&self, id: Uuid, language: Language) {
        let mut table = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = table.pages.remove(&(id, language)) {
            table.bytes -= before.page.body.len();
        }
    }
}
