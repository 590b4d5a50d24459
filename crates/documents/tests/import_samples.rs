//! The sample files of the module, read as a whole: every kind of mess at once.

use chrono::NaiveDate;
use documents::import::samples::{LedgerSample, RosterSample, Sample};
use documents::import::{
    DeputyRecord, DeputyRef, ImportKind, ImportReport, NoticeCode, Options, Record, Reference, RowSkip,
    RowStatus, SkipReason, SuggestionRecord, UnitRef, import,
};

fn reference() -> Reference {
    let unit = |name: &str, short: &str| UnitRef {
        name: name.into(),
        short_name: Some(short.into()),
        aliases: vec![],
    };
    Reference {
        units: vec![
            unit("泗安县住房和城乡建设局（演示）", "县住建局"),
            unit("泗安县财政局（演示）", "县财政局"),
            unit("泗安县城市管理局（演示）", "县城管局"),
        ],
        groups: vec!["青阳第一代表小组".into(), "青阳第二代表小组".into()],
        delegations: vec!["青阳代表团".into()],
        constituencies: vec!["第001选区".into()],
        deputies: ["演知秋", "例云帆", "样清和"]
            .map(|name| DeputyRef { name: name.into(), cert_no: None })
            .to_vec(),
        existing_keys: Default::default(),
    }
}

fn read(kind: ImportKind, sample: &Sample) -> ImportReport {
    let report =
        import(kind, &sample.bytes, sample.filename, &Options::default(), &reference()).expect("readable");
    let found: Vec<(u32, RowStatus)> = report.rows.iter().map(|r| (r.row, r.status)).collect();
    let errors: Vec<_> = report.rows.iter().flat_map(|r| r.errors.iter().map(move |e| (r.row, e))).collect();
    assert_eq!(found, sample.expected, "{errors:#?}");
    report
}

fn deputy(report: &ImportReport, row: u32) -> &DeputyRecord {
    match &report.rows.iter().find(|r| r.row == row).expect("row").record {
        Record::Deputy(record) => record,
        other => panic!("{other:?}"),
    }
}

fn suggestion(report: &ImportReport, row: u32) -> &SuggestionRecord {
    match &report.rows.iter().find(|r| r.row == row).expect("row").record {
        Record::Suggestion(record) => record,
        other => panic!("{other:?}"),
    }
}

fn day(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(y, m, d)
}

#[test]
fn the_roster_is_understood() {
    let report = read(ImportKind::Deputies, &RosterSample::default().workbook().expect("sample"));
    let first = deputy(&report, 5);
    assert_eq!(first.name.as_deref(), Some("演知秋"));
    assert_eq!(first.delegation.as_deref(), Some("青阳代表团"), "from a merged cell");
    assert_eq!(first.ethnicity.as_deref(), Some("汉族"));
    assert_eq!(first.birth, day(1975, 6, 12), "the identity number knows the day");
    assert_eq!(first.mobile.as_deref(), Some("19900000001"));
    assert_eq!((first.employer.as_deref(), first.post.as_deref()), (Some("泗安县第一中学"), Some("校长")));
    assert_eq!((first.party.as_deref(), first.education.as_deref()), (Some("cpc"), Some("bachelor")));
    assert_eq!(first.is_newcomer, Some(true), "是否连任: 否");
    assert_eq!(first.status.as_deref(), Some("active"));
    let second = deputy(&report, 6);
    assert_eq!((second.name.as_deref(), second.gender.as_deref()), (Some("例云帆"), Some("female")));
    assert_eq!(second.ethnicity.as_deref(), Some("回族"));
    assert_eq!(second.delegation.as_deref(), Some("青阳代表团"), "filled down");
    assert_eq!(second.birth, day(1980, 3, 6));
    assert_eq!(second.is_newcomer, Some(false));
    let third = deputy(&report, 8);
    assert_eq!((third.birth, third.mobile.as_deref()), (day(1968, 11, 2), Some("19900000003")));
    assert_eq!((third.cert_no.as_deref(), third.party.as_deref()), (Some("1801003"), Some("democratic")));
    let fourth = deputy(&report, 9);
    assert_eq!((fourth.name.as_deref(), fourth.birth), (Some("虚买·演力"), day(1985, 9, 15)));
    assert_eq!(fourth.mobile.as_deref(), Some("19900000004"));

    let wrong: Vec<(&str, &str)> =
        report.rows[4].errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
    assert_eq!(
        wrong,
        [("mobile", "mobile.invalid"), ("id_no", "id_number.invalid"), ("birth", "date.invalid")]
    );
    assert!(report.rows[4].errors[2].message.contains("1979-02-30"), "{:?}", report.rows[4].errors);
    assert_eq!(report.rows[5].errors[0].code, "import.duplicate_row");
    assert!(report.rows[5].errors[0].message.contains('5'));

    let skipped: Vec<_> = report.summary.skipped_rows.iter().map(|s| (s.row, s.reason)).collect();
    assert_eq!(skipped, [(7, RowSkip::Subtotal), (12, RowSkip::Subtotal), (13, RowSkip::Note)]);
    assert_eq!(report.summary.skipped_sheets[0].reason, SkipReason::Hidden);
    assert_eq!(report.summary.mapping.header_row, 4);
    assert_eq!(
        (report.summary.total, report.summary.ok, report.summary.error, report.summary.duplicate),
        (6, 4, 1, 1)
    );
    assert!(report.summary.notices.iter().any(|n| n.row == 9 && n.code == NoticeCode::FirstOfSeveral));
}

