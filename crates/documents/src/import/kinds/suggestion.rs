//! 代表建议台账: one suggestion a row, or several rows joined by a merged number.

use chrono::NaiveDate;
use domain::kernel::ErrorCode;
use serde::{Deserialize, Serialize};

use super::super::cell::text::{compact, of_value};
use super::super::cell::{Problem, choice, list, number};
use super::super::mapping::FieldSpec;
use super::super::reference::Lookup;
use super::super::report::NoticeCode;
use super::super::row::RowReader;

/// A suggestion as read. Codes are those of the domain's vocabularies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionRecord {
    /// 编号: 第063号 → 63.
    pub official_no: Option<u32>,
    /// 届次 in canonical words: 十八届五次, 十八届闭会, 闭会. From the column, else from the sheet's title.
    pub session: Option<String>,
    /// Term (届) of the session.
    pub term_no: Option<u32>,
    /// Session within the term (次); `None` between sessions.
    pub session_no: Option<u32>,
    /// `in_session` or `between`; `None` when nothing is said about the session.
    pub period: Option<String>,
    /// 标题
    pub title: Option<String>,
    /// 领衔代表, by the registered name where deputies were given.
    pub lead_deputy: Option<String>,
    /// 附议代表
    pub cosigners: Vec<String>,
    /// 情况 (or 正文); in JSON `facts`.
    pub facts: Option<String>,
    /// 具体意见, numbers taken off.
    pub proposals: Vec<String>,
    /// 类别 as written.
    pub category: Option<String>,
    /// 主办单位, by the registered name where units were given.
    pub lead_unit: Option<String>,
    /// 协办单位. Further units in the column 主办单位 stand in `split_units`.
    pub co_units: Vec<String>,
    /// 分办单位: all units of the column 主办单位 when it names more than one; then `lead_unit` is the first of them.
    pub split_units: Vec<String>,
    /// 交办日期
    pub assigned_on: Option<NaiveDate>,
    /// 答复期限
    pub reply_due_on: Option<NaiveDate>,
    /// 答复日期
    pub replied_on: Option<NaiveDate>,
    /// 文号 in the canonical form 泗住建复〔2026〕5号.
    pub doc_no: Option<String>,
    /// 办理结果分类: `A`, `B`, `C`, `D`; what a letter means depends on the scheme of the year.
    pub reply_category: Option<String>,
    /// 对办理态度的评价: `satisfied`, `basic`, `unsatisfied`.
    pub attitude: Option<String>,
    /// 对办理结果的评价: `satisfied`, `basic`, `unsatisfied`.
    pub result: Option<String>,
    /// 公开意愿: `full`, `title_only`, `no`.
    pub publish_consent: Option<String>,
}

const fn field(name: &'static str, label: &'static str, synonyms: &'static [&'static str]) -> FieldSpec {
    FieldSpec { name, label, required: false, list: false, synonyms }
}

const fn required(name: &'static str, label: &'static str, synonyms: &'static [&'static str]) -> FieldSpec {
    FieldSpec { name, label, required: true, list: false, synonyms }
}

const fn list_of(name: &'static str, label: &'static str, synonyms: &'static [&'static str]) -> FieldSpec {
    FieldSpec { name, label, required: false, list: true, synonyms }
}

