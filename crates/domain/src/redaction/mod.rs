//! 公开前的个人信息标注: finds the personal data in a text that is to be published, so that the publication desk can
//! cover it (遮盖). Not publishable is personal privacy ([R1] art. 30; `domain.md` §3.8, Publication: telephone numbers
//! and addresses are always removed).
//!
//! What is found: identity numbers, bank cards, mobiles, landlines, e-mail, WeChat and QQ ids, number plates, addresses
//! that name a door, and names of minors; also written full-width, with spaces or in Chinese numerals. What stays:
//! official telephones and mailboxes, document numbers, amounts, dates, and addresses of public places. It proposes: a
//! person decides about each mark.

mod address;
mod address_words;
mod contact;
mod digits;
mod landline;
mod minors;
mod names;
mod numbers;
mod plain;
mod plate;

use crate::kernel::coded_enum;
use chrono::NaiveDate;
use plain::Plain;
use serde::Serialize;
use std::{collections::BTreeMap, ops::Range};

coded_enum! {
    /// What a stretch of text tells about a person (个人信息类别). In the order of precedence where two would overlap.
    PersonalData {
        /// 居民身份证号, of 18 places with a right check digit (GB 11643) or of 15.
        IdNumber = "id_number", "身份证号", "Identity number";
        /// 银行卡号
        BankCard = "bank_card", "银行卡号", "Bank card";
        /// 手机号
        Mobile = "mobile", "手机号", "Mobile number";
        /// 座机号码 of a person or household.
        Landline = "landline", "座机号码", "Landline number";
        /// 电子邮箱
        Email = "email", "电子邮箱", "E-mail address";
        /// 微信号
        Wechat = "wechat", "微信号", "WeChat id";
        /// QQ号
        Qq = "qq", "QQ号", "QQ number";
        /// 车牌号
        Plate = "plate", "车牌号", "Number plate";
        /// 详细住址, to the door.
        Address = "address", "详细住址", "Home address";
        /// 未成年人姓名
        MinorName = "minor_name", "未成年人姓名", "Name of a minor";
    }
}

/// A stretch of personal data, counted in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What it is.
    pub kind: PersonalData,
}

impl Span {
    /// The characters that it covers.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    fn meets(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The personal data in a text, in its order, without overlaps. Whether somebody is a minor is judged on `today`. Takes time
/// in proportion to the text.
pub fn personal_data(text: &str, today: NaiveDate) -> Vec<Span> {
    let text = Plain::of(text);
    let mut found = numbers::find(&text);
    found.extend(contact::find(&text));
    found.extend(plate::find(&text));
    found.extend(address::find(&text));
    found.extend(minors::find(&text, today));
    found.sort_by_key(|span| (span.kind, span.start));
    let mut kept: BTreeMap<usize, Span> = BTreeMap::new();
    for span in found {
        // Those that are kept lie apart: only the last one that begins before the end can meet.
        let before = kept.range(..span.end).next_back();
        if before.is_none_or(|(_, other)| !other.meets(&span)) {
            kept.insert(span.start, span);
        }
    }
    kept.into_values().collect()
}

/// Stands for every covered character (遮盖).
const MASK: char = '＊';

/// The text with the characters of every stretch covered; a stretch beyond the end covers up to it. The one place where
/// anything is masked: whatever the public reads has gone through here.
pub fn covered(text: &str, stretches: impl IntoIterator<Item = Range<usize>>) -> String {
    let mut stretches: Vec<Range<usize>> = stretches.into_iter().collect();
    stretches.sort_by_key(|stretch| stretch.start);
    let mut next = stretches.into_iter().peekable();
    let mut until = 0;
    let cover = |(place, c)| {
        while let Some(begun) = next.next_if(|stretch| stretch.start <= place) {
            until = until.max(begun.end);
        }
        if place < until { MASK } else { c }
    };
    text.chars().enumerate().map(cover).collect()
}

#[cfg(test)]
mod tests;
