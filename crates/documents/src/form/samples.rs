//! Forms with invented content, for tests and for looking at the layout.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    ContactPerson, ContactRecord, Decision, DeputyAnswer, Docket, DocketItem, ExtensionForm, FormMatter,
    OfficialNotice, SendBackForm,
};
use crate::layout::Document;

fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp(1_777_000_000, 0).expect("a date in 2026")
}

fn day(month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, month, day)
}

fn matter() -> FormMatter {
    FormMatter {
        label: "县十八届人大五次会议第063号建议".into(),
        title: "关于加快实施泗州大街雨污分流改造的建议".into(),
        lead_deputy: "演知秋".into(),
        delegation: "第一代表团".into(),
    }
}

/// 催办函
pub fn notice() -> OfficialNotice {
    OfficialNotice {
        issuer: "县人大常委会代表工作委员会".into(),
        title: "关于催办县十八届人大五次会议第063号建议的函".into(),
        addressees: vec!["泗安县住房和城乡建设局（演示）".into()],
        body: "演知秋代表提出的《关于加快实施泗州大街雨污分流改造的建议》于2026年3月5日交你单位主办，应于2026年6月5日前答复。截至2026年6月10日，已超过期限5天，尚未答复代表。\n现就办理工作催办如下：\n请抓紧与代表联系，尽快拿出方案。".into(),
        issued_on: day(6, 10).expect("written as a valid date"),
        cc: vec!["县人民政府办公室（督查室）".into()],
        rendered_at: instant(),
    }
}

/// 退办申请单, decided.
pub fn send_back() -> SendBackForm {
    SendBackForm {
        matter: matter(),
        unit: "泗安县住房和城乡建设局（演示）".into(),
        role: "主办".into(),
        assigned_on: day(3, 5),
        ask_until: day(3, 12),
        reason: "泗州大街雨水泵站由县水利局建设管理，依据三定方案不属于我局职责。".into(),
        suggested_unit: "泗安县水利局".into(),
        signed_by: "演局长".into(),
        requested_on: day(3, 10),
        decided_by_whom: "县人民政府办公室（督查室）".into(),
        decision: Some(Decision {
            verdict: "不同意退办".into(),
            reason: "道路管网改造由你局牵头，水利局配合。".into(),
            by: "演督查".into(),
            on: day(3, 11),
        }),
        new_unit: String::new(),
        rendered_at: instant(),
    }
}

/// 延期答复申请表, not decided yet.
pub fn extension() -> ExtensionForm {
    ExtensionForm {
        matter: matter(),
        unit: "泗安县住房和城乡建设局（演示）".into(),
        assigned_on: day(3, 5),
        due_on: day(6, 5),
        latest: day(9, 7),
        reason: "施工图需重新报审。".into(),
        requested_until: day(7, 15),
        requested_by: "演联络".into(),
        requested_on: day(5, 20),
        decided_by_whom: "县人大常委会代表工作委员会".into(),
        decision: None,
        deputy_told_on: None,
        rendered_at: instant(),
    }
}

/// 面复记录, confirmed by one deputy and disputed by another.
pub fn contact() -> ContactRecord {
    ContactRecord {
        matter: matter(),
        unit: "泗安县住房和城乡建设局（演示）".into(),
        at: "2026年4月2日 09:00".into(),
        place: "泗州大街中段".into(),
        kind: "现场察看（当面）".into(),
        people: vec![ContactPerson {
            name: "演分管".into(),
            post: "副局长".into(),
            rank: "分管负责人".into(),
        }],
        deputies: vec!["演知秋".into(), "例云帆".into()],
        summary: "就改造范围和工期与代表沟通。".into(),
        evidence: vec!["现场照片.jpg".into()],
        answers: vec![
            DeputyAnswer { name: "演知秋".into(), at: "2026年4月3日 10:00".into(), disputed: None },
            DeputyAnswer {
                name: "例云帆".into(),
                at: "2026年4月3日 11:00".into(),
                disputed: Some("本人未到现场。".into()),
            },
        ],
        counts: true,
        rendered_at: instant(),
    }
}

/// 卷内目录
pub fn docket() -> Docket {
    let item = |name: &str, by: &str| DocketItem {
        name: name.into(),
        by: by.into(),
        on: "2026年5月1日".into(),
        size: 48_213,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    };
    Docket {
        label: matter().label,
        title: matter().title,
        facts: vec![("领衔代表".into(), "演知秋".into()), ("办理结果".into(), "已经解决或基本解决".into())],
        items: vec![item("01 代表建议专用纸.pdf", ""), item("02 答复函.pdf", "泗安县住建局")],
        course: vec![["2026-03-05 10:00".into(), "交办→已交办(待签收)".into(), String::new()]],
        rendered_at: instant(),
    }
}

/// Every form, by name.
pub fn all() -> Vec<(&'static str, Document)> {
    vec![
        ("notice", notice().document()),
        ("send_back", send_back().document()),
        ("extension", extension().document()),
        ("contact", contact().document()),
        ("docket", docket().document()),
    ]
}
