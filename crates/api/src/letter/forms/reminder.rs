//! 催办函 and 重新办理通知书.

use super::Desk;
use chrono::{DateTime, NaiveDate, Utc};
use documents::{form::OfficialNotice, layout::chinese_date};
use domain::{
    kernel::{Coded, UnitId, business_date},
    suggestion::{
        FollowUpKind, HandlingTask, Rating, TaskRole, TaskStatus, TaskTier, Urge, UrgeBy, UrgeLevel,
    },
};
use uuid::Uuid;

impl Desk<'_> {
    /// The letter of one urge, as things stood when it was sent.
    pub(super) fn reminder(&self, of: Uuid) -> Option<OfficialNotice> {
        let urge = self.case.urges.iter().find(|urge| urge.id.0 == of)?;
        let tasks = self.urged(urge);
        let (on, registers) = (business_date(urge.at), &self.registers);
        let matter = self.matter();
        let issuer = match urge.by {
            UrgeBy::Government => registers.government_office(),
            UrgeBy::Committee => self.counterpart(),
            UrgeBy::Deputy | UrgeBy::Congress | UrgeBy::Leader | UrgeBy::System => registers.committee(),
        };
        let title = match urge.level {
            UrgeLevel::Notice | UrgeLevel::Urge => format!("关于催办{}的函", matter.label),
            UrgeLevel::Yellow => format!("关于{}的黄牌督办函", matter.label),
            UrgeLevel::Red => format!("关于{}的红牌督办函", matter.label),
        };
        let mut body = vec![self.standing(&tasks, urge.at)];
        body.push(match urge.by {
            UrgeBy::Deputy => {
                let who = urge.deputy.map_or_else(String::new, |deputy| self.deputy(deputy));
                let who = if who.ends_with("代表") { who } else { format!("{who}代表") };
                format!("{who}就办理情况提出催办，现将催办意见转你单位：")
            }
            UrgeBy::Leader => "根据领衔督办领导的意见，现就办理工作催办如下：".to_owned(),
            UrgeBy::Congress | UrgeBy::Government | UrgeBy::Committee | UrgeBy::System => {
                "现就办理工作催办如下：".to_owned()
            }
        });
        body.push(urge.text.clone());
        body.push(match urge.level {
            UrgeLevel::Red => "请你单位主要负责人亲自过问，立即整改，抓紧答复代表，并将原因和整改情况书面报告我单位。本次红牌督办列入办理情况通报。".to_owned(),
            UrgeLevel::Yellow => "请你单位分管负责人牵头，查明原因，抓紧办理并答复代表，及时将办理进展书面反馈我单位。".to_owned(),
            UrgeLevel::Notice | UrgeLevel::Urge => "请你单位高度重视，主动与代表沟通，抓紧办理，并及时将办理进展和下一步安排反馈我单位。".to_owned(),
        });
        let mut cc = Vec::new();
        if issuer != registers.committee() {
            cc.push(registers.committee());
        }
        if tasks.iter().any(|task| Self::is_government(task)) && issuer != registers.government_office() {
            cc.push(registers.government_office());
        }
        Some(OfficialNotice {
            issuer,
            title,
            addressees: self.units(&tasks),
            body: body.join("\n"),
            issued_on: on,
            cc,
            rendered_at: urge.at,
        })
    }

    /// The units that were urged: that of the task, or all that owed an answer then.
    fn urged(&self, urge: &Urge) -> Vec<&HandlingTask> {
        if let Some(task) = urge.task.and_then(|id| self.case.task(id).ok()) {
            return vec![task];
        }
        let then = |task: &&HandlingTask| {
            task.assigned_at <= urge.at
                && !matches!(task.status, TaskStatus::SentBack | TaskStatus::Cancelled)
                && task.finished_at.is_none_or(|end| end >= urge.at)
        };
        let all: Vec<&HandlingTask> = self.case.tasks.iter().filter(then).collect();
        let answering = |task: &&HandlingTask| task.tier == TaskTier::Unit && task.role != TaskRole::Co;
        let units: Vec<_> = all.iter().copied().filter(answering).collect();
        if units.is_empty() { all } else { units }
    }

    fn units(&self, tasks: &[&HandlingTask]) -> Vec<String> {
        let mut units: Vec<UnitId> = tasks.iter().map(|task| task.unit).collect();
        units.dedup();
        units.into_iter().map(|unit| self.registers.unit(unit)).collect()
    }

    /// 对口督办的专（工）委
    fn counterpart(&self) -> String {
        let unit = self.case.suggestion.classification.committee;
        let name = unit.map(|unit| self.registers.unit(unit)).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| self.registers.committee())
    }

    /// What was given to whom, until when, and how far it had come.
    fn standing(&self, tasks: &[&HandlingTask], at: DateTime<Utc>) -> String {
        let (matter, on) = (self.matter(), business_date(at));
        let first = tasks.first();
        let given = match first {
            Some(task) => {
                format!("于{}交你单位{}", chinese_date(business_date(task.assigned_at)), task.role.as_zh())
            }
            None => "已经立案".to_owned(),
        };
        let effective = self.case.suggestion.dues.effective.as_ref().map(|due| due.on);
        let due = first.and_then(|task| task.effective_due()).or(effective);
        let answered = tasks.iter().all(|task| {
            let letter = self.case.first_reply_of(task.id).and_then(|reply| reply.issued_at());
            letter.is_some_and(|issued| issued <= at)
        });
        format!(
            "{}代表提出的《{}》（{}）{given}{}",
            clipped(&matter.lead_deputy),
            matter.title,
            matter.label,
            tail(due, on, answered && !tasks.is_empty())
        )
    }

    /// The order to handle a matter again, for one unit.
    pub(super) fn rehandle(&self, of: Uuid) -> Option<OfficialNotice> {
        let task = self.case.tasks.iter().find(|task| task.id.0 == of && task.round > 1)?;
        let (matter, registers) = (self.matter(), &self.registers);
        let before = task.round - 1;
        let order = self.case.follow_ups.iter().rev().find(|one| {
            one.round == before && matches!(one.kind, FollowUpKind::Rehandle | FollowUpKind::Reopen)
        });
        let letter = task.follows.and_then(|earlier| self.case.last_reply_of(earlier));
        let issued = letter.and_then(|letter| letter.issue.as_ref());
        let answered = issued.map_or_else(String::new, |issue| {
            let number =
                if issue.doc_no.is_empty() { String::new() } else { format!("（{}）", issue.doc_no) };
            format!("，你单位已于{}答复代表{number}", chinese_date(business_date(issue.issued_at)))
        });
        let unsatisfied = self.sight.feedback
            && self.case.feedbacks.iter().any(|f| f.round == before && f.result == Rating::Unsatisfied);
        let rated = if unsatisfied { "。代表对办理结果的评价为“不满意”" } else { "" };
        let mut body = vec![
            format!(
                "{}代表提出的《{}》（{}）{answered}{rated}。经研究，决定由你单位重新办理。现将有关事项通知如下：",
                clipped(&matter.lead_deputy),
                matter.title,
                matter.label
            ),
            "一、重新办理的理由".to_owned(),
            order.map_or_else(|| "办理结果与建议所提问题尚有差距。".to_owned(), |order| order.text.clone()),
        ];
        let mut next = "二";
        if let Some(conclusion) = order.and_then(|order| order.panel_conclusion.as_deref()) {
            body.push("二、评估结论".to_owned());
            body.push(conclusion.to_owned());
            next = "三";
        }
        body.push(format!("{next}、办理要求"));
        let until = task.effective_due().map_or_else(String::new, |due| format!("于{}前", chinese_date(due)));
        body.push(format!("请你单位主要负责人或者分管负责人牵头，主动与代表当面沟通，逐条研究代表意见，{until}重新答复代表，并抄报我单位。重新办理期间，原答复和原评价予以保留。"));
        let mut cc = vec![];
        if Self::is_government(task) {
            cc.push(registers.government_office());
        }
        Some(OfficialNotice {
            issuer: registers.committee(),
            title: format!("{}\n重新办理通知书", matter.label),
            addressees: vec![registers.unit(task.unit)],
            body: body.join("\n"),
            issued_on: business_date(task.assigned_at),
            cc,
            rendered_at: task.assigned_at,
        })
    }
}

