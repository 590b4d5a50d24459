//! 计票结果报告单: the printed record of a satisfaction ballot (domain specification §3.9).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::DocumentError;
use crate::fonts::FontLibrary;
use crate::layout::{Block, Cell, Document, chinese_date};

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLine {
    /// 测评项
    pub title: String,
    /// 满意、基本满意、不满意、弃权; `None`: too few ballots to tell.
    pub counts: Option<[u32; 4]>,
    /// 满意 and 满意与基本满意 of the valid ballots, in tenths of a percent.
    pub shares: Option<(u32, u32)>,
    /// 等次 in its official word.
    pub level: Option<String>,
}

/// 计票结果报告单
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRecord {
    /// 督办会名称
    pub meeting: String,
    /// 地点
    pub place: String,
    /// The day of the vote.
    pub held_on: NaiveDate,
    /// 1, or 2 for a second vote.
    pub round: u16,
    /// 电子票 or 纸质票.
    pub way: String,
    /// 应到、实到、发出、收回、有效、无效
    pub figures: [u32; 6],
    /// The items in their order.
    pub lines: Vec<RecordLine>,
    /// Least number of valid ballots of which anything is told.
    pub min_ballots: u16,
    /// How levels are reached, in a sentence.
    pub rule: String,
    /// 监票人 and 计票人 who entered the counts; empty for electronic ballots.
    pub tellers: [Option<String>; 2],
    /// Until when units that were not satisfactory report again.
    pub report_again_by: Option<NaiveDate>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl CountRecord {
    /// The record as blocks.
    pub fn document(&self) -> Document {
        let round = if self.round > 1 { "（再次测评）" } else { "" };
        let title = format!("{}\n无记名满意度测评计票结果报告单{round}", self.meeting);
        let mut blocks = vec![Block::Title { text: title.clone() }, self.head(), Block::Gap, self.table()];
        if self.lines.iter().any(|line| line.counts.is_none()) {
            let text =
                format!("注：有效票不足{}张的事项，为保守投票秘密，不公布票数和等次。", self.min_ballots);
            blocks.push(Block::Note { text });
        }
        blocks.push(Block::Note { text: self.rule.clone() });
        if let Some(by) = self.report_again_by {
            let text = format!(
                "测评结果为“不满意”的单位，应当于{}前再次报告办理情况，并接受再次测评。",
                chinese_date(by)
            );
            blocks.push(Block::Paragraph { text });
        }
        let name = |teller: &Option<String>| teller.clone().unwrap_or_else(|| "　　　　".to_owned());
        blocks.push(Block::Signature {
            lines: vec![
                format!("监票人：{}　（签名）　　　　　　", name(&self.tellers[0])),
                format!("计票人：{}　（签名）　　　　　　", name(&self.tellers[1])),
            ],
            date: chinese_date(self.held_on),
            sealed: false,
        });
        Document {
            title: title.replace('\n', ""),
            author: self.meeting.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    /// The record as PDF.
    ///
    /// # Errors
    /// See [`Document::to_pdf`].
    pub fn to_pdf(&self, fonts: &FontLibrary) -> Result<Vec<u8>, DocumentError> {
        self.document().to_pdf(fonts)
    }

    /// The record as Word file.
    ///
    /// # Errors
    /// See [`Document::to_docx`].
    pub fn to_docx(&self) -> Result<Vec<u8>, DocumentError> {
        self.document().to_docx()
    }

    fn head(&self) -> Block {
        let [eligible, present, issued, returned, valid, invalid] = self.figures;
        let pair = |label: &str, value: String| [Cell::label(label), Cell::value(value, 1)];
        let row = |cells: [[Cell; 2]; 3]| cells.into_iter().flatten().collect::<Vec<_>>();
        let people = |n: u32| format!("{n}人");
        let ballots = |n: u32| format!("{n}张");
        Block::Table {
            columns: vec![10, 12, 10, 12, 10, 12],
            rows: vec![
                vec![
                    Cell::label("时间"),
                    Cell::value(chinese_date(self.held_on), 2),
                    Cell::label("地点"),
                    Cell::value(&self.place, 2),
                ],
                row([
                    pair("应到", people(eligible)),
                    pair("实到", people(present)),
                    pair("投票方式", self.way.clone()),
                ]),
                row([
                    pair("发出", ballots(issued)),
                    pair("收回", ballots(returned)),
                    pair("有效", ballots(valid)),
                ]),
                vec![Cell::label("无效"), Cell::value(ballots(invalid), 5)],
            ],
        }
    }

    fn table(&self) -> Block {
        let mut rows = vec![
            [
                "序号",
                "测评项",
                "满意",
                "基本\n满意",
                "不满意",
                "弃权",
                "满意率",
                "满意及\n基本满\n意率",
                "等次",
            ]
            .map(Cell::label)
            .to_vec(),
        ];
        for (no, line) in (1..).zip(&self.lines) {
            let mut cells = vec![Cell::value(format!("{no}"), 1), Cell::value(&line.title, 1)];
            match line.counts {
                Some(counts) => cells.extend(counts.map(|n| Cell::value(n.to_string(), 1))),
                None => cells.push(Cell::value("票数过少，不公布", 4)),
            }
            let (one, both) =
                line.shares.map_or_else(Default::default, |(one, both)| (percent(one), percent(both)));
            cells.extend([Cell::value(one, 1), Cell::value(both, 1)]);
            cells.push(Cell::value(line.level.clone().unwrap_or_else(|| "—".to_owned()), 1));
            rows.push(cells);
        }
        Block::Table { columns: vec![5, 15, 6, 8, 8, 6, 9, 9, 11], rows }
    }
}

/// 690 as it is printed: 69.0%.
fn percent(permille: u32) -> String {
    format!("{}.{}%", permille / 10, permille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(counts: Option<[u32; 4]>) -> CountRecord {
        CountRecord {
            meeting: "泗安县2026年代表建议办理督办会".into(),
            place: "县人大会议室".into(),
            held_on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            round: 1,
            way: "电子票".into(),
            figures: [35, 31, 31, 30, 29, 1],
            lines: vec![RecordLine {
                title: "县住建局办理工作".into(),
                counts,
                shares: counts.map(|_| (690, 897)),
                level: counts.map(|_| "满意".into()),
            }],
            min_ballots: 5,
            rule: "满意票达到有效票的50%……".into(),
            tellers: [None, Some("张敏".into())],
            report_again_by: NaiveDate::from_ymd_opt(2027, 1, 20),
            rendered_at: DateTime::from_timestamp(1_777_000_000, 0).unwrap(),
        }
    }

    fn texts(record: &CountRecord) -> String {
        format!("{:?}", record.document().blocks)
    }

    /// Domain specification §8.3, example 6.
    #[test]
    fn the_record_tells_example_six() {
        let printed = texts(&record(Some([20, 6, 3, 0])));
        for told in ["35人", "31人", "31张", "30张", "29张", "1张", "69.0%", "89.7%", "2027年1月20日", "张敏"]
        {
            assert!(printed.contains(told), "{told}: {printed}");
        }
        assert!(!printed.contains("不公布"));
        record(Some([20, 6, 3, 0])).to_docx().unwrap();
    }

    #[test]
    fn too_few_ballots_are_not_printed() {
        let printed = texts(&record(None));
        assert!(printed.contains("票数过少") && printed.contains("不足5张") && !printed.contains("69.0%"));
    }
}
