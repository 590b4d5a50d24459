//! One test for every kind of mess that county offices' sheets hold.

use std::io::Cursor;

use documents::import::{
    ColumnMapping, DeputyRecord, DeputyRef, ImportFileError, ImportKind, ImportReport, Mapping, NoticeCode,
    Options, Record, Reference, RowSkip, RowStatus, SkipReason, SuggestionRecord, UnitRecord, UnitRef, guess,
    import, read_table,
};
use domain::kernel::ErrorCode;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

fn run(kind: ImportKind, bytes: &[u8], reference: &Reference) -> Result<ImportReport, ImportFileError> {
    import(kind, bytes, "表.csv", &Options::default(), reference)
}

fn deputies(bytes: &[u8]) -> ImportReport {
    run(ImportKind::Deputies, bytes, &Reference::default()).expect("readable")
}

fn suggestions(bytes: &[u8]) -> ImportReport {
    run(ImportKind::Suggestions, bytes, &Reference::default()).expect("readable")
}

fn as_deputy(report: &ImportReport, at: usize) -> &DeputyRecord {
    match &report.rows[at].record {
        Record::Deputy(record) => record,
        other => panic!("{other:?}"),
    }
}

fn as_suggestion(report: &ImportReport, at: usize) -> &SuggestionRecord {
    match &report.rows[at].record {
        Record::Suggestion(record) => record,
        other => panic!("{other:?}"),
    }
}

fn as_unit(report: &ImportReport, at: usize) -> &UnitRecord {
    match &report.rows[at].record {
        Record::Unit(record) => record,
        other => panic!("{other:?}"),
    }
}

fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("workbook")
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0..).zip(cells).filter(|(_, t)| !t.is_empty()) {
        sheet.write_string(row, column, *text).expect("cell");
    }
}

fn codes(report: &ImportReport, at: usize) -> Vec<(&str, &str)> {
    report.rows[at].errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect()
}

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
fn numbers_in_every_spelling_are_numbers() {
    let report = suggestions("编号,标题,领衔代表\n第63号,关于甲的建议,演一\n64号,关于乙的建议,演一\n０６５,关于丙的建议,演一\n第067号建议,关于丁的建议,演一\n六十八,关于戊的建议,演一\n甲,关于己的建议,演一\n".as_bytes());
    let numbers: Vec<Option<u32>> = (0..6).map(|i| as_suggestion(&report, i).official_no).collect();
    assert_eq!(numbers, [Some(63), Some(64), Some(65), Some(67), Some(68), None]);
    assert_eq!(codes(&report, 5), [("official_no", "value.invalid")]);
}

#[test]
fn full_width_digits_and_letters_are_read() {
    let report = deputies("姓名,手机,代表证号\n演知秋,１９９００００１２３４,Ａ１８０１００１\n".as_bytes());
    let record = as_deputy(&report, 0);
    assert_eq!(record.mobile.as_deref(), Some("19900001234"));
    assert_eq!(record.cert_no.as_deref(), Some("A1801001"));
}

#[test]
fn names_with_inner_spaces_are_joined() {
    let report = deputies("姓名\n张 三\n李　　四\n\"王\n五\"\n".as_bytes().to_vec().as_slice());
    let names: Vec<Option<&str>> = (0..3).map(|i| as_deputy(&report, i).name.as_deref()).collect();
    assert_eq!(names, [Some("张三"), Some("李四"), Some("王五")]);
}

