use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    row::Columns,
    search::SearchDocument,
    sql,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    group::{Dissolution, Group, GroupData},
    kernel::{GroupId, Version},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A group as it is read on a day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GroupRow {
    /// The group.
    pub id: Uuid,
    /// Its term.
    pub term_id: Uuid,
    /// The term's name.
    pub term_name: String,
    /// The node that keeps it.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// 组号
    pub no: i32,
    /// 名称
    pub name: String,
    /// Towns and streets it covers.
    pub area_ids: Vec<Uuid>,
    /// Their names, in the same order.
    pub area_names: Vec<String>,
    /// Field of work.
    pub field: Option<String>,
    /// 小组职责
    pub duties: String,
    /// 成立日期
    pub founded_on: NaiveDate,
    /// First day on which it no longer exists.
    pub dissolved_on: Option<NaiveDate>,
    /// Why it ended.
    pub dissolved_reason: Option<String>,
    /// Members on the day.
    pub members: i64,
    /// Names of the convenors on the day.
    pub convenors: Vec<String>,
    /// Names of the liaisons on the day.
    pub liaisons: Vec<String>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
    /// Its term was not rolled over: it may change.
    pub term_open: bool,
}

// `$1` is the day: always the first parameter. `FROM` mentions it so that a count knows its type.
impl View for GroupRow {
    const COLUMNS: &'static str = "g.id, g.term_id, t.name AS term_name, g.jurisdiction_id, j.name AS jurisdiction_name, \
        j.path, g.no, g.name, g.area_ids, \
        coalesce((SELECT array_agg(a.name ORDER BY x.place) FROM unnest(g.area_ids) WITH ORDINALITY AS x(id, place) \
                  JOIN jurisdiction a ON a.id = x.id), '{}') AS area_names, \
        g.field, g.duties, g.founded_on, g.dissolved_on, g.dissolved_reason, \
        (SELECT count(*) FROM group_membership m WHERE m.group_id = g.id AND m.from_on <= today.day \
         AND (m.to_on IS NULL OR m.to_on > today.day)) AS members, \
        coalesce((SELECT array_agg(p.name ORDER BY o.from_on, o.id) FROM group_officer o JOIN person p ON p.id = o.person_id \
                  WHERE o.group_id = g.id AND o.role = 'convenor' AND o.from_on <= today.day \
                  AND (o.to_on IS NULL OR o.to_on > today.day)), '{}') AS convenors, \
        coalesce((SELECT array_agg(p.name ORDER BY o.from_on, o.id) FROM group_officer o JOIN person p ON p.id = o.person_id \
                  WHERE o.group_id = g.id AND o.role = 'liaison' AND o.from_on <= today.day \
                  AND (o.to_on IS NULL OR o.to_on > today.day)), '{}') AS liaisons, \
        t.closed_at IS NULL AS term_open, g.updated_at, g.version";
    const FROM: &'static str = "deputy_group g JOIN term t ON t.id = g.term_id \
        JOIN jurisdiction j ON j.id = g.jurisdiction_id CROSS JOIN (SELECT $1::date AS day) today";
    const ID: &'static str = "g.id";
}

impl GroupRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    pub fn aggregate(&self) -> Group {
        Group {
            id: GroupId(self.id),
            data: GroupData {
                term: self.term_id.into(),
                jurisdiction: self.jurisdiction_id.into(),
                no: self.no,
                name: self.name.clone(),
                areas: self.area_ids.iter().copied().map(Into::into).collect(),
                field: self.field.clone(),
                duties: self.duties.clone(),
                founded_on: self.founded_on,
            },
            dissolved: self
                .dissolved_on
                .map(|on| Dissolution { on, reason: self.dissolved_reason.clone().unwrap_or_default() }),
            version: Version(self.version),
        }
    }
}

/// Sorts of the list of groups; the first is the default.
pub const GROUP_SORTS: &[SortColumn] = &[
    SortColumn::new("no", "g.no", "integer"),
    SortColumn::new("name", "g.name", "text"),
    SortColumn::new("founded_on", "g.founded_on", "date"),
];

