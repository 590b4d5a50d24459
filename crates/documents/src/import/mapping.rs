//! Which column means what: the fields of each kind of import, the headers under which offices keep them, and the guess.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::cell::text::{compact, without_brackets};
use super::kinds;

/// What a sheet lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// 代表名册
    Deputies,
    /// 承办单位名录
    Units,
    /// 代表建议台账
    Suggestions,
}

impl ImportKind {
    /// The fields of this kind of import, in the order of the records.
    pub fn fields(self) -> &'static [FieldSpec] {
        match self {
            Self::Deputies => kinds::deputy::FIELDS,
            Self::Units => kinds::unit::FIELDS,
            Self::Suggestions => kinds::suggestion::FIELDS,
        }
    }

    /// Headers of columns that are known and mean nothing to the import.
    fn ignored(self) -> &'static [&'static str] {
        match self {
            Self::Deputies => &[
                "序号",
                "备注",
                "照片",
                "职称",
                "党派职务",
                "年龄",
                "籍贯",
                "地址",
                "家庭住址",
                "通讯地址",
                "邮编",
                "党内职务",
            ],
            Self::Units => &["序号", "备注", "联系人", "联系电话", "地址", "负责人", "分管领导"],
            Self::Suggestions => &[
                "备注",
                "附议人数",
                "联名人数",
                "联系电话",
                "手机",
                "代表团/小组",
                "代表团",
                "小组",
                "对口督办委室",
                "是否重点",
                "签收日期",
                "面商日期/方式",
                "是否按期",
                "是否重办",
                "再答复日期",
                "承诺事项",
                "完成时限",
                "落实情况",
                "督办领导",
            ],
        }
    }
}

/// A field of a record and how offices call its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FieldSpec {
    /// Name in the record and in mappings.
    pub name: &'static str,
    /// Official Chinese word.
    pub label: &'static str,
    /// Rows without it are refused.
    pub required: bool,
    /// Several columns and several values in one cell are allowed.
    pub list: bool,
    /// Headers, best first.
    #[serde(skip)]
    pub synonyms: &'static [&'static str],
}

/// Meaning of one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// Column index, A = 0.
    pub column: u32,
    /// Header as it stands in the sheet.
    #[serde(default)]
    pub header: String,
    /// Field of the record; `None` for a column that is not imported.
    pub field: Option<String>,
}

/// Meaning of all columns of a sheet: guessed, then perhaps corrected by a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Row number of the (last) header row, as the user sees it; data begin below.
    pub header_row: u32,
    /// The columns.
    pub columns: Vec<ColumnMapping>,
    /// Values for fields that no column holds, for example the session named in the sheet's title.
    #[serde(default)]
    pub defaults: BTreeMap<String, String>,
}

impl Mapping {
    /// Columns of a field, from left to right.
    pub(super) fn columns_of(&self, field: &str) -> impl Iterator<Item = u32> {
        self.columns.iter().filter(move |c| c.field.as_deref() == Some(field)).map(|c| c.column)
    }
}

/// Guesses the meaning of columns from their headers.
pub fn guess_mapping(kind: ImportKind, headers: &[(u32, String)]) -> Vec<ColumnMapping> {
    let mut columns: Vec<ColumnMapping> = headers
        .iter()
        .map(|(column, header)| ColumnMapping {
            column: *column,
            header: header.trim().to_owned(),
            field: None,
        })
        .collect();
    let mut taken: HashSet<&'static str> = HashSet::new();
    // Exact headers first, so that a vague one cannot take a field from its proper column. Within one strength, the better synonym wins.
    for strength in [Strength::Exact, Strength::Contained] {
        let mut hits: Vec<(usize, usize, &'static FieldSpec)> = Vec::new();
        for (at, column) in columns.iter().enumerate().filter(|(_, c)| c.field.is_none()) {
            if let Some((rank, field)) = best(kind, &column.header, strength) {
                hits.push((rank, at, field));
            }
        }
        hits.sort_by_key(|(rank, at, _)| (*rank, *at));
        for (_, at, field) in hits {
            let free = taken.insert(field.name);
            if (free || (field.list && strength == Strength::Exact)) && columns[at].field.is_none() {
                columns[at].field = Some(field.name.to_owned());
            }
        }
    }
    columns
}

/// How many fields the headers name; exact ones count double. 0 when the field is missing by which the kind is known.
pub(super) fn score(kind: ImportKind, headers: &[(u32, String)]) -> usize {
    let mapped = guess_mapping(kind, headers);
    let exact = |c: &ColumnMapping| best(kind, &c.header, Strength::Exact).is_some();
    let anchored = mapped
        .iter()
        .any(|c| exact(c) && kind.fields().iter().any(|f| f.required && c.field.as_deref() == Some(f.name)));
    if !anchored {
        return 0;
    }
    // A field counts once, however many columns a merged header gives it.
    let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
    for column in &mapped {
        if let Some(field) = &column.field {
            let weight = fields.entry(field).or_default();
            *weight = (*weight).max(if exact(column) { 2 } else { 1 });
        }
    }
    fields.values().sum()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    Exact,
    Contained,
}

/// Longest header that may be recognised by a part of it; longer text is no header.
const MAX_VAGUE: usize = 14;

/// The field that a header names, with the rank of the synonym (smaller is better).
fn best(kind: ImportKind, header: &str, strength: Strength) -> Option<(usize, &'static FieldSpec)> {
    let full = header_key(header);
    let bare = header_key(&without_brackets(header).0);
    let vocabulary = vocabulary(kind);
    if full.is_empty() || vocabulary.ignored.contains(&full) || vocabulary.ignored.contains(&bare) {
        return None;
    }
    let length = full.chars().count();
    let hits = vocabulary.synonyms.iter().filter_map(|synonym| {
        let rank = match strength {
            Strength::Exact => (synonym.key == full || synonym.key == bare).then_some(synonym.rank),
            // The longest contained synonym says most.
            Strength::Contained => {
                (synonym.length >= 2 && length <= MAX_VAGUE && full.contains(&synonym.key))
                    .then(|| 100 - synonym.length.min(99))
            }
        };
        Some((rank?, synonym.field))
    });
    hits.min_by_key(|(rank, _)| *rank)
}

/// The headers of a kind, made comparable once.
struct Vocabulary {
    synonyms: Vec<Synonym>,
    ignored: HashSet<String>,
}

struct Synonym {
    key: String,
    length: usize,
    rank: usize,
    field: &'static FieldSpec,
}

fn vocabulary(kind: ImportKind) -> &'static Vocabulary {
    static DEPUTIES: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(ImportKind::Deputies));
    static UNITS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(ImportKind::Units));
    static SUGGESTIONS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(ImportKind::Suggestions));
    match kind {
        ImportKind::Deputies => &DEPUTIES,
        ImportKind::Units => &UNITS,
        ImportKind::Suggestions => &SUGGESTIONS,
    }
}

