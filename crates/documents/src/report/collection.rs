//! 建议和答复汇编: many matters in one book, with a table of contents and page numbers.

use chrono::{DateTime, NaiveDate, Utc};

use crate::layout::{Block, Cell, Document, chinese_date, paragraphs};

/// One letter in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionReply {
    /// Who answers.
    pub unit: String,
    /// 文号; empty where it is not published.
    pub doc_no: String,
    /// Letter of the result.
    pub category_letter: String,
    /// Day of the letter.
    pub on: NaiveDate,
    /// 补充答复, 更正答复 …; empty for the first answer.
    pub kind: String,
    /// Running text.
    pub body: String,
    /// Answers to the numbered proposals.
    pub answers: Vec<(u32, String)>,
}

/// One matter in the book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectionItem {
    /// 类别, under which it stands.
    pub category: String,
    /// Number as spoken.
    pub label: String,
    /// Title.
    pub title: String,
    /// 领衔代表; empty where the name is not published.
    pub lead_deputy: String,
    /// 联名 as printed; empty for none.
    pub cosigners: String,
    /// 承办单位
    pub units: String,
    /// 代表评价 in words; empty for none.
    pub rating: String,
    /// 情况
    pub facts: String,
    /// 分析
    pub analysis: String,
    /// 具体意见
    pub proposals: Vec<String>,
    /// Letters.
    pub replies: Vec<CollectionReply>,
}

/// The book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// On the cover, for example 泗安县人民代表大会\n代表建议和答复汇编.
    pub title: String,
    /// What is in it, for example 2026年交办，共63件.
    pub scope: String,
    /// Who made it.
    pub issuer: String,
    /// When.
    pub on: NaiveDate,
    /// In the order of the book: by category, then by number.
    pub items: Vec<CollectionItem>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl Collection {
    /// The book.
    pub fn document(&self) -> Document {
        let mut blocks = vec![Block::Gap, Block::Gap, Block::Gap, Block::Gap];
        blocks.push(Block::Title { text: self.title.clone() });
        blocks.push(Block::Gap);
        blocks.push(Block::Title { text: format!("（{}）", self.scope) });
        blocks.extend([Block::Gap, Block::Gap, Block::Gap, Block::Gap, Block::Gap, Block::Gap]);
        blocks.push(Block::Signature {
            lines: vec![self.issuer.clone()],
            date: chinese_date(self.on),
            sealed: false,
        });
        blocks.push(Block::PageBreak);
        blocks.push(Block::Contents { text: "目　　录".to_owned() });
        let mut category = None;
        for item in &self.items {
            blocks.push(Block::PageBreak);
            if category != Some(&item.category) {
                let name = if item.category.is_empty() { "未分类" } else { &item.category };
                blocks.push(Block::Chapter { text: name.to_owned(), level: 1 });
                category = Some(&item.category);
            }
            item.blocks(&mut blocks);
        }
        Document {
            title: self.title.replace('\n', ""),
            author: self.issuer.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }
}

impl CollectionItem {
    fn blocks(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Chapter { text: self.title.clone(), level: 2 });
        let mut rows = vec![vec![Cell::label("编　　号"), Cell::value(&self.label, 1)]];
        for (label, value) in [
            ("领衔代表", &self.lead_deputy),
            ("联名代表", &self.cosigners),
            ("承办单位", &self.units),
            ("代表评价", &self.rating),
        ] {
            if !value.is_empty() {
                rows.push(vec![Cell::label(label), Cell::value(value, 1)]);
            }
        }
        blocks.push(Block::Table { columns: vec![13, 49], rows });
        blocks.push(Block::Gap);
        if !self.facts.is_empty() || !self.proposals.is_empty() {
            blocks.push(Block::Heading { text: "【建议】".to_owned() });
            blocks.extend(paragraphs(&self.facts));
            blocks.extend(paragraphs(&self.analysis));
            for (place, proposal) in self.proposals.iter().enumerate() {
                let text = proposal.trim().replace("\r\n", "\n");
                blocks.push(Block::Paragraph { text: format!("{}．{text}", place + 1) });
            }
        }
        for reply in &self.replies {
            let kind = if reply.kind.is_empty() { "答复" } else { &reply.kind };
            blocks.push(Block::Heading { text: format!("【{kind}】") });
            for (number, answer) in
                std::iter::once((0, &reply.body)).chain(reply.answers.iter().map(|(n, a)| (*n, a)))
            {
                if number > 0 {
                    blocks.push(Block::Subheading { text: format!("关于第{number}条意见") });
                }
                blocks.extend(paragraphs(answer));
            }
            let mut lines = vec![reply.unit.clone()];
            if !reply.doc_no.is_empty() {
                lines.push(format!("{}　{}类", reply.doc_no, reply.category_letter));
            }
            blocks.push(Block::Signature { lines, date: chinese_date(reply.on), sealed: false });
        }
    }
}
