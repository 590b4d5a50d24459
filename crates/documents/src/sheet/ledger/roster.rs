//! 代表名册, and the roster's workbook with its composition statistics.

use chrono::NaiveDate;

use super::composition::{Composition, composition};
use super::{LedgerRow, head};
use crate::DocumentError;
use crate::sheet::{ExportInfo, Format, SheetHead, SheetWriter, Value};

/// One deputy in the roster (代表名册).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// 代表证号
    pub cert_no: String,
    /// 姓名
    pub name: String,
    /// 性别: 男 or 女.
    pub gender: String,
    /// 民族
    pub ethnicity: String,
    /// 出生日期
    pub birth: Option<NaiveDate>,
    /// 党派, for example 中共党员.
    pub party: String,
    /// 学历
    pub education: String,
    /// 代表构成, for example 工人, 农民, 专业技术人员, 干部.
    pub composition: String,
    /// 工作单位及职务
    pub employer_and_post: String,
    /// 选区
    pub constituency: String,
    /// 代表团
    pub delegation: String,
    /// 代表小组
    pub group: String,
    /// 联系电话; masked by the caller where the reader may not see it.
    pub phone: String,
    /// 当选日期
    pub elected_on: Option<NaiveDate>,
    /// 是否新任
    pub is_newcomer: bool,
    /// 状态 in official words, for example 在任.
    pub status: String,
}

impl LedgerRow for RosterRow {
    const NAME: &'static str = "代表名册";
    const COLUMNS: &'static [&'static str] = &[
        "序号",
        "代表证号",
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "党派",
        "学历",
        "代表构成",
        "工作单位及职务",
        "选区",
        "代表团",
        "代表小组",
        "联系电话",
        "当选日期",
        "是否新任",
        "状态",
    ];
    const FROZEN: u16 = 3;

    fn cells(self, serial: u32) -> Vec<Value> {
        vec![
            serial.into(),
            self.cert_no.into(),
            self.name.into(),
            self.gender.into(),
            self.ethnicity.into(),
            self.birth.into(),
            self.party.into(),
            self.education.into(),
            self.composition.into(),
            self.employer_and_post.into(),
            self.constituency.into(),
            self.delegation.into(),
            self.group.into(),
            self.phone.into(),
            self.elected_on.into(),
            self.is_newcomer.into(),
            self.status.into(),
        ]
    }
}

/// The roster with its statistics: sheets 代表名册, 构成统计 and 分组构成. Ages are counted on `on`.
///
/// # Errors
/// As [`SheetWriter`].
pub fn roster_workbook(
    format: Format,
    info: &ExportInfo,
    rows: Vec<RosterRow>,
    on: NaiveDate,
) -> Result<Vec<u8>, DocumentError> {
    let statistics = composition(&rows, on);
    let mut sheet = SheetWriter::new(format, head::<RosterRow>(info), info.exported_at)?;
    for (serial, row) in (1u32..).zip(rows) {
        sheet.row(&row.cells(serial))?;
    }
    write_composition(&mut sheet, info, &statistics)?;
    sheet.finish()
}

fn write_composition(
    sheet: &mut SheetWriter,
    info: &ExportInfo,
    statistics: &Composition,
) -> Result<(), DocumentError> {
    let columns = |names: &[&str]| names.iter().map(|c| (*c).to_owned()).collect();
    sheet.next_sheet(SheetHead {
        name: "构成统计".to_owned(),
        title: Some(format!("{}·构成统计（共{}人）", info.title, statistics.total)),
        note: Some(info.note()),
        columns: columns(&["项目", "分类", "人数", "占比"]),
        frozen_columns: 2,
    })?;
    for item in &statistics.items {
        let share =
            if statistics.total == 0 { 0.0 } else { f64::from(item.count) / f64::from(statistics.total) };
        sheet.row(&[
            item.dimension.into(),
            item.class.clone().into(),
            item.count.into(),
            Value::Percent(share),
        ])?;
    }
    sheet.next_sheet(SheetHead {
        name: "分组构成".to_owned(),
        title: Some(format!("{}·分组构成", info.title)),
        note: Some(info.note()),
        columns: columns(&[
            "代表小组",
            "人数",
            "女性",
            "少数民族",
            "中共党员",
            "非中共",
            "工人农民",
            "新任",
            "平均年龄",
        ]),
        frozen_columns: 1,
    })?;
    for group in &statistics.groups {
        sheet.row(&[
            group.group.clone().into(),
            group.total.into(),
            group.women.into(),
            group.minorities.into(),
            group.party_members.into(),
            (group.total - group.party_members).into(),
            group.workers_and_farmers.into(),
            group.newcomers.into(),
            group.average_age.map_or(Value::Empty, |age| Value::Number((age * 10.0).round() / 10.0)),
        ])?;
    }
    Ok(())
}
