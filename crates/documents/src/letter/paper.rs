//! 代表建议专用纸: the suggestion as deputies sign it (domain specification §3.8.13).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::DocumentError;
use crate::fonts::FontLibrary;
use crate::layout::{Block, Cell, Document, chinese_date, paragraphs};

/// A deputy who signs as well (联名代表).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cosigner {
    /// Name.
    pub name: String,
    /// Delegation or group.
    pub delegation: String,
}

/// A suggestion on its official paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuggestionPaper {
    /// Heading of the paper, for example 泗安县人民代表大会代表建议、批评和意见专用纸.
    pub heading: String,
    /// Session, for example 县十八届人大五次会议, or 闭会期间.
    pub session_label: String,
    /// Official number as printed, for example 第063号; `None` before acceptance.
    pub number: Option<String>,
    /// Title 关于…的建议.
    pub title: String,
    /// Category (类别).
    pub category: Option<String>,
    /// Lead deputy (领衔代表).
    pub lead_deputy: String,
    /// Delegation (代表团) or group of the lead deputy.
    pub delegation: String,
    /// Telephone of the lead deputy; left out of copies that leave the office.
    pub phone: Option<String>,
    /// Deputies who confirmed their signature.
    pub cosigners: Vec<Cosigner>,
    /// Facts (情况); one paragraph a line.
    pub facts: String,
    /// Analysis (分析); may be empty.
    pub analysis: String,
    /// Proposals (具体意见), numbered on the paper in this order.
    pub proposals: Vec<String>,
    /// Units that the deputy thinks should handle it.
    pub preferred_units: Vec<String>,
    /// Consent to publication in official words, for example 同意全文公开.
    pub publish_consent: String,
    /// Day on which it was handed in.
    pub submitted_on: Option<NaiveDate>,
    /// A copy for the public: without telephone, co-signers, wished units and consent, and without a signature.
    #[serde(default)]
    pub public_copy: bool,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl SuggestionPaper {
    /// The paper as blocks.
    pub fn document(&self) -> Document {
        let mut blocks = vec![Block::Title { text: self.heading.clone() }, self.table()];
        blocks.push(Block::Gap);
        blocks.push(Block::Heading { text: "一、基本情况".to_owned() });
        blocks.extend(paragraphs(&self.facts));
        let mut next = "二";
        if !self.analysis.trim().is_empty() {
            blocks.push(Block::Heading { text: "二、原因分析".to_owned() });
            blocks.extend(paragraphs(&self.analysis));
            next = "三";
        }
        blocks.push(Block::Heading { text: format!("{next}、具体意见建议") });
        for (i, proposal) in self.proposals.iter().enumerate() {
            let mut lines = paragraphs(proposal).into_iter();
            let first = match lines.next() {
                Some(Block::Paragraph { text } | Block::Heading { text } | Block::Subheading { text }) => {
                    text
                }
                _ => String::new(),
            };
            blocks.push(Block::Paragraph { text: format!("{}．{first}", i + 1) });
            blocks.extend(lines);
        }
        if self.public_copy {
            return self.document_of(blocks);
        }
        blocks.push(Block::Gap);
        blocks.push(Block::Signature {
            lines: vec!["领衔代表（签名）：　　　　　　　".to_owned()],
            date: self.submitted_on.map_or_else(|| "　　年　　月　　日".to_owned(), chinese_date),
            sealed: false,
        });
        self.document_of(blocks)
    }

    fn document_of(&self, blocks: Vec<Block>) -> Document {
        Document {
            title: self.title.clone(),
            author: self.lead_deputy.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    /// The paper as PDF.
    ///
    /// # Errors
    /// See [`Document::to_pdf`].
    pub fn to_pdf(&self, fonts: &FontLibrary) -> Result<Vec<u8>, DocumentError> {
        self.document().to_pdf(fonts)
    }

    /// The paper as Word file.
    ///
    /// # Errors
    /// See [`Document::to_docx`].
    pub fn to_docx(&self) -> Result<Vec<u8>, DocumentError> {
        self.document().to_docx()
    }

    fn table(&self) -> Block {
        let mut rows = vec![
            vec![
                Cell::label("届　　次"),
                Cell::value(&self.session_label, 1),
                Cell::label("编　　号"),
                Cell::value(self.number.clone().unwrap_or_default(), 1),
            ],
            vec![Cell::label("标　　题"), Cell::value(&self.title, 3)],
            vec![
                Cell::label("领衔代表"),
                Cell::value(&self.lead_deputy, 1),
                Cell::label("代 表 团"),
                Cell::value(&self.delegation, 1),
            ],
        ];
        if self.public_copy {
            return Block::Table { columns: vec![11, 22, 11, 16], rows };
        }
        rows.extend([
            vec![
                Cell::label("联系电话"),
                Cell::value(self.phone.clone().unwrap_or_default(), 1),
                Cell::label("类　　别"),
                Cell::value(self.category.clone().unwrap_or_default(), 1),
            ],
            vec![Cell::label("联名代表"), Cell::value(self.cosigner_line(), 3)],
        ]);
        if !self.preferred_units.is_empty() {
            rows.push(vec![
                Cell::label("建议承办\n单　　位"),
                Cell::value(self.preferred_units.join("、"), 3),
            ]);
        }
        rows.push(vec![Cell::label("是否同意\n公　　开"), Cell::value(&self.publish_consent, 3)]);
        Block::Table { columns: vec![11, 22, 11, 16], rows }
    }

    fn cosigner_line(&self) -> String {
        if self.cosigners.is_empty() {
            return "无".to_owned();
        }
        let names: Vec<String> = self
            .cosigners
            .iter()
            .map(|c| {
                if c.delegation.is_empty() {
                    c.name.clone()
                } else {
                    format!("{}（{}）", c.name, c.delegation)
                }
            })
            .collect();
        format!("{}（共{}人）", names.join("、"), self.cosigners.len())
    }
}
