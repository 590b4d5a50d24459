//! What a row says, against itself, other rows and the lists.

use documents::import::{DeputyRef, ImportKind, Reference, RowStatus};

use crate::{as_deputy, as_suggestion, as_unit, codes, deputies, run, suggestions};

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
fn required_fields_are_asked_for() {
    let report = suggestions("编号,标题,领衔代表\n1,,\n".as_bytes());
    assert_eq!(codes(&report, 0), [("title", "value.required"), ("lead_deputy", "value.required")]);
    assert_eq!(as_suggestion(&report, 0).official_no, Some(1), "the record as far as it could be read");
}

#[test]
fn a_reply_before_its_assignment_is_wrong() {
    let report = suggestions(
        "编号,标题,领衔代表,交办日期,答复日期\n1,关于甲的建议,演一,2026-05-01,2026-03-01\n".as_bytes(),
    );
    assert_eq!(codes(&report, 0), [("replied_on", "date.order")]);
}
