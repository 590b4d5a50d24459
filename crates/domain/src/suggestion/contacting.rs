//! 联系沟通: the unit's account, and the deputy's word on it.

use super::changes::Changes;
use super::{Case, ContactAnswer, ContactKind, ContactLog, Ctx, Effects, TaskStep, UnitPerson};
use crate::authz::{Permit, act};
use crate::kernel::{
    ContactLogId, DeputyId, DomainError, ErrorCode, FieldError, FileId, HandlingTaskId, TextRule,
    business_date,
};
use chrono::{DateTime, Utc};
use serde_json::json;

const PLACE: TextRule = TextRule::line(0, 100);
const NAME: TextRule = TextRule::line(1, 50);
const POST: TextRule = TextRule::line(0, 50);
const SUMMARY: TextRule = TextRule::body(5, 4_000);
const DISPUTE: TextRule = TextRule::body(2, 1_000);

/// 登记联系沟通
#[derive(Clone, Debug, PartialEq)]
pub struct LogContact {
    /// 方式
    pub kind: ContactKind,
    /// 是否当面
    pub face_to_face: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Where.
    pub place: String,
    /// Who of the unit, at least one.
    pub unit_people: Vec<UnitPerson>,
    /// Which deputies, at least one of those who take part in the matter. Of a protected matter (受保护代表) the unit
    /// knows no deputy to name: none means the lead deputy, who confirms or disputes it as always.
    pub deputies: Vec<DeputyId>,
    /// What was said.
    pub summary: String,
    /// Photos, minutes.
    pub evidence: Vec<FileId>,
    /// Those of `deputies` who lead this unit, as found by the caller: no counterparts (§8.5 I13).
    pub conflicted: Vec<DeputyId>,
}

impl Case {
    /// Records a talk. It counts as 面商 only when a deputy confirms it.
    ///
    /// # Errors
    /// `state.conflict`; `task.not_applicable`; `validation.failed`.
    pub fn log_contact(
        &mut self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        command: LogContact,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready_task(task, TaskStep::LogContact, None, ctx)?;
        let log = self.checked_log(permit, task, command, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "task.log_contact");
        let data = json!({ "task": task, "contact": log.id, "deputies": log.deputies });
        self.task_mut(task)?.contacts.push(log);
        changes.event(self, "task.contact_logged", data);
        Ok(changes.finish(self))
    }

    fn checked_log(
        &self,
        permit: &Permit<act::HandleTask>,
        task: HandlingTaskId,
        command: LogContact,
        ctx: &Ctx<'_>,
    ) -> Result<ContactLog, DomainError> {
        let mut wrong = Vec::new();
        let deputies = self.talked_with(command.deputies);
        let mut check = |rule: TextRule, pointer: &str, value: &str| match rule.check(pointer, value) {
            Ok(text) => text,
            Err(error) => {
                wrong.push(error);
                String::new()
            }
        };
        let place = check(PLACE, "#/place", &command.place);
        let summary = check(SUMMARY, "#/summary", &command.summary);
        let unit_people: Vec<_> = command
            .unit_people
            .iter()
            .enumerate()
            .map(|(at, person)| UnitPerson {
                name: check(NAME, &format!("#/unit_people/{at}/name"), &person.name),
                post: check(POST, &format!("#/unit_people/{at}/post"), &person.post),
                rank: person.rank,
            })
            .collect();
        if unit_people.is_empty() {
            wrong.push(FieldError::new("#/unit_people", ErrorCode::ValueRequired));
        }
        if deputies.is_empty() {
            wrong.push(FieldError::new("#/deputies", ErrorCode::ValueRequired));
        }
        for (at, deputy) in deputies.iter().enumerate() {
            let pointer = format!("#/deputies/{at}");
            if !self.takes_part(*deputy) {
                wrong.push(FieldError::new(pointer, ErrorCode::ReferenceUnknown));
            } else if deputies[..at].contains(deputy) {
                wrong.push(FieldError::new(pointer, ErrorCode::ValueDuplicate));
            }
        }
        if command.face_to_face && !command.kind.can_be_face_to_face() {
            wrong.push(FieldError::new("#/face_to_face", ErrorCode::ValueInvalid));
        }
        let assigned_at = self.task(task)?.assigned_at;
        if command.at > ctx.now {
            wrong.push(FieldError::too_late("#/at", ctx.today()));
        } else if command.at < assigned_at {
            wrong.push(FieldError::too_early("#/at", business_date(assigned_at)));
        }
        if !wrong.is_empty() {
            return Err(DomainError::invalid(wrong));
        }
        Ok(ContactLog {
            id: ContactLogId(ctx.ids.next_id()),
            kind: command.kind,
            face_to_face: command.face_to_face,
            at: command.at,
            place,
            unit_people,
            deputies,
            summary,
            evidence: command.evidence,
            conflicted: command.conflicted,
            answers: Vec::new(),
            logged_by: permit.account(),
            logged_at: ctx.now,
        })
    }

    /// Whom a talk was with, as the unit names them: nobody of a protected matter (受保护代表) means its lead deputy.
    pub fn talked_with(&self, named: Vec<DeputyId>) -> Vec<DeputyId> {
        let protected = self.suggestion.confidentiality.hide_names_from_units;
        if named.is_empty() && protected { vec![self.suggestion.lead] } else { named }
    }

    /// True for every signer of this suggestion and of those merged into it.
    pub fn takes_part(&self, deputy: DeputyId) -> bool {
        self.suggestion.is_signer(deputy)
            || self.children.iter().any(|child| child.lead == deputy || child.cosigners.contains(&deputy))
    }

    /// A deputy confirms the unit's account, or says what was otherwise (`disputed`).
    ///
    /// # Errors
    /// `state.conflict`; `resource.not_found` when no answer of this deputy is waited for; `validation.failed`.
    pub fn answer_contact(
        &mut self,
        permit: &Permit<act::ConfirmContact>,
        task: HandlingTaskId,
        contact: ContactLogId,
        deputy: DeputyId,
        disputed: Option<&str>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        let step = if disputed.is_some() { TaskStep::DisputeContact } else { TaskStep::ConfirmContact };
        self.ready_task(task, step, Some(deputy), ctx)?;
        let disputed = disputed.map(|text| DISPUTE.check("#/disputed", text)).transpose()?;
        let awaited = self
            .task(task)?
            .contacts
            .iter()
            .any(|log| log.id == contact && log.awaiting().any(|who| who == deputy));
        if !awaited {
            return Err(ErrorCode::NotFound.into());
        }
        let action = if disputed.is_some() { "task.dispute_contact" } else { "task.confirm_contact" };
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), action);
        let kind = if disputed.is_some() { "task.contact_disputed" } else { "task.contact_confirmed" };
        for log in self.task_mut(task)?.contacts.iter_mut().filter(|log| log.id == contact) {
            log.answers.push(ContactAnswer { deputy, at: ctx.now, disputed: disputed.clone() });
        }
        changes.event(self, kind, json!({ "task": task, "contact": contact, "deputy": deputy }));
        Ok(changes.finish(self))
    }
}
