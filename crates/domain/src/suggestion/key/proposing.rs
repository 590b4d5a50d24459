//! Nomination, the government's opinion, the decision of the council of chairpersons.

use super::{KeyStatus, KeyStep, KeySupervision};
use crate::authz::{Permit, act};
use crate::kernel::{AccountId, DomainError, ErrorCode, FieldChecks, PersonId, TextRule, UnitId, coded_enum};
use crate::suggestion::{Case, Ctx, Effects, changes::Changes};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(super) const TEXT: TextRule = TextRule::body(5, 4_000);
pub(super) const MEETING: TextRule = TextRule::line(2, 100);
const NAME: TextRule = TextRule::line(1, 60);

coded_enum! {
    /// Why a suggestion deserves it (确定重点督办建议的条件, §3.9).
    KeyReason {
        Overall = "overall", "全局性", "Of overall importance";
        Concentrated = "concentrated", "反映集中", "Raised by many";
        Difficult = "difficult", "综合难度大", "Difficult, many units";
        AnnualPriority = "annual_priority", "年度重点", "A priority of the year";
        Livelihood = "livelihood", "民生实事", "People's livelihood";
    }
}

coded_enum! {
    /// 一府一委两院: whose leader handles it.
    LeadingOrgan {
        Government = "government", "县政府", "Government";
        Supervision = "supervision", "监察委员会", "Supervisory commission";
        Court = "court", "人民法院", "Court";
        Procuratorate = "procuratorate", "人民检察院", "Procuratorate";
    }
}

/// 征求政府意见
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyConsultation {
    /// When the government answered.
    pub on: NaiveDate,
    /// What it said.
    pub opinion: String,
    /// Who recorded it.
    pub by: AccountId,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// 主任会议决定
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyDecision {
    /// On the list, or not.
    pub chosen: bool,
    /// 会议名称: which meeting of the council of chairpersons.
    pub meeting: String,
    /// Its day.
    pub on: NaiveDate,
    /// Why not; of one that was not chosen.
    pub reason: Option<String>,
    /// Who recorded it.
    pub by: AccountId,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// Somebody who handles it in person (领办).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadingOfficial {
    /// 姓名
    pub name: String,
    /// 职务
    pub post: String,
}

/// Each key suggestion has a leader of the congress who supervises it, and both a leader of 一府一委两院 and the
/// head of the unit who handle it in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPeople {
    /// 领衔督办领导: a chairman or vice-chairman of the standing committee.
    pub supervising_leader: PersonId,
    /// The leader's name on that day.
    pub leader_name: String,
    /// Whose leader handles it.
    pub organ: LeadingOrgan,
    /// 领办领导
    pub leading_official: LeadingOfficial,
    /// 承办单位主要负责人
    pub unit_head: LeadingOfficial,
    /// 对口督办的专（工）委
    pub committee: UnitId,
}

/// 提名
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeKey {
    /// 年度
    pub year: i32,
    /// Criteria that it meets, at least one.
    pub reasons: Vec<KeyReason>,
    /// In words.
    pub reason: String,
    /// The committee that nominates it.
    pub unit: Option<UnitId>,
}

/// 主任会议决定: chosen with its people, or not with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecideKey {
    /// 会议名称
    pub meeting: String,
    /// Its day.
    pub on: NaiveDate,
    /// The people, of one that is chosen; else the reason.
    pub outcome: Result<KeyPeople, String>,
    /// The leading official is known to be a member of the standing committee, who must not hold an office in
    /// government, supervisory commission, court or procuratorate (地方组织法 art. 47).
    pub official_is_member: bool,
}

