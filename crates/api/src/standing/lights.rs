//! 单位亮灯表: units as rows, lights as columns; each cell is the list `GET /tasks?unit_id=…&light=…`.

use crate::{
    http::{Answer, Api, ApiResult, Caller},
    state::State,
    suggestion::Reading,
};
use actix_web::web;
use chrono::NaiveDate;
use domain::{
    authz::{PublicRegister, act, require},
    calendar::Light,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_light_table, get_light_table);
}

/// The lights of one unit's tasks.
#[derive(Default, Serialize, ToSchema)]
#[schema(example = json!({"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "unit": "住建局", "green": 12, "yellow": 3,
    "yellow_card": 1, "red_card": 0, "total": 16}))]
pub struct LightRow {
    /// 承办单位
    pub unit_id: Uuid,
    /// Its short name.
    pub unit: String,
    /// 绿灯
    pub green: i64,
    /// 黄灯
    pub yellow: i64,
    /// 黄牌
    pub yellow_card: i64,
    /// 红牌
    pub red_card: i64,
    /// All of them.
    pub total: i64,
}

/// The table of lights.
#[derive(Serialize, ToSchema)]
pub struct LightTable {
    /// The day.
    pub today: NaiveDate,
    /// The units, those with the worst lights first.
    pub units: Vec<LightRow>,
    /// 绿灯, of all units.
    pub green: i64,
    /// 黄灯
    pub yellow: i64,
    /// 黄牌
    pub yellow_card: i64,
    /// 红牌
    pub red_card: i64,
}

/// Lights by unit
///
/// 单位亮灯表: how many running tasks of each unit are green, yellow, under a yellow or a red card today; a finished task
/// counts while its promise is late. Of my own unit, of the government system, or of all that I watch. Each number is the
/// length of `GET /tasks?unit_id=…&light=…`.
#[utoipa::path(get, path = "/api/v1/standing/lights", tag = "standing", security(("bearer" = [])),
    responses((status = 200, description = "The table", body = LightTable)))]
pub(super) async fn get_light_table(state: web::Data<State>, caller: Caller) -> ApiResult<Answer> {
    require::<act::ReadSuggestion>(&caller.actor, &PublicRegister)?;
    let reading = Reading::of(&state, &caller.request).await?;
    let cells = state.store.count_lights(&caller.actor, &reading.days).await?;
    let mut units: Vec<LightRow> = Vec::new();
    for cell in cells {
        if units.last().is_none_or(|row| row.unit_id != cell.unit_id) {
            units.push(LightRow {
                unit_id: cell.unit_id,
                unit: cell.unit_name.clone(),
                ..LightRow::default()
            });
        }
        let Some(row) = units.last_mut() else { continue };
        let place = match cell.light() {
            Light::Green => &mut row.green,
            Light::Yellow => &mut row.yellow,
            Light::YellowCard => &mut row.yellow_card,
            Light::RedCard => &mut row.red_card,
        };
        *place += cell.count;
        row.total += cell.count;
    }
    // A stable sort: units that stand alike stay in the order of their names.
    units.sort_by_key(|row| std::cmp::Reverse((row.red_card, row.yellow_card, row.yellow)));
    let sum = |of: fn(&LightRow) -> i64| units.iter().map(of).sum();
    let table = LightTable {
        today: reading.today,
        green: sum(|row| row.green),
        yellow: sum(|row| row.yellow),
        yellow_card: sum(|row| row.yellow_card),
        red_card: sum(|row| row.red_card),
        units,
    };
    Answer::ok(&table)
}
