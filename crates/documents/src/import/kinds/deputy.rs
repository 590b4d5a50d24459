//! 代表名册: one deputy a row.

use chrono::NaiveDate;
use domain::kernel::ErrorCode;
use serde::{Deserialize, Serialize};

use super::super::cell::text::{compact, of_value};
use super::super::cell::{Problem, choice, identity, phone};
use super::super::mapping::FieldSpec;
use super::super::reference::Lookup;
use super::super::report::NoticeCode;
use super::super::row::RowReader;

/// A deputy as read. Codes are those of the domain's vocabularies; what the sheet does not say is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeputyRecord {
    /// 姓名 without inner spaces and without remarks in brackets.
    pub name: Option<String>,
    /// 性别: `male`, `female`; from the identity number when the column is empty.
    pub gender: Option<String>,
    /// 出生日期; the first of the month where only the month is known.
    pub birth: Option<NaiveDate>,
    /// 民族, always with 族: 汉族.
    pub ethnicity: Option<String>,
    /// 政治面貌: `cpc`, `democratic`, `none`.
    pub party: Option<String>,
    /// 学历: `junior_or_lower`, `senior`, `college`, `bachelor`, `graduate`.
    pub education: Option<String>,
    /// 手机 (11 digits) or fixed line with area code (digits only).
    pub mobile: Option<String>,
    /// 身份证号码, 18 characters with a right check digit.
    pub id_no: Option<String>,
    /// 代表证号
    pub cert_no: Option<String>,
    /// 代表小组, by its registered name where groups were given.
    pub group: Option<String>,
    /// 代表团, by its registered name where delegations were given.
    pub delegation: Option<String>,
    /// 选区, by its registered name where constituencies were given.
    pub constituency: Option<String>,
    /// 职业
    pub occupation: Option<String>,
    /// 工作单位
    pub employer: Option<String>,
    /// 职务
    pub post: Option<String>,
    /// 代表构成: `worker_farmer`, `professional`, `cadre`, `enterprise`, `other`.
    pub composition: Option<String>,
    /// 状态: `pending`, `active`, `suspended`, `terminated`, `term_ended`; `active` when the sheet has no such column.
    pub status: Option<String>,
    /// 当选日期
    pub elected_on: Option<NaiveDate>,
    /// 是否新任
    pub is_newcomer: Option<bool>,
}

const fn field(name: &'static str, label: &'static str, synonyms: &'static [&'static str]) -> FieldSpec {
    FieldSpec { name, label, required: false, list: false, synonyms }
}

/// Fields of a roster.
pub const FIELDS: &[FieldSpec] = &[
    FieldSpec {
        name: "name",
        label: "姓名",
        required: true,
        list: false,
        synonyms: &["姓名", "代表姓名", "名字", "代表"],
    },
    field("gender", "性别", &["性别"]),
    field("birth", "出生日期", &["出生日期", "出生年月日", "出生年月", "出生时间", "生日", "出生"]),
    field("ethnicity", "民族", &["民族"]),
    field("party", "政治面貌", &["政治面貌", "党派", "党派团体", "所属党派", "党派情况"]),
    field("education", "学历", &["学历", "最高学历", "文化程度", "学历学位", "全日制学历"]),
    field(
        "mobile",
        "手机",
        &["手机", "手机号", "手机号码", "移动电话", "联系电话", "联系方式", "电话", "电话号码"],
    ),
    field(
        "id_no",
        "身份证号",
        &["身份证号", "身份证号码", "公民身份号码", "居民身份证号码", "身份证", "证件号码"],
    ),
    field(
        "cert_no",
        "代表证号",
        &["代表证号", "代表证编号", "代表证号码", "代表证", "证号", "代表编号", "编号"],
    ),
    field(
        "group",
        "代表小组",
        &["代表小组", "所在代表小组", "所在小组", "所属小组", "小组", "代表小组名称", "组别", "代表组"],
    ),
    field("delegation", "代表团", &["代表团", "所在代表团", "所属代表团", "团别"]),
    field("constituency", "选区", &["选区", "所在选区", "选区名称", "选举选区", "选举单位", "原选举单位"]),
    field("occupation", "职业", &["职业"]),
    field(
        "employer",
        "工作单位",
        &[
            "工作单位",
            "工作单位及职务",
            "单位及职务",
            "单位职务",
            "工作单位和职务",
            "所在单位",
            "现工作单位",
            "单位",
            "单位名称",
        ],
    ),
    field("post", "职务", &["职务", "现任职务", "职务职称", "职务（职称）", "担任职务"]),
    field(
        "composition",
        "代表构成",
        &["代表构成", "代表结构", "构成", "代表类别", "代表身份", "身份类别", "身份", "界别", "类别"],
    ),
    field("status", "状态", &["状态", "代表状态", "任职状态", "在任情况", "资格状态"]),
    field("elected_on", "当选日期", &["当选日期", "当选时间", "选举日期", "任职日期", "任职时间"]),
    field(
        "is_newcomer",
        "是否新任",
        &["是否新任", "是否新当选", "新任或连任", "新任/连任", "是否连任", "连任情况", "任别"],
    ),
];

