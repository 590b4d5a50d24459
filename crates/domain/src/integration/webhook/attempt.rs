//! 重试: what follows from an attempt. The schedule is that of Standard Webhooks, longer at the end.

use crate::kernel::coded_enum;
use chrono::{DateTime, Days, Duration, TimeDelta, Utc};

/// Connecting and answering together may take this long.
pub const CALL_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(10);

const fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::new(seconds, 0).expect("a day at most")
}

/// How long after each failed attempt the next one follows; after the last of them there is none.
pub const RETRIES: [TimeDelta; 9] = [
    seconds(5),
    seconds(5 * 60),
    seconds(30 * 60),
    seconds(2 * 3_600),
    seconds(5 * 3_600),
    seconds(10 * 3_600),
    seconds(14 * 3_600),
    seconds(20 * 3_600),
    seconds(24 * 3_600),
];

/// Attempts of one delivery: at once, and after each wait.
pub const MOST_ATTEMPTS: usize = RETRIES.len() + 1;

/// A receiver to which nothing has got through for so many days is called no more.
pub const FAILING_DAYS: u64 = 5;

/// A wait is longer by up to a tenth, so that receivers that failed together are not called together.
const JITTER: f64 = 0.1;

coded_enum! {
    /// 失败原因: why there was no answer that counts.
    AttemptError {
        /// The name does not resolve.
        Unresolved = "unresolved", "域名无法解析", "The host name cannot be resolved";
        /// The name leads to an address that may not be called.
        AddressRefused = "address_refused", "解析到不允许推送的地址", "The host resolves to an address that may not be called";
        /// Nobody takes the connection.
        ConnectFailed = "connect_failed", "无法建立连接", "The connection was refused";
        /// The certificate is not one for this host, or TLS is not spoken.
        TlsFailed = "tls_failed", "TLS 握手或证书校验失败", "TLS handshake or certificate failed";
        /// Longer than [`CALL_TIMEOUT`].
        TimedOut = "timed_out", "10 秒内没有应答", "No answer within 10 seconds";
        /// The answer broke off, or was none.
        AnswerBroken = "answer_broken", "应答中断或不完整", "The answer broke off";
        /// An answer that is not 2xx; redirects are not followed.
        Status = "status", "应答状态码不是 2xx", "The answer was not 2xx";
    }
}

/// What follows from an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// It was taken.
    Delivered,
    /// The next attempt, not before this instant.
    Retry(DateTime<Utc>),
    /// There is no further attempt.
    Failed,
    /// The receiver says that it is gone (410): nothing is called there any more.
    Gone,
}

/// Judges the attempt number `attempt` (the first is 1) that ended at `now` with this status, if there was a whole answer.
/// `chance` lies in `0.0..1.0`; `retry_after` is what an overloaded receiver asked for.
pub fn after_attempt(
    status: Option<u16>,
    attempt: usize,
    retry_after: Option<Duration>,
    now: DateTime<Utc>,
    chance: f64,
) -> Consequence {
    match status {
        Some(200..=299) => return Consequence::Delivered,
        Some(410) => return Consequence::Gone,
        _ => {}
    }
    let Some(wait) = attempt.checked_sub(1).and_then(|at| RETRIES.get(at)) else {
        return Consequence::Failed;
    };
    let longer = chance.clamp(0.0, 1.0) * JITTER * wait.num_milliseconds() as f64;
    let wait = *wait + Duration::milliseconds(longer as i64);
    // Not longer than the longest wait: a receiver cannot put it off for ever.
    let asked = retry_after.unwrap_or_default().min(RETRIES[RETRIES.len() - 1]);
    Consequence::Retry(now + wait.max(asked))
}

/// Whether a receiver that has failed since then is given up.
pub fn given_up(failing_since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    failing_since + Days::new(FAILING_DAYS) <= now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T01:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_schedule_in_words() {
        let mut waits = Vec::new();
        for attempt in 1.. {
            match after_attempt(Some(500), attempt, None, now(), 0.0) {
                Consequence::Retry(at) => waits.push((at - now()).num_seconds()),
                other => {
                    assert_eq!((other, attempt), (Consequence::Failed, MOST_ATTEMPTS));
                    break;
                }
            }
        }
        assert_eq!(waits, [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
    }

    #[test]
    fn chance_makes_a_wait_longer_by_a_tenth_at_most() {
        let at = |chance| after_attempt(None, 2, None, now(), chance);
        assert_eq!(at(0.0), Consequence::Retry(now() + Duration::seconds(300)));
        assert_eq!(at(0.5), Consequence::Retry(now() + Duration::seconds(315)));
        assert_eq!(at(9.0), Consequence::Retry(now() + Duration::seconds(330)));
    }

    #[test]
    fn statuses() {
        let of = |status| after_attempt(Some(status), 1, None, now(), 0.0);
        assert_eq!(
            (of(200), of(204), of(299)),
            (Consequence::Delivered, Consequence::Delivered, Consequence::Delivered)
        );
        assert_eq!(of(410), Consequence::Gone);
        for status in [100, 301, 307, 400, 404, 429, 500, 503] {
            assert!(matches!(of(status), Consequence::Retry(_)), "{status}");
        }
    }

    #[test]
    fn an_overloaded_receiver_is_left_alone_for_as_long_as_it_asks_but_not_for_ever() {
        let of = |asked| after_attempt(Some(429), 1, Some(asked), now(), 0.0);
        assert_eq!(of(Duration::seconds(60)), Consequence::Retry(now() + Duration::seconds(60)));
        assert_eq!(of(Duration::seconds(1)), Consequence::Retry(now() + Duration::seconds(5)));
        assert_eq!(of(Duration::days(400)), Consequence::Retry(now() + Duration::days(1)));
    }

    #[test]
    fn five_days() {
        assert!(!given_up(now(), now() + Duration::days(5) - Duration::seconds(1)));
        assert!(given_up(now(), now() + Duration::days(5)));
    }
}
