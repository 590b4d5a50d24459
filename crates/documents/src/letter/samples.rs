//! A letter and a paper with invented content, for tests and for looking at the layout.

use chrono::{DateTime, NaiveDate, Utc};
use domain::suggestion::PublishAttribute;

use super::{CoUnitOpinion, Cosigner, DocNumber, FeedbackForm, PointAnswer, ReplyLetter, SuggestionPaper};

fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp(1_777_000_000, 0).expect("a date in 2026")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("written as a valid date")
}

/// A reply letter that uses every part.
pub fn reply_letter() -> ReplyLetter {
    ReplyLetter {
        unit_name: "泗安县住房和城乡建设局（演示）".into(),
        doc_no: Some(DocNumber { prefix: "泗住建复".into(), year: 2026, number: 5 }),
        category_letter: Some("A".into()),
        signer: Some("局长（演示）".into()),
        title: None,
        addressees: vec!["演知秋".into(), "例云帆".into()],
        suggestion_label: "县十八届人大五次会议第063号建议".into(),
        suggestion_title: "关于加快实施泗州大街雨污分流改造的建议".into(),
        opening: None,
        body: "收到建议后，我局高度重视，成立专班，于2026年4月2日与您当面沟通，并到现场踏勘。".into(),
        answers: vec![
            PointAnswer {
                proposal_no: 1,
                proposal: Some("将泗州大街列入年度雨污分流改造计划。".into()),
                answer: "泗州大街雨污分流改造已列入2026年城建计划，全长3.2公里，总投资2680万元，已完成施工图审查，计划6月开工。\n（一）近期安排\n汛前完成12处易涝点的清淤疏通，增设雨水口46座。".into(),
            },
            PointAnswer {
                proposal_no: 2,
                proposal: None,
                answer: "沿街餐饮门店隔油池改造由我局会同城市管理局组织，9月底前完成86户。".into(),
            },
        ],
        co_opinions: vec![CoUnitOpinion { unit: "县财政局".into(), text: "所需资金已列入2026年县级政府投资计划。".into() }],
        closing: None,
        issued_on: day(2026, 5, 1),
        seal_applied: true,
        contact_name: "测试员".into(),
        contact_phone: "0527-00000000".into(),
        publish: PublishAttribute::Active,
        publish_reason: None,
        cc: vec!["县人大常委会代表工作委员会".into(), "县人民政府办公室（督查室）".into()],
        feedback_form: Some(FeedbackForm {
            reply_by: Some(day(2026, 5, 26)),
            return_to: vec!["县人民政府办公室（督查室）".into(), "县人大常委会代表工作委员会".into()],
            co_units: vec!["县财政局".into()],
            number: "JY-18-05-0063-1-1".into(),
            address: Some("https://example.invalid/desk/suggestions/1".into()),
        }),
        rendered_at: instant(),
    }
}

/// A suggestion paper that uses every part.
pub fn suggestion_paper() -> SuggestionPaper {
    SuggestionPaper {
        heading: "泗安县人民代表大会代表\n建议、批评和意见专用纸".into(),
        session_label: "县十八届人大五次会议".into(),
        number: Some("第063号".into()),
        title: "关于加快实施泗州大街雨污分流改造的建议".into(),
        category: Some("城建交通".into()),
        lead_deputy: "演知秋".into(),
        delegation: "第一代表团".into(),
        phone: Some("19900000001".into()),
        cosigners: vec![
            Cosigner { name: "例云帆".into(), delegation: "第二代表团".into() },
            Cosigner { name: "样清和".into(), delegation: "第一代表团".into() },
        ],
        facts: "泗州大街建于上世纪九十年代，雨水污水合流，汛期多处积水，沿线3个小区居民出行不便。\n经走访，近三年共发生内涝11次。".into(),
        analysis: "管网老化、标准偏低，沿街餐饮油污直排，是积水的主要原因。".into(),
        proposals: vec![
            "将泗州大街列入年度雨污分流改造计划。".into(),
            "推进沿街餐饮门店隔油池改造，明确完成时限，并向社会公开。".into(),
        ],
        preferred_units: vec!["县住房和城乡建设局".into(), "县城市管理局".into()],
        publish_consent: "同意全文公开".into(),
        submitted_on: Some(day(2026, 1, 12)),
        public_copy: false,
        rendered_at: instant(),
    }
}
