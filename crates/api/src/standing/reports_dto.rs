use crate::{
    file::hex,
    http::{ApiResult, IncludeTotal, Instant, list_queries},
};
use chrono::NaiveDate;
use domain::suggestion::metrics::FrozenReport;
use persistence::standing::ReportRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// Filter and page of the frozen reports.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StandingReportQuery {
    /// 年度
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: Option<i32>,
    /// `-made_at` (default); without `-` the oldest first.
    #[param(example = "-made_at")]
    pub sort: Option<String>,
    /// `total` adds the number of rows, exact to 10,000.
    #[serde(skip_serializing_if = "crate::http::left_out")]
    #[param(inline)]
    pub include: Option<IncludeTotal>,
    /// Rows per page, 1–200, default 50.
    #[serde(skip_serializing)]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    pub cursor: Option<String>,
}
list_queries!(StandingReportQuery);

/// 冻结一份报表
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "2026年办理情况第三季度统计", "year": 2026, "as_of": "2026-09-30"}))]
pub struct FreezeReportRequest {
    /// 标题, 1–100 characters.
    #[validate(length(min = 1, max = 100))]
    pub title: String,
    /// Year of the assignment.
    #[validate(range(min = 1990, max = 2100))]
    pub year: i32,
    /// 截止日期; default: today, or the year's last day.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFileFormat {
    /// The frozen text itself.
    Json,
    /// The figures.
    Xlsx,
    /// The yearly report of that day.
    Pdf,
    /// The same as Word.
    Docx,
}

impl ReportFileFormat {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }
}

/// The file wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportFileQuery {
    /// `json` (default), `xlsx`, `pdf` or `docx`.
    #[param(inline)]
    pub format: Option<ReportFileFormat>,
}

/// 冻结报表, as the list shows it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52", "title": "2026年办理情况第三季度统计", "year": 2026,
    "as_of": "2026-09-30", "rule_version": "2026.1", "made_at": "2026-10-08T09:30:00.000000+08:00", "made_by": "李主任",
    "sha256": "3b1f0c6f0f4a1c0e7d3a5d0b1f7f6f3e9a2b4c5d6e7f80910a1b2c3d4e5f6071"}))]
pub struct StandingReportSummary {
    /// The report.
    pub id: Uuid,
    /// 标题
    pub title: String,
    /// 年度
    pub year: i32,
    /// 截止日期
    pub as_of: NaiveDate,
    /// 口径版本
    pub rule_version: String,
    /// When it was frozen.
    pub made_at: Instant,
    /// By whom.
    pub made_by: String,
    /// SHA-256 of the frozen text (摘要).
    pub sha256: String,
}

impl StandingReportSummary {
    pub(super) fn of(row: ReportRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            year: row.year,
            as_of: row.as_of,
            rule_version: row.rule_version,
            made_at: row.made_at.into(),
            made_by: row.made_by,
            sha256: hex(&row.sha256),
        }
    }
}

/// A page of frozen reports.
#[derive(Serialize, ToSchema)]
pub struct StandingReportList {
    /// The page.
    pub items: Vec<StandingReportSummary>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Number of rows with `include=total`: exact to 10,000, then 10,001.
    pub total: Option<i64>,
}

/// A frozen number.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"key": "on_time", "label": "按时办复率", "numerator": 8, "denominator": 9, "percent": 88.9}))]
pub struct FrozenMeasureResponse {
    /// Stable name.
    pub key: String,
    /// Its official name then.
    pub label: String,
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// The share, to a tenth of a per cent; `null` for an empty base.
    pub percent: Option<f64>,
}

/// A unit's frozen score.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"unit_id": "0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b81", "unit": "住建局", "base": 12, "total": 91.25, "rank": 2}))]
pub struct FrozenUnitResponse {
    /// 承办单位
    pub unit_id: Uuid,
    /// Its name then.
    pub unit: String,
    /// Matters that it answered for.
    pub base: u32,
    /// 得分
    pub total: f64,
    /// 名次
    pub rank: u32,
}

/// 冻结报表 with its figures. The ids behind the numbers are in its file.
#[derive(Serialize, ToSchema)]
pub struct StandingReportResponse {
    /// What the list shows.
    pub report: StandingReportSummary,
    /// Matters in the base.
    pub base: u32,
    /// 办理天数 median.
    pub days_median: Option<i64>,
    /// Nine of ten took no longer.
    pub days_p90: Option<i64>,
    /// The measures.
    pub measures: Vec<FrozenMeasureResponse>,
    /// The units by place.
    pub units: Vec<FrozenUnitResponse>,
}

impl StandingReportResponse {
    /// From the frozen text alone.
    pub(super) fn of(row: ReportRow, content: &str) -> ApiResult<Self> {
        let frozen: FrozenReport = serde_json::from_str(content).map_err(anyhow::Error::from)?;
        Ok(Self {
            report: StandingReportSummary::of(row),
            base: frozen.base,
            days_median: frozen.days_median,
            days_p90: frozen.days_p90,
            measures: frozen
                .measures
                .into_iter()
                .map(|one| FrozenMeasureResponse {
                    key: one.key.code().to_owned(),
                    label: one.label,
                    numerator: one.numerator,
                    denominator: one.denominator,
                    percent: one.per_mille.map(|tenths| f64::from(tenths) / 10.0),
                })
                .collect(),
            units: frozen
                .units
                .into_iter()
                .map(|unit| FrozenUnitResponse {
                    unit_id: unit.id.0,
                    unit: unit.name,
                    base: unit.base,
                    total: f64::from(unit.total) / 100.0,
                    rank: unit.rank,
                })
                .collect(),
        })
    }
}
