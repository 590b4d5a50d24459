use super::super::codes::{DueKindCode, DueStateCode};
use super::reading::{Reading, TimeLeft};
use crate::{
    http::{Answer, Api, ApiResult, Caller, Language},
    state::State,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{act, require, suggestion::Sight},
    kernel::{ErrorCode, SuggestionId},
    settings::SettingKey,
    suggestion::{Due, DueOutcome, DueState, HandlingTask},
};
use persistence::suggestion::{Names, NamesWanted};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_suggestion_deadlines, get_suggestion_deadlines);
}

/// A deadline with its whole explanation (期限及其依据), as it was computed on its day.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"kind": "reply", "label": "答复", "task_id": null, "unit": null, "start_on": "2026-03-02",
    "due_on": "2026-06-02", "rule": "3m", "setting": "reply_months", "setting_label": "答复期限", "value": "3",
    "law": "《代表法》第五十一条", "provisional": false, "state": "running", "met_on": null, "steps": ["2026年3月2日（周一）为起算日，不计入",
    "自2026年3月2日（周一）起3个月，至2026年6月2日（周二）"], "left": {"on": "2026-06-02", "working_days_left": 12,
    "days_late": null, "label": "剩 12 个工作日"}}))]
pub struct SuggestionDeadline {
    /// What is due.
    #[schema(value_type = DueKindCode)]
    pub kind: &'static str,
    /// In words.
    pub label: String,
    /// The unit's clock (单位的期限); `null`: the matter's (件的期限).
    pub task_id: Option<Uuid>,
    /// That unit.
    pub unit: Option<String>,
    /// 起算日, not counted.
    pub start_on: NaiveDate,
    /// 截止日, until 24:00 in the congress's zone.
    pub due_on: NaiveDate,
    /// The period as it is written (`5wd`, `3m`); `null` for a day that somebody fixed.
    pub rule: Option<String>,
    /// Key of the setting it rests on.
    pub setting: Option<String>,
    /// The setting in words.
    pub setting_label: Option<String>,
    /// The setting's value on that day.
    pub value: Option<String>,
    /// Law article.
    pub law: Option<String>,
    /// A year involved has no official calendar yet.
    pub provisional: bool,
    /// How it was computed, step by step.
    pub steps: Vec<String>,
    /// Whether it still runs, was met (in time or late), or no longer counts.
    #[schema(value_type = DueStateCode)]
    pub state: &'static str,
    /// 完成日; `null` for what was not met.
    pub met_on: Option<NaiveDate>,
    /// How far it is today; `null` once it no longer runs.
    pub left: Option<TimeLeft>,
}

/// Every deadline of a matter, of the matter first, then of each unit's part.
#[derive(Serialize, ToSchema)]
pub struct SuggestionDeadlines {
    /// The deadlines.
    pub items: Vec<SuggestionDeadline>,
}

/// Deadlines of a suggestion
///
/// 期限及其依据: each deadline explains itself step by step (起算日, 节假日, 调休, 顺延), with the setting and the law
/// article that it rests on. Kept as computed: a later change of settings or calendar does not move it.
#[utoipa::path(get, path = "/api/v1/suggestions/{id}/deadlines", tag = "suggestion", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The suggestion")),
    responses((status = 200, description = "The deadlines", body = SuggestionDeadlines)))]
pub(super) async fn get_suggestion_deadlines(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<Uuid>,
) -> ApiResult<Answer> {
    let case = state.store.case(SuggestionId(*id)).await?.ok_or(ErrorCode::NotFound)?.case;
    require::<act::ReadSuggestion>(&caller.actor, &case)?;
    let mut items = Vec::new();
    if Sight::of(&case, &caller.actor).handling {
        let reading = Reading::of(&state, &caller.request).await?;
        let units = case.tasks.iter().map(|task| task.unit.0).collect();
        let names = state.store.names(NamesWanted { units, ..NamesWanted::default() }).await?;
        items.extend(case.suggestion.all_dues().into_iter().map(|due| {
            let outcome = case.due_outcome(due, reading.today);
            represent(&reading, &names, due, outcome, None)
        }));
        for task in case.tasks.iter().filter(|task| task.status.is_live()) {
            items.extend(task.all_dues().into_iter().map(|due| {
                let outcome = case.task_due_outcome(task, due, reading.today);
                represent(&reading, &names, due, outcome, Some(task))
            }));
        }
    }
    Ok(Answer::ok(&SuggestionDeadlines { items })?.version(case.version))
}

fn represent(
    reading: &Reading,
    names: &Names,
    due: &Due,
    outcome: DueOutcome,
    task: Option<&HandlingTask>,
) -> SuggestionDeadline {
    let setting = due.setting.as_deref().and_then(|key| key.parse::<SettingKey>().ok()).map(SettingKey::meta);
    let chinese = reading.language == Language::Chinese;
    SuggestionDeadline {
        kind: due.kind.code(),
        label: reading.label(due.kind),
        task_id: task.map(|task| task.id.0),
        unit: task.map(|task| names.of(task.unit.0)),
        start_on: due.start,
        due_on: due.on,
        rule: due.rule.map(|rule| rule.to_string()),
        setting_label: setting.map(|meta| reading.pick(meta.label_zh, meta.label_en).to_owned()),
        setting: due.setting.clone(),
        value: due.value.clone(),
        law: if chinese { due.law_zh.clone() } else { due.law_en.clone() },
        provisional: due.provisional,
        steps: if chinese { due.explain_zh.clone() } else { due.explain_en.clone() },
        state: outcome.state.code(),
        met_on: outcome.met_on,
        left: (outcome.state == DueState::Running).then(|| reading.due(due.on)),
    }
}
