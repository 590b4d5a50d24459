//! 调用频率: how often other systems may call, and how a caller stands.

use crate::kernel::coded_enum;
use chrono::{DateTime, Utc};

coded_enum! {
    /// 限流类别: calls of one kind share a quota.
    LimitClass {
        /// Single matters, lists, reference lists.
        Read = "read", "读取", "Reading";
        /// The change feed.
        Feed = "feed", "变更", "The change feed";
        /// What costs the server much: exports, batches.
        Heavy = "heavy", "批量", "Exports and batches";
        /// What changes something: webhooks, opinions.
        Write = "write", "写入", "Writing";
    }
}

/// The quota of one class: so many requests within so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Whose quota.
    pub class: LimitClass,
    /// Requests in the window, and at once at most.
    pub requests: u32,
    /// Length of the window.
    pub seconds: u32,
}

/// Every quota. Each key has each of them for itself; callers without a key have them for their network address.
pub const LIMITS: [Limit; 4] = [
    Limit { class: LimitClass::Read, requests: 600, seconds: 60 },
    Limit { class: LimitClass::Feed, requests: 120, seconds: 60 },
    Limit { class: LimitClass::Heavy, requests: 30, seconds: 60 },
    Limit { class: LimitClass::Write, requests: 60, seconds: 60 },
];

impl LimitClass {
    /// Its quota.
    pub fn limit(self) -> Limit {
        let found = LIMITS.iter().find(|limit| limit.class == self);
        *found.expect("the table has every class: held by a test")
    }
}

/// A bucket of tokens: full at first, one taken by each request, filled evenly. All that has to be remembered is the
/// instant at which it will be full again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    full_at: DateTime<Utc>,
}

/// How a caller stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The quota.
    pub limit: Limit,
    /// Requests left at once.
    pub remaining: u32,
    /// Seconds until the whole quota is there again.
    pub reset_seconds: u32,
    /// The request was refused; after so many seconds one is allowed.
    pub retry_after: Option<u32>,
}

impl Bucket {
    /// Full.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self { full_at: now }
    }

    /// True when nothing has to be remembered of it.
    pub fn is_full(&self, now: DateTime<Utc>) -> bool {
        self.full_at <= now
    }

    /// Takes a token, or refuses.
    pub fn take(&mut self, limit: Limit, now: DateTime<Utc>) -> Standing {
        let (window, each) = limit.micros();
        let missing = self.missing(limit, now);
        self.full_at = now + chrono::Duration::microseconds(missing);
        if missing + each > window {
            let wait = missing + each - window;
            return Standing { retry_after: Some(whole_seconds(wait).max(1)), ..standing(limit, missing) };
        }
        self.full_at += chrono::Duration::microseconds(each);
        standing(limit, missing + each)
    }

    /// How the caller stands, without a request.
    pub fn look(&self, limit: Limit, now: DateTime<Utc>) -> Standing {
        standing(limit, self.missing(limit, now))
    }

    /// What is missing, as the time that it takes to fill. Never more than a whole window: a clock that was set back
    /// must not lock a caller out.
    fn missing(&self, limit: Limit, now: DateTime<Utc>) -> i64 {
        let missing = (self.full_at - now).num_microseconds().unwrap_or(i64::MAX);
        missing.clamp(0, limit.micros().0)
    }
}

impl Limit {
    /// The window, and the time that one token takes.
    fn micros(self) -> (i64, i64) {
        let window = i64::from(self.seconds) * 1_000_000;
        // A quota that is multiplied beyond a million a second takes no time, but never none at all.
        (window, (window / i64::from(self.requests.max(1))).max(1))
    }
}

fn standing(limit: Limit, missing: i64) -> Standing {
    let (window, each) = limit.micros();
    let remaining = u32::try_from((window - missing) / each).unwrap_or(0).min(limit.requests);
    Standing { limit, remaining, reset_seconds: whole_seconds(missing), retry_after: None }
}

/// Rounded up: who waits for so long is not too early.
fn whole_seconds(micros: i64) -> u32 {
    u32::try_from((micros + 999_999) / 1_000_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, TimeZone};

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 2, 4, 0, 0).unwrap()
    }

    /// Found by the benchmark, which multiplies quotas until they cannot be used up.
    #[test]
    fn a_quota_beyond_measure_is_one_too() {
        let limit = Limit { class: LimitClass::Read, requests: u32::MAX, seconds: 60 };
        let standing = Bucket::new(noon()).take(limit, noon());
        assert_eq!(standing.retry_after, None);
        assert!(standing.remaining > 1_000_000);
    }

    #[test]
    fn every_class_has_a_quota() {
        assert!(LimitClass::ALL.iter().all(|class| class.limit().requests > 0));
        assert_eq!(LIMITS.len(), LimitClass::ALL.len());
    }

    #[test]
    fn the_whole_quota_at_once_and_then_evenly() {
        let limit = Limit { class: LimitClass::Read, requests: 600, seconds: 60 };
        let (mut bucket, now) = (Bucket::new(noon()), noon());
        for left in (0..600).rev() {
            let standing = bucket.take(limit, now);
            assert_eq!((standing.remaining, standing.retry_after), (left, None));
        }
        let refused = bucket.take(limit, now);
        assert_eq!((refused.remaining, refused.reset_seconds, refused.retry_after), (0, 60, Some(1)));
        // A tenth of a second is one request.
        assert_eq!(bucket.take(limit, now + Duration::milliseconds(99)).retry_after, Some(1));
        assert_eq!(bucket.take(limit, now + Duration::milliseconds(100)).retry_after, None);
        assert_eq!(bucket.take(limit, now + Duration::milliseconds(100)).retry_after, Some(1));
        assert_eq!(bucket.look(limit, now + Duration::seconds(60)).remaining, 599);
        assert!(bucket.is_full(now + Duration::seconds(61)));
    }

    #[test]
    fn who_waits_as_told_is_served() {
        for limit in LIMITS {
            let (mut bucket, now) = (Bucket::new(noon()), noon());
            let refused = (0..).map(|_| bucket.take(limit, now)).find_map(|one| one.retry_after);
            let later = now + Duration::seconds(refused.expect("it ends").into());
            assert_eq!(bucket.take(limit, later).retry_after, None);
        }
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let (limit, now) = (LimitClass::Read.limit(), noon());
        let mut bucket = Bucket { full_at: now + Duration::days(30) };
        let refused = bucket.take(limit, now);
        assert_eq!((refused.remaining, refused.reset_seconds, refused.retry_after), (0, 60, Some(1)));
        assert_eq!(bucket.take(limit, now + Duration::seconds(1)).retry_after, None);
    }
}
