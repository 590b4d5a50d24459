//! 承办单位名录: one unit a row.

use chrono::NaiveDate;
use domain::kernel::ErrorCode;
use serde::{Deserialize, Serialize};

use super::super::cell::text::{compact, of_value};
use super::super::cell::{Problem, choice};
use super::super::mapping::FieldSpec;
use super::super::reference::Lookup;
use super::super::row::RowReader;

/// A unit as read. Codes are those of the domain's vocabularies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// 单位名称
    pub name: Option<String>,
    /// 简称
    pub short_name: Option<String>,
    /// 类型: `sc`, `dc`, `committee`, `town_npc`, `street_npc`, `gov`, `gov_dept`, `supervision`, `court`, `procuratorate`, `party_dept`,
    /// `mass_org`, `public_enterprise`, `town_gov`, `street_office`. In JSON `type`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// 系统: `gov`, `party`, `supervision`, `court`, `procuratorate`, `npc`, `other`.
    pub system: Option<String>,
    /// 上级单位 as written; it may stand in the same sheet.
    pub parent: Option<String>,
    /// 发文代字, for example 泗住建复.
    pub doc_prefix: Option<String>,
    /// 统一社会信用代码, 18 characters with a right check character.
    pub credit_code: Option<String>,
    /// 启用日期
    pub valid_from: Option<NaiveDate>,
}

const fn field(name: &'static str, label: &'static str, synonyms: &'static [&'static str]) -> FieldSpec {
    FieldSpec { name, label, required: false, list: false, synonyms }
}

/// Fields of a list of units.
pub const FIELDS: &[FieldSpec] = &[
    FieldSpec {
        name: "name",
        label: "单位名称",
        required: true,
        list: false,
        synonyms: &["单位名称", "单位全称", "机构名称", "全称", "承办单位", "单位", "名称"],
    },
    field("short_name", "简称", &["简称", "单位简称"]),
    field(
        "type",
        "类型",
        &["类型", "单位类型", "机构类型", "单位性质", "机构性质", "性质", "类别", "单位类别"],
    ),
    field("system", "系统", &["系统", "所属系统", "归口系统", "归口", "口"]),
    field(
        "parent",
        "上级单位",
        &["上级单位", "主管单位", "主管部门", "上级部门", "隶属单位", "隶属关系", "上级"],
    ),
    field("doc_prefix", "发文代字", &["发文代字", "机关代字", "文号代字", "发文字号", "代字", "文件字号"]),
    field(
        "credit_code",
        "统一社会信用代码",
        &["统一社会信用代码", "社会信用代码", "信用代码", "机构代码", "组织机构代码"],
    ),
    field(
        "valid_from",
        "启用日期",
        &["启用日期", "启用时间", "成立日期", "成立时间", "设立日期", "设立时间", "生效日期"],
    ),
];

pub(in super::super) fn read(row: &mut RowReader<'_>, _lookup: &Lookup) -> UnitRecord {
    let name = row.text("name").map(|n| compact_name(&n));
    let name = row.required("name", name);
    UnitRecord {
        name,
        short_name: row.text("short_name").map(|n| compact_name(&n)),
        kind: row.choice("type", choice::unit_kind).map(str::to_owned),
        system: row.choice("system", choice::unit_system).map(str::to_owned),
        parent: row.text("parent").map(|n| compact_name(&n)),
        doc_prefix: row.text("doc_prefix").map(|p| doc_prefix(&p)),
        credit_code: row.parsed("credit_code", |v| credit_code(&of_value(v))),
        valid_from: row.date("valid_from"),
    }
}

/// Spaces only fill the column: 财 政 局. Brackets keep their width.
fn compact_name(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// 泗住建复〔2026〕5号 was copied where 泗住建复 was asked for.
fn doc_prefix(text: &str) -> String {
    let text = compact_name(text);
    text.split(['〔', '[', '［', '【', '(', '（']).next().unwrap_or_default().to_owned()
}

/// GB 32100-2015: 18 characters without I, O, S, V, Z, the last one a check character.
fn credit_code(text: &str) -> Result<String, Problem> {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let code = compact(text).to_ascii_uppercase();
    let values: Option<Vec<usize>> = code.bytes().map(|b| ALPHABET.iter().position(|a| *a == b)).collect();
    let valid = values.is_some_and(|values| {
        values.len() == 18 && {
            let sum: usize = values.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
            values[17] == (31 - sum % 31) % 31
        }
    });
    if valid { Ok(code) } else { Err(Problem::about(ErrorCode::ValueInvalid, text.trim())) }
}

impl UnitRecord {
    pub(super) fn keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = Vec::new();
        if let Some(name) = &self.name {
            keys.push(("name", format!("name:{}", compact(name))));
        }
        if let Some(code) = &self.credit_code {
            keys.push(("credit_code", format!("credit_code:{code}")));
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_codes_are_proved() {
        // The example of GB 32100-2015.
        assert!(credit_code("91350100M000100Y43").is_ok());
        assert!(credit_code("91350100m000100y43 ").is_ok());
        assert!(credit_code("91350100M000100Y44").is_err());
        assert!(credit_code("91350100M000100Y4").is_err());
    }

    #[test]
    fn prefixes_lose_year_and_number() {
        assert_eq!(doc_prefix("泗住建复〔2026〕5号"), "泗住建复");
        assert_eq!(doc_prefix("泗住建复"), "泗住建复");
    }
}
