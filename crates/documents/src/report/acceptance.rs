//! 代表建议审查报告: to the presidium of the session, or to the chair council between sessions.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Counts, MatterLine, annex, counts, matters};
use crate::layout::{Block, Document, GridColumn, chinese_date};

/// A matter that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// 流水编码
    pub code: String,
    /// 标题
    pub title: String,
    /// 领衔代表
    pub lead_deputy: String,
    /// 处理意见: 退回修改, 不作建议处理, 并案 …
    pub outcome: String,
    /// Why.
    pub reason: String,
}

/// What was handed in and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AcceptanceReport {
    /// Which matters, for example 县十八届人大五次会议期间 or 2026年1月1日至6月30日闭会期间.
    pub period: String,
    /// To whom, for example 县十八届人大五次会议主席团.
    pub addressee: String,
    /// Who reports.
    pub issuer: String,
    /// Day up to which it counts.
    pub as_of: NaiveDate,
    /// 收到
    pub received: u32,
    /// 领衔代表人数
    pub deputies: u32,
    /// 联名提出
    pub joint: u32,
    /// 立案
    pub accepted: u32,
    /// 议案转建议, among the accepted.
    pub converted: u32,
    /// 并案
    pub merged: u32,
    /// 退回修改, not handed in again.
    pub returned: u32,
    /// 不作建议处理
    pub not_accepted: u32,
    /// 撤回
    pub withdrawn: u32,
    /// 待审查
    pub pending: u32,
    /// Accepted by category (类别).
    pub by_category: Counts,
    /// Accepted by delegation (代表团).
    pub by_delegation: Counts,
    /// Accepted, as a list.
    pub list: Vec<MatterLine>,
    /// Not accepted, merged, returned.
    pub refused: Vec<RefusedLine>,
    /// Confidential ones, counted but not listed.
    pub unlisted: u32,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl AcceptanceReport {
    /// The report.
    pub fn document(&self) -> Document {
        let title = format!("关于{}代表建议、批评和意见\n审查情况的报告", self.period);
        let mut blocks = vec![
            Block::Title { text: title.clone() },
            Block::Addressee { text: format!("{}：", self.addressee) },
            Block::Paragraph {
                text: format!(
                    "截至{}，{}共收到代表提出的建议、批评和意见{}件，由{}名代表领衔提出，其中联名提出{}件。按照代表法和代表建议办理的有关规定，我们对收到的代表建议逐件进行了审查。现将审查情况报告如下：",
                    chinese_date(self.as_of), self.period, self.received, self.deputies, self.joint
                ),
            },
            Block::Heading { text: "一、审查结果".to_owned() },
            Block::Paragraph { text: self.results() },
            Block::Heading { text: "二、内容分类".to_owned() },
            Block::Paragraph { text: self.fields() },
            counts("类别", &self.by_category),
            Block::Heading { text: "三、提出情况".to_owned() },
            Block::Paragraph { text: "立案的代表建议，按领衔代表所在代表团统计如下：".to_owned() },
            counts("代表团", &self.by_delegation),
            Block::Heading { text: "四、交办意见".to_owned() },
            Block::Paragraph {
                text: "建议将立案的代表建议按照职责分工交有关机关、组织研究办理，自交办之日起三个月内答复代表；涉及面广、处理难度大的，经批准并告知代表，最迟不超过六个月。对未立案的，及时向代表说明理由。".to_owned(),
            },
            Block::Paragraph { text: "特此报告。".to_owned() },
            Block::Gap,
            Block::Gap,
            Block::Signature { lines: vec![self.issuer.clone()], date: chinese_date(self.as_of), sealed: false },
        ];
        annex(&mut blocks, 1, "立案的代表建议目录");
        blocks.push(matters(&self.list));
        if self.unlisted > 0 {
            blocks.push(Block::Note {
                text: format!("注：另有{}件按规定不列入目录。", self.unlisted)
            });
        }
        annex(&mut blocks, 2, "未立案的代表建议处理情况");
        blocks.push(Block::Grid {
            columns: vec![
                GridColumn::centred("流水编码", 12),
                GridColumn::text("标题", 20),
                GridColumn::centred("领衔代表", 8),
                GridColumn::centred("处理意见", 9),
                GridColumn::text("理由", 18),
            ],
            rows: self
                .refused
                .iter()
                .map(|line| {
                    vec![
                        line.code.clone(),
                        line.title.clone(),
                        line.lead_deputy.clone(),
                        line.outcome.clone(),
                        line.reason.clone(),
                    ]
                })
                .collect(),
        });
        Document {
            title: title.replace('\n', ""),
            author: self.issuer.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    fn results(&self) -> String {
        let mut text = format!("经审查，立案{}件", self.accepted);
        if self.converted > 0 {
            text.push_str(&format!("（其中代表议案转为建议{}件）", self.converted));
        }
        for (count, word) in [
            (self.merged, "并案"),
            (self.returned, "退回修改"),
            (self.not_accepted, "不作建议处理"),
            (self.withdrawn, "代表撤回"),
            (self.pending, "正在审查"),
        ] {
            if count > 0 {
                text.push_str(&format!("，{word}{count}件"));
            }
        }
        text.push('。');
        text
    }

    fn fields(&self) -> String {
        let largest: Vec<String> =
            self.by_category.iter().take(3).map(|(name, count)| format!("{name}方面{count}件")).collect();
        if largest.is_empty() {
            return "没有立案的代表建议。".to_owned();
        }
        format!("立案的代表建议共涉及{}个方面，较为集中的是{}。", self.by_category.len(), largest.join("，"))
    }
}
