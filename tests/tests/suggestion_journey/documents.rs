//! 文书: what each form says, who may print it, and that nobody reads on paper what the screen would not show.

use crate::letters::text_of;
use serde_json::{Value, json};
use std::io::Read;
use tests::{Client, Congress, DEPUTIES, Matter, Reply, TestApp, letter};

/// The text of a Word file without white space.
fn words_of(docx: &Reply) -> String {
    assert_eq!(docx.status, 200, "{}: {}", docx.line, docx.text());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&docx.body)).expect("a Word file");
    let mut xml = String::new();
    zip.by_name("word/document.xml").expect("the text").read_to_string(&mut xml).expect("UTF-8");
    let mut text = String::new();
    for piece in xml.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').expect("well-formed");
        if tag == "w:t" || tag.starts_with("w:t ") {
            text.push_str(after);
        }
    }
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The forms that `who` may print, of one kind.
async fn listed(matter: &Matter<'_>, who: &Client, form: &str) -> Vec<Value> {
    let list = who.get(&matter.path("/documents")).await.ok(200);
    let items = list["items"].as_array().expect("items");
    items.iter().filter(|item| item["form"] == form).cloned().collect()
}

/// The one form of a kind, as PDF and as Word file, which say the same.
async fn printed(matter: &Matter<'_>, who: &Client, form: &str, needed: &[&str]) -> String {
    let listed = listed(matter, who, form).await;
    let item =
        listed.iter().find(|item| item["blank"] == json!(false)).unwrap_or_else(|| panic!("no {form}"));
    let path = item["path"].as_str().expect("a path");
    let of = item["of"].as_str().map(|of| format!("&of={of}")).unwrap_or_default();
    let pdf = text_of(&who.get(&format!("{path}?format=pdf{of}")).await);
    let docx = words_of(&who.get(&format!("{path}?format=docx{of}")).await);
    for part in needed {
        assert!(pdf.contains(part), "{form}: {part} is not in the PDF: {pdf}");
        assert!(docx.contains(part), "{form}: {part} is not in the Word file: {docx}");
    }
    pdf
}

#[tokio::test]
async fn every_form_says_what_happened() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    let lead = matter.task(congress.housing);

    // Asked to send back and refused; meanwhile an empty form can be filled in by hand.
    let blank = listed(&matter, &congress.leader, "send_back").await;
    assert!(blank.iter().any(|item| item["blank"] == json!(true)), "{blank:?}");
    assert!(listed(&matter, &congress.clerk, "send_back").await.is_empty());
    let ask = json!({"reason": "校门口道路由公安交警部门管理，不在我局职责范围。", "suggested_unit_id": congress.traffic.0});
    matter.post(&congress.leader, &format!("/tasks/{lead}/request-send-back"), &ask).await;
    let refuse = json!({"agree": false, "reason": "泊位施划属市政设施管理，由你局办理。"});
    matter.post(&congress.dispatcher, &format!("/tasks/{lead}/decide-send-back"), &refuse).await;
    matter.sign_and_start().await;
    printed(
        &matter,
        &congress.leader,
        "send_back",
        &[
            "代表建议退办申请单",
            "闭会第001号",
            "公安交警部门管理",
            "泗安县交通局",
            "不同意退办",
            "由你局办理",
            "主办",
        ],
    )
    .await;

    // 催办函, by the committee and for a deputy.
    let urge = json!({"task_id": lead, "text": "请抓紧与代表联系，尽快拿出方案。"});
    matter.post(&congress.clerk, "/urge", &urge).await;
    let seen = printed(
        &matter,
        &congress.handler,
        "reminder",
        &[
            "关于催办县十八届人大闭会第001号建议的函",
            "泗安县住建局：",
            "请抓紧与代表联系",
            "尚未答复代表",
            "抄送：",
        ],
    )
    .await;
    assert!(seen.contains(DEPUTIES[0]), "{seen}");

    matter.talk("2026-03-02T09:00:00+08:00", &[]).await;
    printed(
        &matter,
        &congress.clerk,
        "contact_record",
        &[
            "代表建议办理面复（沟通）记录",
            "第一小学门口",
            "副局长演分管",
            "确认情况属实",
            "现场察看（当面）",
            "2026年3月2日09:00",
        ],
    )
    .await;
    let more = json!({"reason": "施工图需重新报审，涉及三所学校。", "until": "2026-07-15"});
    matter.post(&congress.handler, &format!("/tasks/{lead}/request-extension"), &more).await;
    let until = json!({"approved_until": "2026-07-15", "reason": "情况属实，请抓紧。"});
    matter.post(&congress.head, &format!("/tasks/{lead}/decide-extension"), &until).await;
    printed(
        &matter,
        &congress.handler,
        "extension",
        &["代表建议延期答复申请表", "施工图需重新报审", "2026年7月15日", "同意延期至", "不超过六个月"],
    )
    .await;

    matter.co_opinion().await;
    matter.answer(&letter()).await;
    let form = printed(
        &matter,
        &congress.lead,
        "feedback_form",
        &[
            "代表建议办理情况征询意见表",
            "第一联",
            "第二联",
            "对办理态度",
            "□基本满意",
            "表号JY-18-00-0001-1-1",
        ],
    )
    .await;
    assert_eq!(form.matches("代表签名").count(), 2, "two copies: {form}");
    printed(&matter, &congress.lead, "reply_letter", &["泗住建复〔2026〕5号"]).await;
    printed(&matter, &congress.lead, "paper", &["建议、批评和意见专用纸"]).await;

    // 不满意 → 重新办理通知书
    let rating = json!({"reply_id": matter.reply(), "attitude": "satisfied", "result": "unsatisfied", "reasons": ["unsolved"], "met": true,
        "received_reply_on": "2026-03-02", "who_replied": "演分管", "comment": "泊位没有落实。"});
    matter.post(&congress.lead, "/evaluate", &rating).await;
    let order = json!({"reason": "代表反映泊位没有落实，责成重新办理。"});
    matter.post(&congress.head, "/rehandle", &order).await;
    printed(
        &matter,
        &congress.handler,
        "rehandle_notice",
        &["重新办理通知书", "泗安县住建局：", "评价为“不满意”", "责成重新办理", "泗住建复〔2026〕5号"],
    )
    .await;
}

