//! What people write into cells.

use documents::import::{ImportKind, NoticeCode, Reference, RowStatus, UnitRef};
use rust_xlsxwriter::{Format, Formula};

use crate::{as_deputy, as_suggestion, codes, deputies, run, suggestions, workbook, write};

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
fn proposals_in_one_cell_become_a_list() {
    let report = suggestions("编号,标题,领衔代表,建议内容,具体意见\n1,关于甲的建议,演一,路面破损。,\"1.列入计划；\n2.加强管护。\"\n".as_bytes());
    let record = as_suggestion(&report, 0);
    assert_eq!(record.facts.as_deref(), Some("路面破损。"));
    assert_eq!(record.proposals, ["列入计划；", "加强管护。"]);
}

#[test]
fn control_characters_in_text_are_refused() {
    let report = deputies("姓名,职务\n演一,主\u{8}任\n".as_bytes());
    assert_eq!(codes(&report, 0), [("post", "text.control_character")]);
}