/// A name before 代表, which 受保护代表 has in it already.
fn clipped(name: &str) -> &str {
    name.strip_suffix("代表").unwrap_or(name)
}

fn tail(due: Option<NaiveDate>, on: NaiveDate, answered: bool) -> String {
    let until = due.map_or_else(String::new, |due| format!("，应于{}前答复", chinese_date(due)));
    let stand = if answered {
        "，已答复代表，后续落实工作仍需抓紧".to_owned()
    } else {
        match due.map(|due| (due - on).num_days()) {
            Some(days) if days < 0 => {
                format!("。截至{}，已超过期限{}天，尚未答复代表", chinese_date(on), -days)
            }
            Some(days) => format!("。截至{}，距答复期限还有{days}天，尚未答复代表", chinese_date(on)),
            None => format!("。截至{}，尚未答复代表", chinese_date(on)),
        }
    };
    format!("{until}{stand}。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_late_it_is_is_said_in_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let due = Some(day("2026-06-08"));
        assert_eq!(
            tail(due, day("2026-06-10"), false),
            "，应于2026年6月8日前答复。截至2026年6月10日，已超过期限2天，尚未答复代表。"
        );
        assert_eq!(
            tail(due, day("2026-06-01"), false),
            "，应于2026年6月8日前答复。截至2026年6月1日，距答复期限还有7天，尚未答复代表。"
        );
        assert_eq!(
            tail(due, day("2026-07-01"), true),
            "，应于2026年6月8日前答复，已答复代表，后续落实工作仍需抓紧。"
        );
        assert_eq!(clipped("受保护代表"), "受保护");
    }
}
