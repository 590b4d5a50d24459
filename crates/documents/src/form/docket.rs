//! 卷内目录: what is in the file of one matter (一件一档), what it was about, and how it went.

use chrono::{DateTime, Utc};

use crate::layout::{Block, Cell, Document, GridColumn};

/// One document or attachment of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocketItem {
    /// Name of the file in the bundle.
    pub name: String,
    /// 责任者: who made it.
    pub by: String,
    /// Its day as printed.
    pub on: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The index of a matter's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Docket {
    /// Number as spoken.
    pub label: String,
    /// Title.
    pub title: String,
    /// Facts of the matter, as (label, value).
    pub facts: Vec<(String, String)>,
    /// What is in the file.
    pub items: Vec<DocketItem>,
    /// What happened: when, what, remark.
    pub course: Vec<[String; 3]>,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl Docket {
    /// The index as a document.
    pub fn document(&self) -> Document {
        let mut rows = vec![
            vec![Cell::label("建议编号"), Cell::value(&self.label, 1)],
            vec![Cell::label("建议标题"), Cell::value(&self.title, 1)],
        ];
        rows.extend(self.facts.iter().map(|(label, value)| vec![Cell::label(label), Cell::value(value, 1)]));
        let items = self.items.iter().enumerate().map(|(place, item)| {
            vec![
                (place + 1).to_string(),
                item.name.clone(),
                item.by.clone(),
                item.on.clone(),
                in_words(item.size),
            ]
        });
        let course = self.course.iter().map(|[at, what, note]| vec![at.clone(), what.clone(), note.clone()]);
        Document {
            title: format!("卷内目录 {}", self.title),
            author: String::new(),
            rendered_at: self.rendered_at,
            blocks: vec![
                Block::Title { text: "代表建议办理档案\n卷内目录".to_owned() },
                Block::Table { columns: vec![14, 48], rows },
                Block::Gap,
                Block::Heading { text: "一、卷内文件".to_owned() },
                Block::Grid {
                    columns: vec![
                        GridColumn::centred("序号", 4),
                        GridColumn::text("题名", 26),
                        GridColumn::text("责任者", 14),
                        GridColumn::centred("日期", 10),
                        GridColumn::centred("大小", 7),
                    ],
                    rows: items.collect(),
                },
                Block::Heading { text: "二、办理过程".to_owned() },
                Block::Grid {
                    columns: vec![
                        GridColumn::centred("时间", 12),
                        GridColumn::text("事项", 22),
                        GridColumn::text("说明", 28),
                    ],
                    rows: course.collect(),
                },
            ],
        }
    }

    /// `sha256sum -c` reads it: hash, two blanks, name.
    pub fn checksums(&self) -> String {
        self.items.iter().map(|item| format!("{}  {}\n", item.sha256, item.name)).collect()
    }
}

fn in_words(bytes: u64) -> String {
    const KIB: u64 = 1024;
    match bytes {
        0..KIB => format!("{bytes} B"),
        KIB..1_048_576 => format!("{} KB", bytes.div_ceil(KIB)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
