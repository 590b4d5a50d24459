//! 工作日历: listed days and what is known of each year. The year is the aggregate: its version guards the days in it.

mod query;
mod repo;

pub use query::CalendarYearRow;
