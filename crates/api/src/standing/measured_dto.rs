use crate::{
    http::IncludeTotal,
    suggestion::{
        Selection, SuggestionSummary, TaskUnit,
        codes::{MeasureKeyCode, MeasurePartCode, ReplyCategoryCode},
        period,
    },
};
use chrono::NaiveDate;
use domain::{
    kernel::UnitId,
    suggestion::{
        ReplyCategory,
        metrics::{MeasureKey, MeasurePart},
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which number, and of which matters: the selection is that of `GET /suggestions/statistics`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeasuredMattersQuery {
    /// The measure; default: 交办件数.
    #[param(value_type = Option<MeasureKeyCode>, inline)]
    pub measure: Option<MeasureKey>,
    /// Those counted (default), the whole base, or those not counted.
    #[param(value_type = Option<MeasurePartCode>, inline)]
    pub part: Option<MeasurePart>,
    /// Year of the assignment; default: this year.
    #[serde(default, deserialize_with = "crate::http::year")]
    #[param(minimum = 1990, maximum = 2100, example = 2026)]
    pub year: Option<i32>,
    /// Assigned on or after this day; instead of the year.
    pub assigned_from: Option<NaiveDate>,
    /// Assigned on or before this day.
    pub assigned_to: Option<NaiveDate>,
    /// Only what this unit answers for, with its own part alone.
    pub unit_id: Option<Uuid>,
    /// 按承继单位口径
    #[serde(default)]
    #[param(example = false)]
    pub successors: bool,
    /// 届
    pub term_id: Option<Uuid>,
    /// 次会议
    pub session_id: Option<Uuid>,
    /// 类别; `none`: those that have none.
    pub category: Option<String>,
    /// 乡镇、街道 of the lead deputy's constituency; the nil id: those of none.
    pub town_id: Option<Uuid>,
    /// 重点督办建议
    pub key: Option<bool>,
    /// Only matters whose answer has this category now.
    #[param(value_type = Option<ReplyCategoryCode>, inline)]
    pub reply_category: Option<ReplyCategory>,
    /// `total` adds the number of rows.
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

impl MeasuredMattersQuery {
    pub(super) fn measure(&self) -> MeasureKey {
        self.measure.unwrap_or(MeasureKey::Base)
    }

    pub(super) fn part(&self) -> MeasurePart {
        self.part.unwrap_or(MeasurePart::Numerator)
    }

    pub(super) fn selection(&self, today: NaiveDate) -> Selection {
        let (from, to) = period(self.year, self.assigned_from, self.assigned_to, today);
        Selection {
            from,
            to,
            unit: self.unit_id.map(UnitId),
            successors: self.successors,
            term: self.term_id,
            session: self.session_id,
            category: self.category.clone(),
            town: self.town_id,
            key: self.key,
        }
    }
}

/// Which number of a frozen report.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FrozenMattersQuery {
    /// The measure; default: 交办件数.
    #[param(value_type = Option<MeasureKeyCode>, inline)]
    pub measure: Option<MeasureKey>,
    /// Those counted (default), the whole base, or those not counted.
    #[param(value_type = Option<MeasurePartCode>, inline)]
    pub part: Option<MeasurePart>,
    /// `total` adds the number of rows.
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

impl FrozenMattersQuery {
    pub(super) fn measure(&self) -> MeasureKey {
        self.measure.unwrap_or(MeasureKey::Base)
    }

    pub(super) fn part(&self) -> MeasurePart {
        self.part.unwrap_or(MeasurePart::Numerator)
    }
}

/// One thing that a number counts: a matter, or a unit's task, letter, promise or card in it.
#[derive(Serialize, ToSchema)]
pub struct MeasuredEntry {
    /// The matter.
    pub suggestion: SuggestionSummary,
    /// Whose task, letter or card it is; `null` for measures that count matters or promises.
    pub unit: Option<TaskUnit>,
    /// Until when it was due, for measures of time.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// Days from assignment to the first full answer, where there is one.
    pub days: Option<i64>,
    /// In the numerator.
    pub counts: bool,
}

/// A page of what stands behind a number.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"measure": "on_time", "label": "按时办复率", "numerator": 24, "denominator": 30, "items": [],
    "next_cursor": null, "total": 24}))]
pub struct MeasuredMatterList {
    /// The measure.
    #[schema(value_type = MeasureKeyCode)]
    pub measure: &'static str,
    /// In words.
    pub label: String,
    /// Numerator of the same selection.
    pub numerator: u32,
    /// Its base.
    pub denominator: u32,
    /// The page, in the order in which the matters came in.
    pub items: Vec<MeasuredEntry>,
    /// Cursor of the next page; `null` on the last.
    pub next_cursor: Option<String>,
    /// Number of rows with `include=total`.
    pub total: Option<i64>,
}
