//! 退办申请单: a unit asks that a matter be given to another (§3.8.3).

use chrono::{DateTime, NaiveDate, Utc};

use super::{Decision, FormMatter, date_or_blank, matter_rows, opinion};
use crate::layout::{Block, Cell, Document};

/// A request to send back, or an empty one to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendBackForm {
    /// The matter.
    pub matter: FormMatter,
    /// Who asks.
    pub unit: String,
    /// 主办, 协办 or 分办.
    pub role: String,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// Until when it may ask.
    pub ask_until: Option<NaiveDate>,
    /// Why it is not this unit's matter.
    pub reason: String,
    /// Who it should be instead.
    pub suggested_unit: String,
    /// The leader who signed.
    pub signed_by: String,
    /// When.
    pub requested_on: Option<NaiveDate>,
    /// Who decides, for example 县人民政府办公室（督查室）.
    pub decided_by_whom: String,
    /// The decision.
    pub decision: Option<Decision>,
    /// The unit named instead.
    pub new_unit: String,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl SendBackForm {
    /// The form.
    pub fn document(&self) -> Document {
        let mut rows = matter_rows(&self.matter);
        rows.extend([
            vec![
                Cell::label("申请单位"),
                Cell::value(&self.unit, 1),
                Cell::label("承办方式"),
                Cell::value(&self.role, 1),
            ],
            vec![
                Cell::label("交办日期"),
                Cell::value(date_or_blank(self.assigned_on), 1),
                Cell::label("申请期限"),
                Cell::value(date_or_blank(self.ask_until), 1),
            ],
            vec![Cell::label("退办理由\n（法律、政策、\n职能依据）"), Cell::value(&self.reason, 3).tall(40)],
            vec![Cell::label("建议改交\n单　　位"), Cell::value(&self.suggested_unit, 3)],
            vec![
                Cell::label("单位负责人\n签　　字"),
                Cell::value(&self.signed_by, 1),
                Cell::label("申请日期"),
                Cell::value(date_or_blank(self.requested_on), 1),
            ],
            vec![
                Cell::label(format!("{}\n意　　见", self.decided_by_whom)),
                Cell::value(opinion(self.decision.as_ref()), 3).tall(32),
            ],
            vec![Cell::label("改交单位"), Cell::value(&self.new_unit, 3)],
        ]);
        Document {
            title: format!("退办申请单 {}", self.matter.title),
            author: self.unit.clone(),
            rendered_at: self.rendered_at,
            blocks: vec![
                Block::Title { text: "代表建议退办申请单".to_owned() },
                Block::Table { columns: vec![15, 19, 13, 16], rows },
                Block::Note {
                    text: "注：逾期未提出申请的，不作调整；未经同意，承办单位不得自行转办、滞留或者退回。"
                        .to_owned(),
                },
            ],
        }
    }
}
