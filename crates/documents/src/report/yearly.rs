//! 办理情况报告: once a year to the standing committee, printed for the next session (代表法).

use chrono::{DateTime, NaiveDate, Utc};

use super::{Counts, annex, counts, percent, share, units};
use crate::{
    layout::{Block, Document, GridColumn, chinese_date},
    sheet::ledger::{CommitmentRow, Share, UnitRow},
};

/// The measures of one year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearFigures {
    /// In the base.
    pub base: u32,
    /// 办复率
    pub replied: Share,
    /// 按时办复率
    pub on_time: Share,
    /// 未延期按时率
    pub on_time_original: Share,
    /// 面商率
    pub met: Share,
    /// 满意率 (result, final).
    pub satisfied: Share,
    /// 满意和基本满意率 (result, final).
    pub satisfied_or_basic: Share,
    /// 初次满意率 (result).
    pub satisfied_first: Share,
    /// 态度满意率 (final).
    pub attitude: Share,
    /// 未评价
    pub unevaluated: u32,
    /// 办成率
    pub resolved: Share,
    /// 落实率
    pub implemented: Share,
    /// B转A率
    pub promised_then_resolved: Share,
    /// 承诺按时兑现率
    pub commitments: Share,
    /// 重办率
    pub rehandled: Share,
    /// 公开率
    pub published: Share,
    /// 重复提出率
    pub recurring: Share,
    /// Median of days from assignment to answer.
    pub days: Option<i64>,
}

/// A matter that is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLine {
    /// 编号
    pub number: String,
    /// 标题
    pub title: String,
    /// 承办单位
    pub units: String,
    /// 状态
    pub status: String,
    /// Why it is in the list: 未答复, 不满意, 承诺未到期 …
    pub reason: String,
}

