//! 基础名录 for other systems: what the law makes public of units, deputies, groups and sessions. Nothing else is selected,
//! so nothing else can leak.

use crate::{Result, Store, keyset::Conditions};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Which part of a reference list.
#[derive(Clone, Copy, Debug)]
pub struct ReferencePage {
    /// After this id.
    pub after: Option<Uuid>,
    /// Changed at this time or later.
    pub updated_since: Option<DateTime<Utc>>,
    /// Rows at most.
    pub limit: u64,
}

/// A unit (单位), of today or of former days: what it answered keeps its name.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReferenceUnit {
    /// The unit.
    pub id: Uuid,
    /// 全称
    pub name: String,
    /// 简称
    pub short_name: String,
    /// Code of `UnitKind`.
    pub kind: String,
    /// The unit above.
    pub parent_id: Option<Uuid>,
    /// The node that it belongs to.
    pub jurisdiction_id: Uuid,
    /// Since when.
    pub valid_from: NaiveDate,
    /// The first day on which it was no more.
    pub valid_to: Option<NaiveDate>,
    /// 职能承接单位
    pub successor_id: Option<Uuid>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A deputy in office (在任代表).
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReferenceDeputy {
    /// The seat.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// Code of `Gender`.
    pub gender: String,
    /// Code of `Level`.
    pub level: String,
    /// Whose congress.
    pub jurisdiction_id: Uuid,
    /// 届
    pub term: i32,
    /// 选区
    pub constituency_name: Option<String>,
    /// When elected.
    pub elected_on: NaiveDate,
    /// 代表小组 today.
    pub group_id: Option<Uuid>,
    /// Since when.
    pub group_from_on: Option<NaiveDate>,
    /// 召集人 of it.
    pub convenor: bool,
    /// 简介
    pub intro: Option<String>,
    /// 联系选民的平台
    pub contact_platform: Option<String>,
    /// When person or seat were last changed.
    pub updated_at: DateTime<Utc>,
}

/// A group of deputies (代表小组).
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReferenceGroup {
    /// The group.
    pub id: Uuid,
    /// 组号
    pub no: i32,
    /// 名称
    pub name: String,
    /// The node that it belongs to.
    pub jurisdiction_id: Uuid,
    /// Field of work.
    pub field: Option<String>,
    /// 职责
    pub duties: String,
    /// Since when.
    pub founded_on: NaiveDate,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A session of the congress (会议).
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReferenceSession {
    /// The session.
    pub id: Uuid,
    /// 名称
    pub name: String,
    /// 次
    pub ordinal: i32,
    /// 届
    pub term_id: Uuid,
    /// 届
    pub term: i32,
    /// 届的名称
    pub term_name: String,
    /// Whose congress.
    pub jurisdiction_id: Uuid,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A category (类别) of published matters.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReferenceCategory {
    /// The official word.
    pub name: String,
    /// Published matters of it.
    pub matters: i64,
}

async fn page<T: FromQueryResult>(
    store: &Store,
    mut c: Conditions,
    head: &str,
    (id, updated_at): (&str, &str),
    page: ReferencePage,
) -> Result<Vec<T>> {
    if let Some(after) = page.after {
        let after = c.param(after);
        c.push(format!("{id} > {after}"));
    }
    if let Some(since) = page.updated_since {
        let since = c.param(since);
        c.push(format!("{updated_at} >= {since}"));
    }
    let statement = c.select(head, &format!("ORDER BY {id}"), page.limit);
    Ok(T::find_by_statement(statement).all(store.db()).await?)
}

impl Store {
    /// Units, by id.
    ///
    /// # Errors
    /// As any statement.
    pub async fn reference_units(&self, wanted: ReferencePage) -> Result<Vec<ReferenceUnit>> {
        let head = "SELECT u.id, u.name, u.short_name, u.kind, u.parent_id, u.jurisdiction_id, u.valid_from, u.valid_to, \
                    u.successor_id, u.updated_at FROM unit u";
        page(self, Conditions::new(), head, ("u.id", "u.updated_at"), wanted).await
    }

    /// Deputies in office on a day, by the id of the seat.
    ///
    /// # Errors
    /// As any statement.
    pub async fn reference_deputies(
        &self,
        wanted: ReferencePage,
        on: NaiveDate,
    ) -> Result<Vec<ReferenceDeputy>> {
        let mut c = Conditions::new();
        let day = c.param(on);
        let updated_at = "greatest(d.updated_at, p.updated_at)";
        let head = format!(
            "SELECT d.id, p.name, p.gender, d.level, d.jurisdiction_id, t.ordinal AS term, c.name AS constituency_name, \
             d.elected_on, m.group_id, m.from_on AS group_from_on, \
             EXISTS (SELECT 1 FROM group_officer o WHERE o.group_id = m.group_id AND o.deputy_id = d.id \
               AND o.role = 'convenor' AND o.from_on <= {day} AND (o.to_on IS NULL OR o.to_on > {day})) AS convenor, \
             d.intro, d.contact_platform, {updated_at} AS updated_at \
             FROM deputy d JOIN person p ON p.id = d.person_id JOIN term t ON t.id = d.term_id \
             LEFT JOIN constituency c ON c.id = d.constituency_id \
             LEFT JOIN group_membership m ON m.deputy_id = d.id AND m.from_on <= {day} \
               AND (m.to_on IS NULL OR m.to_on > {day})"
        );
        c.push("d.status = 'active'");
        page(self, c, &head, ("d.id", updated_at), wanted).await
    }

    /// Groups that exist on a day, by id.
    ///
    /// # Errors
    /// As any statement.
    pub async fn reference_groups(
        &self,
        wanted: ReferencePage,
        on: NaiveDate,
    ) -> Result<Vec<ReferenceGroup>> {
        let mut c = Conditions::new();
        let day = c.param(on);
        c.push(format!("g.founded_on <= {day} AND (g.dissolved_on IS NULL OR g.dissolved_on > {day})"));
        let head = "SELECT g.id, g.no, g.name, g.jurisdiction_id, g.field, g.duties, g.founded_on, g.updated_at \
                    FROM deputy_group g";
        page(self, c, head, ("g.id", "g.updated_at"), wanted).await
    }

    /// Sessions, by id.
    ///
    /// # Errors
    /// As any statement.
    pub async fn reference_sessions(&self, wanted: ReferencePage) -> Result<Vec<ReferenceSession>> {
        let updated_at = "greatest(s.updated_at, t.updated_at)";
        let head = format!(
            "SELECT s.id, s.name, s.ordinal, s.term_id, t.ordinal AS term, t.name AS term_name, t.jurisdiction_id, \
             s.starts_on, s.ends_on, {updated_at} AS updated_at \
             FROM congress_session s JOIN term t ON t.id = s.term_id"
        );
        page(self, Conditions::new(), &head, ("s.id", updated_at), wanted).await
    }
}
