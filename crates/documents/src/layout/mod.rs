//! The blocks from which every official document is built, and the two renderers that know GB/T 9704-2012: PDF and DOCX.
//!
//! A document is a list of [`Block`]s. What a block looks like (type size, rule, indent) is decided here once, so that the PDF for
//! the file and the DOCX for the office agree, and a later document (催办函, 专报) needs words only.

mod check;
mod code;
mod docx;
mod docx_table;
mod numerals;
mod pdf;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use check::MAX_CHARS;
pub use numerals::{chinese_date, chinese_numeral};

use crate::DocumentError;
use crate::fonts::FontLibrary;

/// One document, ready to be rendered.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// Title in the file's metadata.
    pub title: String,
    /// Author in the file's metadata: the unit that issues it.
    pub author: String,
    /// When it was made; the only instant in the file, so that the same input gives the same bytes.
    #[serde(skip)]
    pub rendered_at: DateTime<Utc>,
    /// Content from top to bottom.
    pub blocks: Vec<Block>,
}

/// One piece of an official document. Sizes: 2号 = 22 pt, 3号 = 16 pt, 4号 = 14 pt; lines are 28.8 pt apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Mark at the top right of the first page, such as the reply category letter (办理结果分类).
    CornerMark {
        /// The mark.
        text: String,
    },
    /// Issuing unit in red above the red rule (发文机关标志).
    Masthead {
        /// Full name of the unit.
        text: String,
    },
    /// Line with the document number (发文字号) at the left and the signer (签发人) at the right.
    NumberLine {
        /// Left part, for example 泗住建复〔2026〕5号.
        left: String,
        /// Label at the right, for example 签发人.
        label: String,
        /// Value at the right, set in 楷体.
        value: String,
    },
    /// Red rule under the number line.
    RedRule,
    /// Title (2号小标宋, centred).
    Title {
        /// The title.
        text: String,
    },
    /// Line without indent (主送机关), 3号仿宋.
    Addressee {
        /// The addressees with their colon.
        text: String,
    },
    /// Body paragraph with an indent of two characters.
    Paragraph {
        /// One paragraph; line breaks inside it are kept.
        text: String,
    },
    /// First-level heading 一、 (黑体).
    Heading {
        /// Heading with its number.
        text: String,
    },
    /// Second-level heading （一） (楷体).
    Subheading {
        /// Heading with its number.
        text: String,
    },
    /// One empty line.
    Gap,
    /// Unit and date at the right, not torn apart by a page break.
    Signature {
        /// Signing unit or deputies, one line each.
        lines: Vec<String>,
        /// Date as printed.
        date: String,
        /// Draw the red circle （印）: a mark that the letter was sealed electronically, not a seal.
        sealed: bool,
    },
    /// Block at the foot of the letter's last page between two rules (版记), 4号仿宋.
    Imprint {
        /// Lines such as 抄送：….
        lines: Vec<String>,
    },
    /// What follows starts on a new page.
    PageBreak,
    /// A form (表).
    Table {
        /// Relative widths of the columns.
        columns: Vec<u32>,
        /// Rows from top to bottom.
        rows: Vec<Vec<Cell>>,
    },
    /// A table of data (数据表) in small type; its head is repeated on every page that it reaches.
    Grid {
        /// Columns from left to right.
        columns: Vec<GridColumn>,
        /// Rows from top to bottom, one text for each column; without any the table says 无.
        rows: Vec<Vec<String>>,
    },
    /// 目录: every [`Block::Chapter`] of the document with its page.
    Contents {
        /// Its heading.
        text: String,
    },
    /// A part of a long document, listed in the contents and in the outline of the PDF.
    Chapter {
        /// Its title.
        text: String,
        /// 1 for a part, 2 for what is in it.
        level: u8,
    },
    /// What follows is a document of its own in the same file: a new page, numbered from 1.
    NextDocument,
    /// A code that a camera reads (二维码) beside the number that a person types. Word files have the number alone.
    Code {
        /// Words beside it.
        caption: String,
        /// Pixels of one side.
        side: u32,
        /// 0 or 255, row by row.
        pixels: Vec<u8>,
    },
    /// Small print (4号), for example how to return a form.
    Note {
        /// The note.
        text: String,
    },
}

