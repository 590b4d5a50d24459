use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    row::Columns,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    kernel::{CongressSessionId, TermId, Version},
    org::{CongressSession, CongressSessionData},
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A session as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CongressSessionRow {
    /// The session.
    pub id: Uuid,
    /// Its term.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// The path of the term's node.
    pub path: String,
    /// Which session of the term.
    pub ordinal: i32,
    /// 届次简称
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// 议案截止时间
    pub motion_deadline_at: Option<DateTime<Utc>>,
    /// When its term was closed (换届); nothing of it changes afterwards.
    pub term_closed_at: Option<DateTime<Utc>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for CongressSessionRow {
    const COLUMNS: &'static str = "s.id, s.term_id, t.name AS term_name, j.path, s.ordinal, s.name, s.starts_on, \
        s.ends_on, s.motion_deadline_at, t.closed_at AS term_closed_at, s.updated_at, s.version";
    const FROM: &'static str = "congress_session s JOIN term t ON t.id = s.term_id \
        JOIN jurisdiction j ON j.id = t.jurisdiction_id";
    const ID: &'static str = "s.id";
}

impl CongressSessionRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    pub fn aggregate(&self) -> CongressSession {
        CongressSession {
            id: CongressSessionId(self.id),
            data: CongressSessionData {
                term: TermId(self.term_id),
                ordinal: self.ordinal,
                name: self.name.clone(),
                starts_on: self.starts_on,
                ends_on: self.ends_on,
                motion_deadline_at: self.motion_deadline_at,
            },
            version: Version(self.version),
        }
    }
}

/// Sorts of the list of sessions; the first is the default.
pub const CONGRESS_SESSION_SORTS: &[SortColumn] = &[
    SortColumn::new("starts_on", "s.starts_on", "date"),
    SortColumn::new("ordinal", "s.ordinal", "integer"),
    SortColumn::new("name", "s.name", "text"),
];

/// What the list of sessions may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct CongressSessionFilter {
    /// Part of the name.
    pub text: Option<String>,
    /// The term.
    pub term: Option<Uuid>,
}

fn conditions(scope: &Scope, filter: &CongressSessionFilter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.within("j.path", scope);
    conditions.containing("s.name", filter.text.as_deref());
    conditions.equal("s.term_id", filter.term);
    conditions
}

fn columns(data: &CongressSessionData) -> Columns {
    vec![
        ("term_id", data.term.0.into()),
        ("ordinal", data.ordinal.into()),
        ("name", data.name.clone().into()),
        ("starts_on", data.starts_on.into()),
        ("ends_on", data.ends_on.into()),
        ("motion_deadline_at", data.motion_deadline_at.into()),
    ]
}

impl Store {
    /// A page of sessions.
    ///
    /// # Errors
    /// As any statement.
    pub async fn congress_sessions(
        &self,
        scope: &Scope,
        filter: &CongressSessionFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<CongressSessionRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many sessions the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_congress_sessions(
        &self,
        scope: &Scope,
        filter: &CongressSessionFilter,
    ) -> Result<i64> {
        listing::count::<CongressSessionRow>(self.db(), conditions(scope, filter)).await
    }

    /// One session.
    ///
    /// # Errors
    /// As any statement.
    pub async fn congress_session(&self, id: CongressSessionId) -> Result<Option<CongressSessionRow>> {
        listing::one(self.db(), id.0).await
    }
}

impl Uow {
    /// One session, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn congress_session(&self, id: CongressSessionId) -> Result<Option<CongressSessionRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a session.
    ///
    /// # Errors
    /// `congress_session.exists`.
    pub async fn insert_congress_session(&self, session: &CongressSession) -> Result<()> {
        self.insert_row("congress_session", session.id.0, columns(&session.data)).await
    }

    /// Writes a session.
    ///
    /// # Errors
    /// `version.stale`, `congress_session.exists`.
    pub async fn update_congress_session(&self, session: &CongressSession) -> Result<()> {
        self.update_row("congress_session", session.id.0, session.version, columns(&session.data)).await
    }
}