/// Fields of a ledger of suggestions.
pub const FIELDS: &[FieldSpec] = &[
    required(
        "official_no",
        "编号",
        &["编号", "建议编号", "建议号", "案号", "件号", "建议序号", "建议件号", "号", "序号"],
    ),
    field("session", "届次", &["届次", "会次", "所属会议", "会议", "届次会议", "提出会议", "会议届次"]),
    required(
        "title",
        "标题",
        &["标题", "建议标题", "题目", "建议题目", "建议名称", "案由", "件名", "标题（案由）"],
    ),
    required(
        "lead_deputy",
        "领衔代表",
        &[
            "领衔代表",
            "领衔人",
            "领衔",
            "提出人",
            "提建议人",
            "建议人",
            "第一提出人",
            "建议代表",
            "提出代表",
            "代表姓名",
            "姓名",
        ],
    ),
    list_of(
        "cosigners",
        "附议代表",
        &["附议代表", "附议人", "联名代表", "联名人", "附议", "联名", "联名(附议)代表"],
    ),
    field("facts", "情况", &["情况", "基本情况", "建议内容", "主要内容", "内容", "正文", "事由", "存在问题"]),
    field(
        "proposals",
        "具体意见",
        &["具体意见", "具体建议", "意见建议", "建议意见", "具体意见建议", "建议措施"],
    ),
    field("category", "类别", &["类别", "分类", "建议类别", "建议分类", "所属类别"]),
    list_of(
        "lead_unit",
        "主办单位",
        &["主办单位", "主办", "承办单位", "牵头单位", "办理单位", "责任单位", "分办单位"],
    ),
    list_of(
        "co_units",
        "协办单位",
        &["协办单位", "会办单位", "协办(分办)单位", "协办", "会办", "配合单位", "协办会办单位"],
    ),
    field("assigned_on", "交办日期", &["交办日期", "交办时间", "交办"]),
    field(
        "reply_due_on",
        "答复期限",
        &[
            "答复期限",
            "答复时限",
            "办理期限",
            "办理时限",
            "办结时限",
            "办结期限",
            "要求答复时间",
            "要求办结时间",
        ],
    ),
    field(
        "replied_on",
        "答复日期",
        &["答复日期", "答复时间", "办复日期", "办复时间", "复文日期", "复文时间"],
    ),
    field("doc_no", "文号", &["文号", "答复文号", "复文文号", "复文号", "复函文号", "发文字号"]),
    field(
        "reply_category",
        "结果分类",
        &["结果分类", "办理结果分类", "办理结果", "答复类别", "答复分类", "办理类别", "办理类型", "结果类别"],
    ),
    field("attitude", "对态度评价", &["对态度评价", "态度评价", "对办理态度评价", "办理态度", "对办理态度"]),
    field(
        "result",
        "对结果评价",
        &[
            "对结果评价",
            "结果评价",
            "对办理结果评价",
            "对办理结果",
            "满意度",
            "满意程度",
            "代表评价",
            "代表反馈意见",
            "反馈意见",
            "评价",
        ],
    ),
    field(
        "publish_consent",
        "是否同意公开",
        &["是否同意公开", "是否公开", "同意公开", "公开意愿", "公开方式", "能否公开"],
    ),
];

pub(in super::super) fn read(row: &mut RowReader<'_>, lookup: &Lookup) -> SuggestionRecord {
    let official_no = row.parsed("official_no", |v| number::official(&of_value(v)));
    let session = session(row);
    let title = row.text("title").map(|t| title(&t));
    let units = units(row, lookup, "lead_unit");
    let mut record = SuggestionRecord {
        official_no: row.required("official_no", official_no),
        session: session.map(|s| s.label()),
        term_no: session.and_then(|s| s.term),
        session_no: session.and_then(|s| s.session),
        period: session.map(|s| if s.session.is_some() { "in_session" } else { "between" }.to_owned()),
        title: row.required("title", title),
        lead_deputy: lead_deputy(row, lookup),
        cosigners: cosigners(row, lookup),
        facts: row.body("facts"),
        proposals: row.body("proposals").map(|text| list::proposals(&text)).unwrap_or_default(),
        category: row.text("category"),
        lead_unit: units.first().cloned(),
        co_units: self::units(row, lookup, "co_units"),
        split_units: if units.len() > 1 { units } else { Vec::new() },
        assigned_on: row.date("assigned_on"),
        reply_due_on: row.date("reply_due_on"),
        replied_on: row.date("replied_on"),
        doc_no: row.text("doc_no").map(|n| doc_no(&n)),
        reply_category: row.choice("reply_category", choice::reply_letter).map(str::to_owned),
        attitude: rating(row, "attitude"),
        result: rating(row, "result"),
        publish_consent: row.choice("publish_consent", choice::publish_consent).map(str::to_owned),
    };
    // Who leads does not support as well.
    record.cosigners.retain(|name| Some(name) != record.lead_deputy.as_ref());
    record.co_units.retain(|unit| Some(unit) != record.lead_unit.as_ref());
    if let (Some(from), Some(to)) = (record.assigned_on, record.replied_on)
        && to < from
    {
        row.fail("replied_on", Problem::plain(ErrorCode::DateOrder));
    }
    record
}

