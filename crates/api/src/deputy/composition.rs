//! 代表构成统计: on any day, with its sheet.

use super::{codes::LevelCode, deputies::codes, export::today_of};
use crate::{
    export::{Conditions, Export, ExportQuery, FormatQuery, Named, Rows},
    http::{Answer, Api, ApiResult, Caller, CommaList, Query, SheetFile},
    org::scope_of,
    state::State,
};
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use documents::sheet::{ExportInfo, Format, SheetHead, SheetWriter, Value};
use domain::{
    authz::{PublicRegister, act, require},
    deputy::{Composition, Level, compose},
};
use persistence::deputy::CompositionFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(super) fn register(api: &mut Api) {
    api.route(__path_get_deputy_composition, get_deputy_composition)
        .route(__path_export_deputy_composition, export_deputy_composition);
}

/// Which deputies are counted, and on which day.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompositionQuery {
    /// The day; absent: today. Deputies count who held a seat on it.
    pub on: Option<NaiveDate>,
    /// The term.
    pub term_id: Option<Uuid>,
    /// Levels, separated by commas.
    #[serde(default)]
    #[param(value_type = Option<Vec<LevelCode>>, style = Form, explode = false)]
    pub level: CommaList<Level>,
    /// Members of this group on the day.
    pub group_id: Option<Uuid>,
    /// 代表团
    pub delegation_id: Option<Uuid>,
}

/// 代表构成统计
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"on": "2026-11-22", "total": 300, "dimensions": [{"key": "gender", "label": "性别",
    "buckets": [{"value": "male", "label": "男", "count": 205, "permille": 683},
                {"value": "female", "label": "女", "count": 95, "permille": 317}]}]}))]
pub struct CompositionResponse {
    /// The day.
    pub on: NaiveDate,
    /// Deputies who held a seat on it.
    pub total: u32,
    /// `gender`, `party`, `ethnicity`, `education`, `age`, `newcomer`, `composition`; each adds up to the total.
    pub dimensions: Vec<CompositionDimension>,
}

/// One way to divide the deputies.
#[derive(Serialize, ToSchema)]
pub struct CompositionDimension {
    /// Stable name.
    pub key: String,
    /// Chinese label.
    pub label: String,
    /// Its classes.
    pub buckets: Vec<CompositionBucket>,
}

/// One class.
#[derive(Serialize, ToSchema)]
pub struct CompositionBucket {
    /// Stable code, or the ethnicity's name.
    pub value: String,
    /// Chinese label.
    pub label: String,
    /// Deputies.
    pub count: u32,
    /// Share in tenths of a percent.
    pub permille: u32,
}

/// Composition of the deputies
///
/// 代表构成统计 on a day: gender, party, ethnicity, education, age band, newcomers, composition (代表构成). Computed from the
/// status history, so that an earlier report can be repeated.
#[utoipa::path(get, path = "/api/v1/deputies/composition", tag = "deputy", security(("bearer" = [])),
    params(CompositionQuery),
    responses((status = 200, description = "The statistics", body = CompositionResponse)))]
pub(super) async fn get_deputy_composition(
    state: web::Data<State>,
    caller: Caller,
    query: Query<CompositionQuery>,
) -> ApiResult<Answer> {
    require::<act::ReadRegisters>(&caller.actor, &PublicRegister)?;
    let counted = count(&state, &caller, &query).await?;
    let dimensions = counted.dimensions.into_iter().map(|dimension| CompositionDimension {
        key: dimension.key.to_owned(),
        label: dimension.label.to_owned(),
        buckets: dimension
            .buckets
            .into_iter()
            .map(|b| CompositionBucket {
                value: b.value,
                label: b.label,
                count: b.count,
                permille: b.permille,
            })
            .collect(),
    });
    Answer::ok(&CompositionResponse {
        on: counted.on,
        total: counted.total,
        dimensions: dimensions.collect(),
    })
}

/// Composition of the deputies as a sheet
///
/// 导出代表构成统计 (XLSX 或 CSV), with the same filter.
#[utoipa::path(get, path = "/api/v1/deputies/composition/export", tag = "deputy", security(("bearer" = [])),
    params(CompositionQuery, FormatQuery),
    responses(SheetFile))]
pub(super) async fn export_deputy_composition(
    state: web::Data<State>,
    caller: Caller,
    query: ExportQuery<CompositionQuery>,
) -> ApiResult<HttpResponse> {
    require::<act::ExportRegisters>(&caller.actor, &PublicRegister)?;
    let counted = count(&state, &caller, &query.list).await?;
    let CompositionQuery { term_id, level, group_id, delegation_id, .. } = &query.list;
    let conditions = Conditions::new()
        .words("统计日期", Some(counted.on))
        .named("届次", Named::Term, *term_id)
        .coded("层级", level.0.iter().copied())
        .named("代表小组", Named::Group, *group_id)
        .named("代表团", Named::Delegation, *delegation_id);
    Export::of_register(&state, &caller, "代表构成统计", query.format(), conditions)
        .write(Rows::whole(lines(&counted)), |format, info, lines| write(format, info, &lines))
        .await
}

async fn count(state: &State, caller: &Caller, query: &CompositionQuery) -> ApiResult<Composition> {
    let on = query.on.unwrap_or_else(|| today_of(caller));
    let filter = CompositionFilter {
        term: query.term_id,
        levels: codes(&query.level.0),
        group: query.group_id,
        delegation: query.delegation_id,
    };
    let facts = state.store.composition_facts(&scope_of(&caller.actor), &filter, on).await?;
    Ok(compose(on, &facts))
}

/// A line for each class, and the total.
fn lines(counted: &Composition) -> Vec<[Value; 4]> {
    let classes = counted.dimensions.iter().flat_map(|dimension| {
        dimension.buckets.iter().map(|bucket| {
            let share = Value::Percent(f64::from(bucket.permille) / 1000.0);
            [dimension.label.into(), bucket.label.as_str().into(), bucket.count.into(), share]
        })
    });
    classes.chain([["合计".into(), Value::Empty, counted.total.into(), Value::Empty]]).collect()
}

fn write(
    format: Format,
    info: &ExportInfo,
    lines: &[[Value; 4]],
) -> Result<Vec<u8>, documents::DocumentError> {
    let head = SheetHead {
        name: info.title.clone(),
        title: Some(info.title.clone()),
        note: Some(info.note()),
        columns: ["项目", "分类", "人数", "占比"].map(str::to_owned).to_vec(),
        frozen_columns: 1,
    };
    let mut sheet = SheetWriter::new(format, head, info.exported_at)?;
    for line in lines {
        sheet.row(line)?;
    }
    sheet.finish()
}
