//! 面复记录: what unit and deputy talked about, and what the deputy says to the record (§3.8.1 ContactLog).

use chrono::{DateTime, Utc};

use super::{FormMatter, matter_rows};
use crate::layout::{Block, Cell, Document};

/// Somebody of the unit who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactPerson {
    /// 姓名
    pub name: String,
    /// 职务
    pub post: String,
    /// 职级, in words.
    pub rank: String,
}

/// What a deputy answered to the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeputyAnswer {
    /// Who.
    pub name: String,
    /// When, as printed.
    pub at: String,
    /// What the deputy says instead; `None`: confirmed.
    pub disputed: Option<String>,
}

/// A record of a talk, or an empty one to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// The matter.
    pub matter: FormMatter,
    /// The unit.
    pub unit: String,
    /// When, as printed; empty on an empty form.
    pub at: String,
    /// Where.
    pub place: String,
    /// How, for example 现场察看（当面）.
    pub kind: String,
    /// Who of the unit.
    pub people: Vec<ContactPerson>,
    /// Which deputies, by name or 受保护代表.
    pub deputies: Vec<String>,
    /// What was said.
    pub summary: String,
    /// Names of photos and minutes.
    pub evidence: Vec<String>,
    /// Answers of the deputies.
    pub answers: Vec<DeputyAnswer>,
    /// Counts as 面商.
    pub counts: bool,
    /// Instant for the file's metadata.
    pub rendered_at: DateTime<Utc>,
}

impl ContactRecord {
    /// The form.
    pub fn document(&self) -> Document {
        let blank = self.at.is_empty();
        let people: Vec<String> =
            self.people.iter().map(|one| format!("{}{}（{}）", one.post, one.name, one.rank)).collect();
        let mut rows = matter_rows(&self.matter);
        let kind = if blank {
            "□上门走访　□座谈　□现场察看\n□电话　□微信　□书面"
        } else {
            &self.kind
        };
        rows.extend([
            vec![
                Cell::label("承办单位"),
                Cell::value(&self.unit, 1),
                Cell::label("时　　间"),
                Cell::value(if blank { "　　年　月　日　时" } else { &self.at }, 1),
            ],
            vec![
                Cell::label("地　　点"),
                Cell::value(&self.place, 1),
                Cell::label("方　　式"),
                Cell::value(kind, 1),
            ],
            vec![Cell::label("单位参加\n人　　员"), Cell::value(people.join("\n"), 3)],
            vec![Cell::label("参加代表"), Cell::value(self.deputies.join("、"), 3)],
            vec![Cell::label("沟通内容"), Cell::value(&self.summary, 3).tall(42)],
        ]);
        if !self.evidence.is_empty() {
            rows.push(vec![Cell::label("佐证材料"), Cell::value(self.evidence.join("\n"), 3)]);
        }
        rows.push(vec![Cell::label("代表意见\n（签　名）"), Cell::value(self.words(blank), 3).tall(30)]);
        let mut blocks = vec![
            Block::Title { text: "代表建议办理面复（沟通）记录".to_owned() },
            Block::Table { columns: vec![14, 19, 12, 18], rows },
        ];
        if self.counts {
            blocks.push(Block::Note {
                text: "注：经代表确认的当面沟通，计入面商。".to_owned()
            });
        } else {
            blocks.push(Block::Note {
                text: "注：只有经代表确认的当面沟通计入面商。".to_owned()
            });
        }
        Document {
            title: format!("面复记录 {}", self.matter.title),
            author: self.unit.clone(),
            rendered_at: self.rendered_at,
            blocks,
        }
    }

    fn words(&self, blank: bool) -> String {
        const BY_HAND: &str =
            "□情况属实　　□与实际不符（请说明）\n\n　　　　　　代表签名：　　　　　　年　月　日";
        if blank || self.answers.is_empty() {
            return BY_HAND.to_owned();
        }
        let lines = self.answers.iter().map(|answer| match &answer.disputed {
            None => format!("{}代表于{}确认情况属实。", answer.name, answer.at),
            Some(words) => format!("{}代表于{}提出：{words}", answer.name, answer.at),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
