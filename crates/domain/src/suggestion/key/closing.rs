//! The unit's report, and the end of the supervision.

use super::proposing::{MEETING, TEXT};
use super::{KeyStatus, KeyStep};
use crate::authz::{Permit, act};
use crate::kernel::{AccountId, DomainError, ErrorCode, FieldChecks, coded_enum};
use crate::suggestion::{Case, Ctx, Effects, PersonRank, changes::Changes};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

coded_enum! {
    /// 督办评价
    KeyRating {
        Excellent = "excellent", "优", "Excellent";
        Good = "good", "良", "Good";
        Fair = "fair", "中", "Fair";
        Poor = "poor", "差", "Poor";
    }
}

/// 办理情况报告
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyReport {
    /// The report.
    pub text: String,
    /// Who handed it in.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// 督办结论
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyClosing {
    /// The meeting of the council of chairpersons that heard the report.
    pub meeting: String,
    /// Its day.
    pub on: NaiveDate,
    /// What it concluded.
    pub conclusion: String,
    /// Its judgement, where the congress gives one.
    pub rating: Option<KeyRating>,
    /// Who recorded it.
    pub by: AccountId,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// 督办办结
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseKey {
    /// The meeting that heard the report.
    pub meeting: String,
    /// Its day.
    pub on: NaiveDate,
    /// What it concluded.
    pub conclusion: String,
    /// Its judgement.
    pub rating: Option<KeyRating>,
}

impl Case {
    /// The unit reports what became of it.
    ///
    /// # Errors
    /// `state.conflict`; `key_suggestion.not_replied`, `key_suggestion.events_missing`, `key_suggestion.head_missing`;
    /// `validation.failed` at `#/text`.
    pub fn report_key(
        &mut self,
        permit: &Permit<act::HandleKeySuggestion>,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::Report, ctx)?;
        let text = TEXT.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.report_key");
        let key = self.key_mut()?;
        key.report = Some(KeyReport { text, by: permit.account(), at: ctx.now });
        key.status = KeyStatus::Reported;
        changes.event(self, "suggestion.key_reported", json!({}));
        Ok(changes.finish(self))
    }

    /// The council of chairpersons has heard the report.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/meeting`, `#/on`, `#/conclusion`.
    pub fn close_key(
        &mut self,
        permit: &Permit<act::DecideKeySuggestion>,
        command: CloseKey,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.key_ready(KeyStep::Close, ctx)?;
        let CloseKey { mut meeting, on, mut conclusion, rating } = command;
        let mut checks = FieldChecks::new();
        checks.text(MEETING, "#/meeting", &mut meeting);
        checks.text(TEXT, "#/conclusion", &mut conclusion);
        checks.not_after("#/on", on, ctx.today());
        checks.finish()?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.close_key");
        let key = self.key_mut()?;
        key.closing = Some(KeyClosing { meeting, on, conclusion, rating, by: permit.account(), at: ctx.now });
        key.status = KeyStatus::Closed;
        changes.event(self, "suggestion.key_closed", json!({ "rating": rating }));
        Ok(changes.finish(self))
    }

    /// Everything that stands between the supervision and its report (报告之前还差什么). A report is worth hearing when the
    /// letters are out, the congress has looked at it with deputies often enough (setting `key_min_events`), and the
    /// unit's head has met a deputy in person, who confirms it.
    pub fn key_report_waits_for(&self, ctx: &Ctx<'_>) -> Vec<DomainError> {
        let mut missing = Vec::new();
        let unanswered = self.answering_tasks().any(|task| self.first_reply_of(task.id).is_none());
        if self.first_category().is_none() || unanswered {
            missing.push(ErrorCode::KeyNotReplied.into());
        }
        let wanted = usize::from(ctx.settings.key_min_events);
        let held =
            self.key().map_or(0, |key| key.events.iter().filter(|event| !event.deputies.is_empty()).count());
        if held < wanted {
            missing
                .push(DomainError::new(ErrorCode::KeyEventsMissing).param("held", held).param("min", wanted));
        }
        let met = self.tasks.iter().flat_map(|task| &task.contacts).any(|contact| {
            contact.counts_as_face_meeting()
                && contact.unit_people.iter().any(|person| person.rank == PersonRank::Head)
        });
        if !met {
            missing.push(ErrorCode::KeyHeadMissing.into());
        }
        missing
    }
}
