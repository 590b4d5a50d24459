//! 答复函: what a handling unit answers a deputy (domain specification §3.8.7).

use chrono::{DateTime, NaiveDate, Utc};
use domain::suggestion::PublishAttribute;
use serde::{Deserialize, Serialize};

use super::FeedbackForm;
use crate::DocumentError;
use crate::fonts::FontLibrary;
use crate::layout::{Block, Document, chinese_date, chinese_numeral, paragraphs};

/// Document number (发文字号) of the unit's own series, printed 泗住建复〔2026〕5号.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocNumber {
    /// Characters for unit and kind (机关代字), for example 泗住建复.
    pub prefix: String,
    /// Year in four digits.
    pub year: i32,
    /// Serial number, printed without leading zeros and without 第.
    pub number: u32,
}

impl std::fmt::Display for DocNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}〔{}〕{}号", self.prefix, self.year, self.number)
    }
}

/// Answer to one numbered proposal of the suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointAnswer {
    /// Number of the proposal in the suggestion.
    pub proposal_no: u32,
    /// The proposal's words, quoted in the heading when short.
    pub proposal: Option<String>,
    /// The answer; one paragraph a line.
    pub answer: String,
}

/// What a co-handling unit thinks (协办意见).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoUnitOpinion {
    /// Name of the unit.
    pub unit: String,
    /// Its opinion.
    pub text: String,
}

/// A reply letter with everything that it prints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyLetter {
    /// Name of the unit that answers; masthead and signature.
    pub unit_name: String,
    /// Document number; a draft that has none yet prints none.
    pub doc_no: Option<DocNumber>,
    /// Letter of the result category (A, B, C, D) for the top right corner.
    pub category_letter: Option<String>,
    /// Person who signed off (签发人).
    pub signer: Option<String>,
    /// Title; `None` for 对…的答复 made from `suggestion_label`.
    pub title: Option<String>,
    /// Names of the deputies (or the delegation) addressed.
    pub addressees: Vec<String>,
    /// Number of the suggestion as spoken, for example 县十八届人大五次会议第063号建议.
    pub suggestion_label: String,
    /// Title of the suggestion without 《》.
    pub suggestion_title: String,
    /// Opening; `None` for the usual sentence that quotes number and title.
    pub opening: Option<String>,
    /// General part before the numbered answers; may be empty.
    pub body: String,
    /// Answers, one for each proposal.
    pub answers: Vec<PointAnswer>,
    /// Opinions of the co-handling units.
    pub co_opinions: Vec<CoUnitOpinion>,
    /// Closing; `None` for the usual thanks.
    pub closing: Option<String>,
    /// Date of the letter.
    pub issued_on: NaiveDate,
    /// Prints the mark （印）: set only once the seal has been applied.
    pub seal_applied: bool,
    /// Contact person; empty with an empty telephone in copies for the public.
    pub contact_name: String,
    /// Contact telephone.
    pub contact_phone: String,
    /// Publication attribute.
    pub publish: PublishAttribute,
    /// Why it is not published; printed unless 主动公开.
    pub publish_reason: Option<String>,
    /// Copies (抄送).
    pub cc: Vec<String>,
    /// Attached form for the deputy's opinion (征询意见表).
    pub feedback_form: Option<FeedbackForm>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

/// Longest proposal that is quoted in the heading of its answer.
const MAX_QUOTED: usize = 40;

impl ReplyLetter {
    /// Title as printed.
    pub fn title(&self) -> String {
        self.title.clone().unwrap_or_else(|| format!("对{}的答复", self.suggestion_label))
    }

