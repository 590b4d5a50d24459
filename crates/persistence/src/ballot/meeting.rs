use crate::{
    Error, Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    row::Columns,
    sql,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    ballot::SupervisionMeeting,
    kernel::{SupervisionMeetingId, Version},
};
use sea_orm::FromQueryResult;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// A meeting as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MeetingRow {
    /// The meeting.
    pub id: Uuid,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// The term.
    pub term_id: Uuid,
    /// Its name.
    pub term_name: String,
    /// 名称
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// 地点
    pub place: String,
    /// Code of `BallotState`: of the round that goes on.
    pub state: String,
    /// A result has been announced.
    pub announced: bool,
    /// 议程中的报告
    pub reports: serde_json::Value,
    /// Rounds of voting.
    pub rounds: serde_json::Value,
    /// Names of the units that report, by id.
    pub unit_names: serde_json::Value,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for MeetingRow {
    const COLUMNS: &'static str = "m.id, m.jurisdiction_id, j.name AS jurisdiction_name, j.path, m.term_id, \
        t.name AS term_name, m.title, m.held_on, m.place, m.state, m.announced, m.reports, m.rounds, \
        (SELECT coalesce(jsonb_object_agg(u.id, u.name), '{}') FROM unit u WHERE u.id IN \
           (SELECT (r->>'unit')::uuid FROM jsonb_array_elements(m.reports) r)) AS unit_names, m.updated_at, m.version";
    const FROM: &'static str = "supervision_meeting m JOIN jurisdiction j ON j.id = m.jurisdiction_id JOIN term t ON t.id = m.term_id";
    const ID: &'static str = "m.id";
}

impl MeetingRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The name of a unit that reports.
    pub fn unit_name(&self, unit: Uuid) -> String {
        self.unit_names.get(unit.to_string()).and_then(|name| name.as_str()).unwrap_or_default().to_owned()
    }

    /// The aggregate.
    ///
    /// # Errors
    /// When what is stored is not understood.
    pub fn aggregate(&self) -> Result<SupervisionMeeting> {
        Ok(SupervisionMeeting {
            id: SupervisionMeetingId(self.id),
            jurisdiction: self.jurisdiction_id.into(),
            term: self.term_id.into(),
            title: self.title.clone(),
            held_on: self.held_on,
            place: self.place.clone(),
            reports: read(&self.reports)?,
            rounds: read(&self.rounds)?,
            version: Version(self.version),
        })
    }
}

fn read<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T> {
    serde_json::from_value(value.clone()).map_err(Error::corrupt)
}

/// Sorts of the list; the first is the default.
pub const MEETING_SORTS: &[SortColumn] =
    &[SortColumn::new("held_on", "m.held_on", "date"), SortColumn::new("title", "m.title", "text")];

/// What the list may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct MeetingFilter {
    /// Part of the title.
    pub text: Option<String>,
    /// The year in which it is held.
    pub year: Option<i32>,
    /// Code of `BallotState`.
    pub state: Option<String>,
}

/// Whoever holds meetings or counts (`whole`) sees them from the beginning, whoever only reads (`results`) what was announced.
fn conditions((whole, results): (&Scope, &Scope), filter: &MeetingFilter) -> Conditions {
    let mut conditions = Conditions::new();
    let (all, some) = (conditions.param(whole.prefixes()), conditions.param(results.prefixes()));
    conditions.push(format!(
        "(EXISTS (SELECT 1 FROM unnest({all}::text[]) AS r(root) WHERE starts_with(j.path, root)) \
         OR (m.announced AND EXISTS (SELECT 1 FROM unnest({some}::text[]) AS r(root) \
             WHERE starts_with(j.path, root) OR starts_with(root, j.path))))"
    ));
    conditions.containing("m.title", filter.text.as_deref());
    conditions.equal("m.state", filter.state.clone());
    if let Some(year) = filter.year {
        let year = conditions.param(year);
        conditions.push(format!("date_part('year', m.held_on) = {year}"));
    }
    conditions
}

fn columns(meeting: &SupervisionMeeting) -> Result<Columns> {
    let json = |value: serde_json::Result<serde_json::Value>| value.map_err(Error::corrupt);
    Ok(vec![
        ("jurisdiction_id", meeting.jurisdiction.0.into()),
        ("term_id", meeting.term.0.into()),
        ("title", meeting.title.clone().into()),
        ("held_on", meeting.held_on.into()),
        ("place", meeting.place.clone().into()),
        ("state", meeting.round().state.code().into()),
        ("announced", meeting.announced().into()),
        ("reports", json(serde_json::to_value(&meeting.reports))?.into()),
        ("rounds", json(serde_json::to_value(&meeting.rounds))?.into()),
    ])
}

impl Store {
    /// A page of meetings.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supervision_meetings(
        &self,
        scopes: (&Scope, &Scope),
        filter: &MeetingFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<MeetingRow>>> {
        listing::page(self.db(), conditions(scopes, filter), page).await
    }

    /// How many meetings the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_supervision_meetings(
        &self,
        scopes: (&Scope, &Scope),
        filter: &MeetingFilter,
    ) -> Result<i64> {
        listing::count::<MeetingRow>(self.db(), conditions(scopes, filter)).await
    }

    /// One meeting.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supervision_meeting(&self, id: SupervisionMeetingId) -> Result<Option<MeetingRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One meeting, for answering with what was just written.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supervision_meeting(&self, id: SupervisionMeetingId) -> Result<Option<MeetingRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// One meeting, held until the end of the transaction: nobody is checked in while it is being closed.
    ///
    /// # Errors
    /// As any statement.
    pub async fn supervision_meeting_held(&self, id: SupervisionMeetingId) -> Result<Option<MeetingRow>> {
        let text = format!(
            "SELECT {} FROM {} WHERE m.id = $1 FOR UPDATE OF m",
            MeetingRow::COLUMNS,
            MeetingRow::FROM
        );
        Ok(MeetingRow::find_by_statement(sql(text, [id.0.into()])).one(self.conn()).await?)
    }

    /// Adds a meeting.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_supervision_meeting(&self, meeting: &SupervisionMeeting) -> Result<()> {
        self.insert_row("supervision_meeting", meeting.id.0, columns(meeting)?).await
    }

    /// Writes a meeting.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn update_supervision_meeting(&self, meeting: &SupervisionMeeting) -> Result<()> {
        self.update_row("supervision_meeting", meeting.id.0, meeting.version, columns(meeting)?).await
    }
}
