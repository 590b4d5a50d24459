use crate::journey::release;
use serde_json::{Value, json};
use tests::{Congress, DEPUTIES, Matter, Reply, TestApp, letter};

/// The text of a PDF without white space: lines break where the page ends.
pub fn text_of(pdf: &Reply) -> String {
    assert_eq!(pdf.status, 200, "{}: {}", pdf.line, pdf.text());
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    let document = lopdf::Document::load_mem(&pdf.body).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("text");
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

#[tokio::test]
async fn letters_say_what_was_signed_to_whom_it_concerns_and_no_more() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    matter.sign_and_start().await;
    matter.talk("2026-03-02T09:00:00+08:00", &[]).await;
    matter.co_opinion().await;

    // A draft has a preview for those who write and review it, and no letter.
    let task = matter.task(congress.housing);
    matter.put(&congress.handler, &format!("/tasks/{task}/reply"), &letter()).await;
    let preview = matter.path(&format!("/tasks/{task}/reply-preview.pdf"));
    let seen = text_of(&congress.handler.get(&preview).await);
    assert!(seen.contains("草稿，未签发") && seen.contains("演联络"), "{seen}");
    for who in [&congress.lead, &congress.co_handler] {
        who.get(&preview).await.problem(404, "resource.not_found");
    }
    let draft = matter.reply();
    let early = congress.handler.get(&matter.path(&format!("/replies/{draft}/letter.pdf"))).await;
    early.problem(404, "resource.not_found");

    matter.answer(&letter()).await;
    let pdf = matter.path(&format!("/replies/{}/letter.pdf", matter.reply()));
    let first = congress.lead.get(&pdf).await;
    let seen = text_of(&first);
    for part in [
        "泗住建复〔2026〕5号",
        "县十八届人大闭会第001号建议",
        DEPUTIES[0],
        "已在第一小学周边施划八个",
        "0527-80000000",
        "征询意见表",
    ] {
        assert!(seen.contains(part), "{part} is missing: {seen}");
    }
    assert!(first.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    // The same again comes from memory, and not at all to whoever has it.
    let tag = first.header("etag").expect("a tag").to_owned();
    let known =
        congress.lead.call("GET".parse().expect("a method"), &pdf).header("If-None-Match", &tag).send().await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    // Printed for one deputy; for one to whom it does not go, not at all.
    let own = congress.clerk.get(&format!("{pdf}?deputy_id={}", congress.deputies[0])).await;
    assert_eq!(own.status, 200);
    let none = congress.clerk.get(&format!("{pdf}?deputy_id={}", congress.deputies[3])).await;
    none.problem(404, "resource.not_found");
    congress.clerk.get(&format!("{pdf}?deputy=1")).await.problem(400, "request.unknown_parameter");

    // For the public: masked as released, nobody's telephone, nobody's name but the lead's.
    let masks = json!([{"field": "body", "start": 0, "end": 4, "kind": "other"}]);
    release(&congress, &mut matter, json!({"part": "title"})).await;
    let released = json!({"part": "reply", "reply_id": matter.reply(), "redactions": masks});
    release(&congress, &mut matter, released).await;
    let public = format!("/api/v1/public/suggestions/{}/letter.pdf", matter.id());
    // The public page leads to it, and to no paper as long as the text is not published.
    let page = app.anonymous().get(&format!("/api/v1/public/suggestions/{}", matter.id())).await.ok(200);
    assert_eq!(page["pdf_url"], Value::Null);
    let link = page["replies"][0]["pdf_url"].as_str().expect("a link to the letter").to_owned();
    assert!(link.starts_with(&public), "{link}");
    let answer = app.anonymous().get(&link).await;
    let seen = text_of(&answer);
    assert!(seen.contains("＊＊＊＊后") && !seen.contains("收到建议后"), "{seen}");
    for absent in ["0527-80000000", "演联络", "演局长", "征询意见表", "市政科"] {
        assert!(!seen.contains(absent), "{absent} is public: {seen}");
    }
    assert_eq!(answer.header("cache-control"), Some("public, max-age=60"));
}

#[tokio::test]
async fn protected_names_are_on_no_paper_of_a_unit() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::accepted(&congress).await;
    let protect = json!({"confidential": false, "hide_names_from_units": true, "reason": "代表要求保护。"});
    matter.put(&congress.clerk, "/confidentiality", &protect).await;
    matter.assign_through_the_office().await;
    let paper = matter.path("/paper.pdf");
    let unit = text_of(&congress.handler.get(&paper).await);
    assert!(unit.contains("受保护代表") && !unit.contains(DEPUTIES[0]), "{unit}");
    let committee = text_of(&congress.clerk.get(&paper).await);
    assert!(committee.contains(DEPUTIES[0]) && committee.contains("闭会第001号"), "{committee}");
}

#[tokio::test]
async fn without_a_chinese_font_there_is_a_word_file_and_a_clear_refusal() {
    let app =
        TestApp::start_with(|config| config.font_dirs = vec![std::env::temp_dir().join("no-fonts-here")])
            .await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::begin(&congress).await;
    congress.lead.get(&matter.path("/paper.pdf")).await.problem(503, "fonts.missing");
    let docx = congress.lead.get(&matter.path("/paper.docx")).await;
    assert_eq!(docx.status, 200);
    assert!(docx.body.starts_with(b"PK\x03\x04"));
    matter.post(&congress.lead, "/submit", &Value::Null).await;
}