pub(in super::super) fn read(row: &mut RowReader<'_>, lookup: &Lookup) -> DeputyRecord {
    let person = row.person("name");
    let person = row.required("name", person).unwrap_or_default();
    let mut record = DeputyRecord {
        name: Some(person.name).filter(|n| !n.is_empty()),
        gender: row.choice("gender", choice::gender).map(str::to_owned),
        birth: None,
        ethnicity: row.text("ethnicity").map(|e| ethnicity(&e)),
        party: row.choice("party", choice::party).map(str::to_owned),
        education: row.choice("education", choice::education).map(str::to_owned),
        mobile: mobile(row),
        id_no: None,
        cert_no: row.value("cert_no").map(|v| compact(&of_value(&v)).to_ascii_uppercase()),
        group: row.known("group", &lookup.groups),
        delegation: row.known("delegation", &lookup.delegations),
        constituency: row.known("constituency", &lookup.constituencies),
        occupation: row.text("occupation"),
        employer: row.text("employer"),
        post: row.text("post"),
        composition: row.loose_choice("composition", choice::composition).map(str::to_owned),
        status: row.choice("status", choice::deputy_status).map(str::to_owned),
        elected_on: row.date("elected_on"),
        is_newcomer: newcomer(row),
    };
    if record.status.is_none() && row.header_of("status").is_none() {
        record.status = Some("active".to_owned());
    }
    remarks(&mut record, &person.remarks, row);
    split_employer(&mut record, row);
    identify(&mut record, row);
    record
}

/// 汉 → 汉族
fn ethnicity(text: &str) -> String {
    let text = compact(text);
    if text.ends_with('族') || text.chars().count() > 8 || text.contains("其他") {
        text
    } else {
        format!("{text}族")
    }
}

fn mobile(row: &mut RowReader<'_>) -> Option<String> {
    let read = row.parsed("mobile", phone::read)?;
    if read.more {
        row.note("mobile", NoticeCode::FirstOfSeveral, "单元格内有多个号码，只取一个");
    }
    Some(read.number)
}

/// The column may ask the other way round: 是否连任.
fn newcomer(row: &mut RowReader<'_>) -> Option<bool> {
    let turned = row.header_of("is_newcomer").is_some_and(|h| compact(h).contains("是否连任"));
    let text = row.text("is_newcomer")?;
    let found = if turned { choice::yes_no(&text).map(|yes| !yes) } else { None };
    let found = found.or_else(|| choice::newcomer(&text));
    if found.is_none() {
        row.fail("is_newcomer", Problem::about(ErrorCode::ValueInvalid, &text));
    }
    found
}

/// Rosters say only what is unusual, behind the name: 李四（女，回族）.
fn remarks(record: &mut DeputyRecord, remarks: &[String], row: &mut RowReader<'_>) {
    for remark in remarks {
        if record.gender.is_none() && matches!(remark.as_str(), "女" | "男") {
            record.gender = choice::gender(remark).map(str::to_owned);
        } else if record.ethnicity.is_none() && remark.ends_with('族') {
            record.ethnicity = Some(ethnicity(remark));
        } else if !matches!(remark.as_str(), "女" | "男") && !remark.ends_with('族') {
            row.note("name", NoticeCode::RemarkRemoved, format!("姓名后的“{remark}”未导入"));
        }
    }
}

/// “泗安县第一中学 校长” under 工作单位及职务: the last word is the post, if there is no column for it.
fn split_employer(record: &mut DeputyRecord, row: &RowReader<'_>) {
    let both = row.header_of("employer").is_some_and(|h| h.contains('职'));
    if !both || record.post.is_some() {
        return;
    }
    if let Some((unit, post)) =
        record.employer.as_deref().and_then(|text| text.rsplit_once(char::is_whitespace))
    {
        let (unit, post) = (unit.trim().to_owned(), post.trim().to_owned());
        record.employer = Some(unit);
        record.post = Some(post);
    }
}

/// The identity number proves date of birth and sex, or fills them in.
fn identify(record: &mut DeputyRecord, row: &mut RowReader<'_>) {
    let id = row.parsed("id_no", identity::read);
    // An unreadable date (1975.1) does not matter where the identity number says it.
    let errors_before = row.errors.len();
    let birth = row.date("birth");
    let Some(id) = id else {
        record.birth = birth;
        return;
    };
    row.errors.truncate(errors_before);
    let month_only = row.notices.iter().any(|n| n.field == "birth" && n.code == NoticeCode::MonthOnly);
    let same_month =
        |a: NaiveDate, b: NaiveDate| a.format("%Y%m").to_string() == b.format("%Y%m").to_string();
    match birth {
        Some(birth) if month_only && same_month(birth, id.born_on) => {
            row.notices.retain(|n| n.field != "birth");
        }
        Some(birth) if birth != id.born_on => {
            row.fail("birth", Problem::about(ErrorCode::ImportIdMismatch, birth));
        }
        Some(_) => {}
        None => row.note("birth", NoticeCode::FromIdNumber, "出生日期取自身份证号码"),
    }
    record.birth = Some(id.born_on);
    match record.gender.as_deref() {
        Some(gender) if gender != id.gender => {
            row.fail("gender", Problem::plain(ErrorCode::ImportIdMismatch))
        }
        Some(_) => {}
        None => record.gender = Some(id.gender.to_owned()),
    }
    record.id_no = Some(id.number);
}

impl DeputyRecord {
    pub(super) fn keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = Vec::new();
        if let Some(no) = &self.cert_no {
            keys.push(("cert_no", format!("cert_no:{no}")));
        }
        if let Some(no) = &self.id_no {
            keys.push(("id_no", format!("id_no:{no}")));
        }
        if let Some(name) = &self.name {
            if let Some(birth) = self.birth {
                keys.push(("name", format!("person:{name}/{birth}")));
            }
            if let Some(mobile) = &self.mobile {
                keys.push(("name", format!("person:{name}/{mobile}")));
            }
            // Nothing but the name: a second row of the same name is most likely the same person.
            if keys.is_empty() {
                keys.push(("name", format!("person:{name}")));
            }
        }
        keys
    }
}
