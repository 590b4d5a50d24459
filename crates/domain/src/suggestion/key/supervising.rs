//! Plan, supervision events and progress of a chosen one.

use super::proposing::TEXT;
use super::{KeyStatus, KeyStep};
use crate::authz::{Permit, act};
use crate::kernel::{
    AccountId, DeputyId, DomainError, ErrorCode, FieldChecks, FileId, KeyEventId, TextRule, coded_enum,
};
use crate::suggestion::{Case, Ctx, Effects, changes::Changes};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

const LINE: TextRule = TextRule::line(1, 200);
const MOST_MILESTONES: usize = 20;

coded_enum! {
    /// 督办活动形式
    KeyEventKind {
        Inspection = "inspection", "视察", "Inspection";
        Site = "site", "现场督办", "On site";
        Hearing = "hearing", "听取汇报", "Hearing";
        Meeting = "meeting", "座谈协商", "Meeting";
        Visit = "visit", "走访", "Visit";
    }
}

/// 办理方案节点
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyMilestone {
    /// What is to be done.
    pub text: String,
    /// By when.
    pub due: NaiveDate,
}

/// 办理方案
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPlan {
    /// 措施
    pub measures: String,
    /// 节点, by day.
    pub milestones: Vec<KeyMilestone>,
    /// Who handed it in.
    pub by: AccountId,
    /// When, first or as revised.
    pub at: DateTime<Utc>,
}

/// 督办活动
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEvent {
    /// Identity.
    pub id: KeyEventId,
    /// Form.
    pub kind: KeyEventKind,
    /// Its day.
    pub on: NaiveDate,
    /// Where.
    pub place: String,
    /// Who took part, besides the deputies.
    pub participants: String,
    /// Deputies who took part: §3.9 counts events with deputies.
    pub deputies: Vec<DeputyId>,
    /// What was found and demanded.
    pub summary: String,
    /// Photos, minutes.
    pub files: Vec<FileId>,
    /// Who recorded it.
    pub by: AccountId,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// 督办活动 to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKeyEvent {
    /// Form.
    pub kind: KeyEventKind,
    /// Its day.
    pub on: NaiveDate,
    /// Where.
    pub place: String,
    /// Who took part, besides the deputies.
    pub participants: String,
    /// Deputies who took part.
    pub deputies: Vec<DeputyId>,
    /// What was found and demanded.
    pub summary: String,
    /// Photos, minutes.
    pub files: Vec<FileId>,
}

/// 进展
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyProgress {
    /// As of this day.
    pub on: NaiveDate,
    /// What was done.
    pub text: String,
    /// Who reported it.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Case {
    /// The unit hands in how it will handle it, or a revised plan.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/measures`, `#/milestones…`.
    pub fn plan_key(
        &mut self,
        permit: &Permit<act::HandleKeySuggestion>,
        measures: &str,
        mut milestones: Vec<KeyMilestone>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::Plan, ctx)?;
        let mut measures = measures.to_owned();
        let decided = self.key().and_then(|key| key.decision.as_ref()).map(|decision| decision.on);
        let mut checks = FieldChecks::new();
        checks.text(TEXT, "#/measures", &mut measures);
        checks.ensure(!milestones.is_empty(), "#/milestones", ErrorCode::ValueRequired);
        checks.ensure(milestones.len() <= MOST_MILESTONES, "#/milestones", ErrorCode::ValueInvalid);
        for (at, milestone) in milestones.iter_mut().enumerate() {
            checks.text(LINE, &format!("#/milestones/{at}/text"), &mut milestone.text);
            let after = decided.is_none_or(|decided| milestone.due >= decided);
            checks.ensure(after, &format!("#/milestones/{at}/due"), ErrorCode::DateOrder);
        }
        checks.finish()?;
        milestones.sort_by_key(|milestone| milestone.due);
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.plan_key");
        let key = self.key_mut()?;
        key.plan = Some(KeyPlan { measures, milestones, by: permit.account(), at: ctx.now });
        key.status = KeyStatus::Planned;
        changes.event(self, "suggestion.key_planned", json!({}));
        Ok(changes.finish(self))
    }

    /// Records a supervision event.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed`.
    pub fn record_key_event(
        &mut self,
        permit: &Permit<act::SuperviseKeySuggestion>,
        event: NewKeyEvent,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::RecordEvent, ctx)?;
        let NewKeyEvent { kind, on, mut place, mut participants, deputies, mut summary, files } = event;
        let mut checks = FieldChecks::new();
        checks.text(LINE, "#/place", &mut place);
        checks.text(TextRule::body(0, 1_000), "#/participants", &mut participants);
        checks.text(TEXT, "#/summary", &mut summary);
        checks.not_after("#/on", on, ctx.today());
        let decided = self.key().and_then(|key| key.decision.as_ref()).map(|decision| decision.on);
        checks.ensure(decided.is_none_or(|decided| on >= decided), "#/on", ErrorCode::DateOrder);
        let distinct: BTreeSet<_> = deputies.iter().collect();
        checks.ensure(distinct.len() == deputies.len(), "#/deputy_ids", ErrorCode::ValueDuplicate);
        checks.finish()?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.record_key_event");
        let event = KeyEvent {
            id: KeyEventId(ctx.ids.next_id()),
            kind,
            on,
            place,
            participants,
            deputies,
            summary,
            files,
            by: permit.account(),
            at: ctx.now,
        };
        let data = json!({ "event": event.id, "kind": kind, "on": on });
        self.key_mut()?.events.push(event);
        changes.event(self, "suggestion.key_supervised", data);
        Ok(changes.finish(self))
    }

    /// The unit says how far it has come.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/text`.
    pub fn report_key_progress(
        &mut self,
        permit: &Permit<act::HandleKeySuggestion>,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::ReportProgress, ctx)?;
        let text = TEXT.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.report_key_progress");
        let progress = KeyProgress { on: ctx.today(), text, by: permit.account(), at: ctx.now };
        self.key_mut()?.progress.push(progress);
        changes.event(self, "suggestion.key_progress", json!({}));
        Ok(changes.finish(self))
    }
}
