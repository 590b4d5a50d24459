//! One statement for all who wait for the same answer.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// What a round asks.
pub(crate) trait Round: Send + Sync + 'static {
    /// What it answers.
    type Answer: Copy + Send + 'static;

    /// Asks once; `None` when that failed.
    fn run(&self) -> impl Future<Output = Option<Self::Answer>> + Send;
}

/// Rounds of one question. Who joins is answered by a round that began after he had joined, never by one under way:
/// so whatever was committed before he asked is in his answer.
pub(crate) struct Rounds<A> {
    table: Arc<Mutex<Table<A>>>,
}

struct Table<A> {
    under_way: bool,
    waiting: Vec<oneshot::Sender<Option<A>>>,
}

impl<A> Default for Rounds<A> {
    fn default() -> Self {
        Self { table: Arc::new(Mutex::new(Table { under_way: false, waiting: Vec::new() })) }
    }
}

impl<A: Copy + Send + 'static> Rounds<A> {
    /// Waits for the next round, and begins it when none is under way. `None` when it failed.
    pub(crate) async fn join(&self, round: impl Round<Answer = A>) -> Option<A> {
        let (sender, answer) = oneshot::channel();
        let begin = {
            let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
            table.waiting.push(sender);
            !std::mem::replace(&mut table.under_way, true)
        };
        if begin {
            // A task of its own: a client that goes away must not take the others' answer with it.
            tokio::spawn(rounds(self.table.clone(), round));
        }
        answer.await.ok().flatten()
    }
}

async fn rounds<A: Copy + Send + 'static>(table: Arc<Mutex<Table<A>>>, round: impl Round<Answer = A>) {
    let mut table = Closing { table, closed: false };
    loop {
        let waiting = {
            let mut open = table.table.lock().unwrap_or_else(PoisonError::into_inner);
            if open.waiting.is_empty() {
                open.under_way = false;
                drop(open);
                table.closed = true;
                return;
            }
            std::mem::take(&mut open.waiting)
        };
        let answer = round.run().await;
        for one in waiting {
            // Who has gone away does not need it.
            let _gone = one.send(answer);
        }
    }
}

/// When the rounds end in any other way, nobody waits for a round that never comes.
struct Closing<A> {
    table: Arc<Mutex<Table<A>>>,
    closed: bool,
}

impl<A> Drop for Closing<A> {
    fn drop(&mut self) {
        if !self.closed {
            let mut open = self.table.lock().unwrap_or_else(PoisonError::into_inner);
            open.under_way = false;
            open.waiting.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::sync::Semaphore;

    struct Counted(Arc<(AtomicU32, Semaphore)>);

    impl Round for Counted {
        type Answer = u32;

        async fn run(&self) -> Option<u32> {
            let number = self.0.0.fetch_add(1, Ordering::SeqCst) + 1;
            self.0.1.acquire().await.ok()?.forget();
            Some(number)
        }
    }

    #[tokio::test]
    async fn who_comes_later_is_answered_by_the_next_round() {
        let counted = Arc::new((AtomicU32::new(0), Semaphore::new(0)));
        let rounds = Arc::new(Rounds::default());
        let join = || {
            let (rounds, counted) = (rounds.clone(), counted.clone());
            tokio::spawn(async move { rounds.join(Counted(counted)).await })
        };
        let first = join();
        while counted.0.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        let later = [join(), join(), join()];
        tokio::task::yield_now().await;
        counted.1.add_permits(2);
        assert_eq!(first.await.expect("no panic"), Some(1));
        for one in later {
            assert_eq!(one.await.expect("no panic"), Some(2));
        }
        assert_eq!(counted.0.load(Ordering::SeqCst), 2);
    }
}