impl Vocabulary {
    fn new(kind: ImportKind) -> Self {
        let synonyms = kind.fields().iter().flat_map(|field| {
            field.synonyms.iter().enumerate().map(move |(rank, synonym)| {
                let key = header_key(synonym);
                Synonym { length: key.chars().count(), key, rank, field }
            })
        });
        Self { synonyms: synonyms.collect(), ignored: kind.ignored().iter().map(|i| header_key(i)).collect() }
    }
}

/// Header without white space and punctuation: “协办（分办）\n单位*” → 协办分办单位.
fn header_key(header: &str) -> String {
    compact(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(kind: ImportKind, headers: &[&str]) -> Vec<(String, Option<String>)> {
        let headers: Vec<(u32, String)> = (0..).zip(headers.iter().map(|h| (*h).to_owned())).collect();
        guess_mapping(kind, &headers).into_iter().map(|c| (c.header, c.field)).collect()
    }

    fn field<'a>(guessed: &'a [(String, Option<String>)], header: &str) -> Option<&'a str> {
        guessed.iter().find(|(h, _)| h == header).and_then(|(_, f)| f.as_deref())
    }

    #[test]
    fn synonyms_line_breaks_and_remarks_in_headers() {
        let guessed = guess(
            ImportKind::Deputies,
            &[
                "序号",
                "代表\n姓名",
                "性 别",
                "出生年月（必填）",
                "手机号码",
                "工作单位及职务",
                "所在代表团",
                "备注",
                "身份证号码*",
            ],
        );
        assert_eq!(field(&guessed, "序号"), None);
        assert_eq!(field(&guessed, "代表\n姓名"), Some("name"));
        assert_eq!(field(&guessed, "性 别"), Some("gender"));
        assert_eq!(field(&guessed, "出生年月（必填）"), Some("birth"));
        assert_eq!(field(&guessed, "手机号码"), Some("mobile"));
        assert_eq!(field(&guessed, "工作单位及职务"), Some("employer"));
        assert_eq!(field(&guessed, "所在代表团"), Some("delegation"));
        assert_eq!(field(&guessed, "身份证号码*"), Some("id_no"));
        assert_eq!(field(&guessed, "备注"), None);
    }

    #[test]
    fn our_own_ledgers_are_understood() {
        use crate::sheet::ledger::{HandoverRow, LedgerRow, ProgressRow, RosterRow};
        let handover = guess(ImportKind::Suggestions, HandoverRow::COLUMNS);
        assert_eq!(field(&handover, "编号"), Some("official_no"));
        assert_eq!(field(&handover, "协办(分办)单位"), Some("co_units"));
        assert_eq!(field(&handover, "附议人数"), None);
        assert_eq!(field(&handover, "序号"), None, "编号 is the better number");
        let progress = guess(ImportKind::Suggestions, ProgressRow::COLUMNS);
        assert_eq!(field(&progress, "结果分类"), Some("reply_category"));
        assert_eq!(field(&progress, "对结果评价"), Some("result"));
        assert_eq!(field(&progress, "再答复日期"), None);
        let roster = guess(ImportKind::Deputies, RosterRow::COLUMNS);
        assert_eq!(field(&roster, "代表构成"), Some("composition"));
        assert_eq!(roster.iter().filter(|(_, f)| f.is_some()).count(), RosterRow::COLUMNS.len() - 1);
    }

    #[test]
    fn several_columns_feed_a_list() {
        let guessed =
            guess(ImportKind::Suggestions, &["编号", "标题", "领衔代表", "主办单位", "协办单位", "协办单位"]);
        assert_eq!(guessed.iter().filter(|(_, f)| f.as_deref() == Some("co_units")).count(), 2);
    }

    #[test]
    fn a_row_of_data_is_no_header() {
        let row: Vec<(u32, String)> =
            (0..).zip(["1", "演知秋", "女", "汉族", "泗安县第一中学"].map(String::from)).collect();
        assert_eq!(score(ImportKind::Deputies, &row), 0);
    }
}