#[test]
fn two_units_in_one_cell_are_two_units() {
    let unit = |name: &str| UnitRef { name: name.into(), ..UnitRef::default() };
    let reference = Reference {
        units: vec![unit("人力资源和社会保障局"), unit("财政局"), unit("民政局")],
        ..Reference::default()
    };
    for cell in [
        "财政局、民政局",
        "财政局，民政局",
        "\"财政局,民政局\"",
        "财政局/民政局",
        "\"财政局\n民政局\"",
        "财政局和民政局",
        "财政局及民政局",
        "财政局 民政局",
    ] {
        let text = format!(
            "编号,标题,领衔代表,主办单位,协办单位\n1,关于甲的建议,演一,人力资源和社会保障局,{cell}\n"
        );
        let report = run(ImportKind::Suggestions, text.as_bytes(), &reference).expect("readable");
        let record = as_suggestion(&report, 0);
        assert_eq!(record.co_units, ["财政局", "民政局"], "{cell}");
        assert_eq!(record.lead_unit.as_deref(), Some("人力资源和社会保障局"));
        assert!(record.split_units.is_empty(), "和 inside the name does not divide it");
        assert_eq!(report.rows[0].status, RowStatus::Ok);
    }
}

#[test]
fn five_date_styles_and_serial_numbers() {
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["编号", "标题", "领衔代表", "交办日期"]);
        for (row, date) in
            ["2026-03-06", "2026/3/6", "2026.3.6", "2026年3月6日", "20260306", "46087"].iter().enumerate()
        {
            let row = row as u32 + 1;
            write(sheet, row, &[&row.to_string(), "关于甲的建议", "演一", date]);
        }
        write(sheet, 7, &["7", "关于甲的建议", "演一"]);
        sheet.write_number(7, 3, 46_087.0).expect("cell");
        write(sheet, 8, &["8", "关于甲的建议", "演一", "3/6/2026"]);
    });
    let report = suggestions(&bytes);
    for at in 0..7 {
        let date = as_suggestion(&report, at).assigned_on.map(|d| d.to_string());
        assert_eq!(date.as_deref(), Some("2026-03-06"), "row {}", report.rows[at].row);
    }
    assert_eq!(codes(&report, 7), [("assigned_on", "date.invalid")], "month and day could be exchanged");
}

#[test]
fn phones_as_floats_keep_their_digits_or_are_refused() {
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["姓名", "手机"]);
        write(sheet, 1, &["演一"]);
        sheet.write_number(1, 1, 19_900_001_234.0).expect("cell");
        let scientific = Format::new().set_num_format("0.00E+00");
        write(sheet, 2, &["演二"]);
        sheet.write_number_with_format(2, 1, 19_900_001_235.0, &scientific).expect("cell");
        write(sheet, 3, &["演三", "19900001236.0"]);
        write(sheet, 4, &["演四", "1.99E+10"]);
    });
    let report = deputies(&bytes);
    let mobiles: Vec<Option<&str>> = (0..4).map(|i| as_deputy(&report, i).mobile.as_deref()).collect();
    assert_eq!(mobiles, [Some("19900001234"), Some("19900001235"), Some("19900001236"), None]);
    assert_eq!(codes(&report, 3), [("mobile", "import.precision_lost")], "three digits are no telephone");
}

#[test]
fn identity_numbers_as_numbers_are_refused_not_guessed() {
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["姓名", "身份证号"]);
        write(sheet, 1, &["演一"]);
        sheet.write_number(1, 1, 329_900_197_506_120_000.0).expect("cell");
    });
    assert_eq!(codes(&deputies(&bytes), 0), [("id_no", "import.precision_lost")]);
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
fn formulas_are_not_computed() {
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["姓名", "代表证号", "职务"]);
        write(sheet, 1, &["演一"]);
        sheet.write_formula(1, 1, Formula::new("1+1").set_result("999")).expect("formula");
        write(sheet, 2, &["演二", "", "=1+1"]);
        sheet.write_formula(2, 1, Formula::new("1/0").set_result("#DIV/0!")).expect("formula");
    });
    let report = deputies(&bytes);
    assert_eq!(as_deputy(&report, 0).cert_no.as_deref(), Some("999"), "what was stored, not what 1+1 is");
    let notice = &report.summary.notices[0];
    assert_eq!((notice.row, notice.field.as_str(), notice.code), (2, "cert_no", NoticeCode::FormulaValue));
    assert_eq!(as_deputy(&report, 1).post.as_deref(), Some("=1+1"), "text that looks like a formula is text");
    assert_eq!(codes(&report, 1), [("cert_no", "import.cell_error")]);
    assert!(report.rows[1].errors[0].message.contains("#DIV/0!"));
}

