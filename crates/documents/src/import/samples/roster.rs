//! A roster with two header rows, merged delegations, telephones as numbers, subtotals and a hidden sheet.

use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::super::RowStatus;
use super::{Sample, failed, finish, identity_number};
use crate::DocumentError;

/// Names on the lists of the congress that the roster is for.
#[derive(Debug, Clone)]
pub struct RosterSample {
    /// A delegation (代表团).
    pub delegation: String,
    /// A group (代表小组).
    pub group: String,
    /// A constituency (选区).
    pub constituency: String,
}

impl Default for RosterSample {
    fn default() -> Self {
        Self {
            delegation: "青阳代表团".to_owned(),
            group: "青阳第一代表小组".to_owned(),
            constituency: "第001选区".to_owned(),
        }
    }
}

impl RosterSample {
    /// The roster as workbook. Rows 5, 6, 8 and 9 are good; 10 has three errors; 11 repeats 5; 7, 12 and 13 are no records.
    ///
    /// # Errors
    /// [`DocumentError::Sheet`] when packing fails.
    pub fn workbook(&self) -> Result<Sample, DocumentError> {
        let bytes = self.sheets().and_then(finish).map_err(failed)?;
        let ok = |row| (row, RowStatus::Ok);
        let expected = vec![ok(5), ok(6), ok(8), ok(9), (10, RowStatus::Error), (11, RowStatus::Duplicate)];
        Ok(Sample { filename: "代表名册.xlsx", bytes, expected })
    }

    /// Three deputies as CSV in GB18030, with a title row and a character of extension B. Rows 3 to 5 are good.
    pub fn csv_gb18030(&self) -> Sample {
        let text = format!(
            "泗安县人大代表名册（演示）,,,,,\r\n姓名,性别,出生日期,手机,代表小组,选区\r\n\
             拟 一,男,1970-01-02,19900000011,{group},{constituency}\r\n\
             虚𠮷,女,1971/3/4,19900000012.0,{group},{constituency}\r\n\
             \"模三\",女,1972年5月6日,１９９００００００１３,{group},{constituency}\r\n合计,3,,,,\r\n",
            group = self.group,
            constituency = self.constituency
        );
        let (bytes, _, _) = GB18030.encode(&text);
        let expected = (3..=5).map(|row| (row, RowStatus::Ok)).collect();
        Sample { filename: "代表名册.csv", bytes: bytes.into_owned(), expected }
    }

