use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, DomainError, ErrorCode, FieldChecks, GroupId, JurisdictionId, Outcome, TermId, TextRule,
        Version,
    },
};
use chrono::NaiveDate;
use serde::Serialize;

/// What is written about a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupData {
    /// The term.
    pub term: TermId,
    /// The node that keeps it: a town for a group of one town, else the county.
    pub jurisdiction: JurisdictionId,
    /// 组号
    pub no: i32,
    /// 名称
    pub name: String,
    /// Towns and streets it covers. Groups are formed by area or by field (代表法 art. 27).
    pub areas: Vec<JurisdictionId>,
    /// Field of work, for groups formed by field.
    pub field: Option<String>,
    /// 小组职责
    pub duties: String,
    /// 成立日期
    pub founded_on: NaiveDate,
}

impl GroupData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.range("#/no", self.no.into(), 1, 999);
        checks.text(TextRule::line(1, 60), "#/name", &mut self.name);
        checks.optional_text(TextRule::line(0, 60), "#/field", &mut self.field);
        checks.text(TextRule::body(1, 4000), "#/duties", &mut self.duties);
        checks.date("#/founded_on", self.founded_on);
        checks.ensure(self.areas.len() <= 60, "#/area_ids", ErrorCode::ValueInvalid);
        let mut seen = std::collections::HashSet::new();
        checks.ensure(
            self.areas.iter().all(|area| seen.insert(*area)),
            "#/area_ids",
            ErrorCode::ValueDuplicate,
        );
        checks.finish().map(|()| self)
    }
}

/// 撤销: how a group ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dissolution {
    /// The first day on which it no longer exists.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// 代表小组
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its fields.
    pub data: GroupData,
    /// How it ended, if it has.
    pub dissolved: Option<Dissolution>,
    /// Optimistic lock.
    pub version: Version,
}

impl Group {
    /// A new group, without members and officers.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageGroups>,
        id: GroupId,
        data: GroupData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id, data: data.check()?, dissolved: None, version: Version::FIRST };
        let kind = kind("group.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next))
    }

    /// Replaces the fields.
    ///
    /// # Errors
    /// `validation.failed`; `group.dissolved`.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageGroups>,
        data: GroupData,
    ) -> Result<Outcome<Self>, DomainError> {
        self.must_stand()?;
        let next = Self { data: data.check()?, ..self.advanced() };
        let kind = kind("group.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }

    /// Ends the group on a day; its memberships end with it.
    ///
    /// # Errors
    /// `group.dissolved` when it has ended already; `validation.failed`.
    pub fn dissolve(
        &self,
        permit: &Permit<act::ManageGroups>,
        on: NaiveDate,
        reason: &str,
    ) -> Result<Outcome<Self>, DomainError> {
        self.must_stand()?;
        let mut checks = FieldChecks::new();
        let mut reason = reason.to_owned();
        checks.text(TextRule::line(1, 200), "#/reason", &mut reason);
        checks.date("#/on", on);
        checks.ensure(on > self.data.founded_on, "#/on", ErrorCode::DateOrder);
        checks.finish()?;
        let dissolved = Dissolution { on, reason };
        let next = Self { dissolved: Some(dissolved.clone()), ..self.advanced() };
        let kind = kind("group.dissolved", permit);
        Ok(Outcome::between(kind, self.id.0, None::<&()>, &dissolved, next))
    }

    /// The same group, one version on: for changes in its members and officers.
    pub(super) fn advanced(&self) -> Self {
        Self { version: self.version.next(), ..self.clone() }
    }

    /// # Errors
    /// `group.dissolved`.
    pub(super) fn must_stand(&self) -> Result<(), DomainError> {
        match &self.dissolved {
            None => Ok(()),
            Some(end) => Err(DomainError::new(ErrorCode::GroupDissolved).param("on", end.on.to_string())),
        }
    }
}

pub(super) fn kind(event: &'static str, permit: &Permit<act::ManageGroups>) -> ChangeKind {
    ChangeKind { event, aggregate: "group", action: permit.action_name() }
}