/// The session column, else 闭会 or the session inside the number (闭会第7号), else the sheet's title.
fn session(row: &mut RowReader<'_>) -> Option<number::SessionLabel> {
    let in_number = row.value("official_no").and_then(|v| number::session(&of_value(&v)));
    let text = row.text("session");
    match text.as_deref().map(|t| (t, number::session(t))) {
        Some((_, Some(said))) => {
            // A ledger of a session may list what came after it.
            let between = in_number.filter(|n| n.session.is_none() && n.term.is_none());
            Some(between.map_or(said, |_| number::SessionLabel { term: said.term, session: None }))
        }
        Some((text, None)) => {
            row.fail("session", Problem::about(ErrorCode::ValueInvalid, text));
            None
        }
        None => in_number,
    }
}

/// 《关于…的建议》 without the marks.
fn title(text: &str) -> String {
    let text = text.trim();
    text.strip_prefix('《').and_then(|t| t.strip_suffix('》')).unwrap_or(text).to_owned()
}

fn lead_deputy(row: &mut RowReader<'_>, lookup: &Lookup) -> Option<String> {
    let person = row.person("lead_deputy");
    let person = row.required("lead_deputy", person)?;
    deputy(row, lookup, "lead_deputy", &person.name)
}

fn cosigners(row: &mut RowReader<'_>, lookup: &Lookup) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in row.texts("cosigners") {
        let (names, others) = list::names(&text);
        if others {
            row.note(
                "cosigners",
                NoticeCode::OthersNotListed,
                format!("“{}”中未列出的人员没有导入", text.trim()),
            );
        }
        for name in names {
            match super::super::cell::name::read(&name) {
                Ok(person) => out.extend(deputy(row, lookup, "cosigners", &person.name)),
                Err(problem) => row.fail("cosigners", problem),
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|name| seen.insert(name.clone()));
    out
}

fn deputy(row: &mut RowReader<'_>, lookup: &Lookup, field: &str, name: &str) -> Option<String> {
    let found = lookup.deputies.find(name).or_else(|problem| {
        // 张三代表 is 张三, unless somebody is called that.
        name.strip_suffix("代表").map_or(Err(problem), |bare| lookup.deputies.find(bare))
    });
    found.map_err(|problem| row.fail(field, problem)).ok()
}

fn units(row: &mut RowReader<'_>, lookup: &Lookup, field: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in row.texts(field) {
        let (found, problems) = lookup.units.split(&text);
        for problem in problems {
            row.fail(field, problem);
        }
        for unit in found {
            if !out.contains(&unit) {
                out.push(unit);
            }
        }
    }
    out
}

fn rating(row: &mut RowReader<'_>, field: &str) -> Option<String> {
    let text = row.text(field)?;
    if choice::is_unrated(&text) {
        return None;
    }
    row.choice(field, choice::rating).map(str::to_owned)
}

/// [2026] and ［2026］ become 〔2026〕, leading zeros and 第 go (GB/T 9704-2012 §7.2.5).
fn doc_no(text: &str) -> String {
    let folded = compact(text);
    let canonical = || {
        let (prefix, rest) = folded.split_once(['[', '〔', '【', '('])?;
        let (year, rest) = rest.split_once([']', '〕', '】', ')'])?;
        let number: u32 = rest.trim_start_matches('第').strip_suffix('号')?.parse().ok()?;
        (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
            .then(|| format!("{prefix}〔{year}〕{number}号"))
    };
    canonical().unwrap_or(folded.clone())
}

impl SuggestionRecord {
    pub(super) fn keys(&self) -> Vec<(&'static str, String)> {
        let session = self.session.as_deref().unwrap_or("");
        // Between sessions the numbers begin anew every year.
        let year =
            self.assigned_on.filter(|_| self.session_no.is_none()).map(|on| on.format("%Y/").to_string());
        let session = format!("{}{session}", year.unwrap_or_default());
        self.official_no.map(|no| ("official_no", format!("no:{session}/{no}"))).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_become_canonical() {
        for text in
            ["泗住建复〔2026〕5号", "泗住建复[2026]05号", "泗住建复［２０２６］第5号", "泗住建复 (2026) 5 号"]
        {
            assert_eq!(doc_no(text), "泗住建复〔2026〕5号", "{text}");
        }
        assert_eq!(doc_no("无号"), "无号");
    }
}