impl Case {
    /// Nominates it for the list of a year.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/year`, `#/reasons`, `#/reason`.
    pub fn propose_key(
        &mut self,
        permit: &Permit<act::ProposeKeySuggestion>,
        command: ProposeKey,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::Propose, ctx)?;
        let ProposeKey { year, mut reasons, mut reason, unit } = command;
        let mut checks = FieldChecks::new();
        let this = ctx.today().year();
        checks.range("#/year", year.into(), (this - 1).into(), (this + 1).into());
        checks.ensure(
            !self.keys.iter().any(|key| key.year == year && key.is_open()),
            "#/year",
            ErrorCode::ValueDuplicate,
        );
        reasons.sort_unstable();
        reasons.dedup();
        checks.ensure(!reasons.is_empty(), "#/reasons", ErrorCode::ValueRequired);
        checks.text(TEXT, "#/reason", &mut reason);
        checks.finish()?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.propose_key");
        self.keys.push(KeySupervision {
            year,
            status: KeyStatus::Candidate,
            reasons,
            reason,
            proposed_by: permit.account(),
            proposed_unit: unit,
            proposed_at: ctx.now,
            consultation: None,
            decision: None,
            people: None,
            plan_due: None,
            plan: None,
            events: Vec::new(),
            progress: Vec::new(),
            report: None,
            closing: None,
        });
        changes.event(self, "suggestion.key_proposed", json!({ "year": year, "unit": unit }));
        Ok(changes.finish(self))
    }

    /// Records what the government said about the nomination.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/on`, `#/opinion`.
    pub fn consult_key(
        &mut self,
        permit: &Permit<act::SuperviseKeySuggestion>,
        on: NaiveDate,
        opinion: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::Consult, ctx)?;
        let mut opinion = opinion.to_owned();
        let mut checks = FieldChecks::new();
        checks.text(TEXT, "#/opinion", &mut opinion);
        checks.not_after("#/on", on, ctx.today());
        checks.finish()?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.consult_key");
        self.key_mut()?.consultation =
            Some(KeyConsultation { on, opinion, by: permit.account(), at: ctx.now });
        changes.event(self, "suggestion.key_consulted", json!({}));
        Ok(changes.finish(self))
    }

    /// Records the decision of the council of chairpersons. A chosen one is signed off by the unit's head in person from then
    /// on, and its plan falls due.
    ///
    /// # Errors
    /// `state.conflict`; `key_suggestion.not_consulted` without the government's opinion; `key_suggestion.conflict` when one
    /// person would supervise and be supervised, or a member of the standing committee would handle it for the government;
    /// `validation.failed`.
    pub fn decide_key(
        &mut self,
        permit: &Permit<act::DecideKeySuggestion>,
        command: DecideKey,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let step = if command.outcome.is_ok() { KeyStep::Choose } else { KeyStep::Decline };
        self.key_ready(step, ctx)?;
        let DecideKey { mut meeting, on, outcome, official_is_member } = command;
        let mut checks = FieldChecks::new();
        checks.text(MEETING, "#/meeting", &mut meeting);
        checks.not_after("#/on", on, ctx.today());
        let (people, reason) = match outcome {
            Ok(mut people) => {
                for (at, official) in
                    [("leading_official", &mut people.leading_official), ("unit_head", &mut people.unit_head)]
                {
                    checks.text(NAME, &format!("#/{at}/name"), &mut official.name);
                    checks.text(NAME, &format!("#/{at}/post"), &mut official.post);
                }
                (Some(people), None)
            }
            Err(mut reason) => {
                checks.text(TEXT, "#/reason", &mut reason);
                (None, Some(reason))
            }
        };
        checks.finish()?;
        if let Some(people) = &people {
            let consulted = self.key().is_some_and(|key| key.consultation.is_some());
            if people.organ == LeadingOrgan::Government && !consulted {
                return Err(ErrorCode::KeyNotConsulted.into());
            }
            let same = |official: &LeadingOfficial| official.name == people.leader_name;
            if official_is_member || same(&people.leading_official) || same(&people.unit_head) {
                return Err(ErrorCode::KeyConflict.into());
            }
        }
        let chosen = people.is_some();
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.decide_key");
        let due = ctx.key_plan_due(on);
        let key = self.key_mut()?;
        key.decision = Some(KeyDecision { chosen, meeting, on, reason, by: permit.account(), at: ctx.now });
        key.status = if chosen { KeyStatus::Chosen } else { KeyStatus::Declined };
        key.plan_due = chosen.then_some(due);
        key.people = people;
        let year = key.year;
        if chosen {
            self.suggestion.is_key = true;
        }
        let kind = if chosen { "suggestion.key_chosen" } else { "suggestion.key_declined" };
        changes.event(self, kind, json!({ "year": year }));
        Ok(changes.finish(self))
    }
}