/// The report of a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct YearlyReport {
    /// Name of the congress's area, such as 泗安县.
    pub congress: String,
    /// Who reports.
    pub issuer: String,
    /// The year of assignment.
    pub year: i32,
    /// The day as of which it counts.
    pub as_of: NaiveDate,
    /// The year's measures.
    pub figures: YearFigures,
    /// Those of the year before, as of the same day a year earlier; `None` when nothing was assigned then.
    pub before: Option<YearFigures>,
    /// 重点督办建议
    pub key: u32,
    /// By category (类别).
    pub by_category: Counts,
    /// By result (A, B …), with words.
    pub by_result: Counts,
    /// The units, the best first.
    pub units: Vec<UnitRow>,
    /// The scheme has a D.
    pub with_d: bool,
    /// Not settled.
    pub open: Vec<OpenLine>,
    /// Promises.
    pub commitments: Vec<CommitmentRow>,
    /// Confidential ones, counted but not listed.
    pub unlisted: u32,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl YearlyReport {
    /// The report.
    pub fn document(&self) -> Document {
        let title = format!("关于{}年度代表建议、批评和意见\n办理情况的报告", self.year);
        let f = &self.figures;
        let mut blocks = vec![
            Block::Title { text: title.clone() },
            Block::Addressee { text: format!("{}人民代表大会常务委员会：", self.congress) },
            Block::Paragraph {
                text: format!(
                    "现将{}年度代表建议、批评和意见办理情况报告如下（数据截至{}）：",
                    self.year,
                    chinese_date(self.as_of)
                ),
            },
            Block::Heading { text: "一、基本情况".to_owned() },
            Block::Paragraph {
                text: format!(
                    "{}年共交办代表建议{}件，其中重点督办建议{}件。已答复{}，按时办复率{}，未延期按时率{}；从交办到答复的中位天数为{}。",
                    self.year,
                    f.base,
                    self.key,
                    share(f.replied),
                    share(f.on_time),
                    share(f.on_time_original),
                    f.days.map_or_else(|| "—".to_owned(), |days| format!("{days}天"))
                ),
            },
            counts("类别", &self.by_category),
            Block::Heading { text: "二、办理结果".to_owned() },
            Block::Paragraph {
                text: format!(
                    "已答复的代表建议，办成率{}，落实率{}；承诺事项按时兑现率{}，B转A率{}。",
                    share(f.resolved),
                    share(f.implemented),
                    share(f.commitments),
                    share(f.promised_then_resolved)
                ),
            },
            counts("结果分类", &self.by_result),
            Block::Heading { text: "三、沟通与评价".to_owned() },
            Block::Paragraph {
                text: format!(
                    "面商率{}。代表对办理结果的初次满意率{}，最终满意率{}，最终满意和基本满意率{}，未评价{}件；对办理态度的满意率{}；重办率{}。",
                    share(f.met),
                    share(f.satisfied_first),
                    share(f.satisfied),
                    share(f.satisfied_or_basic),
                    f.unevaluated,
                    share(f.attitude),
                    share(f.rehandled)
                ),
            },
            Block::Heading { text: "四、公开情况".to_owned() },
            Block::Paragraph {
                text: format!(
                    "可以公开的答复，公开率{}；连续多年提出的同类建议占{}。",
                    share(f.published),
                    share(f.recurring)
                ),
            },
        ];
        if let Some(before) = &self.before {
            blocks.push(Block::Heading { text: "五、与上年同期比较".to_owned() });
            blocks.push(self.comparison(before));
        }
        let next = if self.before.is_some() { ["六", "七"] } else { ["五", "六"] };
        blocks.extend([
            Block::Heading { text: format!("{}、存在的主要问题", next[0]) },
            Block::Paragraph { text: self.problems() },
            Block::Heading { text: format!("{}、下一步工作安排", next[1]) },
            Block::Paragraph { text: self.plans() },
            Block::Paragraph { text: "以上报告，请予审议。".to_owned() },
            Block::Gap,
            Block::Signature {
                lines: vec![self.issuer.clone()],
                date: chinese_date(self.as_of),
                sealed: false,
            },
        ]);
        annex(&mut blocks, 1, "承办单位办理情况统计表");
        blocks.push(units(&self.units, self.with_d));
        annex(&mut blocks, 2, "尚未办结的代表建议");
        blocks.push(self.open_table());
        if self.unlisted > 0 {
            blocks
                .push(Block::Note { text: format!("注：另有{}件按规定不列入。", self.unlisted) });
        }
        annex(&mut blocks, 3, "承诺事项落实情况");
        blocks.push(self.commitment_table());
        Document {
            title: title.replace('\n', ""),
            author: self.issuer.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    /// What the figures themselves show; causes and names are for whoever signs the report.
    fn problems(&self) -> String {
        let f = &self.figures;
        let mut found = Vec::new();
        let missing = |share: Share| share.denominator - share.numerator;
        if missing(f.replied) > 0 {
            found.push(format!("尚有{}件未答复", missing(f.replied)));
        }
        if missing(f.on_time) > 0 {
            found.push(format!("{}件次未按时答复", missing(f.on_time)));
        }
        if missing(f.satisfied_or_basic) > 0 {
            found.push(format!("代表对{}件的办理结果不满意", missing(f.satisfied_or_basic)));
        }
        if missing(f.met) > 0 {
            found.push(format!("{}件答复前没有经代表确认的当面沟通", missing(f.met)));
        }
        if missing(f.commitments) > 0 {
            found.push(format!("{}项到期承诺未按时兑现", missing(f.commitments)));
        }
        if found.is_empty() {
            "各项指标均已达到要求。".to_owned()
        } else {
            format!("从数据看，{}。", found.join("；"))
        }
    }

    fn plans(&self) -> String {
        let mut plans = vec!["对尚未答复的逐件督办，明确答复时限".to_owned()];
        if !self.commitments.is_empty() {
            plans.push(format!("对{}项答复承诺按台账跟踪问效，兑现一项、销号一项", self.commitments.len()));
        }
        plans.push("对代表不满意的督促重新办理，并将办理结果依法公开".to_owned());
        format!("{}。", plans.join("；"))
    }

    fn comparison(&self, before: &YearFigures) -> Block {
        let now = &self.figures;
        let mut rows = vec![vec!["交办件数".to_owned(), before.base.to_string(), now.base.to_string()]];
        for (name, was, is) in [
            ("办复率", before.replied, now.replied),
            ("按时办复率", before.on_time, now.on_time),
            ("面商率", before.met, now.met),
            ("满意率（结果，最终）", before.satisfied, now.satisfied),
            ("满意和基本满意率（结果，最终）", before.satisfied_or_basic, now.satisfied_or_basic),
            ("办成率", before.resolved, now.resolved),
            ("承诺按时兑现率", before.commitments, now.commitments),
            ("公开率", before.published, now.published),
        ] {
            rows.push(vec![name.to_owned(), percent(was), percent(is)]);
        }
        Block::Grid {
            columns: vec![
                GridColumn::text("指标", 26),
                GridColumn::centred(format!("{}年同期", self.year - 1), 14),
                GridColumn::centred(format!("{}年", self.year), 14),
            ],
            rows,
        }
    }

    fn open_table(&self) -> Block {
        Block::Grid {
            columns: vec![
                GridColumn::centred("编号", 12),
                GridColumn::text("标题", 24),
                GridColumn::text("承办单位", 12),
                GridColumn::centred("状态", 9),
                GridColumn::text("情况", 12),
            ],
            rows: self
                .open
                .iter()
                .map(|line| {
                    vec![
                        line.number.clone(),
                        line.title.clone(),
                        line.units.clone(),
                        line.status.clone(),
                        line.reason.clone(),
                    ]
                })
                .collect(),
        }
    }

    fn commitment_table(&self) -> Block {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Block::Grid {
            columns: vec![
                GridColumn::centred("编号", 11),
                GridColumn::text("承诺内容", 20),
                GridColumn::text("责任单位/人", 13),
                GridColumn::centred("时限", 9),
                GridColumn::text("进展", 14),
                GridColumn::centred("完成日期", 9),
            ],
            rows: self
                .commitments
                .iter()
                .map(|row| {
                    vec![
                        row.number.clone(),
                        row.text.clone(),
                        row.responsible.clone(),
                        day(row.due_on),
                        row.progress.clone(),
                        day(row.kept_on),
                    ]
                })
                .collect(),
        }
    }
}
