use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View, coded},
    row::Columns,
    search::SearchDocument,
    sql,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    authz::{JurisdictionPath, Scope},
    kernel::{PersonId, UnitId, Version},
    org::{Succession, Unit, UnitData},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;
use uuid::Uuid;

/// A unit as it is read.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UnitRow {
    /// The unit.
    pub id: Uuid,
    /// Its node.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
    /// The node's path.
    pub path: String,
    /// Official name.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// Code of `UnitKind`.
    pub kind: String,
    /// Code of `UnitSystem`.
    pub system: String,
    /// The unit above it.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub parent_name: Option<String>,
    /// 统一社会信用代码
    pub credit_code: Option<String>,
    /// 发文字号前缀
    pub doc_prefix: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day on which it no longer exists.
    pub valid_to: Option<NaiveDate>,
    /// 承继单位
    pub successor_id: Option<Uuid>,
    /// Its name.
    pub successor_name: Option<String>,
    /// Why it ended.
    pub succession_reason: Option<String>,
    /// 主要负责人
    pub head_person_id: Option<Uuid>,
    /// The head's name.
    pub head_name: Option<String>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Optimistic lock.
    pub version: i64,
}

impl View for UnitRow {
    const COLUMNS: &'static str = "u.id, u.jurisdiction_id, j.name AS jurisdiction_name, j.path, u.name, u.short_name, \
        u.kind, u.system, u.parent_id, p.name AS parent_name, u.credit_code, u.doc_prefix, u.phone, u.valid_from, \
        u.valid_to, u.successor_id, n.name AS successor_name, u.succession_reason, u.head_person_id, h.name AS head_name, \
        u.updated_at, u.version";
    const FROM: &'static str = "unit u JOIN jurisdiction j ON j.id = u.jurisdiction_id \
        LEFT JOIN unit p ON p.id = u.parent_id LEFT JOIN unit n ON n.id = u.successor_id \
        LEFT JOIN person h ON h.id = u.head_person_id";
    const ID: &'static str = "u.id";
}

impl UnitRow {
    /// The path as the policy knows it.
    pub fn scope_path(&self) -> JurisdictionPath {
        JurisdictionPath(self.path.clone())
    }

    /// The aggregate.
    ///
    /// # Errors
    /// When a stored code is not known.
    pub fn aggregate(&self) -> Result<Unit> {
        let ended = match (self.valid_to, self.successor_id) {
            (Some(on), Some(successor)) => Some(Succession {
                on,
                successor: successor.into(),
                reason: self.succession_reason.clone().unwrap_or_default(),
            }),
            _ => None,
        };
        Ok(Unit {
            id: UnitId(self.id),
            data: UnitData {
                jurisdiction: self.jurisdiction_id.into(),
                name: self.name.clone(),
                short_name: self.short_name.clone(),
                kind: coded(&self.kind)?,
                system: coded(&self.system)?,
                parent: self.parent_id.map(Into::into),
                credit_code: self.credit_code.clone(),
                doc_prefix: self.doc_prefix.clone(),
                phone: self.phone.clone(),
                valid_from: self.valid_from,
            },
            ended,
            version: Version(self.version),
        })
    }
}

/// Sorts of the list of units; the first is the default.
pub const UNIT_SORTS: &[SortColumn] = &[
    SortColumn::new("name", "u.name", "text"),
    SortColumn::new("short_name", "u.short_name", "text"),
    SortColumn::new("valid_from", "u.valid_from", "date"),
];

/// What the list of units may be filtered by.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    /// What is looked for in names.
    pub text: Option<String>,
    /// Codes of `UnitKind`.
    pub kinds: Vec<String>,
    /// Code of `UnitSystem`.
    pub system: Option<String>,
    /// The node.
    pub jurisdiction: Option<Uuid>,
    /// The unit above.
    pub parent: Option<Uuid>,
    /// Units that exist on this day.
    pub on: Option<NaiveDate>,
}

fn conditions(scope: &Scope, filter: &UnitFilter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.within("j.path", scope);
    conditions.matches("unit", "u.id", filter.text.as_deref());
    conditions.any("u.kind", filter.kinds.clone());
    conditions.equal("u.system", filter.system.clone());
    conditions.equal("u.jurisdiction_id", filter.jurisdiction);
    conditions.equal("u.parent_id", filter.parent);
    if let Some(on) = filter.on {
        let on = conditions.param(on);
        conditions.push(format!("u.valid_from <= {on} AND (u.valid_to IS NULL OR u.valid_to > {on})"));
    }
    conditions
}

fn columns(unit: &Unit) -> Columns {
    let data = &unit.data;
    vec![
        ("jurisdiction_id", data.jurisdiction.0.into()),
        ("name", data.name.clone().into()),
        ("short_name", data.short_name.clone().into()),
        ("kind", data.kind.code().into()),
        ("system", data.system.code().into()),
        ("parent_id", data.parent.map(|p| p.0).into()),
        ("credit_code", data.credit_code.clone().into()),
        ("doc_prefix", data.doc_prefix.clone().into()),
        ("phone", data.phone.clone().into()),
        ("valid_from", data.valid_from.into()),
        ("valid_to", unit.ended.as_ref().map(|e| e.on).into()),
        ("successor_id", unit.ended.as_ref().map(|e| e.successor.0).into()),
        ("succession_reason", unit.ended.as_ref().map(|e| e.reason.clone()).into()),
    ]
}

