use crate::{Error, Result, Store, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{CalendarDay, CoverageStatus, CoverageYear, WorkCalendar};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// One year of the calendar.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CalendarYearRow {
    /// The year's id.
    pub id: Uuid,
    /// Calendar year.
    pub year: i32,
    /// `official` or `provisional`.
    pub status: String,
    /// The notice it rests on.
    pub source: String,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct DayRow {
    date: NaiveDate,
    kind: String,
    name: String,
}

pub(super) const YEAR_COLUMNS: &str = "id, year, status, source, updated_at, version";

impl CalendarYearRow {
    /// As the domain knows it.
    ///
    /// # Errors
    /// When the status is not known.
    pub fn coverage(&self) -> Result<CoverageYear> {
        let status = match self.status.as_str() {
            "official" => CoverageStatus::Official,
            "provisional" => CoverageStatus::Provisional,
            other => return Err(Error::corrupt(other)),
        };
        Ok(CoverageYear { year: self.year, status, source: self.source.clone() })
    }
}

fn to_day(row: DayRow) -> Result<CalendarDay> {
    let kind = row.kind.parse().map_err(|_| Error::corrupt(&row.kind))?;
    Ok(CalendarDay { date: row.date, kind, name: row.name })
}

/// Listed days in `from..=to`, in order.
pub(super) async fn days_between(
    conn: &impl ConnectionTrait,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<CalendarDay>> {
    let statement = sql(
        "SELECT date, kind, name FROM calendar_day WHERE date BETWEEN $1 AND $2 ORDER BY date",
        [from.into(), to.into()],
    );
    DayRow::find_by_statement(statement).all(conn).await?.into_iter().map(to_day).collect()
}

impl Store {
    /// Every year that something is known of.
    ///
    /// # Errors
    /// As any statement.
    pub async fn calendar_years(&self) -> Result<Vec<CalendarYearRow>> {
        let statement = sql(format!("SELECT {YEAR_COLUMNS} FROM calendar_year ORDER BY year"), []);
        Ok(CalendarYearRow::find_by_statement(statement).all(self.db()).await?)
    }

    /// One year; `None`: nothing is known of it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn calendar_year(&self, year: i32) -> Result<Option<CalendarYearRow>> {
        let text = format!("SELECT {YEAR_COLUMNS} FROM calendar_year WHERE year = $1");
        Ok(CalendarYearRow::find_by_statement(sql(text, [year.into()])).one(self.db()).await?)
    }

    /// Listed days in `from..=to`, in order.
    ///
    /// # Errors
    /// As any statement.
    pub async fn calendar_days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<CalendarDay>> {
        days_between(self.db(), from, to).await
    }

    /// The whole working calendar, for counting.
    ///
    /// # Errors
    /// As any statement.
    pub async fn work_calendar(&self) -> Result<WorkCalendar> {
        work_calendar(self.db()).await
    }
}

pub(super) async fn work_calendar(conn: &impl ConnectionTrait) -> Result<WorkCalendar> {
    let statement = sql("SELECT date, kind, name FROM calendar_day ORDER BY date", []);
    let rows = DayRow::find_by_statement(statement).all(conn).await?;
    let days = rows.into_iter().map(to_day).collect::<Result<Vec<_>>>()?;
    let statement = sql(format!("SELECT {YEAR_COLUMNS} FROM calendar_year ORDER BY year"), []);
    let years = CalendarYearRow::find_by_statement(statement).all(conn).await?;
    let coverage = years.iter().map(CalendarYearRow::coverage).collect::<Result<Vec<_>>>()?;
    Ok(WorkCalendar::new(days, coverage))
}
