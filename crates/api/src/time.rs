//! The one place that reads the machine's clock and makes ids.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::kernel::{Clock, IdSource};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::{NoContext, Timestamp, Uuid};

/// Marks "not frozen" in [`MovableClock`].
const FLOWING: i64 = i64::MIN;

/// The machine's clock, which tests and the demo may shift or freeze.
#[derive(Debug)]
pub struct MovableClock {
    offset_micros: AtomicI64,
    home_micros: AtomicI64,
    frozen_micros: AtomicI64,
}

impl Default for MovableClock {
    fn default() -> Self {
        Self {
            offset_micros: AtomicI64::new(0),
            home_micros: AtomicI64::new(0),
            frozen_micros: AtomicI64::new(FLOWING),
        }
    }
}

impl MovableClock {
    /// A clock that runs on from `now` as if the server had been started then: the demo's.
    pub fn started_at(now: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.move_to(Some(now));
        clock.home_micros.store(clock.offset_micros.load(Ordering::SeqCst), Ordering::SeqCst);
        clock
    }

    /// Lets time run on from `now`; `None` returns to the time the clock was started with, which is
    /// the machine's unless it was [`started_at`](Self::started_at) another.
    pub fn move_to(&self, now: Option<DateTime<Utc>>) {
        let home = self.home_micros.load(Ordering::SeqCst);
        let offset = now.map_or(home, |now| now.timestamp_micros() - machine_now().timestamp_micros());
        self.frozen_micros.store(FLOWING, Ordering::SeqCst);
        self.offset_micros.store(offset, Ordering::SeqCst);
    }

    /// Stops time at `now`.
    pub fn freeze(&self, now: DateTime<Utc>) {
        self.frozen_micros.store(now.timestamp_micros(), Ordering::SeqCst);
    }
}

impl Clock for MovableClock {
    fn now(&self) -> DateTime<Utc> {
        let frozen = self.frozen_micros.load(Ordering::SeqCst);
        if frozen != FLOWING {
            return DateTime::from_timestamp_micros(frozen).unwrap_or_default();
        }
        machine_now() + TimeDelta::microseconds(self.offset_micros.load(Ordering::SeqCst))
    }
}

#[allow(clippy::disallowed_methods, reason = "the one place that may read the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    let now = Utc::now();
    // Postgres keeps microseconds; what was written must compare equal to what is read.
    now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
}

/// Ids in production: UUIDv7 of the machine's time.
#[derive(Debug, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    #[allow(clippy::disallowed_methods, reason = "the one place that may make ids")]
    fn next_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Ids of tests and the demo: the same sequence in every run.
#[derive(Debug)]
pub struct SeededIds {
    seed: u64,
    next: AtomicU64,
}

impl SeededIds {
    /// A sequence of its own per `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, next: AtomicU64::new(1) }
    }
}

impl IdSource for SeededIds {
    #[allow(clippy::disallowed_methods, reason = "made from a counter, not from the machine's time")]
    fn next_id(&self) -> Uuid {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        // Version 7 wants a time: one millisecond per id from a fixed day keeps them ordered.
        let millis = 1_600_000_000_000 + n;
        let time = Timestamp::from_unix(
            NoContext,
            millis / 1000,
            u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000,
        );
        let mut bytes = *Uuid::new_v7(time).as_bytes();
        bytes[8..16].copy_from_slice(&(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ n).to_be_bytes());
        bytes[6] = 0x70;
        bytes[7] = 0;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Uuid::from_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_ids_repeat_and_are_ordered() {
        let (a, b) = (SeededIds::new(7), SeededIds::new(7));
        let first: Vec<_> = (0..50).map(|_| a.next_id()).collect();
        assert_eq!(first, (0..50).map(|_| b.next_id()).collect::<Vec<_>>());
        assert!(first.windows(2).all(|pair| pair[0] < pair[1]));
        assert_ne!(first[0], SeededIds::new(8).next_id());
        assert_eq!(first[0].get_version_num(), 7);
    }

    #[test]
    fn the_clock_moves_and_returns() {
        let clock = MovableClock::default();
        let target = DateTime::from_timestamp(1_772_000_000, 0).unwrap();
        clock.move_to(Some(target));
        assert!((clock.now() - target).num_seconds().abs() < 5);
        clock.freeze(target);
        assert_eq!(clock.now(), target);
        clock.move_to(None);
        assert!((clock.now() - machine_now()).num_seconds().abs() < 5);
    }

    #[test]
    fn the_demos_clock_returns_to_the_demos_time() {
        let home = DateTime::from_timestamp(1_781_056_800, 0).unwrap();
        let clock = MovableClock::started_at(home);
        let near = |at: DateTime<Utc>| (clock.now() - at).num_seconds().abs() < 5;
        assert!(near(home));
        clock.move_to(Some(home + TimeDelta::days(40)));
        assert!(near(home + TimeDelta::days(40)));
        clock.move_to(None);
        assert!(near(home));
    }
}
