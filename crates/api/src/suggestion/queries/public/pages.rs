//! Rendered public pages in memory. A page is forgotten when an event of its matter has been committed; events are
//! followed in the order of the outbox, by every replica for itself.

use crate::http::Language;
use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};
use uuid::Uuid;

/// Most pages kept; beyond, all are forgotten and the next readers fill it anew.
const MOST: usize = 20_000;
/// When nobody has looked for events for so long (milliseconds), no kept page is trusted.
const TRUSTED_MILLIS: i64 = 3_000;

/// One rendered page.
pub(super) struct Page {
    /// The JSON.
    pub body: Bytes,
    /// Its hash, in quotes.
    pub etag: String,
}

/// Which events were seen before a page was rendered.
#[derive(Clone, Copy)]
pub(super) struct Mark(u64);

/// The pages of this process, shared by its workers.
pub struct PublicPages {
    pages: RwLock<HashMap<(Uuid, Language), Arc<Page>>>,
    /// Counts forgettings: what was read from the database before one is not kept after it.
    generation: AtomicU64,
    /// When the follower last caught up, in milliseconds of the server's clock.
    caught_up: AtomicI64,
}

impl Default for PublicPages {
    fn default() -> Self {
        Self { pages: RwLock::default(), generation: AtomicU64::new(0), caught_up: AtomicI64::new(i64::MIN) }
    }
}

impl PublicPages {
    /// The page, when it is known to be true still.
    pub(super) fn get(&self, id: Uuid, language: Language, now: DateTime<Utc>) -> Option<Arc<Page>> {
        if !self.is_followed(now) {
            return None;
        }
        self.pages.read().unwrap_or_else(PoisonError::into_inner).get(&(id, language)).cloned()
    }

    /// To be taken before the database is read for a page.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.generation.load(Ordering::SeqCst))
    }

    /// Keeps a page, unless something was forgotten since the mark.
    pub(super) fn keep(&self, id: Uuid, language: Language, page: &Arc<Page>, since: Mark) {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if self.generation.load(Ordering::SeqCst) == since.0 {
            if pages.len() >= MOST {
                pages.clear();
            }
            pages.insert((id, language), page.clone());
        }
    }

    /// Forgets the pages of these matters.
    pub(super) fn forget(&self, ids: &[Uuid]) {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::SeqCst);
        for id in ids {
            pages.remove(&(*id, Language::Chinese));
            pages.remove(&(*id, Language::English));
        }
    }

    /// Forgets everything: a name that many pages show has changed, or nobody knows what has.
    pub(super) fn forget_all(&self) {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::SeqCst);
        pages.clear();
    }

    /// Every event published until now has been seen.
    pub(super) fn caught_up(&self, now: DateTime<Utc>) {
        self.caught_up.store(now.timestamp_millis(), Ordering::SeqCst);
    }

    fn is_followed(&self, now: DateTime<Utc>) -> bool {
        let at = self.caught_up.load(Ordering::SeqCst);
        at != i64::MIN && now.timestamp_millis().saturating_sub(at) < TRUSTED_MILLIS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Arc<Page> {
        Arc::new(Page { body: Bytes::from_static(b"{}"), etag: "\"x\"".to_owned() })
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_000_000 + second, 0).unwrap()
    }

    #[test]
    fn nothing_kept_is_shown_while_nobody_follows_the_events() {
        let pages = PublicPages::default();
        let id = Uuid::nil();
        pages.keep(id, Language::Chinese, &page(), pages.mark());
        assert!(pages.get(id, Language::Chinese, at(0)).is_none());
        pages.caught_up(at(0));
        assert!(pages.get(id, Language::Chinese, at(1)).is_some());
        assert!(pages.get(id, Language::English, at(1)).is_none());
        assert!(pages.get(id, Language::Chinese, at(9)).is_none());
    }

    #[test]
    fn what_was_read_before_an_event_is_not_kept_after_it() {
        let pages = PublicPages::default();
        pages.caught_up(at(0));
        let (id, mark) = (Uuid::nil(), pages.mark());
        pages.forget(&[id]);
        pages.keep(id, Language::Chinese, &page(), mark);
        assert!(pages.get(id, Language::Chinese, at(0)).is_none());
    }
}
