//! 亮灯 (§3.8.11): green, yellow light, yellow card, red card. Computed, never stored; cards given are [`super::Urge`]s.

use super::{Case, Ctx, HandlingTask, Rating, TaskStatus, UrgeLevel};
use crate::calendar::{Light, LightFacts};
use crate::kernel::business_date;

impl Case {
    /// The light of one task today; `None` when nothing is running.
    pub fn light(&self, task: &HandlingTask, ctx: &Ctx<'_>) -> Option<Light> {
        let late_promise =
            self.commitments.iter().any(|promise| promise.task == task.id && promise.is_late(ctx.today()));
        if task.status.is_issued() || !task.status.is_live() || task.status == TaskStatus::CoOpinionIssued {
            return late_promise.then_some(Light::YellowCard);
        }
        if self.suggestion.wishes.reference_only {
            // No written answer is owed, so nothing can be late.
            return Some(Light::Green);
        }
        let due = task.dues.effective.as_ref()?;
        let facts = LightFacts {
            contacted: !task.contacts.is_empty() || !task.owes_reply(),
            co_opinion_late: task.owes_co_opinion() && due.is_past(ctx.today()),
            commitment_late: late_promise,
            yellow_cards: self.yellow_cards(task),
            unsatisfied: self.times_unsatisfied(),
        };
        let start = business_date(task.assigned_at);
        Some(ctx.calendar.light(ctx.today(), start, due.on, ctx.settings.light_thresholds(), facts))
    }

    /// The worst light of the running tasks.
    pub fn worst_light(&self, ctx: &Ctx<'_>) -> Option<Light> {
        self.tasks.iter().filter_map(|task| self.light(task, ctx)).max()
    }

    /// Why a card is given (亮牌事由), for the record and the letter.
    pub(super) fn card_reason(&self, task: &HandlingTask, level: UrgeLevel, ctx: &Ctx<'_>) -> String {
        let today = ctx.today();
        let mut reasons = Vec::new();
        let owes = !task.status.is_issued() && task.status.is_live();
        if let Some(due) = task.dues.effective.as_ref().filter(|due| owes && due.is_past(today)) {
            let what = if task.owes_co_opinion() { "协办意见" } else { "答复" };
            let late = ctx.calendar.working_days_between(due.on, today);
            reasons
                .push(format!("{what}应于{}前完成，已超期{late}个工作日", due.on.format("%Y年%-m月%-d日")));
        }
        let late_promises = self.commitments.iter().filter(|one| one.task == task.id && one.is_late(today));
        let count = late_promises.count();
        if count > 0 {
            reasons.push(format!("有{count}项承诺事项逾期未兑现"));
        }
        if level == UrgeLevel::Red && self.yellow_cards(task) >= 2 {
            reasons.push("已亮两张黄牌".to_owned());
        }
        if level == UrgeLevel::Red && self.times_unsatisfied() >= 2 {
            reasons.push("代表两次对办理结果不满意".to_owned());
        }
        if reasons.is_empty() {
            "未按期限办理。".to_owned()
        } else {
            format!("{}。", reasons.join("；"))
        }
    }

    pub(super) fn yellow_cards(&self, task: &HandlingTask) -> u32 {
        let given = self
            .urges
            .iter()
            .filter(|urge| urge.level == UrgeLevel::Yellow && urge.task.is_none_or(|of| of == task.id));
        u32::try_from(given.count()).unwrap_or(u32::MAX)
    }

    /// In how many rounds some result was rated 不满意.
    pub fn times_unsatisfied(&self) -> u32 {
        let mut rounds: Vec<u32> =
            self.feedbacks.iter().filter(|f| f.result == Rating::Unsatisfied).map(|f| f.round).collect();
        rounds.sort_unstable();
        rounds.dedup();
        u32::try_from(rounds.len()).unwrap_or(u32::MAX)
    }
}