/// A column of a table of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GridColumn {
    /// Head.
    pub head: String,
    /// Relative width.
    pub width: u32,
    /// Running text at the left; else centred.
    pub text: bool,
}

impl GridColumn {
    /// A column of short words, numbers, days: centred.
    pub fn centred(head: impl Into<String>, width: u32) -> Self {
        Self { head: head.into(), width, text: false }
    }

    /// A column of running text.
    pub fn text(head: impl Into<String>, width: u32) -> Self {
        Self { head: head.into(), width, text: true }
    }
}

/// One cell of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Content; line breaks are kept.
    pub text: String,
    /// Number of columns it covers.
    pub span: u32,
    /// A label (centred, 黑体) or a value.
    pub label: bool,
    /// Least height in millimetres, 0 for none.
    pub height_mm: u32,
}

impl Cell {
    /// A label of one column.
    pub fn label(text: impl Into<String>) -> Self {
        Self { text: text.into(), span: 1, label: true, height_mm: 0 }
    }

    /// A value over `span` columns.
    pub fn value(text: impl Into<String>, span: u32) -> Self {
        Self { text: text.into(), span, label: false, height_mm: 0 }
    }

    /// The same cell with a least height.
    #[must_use]
    pub fn tall(mut self, height_mm: u32) -> Self {
        self.height_mm = height_mm;
        self
    }
}

impl Block {
    /// The code of `content`, with `caption` beside it.
    pub fn code(content: &str, caption: impl Into<String>) -> Self {
        let (side, pixels) = code::pixels(content);
        Self::Code { caption: caption.into(), side, pixels }
    }
}

impl Document {
    /// Several documents in one file, each numbered from 1, for one print run (合并打印).
    pub fn merged(title: impl Into<String>, parts: Vec<Self>, rendered_at: DateTime<Utc>) -> Self {
        let author = parts.first().map(|part| part.author.clone()).unwrap_or_default();
        let mut blocks = Vec::new();
        for part in parts {
            if !blocks.is_empty() {
                blocks.push(Block::NextDocument);
            }
            blocks.extend(part.blocks);
        }
        Self { title: title.into(), author, rendered_at, blocks }
    }

    /// The document as PDF with embedded fonts; PDF/A-2u where every character has a glyph, else PDF 1.7.
    ///
    /// # Errors
    /// Refuses text that cannot be printed ([`DocumentError::ForbiddenCharacter`], [`DocumentError::TooLong`]).
    pub fn to_pdf(&self, fonts: &FontLibrary) -> Result<Vec<u8>, DocumentError> {
        pdf::render(self, fonts)
    }

    /// The document as Word file that names the office fonts and leaves them to the office.
    ///
    /// # Errors
    /// Refuses text that cannot be printed ([`DocumentError::ForbiddenCharacter`], [`DocumentError::TooLong`]).
    pub fn to_docx(&self) -> Result<Vec<u8>, DocumentError> {
        docx::render(self)
    }
}

/// Splits running text into blocks: one paragraph a line, and short lines that begin with 一、 or （一） as headings, as GB/T 9704-2012
/// §7.3.3 numbers them. Empty lines are dropped.
pub fn paragraphs(text: &str) -> Vec<Block> {
    text.lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace()))
        .filter(|line| !line.is_empty())
        .map(|line| {
            let text = line.to_owned();
            match numerals::heading_level(line) {
                Some(1) => Block::Heading { text },
                Some(2) => Block::Subheading { text },
                _ => Block::Paragraph { text },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_becomes_headings_and_paragraphs() {
        let blocks = paragraphs(
            "一、基本情况\r\n\n　　道路全长3公里。\n（一）近期安排\n二、这是一个很长的句子，虽然以序号开头，但它有标点，而且远远超过一行，所以按正文处理，不作标题。",
        );
        assert_eq!(blocks[0], Block::Heading { text: "一、基本情况".into() });
        assert_eq!(blocks[1], Block::Paragraph { text: "道路全长3公里。".into() });
        assert_eq!(blocks[2], Block::Subheading { text: "（一）近期安排".into() });
        assert!(matches!(&blocks[3], Block::Paragraph { .. }));
        assert_eq!(blocks.len(), 4);
    }
}