#[test]
fn encodings_are_recognised() {
    let text = "姓名,民族\r\n演知秋,汉族\r\n";
    let mut utf8_bom = b"\xEF\xBB\xBF".to_vec();
    utf8_bom.extend(text.as_bytes());
    let mut utf16 = b"\xFF\xFE".to_vec();
    utf16.extend(text.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "utf-8"),
        (utf8_bom, "utf-8"),
        (utf16, "utf-16le"),
        (gb.into_owned(), "gb18030"),
    ] {
        let report = deputies(&bytes);
        assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("演知秋"), "{name}");
        assert_eq!(report.summary.encoding, name);
    }
    let refused = read_table(b"\xE5\xA7\x93,\xFF\xFF\n\x81", "x.csv").map_err(|e| e.code);
    assert_eq!(refused, Err(ErrorCode::ImportEncoding));
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

#[test]
fn deputies_and_groups_are_matched_with_the_lists() {
    let deputy = |name: &str, no: &str| DeputyRef { name: name.into(), cert_no: Some(no.into()) };
    let reference = Reference {
        deputies: vec![deputy("演知秋", "1"), deputy("例云帆", "2"), deputy("例云帆", "3")],
        ..Reference::default()
    };
    let text = "编号,标题,领衔代表,附议代表\n1,关于甲的建议,演 知秋代表,\n2,关于乙的建议,例云帆,\n3,关于丙的建议,演知秋,无此人\n";
    let report = run(ImportKind::Suggestions, text.as_bytes(), &reference).expect("readable");
    assert_eq!(as_suggestion(&report, 0).lead_deputy.as_deref(), Some("演知秋"));
    assert_eq!(codes(&report, 1), [("lead_deputy", "import.ambiguous")]);
    assert!(report.rows[1].errors[0].message.contains("例云帆（2）、例云帆（3）"));
    assert_eq!(codes(&report, 2), [("cosigners", "reference.unknown")]);

    let reference = Reference { groups: vec!["青阳第一代表小组".into()], ..Reference::default() };
    let report =
        run(ImportKind::Deputies, "姓名,代表小组\n演一,青阳一组\n演二,双沟一组\n".as_bytes(), &reference)
            .expect("readable");
    assert_eq!(as_deputy(&report, 0).group.as_deref(), Some("青阳第一代表小组"));
    assert_eq!(codes(&report, 1), [("group", "reference.unknown")]);
}

#[test]
fn the_identity_number_proves_birth_and_sex() {
    let id = documents::import::samples::identity_number("19750612", 2);
    let text = format!("姓名,性别,出生日期,身份证号\n演一,,,{id}\n演二,男,1975-06-13,{id}\n");
    let report = deputies(text.as_bytes());
    let record = as_deputy(&report, 0);
    assert_eq!(
        (record.gender.as_deref(), record.birth.map(|d| d.to_string()).as_deref()),
        (Some("female"), Some("1975-06-12"))
    );
    let found = codes(&report, 1);
    assert!(
        found.contains(&("birth", "import.id_mismatch")) && found.contains(&("gender", "import.id_mismatch")),
        "{found:?}"
    );
    assert!(found.contains(&("id_no", "import.conflicting_row")), "two names, one number: {found:?}");
}

#[test]
fn repeated_rows_are_duplicates_and_namesakes_are_not() {
    let report = deputies("姓名,手机\n演一,19900000001\n演 一,19900000001\n演一,19900000002\n".as_bytes());
    let status: Vec<RowStatus> = report.rows.iter().map(|r| r.status).collect();
    assert_eq!(status, [RowStatus::Ok, RowStatus::Duplicate, RowStatus::Ok]);
    assert_eq!(report.rows[1].errors[0].message, "与第 2 行重复");
    // The same number in two sessions is two suggestions.
    let report = suggestions("届次,编号,标题,领衔代表\n十八届四次,1,关于甲的建议,演一\n18届5次,1,关于乙的建议,演一\n闭会,1,关于丙的建议,演一\n".as_bytes());
    assert!(report.rows.iter().all(|r| r.status == RowStatus::Ok), "{:?}", report.rows);
}

