//! 延期答复申请表 (§3.8.4): more time within the law's six months.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Decision, FormMatter, date_or_blank, matter_rows, opinion};
use crate::layout::{Block, Cell, Document};

/// A request for more time, or an empty one to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionForm {
    /// The matter.
    pub matter: FormMatter,
    /// Who asks.
    pub unit: String,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// Deadline without the extension.
    pub due_on: Option<NaiveDate>,
    /// The law's last day (six months).
    pub latest: Option<NaiveDate>,
    /// Why more time is needed.
    pub reason: String,
    /// Until when.
    pub requested_until: Option<NaiveDate>,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_on: Option<NaiveDate>,
    /// Who decides: the deputies' committee.
    pub decided_by_whom: String,
    /// The decision.
    pub decision: Option<Decision>,
    /// When the deputies were told (告知代表).
    pub deputy_told_on: Option<NaiveDate>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl ExtensionForm {
    /// The form.
    pub fn document(&self) -> Document {
        let mut rows = matter_rows(&self.matter);
        rows.extend([
            vec![
                Cell::label("申请单位"),
                Cell::value(&self.unit, 1),
                Cell::label("交办日期"),
                Cell::value(date_or_blank(self.assigned_on), 1),
            ],
            vec![
                Cell::label("原答复期限"),
                Cell::value(date_or_blank(self.due_on), 1),
                Cell::label("申请延至"),
                Cell::value(date_or_blank(self.requested_until), 1),
            ],
            vec![Cell::label("延期理由及\n目前进展"), Cell::value(&self.reason, 3).tall(42)],
            vec![
                Cell::label("申 请 人\n（签章）"),
                Cell::value(&self.requested_by, 1),
                Cell::label("申请日期"),
                Cell::value(date_or_blank(self.requested_on), 1),
            ],
            vec![
                Cell::label(format!("{}\n意　　见", self.decided_by_whom)),
                Cell::value(opinion(self.decision.as_ref()), 3).tall(32),
            ],
            vec![Cell::label("告知代表\n日　　期"), Cell::value(date_or_blank(self.deputy_told_on), 3)],
        ]);
        let latest = self.latest.map_or_else(String::new, |day| {
            format!("依法最迟应于{}前答复（自交办之日起不超过六个月）。", crate::layout::chinese_date(day))
        });
        Document {
            title: format!("延期答复申请表 {}", self.matter.title),
            author: self.unit.clone(),
            rendered_at: self.rendered_at,
            blocks: vec![
                Block::Title { text: "代表建议延期答复申请表".to_owned() },
                Block::Table { columns: vec![15, 19, 13, 16], rows },
                Block::Note {
                    text: format!("注：延期须经批准并告知代表，不改变交办日期。{latest}")
                },
            ],
        }
    }
}
