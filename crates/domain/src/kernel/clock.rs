use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use uuid::Uuid;

/// Where "now" comes from. The application holds one; tests and the demo can move it.
pub trait Clock: Send + Sync {
    /// The current instant, UTC, at most microsecond precision (what Postgres stores).
    fn now(&self) -> DateTime<Utc>;
}

/// Where new ids come from: UUIDv7 in production, a seeded sequence in tests and the demo.
pub trait IdSource: Send + Sync {
    /// A fresh, time-ordered id.
    fn next_id(&self) -> Uuid;
}

/// The zone in which the congress counts days: Asia/Shanghai, UTC+8 without daylight saving
/// since 1991.
pub fn congress_offset() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset")
}

/// The business date (日期) of an instant, in the congress's zone.
pub fn business_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&congress_offset()).date_naive()
}

/// The instant as the wire shows it: with the congress's offset.
pub fn congress_time(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&congress_offset())
}

/// When a day begins in the congress's zone. `None` at the end of all calendars.
pub fn congress_midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.and_hms_opt(0, 0, 0)?.and_local_timezone(congress_offset()).single().map(|at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_business_day_begins_at_midnight_in_shanghai() {
        let before = Utc.with_ymd_and_hms(2026, 3, 5, 15, 59, 59).unwrap();
        let after = Utc.with_ymd_and_hms(2026, 3, 5, 16, 0, 0).unwrap();
        assert_eq!(business_date(before).to_string(), "2026-03-05");
        assert_eq!(business_date(after).to_string(), "2026-03-06");
    }
}
