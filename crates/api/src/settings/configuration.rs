//! The working calendar and the settings in memory. What is kept is known by the stamp of the database
//! (`configuration_stamp`): a transaction that computes with it compares the stamp first, so it never computes with old values;
//! readers are told of changes by this process at once and of another replica's within a second.

use crate::{http::ApiResult, state::State};
use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    settings::{SettingVersion, Settings},
};
use persistence::{Uow, settings::SettingVersionRow};
use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicU64, Ordering},
};
use std::time::Duration;
use tokio::sync::watch;

/// How often another replica's changes are looked for.
const PAUSE: Duration = Duration::from_secs(1);

/// Calendar and settings as they were read at one moment.
pub struct Configuration {
    stamp: i64,
    calendar: WorkCalendar,
    versions: Vec<SettingVersion>,
}

impl Configuration {
    /// The working calendar.
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// The history of all settings.
    pub fn versions(&self) -> &[SettingVersion] {
        &self.versions
    }

    /// The settings in force on `date`.
    ///
    /// # Errors
    /// A defect: what is stored was checked when it was written.
    pub fn settings_at(&self, date: NaiveDate) -> ApiResult<Settings> {
        let wrong = |errors: Vec<domain::settings::SettingError>| {
            let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("stored settings are not valid: {}", told.join("; "))
        };
        Ok(Settings::at(&self.versions, date).map_err(wrong)?)
    }
}

/// The copy that all workers of the process share.
#[derive(Default)]
pub struct ConfigurationCache {
    current: RwLock<Option<Arc<Configuration>>>,
    /// Counts forgettings, so that what was read before one is not kept after it.
    generation: AtomicU64,
}

impl ConfigurationCache {
    fn get(&self) -> Option<Arc<Configuration>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, read: Configuration, generation: u64) -> Arc<Configuration> {
        let read = Arc::new(read);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        if self.generation.load(Ordering::SeqCst) == generation {
            *current = Some(read.clone());
        }
        read
    }

    /// The next reader reads anew. To be called after every commit that changed a setting or the calendar.
    pub fn forget(&self) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::SeqCst);
        *current = None;
    }
}

impl State {
    /// Calendar and settings for showing: from memory, read when there is no copy.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn configuration(&self) -> ApiResult<Arc<Configuration>> {
        let cache = &self.shared.configuration;
        if let Some(known) = cache.get() {
            return Ok(known);
        }
        let generation = cache.generation.load(Ordering::SeqCst);
        // The stamp first: a change in between makes the copy look older than it is, never newer.
        let stamp = self.store.configuration_stamp().await?;
        let calendar = self.store.work_calendar().await?;
        let versions = known_versions(self.store.setting_history().await?);
        Ok(cache.keep(Configuration { stamp, calendar, versions }, generation))
    }

    /// Calendar and settings that are at least as new as a stamp that was just read.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn configuration_since(&self, stamp: i64) -> ApiResult<Arc<Configuration>> {
        let known = self.configuration().await?;
        if known.stamp >= stamp {
            return Ok(known);
        }
        self.shared.configuration.forget();
        self.configuration().await
    }

    /// Calendar and settings for computing what will be stored: exactly what the transaction sees.
    ///
    /// # Errors
    /// `service.unavailable`.
    pub async fn configuration_within(&self, uow: &Uow) -> ApiResult<Arc<Configuration>> {
        let cache = &self.shared.configuration;
        let stamp = uow.configuration_stamp().await?;
        if let Some(known) = cache.get().filter(|known| known.stamp == stamp) {
            return Ok(known);
        }
        let generation = cache.generation.load(Ordering::SeqCst);
        let calendar = uow.work_calendar().await?;
        let versions = known_versions(uow.setting_history().await?);
        Ok(cache.keep(Configuration { stamp, calendar, versions }, generation))
    }
}

/// A key that another release of this program wrote is passed over.
fn known_versions(rows: Vec<SettingVersionRow>) -> Vec<SettingVersion> {
    rows.iter().filter_map(SettingVersionRow::version).collect()
}

/// Worker: forgets the copy when another replica has changed something, until told to stop.
pub async fn follow(state: State, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
        let Some(known) = state.shared.configuration.get() else { continue };
        match state.store.configuration_stamp().await {
            Ok(stamp) if stamp != known.stamp => state.shared.configuration.forget(),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "cannot look for changed settings; trying again"),
        }
    }
}
