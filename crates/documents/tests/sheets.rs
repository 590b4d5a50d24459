//! Sheets as files, read back by other libraries than those that wrote them.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, NaiveDate, Utc};
use documents::sheet::ledger::{
    self, Column, HandoverRow, LedgerRow, ProgressRow, RosterRow, composition, roster_workbook,
};
use documents::sheet::{ExportInfo, Format, SheetHead, SheetWriter, Value};

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_777_000_000, 0).expect("valid")
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("valid")
}

fn info() -> ExportInfo {
    ExportInfo {
        title: "泗安县代表建议交办清单".into(),
        conditions: vec![("年度".into(), "2026".into()), ("类别".into(), "城建交通".into())],
        exported_at: at(),
        remark: Some("演示数据".into()),
    }
}

fn head(columns: &[&str]) -> SheetHead {
    SheetHead {
        name: "表".into(),
        title: None,
        note: None,
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        frozen_columns: 0,
    }
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("an XLSX file")
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("zip");
    let mut out = String::new();
    zip.by_name(name).expect("part").read_to_string(&mut out).expect("UTF-8");
    out
}

const TRAPS: [&str; 9] = [
    "=1+1",
    "+86 19900000001",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=HYPERLINK(\"http://x.invalid\",\"点\")",
    " =1",
    "＝1",
];

#[test]
fn no_text_becomes_a_formula_in_xlsx() {
    let mut writer = SheetWriter::new(Format::Xlsx, head(&["文本"]), at()).expect("writer");
    for trap in TRAPS {
        writer.row(&[trap.into()]).expect("row");
    }
    let bytes = writer.finish().expect("file");
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("<f "), "no formula element");
    let mut book = open(bytes);
    let range = book.worksheet_range("表").expect("sheet");
    for (i, trap) in TRAPS.iter().enumerate() {
        // XML reading turns a lone carriage return into a line feed; everything else comes back as it was.
        let got = range.get((i + 1, 0)).expect("cell").to_string();
        assert_eq!(got.replace('\n', "\r"), *trap);
    }
}

