//! Letters of the offices to the units: 催办函 (§3.8.11), 重新办理通知书 (§3.8.8).

use chrono::{DateTime, NaiveDate, Utc};

use crate::layout::{Block, Document, chinese_date, paragraphs};

/// A letter with red head, body, signature and copies. Its number is the office's own register's and is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialNotice {
    /// Who sends it; masthead and signature.
    pub issuer: String,
    /// Title, for example 关于催办县十八届人大五次会议第063号建议的函.
    pub title: String,
    /// To whom.
    pub addressees: Vec<String>,
    /// The text, one paragraph a line; 一、 and （一） become headings.
    pub body: String,
    /// Day of the letter.
    pub issued_on: NaiveDate,
    /// 抄送
    pub cc: Vec<String>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl OfficialNotice {
    /// The letter.
    pub fn document(&self) -> Document {
        use chrono::Datelike;
        let mut blocks = vec![
            Block::Masthead { text: self.issuer.clone() },
            // 发文字号: the brackets stand, prefix and number are the office's.
            Block::NumberLine {
                left: format!("　　　　〔{}〕　　号", self.issued_on.year()),
                label: String::new(),
                value: String::new(),
            },
            Block::RedRule,
            Block::Title { text: self.title.clone() },
            Block::Addressee { text: format!("{}：", self.addressees.join("、")) },
        ];
        blocks.extend(paragraphs(&self.body));
        blocks.extend([
            Block::Gap,
            Block::Gap,
            Block::Signature {
                lines: vec![self.issuer.clone()],
                date: chinese_date(self.issued_on),
                sealed: false,
            },
        ]);
        let mut lines = Vec::new();
        if !self.cc.is_empty() {
            lines.push(format!("抄送：{}。", self.cc.join("，")));
        }
        lines.push(format!("{}　　{}印发", self.issuer, chinese_date(self.issued_on)));
        blocks.push(Block::Imprint { lines });
        Document {
            title: self.title.clone(),
            author: self.issuer.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }
}
