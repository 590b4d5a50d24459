//! A handover ledger with section rows, numbers in every spelling, several units in one cell, and dates in five styles.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Formula, Worksheet, XlsxError};

use super::super::RowStatus;
use super::{Sample, failed, finish};
use crate::DocumentError;

/// Names on the lists of the congress that the ledger is for.
#[derive(Debug, Clone)]
pub struct LedgerSample {
    /// Session in the title, for example 县十八届人大五次会议.
    pub session: String,
    /// First official number (编号) to use.
    pub first_number: u32,
    /// Three deputies: the lead and two who sign as well.
    pub deputies: [String; 3],
    /// A unit whose name contains 和.
    pub lead_unit: String,
    /// Two further units.
    pub co_units: [String; 2],
}

impl Default for LedgerSample {
    fn default() -> Self {
        Self {
            session: "泗安县十八届人大五次会议".to_owned(),
            first_number: 63,
            deputies: ["演知秋".to_owned(), "例云帆".to_owned(), "样清和".to_owned()],
            lead_unit: "住房和城乡建设局".to_owned(),
            co_units: ["财政局".to_owned(), "城市管理局".to_owned()],
        }
    }
}

impl LedgerSample {
    /// The ledger as workbook. Rows 4 to 8 and 10 are good (7 and 10 begin records of one and two lines); 13 repeats 4; 14 names an unknown
    /// unit and no deputy; 15 has the number of 5 with another title; 3, 9, 12 and 16 are no records.
    ///
    /// # Errors
    /// [`DocumentError::Sheet`] when packing fails.
    pub fn workbook(&self) -> Result<Sample, DocumentError> {
        let bytes = self.sheets().and_then(finish).map_err(failed)?;
        let expected = [4, 5, 6, 7, 8, 10]
            .map(|row| (row, RowStatus::Ok))
            .into_iter()
            .chain([(13, RowStatus::Duplicate), (14, RowStatus::Error), (15, RowStatus::Error)])
            .collect();
        Ok(Sample { filename: "交办清单.xlsx", bytes, expected })
    }

    /// Titles of the good records, in the order of their rows.
    pub fn titles() -> [&'static str; 6] {
        [
            "关于加快实施泗州大街雨污分流改造的建议",
            "关于增设城区学校周边即停即走车位的建议",
            "关于提升洪泽湖沿线防汛道路通行能力的建议",
            "关于规范城区电动自行车充电设施建设的建议",
            "关于修复部分破损农路桥的建议",
            "关于解决老旧小区电梯加装难的建议",
        ]
    }

    fn sheets(&self) -> Result<Vec<Worksheet>, XlsxError> {
        let center = Format::new().set_align(FormatAlign::Center);
        let date = Format::new().set_num_format("yyyy/m/d");
        let [first, second, third] = &self.deputies;
        let [co_one, co_two] = &self.co_units;
        let lead = &self.lead_unit;
        let titles = Self::titles();
        let n = |i: u32| self.first_number + i;
        let spaced: String = first.chars().flat_map(|c| [c, ' ']).collect();

        let mut sheet = Worksheet::new();
        sheet.set_name("交办清单")?;
        sheet.merge_range(0, 0, 0, 13, &format!("{}代表建议交办清单", self.session), &center)?;
        let header = [
            "序号",
            "编号",
            "标题",
            "类别",
            "领衔代表",
            "附议代表",
            "主办单位",
            "协办(分办)单位",
            "交办日期",
            "答复期限",
            "办理\n结果",
            "满意度",
            "是否同意公开",
            "备注",
        ];
        row(&mut sheet, 1, &header)?;
        sheet.merge_range(2, 0, 2, 13, "一、城建交通类（5件）", &center)?;
        row(
            &mut sheet,
            3,
            &[
                "1",
                &format!("第{:03}号", n(0)),
                titles[0],
                "城建交通",
                &spaced,
                &format!("{second}、{third}"),
                lead,
                &format!("{co_one}、{co_two}"),
                "2026-03-06",
                "2026年6月8日",
                "A",
                "满意",
                "同意全文公开",
                "=1+1",
            ],
        )?;
        row(
            &mut sheet,
            4,
            &[
                "2",
                &format!("{}号", n(1)),
                titles[1],
                "城建交通",
                &format!("{second}等2人"),
                "",
                lead,
                &format!("{co_one}和{co_two}"),
                "2026/3/6",
                "2026.6.8",
                "Ｂ类",
                "基本满意",
                "仅公开标题",
                "",
            ],
        )?;
        row(
            &mut sheet,
            5,
            &[
                "3",
                &full_width(n(2)),
                &format!("《{}》", titles[2]),
                "城建交通",
                third,
                first,
                &format!("{lead}\n{co_one}"),
                "无",
                "20260306",
                "",
                "",
                "未评价",
                "",
                "",
            ],
        )?;
        // Row 7: the number as a number, the day as a serial number without date format.
        row(
            &mut sheet,
            6,
            &["4", "", titles[3], "城建交通", first, "—", lead, co_one, "", "", "C", "不满意", "不公开", ""],
        )?;
        sheet.write_number(6, 1, f64::from(n(3)))?;
        sheet.write_number(6, 8, 46_087.0)?;
        // Row 8: a date cell, and a due day that a formula computed.
        row(
            &mut sheet,
            7,
            &["5", &n(4).to_string(), titles[4], "城建交通", second, "", lead, "", "", "", "", "", "是", ""],
        )?;
        sheet.write_datetime_with_format(7, 8, ExcelDateTime::from_ymd(2026, 3, 6)?, &date)?;
        sheet.write_formula_with_format(7, 9, Formula::new("I8+94").set_result("46181"), &date)?;
        row(&mut sheet, 8, &["小计", "", "5件"])?;
        // Rows 10 and 11: one suggestion on two lines, number and title merged.
        row(
            &mut sheet,
            9,
            &["6", "", "", "城建交通", third, "", lead, co_one, "2026.3.6", "2026-06-08", "", "", "", ""],
        )?;
        sheet.merge_range(9, 1, 10, 1, &format!("第{}号", n(5)), &center)?;
        sheet.merge_range(9, 2, 10, 2, titles[5], &center)?;
        sheet.write_string(10, 7, co_two)?;
        row(&mut sheet, 11, &header)?;
        row(
            &mut sheet,
            12,
            &["7", &format!("第{}号", n(0)), titles[0], "城建交通", first, "", lead, "", "2026-03-06"],
        )?;
        row(
            &mut sheet,
            13,
            &[
                "8",
                &format!("第{}号", n(7)),
                "关于一件写错单位的建议",
                "城建交通",
                "",
                "",
                "县火箭局",
                "",
                "2026-03-06",
            ],
        )?;
        row(
            &mut sheet,
            14,
            &[
                "9",
                &format!("第{}号", n(1)),
                "关于编号用重了的建议",
                "城建交通",
                first,
                "",
                lead,
                "",
                "2026-03-06",
            ],
        )?;
        row(&mut sheet, 15, &["合计", "", "9件"])?;
        let mut hidden = Worksheet::new();
        hidden.set_name("Sheet2")?.set_hidden(true);
        row(&mut hidden, 0, &["编号", "标题", "领衔代表"])?;
        row(&mut hidden, 1, &["999", "关于隐藏工作表的建议", first])?;
        Ok(vec![sheet, hidden])
    }
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
        sheet.write_string(row, column, *text)?;
    }
    Ok(())
}

/// ０６５
fn full_width(n: u32) -> String {
    format!("{n:03}").chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)).collect()
}
