//! How rows, headers and sheets lie about.

use documents::import::{
    ColumnMapping, ImportKind, Mapping, Options, Reference, RowSkip, SkipReason, import,
};
use domain::kernel::ErrorCode;
use rust_xlsxwriter::{Format, Workbook};

use crate::{as_deputy, as_suggestion, deputies, run, suggestions, workbook, write};

#[test]
fn title_rows_stand_above_the_header() {
    let report =
        deputies("泗安县代表名册,,\n2026年3月填报,,\n,,\n姓名,性别,手机\n演知秋,女,19900000001\n".as_bytes());
    assert_eq!(report.summary.mapping.header_row, 4);
    assert_eq!(report.rows[0].row, 5, "the row number that the user sees, empty rows counted");
    assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("演知秋"));
}

#[test]
fn empty_rows_and_line_breaks_in_cells_keep_row_numbers() {
    let report = deputies("姓名,工作单位\n\n演知秋,\"泗安县\n第一中学\"\n,\n例云帆,县医院\n".as_bytes());
    let rows: Vec<u32> = report.rows.iter().map(|r| r.row).collect();
    assert_eq!(rows, [3, 5], "a record with a line break is one row of the sheet");
    assert_eq!(as_deputy(&report, 0).employer.as_deref(), Some("泗安县第一中学"));
}

#[test]
fn headers_have_synonyms() {
    let report = suggestions("案号,案由,提出人,承办单位,会办单位,办复时间,满意程度\n1,关于甲的建议,演知秋,住建局,财政局,2026-05-01,满意\n".as_bytes());
    let record = as_suggestion(&report, 0);
    assert_eq!(record.official_no, Some(1));
    assert_eq!(record.lead_deputy.as_deref(), Some("演知秋"));
    assert_eq!(
        (record.lead_unit.as_deref(), record.co_units.as_slice()),
        (Some("住建局"), &["财政局".to_owned()][..])
    );
    assert_eq!(record.result.as_deref(), Some("satisfied"));
    assert!(record.replied_on.is_some());
}

#[test]
fn a_header_of_two_rows_is_one_header() {
    let bytes = workbook(|sheet| {
        let plain = Format::new();
        for (column, title) in [(0, "编号"), (1, "标题"), (2, "领衔代表")] {
            sheet.merge_range(0, column, 1, column, title, &plain).expect("merge");
        }
        sheet.merge_range(0, 3, 0, 4, "承办单位", &plain).expect("merge");
        write(sheet, 1, &["", "", "", "主办", "协办"]);
        write(sheet, 2, &["第1号", "关于甲的建议", "演知秋", "住建局", "财政局、城管局"]);
    });
    let report = suggestions(&bytes);
    assert_eq!(report.summary.mapping.header_row, 2);
    let record = as_suggestion(&report, 0);
    assert_eq!(record.lead_unit.as_deref(), Some("住建局"));
    assert_eq!(record.co_units, ["财政局", "城管局"]);
}

#[test]
fn a_header_of_two_rows_without_vertical_merging() {
    let bytes = "编号,标题,领衔代表,承办单位,\n,,,主办,协办\n1,关于甲的建议,演知秋,住建局,财政局\n";
    let report = suggestions(bytes.as_bytes());
    assert_eq!(report.summary.mapping.header_row, 2);
    assert_eq!(as_suggestion(&report, 0).co_units, ["财政局"]);
    assert_eq!(report.rows.len(), 1);
}

#[test]
fn merged_cells_fill_the_rows_they_cover() {
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["代表团", "姓名", "代表小组", "选区"]);
        sheet.merge_range(1, 0, 3, 0, "青阳代表团", &Format::new()).expect("merge");
        sheet.merge_range(1, 2, 1, 3, "机关", &Format::new()).expect("merge");
        for (row, name) in [(1, "演一"), (2, "演二"), (3, "演三"), (4, "演四")] {
            sheet.write_string(row, 1, name).expect("cell");
        }
    });
    let report = deputies(&bytes);
    let delegations: Vec<Option<&str>> =
        (0..4).map(|i| as_deputy(&report, i).delegation.as_deref()).collect();
    assert_eq!(delegations, [Some("青阳代表团"), Some("青阳代表团"), Some("青阳代表团"), None]);
    assert_eq!(as_deputy(&report, 0).constituency.as_deref(), Some("机关"), "filled to the right as well");
}

