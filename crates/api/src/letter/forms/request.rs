//! 退办申请单 and 延期答复申请表: of a request, or of a task to be filled in.

use super::Desk;
use chrono::{DateTime, Utc};
use documents::{
    form::{Decision, ExtensionForm, SendBackForm},
    layout::chinese_date,
};
use domain::{
    kernel::{AccountId, Coded, business_date},
    settings::DeadlineKind,
    suggestion::{HandlingTask, Verdict},
};
use uuid::Uuid;

impl Desk<'_> {
    pub(super) fn send_back(&self, of: Uuid) -> Option<SendBackForm> {
        let known = self.case.tasks.iter().find_map(|task| {
            let request = task.send_backs.iter().find(|request| request.id.0 == of)?;
            Some((task, Some(request)))
        });
        let (task, request) = known.or_else(|| self.of_task_id(of).map(|task| (task, None)))?;
        let decision = request.and_then(|one| {
            let granted = if one.verdict == Verdict::Agreed { "同意退办" } else { "不同意退办" };
            self.decision(
                one.verdict,
                granted.to_owned(),
                one.decision_reason.as_deref(),
                (one.decided_by, one.decided_at),
            )
        });
        Some(SendBackForm {
            matter: self.matter(),
            unit: self.registers.unit(task.unit),
            role: task.role.as_zh().to_owned(),
            assigned_on: Some(business_date(task.assigned_at)),
            ask_until: task.dues.send_back.as_ref().map(|due| due.on),
            reason: request.map(|one| one.reason.clone()).unwrap_or_default(),
            suggested_unit: request
                .and_then(|one| one.suggested_unit)
                .map(|unit| self.registers.unit(unit))
                .unwrap_or_default(),
            signed_by: request.map(|one| self.registers.account(one.signed_by)).unwrap_or_default(),
            requested_on: request.map(|one| business_date(one.requested_at)),
            decided_by_whom: self.superior(task),
            decision,
            new_unit: request
                .and_then(|one| one.new_unit)
                .map(|unit| self.registers.unit(unit))
                .unwrap_or_default(),
            rendered_at: request.map_or(task.assigned_at, |one| one.requested_at),
        })
    }

    pub(super) fn extension(&self, of: Uuid) -> Option<ExtensionForm> {
        let known = self.case.tasks.iter().find_map(|task| {
            let request = task.extensions.iter().find(|request| request.id.0 == of)?;
            Some((task, Some(request)))
        });
        let (task, request) = known.or_else(|| self.of_task_id(of).map(|task| (task, None)))?;
        let decision = request.and_then(|one| {
            let granted = match (one.verdict, one.approved_until) {
                (Verdict::Agreed, Some(until)) => format!("同意延期至{}", chinese_date(until)),
                (Verdict::Agreed, None) => "同意延期".to_owned(),
                _ => "不同意延期".to_owned(),
            };
            self.decision(
                one.verdict,
                granted,
                one.decision_reason.as_deref(),
                (one.decided_by, one.decided_at),
            )
        });
        let reply = self.case.suggestion.dues.reply.as_ref().map(|due| due.on);
        Some(ExtensionForm {
            matter: self.matter(),
            unit: self.registers.unit(task.unit),
            assigned_on: Some(business_date(task.assigned_at)),
            // What was granted has moved the deadline in force; the form is about the one before.
            due_on: task.dues.reply.as_ref().map(|due| due.on).or(reply),
            latest: self.latest_end(),
            reason: request.map(|one| one.reason.clone()).unwrap_or_default(),
            requested_until: request.map(|one| one.requested_until),
            requested_by: request.map(|one| self.registers.account(one.requested_by)).unwrap_or_default(),
            requested_on: request.map(|one| business_date(one.requested_at)),
            decided_by_whom: self.registers.committee(),
            decision,
            deputy_told_on: Self::day_of(request.and_then(|one| one.informed_deputy_at)),
            rendered_at: request.map_or(task.assigned_at, |one| one.requested_at),
        })
    }

    pub(super) fn of_task_id(&self, of: Uuid) -> Option<&HandlingTask> {
        self.case.tasks.iter().find(|task| task.id.0 == of)
    }

    /// The law's last day: so many months after the day of assignment, on a working day.
    fn latest_end(&self) -> Option<chrono::NaiveDate> {
        let assigned = business_date(self.case.suggestion.assigned_at?);
        let longest = self.configuration.settings_at(assigned).ok()?.rule(DeadlineKind::ReplyExtended);
        Some(self.configuration.calendar().due_date(assigned, &longest))
    }

    fn decision(
        &self,
        verdict: Verdict,
        granted: String,
        reason: Option<&str>,
        (by, at): (Option<AccountId>, Option<DateTime<Utc>>),
    ) -> Option<Decision> {
        (verdict != Verdict::Pending).then(|| Decision {
            verdict: granted,
            reason: reason.unwrap_or_default().to_owned(),
            by: by.map(|account| self.registers.account(account)).unwrap_or_default(),
            on: Self::day_of(at),
        })
    }
}
