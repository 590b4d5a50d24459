//! What is written in the demo: suggestions, opinions, letters. All of it is invented.

use super::{county::short_name, script::Script};
use chrono::{Datelike, NaiveDate};
use domain::{
    kernel::FileId,
    suggestion::{PointAnswer, PromisedItem, PublishAttribute, ReplyCategory, ReplyContent},
};
use serde_json::{Value, json};

/// The draft as the editor sends it.
pub(super) fn draft(script: &Script) -> Value {
    let topic = script.matter();
    let fill = |text: &str| text.replace("{p}", &script.place);
    let proposals: Vec<_> =
        topic.proposals.iter().map(|(proposal, _)| format!("{}。", fill(proposal))).collect();
    let publish_reason = (script.consent == "no").then_some("涉及尚在协商的具体主体，暂不宜公开。");
    let protection = script.ask_protection.then_some("反映问题涉及相关经营主体，请求对代表身份予以保护。");
    let origin = ["research", "visit", "reception", "symposium", "inspection"][script.lead % 5];
    json!({
        "kind": if script.motion.is_some() { "converted_motion" } else { "suggestion" },
        "motion_ref": script.motion,
        "draft": {
            "title": script.title(),
            "facts": fill(topic.facts),
            "analysis": fill(topic.analysis),
            "proposals": proposals,
            "origin": origin,
            "repeated_years": script.repeated,
            "publish_consent": script.consent,
            "publish_reason": publish_reason,
            "want_contact": script.want_contact,
            "reference_only": script.reference_only,
            "ask_protection": protection,
        }
    })
}

/// 协办意见
pub(super) fn co_opinion(script: &Script, unit: &str) -> String {
    let topic = script.matter();
    let at = topic.co.iter().position(|co| *co == unit).unwrap_or(0) % topic.proposals.len();
    let (proposal, work) = topic.proposals[at];
    format!(
        "经研究，我单位对《{}》提出如下协办意见：一是赞成“{}”的意见，对{work}予以支持；二是明确由分管负责人牵头、业务科室具体负责，\
         配合{}做好现场核查和方案论证；三是在职责范围内按季度反馈进展，有关情况请主办单位在答复中一并说明。",
        script.title(),
        proposal.replace("{p}", &script.place),
        short_name(topic.lead),
    )
}

/// 联系沟通记录
pub(super) fn talk(script: &Script, face: bool) -> String {
    let (proposal, work) = script.matter().proposals[0];
    if face {
        format!(
            "到{}现场察看，就“{proposal}”听取代表意见，介绍了{work}的初步考虑，代表补充了点位和时间要求。",
            script.place
        )
    } else {
        format!("电话听取代表对{work}的意见，约定形成初步方案后再当面沟通。")
    }
}

/// 答复
pub(super) fn letter(
    script: &Script,
    (unit, category): (&str, ReplyCategory),
    today: NaiveDate,
    (public, evidence): (bool, Option<FileId>),
) -> ReplyContent {
    let topic = script.matter();
    let due = promise_day(today, category);
    let end = format!("{}年{}月底前", due.year(), due.month());
    let answer = |at: usize, work: &str| match category {
        ReplyCategory::Resolved => {
            format!(
                "已完成{work}。我单位会同有关方面逐项核对，现场复核情况正常，后续纳入日常管理，欢迎代表继续监督。"
            )
        }
        ReplyCategory::InProgress if at == 0 => {
            format!("{work}已经启动，目前完成前期摸排和方案编制，{end}完成；过程中按季度向代表通报进展。")
        }
        ReplyCategory::Planned if at == 0 => {
            format!("{work}已列入工作计划，资金按年度预算分步安排，{end}完成第一阶段任务。")
        }
        ReplyCategory::InProgress | ReplyCategory::Planned => {
            format!("意见已采纳。{work}已明确责任科室和时间要求，与前项任务同步推进。")
        }
        ReplyCategory::Deferred => {
            format!("{work}受资金和用地指标限制，目前条件尚不成熟，我单位将持续跟踪，条件具备后优先考虑。")
        }
        ReplyCategory::Reference => {
            format!("关于{work}，上级政策目前没有相应规定，我单位已将意见留存，作为今后研究有关工作的参考。")
        }
    };
    let points = (1..)
        .zip(topic.proposals)
        .enumerate()
        .map(|(at, (number, (_, work)))| PointAnswer { proposal_no: number, answer: answer(at, work) })
        .collect();
    let others: Vec<_> = script.co_units().iter().map(|co| short_name(co)).collect();
    let consulted = if others.is_empty() {
        String::new()
    } else {
        format!("办理中征求了{}的意见并已采纳。", others.join("、"))
    };
    let reason = category.needs_reason().then(|| {
        "受现行政策、年度财力和建设用地指标限制，目前实施条件尚不具备，已与代表当面说明情况并取得理解。"
            .to_owned()
    });
    let promises = if category.needs_commitment() {
        vec![PromisedItem {
            text: format!("{end}完成{}，并向代表报告结果。", topic.proposals[0].1),
            responsible: "业务科负责人".to_owned(),
            due,
            milestones: Vec::new(),
        }]
    } else {
        Vec::new()
    };
    ReplyContent {
        category,
        body: format!(
            "您提出的《{}》收悉。我单位高度重视，明确专人办理，到{}实地了解情况，并与您进行了沟通。{consulted}现将办理情况逐条答复如下。\
             感谢您对{}工作的关心和支持。",
            script.title(),
            script.place,
            short_name(unit),
        ),
        points,
        reason,
        co_units_explained: true,
        contact_name: "演联络".to_owned(),
        contact_phone: "0000-80000000".to_owned(),
        cc: vec!["县人大常委会代表工委".to_owned(), "县政府办督查室".to_owned()],
        publish_attr: if public { PublishAttribute::Active } else { PublishAttribute::OnRequest },
        publish_reason: (!public).then(|| "代表未同意全文公开，依申请公开。".to_owned()),
        evidence: evidence.filter(|_| category.needs_evidence()).into_iter().collect(),
        promises,
    }
}

/// 补充答复: the promise was kept.
pub(super) fn kept_letter(script: &Script, unit: &str, public: bool, evidence: FileId) -> ReplyContent {
    let mut content =
        letter(script, (unit, ReplyCategory::Resolved), NaiveDate::default(), (public, Some(evidence)));
    content.body = format!(
        "关于《{}》答复中的承诺事项，{}已经完成，经县人大常委会代表工委现场核实认定，办理结果由 B 类转为 A 类，现补充答复如下。",
        script.title(),
        script.matter().proposals[0].1,
    );
    content
}

/// Promises end with a quarter.
fn promise_day(today: NaiveDate, category: ReplyCategory) -> NaiveDate {
    let (month, day) = match (category, today.month()) {
        (ReplyCategory::InProgress, 1..=6) => (9, 30),
        _ => (12, 31),
    };
    NaiveDate::from_ymd_opt(today.year(), month, day).unwrap_or(today)
}
