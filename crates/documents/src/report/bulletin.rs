//! 办理进度通报: once a month, to units and leaders.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{share, units};
use crate::{
    layout::{Block, Document, GridColumn, chinese_date},
    sheet::ledger::{Share, UnitRow},
};

/// A task past its end without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// 编号
    pub number: String,
    /// 标题
    pub title: String,
    /// 承办单位
    pub unit: String,
    /// 期限
    pub due_on: NaiveDate,
    /// Days since.
    pub days: i64,
}

/// A card that was given in the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    /// 编号
    pub number: String,
    /// 标题
    pub title: String,
    /// 承办单位
    pub unit: String,
    /// 黄牌 or 红牌.
    pub card: String,
    /// Day.
    pub on: NaiveDate,
}

/// How far the year's matters were at the end of a month.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bulletin {
    /// Who sends it.
    pub issuer: String,
    /// Name of the congress's area, for the masthead.
    pub congress: String,
    /// The day as of which it counts.
    pub as_of: NaiveDate,
    /// 交办
    pub assigned: u32,
    /// Assigned in this month.
    pub assigned_now: u32,
    /// Answered, in all.
    pub replied: Share,
    /// Answered in this month.
    pub replied_now: u32,
    /// 按时签收率
    pub signed_on_time: Share,
    /// 按时办复率
    pub on_time: Share,
    /// 面商率
    pub met: Share,
    /// 满意和基本满意率 (result).
    pub satisfied: Share,
    /// 未评价
    pub unevaluated: u32,
    /// 办成率
    pub resolved: Share,
    /// Handled again, at present.
    pub rehandling: u32,
    /// 承诺按时兑现率
    pub commitments: Share,
    /// Past their end.
    pub late: Vec<LateLine>,
    /// Cards of the month.
    pub cards: Vec<CardLine>,
    /// The units, the best first.
    pub units: Vec<UnitRow>,
    /// The scheme has a D.
    pub with_d: bool,
    /// To whom.
    pub copies: Vec<String>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl Bulletin {
    /// The bulletin.
    pub fn document(&self) -> Document {
        let (year, month) = (self.as_of.year(), self.as_of.month());
        let mut blocks = vec![
            Block::Masthead { text: "代表建议办理情况通报".to_owned() },
            Block::NumberLine {
                left: format!("{year}年第{month}期"),
                label: String::new(),
                value: String::new(),
            },
            Block::RedRule,
            Block::Title {
                text: format!(
                    "{}{year}年代表建议办理进度\n（截至{}）",
                    self.congress,
                    chinese_date(self.as_of)
                ),
            },
            Block::Heading { text: "一、总体进度".to_owned() },
            Block::Paragraph {
                text: format!(
                    "今年以来共交办代表建议{}件，其中本月交办{}件。截至{}，已答复{}，其中本月答复{}件。按时签收率{}，按时办复率{}，面商率{}。",
                    self.assigned,
                    self.assigned_now,
                    chinese_date(self.as_of),
                    share(self.replied),
                    self.replied_now,
                    share(self.signed_on_time),
                    share(self.on_time),
                    share(self.met)
                ),
            },
            Block::Heading { text: "二、办理质量".to_owned() },
            Block::Paragraph {
                text: format!(
                    "代表对办理结果的满意和基本满意率{}，未评价{}件；办成率{}；正在重新办理{}件；到期承诺按时兑现率{}。",
                    share(self.satisfied),
                    self.unevaluated,
                    share(self.resolved),
                    self.rehandling,
                    share(self.commitments)
                ),
            },
            Block::Heading { text: "三、逾期未答复".to_owned() },
        ];
        if self.late.is_empty() {
            blocks.push(Block::Paragraph { text: "没有逾期未答复的代表建议。".to_owned() });
        } else {
            blocks.push(Block::Paragraph {
                text: format!("逾期未答复{}件，请有关单位抓紧办理：", self.late.len()),
            });
            blocks.push(self.late_table());
        }
        blocks.push(Block::Heading { text: "四、黄牌、红牌".to_owned() });
        if self.cards.is_empty() {
            blocks.push(Block::Paragraph { text: "本月没有发出黄牌、红牌。".to_owned() });
        } else {
            blocks.push(self.card_table());
        }
        blocks.push(Block::Heading { text: "五、各承办单位办理情况".to_owned() });
        blocks.push(units(&self.units, self.with_d));
        blocks.push(Block::Note {
            text: "注：各项比率以交办年度为基数，不含撤回、不作建议处理和并入件；得分、排名按现行计分办法计算，只承担协办的单位不计分。".to_owned(),
        });
        let mut lines = Vec::new();
        if !self.copies.is_empty() {
            lines.push(format!("发：{}。", self.copies.join("，")));
        }
        lines.push(format!("{}　　{}印发", self.issuer, chinese_date(self.as_of)));
        blocks.push(Block::Imprint { lines });
        Document {
            title: format!("{}{year}年{month}月代表建议办理情况通报", self.congress),
            author: self.issuer.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    fn late_table(&self) -> Block {
        Block::Grid {
            columns: vec![
                GridColumn::centred("编号", 12),
                GridColumn::text("标题", 24),
                GridColumn::text("承办单位", 14),
                GridColumn::centred("期限", 10),
                GridColumn::centred("逾期天数", 7),
            ],
            rows: self
                .late
                .iter()
                .map(|line| {
                    vec![
                        line.number.clone(),
                        line.title.clone(),
                        line.unit.clone(),
                        line.due_on.to_string(),
                        line.days.to_string(),
                    ]
                })
                .collect(),
        }
    }

    fn card_table(&self) -> Block {
        Block::Grid {
            columns: vec![
                GridColumn::centred("日期", 10),
                GridColumn::centred("编号", 12),
                GridColumn::text("标题", 24),
                GridColumn::text("承办单位", 14),
                GridColumn::centred("类别", 6),
            ],
            rows: self
                .cards
                .iter()
                .map(|line| {
                    vec![
                        line.on.to_string(),
                        line.number.clone(),
                        line.title.clone(),
                        line.unit.clone(),
                        line.card.clone(),
                    ]
                })
                .collect(),
        }
    }
}
