use super::{Digest, QuietHours};
use crate::kernel::congress_offset;
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};

/// What is older is read in the application only: a message would come as if it were news.
pub const OLD_AFTER: Duration = Duration::days(2);

/// What is older is not told at all: the matter has moved on, and its own page tells.
pub const FORGOTTEN_AFTER: Duration = Duration::days(30);

const DIGEST_HOUR: u32 = 8;

/// When a message that comes up at `now` is sent: at once, with the next digest, never in quiet hours.
pub fn ripe_at(now: DateTime<Utc>, digest: Digest, quiet: Option<QuietHours>) -> DateTime<Utc> {
    let local = now.with_timezone(&congress_offset()).naive_local();
    let at = match digest {
        Digest::AtOnce => local,
        Digest::Daily => next_morning(local, None),
        Digest::Weekly => next_morning(local, Some(Weekday::Mon)),
    };
    let at = quiet.map_or(at, |quiet| quiet.leave(at));
    if at == local { now } else { utc(at).unwrap_or(now) }
}

fn next_morning(local: NaiveDateTime, weekday: Option<Weekday>) -> NaiveDateTime {
    let eight = NaiveTime::from_hms_opt(DIGEST_HOUR, 0, 0).unwrap_or_default();
    let mut date: NaiveDate = local.date();
    if local.time() >= eight {
        date = date.succ_opt().unwrap_or(date);
    }
    while weekday.is_some_and(|wanted| date.weekday() != wanted) {
        let Some(next) = date.succ_opt() else { break };
        date = next;
    }
    date.and_time(eight)
}

fn utc(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    congress_offset().from_local_datetime(&local).single().map(|at| at.to_utc())
}