    fn sheets(&self) -> Result<Vec<Worksheet>, XlsxError> {
        let center = Format::new().set_align(FormatAlign::Center);
        let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        let mut sheet = Worksheet::new();
        sheet.set_name("代表名册")?;
        sheet.merge_range(0, 0, 0, 15, "泗安县第十八届人民代表大会代表名册（演示·人物均为虚构）", &center)?;
        sheet.merge_range(1, 0, 1, 15, "填报单位：泗安县人大常委会代表工委　　2026年3月", &Format::new())?;
        let tall = [
            (0, "序号"),
            (1, "代表团"),
            (2, "姓 名"),
            (3, "性别"),
            (4, "民 族"),
            (5, "出生年月"),
            (6, "政治\n面貌"),
            (7, "学历"),
            (8, "工作单位及职务"),
            (12, "所在小组"),
            (13, "选区"),
            (14, "是否连任"),
            (15, "备注"),
        ];
        for (column, title) in tall {
            sheet.merge_range(2, column, 3, column, title, &center)?;
        }
        sheet.merge_range(2, 9, 2, 11, "登记信息", &center)?;
        for (column, title) in [(9, "手机号码"), (10, "身份证号码"), (11, "代表证号")] {
            sheet.write_string(3, column, title)?;
        }
        sheet.merge_range(4, 1, 5, 1, &self.delegation, &center)?;
        sheet.merge_range(7, 1, 10, 1, &self.delegation, &center)?;

        // Row 5: spaces in the name, 汉, a month as text, a telephone as number, 第1小组 for 第一代表小组.
        text(
            &mut sheet,
            4,
            &[
                (0, "1"),
                (2, "演 知秋"),
                (3, "女"),
                (4, "汉"),
                (5, "1975.06"),
                (6, "中共党员"),
                (7, "大学本科"),
                (8, "泗安县第一中学 校长"),
                (10, &identity_number("19750612", 2)),
                (11, "1801001"),
                (14, "否"),
            ],
        )?;
        sheet.write_number(4, 9, 19_900_000_001.0)?;
        // Row 6: sex and nationality behind the name, a date cell.
        text(
            &mut sheet,
            5,
            &[
                (0, "2"),
                (2, "例云帆（女，回族）"),
                (6, "群众"),
                (7, "大专"),
                (8, "泗安县双沟镇草湾村农民"),
                (9, "199 0000 0002"),
                (11, "1801002"),
                (14, "连任"),
            ],
        )?;
        sheet.write_datetime_with_format(5, 5, ExcelDateTime::from_ymd(1980, 3, 6)?, &date)?;
        // Row 7: subtotal with a formula.
        text(&mut sheet, 6, &[(0, "小计")])?;
        sheet.write_formula(6, 2, rust_xlsxwriter::Formula::new("COUNTA(C5:C6)").set_result("2"))?;
        // Row 8: full width.
        text(
            &mut sheet,
            7,
            &[
                (0, "３"),
                (2, "样清和"),
                (3, "男"),
                (4, "汉族"),
                (5, "１９６８年１１月２日"),
                (6, "民建"),
                (7, "研究生"),
                (8, "泗安县人民医院　主任医师"),
                (9, "１９９０００００００３"),
                (11, "１８０１００３"),
                (14, "是"),
            ],
        )?;
        // Row 9: a date as eight digits, two telephones, the middle dot of a minority name.
        text(
            &mut sheet,
            8,
            &[
                (0, "4"),
                (2, "虚买•演力"),
                (3, "男"),
                (4, "维吾尔族"),
                (6, "无党派人士"),
                (7, "高中"),
                (8, "个体"),
                (9, "0527-86220000/19900000004"),
                (11, "1801004"),
                (14, "否"),
            ],
        )?;
        sheet.write_number(8, 5, 19_850_915.0)?;
        // Row 10: a day that never was, a short telephone, a wrong check digit.
        let wrong = identity_number("19790228", 1).replace("329900", "329901");
        text(
            &mut sheet,
            9,
            &[
                (0, "5"),
                (2, "测 错误"),
                (3, "男"),
                (4, "汉族"),
                (5, "1979-02-30"),
                (6, "中共党员"),
                (9, "1990000005"),
                (10, &wrong),
                (11, "1801005"),
                (14, "否"),
            ],
        )?;
        // Row 11: the first deputy again, with other spaces.
        text(
            &mut sheet,
            10,
            &[
                (0, "6"),
                (2, "演知　秋"),
                (3, "女"),
                (4, "汉族"),
                (5, "1975年6月12日"),
                (6, "中共党员"),
                (9, "19900000001"),
                (10, &identity_number("19750612", 2)),
                (11, "1801001"),
                (14, "否"),
            ],
        )?;
        text(&mut sheet, 11, &[(0, "合计"), (2, "5人")])?;
        text(&mut sheet, 12, &[(0, "备注：本表一式两份，填表人：测试员")])?;
        for row in [4, 5, 7, 8, 9, 10] {
            sheet.write_string(row, 12, &self.group)?;
            sheet.write_string(row, 13, &self.constituency)?;
        }
        let mut hidden = Worksheet::new();
        hidden.set_name("旧数据（勿动）")?.set_hidden(true);
        text(&mut hidden, 0, &[(0, "姓名"), (1, "手机")])?;
        text(&mut hidden, 1, &[(0, "不应导入"), (1, "19900000099")])?;
        Ok(vec![sheet, hidden])
    }
}

fn text(sheet: &mut Worksheet, row: u32, cells: &[(u16, &str)]) -> Result<(), XlsxError> {
    for (column, value) in cells {
        sheet.write_string(row, *column, *value)?;
    }
    Ok(())
}
