//! 数据接口的更新: follows the outbox and writes what other systems see of every matter, and that it changed.

use super::{
    matter_dto::OpenMatter,
    render::{Subject, Surroundings, named},
};
use crate::{
    http::{ApiResult, etag_of},
    state::State,
};
use chrono::{DateTime, Duration, Utc};
use domain::{
    authz::suggestion::ScopeFacts,
    kernel::{IdSource, business_date},
    suggestion::LightDays,
};
use persistence::{
    OutboxRow,
    integration::{
        FeedLine, MatterContext, MatterDocument, MatterLine, Projection, Sighting, WrittenMatter, matter_of,
    },
    suggestion::{Names, NamesWanted, StoredCase},
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Events of one round.
const EVENTS: i64 = 500;
/// Matters of one round that are looked at without an event.
const STALE: i64 = 200;
/// How long the feed is kept, days.
pub(super) const KEPT_DAYS: i64 = 400;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Projected {
    /// There may be more to do at once.
    pub more: bool,
    /// The last number of the feed; `None` when another replica is at it.
    pub seq: Option<i64>,
}

/// One round: the events that have come since, else some of the matters that may have changed without one.
///
/// # Errors
/// `service.unavailable`.
pub async fn project(state: &State) -> ApiResult<Projected> {
    let Some(mut round) = state.store.begin_projection().await? else { return Ok(Projected::default()) };
    let now = state.now();
    let today = business_date(now);
    if round.day() != today {
        round.begin_day(today).await?;
    }
    let events = round.events(EVENTS).await?;
    for event in &events {
        round.note_stale(&event.aggregate, event.aggregate_id).await?;
    }
    let told: Vec<&OutboxRow> = events.iter().filter(|event| matter_of(event).is_some()).collect();
    let mut ids: BTreeSet<Uuid> = told.iter().map(|event| event.aggregate_id).collect();
    let full = events.len() as i64 == EVENTS;
    let stale = if full { Vec::new() } else { round.take_stale(STALE).await? };
    let more = full || stale.len() as i64 == STALE;
    ids.extend(&stale);
    if !ids.is_empty() {
        let around = surroundings(state, &round, now).await?;
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let page = Page::read(&round, &ids).await?;
        let (matters, entries) = page.write(&mut round, &told, &around, state.shared.ids.as_ref())?;
        round.write(&matters, &entries).await?;
    }
    let seq = round.commit(events.last().map(|event| event.seq)).await?;
    Ok(Projected { more, seq: Some(seq) })
}

async fn surroundings(state: &State, round: &Projection, now: DateTime<Utc>) -> ApiResult<Surroundings> {
    // A change of settings is an event itself: whoever tells of it has to see it.
    let configuration = state.configuration_since(round.configuration_stamp().await?).await?;
    let today = business_date(now);
    let settings = configuration.settings_at(today)?;
    let days = LightDays::of(today, &settings, configuration.calendar());
    Ok(Surroundings { settings, days, now })
}

/// Matters of a round: as they are and as they were written before.
struct Page {
    cases: Vec<(StoredCase, MatterContext)>,
    written: HashMap<Uuid, WrittenMatter>,
    names: Names,
}

impl Page {
    async fn read(round: &Projection, ids: &[Uuid]) -> ApiResult<Self> {
        let cases = round.cases(ids).await?;
        let written = round.written(ids).await?;
        let mut wanted = NamesWanted::default();
        for (stored, _) in &cases {
            let (deputies, units, session) = named(&stored.case);
            wanted.deputies.extend(deputies);
            wanted.units.extend(units);
            wanted.sessions.extend(session);
        }
        for ids in [&mut wanted.deputies, &mut wanted.units, &mut wanted.sessions] {
            ids.sort_unstable();
            ids.dedup();
        }
        let names = round.names(wanted).await?;
        Ok(Self { cases, written, names })
    }

    /// Documents that differ, and the entries that tell it: one for each event in the order of the events, and one for
    /// each matter that changed without.
    fn write(
        self,
        round: &mut Projection,
        events: &[&OutboxRow],
        around: &Surroundings,
        ids: &dyn IdSource,
    ) -> ApiResult<(Vec<MatterLine>, Vec<FeedLine>)> {
        let nothing = WrittenMatter::default();
        let mut changes: HashMap<Uuid, Change> = HashMap::new();
        for (stored, context) in &self.cases {
            let id = stored.case.id().0;
            let before = self.written.get(&id).unwrap_or(&nothing);
            let subject = Subject { case: &stored.case, names: &self.names, context, around };
            changes.insert(id, Change::of(stored, &subject, before)?);
        }
        let mut entries: Vec<FeedLine> = Vec::with_capacity(events.len());
        let last: HashMap<Uuid, i64> = events.iter().map(|event| (event.aggregate_id, event.seq)).collect();
        for event in events {
            let Some(change) = changes.get_mut(&event.aggregate_id) else { continue };
            let told =
                Told { event_id: event.id, kind: &event.kind, version: event.version, at: event.occurred_at };
            let last = last.get(&event.aggregate_id) == Some(&event.seq);
            entries.push(change.entry(round.next_seq(), told, last, around.now));
        }
        // The numbers of matters are in the order of their ids, so that a test can know them.
        for (stored, _) in &self.cases {
            let Some(change) = changes.get_mut(&stored.case.id().0) else { continue };
            if !change.told && change.differs() {
                let (event_id, version) = (ids.next_id(), stored.case.version.0);
                let told = Told { event_id, kind: "suggestion.refreshed", version, at: around.now };
                entries.push(change.refreshed(round.next_seq(), told, around.now));
            }
        }
        let lines = changes.into_values().filter(|change| change.seq.is_some()).filter_map(Change::line);
        Ok((lines.collect::<ApiResult<_>>()?, entries))
    }
}

/// What an entry tells.
struct Told<'a> {
    event_id: Uuid,
    kind: &'a str,
    version: i64,
    at: DateTime<Utc>,
}

