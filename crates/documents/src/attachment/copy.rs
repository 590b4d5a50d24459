//! The public copy: made anew of the covered text, or of bare pixels. Not a byte of the file itself is taken over.

use super::{Unread, pdf, picture};
use crate::DocumentError;
use crate::fonts::FontLibrary;
use crate::layout::{Block, Document};
use chrono::{DateTime, Utc};
use domain::file::{FileKind, FilePlace, FileReadability, FileSection};

/// What a copy is made of.
#[derive(Clone, Debug)]
pub struct CopyPlan {
    /// 公开文件名, without its extension.
    pub title: String,
    /// What the file is.
    pub kind: FileKind,
    /// How far it could be read.
    pub readability: FileReadability,
    /// Its texts, covered.
    pub sections: Vec<FileSection>,
    /// Pages without text, which are left out, by number.
    pub left_out: Option<String>,
    /// The instant in the copy.
    pub made_at: DateTime<Utc>,
}

/// The bytes of a copy; `None` when none can be made. `bytes` is the file, looked at only where its pixels are copied.
///
/// `fonts` are needed for text alone.
///
/// # Errors
/// As [`Document::to_pdf`].
pub fn public_copy(
    plan: &CopyPlan,
    bytes: &[u8],
    fonts: Option<&FontLibrary>,
) -> Result<Option<Vec<u8>>, DocumentError> {
    let made = |copy: Result<Vec<u8>, Unread>| Ok(copy.ok());
    match plan.readability {
        FileReadability::Text => {
            let missing = || DocumentError::NoChineseFont { searched: Vec::new() };
            document(plan).to_pdf(fonts.ok_or_else(missing)?).map(Some)
        }
        FileReadability::Picture => made(picture::copy(plan.kind, bytes)),
        FileReadability::Scan => made(pdf::copy_scan(bytes)),
        _ => Ok(None),
    }
}

const NOTICE: &str = "本文件根据原附件的文字重新制作，“＊”处已遮盖不宜公开的信息；原附件的版式、图片、批注和文档属性没有保留。";

fn document(plan: &CopyPlan) -> Document {
    let mut blocks = vec![Block::Title { text: plan.title.clone() }, Block::Note { text: NOTICE.to_owned() }];
    if let Some(pages) = &plan.left_out {
        blocks.push(Block::Note {
            text: format!("原附件第{pages}页没有可识别的文字，未收入。")
        });
    }
    let mut sheets = 0;
    for section in &plan.sections {
        // Names of sheets are nobody's to publish: they are counted.
        let heading = match section.place {
            FilePlace::Page => Some(format!("第{}页", section.label)),
            FilePlace::Sheet => {
                sheets += 1;
                Some(format!("工作表{sheets}"))
            }
            FilePlace::Header => Some("页眉页脚".to_owned()),
            FilePlace::Note => Some("注释".to_owned()),
            FilePlace::Body => None,
        };
        blocks.extend(heading.map(|text| Block::Heading { text }));
        let lines = section.text.lines().map(str::trim).filter(|line| !line.is_empty());
        blocks.extend(lines.map(|line| Block::Paragraph { text: line.replace('\t', "　") }));
    }
    Document { title: plan.title.clone(), author: String::new(), rendered_at: plan.made_at, blocks }
}