#[test]
fn subtotal_note_and_section_rows_are_no_records() {
    let report = deputies("序号,姓名,性别,民族\n一、青阳街道（2人）,,,\n1,演一,女,汉族\n小 计,1人,,\n2,演二,男,汉族\n合计：2人,,,\n总计,2,,\n共计,2,,\n注：1.本表一式两份,,,\n".as_bytes());
    let rows: Vec<u32> = report.rows.iter().map(|r| r.row).collect();
    assert_eq!(rows, [3, 5]);
    let skipped: Vec<(u32, RowSkip)> =
        report.summary.skipped_rows.iter().map(|s| (s.row, s.reason)).collect();
    use RowSkip::{Note, Section, Subtotal};
    assert_eq!(
        skipped,
        [(2, Section), (4, Subtotal), (6, Subtotal), (7, Subtotal), (8, Subtotal), (9, Note)]
    );
}

#[test]
fn a_name_that_begins_like_a_subtotal_is_a_name() {
    let report = deputies("姓名,性别,民族\n共计明,男,汉族\n".as_bytes());
    assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("共计明"));
}

#[test]
fn hidden_sheets_are_left_out_and_named() {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_name("原始").expect("name").set_hidden(true);
    write(hidden, 0, &["姓名", "手机"]);
    write(hidden, 1, &["隐藏人", "19900000001"]);
    let very = book.add_worksheet();
    very.set_name("更深").expect("name").set_very_hidden(true);
    write(very, 0, &["姓名"]);
    let shown = book.add_worksheet();
    write(shown, 0, &["姓名", "手机"]);
    write(shown, 1, &["演一", "19900000001"]);
    shown.set_active(true);
    book.add_worksheet();
    let report = deputies(&book.save_to_buffer().expect("workbook"));
    assert_eq!((report.rows.len(), report.summary.sheet.as_str()), (1, "Sheet3"));
    let skipped: Vec<(&str, SkipReason)> =
        report.summary.skipped_sheets.iter().map(|s| (s.name.as_str(), s.reason)).collect();
    assert_eq!(
        skipped,
        [("原始", SkipReason::Hidden), ("更深", SkipReason::Hidden), ("Sheet4", SkipReason::Empty)]
    );
}

#[test]
fn the_sheet_that_fits_best_is_read_unless_one_is_named() {
    let mut book = Workbook::new();
    write(book.add_worksheet(), 0, &["说明", "请按样式填写姓名"]);
    let table = book.add_worksheet();
    write(table, 0, &["姓名", "性别"]);
    write(table, 1, &["演一", "女"]);
    let other = book.add_worksheet();
    write(other, 0, &["姓名"]);
    write(other, 1, &["例二"]);
    let bytes = book.save_to_buffer().expect("workbook");
    let report = deputies(&bytes);
    assert_eq!(report.summary.sheet, "Sheet2");
    assert!(report.summary.skipped_sheets.iter().all(|s| s.reason == SkipReason::NotChosen));
    let named = Options { sheet: Some("Sheet3".into()), mapping: None };
    let report =
        import(ImportKind::Deputies, &bytes, "x.xlsx", &named, &Reference::default()).expect("readable");
    assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("例二"));
    let missing = Options { sheet: Some("没有".into()), mapping: None };
    let refused = import(ImportKind::Deputies, &bytes, "x.xlsx", &missing, &Reference::default());
    assert_eq!(refused.map_err(|e| e.code), Err(ErrorCode::ImportSheetMissing));
}

#[test]
fn a_mapping_can_be_corrected() {
    let bytes = "甲列,乙列,丙列\n演知秋,19900000001,1801001\n".as_bytes();
    assert_eq!(
        run(ImportKind::Deputies, bytes, &Reference::default()).map_err(|e| e.code),
        Err(ErrorCode::ImportHeaderMissing)
    );
    let column =
        |column, field: &str| ColumnMapping { column, header: String::new(), field: Some(field.into()) };
    let mapping = Mapping {
        header_row: 1,
        columns: vec![column(0, "name"), column(1, "mobile"), column(2, "cert_no")],
        defaults: [("delegation".to_owned(), "青阳代表团".to_owned())].into(),
    };
    let json = serde_json::to_string(&mapping).expect("JSON");
    let options = Options {
        sheet: None,
        mapping: Some(serde_json::from_str(&json).expect("a mapping survives the wire")),
    };
    let report =
        import(ImportKind::Deputies, bytes, "x.csv", &options, &Reference::default()).expect("readable");
    let record = as_deputy(&report, 0);
    assert_eq!(record.mobile.as_deref(), Some("19900000001"));
    assert_eq!(record.delegation.as_deref(), Some("青阳代表团"), "a default for a missing column");
    // A mapping from a person may hold nonsense: unknown fields and columns far away mean nothing.
    let nonsense = Mapping {
        header_row: u32::MAX,
        columns: vec![column(u32::MAX, "nothing")],
        defaults: Default::default(),
    };
    let options = Options { sheet: None, mapping: Some(nonsense) };
    let report =
        import(ImportKind::Deputies, bytes, "x.csv", &options, &Reference::default()).expect("readable");
    assert!(report.rows.is_empty());
}