#[test]
fn a_roster_in_gb18030_is_understood() {
    let report = read(ImportKind::Deputies, &RosterSample::default().csv_gb18030());
    assert_eq!(report.summary.encoding, "gb18030");
    assert_eq!(deputy(&report, 4).name.as_deref(), Some("虚𠮷"), "four-byte character");
    assert_eq!(deputy(&report, 3).name.as_deref(), Some("拟一"));
    assert_eq!(deputy(&report, 4).mobile.as_deref(), Some("19900000012"));
    assert_eq!(deputy(&report, 5).mobile.as_deref(), Some("19900000013"));
    assert_eq!(deputy(&report, 5).birth, day(1972, 5, 6));
}

#[test]
fn the_ledger_is_understood() {
    let report = read(ImportKind::Suggestions, &LedgerSample::default().workbook().expect("sample"));
    let (lead, finance, city) =
        ("泗安县住房和城乡建设局（演示）", "泗安县财政局（演示）", "泗安县城市管理局（演示）");
    for (row, title) in [4, 5, 6, 7, 8, 10].into_iter().zip(LedgerSample::titles()) {
        let record = suggestion(&report, row);
        assert_eq!(record.title.as_deref(), Some(title));
        assert_eq!(record.session.as_deref(), Some("十八届五次"), "from the title row");
        assert_eq!(
            (record.term_no, record.session_no, record.period.as_deref()),
            (Some(18), Some(5), Some("in_session"))
        );
        assert_eq!(record.assigned_on, day(2026, 3, 6), "row {row}");
        assert_eq!(record.lead_unit.as_deref(), Some(lead), "row {row}");
    }
    let numbers: Vec<Option<u32>> =
        [4, 5, 6, 7, 8, 10].iter().map(|r| suggestion(&report, *r).official_no).collect();
    assert_eq!(numbers, (63..=68).map(Some).collect::<Vec<_>>());
    let first = suggestion(&report, 4);
    assert_eq!(first.lead_deputy.as_deref(), Some("演知秋"));
    assert_eq!(first.cosigners, ["例云帆", "样清和"]);
    assert_eq!(first.co_units, [finance, city]);
    assert_eq!(first.reply_due_on, day(2026, 6, 8));
    assert_eq!((first.reply_category.as_deref(), first.result.as_deref()), (Some("A"), Some("satisfied")));
    assert_eq!(suggestion(&report, 5).co_units, [finance, city], "joined by 和");
    assert_eq!(suggestion(&report, 5).reply_category.as_deref(), Some("B"));
    assert_eq!(suggestion(&report, 5).publish_consent.as_deref(), Some("title_only"));
    let split = suggestion(&report, 6);
    assert_eq!(split.split_units, [lead, finance], "two units as lead handle separately");
    assert_eq!((split.co_units.len(), split.result.clone()), (0, None));
    assert_eq!(suggestion(&report, 7).publish_consent.as_deref(), Some("no"));
    assert_eq!(suggestion(&report, 8).reply_due_on, day(2026, 6, 8), "the stored result of a formula");
    assert!(report.summary.notices.iter().any(|n| n.row == 8 && n.code == NoticeCode::FormulaValue));
    assert!(report.summary.notices.iter().any(|n| n.row == 5 && n.code == NoticeCode::OthersNotListed));
    assert_eq!(suggestion(&report, 10).co_units, [finance, city], "from both lines of the merged number");

    let wrong: Vec<(&str, &str)> =
        report.rows[7].errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
    assert_eq!(wrong, [("lead_unit", "reference.unknown"), ("lead_deputy", "value.required")]);
    assert_eq!(report.rows[8].errors[0].code, "import.conflicting_row");
    let skipped: Vec<_> = report.summary.skipped_rows.iter().map(|s| (s.row, s.reason)).collect();
    assert_eq!(
        skipped,
        [
            (3, RowSkip::Section),
            (9, RowSkip::Subtotal),
            (12, RowSkip::RepeatedHeader),
            (16, RowSkip::Subtotal)
        ]
    );
}