#[test]
fn units_are_read_with_their_codes() {
    let text = "承办单位名录,,,,,\n单位名称,简称,单位性质,所属系统,主管部门,文号代字,统一社会信用代码,成立时间\n财 政 局,财政局,政府部门,政府,县政府,泗财复〔2026〕1号,91350100M000100Y43,2019年3月\n双沟镇人民政府,双沟镇,乡镇,政府系统,,,91350100M000100Y44,\n";
    let report = run(ImportKind::Units, text.as_bytes(), &Reference::default()).expect("readable");
    let record = as_unit(&report, 0);
    assert_eq!(record.name.as_deref(), Some("财政局"));
    assert_eq!((record.kind.as_deref(), record.system.as_deref()), (Some("gov_dept"), Some("gov")));
    assert_eq!((record.parent.as_deref(), record.doc_prefix.as_deref()), (Some("县政府"), Some("泗财复")));
    assert_eq!(record.valid_from.map(|d| d.to_string()).as_deref(), Some("2019-03-01"));
    assert_eq!(as_unit(&report, 1).kind.as_deref(), Some("town_gov"));
    assert_eq!(codes(&report, 1), [("credit_code", "value.invalid")]);
    assert_eq!(serde_json::to_value(record).expect("JSON")["type"], "gov_dept");
}

#[test]
fn proposals_in_one_cell_become_a_list() {
    let report = suggestions("编号,标题,领衔代表,建议内容,具体意见\n1,关于甲的建议,演一,路面破损。,\"1.列入计划；\n2.加强管护。\"\n".as_bytes());
    let record = as_suggestion(&report, 0);
    assert_eq!(record.facts.as_deref(), Some("路面破损。"));
    assert_eq!(record.proposals, ["列入计划；", "加强管护。"]);
}

#[test]
fn required_fields_are_asked_for() {
    let report = suggestions("编号,标题,领衔代表\n1,,\n".as_bytes());
    assert_eq!(codes(&report, 0), [("title", "value.required"), ("lead_deputy", "value.required")]);
    assert_eq!(as_suggestion(&report, 0).official_no, Some(1), "the record as far as it could be read");
}

#[test]
fn control_characters_in_text_are_refused() {
    let report = deputies("姓名,职务\n演一,主\u{8}任\n".as_bytes());
    assert_eq!(codes(&report, 0), [("post", "text.control_character")]);
}

#[test]
fn a_reply_before_its_assignment_is_wrong() {
    let report = suggestions(
        "编号,标题,领衔代表,交办日期,答复日期\n1,关于甲的建议,演一,2026-05-01,2026-03-01\n".as_bytes(),
    );
    assert_eq!(codes(&report, 0), [("replied_on", "date.order")]);
}

#[test]
fn our_own_exports_can_be_read_again() {
    use documents::sheet::ledger::{HandoverRow, write};
    use documents::sheet::{ExportInfo, Format};
    let row = HandoverRow {
        number: "第063号".into(),
        title: "=关于甲的建议".into(),
        lead_deputy: "演知秋".into(),
        lead_units: vec!["住建局".into()],
        co_units: vec!["财政局".into(), "城管局".into()],
        assigned_on: chrono::NaiveDate::from_ymd_opt(2026, 3, 6),
        ..HandoverRow::default()
    };
    let info = ExportInfo {
        title: "县十八届人大五次会议代表建议交办清单".into(),
        conditions: vec![],
        exported_at: chrono::DateTime::UNIX_EPOCH,
        remark: None,
    };
    for format in [Format::Xlsx, Format::Csv] {
        let bytes = write(format, &info, [row.clone()]).expect("file");
        let report = suggestions(&bytes);
        let record = as_suggestion(&report, 0);
        assert_eq!(record.title.as_deref(), Some("=关于甲的建议"), "the apostrophe is taken off again");
        assert_eq!((record.official_no, record.session.as_deref()), (Some(63), Some("十八届五次")));
        assert_eq!((record.co_units.len(), record.assigned_on), (2, row.assigned_on));
    }
}