    /// The letter as blocks.
    pub fn document(&self) -> Document {
        let mut blocks = Vec::new();
        self.head(&mut blocks);
        self.text(&mut blocks);
        self.foot(&mut blocks);
        if let Some(form) = &self.feedback_form {
            blocks.push(Block::PageBreak);
            form.blocks(self, &mut blocks);
        }
        Document {
            title: self.title(),
            author: self.unit_name.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    /// The letter as PDF.
    ///
    /// # Errors
    /// See [`Document::to_pdf`].
    pub fn to_pdf(&self, fonts: &FontLibrary) -> Result<Vec<u8>, DocumentError> {
        self.document().to_pdf(fonts)
    }

    /// The letter as Word file.
    ///
    /// # Errors
    /// See [`Document::to_docx`].
    pub fn to_docx(&self) -> Result<Vec<u8>, DocumentError> {
        self.document().to_docx()
    }

    fn head(&self, blocks: &mut Vec<Block>) {
        if let Some(letter) = self.category_letter.as_ref().filter(|l| !l.is_empty()) {
            blocks.push(Block::CornerMark { text: letter.clone() });
        }
        blocks.push(Block::Masthead { text: self.unit_name.clone() });
        blocks.push(Block::NumberLine {
            left: self.doc_no.as_ref().map(DocNumber::to_string).unwrap_or_default(),
            label: "签发人".to_owned(),
            value: self.signer.clone().unwrap_or_default(),
        });
        blocks.push(Block::RedRule);
        blocks.push(Block::Title { text: self.title() });
        blocks.push(Block::Addressee { text: addressee_line(&self.addressees) });
    }

    fn text(&self, blocks: &mut Vec<Block>) {
        let opening = self.opening.clone().unwrap_or_else(|| {
            format!("您提出的《{}》（{}）收悉，现答复如下：", self.suggestion_title, self.suggestion_label)
        });
        blocks.extend(paragraphs(&opening));
        blocks.extend(paragraphs(&self.body));
        let several = self.answers.len() > 1;
        for (i, answer) in self.answers.iter().enumerate() {
            if several || answer.proposal.is_some() {
                blocks.extend(answer_heading(i + 1, answer));
            }
            blocks.extend(paragraphs(&answer.answer));
        }
        if !self.co_opinions.is_empty() {
            let at = if several || self.answers.iter().any(|a| a.proposal.is_some()) {
                format!("{}、", chinese_numeral(self.answers.len() + 1))
            } else {
                String::new()
            };
            blocks.push(Block::Heading { text: format!("{at}协办单位意见") });
            for (i, opinion) in self.co_opinions.iter().enumerate() {
                blocks.push(Block::Subheading {
                    text: format!("（{}）{}", chinese_numeral(i + 1), opinion.unit),
                });
                blocks.extend(paragraphs(&opinion.text));
            }
        }
        let closing =
            self.closing.as_deref().unwrap_or("感谢您对我们工作的关心和支持，欢迎继续提出宝贵意见。");
        blocks.extend(paragraphs(closing));
    }

    fn foot(&self, blocks: &mut Vec<Block>) {
        if self.feedback_form.is_some() {
            blocks.push(Block::Gap);
            blocks.push(Block::Paragraph {
                text: "附件：代表建议办理情况征询意见表".to_owned()
            });
        }
        blocks.push(Block::Gap);
        blocks.push(Block::Gap);
        blocks.push(Block::Signature {
            lines: vec![self.unit_name.clone()],
            date: chinese_date(self.issued_on),
            sealed: self.seal_applied,
        });
        blocks.push(Block::Gap);
        // A public copy names nobody to be called.
        if !self.contact_name.is_empty() || !self.contact_phone.is_empty() {
            blocks.push(Block::Paragraph {
                text: format!("（联系人：{}，联系电话：{}）", self.contact_name, self.contact_phone),
            });
        }
        let reason = match (self.publish, &self.publish_reason) {
            (PublishAttribute::Active, _) | (_, None) => String::new(),
            (_, Some(reason)) => format!("（理由：{reason}）"),
        };
        blocks.push(Block::Paragraph { text: format!("公开属性：{}{reason}", self.publish.zh()) });
        let mut lines = Vec::new();
        if !self.cc.is_empty() {
            lines.push(format!("抄送：{}。", self.cc.join("，")));
        }
        lines.push(format!("{}　　{}印发", self.unit_name, chinese_date(self.issued_on)));
        blocks.push(Block::Imprint { lines });
    }
}

/// 演知秋、例云帆代表：
fn addressee_line(names: &[String]) -> String {
    let names = names.join("、");
    if names.ends_with("代表") || names.ends_with("代表团") {
        format!("{names}：")
    } else {
        format!("{names}代表：")
    }
}

fn answer_heading(at: usize, answer: &PointAnswer) -> Vec<Block> {
    let numeral = chinese_numeral(at);
    let number = answer.proposal_no;
    match answer.proposal.as_deref().map(str::trim).filter(|p| !p.is_empty()) {
        Some(words) if words.chars().count() <= MAX_QUOTED && !words.contains('\n') => {
            let words = words.trim_end_matches(['。', '；', ';', '.']);
            vec![Block::Heading { text: format!("{numeral}、关于第{number}条意见“{words}”") }]
        }
        _ => vec![Block::Heading { text: format!("{numeral}、关于第{number}条意见") }],
    }
}