#[test]
fn the_report_has_the_promised_shape() {
    let report = read(ImportKind::Suggestions, &LedgerSample::default().workbook().expect("sample"));
    let json = serde_json::to_value(&report).expect("JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().expect("object").keys().cloned().collect()
    };
    assert_eq!(keys(&json), ["rows", "summary"]);
    for row in json["rows"].as_array().expect("array") {
        assert_eq!(keys(row), ["row", "status", "record", "errors"]);
        for error in row["errors"].as_array().expect("array") {
            assert_eq!(keys(error), ["field", "code", "message"]);
        }
    }
    assert_eq!(json["rows"][0]["row"], 4);
    assert_eq!(json["rows"][0]["status"], "ok");
    assert_eq!(json["rows"][0]["record"]["official_no"], 63);
    assert_eq!(json["rows"][0]["record"]["assigned_on"], "2026-03-06");
    assert_eq!(json["rows"][6]["status"], "duplicate");
    assert_eq!(&keys(&json["summary"])[1..5], ["total", "ok", "error", "duplicate"]);
}

#[test]
fn what_exists_already_is_a_duplicate() {
    let sample = LedgerSample::default().workbook().expect("sample");
    let first = read(ImportKind::Suggestions, &sample);
    let mut reference = reference();
    let taken = first.rows.iter().filter(|r| r.status == RowStatus::Ok);
    reference.existing_keys = taken.flat_map(|r| r.record.keys()).map(|(_, key)| key).collect();
    let again =
        import(ImportKind::Suggestions, &sample.bytes, sample.filename, &Options::default(), &reference)
            .expect("readable");
    assert_eq!(again.summary.ok, 0, "the second run takes nothing over");
    assert_eq!(again.rows[0].status, RowStatus::Duplicate);
    assert_eq!(again.rows[0].errors[0].code, "unique.conflict");
}

#[test]
fn samples_are_the_same_every_time() {
    let make = || LedgerSample::default().workbook().expect("sample").bytes;
    assert!(make() == make());
    let make = || RosterSample::default().workbook().expect("sample").bytes;
    assert!(make() == make());
}

#[test]
fn personal_data_can_be_masked() {
    let mut report = read(ImportKind::Deputies, &RosterSample::default().workbook().expect("sample"));
    report.mask_personal_data();
    let json = serde_json::to_string(&report).expect("JSON");
    assert!(json.contains("199****0001") && json.contains("329900********"));
    assert!(!json.contains("19900000001") && !json.contains("1990000005"), "{json}");
}