/// What has become of a matter in this round.
struct Change {
    line: MatterLine,
    had: bool,
    units_before: Vec<Uuid>,
    published: Face,
    official: Face,
    told: bool,
    seq: Option<i64>,
}

/// One of its two documents.
struct Face {
    before: bool,
    changed: bool,
    old: Option<(OpenMatter, String)>,
    now: Option<OpenMatter>,
    /// The entry that tells the change.
    seq: Option<i64>,
}

impl Face {
    fn of(text: Option<&String>, now: Option<OpenMatter>) -> ApiResult<Self> {
        let old: Option<(OpenMatter, String)> = text
            .map(|text| Ok::<_, serde_json::Error>((serde_json::from_str(text)?, text.clone())))
            .transpose()
            .map_err(anyhow::Error::from)?;
        let changed = match (&old, &now) {
            (Some((old, _)), Some(now)) => !same(old, now),
            (None, None) => false,
            _ => true,
        };
        Ok(Self { before: old.is_some(), changed, old, now, seq: None })
    }

    /// What an entry says of it. Between the two looks of a round nothing is known of the document, so all that has
    /// become of it is said by the last entry.
    fn sighting(&self, last: bool, changed: bool) -> Sighting {
        Sighting { before: self.before, after: if last { self.now.is_some() } else { self.before }, changed }
    }

    /// The document to be kept: the old bytes where it has not changed.
    fn document(self, at: DateTime<Utc>) -> ApiResult<Option<MatterDocument>> {
        let Some(mut now) = self.now else { return Ok(None) };
        let (text, seq, at) = match (self.seq, self.old) {
            (None, Some((old, text))) => (text, old.seq, old.updated_at.0),
            (seq, _) => {
                now.seq = seq.unwrap_or(now.seq);
                (serde_json::to_string(&now).map_err(anyhow::Error::from)?, now.seq, at)
            }
        };
        let etag = etag_of(text.as_bytes());
        let units = now.lead_units.iter().chain(&now.co_units).map(|unit| unit.id).collect();
        Ok(Some(MatterDocument { text, etag, seq, at, status: now.status, unit_ids: units }))
    }
}

