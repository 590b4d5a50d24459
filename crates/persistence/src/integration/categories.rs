//! Categories of published matters, counted once for each state of the feed. Open311 clients ask for them before every
//! other question, and counting reads every published matter.

use super::{OpenStamp, ReferenceCategory};
use crate::{Result, Store, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::sync::Arc;
use tokio::sync::Mutex;

/// What was counted last, and under which stamp. Who asks while it is being counted waits for that.
#[derive(Default)]
pub(crate) struct CountedCategories(Mutex<Option<(OpenStamp, Arc<[ReferenceCategory]>)>>);

const COUNT: &str = "SELECT m.category AS name, count(*) AS matters FROM open_matter m \
    WHERE m.published IS NOT NULL AND m.category IS NOT NULL GROUP BY m.category ORDER BY m.category";

impl Store {
    /// Categories that published matters have, by their words, as they were when `stamp` was read or later.
    ///
    /// # Errors
    /// As any statement.
    pub async fn reference_categories(&self, stamp: OpenStamp) -> Result<Arc<[ReferenceCategory]>> {
        let mut known = self.memory().categories.0.lock().await;
        if let Some((_, counted)) = known.as_ref().filter(|(under, _)| *under == stamp) {
            return Ok(counted.clone());
        }
        let rows = self.db().query_all_raw(sql(COUNT, [])).await?;
        let counted = rows.iter().map(|row| Ok(ReferenceCategory::from_query_result(row, "")?));
        let counted = counted.collect::<Result<Arc<[_]>>>()?;
        *known = Some((stamp, counted.clone()));
        Ok(counted)
    }
}