#[tokio::test]
async fn a_protected_name_is_on_no_form_and_a_confidential_matter_has_none() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::accepted(&congress).await;
    let protect = json!({"confidential": false, "hide_names_from_units": true, "reason": "代表要求保护。"});
    matter.put(&congress.clerk, "/confidentiality", &protect).await;
    matter.assign_through_the_office().await;
    matter.sign_and_start().await;
    let lead = matter.task(congress.housing);
    matter.post(&congress.lead, "/urge", &json!({"text": "请抓紧办理。"})).await;
    matter.talk("2026-03-02T09:00:00+08:00", &[]).await;
    let more = json!({"reason": "施工图需重新报审，涉及三所学校。", "until": "2026-07-15"});
    matter.post(&congress.handler, &format!("/tasks/{lead}/request-extension"), &more).await;
    matter.co_opinion().await;
    matter.answer(&letter()).await;
    let list = congress.handler.get(&matter.path("/documents")).await.ok(200);
    let items = list["items"].as_array().expect("items").clone();
    for form in ["paper", "reply_letter", "feedback_form", "reminder", "contact_record", "extension"] {
        assert!(items.iter().any(|item| item["form"] == form), "{form} is not printable: {list}");
    }
    for item in &items {
        let of = item["of"].as_str().map(|of| format!("&of={of}")).unwrap_or_default();
        let path = item["path"].as_str().expect("a path");
        for format in ["pdf", "docx"] {
            let file = congress.handler.get(&format!("{path}?format={format}{of}")).await;
            let text = if format == "pdf" { text_of(&file) } else { words_of(&file) };
            for name in DEPUTIES {
                assert!(!text.contains(name), "{name} on {item} as {format}: {text}");
            }
        }
    }
    // The committee sees whose it is.
    printed(&matter, &congress.clerk, "reminder", &[DEPUTIES[0]]).await;

    // Nobody prints what they may not read, and nothing that the list does not name.
    let reminder = listed(&matter, &congress.clerk, "reminder").await[0].clone();
    let path = format!(
        "{}?of={}",
        reminder["path"].as_str().expect("a path"),
        reminder["of"].as_str().expect("an id")
    );
    congress.other_deputy.get(&path).await.problem(404, "resource.not_found");
    congress.other_deputy.get(&matter.path("/documents")).await.problem(404, "resource.not_found");
    congress.clerk.get(&matter.path("/documents/reminder")).await.problem(404, "resource.not_found");
    let secret = json!({"confidential": true, "hide_names_from_units": true, "reason": "涉及敏感事项。"});
    matter.seen_by(&congress.clerk).await;
    matter.put(&congress.clerk, "/confidentiality", &secret).await;
    for item in items {
        let of = item["of"].as_str().map(|of| format!("?of={of}")).unwrap_or_default();
        let path = item["path"].as_str().expect("a path");
        congress.handler.get(&format!("{path}{of}")).await.problem(404, "resource.not_found");
    }
}