/// What the list of groups may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct GroupFilter {
    /// What is looked for in names.
    pub text: Option<String>,
    /// The term.
    pub term: Option<Uuid>,
    /// 当前届
    pub current_term: Option<bool>,
    /// Groups that cover this town or street.
    pub area: Option<Uuid>,
    /// `true`: groups that exist on the day; `false`: dissolved ones.
    pub active: Option<bool>,
}

fn conditions(scope: Option<&Scope>, filter: &GroupFilter, on: NaiveDate) -> Conditions {
    let mut conditions = Conditions::new();
    let day = conditions.param(on);
    if let Some(scope) = scope {
        conditions.within("j.path", scope);
    }
    conditions.matches("group", "g.id", filter.text.as_deref());
    conditions.equal("g.term_id", filter.term);
    conditions.equal("t.is_current", filter.current_term);
    if let Some(area) = filter.area {
        let area = conditions.param(area);
        conditions.push(format!("{area} = ANY(g.area_ids)"));
    }
    match filter.active {
        Some(true) => conditions
            .push(format!("g.founded_on <= {day} AND (g.dissolved_on IS NULL OR g.dissolved_on > {day})")),
        Some(false) => conditions.push(format!("g.dissolved_on <= {day}")),
        None => {}
    }
    conditions
}

async fn one(conn: &impl ConnectionTrait, id: GroupId, on: NaiveDate) -> Result<Option<GroupRow>> {
    let text = format!("SELECT {} FROM {} WHERE g.id = $2", GroupRow::COLUMNS, GroupRow::FROM);
    Ok(GroupRow::find_by_statement(sql(text, [on.into(), id.0.into()])).one(conn).await?)
}

fn columns(group: &Group) -> Columns {
    let data = &group.data;
    let areas: Vec<Uuid> = data.areas.iter().map(|area| area.0).collect();
    vec![
        ("term_id", data.term.0.into()),
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("no", data.no.into()),
        ("name", data.name.clone().into()),
        ("area_ids", areas.into()),
        ("field", data.field.clone().into()),
        ("duties", data.duties.clone().into()),
        ("founded_on", data.founded_on.into()),
        ("dissolved_on", group.dissolved.as_ref().map(|d| d.on).into()),
        ("dissolved_reason", group.dissolved.as_ref().map(|d| d.reason.clone()).into()),
    ]
}

impl Store {
    /// A page of groups as they are on the day; without a scope for the public portal.
    ///
    /// # Errors
    /// As any statement.
    pub async fn groups(
        &self,
        scope: Option<&Scope>,
        filter: &GroupFilter,
        on: NaiveDate,
        page: &PageRequest,
    ) -> Result<Vec<Listed<GroupRow>>> {
        listing::page(self.db(), conditions(scope, filter, on), page).await
    }

    /// How many groups the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_groups(
        &self,
        scope: Option<&Scope>,
        filter: &GroupFilter,
        on: NaiveDate,
    ) -> Result<i64> {
        listing::count::<GroupRow>(self.db(), conditions(scope, filter, on)).await
    }

    /// One group as it is on the day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn group(&self, id: GroupId, on: NaiveDate) -> Result<Option<GroupRow>> {
        one(self.db(), id, on).await
    }
}

impl Uow {
    /// One group, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn group(&self, id: GroupId, on: NaiveDate) -> Result<Option<GroupRow>> {
        one(self.conn(), id, on).await
    }

    /// Adds a group.
    ///
    /// # Errors
    /// `group.exists`.
    pub async fn insert_group(&self, group: &Group) -> Result<()> {
        self.insert_row("deputy_group", group.id.0, columns(group)).await?;
        self.index_group(group).await
    }

    /// Writes a group.
    ///
    /// # Errors
    /// `version.stale`, `group.exists`.
    pub async fn update_group(&self, group: &Group) -> Result<()> {
        self.update_row("deputy_group", group.id.0, group.version, columns(group)).await?;
        self.index_group(group).await
    }

    async fn index_group(&self, group: &Group) -> Result<()> {
        let subtitle = format!("第{}组", group.data.no);
        let field = group.data.field.as_deref().unwrap_or_default();
        self.index(&SearchDocument {
            kind: "group",
            id: group.id.0,
            jurisdiction: group.data.jurisdiction,
            title: &group.data.name,
            subtitle: &subtitle,
            texts: &[&group.data.name, field],
        })
        .await
    }
}
