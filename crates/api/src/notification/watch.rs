//! Whose notices are new. All live connections of a process look together, twice a second, by one statement: so they hear
//! of what any replica has written, and a thousand of them cost no more than one.

use crate::http::ApiResult;
use domain::kernel::AccountId;
use persistence::Store;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How often one looks.
pub(super) const LOOK: Duration = Duration::from_millis(500);

/// For so long connections are asked whether somebody reads them, when another one comes: a few looks.
const PROBED: Duration = Duration::from_secs(3);

/// Live connections of one account in one process, at most.
pub const STREAMS_MOST: usize = 6;

#[derive(Default)]
struct Waiting {
    streams: usize,
    /// The last number that was seen for the account.
    last: i64,
    /// Counts what else has changed, such as a notice that was read.
    pokes: u64,
    /// Until then each connection writes at every look: one that nobody reads any more is noticed by writing, and gives its
    /// place back.
    probed_until: Option<Instant>,
}

/// The live connections of this process.
#[derive(Default)]
pub struct NoticeWatch {
    accounts: Mutex<HashMap<AccountId, Waiting>>,
    looked: tokio::sync::Mutex<Option<(Instant, i64)>>,
}

/// A place among the connections; given back when it is dropped.
pub(super) struct Place {
    watch: Arc<crate::state::Shared>,
    account: AccountId,
}

impl NoticeWatch {
    fn accounts(&self) -> MutexGuard<'_, HashMap<AccountId, Waiting>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something of the account has changed besides new notices.
    pub fn poke(&self, account: AccountId) {
        if let Some(waiting) = self.accounts().get_mut(&account) {
            waiting.pokes += 1;
        }
    }

    /// What is known of the account: the last number, and how often it was poked.
    pub(super) fn known(&self, account: AccountId) -> (i64, u64) {
        self.accounts().get(&account).map_or((0, 0), |waiting| (waiting.last, waiting.pokes))
    }

    /// True while the account's connections are to show that somebody still reads them.
    pub(super) fn probes(&self, account: AccountId) -> bool {
        let until = self.accounts().get(&account).and_then(|waiting| waiting.probed_until);
        until.is_some_and(|until| Instant::now() < until)
    }

    /// Looks, unless somebody has just done so.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub(super) async fn look(&self, store: &Store) -> ApiResult<()> {
        let mut looked = self.looked.lock().await;
        let last = match *looked {
            Some((at, _)) if at.elapsed() < LOOK / 2 => return Ok(()),
            Some((_, last)) => last,
            // Whoever connects reads what was there before for himself, after this.
            None => {
                *looked = Some((Instant::now(), store.last_told().await?));
                return Ok(());
            }
        };
        let told = store.told_after(last).await?;
        let newest = told.iter().map(|(_, no)| *no).max().unwrap_or(last);
        let mut accounts = self.accounts();
        for (account, no) in told {
            if let Some(waiting) = accounts.get_mut(&account) {
                waiting.last = waiting.last.max(no);
            }
        }
        *looked = Some((Instant::now(), newest));
        Ok(())
    }
}

impl Place {
    /// A place for one more connection of the account; `None`: it has enough. Those of pages that were left are found out
    /// meanwhile: whoever goes from page to page does not use them up, and a refused attempt finds room seconds later.
    pub(super) fn take(shared: &Arc<crate::state::Shared>, account: AccountId) -> Option<Self> {
        let mut accounts = shared.notice_watch.accounts();
        let waiting = accounts.entry(account).or_default();
        waiting.probed_until = Some(Instant::now() + PROBED);
        if waiting.streams >= STREAMS_MOST {
            return None;
        }
        waiting.streams += 1;
        Some(Self { watch: shared.clone(), account })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut accounts = self.watch.notice_watch.accounts();
        if let Some(waiting) = accounts.get_mut(&self.account) {
            waiting.streams -= 1;
            if waiting.streams == 0 {
                accounts.remove(&self.account);
            }
        }
    }
}
