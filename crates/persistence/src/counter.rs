use crate::{Result, Uow, sql};
use sea_orm::ConnectionTrait;

impl Uow {
    /// The next number of a gapless series (第063号, 〔2026〕5号). The counter row stays locked until
    /// commit, so a rolled-back transaction gives its number back and none is used twice.
    ///
    /// # Errors
    /// As any statement.
    pub async fn next_number(&self, series: &str) -> Result<i64> {
        let row = self
            .conn()
            .query_one_raw(sql(
                "INSERT INTO counter (series, value) VALUES ($1, 1) \
                 ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING value",
                [series.into()],
            ))
            .await?;
        match row {
            Some(row) => Ok(row.try_get("", "value")?),
            None => Err(crate::Error::corrupt("counter returned nothing")),
        }
    }

    /// Lifts a series to at least `value`: after importing numbers that were given on paper.
    ///
    /// # Errors
    /// As any statement.
    pub async fn raise_number(&self, series: &str, value: i64) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO counter (series, value) VALUES ($1, $2) \
                 ON CONFLICT (series) DO UPDATE SET value = greatest(counter.value, excluded.value)",
                [series.into(), value.into()],
            ))
            .await?;
        Ok(())
    }
}