/// The same but for what changes with every writing.
fn same(old: &OpenMatter, now: &OpenMatter) -> bool {
    let now = OpenMatter { version: old.version, seq: old.seq, updated_at: old.updated_at, ..now.clone() };
    *old == now
}

impl Change {
    fn of(stored: &StoredCase, subject: &Subject<'_>, before: &WrittenMatter) -> ApiResult<Self> {
        let (case, suggestion) = (&stored.case, &stored.case.suggestion);
        let scope = ScopeFacts::of(case);
        let mut published = Face::of(before.published.as_ref(), subject.published(0))?;
        // Between two versions that were not looked at it may have been withdrawn and published again. Whoever read in that
        // time was shown nothing, and has to be told although nothing seems to have changed.
        published.changed |=
            published.before && published.now.is_some() && case.version.0 > before.version + 1;
        let official = Face::of(before.official.as_ref(), subject.official(0))?;
        let units =
            if official.now.is_some() { scope.units.iter().map(|unit| unit.0).collect() } else { Vec::new() };
        Ok(Self {
            had: published.before || official.before,
            units_before: before.unit_ids.clone(),
            line: MatterLine {
                id: case.id().0,
                path: stored.path.0.clone(),
                reference: subject.reference().map(|reference| reference.to_string()),
                version: case.version.0,
                seq: 0,
                term_id: suggestion.term.0,
                session_id: suggestion.session.map(|session| session.0),
                category: suggestion.classification.category.clone(),
                published: None,
                official: None,
                unit_ids: units,
            },
            published,
            official,
            told: false,
            seq: None,
        })
    }

    /// Something is seen otherwise than before, or by others.
    fn differs(&self) -> bool {
        self.published.changed || self.official.changed || self.units_before != self.line.unit_ids
    }

    /// The entry of an event. The authorities are told every one of them; everybody else what changes of what they see.
    fn entry(&mut self, seq: i64, told: Told<'_>, last: bool, written_at: DateTime<Utc>) -> FeedLine {
        self.told = true;
        let published = self.published.sighting(last, last && self.published.changed);
        let official = self.official.sighting(last, true);
        self.feed_line(seq, told, last, (published, official), written_at)
    }

    /// The entry of a change without an event.
    fn refreshed(&mut self, seq: i64, told: Told<'_>, written_at: DateTime<Utc>) -> FeedLine {
        self.told = true;
        let published = self.published.sighting(true, self.published.changed);
        let official = self.official.sighting(true, self.official.changed);
        self.feed_line(seq, told, true, (published, official), written_at)
    }

    fn feed_line(
        &mut self,
        seq: i64,
        told: Told<'_>,
        last: bool,
        (published, official): (Sighting, Sighting),
        written_at: DateTime<Utc>,
    ) -> FeedLine {
        self.seq = Some(seq);
        if published.changed {
            self.published.seq = Some(seq);
        }
        if official.changed {
            self.official.seq = Some(seq);
        }
        let units_after = if last { &self.line.unit_ids } else { &self.units_before };
        FeedLine {
            seq,
            event_id: told.event_id,
            kind: told.kind.to_owned(),
            resource_id: self.line.id,
            path: self.line.path.clone(),
            version: told.version,
            occurred_at: told.at,
            written_at,
            published,
            official,
            units_before: self.units_before.clone(),
            units_after: units_after.clone(),
        }
    }

    /// What is to be kept of it; nothing of a draft that nobody else has ever seen.
    fn line(self) -> Option<ApiResult<MatterLine>> {
        let Self { mut line, had, published, official, seq, .. } = self;
        if !had && published.now.is_none() && official.now.is_none() {
            return None;
        }
        line.seq = seq.unwrap_or_default();
        let written = |line: &mut MatterLine| -> ApiResult<()> {
            let at = official.now.as_ref().or(published.now.as_ref()).map(|matter| matter.updated_at.0);
            let at = at.unwrap_or_default();
            line.published = published.document(at)?;
            line.official = official.document(at)?;
            Ok(())
        };
        Some(written(&mut line).map(|()| line))
    }
}

/// When entries are old enough to go.
pub fn kept_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::days(KEPT_DAYS)
}
