//! 导出条件 of suggestions and tasks, in the words of the screen.

use super::{
    list_dto::{LightFilter, PartRole, Phase, SuggestionListQuery},
    measured::Selection,
    tasks_dto::{TaskListQuery, TaskQueue},
};
use crate::export::{Conditions, Named};

/// What the suggestions were filtered by.
pub(super) fn of_suggestions(query: &SuggestionListQuery) -> Conditions {
    Conditions::new()
        .words("关键词", query.q.as_deref())
        .coded("状态", query.status.0.iter().copied())
        .words("阶段", query.phase.map(phase))
        .named("届次", Named::Term, query.term_id)
        .yes_no("本届（含结转）", query.current_term)
        .yes_no("换届结转", query.carried_over)
        .named("会次", Named::Session, query.session_id)
        .coded("提出时间", query.period)
        .named("承办单位", Named::Unit, query.unit_id)
        .named("代表", Named::Deputy, query.deputy_id)
        .words("办理或提出方式", query.role.map(part))
        .yes_no("本人提出或联名", query.mine)
        .named("代表小组", Named::Group, query.group_id)
        .words("类别", Some(query.category.0.join("、")))
        .named("对口专（工）委", Named::Unit, query.committee_id)
        .words("亮灯", Some(lights(&query.light.0)))
        .yes_no("今日可催办", query.to_urge)
        .yes_no("催办未回应", query.urged)
        .yes_no("重点督办", query.key)
        .coded("轮到", query.turn.0.iter().copied())
        .coded("结果分类", query.reply_category.0.iter().copied())
        .coded("对结果评价", query.result.0.iter().copied())
        .coded("公开进度", query.publication.0.iter().copied())
        .days("提交日期", query.submitted_from, query.submitted_to)
        .days("交办日期", query.assigned_from, query.assigned_to)
        .days("到期日", query.due_from, query.due_to)
}

/// What the tasks were filtered by. Without being asked for, only open ones are in the list, and the sheet says so.
pub(super) fn of_tasks(query: &TaskListQuery) -> Conditions {
    Conditions::new()
        .words("队列", query.queue.map(TaskQueue::zh))
        .words("关键词", query.q.as_deref())
        .coded("状态", query.status.0.iter().copied())
        .coded("承办方式", query.role.0.iter().copied())
        .named("承办单位", Named::Unit, query.unit_id)
        .either("政府系统", query.government, "是", "否")
        .either("办结", super::tasks::open(query), "未办结", "已办结")
        .words("亮灯", Some(lights(&query.light.0)))
        .days("下一期限", None, query.due_to)
}

/// Which matters were measured.
pub(crate) fn of_selection(selection: &Selection) -> Conditions {
    Conditions::new()
        .days("交办日期", Some(selection.from), Some(selection.to))
        .named("承办单位", Named::Unit, selection.unit.map(|unit| unit.0))
        .either("口径", selection.successors.then_some(true), "承继单位", "")
        .named("届次", Named::Term, selection.term)
        .named("会次", Named::Session, selection.session)
        .words("类别", selection.category.clone())
        .named("乡镇（街道）", Named::Jurisdiction, selection.town.filter(|town| !town.is_nil()))
        .yes_no("重点督办", selection.key)
}

fn lights(lights: &[LightFilter]) -> String {
    let word = |light: &LightFilter| match light {
        LightFilter::Green => "正常",
        LightFilter::Yellow => "临期",
        LightFilter::YellowCard => "黄牌",
        LightFilter::RedCard | LightFilter::Red => "红牌",
        LightFilter::Late => "超期",
    };
    lights.iter().map(word).collect::<Vec<_>>().join("、")
}

const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => "未办结",
        Phase::Drafting => "代表手中",
        Phase::Review => "待审查",
        Phase::Handling => "办理中",
        Phase::Answered => "已答复",
        Phase::Closed => "已办结",
        Phase::Ended => "未办",
    }
}

const fn part(role: PartRole) -> &'static str {
    match role {
        PartRole::Lead => "主办、领衔",
        PartRole::Co => "协办",
        PartRole::Split => "分办",
        PartRole::Cosigner => "联名",
        PartRole::Invited => "被邀请联名",
    }
}