impl Store {
    /// A page of units.
    ///
    /// # Errors
    /// As any statement.
    pub async fn units(
        &self,
        scope: &Scope,
        filter: &UnitFilter,
        page: &PageRequest,
    ) -> Result<Vec<Listed<UnitRow>>> {
        listing::page(self.db(), conditions(scope, filter), page).await
    }

    /// How many units the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_units(&self, scope: &Scope, filter: &UnitFilter) -> Result<i64> {
        listing::count::<UnitRow>(self.db(), conditions(scope, filter)).await
    }

    /// One unit.
    ///
    /// # Errors
    /// As any statement.
    pub async fn unit(&self, id: UnitId) -> Result<Option<UnitRow>> {
        listing::one(self.db(), id.0).await
    }

    /// Units that this one took over (前身), at any remove, oldest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn unit_predecessors(&self, id: UnitId) -> Result<Vec<UnitRow>> {
        // UNION, not UNION ALL: a circle of successors, if one ever came in, would still end.
        let text = format!(
            "WITH RECURSIVE before AS (SELECT id FROM unit WHERE successor_id = $1 \
             UNION SELECT x.id FROM unit x JOIN before b ON x.successor_id = b.id) \
             SELECT {} FROM {} WHERE u.id IN (SELECT id FROM before) AND u.id <> $1 ORDER BY u.valid_to, u.id",
            UnitRow::COLUMNS,
            UnitRow::FROM
        );
        Ok(UnitRow::find_by_statement(sql(text, [id.0.into()])).all(self.db()).await?)
    }

    /// Every ended unit with the unit that carries its matters on today.
    ///
    /// # Errors
    /// As any statement.
    pub async fn units_in_charge(&self) -> Result<HashMap<Uuid, Uuid>> {
        let rows = self
            .db()
            .query_all_raw(sql(
                "WITH RECURSIVE line AS (SELECT id AS origin, successor_id AS id, 1 AS depth FROM unit \
                   WHERE successor_id IS NOT NULL \
                 UNION ALL SELECT l.origin, u.successor_id, l.depth + 1 FROM line l JOIN unit u ON u.id = l.id \
                   WHERE u.successor_id IS NOT NULL AND l.depth < 50) \
                 SELECT DISTINCT ON (origin) origin, id FROM line ORDER BY origin, depth DESC",
                [],
            ))
            .await?;
        rows.iter().map(|row| Ok((row.try_get("", "origin")?, row.try_get("", "id")?))).collect()
    }

    /// The unit that carries this one's matters on today: the end of its line of successors.
    ///
    /// # Errors
    /// As any statement.
    pub async fn unit_in_charge(&self, id: UnitId) -> Result<Option<UnitRow>> {
        let text = format!(
            "WITH RECURSIVE line AS (SELECT id, successor_id FROM unit WHERE id = $1 \
             UNION SELECT x.id, x.successor_id FROM unit x JOIN line l ON x.id = l.successor_id) \
             SELECT {} FROM {} WHERE u.id IN (SELECT id FROM line WHERE successor_id IS NULL)",
            UnitRow::COLUMNS,
            UnitRow::FROM
        );
        Ok(UnitRow::find_by_statement(sql(text, [id.0.into()])).one(self.db()).await?)
    }
}

impl Uow {
    /// One unit, for changing it or referring to it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn unit(&self, id: UnitId) -> Result<Option<UnitRow>> {
        listing::one(self.conn(), id.0).await
    }

    /// Adds a unit.
    ///
    /// # Errors
    /// `unit.name_taken`.
    pub async fn insert_unit(&self, unit: &Unit) -> Result<()> {
        self.insert_row("unit", unit.id.0, columns(unit)).await?;
        self.index_unit(unit).await
    }

    /// Writes a unit.
    ///
    /// # Errors
    /// `version.stale`, `unit.name_taken`.
    pub async fn update_unit(&self, unit: &Unit) -> Result<()> {
        self.update_row("unit", unit.id.0, unit.version, columns(unit)).await?;
        self.index_unit(unit).await
    }

    /// Writes who heads the unit.
    ///
    /// # Errors
    /// `version.stale`.
    pub async fn set_unit_head(&self, unit: &Unit, head: Option<PersonId>) -> Result<()> {
        let columns = vec![("head_person_id", head.map(|person| person.0).into())];
        self.update_row("unit", unit.id.0, unit.version, columns).await
    }

    async fn index_unit(&self, unit: &Unit) -> Result<()> {
        self.index(&SearchDocument {
            kind: "unit",
            id: unit.id.0,
            jurisdiction: unit.data.jurisdiction,
            title: &unit.data.name,
            subtitle: unit.data.kind.zh(),
            texts: &[&unit.data.name, &unit.data.short_name],
        })
        .await
    }
}
