//! Every deadline of §3.8.4, computed once when it begins to run and kept with its explanation ([`Due`]).
//!
//! Two clocks: the matter's (件的期限) runs from the first assignment and is what the law gives the deputy; the
//! unit's (单位的期限) runs from the assignment to that unit. A new unit does not give the matter more time.

use super::{Ctx, Due, DueKind, HandlingTask, Suggestion, TaskDues, TaskRole, TaskTier, Urgency};
use crate::calendar::{Deadline, Rule};
use crate::kernel::{DomainError, ErrorCode};
use crate::settings::{DeadlineKind, SettingKey};
use chrono::{Days, NaiveDate};

impl Ctx<'_> {
    /// The deadline of a clock that starts on `start`.
    pub(super) fn due(&self, kind: DueKind, setting: DeadlineKind, start: NaiveDate) -> Due {
        Due::keep(kind, &self.settings.deadline(self.calendar, setting, start))
    }

    fn working_days(&self, kind: DueKind, setting: SettingKey, amount: u16, start: NaiveDate) -> Due {
        let deadline: Deadline = match Rule::working_days(amount) {
            Ok(rule) => self.calendar.due(start, &rule).with_basis(self.settings.basis(setting)),
            // A setting of zero means: on the same day.
            Err(_) => return Due::fixed(kind, start, start, "当日".to_owned(), "the same day".to_owned()),
        };
        Due::keep(kind, &deadline)
    }

    /// 重点督办方案, from the day of the decision (setting `key_plan_wd`).
    pub(super) fn key_plan_due(&self, decided_on: NaiveDate) -> Due {
        self.working_days(DueKind::KeyPlan, SettingKey::KeyPlanWd, self.settings.key_plan_wd, decided_on)
    }

    /// 审查, from the hand-in.
    pub(super) fn accept_due(&self) -> Due {
        self.due(DueKind::Accept, DeadlineKind::AcceptDecision, self.today())
    }

    /// 交办. Between sessions it runs from receipt (§3.8.4); for suggestions of a session from acceptance.
    pub(super) fn assign_due(&self, start: NaiveDate) -> Due {
        self.due(DueKind::Assign, DeadlineKind::Assign, start)
    }

    /// 重新交办, from the agreed send-back or the recall.
    pub(super) fn reassign_due(&self) -> Due {
        self.due(DueKind::Reassign, DeadlineKind::Reassign, self.today())
    }

    /// 代表异议, from the assignment.
    pub(super) fn object_due(&self) -> Due {
        self.due(DueKind::Object, DeadlineKind::ObjectToUnit, self.today())
    }

    /// 签收, from the assignment to the unit.
    pub(super) fn sign_due(&self) -> Due {
        self.due(DueKind::Sign, DeadlineKind::Sign, self.today())
    }

    /// 评价, from the delivery.
    pub(super) fn feedback_due(&self, delivered: NaiveDate) -> Due {
        self.due(DueKind::Feedback, DeadlineKind::Feedback, delivered)
    }

    /// 公开, from the reply.
    pub(super) fn publish_due(&self) -> Due {
        self.due(DueKind::Publish, DeadlineKind::Publish, self.today())
    }

    /// 重新答复, from the order.
    pub(super) fn rehandle_due(&self) -> Due {
        self.due(DueKind::Rehandle, DeadlineKind::Rehandle, self.today())
    }

    /// 预审, from the hand-in of the draft.
    pub(super) fn pre_review_due(&self) -> Due {
        self.working_days(
            DueKind::PreReview,
            SettingKey::PreReviewWd,
            self.settings.pre_review_wd,
            self.today(),
        )
    }

    /// 重出协办意见, from its return.
    pub(super) fn co_opinion_redo_due(&self) -> Due {
        self.due(DueKind::CoOpinionRedo, DeadlineKind::CoOpinionRedo, self.today())
    }

    /// 答复 of a clock that starts on `start`; a time-bound matter ends on the working day before it is useless.
    pub(super) fn reply_due(&self, start: NaiveDate, urgency: Urgency) -> (Due, Due) {
        let first = self.due(DueKind::Reply, DeadlineKind::Reply, start);
        let effective = match urgency {
            Urgency::TimeBound { by } if by <= first.on => {
                let on = self.calendar.subtract_working_days(by, 1).max(start);
                Due::fixed(
                    DueKind::TimeBound,
                    start,
                    on,
                    format!("时限性建议，应在 {by} 之前答复"),
                    format!("time-bound matter: to be answered before {by}"),
                )
            }
            Urgency::TimeBound { .. } | Urgency::Normal => first.clone(),
        };
        (first, effective)
    }

    /// All deadlines of a task assigned today. `matter` is the matter's own end: a new unit does not move it, so the
    /// unit's effective end is the matter's (its own period is shown beside it).
    pub(super) fn task_dues(
        &self,
        tier: TaskTier,
        role: TaskRole,
        matter: &Due,
        urgency: Urgency,
    ) -> TaskDues {
        let today = self.today();
        let mut dues = TaskDues {
            sign: Some(self.sign_due()),
            send_back: Some(self.due(DueKind::SendBack, DeadlineKind::SendBack, today)),
            ..TaskDues::default()
        };
        match (tier, role) {
            (TaskTier::System, TaskRole::Lead | TaskRole::Split | TaskRole::Co) => {
                dues.dispatch = Some(self.due(DueKind::Dispatch, DeadlineKind::Dispatch, today));
            }
            (TaskTier::Unit, TaskRole::Co) => {
                let due = self.due(DueKind::CoOpinion, DeadlineKind::CoOpinion, today);
                dues.effective = Some(due.clone());
                dues.co_opinion = Some(due);
            }
            (TaskTier::Unit, TaskRole::Lead | TaskRole::Split) => {
                dues.first_contact = Some(self.due(DueKind::FirstContact, DeadlineKind::FirstContact, today));
                dues.reply = Some(self.reply_due(today, urgency).0);
                dues.effective = Some(matter.clone());
            }
        }
        dues
    }

    /// The last day on which an extension can be asked for.
    pub fn extension_ask_by(&self, due: &Due) -> NaiveDate {
        self.calendar.last_day_to_ask(due.on, u32::from(self.settings.extension_request_before_wd))
    }

    /// The legal maximum (《代表法》第五十一条) from the matter's start.
    pub fn extension_latest(&self, start: NaiveDate) -> NaiveDate {
        self.settings.deadline(self.calendar, DeadlineKind::ReplyExtended, start).due
    }

    /// The extended deadline: the start is never reset.
    ///
    /// # Errors
    /// `extension.not_later`; `extension.beyond_maximum`.
    pub(super) fn extended(&self, due: &Due, until: NaiveDate) -> Result<Due, DomainError> {
        if until <= due.on {
            return Err(DomainError::new(ErrorCode::ExtensionNotLater).param("due", due.on.to_string()));
        }
        let latest = self.extension_latest(due.start);
        if until > latest {
            return Err(
                DomainError::new(ErrorCode::ExtensionBeyondMaximum).param("latest", latest.to_string())
            );
        }
        let on = self.calendar.roll_forward(until);
        let mut extended = due.clone();
        extended.kind = DueKind::Extended;
        extended.explain_zh.push(format!("经批准延期至 {on}（最长不超过 {latest}）"));
        extended.explain_en.push(format!("extended with approval to {on} (at most {latest})"));
        extended.on = on;
        Ok(extended)
    }

    /// True when an overdue co-opinion no longer holds the lead up (setting `co_opinion_wait_wd`).
    pub(super) fn co_opinion_may_be_marked_missing(&self, task: &HandlingTask) -> bool {
        task.effective_due().is_some_and(|due| {
            let wait = i32::from(self.settings.co_opinion_wait_wd);
            self.calendar.working_days_between(due, self.today()) >= wait
        })
    }

    /// When an invitation to co-sign expires (setting `cosign_invitation_days`).
    pub(super) fn cosign_expiry(&self) -> chrono::DateTime<chrono::Utc> {
        self.now
            .checked_add_days(Days::new(u64::from(self.settings.cosign_invitation_days)))
            .unwrap_or(self.now)
    }
}

impl Suggestion {
    /// Every deadline of the matter that is running or ran, in the order in which they arise. The effective end of
    /// the reply is listed beside the first only where an extension or an order has moved it.
    pub fn all_dues(&self) -> Vec<&Due> {
        let dues = &self.dues;
        let moved = dues.effective.as_ref().filter(|end| dues.reply.as_ref() != Some(*end));
        let from_review = [&dues.accept, &dues.assign, &dues.object, &dues.reply];
        let after_reply = [&dues.feedback, &dues.publish];
        from_review.into_iter().flatten().chain(moved).chain(after_reply.into_iter().flatten()).collect()
    }
}

impl HandlingTask {
    /// Every deadline of the task, in the order in which they arise. The effective end is listed beside the unit's own
    /// only where it is another one.
    pub fn all_dues(&self) -> Vec<&Due> {
        let dues = &self.dues;
        let own = [
            &dues.sign,
            &dues.send_back,
            &dues.dispatch,
            &dues.first_contact,
            &dues.co_opinion,
            &dues.pre_review,
            &dues.reply,
        ];
        let own: Vec<&Due> = own.into_iter().flatten().collect();
        let other = dues.effective.as_ref().filter(|end| !own.contains(end));
        own.into_iter().chain(other).collect()
    }
}
