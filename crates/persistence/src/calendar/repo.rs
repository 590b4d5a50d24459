use super::query::{CalendarYearRow, YEAR_COLUMNS, days_between, work_calendar};
use crate::{Error, Result, Uow, sql};
use chrono::NaiveDate;
use domain::calendar::{CalendarDay, CoverageYear, DayChange, WorkCalendar};
use domain::kernel::{ErrorCode, Version};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

impl Uow {
    /// The year, locked until the end of the transaction; made (provisional, version 0) when nothing was known of it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_calendar_year(&self, year: i32) -> Result<CalendarYearRow> {
        let id: Uuid = self.id();
        self.conn()
            .execute_raw(sql(
                "INSERT INTO calendar_year (id, year, status, source, updated_at, version) \
                 VALUES ($1, $2, 'provisional', '', $3, 0) ON CONFLICT (year) DO NOTHING",
                [id.into(), year.into(), self.now().into()],
            ))
            .await?;
        let statement = sql(
            format!("SELECT {YEAR_COLUMNS} FROM calendar_year WHERE year = $1 FOR UPDATE"),
            [year.into()],
        );
        let row = CalendarYearRow::find_by_statement(statement).one(self.conn()).await?;
        row.ok_or_else(|| Error::corrupt("calendar year vanished"))
    }

    /// Moves the year to its next version, with what is known of it now.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn update_calendar_year(
        &self,
        year: &CalendarYearRow,
        expected: Version,
        coverage: &CoverageYear,
    ) -> Result<Version> {
        if year.version != expected.0 {
            return Err(ErrorCode::VersionStale.into());
        }
        self.execute_versioned(sql(
            "UPDATE calendar_year SET status = $3, source = $4, updated_at = $5, version = version + 1 \
             WHERE id = $1 AND version = $2",
            [
                year.id.into(),
                expected.0.into(),
                coverage.status.as_str().into(),
                coverage.source.as_str().into(),
                self.now().into(),
            ],
        ))
        .await?;
        Ok(expected.next())
    }

    /// Listed days in `from..=to`, in order.
    ///
    /// # Errors
    /// As any statement.
    pub async fn calendar_days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<CalendarDay>> {
        days_between(self.conn(), from, to).await
    }

    /// The whole working calendar, as the transaction sees it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn work_calendar(&self) -> Result<WorkCalendar> {
        work_calendar(self.conn()).await
    }

    /// Writes the changes. The years they belong to must be locked.
    ///
    /// # Errors
    /// As any statement.
    pub async fn apply_day_changes(&self, changes: &[DayChange]) -> Result<()> {
        let removed: Vec<NaiveDate> =
            changes.iter().filter(|change| change.after.is_none()).map(|change| change.date).collect();
        if !removed.is_empty() {
            self.conn()
                .execute_raw(sql("DELETE FROM calendar_day WHERE date = ANY($1)", [removed.into()]))
                .await?;
        }
        let written: Vec<&CalendarDay> = changes.iter().filter_map(|change| change.after.as_ref()).collect();
        if !written.is_empty() {
            self.conn()
                .execute_raw(sql(
                    "INSERT INTO calendar_day (date, kind, name) \
                     SELECT * FROM unnest($1::date[], $2::text[], $3::text[]) \
                     ON CONFLICT (date) DO UPDATE SET kind = excluded.kind, name = excluded.name",
                    [
                        written.iter().map(|day| day.date).collect::<Vec<_>>().into(),
                        written.iter().map(|day| day.kind.as_str().to_owned()).collect::<Vec<_>>().into(),
                        written.iter().map(|day| day.name.clone()).collect::<Vec<_>>().into(),
                    ],
                ))
                .await?;
        }
        Ok(())
    }
}