#[test]
fn files_that_are_no_sheets_are_refused() {
    let code = |bytes: &[u8]| {
        run(ImportKind::Deputies, bytes, &Reference::default()).map(|r| r.rows.len()).map_err(|e| e.code)
    };
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old or encrypted"), Err(ErrorCode::ImportFileType));
    assert_eq!(code(b"%PDF-1.7\n\0\0"), Err(ErrorCode::ImportFileType));
    assert_eq!(code(b"PK\x03\x04 not a zip"), Err(ErrorCode::ImportFileBroken));
    assert_eq!(code(b""), Err(ErrorCode::ImportSheetMissing));
    assert_eq!(code("只有一句话".as_bytes()), Err(ErrorCode::ImportHeaderMissing));
}

#[test]
fn limits_hold() {
    let mut many = String::from("姓名\n");
    many.extend(std::iter::repeat_n("演一\n", 200_000));
    assert_eq!(read_table(many.as_bytes(), "x.csv").map_err(|e| e.code), Err(ErrorCode::ImportFileTooLarge));
    let long = vec![b'a'; 50 * 1024 * 1024 + 1];
    let refused = read_table(&long, "x.csv").expect_err("too large");
    assert_eq!(
        (refused.code, refused.params),
        (ErrorCode::ImportFileTooLarge, vec![("max", "50 MiB".to_owned())])
    );
    // A stray cell in the last corner and a merged range over everything cost nothing.
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["姓名", "性别"]);
        write(sheet, 1, &["演一", "女"]);
        sheet.write_string(1_048_575, 16_383, "x").expect("cell");
        sheet.merge_range(2, 0, 3, 1, "空", &Format::new()).expect("merge");
    });
    // The library would write every cell of the range.
    let bytes = repacked(&bytes, |name, part| {
        if name.ends_with("sheet1.xml") {
            let xml = String::from_utf8(std::mem::take(part)).expect("UTF-8");
            assert!(xml.contains("A3:B4"));
            *part = xml.replace("A3:B4", "A3:WQL1048575").into_bytes();
        }
    });
    let report = deputies(&bytes);
    assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("演一"));
}

/// The workbook with its parts changed.
fn repacked(bytes: &[u8], mut change: impl FnMut(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("zip");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).expect("part");
        let name = part.name().expect("name").into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).expect("read");
        change(&name, &mut bytes);
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("start");
        std::io::Write::write_all(&mut writer, &bytes).expect("write");
    }
    writer.finish().expect("zip").into_inner()
}

#[test]
fn damaged_workbooks_never_panic() {
    let good = documents::import::samples::LedgerSample::default().workbook().expect("sample").bytes;
    // Damage inside the parts, so that it reaches the XML reader and not only the checksum.
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    let rounds = std::env::var("IMPORT_FUZZ_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let parts = zip::ZipArchive::new(Cursor::new(&good)).expect("zip").len();
    for _ in 0..rounds {
        let victim = random(parts);
        let mut at_part = 0;
        let bytes = repacked(&good, |_, bytes| {
            at_part += 1;
            for _ in 0..=random(4) {
                if at_part != victim + 1 || bytes.is_empty() {
                    continue;
                }
                let at = random(bytes.len());
                match random(4) {
                    0 => bytes[at] = random(256) as u8,
                    1 => drop(bytes.drain(at..(at + random(40)).min(bytes.len()))),
                    2 => bytes[at] = b"<>\"&/0189:A"[random(11)],
                    _ => bytes.insert(at, b'9'),
                }
            }
        });
        // Refused or read, but never a panic: in production that would end the server.
        if let Ok(book) = read_table(&bytes, "x.xlsx") {
            for sheet in &book.sheets {
                let _ = guess(ImportKind::Suggestions, sheet);
            }
            let _ = run(ImportKind::Suggestions, &bytes, &Reference::default());
        }
    }
}
