//! Every command on a suggestion, each given by 32 clients at once on the same version: one wins, the others are told to
//! look again. A command of the contract that no story races fails the test.

use super::stage::{Raced, Stage};
use chrono::Duration;
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use tests::contract::Operation;
use tests::{Client, Congress, Council, Matter, TestApp, letter, ticked};

const NOTHING: Value = Value::Null;

fn because(reason: &str) -> Value {
    json!({ "reason": reason })
}

async fn uploaded(who: &Client, name: &str) -> String {
    sent_up(who, name, b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n").await
}

async fn sent_up(who: &Client, name: &str, bytes: &'static [u8]) -> String {
    let form = Form::new().part("file", Part::bytes(bytes).file_name(name.to_owned()));
    let made = who.call(Method::POST, "/api/v1/files").multipart(form).send().await.ok(201);
    made["id"].as_str().expect("an id").to_owned()
}

/// Writing, co-signing, review.
async fn before_acceptance(stage: &Stage<'_>) {
    let Congress { lead, cosigner, clerk, head, deputies, .. } = stage.congress;
    let mut one = stage.begin(NOTHING).await;
    let mut text = tests::draft()["draft"].clone();
    text["analysis"] = json!("修改后的分析。");
    one.put(lead, "/draft", &text).await;
    one.post(lead, "/cosigners", &json!({"deputy_ids": [deputies[1].0, deputies[2].0]})).await;
    one.seen_by(cosigner).await;
    let read = json!({"text_version": one.shown["text_version"]});
    one.post(cosigner, "/cosign", &read).await;
    one.post(cosigner, "/decline-cosign", &NOTHING).await;
    one.post(lead, "/submit", &NOTHING).await;
    one.put(clerk, "/classification", &json!({"category": "城建交通"})).await;
    let open = json!({"confidential": false, "hide_names_from_units": false, "reason": null,
        "named_account_ids": []});
    one.put(clerk, "/confidentiality", &open).await;
    one.put(clerk, "/previous", &json!({"suggestion_ids": []})).await;
    let refusal = json!({"reasons": ["no_content"], "text": "请补充具体意见。"});
    one.post(clerk, "/return", &refusal).await;
    one.post(lead, "/insist", &because("内容已经具体")).await;
    one.post(head, "/accept", &json!({"category": "城建交通"})).await;
    one.post(clerk, "/errata", &json!({"text": "地名更正。"})).await;

    let mut other = stage.begin(NOTHING).await;
    other.race(lead, Method::DELETE, "", &NOTHING).await;

    let mut refused = stage.begin(NOTHING).await;
    refused.post(lead, "/submit", &NOTHING).await;
    let mut body = refusal;
    body["outcome"] = json!("none");
    refused.post(head, "/not-accept", &body).await;

    let mut child = stage.begin(NOTHING).await;
    child.post(lead, "/submit", &NOTHING).await;
    let which = json!({"child_id": child.id(), "child_version": child.version});
    one.post(clerk, "/merge", &which).await;
    child.seen_by(clerk).await;
    let which = json!({"child_id": child.id(), "child_version": child.version});
    one.post(clerk, "/unmerge", &which).await;
}

/// A joint suggestion that its deputies take back.
async fn withdrawal(stage: &Stage<'_>) {
    let Congress { lead, cosigner, deputies, .. } = stage.congress;
    let mut one = stage.begin(NOTHING).await;
    one.post(lead, "/cosigners", &json!({"deputy_ids": [deputies[1].0]})).await;
    one.post(cosigner, "/cosign", &json!({"text_version": 1})).await;
    one.post(lead, "/submit", &NOTHING).await;
    one.post(lead, "/withdraw", &because("问题已经解决")).await;
    one.post(lead, "/cancel-withdrawal", &NOTHING).await;
    one.post(lead, "/withdraw", &because("问题已经解决")).await;
    one.post(cosigner, "/refuse-withdrawal", &because("没有解决")).await;
    one.post(lead, "/withdraw", &because("问题已经解决")).await;
    one.post(cosigner, "/agree-withdrawal", &NOTHING).await;
    assert_eq!(one.shown["status"], "withdrawn");
}

/// From the assignment to the first letter.
async fn handled<'a>(stage: &'a Stage<'a>) -> Raced<'a> {
    let congress = stage.congress;
    let Congress { lead, clerk, head, dispatcher, handler, leader, co_handler, co_leader, .. } = congress;
    let mut one = stage.begin(NOTHING).await;
    one.post(lead, "/submit", &NOTHING).await;
    one.post(clerk, "/accept", &json!({"category": "城建交通"})).await;
    let system = json!({"assignments": [{"unit_id": congress.office.0, "role": "lead", "tier": "system"}]});
    one.post(clerk, "/assign", &system).await;
    one.post(clerk, "/recall", &because("调整承办单位")).await;
    one.post(clerk, "/assign", &system).await;
    one.post(lead, "/object-to-unit", &because("主要事项属于其他部门")).await;
    one.post(clerk, "/decide-objection", &json!({"agree": false, "answer": "维持交办。"})).await;
    let office = one.task(congress.office);
    one.post(dispatcher, &format!("{office}/sign"), &NOTHING).await;
    let units = json!({"assignments": [
        {"unit_id": congress.housing.0, "role": "lead", "tier": "unit"},
        {"unit_id": congress.traffic.0, "role": "co", "tier": "unit"}]});
    one.post(dispatcher, &format!("{office}/dispatch"), &units).await;
    let (task, co) = (one.task(congress.housing), one.task(congress.traffic));
    one.post(leader, &format!("{task}/request-send-back"), &because("不属于本单位职责")).await;
    let keep = json!({"agree": false, "new_unit_id": null, "reason": "属于该单位职责。"});
    one.post(dispatcher, &format!("{task}/decide-send-back"), &keep).await;
    one.post(handler, &format!("{task}/sign"), &NOTHING).await;
    one.post(co_handler, &format!("{co}/sign"), &NOTHING).await;
    let who = json!({"handler_id": null, "leader_name": "演分管", "plan": "先现场踏勘。"});
    one.post(handler, &format!("{task}/start"), &who).await;
    one.put(handler, &format!("{task}/responsibles"), &who).await;
    let text = json!({"text": "已完成现场踏勘，正在编制方案，预计下月答复。"});
    one.post(handler, &format!("{task}/holding-answers"), &text).await;
    for answer in ["dispute-contact", "confirm-contact"] {
        let talk = json!({"kind": "site", "face_to_face": true, "at": stage.app.now(), "place": "第一小学门口",
            "unit_people": [{"name": "演分管", "post": "副局长", "rank": "deputy_head"}],
            "deputy_ids": [congress.deputies[0].0], "summary": "就泊位选址与代表沟通。"});
        one.post(handler, &format!("{task}/contacts"), &talk).await;
        let mut body = json!({"contact_id": one.contact(&task)});
        if answer == "dispute-contact" {
            body["reason"] = json!("当日没有见面。");
        }
        one.post(lead, &format!("{task}/{answer}"), &body).await;
    }
    let until = stage.app.now().date_naive() + Duration::days(120);
    let more = json!({"reason": "涉及多个部门，需要论证。", "until": until});
    one.post(handler, &format!("{task}/request-extension"), &more).await;
    let granted = json!({"approved_until": until, "reason": "同意延期。"});
    one.post(head, &format!("{task}/decide-extension"), &granted).await;
    one.post(clerk, "/urge", &json!({"text": "请抓紧办理。"})).await;
    let urge = one.shown["urges"][0]["id"].clone();
    let heard = json!({"urge_id": urge, "text": "正在抓紧办理。"});
    one.post(handler, "/acknowledge-urge", &heard).await;
    let opinion = json!({"text": "经现场核查，校门口道路红线宽度满足设置即停即走泊位条件，建议设置八个泊位，由我局负责施划标线，\
        并在接送时段安排人员疏导，确保通行安全。"});
    one.put(co_handler, &format!("{co}/co-opinion"), &opinion).await;
    one.post(co_leader, &format!("{co}/issue-co-opinion"), &opinion).await;
    one.post(leader, &format!("{co}/return-co-opinion"), &because("没有说明资金来源")).await;
    one.post(co_leader, &format!("{co}/issue-co-opinion"), &opinion).await;

    let mut promised = letter();
    promised["promises"][0]["milestones"] = json!([{"text": "完成施工图设计", "date": "2026-09-30"}]);
    let evidence = sent_up(handler, "现场说明.txt", "泊位已经施划。".as_bytes()).await;
    promised["evidence_ids"] = json!([evidence]);
    let reply = format!("{task}/reply");
    let submit = format!("{task}/submit-reply");
    one.put(handler, &reply, &promised).await;
    one.post(handler, &submit, &NOTHING).await;
    let back = json!({"checklist": ["wording"], "remark": "请补充时间。"});
    one.post(dispatcher, &format!("{task}/return-reply"), &back).await;
    one.put(handler, &reply, &promised).await;
    one.post(handler, &submit, &NOTHING).await;
    one.post(dispatcher, &format!("{task}/pass-reply"), &ticked()).await;
    one.post(leader, &format!("{task}/reject-draft"), &json!({"remark": "请核实完成时间。"})).await;
    one.put(handler, &reply, &promised).await;
    one.post(handler, &submit, &NOTHING).await;
    one.post(dispatcher, &format!("{task}/pass-reply"), &ticked()).await;
    let sign = json!({"doc_no": "泗住建复〔2026〕15号", "signer_name": "演局长", "by_head": true, "seal_applied": true});
    one.post(leader, &format!("{task}/sign-off"), &sign).await;
    one.post(handler, &format!("{task}/deliver"), &json!({"method": "face"})).await;
    one
}

/// A further round: signed, talked, answered for good.
async fn answered_again(one: &mut Raced<'_>, stage: &Stage<'_>, number: u32) {
    let congress = stage.congress;
    let Congress { handler, leader, dispatcher, lead, .. } = congress;
    one.seen_by(handler).await;
    let task = one.task(congress.housing);
    one.post(handler, &format!("{task}/sign"), &NOTHING).await;
    let who = json!({"handler_id": null, "leader_name": "演分管", "plan": ""});
    one.post(handler, &format!("{task}/start"), &who).await;
    let talk = json!({"kind": "site", "face_to_face": true, "at": stage.app.now(), "place": "第一小学门口",
        "unit_people": [{"name": "演分管", "post": "副局长", "rank": "deputy_head"}],
        "deputy_ids": [congress.deputies[0].0], "summary": "就落实情况与代表沟通。"});
    one.post(handler, &format!("{task}/contacts"), &talk).await;
    one.post(lead, &format!("{task}/confirm-contact"), &json!({"contact_id": one.contact(&task)})).await;
    let mut content = letter();
    content["category"] = json!("deferred");
    content["reason"] = json!("受年度财力限制，列入下一年度项目库统筹研究。");
    content["promises"] = json!([]);
    one.put(handler, &format!("{task}/reply"), &content).await;
    one.post(handler, &format!("{task}/submit-reply"), &NOTHING).await;
    one.post(dispatcher, &format!("{task}/pass-reply"), &ticked()).await;
    let sign = json!({"doc_no": format!("泗住建复〔2026〕{number}号"), "signer_name": "演局长", "by_head": true,
        "seal_applied": true});
    one.post(leader, &format!("{task}/sign-off"), &sign).await;
    one.post(handler, &format!("{task}/deliver"), &json!({"method": "face"})).await;
}

/// From the first letter to the archive, through three rounds.
async fn after_the_reply(stage: &Stage<'_>) {
    let congress = stage.congress;
    let Congress { lead, clerk, head, handler, leader, .. } = congress;
    let mut one = handled(stage).await;
    one.post(lead, "/pressure-flags", &json!({"text": "有人来电要求评价满意。"})).await;
    // A word of the title is marked, the mark is left, four questions are answered.
    let desk = clerk.get(&format!("/api/v1/suggestions/{}/publication-desk", one.id())).await.ok(200);
    let texts = desk["parts"].as_array().expect("parts").iter().find(|part| part["part"] == "title");
    let sha256 = &texts.expect("the title")["text_sha256"];
    let mark = json!({"part": "title", "reply_id": null, "text_sha256": sha256,
        "choices": [{"field": "title", "start": 2, "end": 4, "kind": "name", "decision": "leave", "reason": "不是人名"}]});
    one.post(clerk, "/publication-marks", &mark).await;
    let review =
        json!({"part": "title", "reply_id": null, "text_sha256": sha256, "aspect": "privacy", "clear": true});
    one.post(clerk, "/secrecy-reviews", &review).await;
    // A word of a file is covered, and the file stays inside.
    let letter_part = desk["parts"].as_array().expect("parts").iter().find(|part| part["part"] == "reply");
    let letter_part = letter_part.expect("the letter");
    let file = &letter_part["files"][0];
    let file = json!({"part": "reply", "reply_id": letter_part["reply_id"], "file_id": file["file"]["id"],
        "sha256": file["sha256"]});
    let word = json!({"file": file,
        "choices": [{"field": "0", "start": 0, "end": 2, "kind": "other", "decision": "cover"}]});
    one.post(clerk, "/publication-file-marks", &word).await;
    let inside = json!({"file": file, "publish": false, "reason": "内部资料"});
    one.post(clerk, "/publication-files", &inside).await;
    let part = json!({"part": "title", "reply_id": null, "no_state_secret": true, "no_commercial_secret": true,
        "no_privacy": true, "no_stability_risk": true});
    one.post(clerk, "/publications", &part).await;
    let publication = one.shown["publications"][0]["id"].as_str().expect("an id").to_owned();
    one.post(head, &format!("/publications/{publication}/decide"), &json!({"release": true})).await;
    one.post(head, &format!("/publications/{publication}/unpublish"), &because("含有个人信息")).await;
    let task = one.task(congress.housing);
    let mut more = json!({"kind": "supplement", "content": letter(), "kept_commitment_ids": [],
        "sign_off": {"doc_no": "泗住建复〔2026〕16号", "signer_name": "演局长", "by_head": true, "seal_applied": true}});
    more["content"]["promises"] =
        json!([{"text": "补充承诺一项", "responsible": "市政科", "due": "2026-12-31"}]);
    one.post(leader, &format!("{task}/supplements"), &more).await;

    one.post(lead, "/evaluate", &one.rating("satisfied", "unsatisfied")).await;
    let again = json!({"reason": "第二条意见未实质办理。", "task_ids": [], "panel_conclusion": null});
    one.post(head, "/rehandle", &again).await;
    answered_again(&mut one, stage, 7).await;
    one.post(lead, "/evaluate", &one.rating("unsatisfied", "basic")).await;
    one.post(clerk, "/interview", &json!({"text": "已约谈承办单位负责人。"})).await;
    assert_eq!(one.shown["status"], "tracking");

    let photo = uploaded(handler, "现场照片.pdf").await;
    let first = one.promise("open");
    let reached = json!({"milestone": 1, "text": "施工图设计已完成。", "evidence_ids": [photo]});
    one.post(handler, &format!("{first}/milestones"), &reached).await;
    let done = json!({"text": "其余泊位已施划完成。", "evidence_ids": [photo]});
    one.post(handler, &format!("{first}/report"), &done).await;
    let no = json!({"accept": false, "reason": "现场尚未完成。"});
    one.post(clerk, &format!("{first}/judge"), &no).await;
    let later = json!({"explanation": "因管线迁改调整。", "text": "次年六月底前完成。", "due": "2027-06-30"});
    one.post(handler, &format!("{first}/change"), &later).await;
    one.post(lead, &format!("{first}/confirm-explanation"), &NOTHING).await;
    let second = one.promise("open");
    one.post(clerk, &format!("{second}/carry-over"), &json!({"due": "2027-12-31"})).await;
    one.post(handler, &format!("{second}/fail"), &json!({"explanation": "上级资金计划取消。"})).await;
    one.post(lead, &format!("{second}/confirm-explanation"), &NOTHING).await;
    let third = one.promise("open");
    one.post(handler, &format!("{third}/fail"), &json!({"explanation": "上级资金计划取消。"})).await;
    one.post(lead, &format!("{third}/confirm-explanation"), &NOTHING).await;
    one.post(clerk, "/close", &NOTHING).await;
    one.post(head, "/reopen", &again).await;
    answered_again(&mut one, stage, 8).await;
    one.post(lead, "/evaluate", &one.rating("satisfied", "unsatisfied")).await;
    let told =
        json!({"text": "受政策限制，已与代表、单位会商。", "panel_conclusion": "评估认为目前不具备条件。"});
    one.post(clerk, "/explain", &told).await;
    assert_eq!(one.shown["status"], "closed");
    one.post(clerk, "/archive", &NOTHING).await;
}

/// What only some matters need.
async fn on_the_side(stage: &Stage<'_>) {
    let congress = stage.congress;
    let Congress { lead, clerk, handler, leader, .. } = congress;
    // For reference only.
    let mut one = stage.begin(json!({"reference_only": true})).await;
    one.post(lead, "/submit", &NOTHING).await;
    one.post(clerk, "/accept", &json!({"category": "城建交通"})).await;
    let direct = json!({"assignments": [{"unit_id": congress.housing.0, "role": "lead", "tier": "unit"}]});
    one.post(clerk, "/assign", &direct).await;
    let task = one.task(congress.housing);
    one.post(handler, &format!("{task}/sign"), &NOTHING).await;
    let note = json!({"text": "已阅研究，供工作参考。", "signer_name": "演局长"});
    one.post(leader, &format!("{task}/note-as-read"), &note).await;

    // A unit that a reform has ended, and an opinion that never came.
    let mut late = stage.take(&Matter::dispatched(congress).await);
    let water = stage.app.unit("县水利局").await;
    late.seen_by(clerk).await;
    let co = late.task(congress.traffic);
    late.post(clerk, &format!("{co}/transfer"), &json!({"successor_id": water.0})).await;
    stage.app.advance(Duration::days(60));
    late.seen_by(handler).await;
    late.post(handler, &format!("{co}/mark-co-opinion-missing"), &NOTHING).await;
}

/// A rating from a signed form.
async fn on_paper(stage: &Stage<'_>) {
    let congress = stage.congress;
    let at = stage.app.now().to_rfc3339();
    let mut one = stage.take(&Matter::replied(congress, &at).await);
    let scan = uploaded(&congress.clerk, "征询意见表.pdf").await;
    one.seen_by(&congress.clerk).await;
    let form = json!({"deputy_id": congress.deputies[0].0, "scan_id": scan,
        "evaluation": one.rating("satisfied", "satisfied")});
    one.post(&congress.clerk, "/paper-feedback", &form).await;
}

/// 重点督办, from the nomination to the end.
async fn supervised(stage: &Stage<'_>) {
    let congress = stage.congress;
    let Congress { lead, clerk, handler, leader, .. } = congress;
    let council = Council::of(stage.app, congress).await;
    let today = stage.app.now().date_naive();
    let year = chrono::Datelike::year(&today);
    let mut matter = Matter::accepted(congress).await;
    let mut one = stage.take(&matter);
    let nominated = json!({"year": year, "reasons": ["livelihood"], "reason": "学校周边停车难反映集中。"});
    one.post(clerk, "/key/propose", &nominated).await;
    let not = json!({"meeting": "第29次主任会议", "on": today, "reason": "与民生实事项目重复。"});
    one.post(&council.chairman, "/key/decline", &not).await;
    one.post(clerk, "/key/propose", &nominated).await;
    let said = json!({"on": today, "opinion": "县政府同意列入。"});
    one.post(clerk, "/key/consult", &said).await;
    let mut choice = council.choice();
    choice["on"] = json!(today);
    one.post(&council.chairman, "/key/choose", &choice).await;

    matter.seen_by(clerk).await;
    matter.assign_through_the_office().await;
    matter.sign_and_start().await;
    one.seen_by(handler).await;
    one.post(&council.supervisor, "/urge", &json!({"text": "请抓紧制定方案。"})).await;
    let plan = json!({"measures": "分两步增设车位。", "milestones": [{"text": "完成选址", "due": today}]});
    one.post(handler, "/key/plan", &plan).await;
    one.post(handler, "/key/progress", &json!({"text": "已施划八个泊位。"})).await;
    let event = json!({"kind": "site", "on": today, "place": "第一小学门口", "deputy_ids": [congress.deputies[0].0],
        "summary": "察看泊位施划现场。"});
    one.post(clerk, "/key/events", &event).await;
    one.post(clerk, "/key/events", &event).await;

    matter.seen_by(handler).await;
    let task = format!("/tasks/{}", matter.task(congress.housing));
    let talk = json!({"kind": "visit", "face_to_face": true, "at": stage.app.now(), "place": "代表之家",
        "unit_people": [{"name": "演局长", "post": "局长", "rank": "head"}],
        "deputy_ids": [congress.deputies[0].0], "summary": "局长当面答复代表。"});
    matter.post(handler, &format!("{task}/contacts"), &talk).await;
    one.seen_by(handler).await;
    matter.post(lead, &format!("{task}/confirm-contact"), &json!({"contact_id": one.contact(&task)})).await;
    matter.co_opinion().await;
    matter.put(handler, &format!("{task}/reply"), &letter()).await;
    matter.post(handler, &format!("{task}/submit-reply"), &NOTHING).await;
    matter.post(&congress.dispatcher, &format!("{task}/pass-reply"), &ticked()).await;
    let sign = json!({"doc_no": "泗住建复〔2026〕25号", "signer_name": "演局长", "by_head": true, "seal_applied": true});
    matter.post(leader, &format!("{task}/sign-off"), &sign).await;
    one.seen_by(leader).await;
    one.post(leader, "/key/report", &json!({"text": "八个泊位已经启用。"})).await;
    let end = json!({"meeting": "第33次主任会议", "on": today, "conclusion": "同意办结。", "rating": "good"});
    one.post(&council.chairman, "/key/close", &end).await;
}

#[tokio::test]
async fn every_command_of_32_clients_at_once_has_one_winner() {
    let app = TestApp::start_with(|config| config.workers = Some(4)).await;
    let congress = Congress::found(&app).await;
    let stage = Stage::new(&app, &congress);
    on_paper(&stage).await;
    before_acceptance(&stage).await;
    withdrawal(&stage).await;
    after_the_reply(&stage).await;
    on_the_side(&stage).await;
    supervised(&stage).await;

    let raced = stage.raced.into_inner();
    let commands = Operation::all(&app).await.into_iter().filter(|operation| {
        operation.path.starts_with("/api/v1/suggestions/{id}")
            && operation.method != Method::GET
            && operation.headers.iter().any(|header| header == "If-Match")
    });
    let missing: Vec<String> = commands
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .filter(|line| !raced.contains(line))
        .collect();
    assert!(missing.is_empty(), "nobody raced {missing:#?}");
}
