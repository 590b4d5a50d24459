//! 征询意见表: the form on which the deputy tells what they think of the reply. Two copies go out with each letter.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ReplyLetter;
use crate::layout::{Block, Cell, Document, chinese_date, chinese_numeral};

/// What the form needs beyond its letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackForm {
    /// Last day of the deputy's window for an opinion.
    pub reply_by: Option<NaiveDate>,
    /// To whom the form goes back, for example 县人大常委会代表工作委员会.
    pub return_to: Vec<String>,
    /// Co-handling units.
    pub co_units: Vec<String>,
    /// 表号, by which a form that came back on paper is found; empty: none.
    #[serde(default)]
    pub number: String,
    /// Where the matter is opened; the code beside the number leads there.
    #[serde(default)]
    pub address: Option<String>,
}

impl FeedbackForm {
    /// The form without its letter.
    pub fn document(&self, letter: &ReplyLetter) -> Document {
        let mut blocks = Vec::new();
        self.blocks(letter, &mut blocks);
        Document {
            title: format!("代表建议办理情况征询意见表 {}", letter.suggestion_title),
            author: letter.unit_name.clone(),
            rendered_at: letter.rendered_at,
            blocks,
        }
    }

    /// Two copies: one for each office to which it returns, or for the office and the unit.
    pub(super) fn blocks(&self, letter: &ReplyLetter, blocks: &mut Vec<Block>) {
        let mut keepers = self.return_to.clone();
        if keepers.len() < 2 {
            keepers.push(letter.unit_name.clone());
        }
        for (place, keeper) in keepers.iter().enumerate() {
            if place > 0 {
                blocks.push(Block::PageBreak);
            }
            let copy = format!("附件　（第{}联　{keeper}存）", chinese_numeral(place + 1));
            self.copy(letter, copy, blocks);
        }
    }

    fn copy(&self, letter: &ReplyLetter, copy: String, blocks: &mut Vec<Block>) {
        const CHOICE: &str = "□满意　　□基本满意　　□不满意";
        blocks.push(Block::Note { text: copy });
        if !self.number.is_empty() {
            let caption = format!("表号 {}\n扫码打开该件", self.number);
            blocks.push(Block::code(self.address.as_deref().unwrap_or(&self.number), caption));
        }
        blocks.push(Block::Title { text: "代表建议办理情况征询意见表".to_owned() });
        let mut rows = vec![
            vec![Cell::label("建议编号"), Cell::value(&letter.suggestion_label, 3)],
            vec![Cell::label("建议标题"), Cell::value(&letter.suggestion_title, 3)],
            vec![Cell::label("主办单位"), Cell::value(&letter.unit_name, 3)],
        ];
        if !self.co_units.is_empty() {
            rows.push(vec![Cell::label("协办单位"), Cell::value(self.co_units.join("、"), 3)]);
        }
        rows.extend([
            vec![
                Cell::label("是否收到答复"),
                Cell::value("□是　　□否", 1),
                Cell::label("收到日期"),
                Cell::value("", 1),
            ],
            vec![
                Cell::label("答复前是否\n与您沟通"),
                Cell::value("□当面　□电话\n□其他　□未沟通", 1),
                Cell::label("答复人\n及职务"),
                Cell::value("", 1),
            ],
            vec![Cell::label("对办理态度"), Cell::value(CHOICE, 3)],
            vec![Cell::label("对办理结果"), Cell::value(CHOICE, 3)],
            vec![Cell::label("具体意见\n（不满意的请\n说明理由）"), Cell::value("", 3).tall(38)],
            vec![
                Cell::label("代表签名"),
                Cell::value("", 1),
                Cell::label("日　　期"),
                Cell::value("　　年　月　日", 1),
            ],
            vec![Cell::label("联系地址"), Cell::value("", 1), Cell::label("联系电话"), Cell::value("", 1)],
        ]);
        blocks.push(Block::Table { columns: vec![15, 19, 13, 16], rows });
        let mut note = String::from("注：本表一式两份。");
        if let Some(day) = self.reply_by {
            note.push_str(&format!("请于{}前", chinese_date(day)));
        } else {
            note.push('请');
        }
        if self.return_to.is_empty() {
            note.push_str("填写并反馈。");
        } else {
            note.push_str(&format!("填写并反馈至{}。", self.return_to.join("、")));
        }
        blocks.push(Block::Note { text: note });
    }
}