#[test]
fn no_text_becomes_a_formula_in_csv() {
    let mut writer = SheetWriter::new(Format::Csv, head(&["文本", "数"]), at()).expect("writer");
    for trap in TRAPS {
        writer.row(&[trap.into(), Value::Integer(-2)]).expect("row");
    }
    let bytes = writer.finish().expect("file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let body = text.strip_prefix('\u{FEFF}').expect("a byte order mark, or Excel reads it as GBK");
    let mut reader = csv::ReaderBuilder::new().from_reader(body.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("record")).collect();
    for (row, trap) in rows.iter().zip(TRAPS) {
        assert_eq!(&row[0], format!("'{trap}"));
        assert_eq!(&row[1], "-2", "a number stays a number");
    }
}

#[test]
fn csv_quotes_what_it_must() {
    let mut writer = SheetWriter::new(Format::Csv, head(&["甲", "乙", "丙"]), at()).expect("writer");
    writer.row(&["含,逗号".into(), "含\"引号\"\n和换行".into()]).expect("row");
    let text = String::from_utf8(writer.finish().expect("file")).expect("UTF-8");
    assert_eq!(text, "\u{FEFF}甲,乙,丙\r\n\"含,逗号\",\"含\"\"引号\"\"\n和换行\",\r\n");
}

#[test]
fn the_handover_ledger_has_the_expected_columns_and_types() {
    let row = HandoverRow {
        number: "第063号".into(),
        title: "关于加快实施泗州大街雨污分流改造的建议".into(),
        category: "城建交通".into(),
        lead_deputy: "演知秋".into(),
        delegation: "第一代表团".into(),
        phone: "199****0001".into(),
        cosigners: 2,
        lead_units: vec!["住房和城乡建设局".into()],
        co_units: vec!["财政局".into(), "城市管理局".into()],
        committee: "环境资源城乡建设委员会".into(),
        is_key: true,
        assigned_on: Some(day(2026, 3, 6)),
        reply_due_on: Some(day(2026, 6, 8)),
        remark: String::new(),
    };
    let bytes = ledger::write(Format::Xlsx, &info(), [row]).expect("file");
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<pane xSplit=\"3\" ySplit=\"3\""), "header and first columns are frozen");
    assert!(xml.contains("autoFilter ref=\"A3:O4\""), "filter buttons on the header");
    let mut book = open(bytes);
    let range = book.worksheet_range("交办清单").expect("named sheet");
    let text = |r: usize, c: usize| range.get((r, c)).expect("cell").to_string();
    assert_eq!(text(0, 0), "泗安县代表建议交办清单");
    assert_eq!(text(1, 0), "导出条件：年度=2026，类别=城建交通；导出时间：2026-04-24 11:06；演示数据");
    let header: Vec<String> = (0..15).map(|c| text(2, c)).collect();
    assert_eq!(
        header.join(" | "),
        "序号 | 编号 | 标题 | 类别 | 领衔代表 | 代表团/小组 | 联系电话 | 附议人数 | 主办单位 | 协办(分办)单位 | 对口督办委室 | 是否重点 | 交办日期 | 答复期限 | 备注"
    );
    assert_eq!(range.get((3, 0)), Some(&Data::Float(1.0)), "numbers are numbers");
    assert_eq!(text(3, 9), "财政局、城市管理局");
    assert_eq!(text(3, 11), "是");
    match range.get((3, 13)) {
        Some(Data::DateTime(date)) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            assert_eq!((year, month, day), (2026, 6, 8), "dates are dates");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_is_described_by_its_columns() {
    let columns: &[Column<(&str, i32)>] = &[("名称", |row| row.0.into()), ("名额", |row| row.1.into())];
    let rows = [("第1选区", 3), ("=1+1", 2)];
    let text =
        String::from_utf8(ledger::table(Format::Csv, &info(), columns, &rows).expect("file")).expect("UTF-8");
    let lines: Vec<_> = text.lines().skip(2).collect();
    assert_eq!(lines, ["序号,名称,名额", "1,第1选区,3", "2,'=1+1,2"]);
    let bytes = ledger::table(Format::Xlsx, &info(), columns, &rows).expect("file");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("泗安县代表建议交办清单").expect("the tab is named as the title");
    assert_eq!(sheet.get_value((4, 1)), Some(&Data::String("=1+1".into())), "text, no formula");
    assert_eq!(sheet.get_value((3, 2)), Some(&Data::Float(3.0)));
}

#[test]
fn the_progress_table_has_the_expected_columns() {
    assert_eq!(
        ProgressRow::COLUMNS.join(" | "),
        "编号 | 标题 | 领衔代表 | 主办 | 协办 | 签收日期 | 面商日期/方式 | 答复日期 | 是否按期 | 文号 | 结果分类 | 对态度评价 | 对结果评价 | 是否重办 | 再答复日期 | 承诺事项 | 完成时限 | 落实情况 | 是否公开"
    );
    let row = ProgressRow {
        number: "第007号".into(),
        met: Some((day(2026, 4, 2), "当面".into())),
        on_time: Some(false),
        commitments: vec!["年内开工".into(), "验收".into()],
        ..ProgressRow::default()
    };
    let bytes = ledger::write(Format::Csv, &info(), [row]).expect("file");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let last = text.lines().last().expect("a row");
    assert_eq!(last, "第007号,,,,,,2026-04-02 当面,,否,,,,,否,,年内开工；验收,,,否");
}

fn deputy(name: &str, gender: &str, birth: NaiveDate, party: &str, group: &str) -> RosterRow {
    RosterRow {
        name: name.into(),
        gender: gender.into(),
        birth: Some(birth),
        ethnicity: "汉族".into(),
        party: party.into(),
        composition: "农民".into(),
        group: group.into(),
        ..RosterRow::default()
    }
}

#[test]
fn composition_counts_every_deputy_once_in_each_dimension() {
    let mut rows = vec![
        deputy("演一", "女", day(1990, 12, 31), "中共党员", "青阳一组"),
        deputy("演二", "男", day(1991, 1, 1), "民革", "青阳一组"),
        deputy("演三", "男", day(1960, 2, 29), "中共党员", ""),
    ];
    rows[2].ethnicity = "回族".into();
    rows[2].birth = None;
    rows[2].is_newcomer = true;
    let on = day(2026, 12, 31);
    let statistics = composition(&rows, on);
    for dimension in ["性别", "年龄", "民族", "党派", "学历", "代表构成", "任期"] {
        let sum: u32 = statistics.items.iter().filter(|i| i.dimension == dimension).map(|i| i.count).sum();
        assert_eq!(sum, 3, "{dimension}");
    }
    let count = |dimension: &str, class: &str| {
        statistics.items.iter().find(|i| i.dimension == dimension && i.class == class).map(|i| i.count)
    };
    assert_eq!(count("年龄", "36—45岁"), Some(1), "36 on the birthday itself");
    assert_eq!(count("年龄", "35岁及以下"), Some(1), "one day short of 36");
    assert_eq!(count("年龄", "未填"), Some(1));
    assert_eq!(count("学历", "未填"), Some(3));
    assert_eq!(statistics.groups.len(), 2);
    assert_eq!((statistics.groups[0].women, statistics.groups[0].party_members), (1, 1));
    assert_eq!(statistics.groups[0].average_age, Some(35.5));
    assert_eq!((statistics.groups[1].group.as_str(), statistics.groups[1].minorities), ("未编组", 1));

    let mut book = open(roster_workbook(Format::Xlsx, &info(), rows, on).expect("file"));
    assert_eq!(book.sheet_names(), ["代表名册", "构成统计", "分组构成"]);
    let shares = book.worksheet_range("构成统计").expect("sheet");
    assert_eq!(shares.get((3, 3)), Some(&Data::Float(2.0 / 3.0)), "two of three are men");
}

#[test]
fn odd_names_long_texts_and_old_dates_are_written() {
    let mut odd = head(&["文本", "日期"]);
    odd.name = "承诺/事项[2026]:*?一二三四五六七八九十一二三四五六七八九十".into();
    let mut writer = SheetWriter::new(Format::Xlsx, odd.clone(), at()).expect("writer");
    writer.row(&["长".repeat(40_000).into(), Value::Date(day(1899, 1, 2))]).expect("row");
    writer.row(&["_x0041_ 𠮷👨\u{200D}👩 <&>\"'".into()]).expect("row");
    writer.next_sheet(odd).expect("same name again");
    let mut book = open(writer.finish().expect("file"));
    let names = book.sheet_names();
    assert_eq!(names.len(), 2);
    assert!(names[0].starts_with("承诺_事项_2026____一二"), "{names:?}");
    let range = book.worksheet_range(&names[0]).expect("sheet");
    let long = range.get((1, 0)).expect("cell").to_string();
    assert_eq!(long.chars().count(), 32_767);
    assert!(long.ends_with("已截断）"), "the cut is told");
    assert_eq!(range.get((1, 1)).expect("cell").to_string(), "1899-01-02");
    assert_eq!(range.get((2, 0)).expect("cell").to_string(), "_x0041_ 𠮷👨\u{200D}👩 <&>\"'");
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let make = || ledger::write(Format::Xlsx, &info(), [HandoverRow::default()]).expect("file");
    assert!(make() == make());
}

#[test]
fn many_rows_are_written_one_at_a_time() {
    let rows = (0..20_000).map(|i| HandoverRow { number: format!("第{i}号"), ..HandoverRow::default() });
    let bytes = ledger::write(Format::Xlsx, &info(), rows).expect("file");
    assert_eq!(open(bytes).worksheet_range("交办清单").expect("sheet").height(), 20_003);
}

#[test]
fn ledgers_have_the_columns_that_users_expect_in_their_order() {
    use documents::sheet::ledger::{CommitmentRow, UnitRow};
    let expected = |text: &str| text.split('|').map(|head| head.trim().to_owned()).collect::<Vec<_>>();
    // Domain specification §8.4, word for word; (D) is there whatever the scheme.
    assert_eq!(
        HandoverRow::COLUMNS,
        expected(
            "序号 | 编号 | 标题 | 类别 | 领衔代表 | 代表团/小组 | 联系电话 | 附议人数 | 主办单位 | 协办(分办)单位 | 对口督办委室 | 是否重点 | 交办日期 | 答复期限 | 备注"
        )
    );
    assert_eq!(
        ProgressRow::COLUMNS,
        expected(
            "编号 | 标题 | 领衔代表 | 主办 | 协办 | 签收日期 | 面商日期/方式 | 答复日期 | 是否按期 | 文号 | 结果分类 | 对态度评价 | 对结果评价 | 是否重办 | 再答复日期 | 承诺事项 | 完成时限 | 落实情况 | 是否公开"
        )
    );
    assert_eq!(
        UnitRow::COLUMNS,
        expected(
            "单位 | 主办 | 协办 | 分办 | 按时签收率 | 退办(同意/不同意) | 按时办复率 | 面商率 | A | B | C | D | 满意 | 基本满意 | 不满意 | 未评价 | 办成率 | B转A | 黄牌 | 红牌 | 得分 | 排名"
        )
    );
    assert_eq!(
        CommitmentRow::COLUMNS,
        expected("编号 | 承诺内容 | 责任单位/人 | 时限 | 进展 | 完成日期 | 佐证 | 代表认可 | 结转年度")
    );
    // What is written stands below its head, and what a user wrote is text.
    let row = CommitmentRow { text: TRAPS[0].into(), evidence: "2份".into(), ..CommitmentRow::default() };
    let bytes = ledger::write(Format::Xlsx, &info(), [row]).expect("XLSX");
    let mut book = open(bytes.clone());
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    let rows: Vec<_> = sheet.rows().collect();
    assert_eq!(rows[3][1], Data::String(TRAPS[0].to_owned()));
    assert_eq!(rows[3][6], Data::String("2份".to_owned()));
    assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    let unit = UnitRow { unit: TRAPS[6].into(), score: Some(93.25), ..UnitRow::default() };
    let csv = String::from_utf8(ledger::write(Format::Csv, &info(), [unit]).expect("CSV")).expect("UTF-8");
    assert!(csv.contains("'=HYPERLINK") && csv.contains("93.25"), "{csv}");
}
