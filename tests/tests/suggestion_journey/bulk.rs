//! 批量: many letters at once, the file of a matter, books, reports and ledgers, for whom they are and for nobody else.

use crate::{journey::release, letters::text_of};
use serde_json::json;
use std::io::{Cursor, Read};
use tests::{Congress, DEPUTIES, Matter, Reply, TestApp};

fn unzip(zip: &Reply) -> Vec<(String, Vec<u8>)> {
    assert_eq!((zip.status, zip.header("content-type")), (200, Some("application/zip")), "{}", zip.text());
    let mut zip = zip::ZipArchive::new(Cursor::new(&zip.body)).expect("a zip");
    (0..zip.len())
        .map(|place| {
            let mut file = zip.by_index(place).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            (file.name().expect("a name in UTF-8").into_owned(), bytes)
        })
        .collect()
}

async fn exports(app: &TestApp, ledger: &str) -> usize {
    let entries = app.store().audit_entries(&Default::default(), None, 200).await.expect("the log");
    let is = |after: &serde_json::Value| after["ledger"] == ledger;
    entries.iter().filter(|entry| entry.action == "suggestion.export" && is(&entry.after)).count()
}

#[tokio::test]
async fn many_letters_are_one_download_and_one_print_run() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let empty = congress.clerk.get("/api/v1/suggestions/print").await;
    empty.problem(422, "letter.none");
    let mut first = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    let files = unzip(&congress.clerk.get("/api/v1/suggestions/print?file=zip").await);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["000 清单.xlsx", "001 闭会第001号 泗安县住建局.pdf"]);
    assert!(files[0].1.starts_with(b"PK") && files[1].1.starts_with(b"%PDF"));
    let word = unzip(&congress.clerk.get("/api/v1/suggestions/print?file=docx_zip&per_deputy=true").await);
    assert_eq!(word[1].0, format!("001 闭会第001号 泗安县住建局 {}.docx", DEPUTIES[0]));
    let run = text_of(&congress.clerk.get("/api/v1/suggestions/print?file=pdf&form=feedback_form").await);
    assert_eq!(run.matches("代表签名").count(), 2, "{run}");
    assert_eq!(exports(&app, "print").await, 3);
    // The filter is the list's.
    congress.clerk.get("/api/v1/suggestions/print?category=x").await.problem(422, "letter.none");
    congress.clerk.get("/api/v1/suggestions/print?colour=1").await.problem(400, "request.unknown_parameter");
    congress.lead.get("/api/v1/suggestions/print").await.problem(403, "permission.denied");

    // A unit prints its own, and of a protected deputy no name.
    let protect = json!({"confidential": false, "hide_names_from_units": true, "reason": "代表要求保护。"});
    first.seen_by(&congress.clerk).await;
    first.put(&congress.clerk, "/confidentiality", &protect).await;
    for path in [
        "print?file=pdf",
        "print?file=pdf&per_deputy=true",
        "print?file=pdf&form=contact_record",
        "collection?format=pdf",
    ] {
        let seen = text_of(&congress.handler.get(&format!("/api/v1/suggestions/{path}")).await);
        assert!(!seen.contains(DEPUTIES[0]) && seen.contains("受保护代表"), "{path}: {seen}");
    }
    let files = unzip(&congress.handler.get(&first.path("/dossier.zip")).await);
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".pdf")) {
        let pdf = lopdf::Document::load_mem(bytes).expect("a PDF");
        let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
        let text = pdf.extract_text(&pages).expect("text");
        assert!(!text.contains(DEPUTIES[0]), "{name}: {text}");
    }
    // A book goes from hand to hand: the name is in nobody's.
    let book = text_of(&congress.clerk.get("/api/v1/suggestions/collection").await);
    assert!(book.contains("受保护代表") && !book.contains(DEPUTIES[0]), "{book}");
}

#[tokio::test]
async fn the_file_of_a_matter_holds_everything_and_is_the_same_every_time() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let matter = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    let path = matter.path("/dossier.zip");
    let first = congress.clerk.get(&path).await;
    let files = unzip(&first);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[0], "00 卷内目录.pdf");
    for part in ["01 代表建议专用纸", "面复记录 泗安县住建局", "答复函 泗安县住建局", "征询意见表"]
    {
        assert!(names.iter().any(|name| name.contains(part)), "{part}: {names:?}");
    }
    let (_, sums) = files.iter().find(|(name, _)| name == "校验 sha256.txt").expect("checksums");
    let sums = String::from_utf8(sums.clone()).expect("UTF-8");
    assert_eq!(sums.lines().count(), files.len() - 2, "all but index and checksums: {sums}");
    assert_eq!(first.body, congress.clerk.get(&path).await.body, "the same matter, the same bytes");
    assert_eq!(exports(&app, "dossier").await, 2);
    congress.other_deputy.get(&path).await.problem(404, "resource.not_found");
    congress.lead.get(&path).await.problem(403, "permission.denied");
}

#[tokio::test]
async fn a_public_book_holds_what_is_published_as_it_is_masked() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    let public = "/api/v1/suggestions/collection?audience=public";
    congress.clerk.get(public).await.problem(422, "letter.none");
    let inside = text_of(&congress.clerk.get("/api/v1/suggestions/collection").await);
    for part in [
        "代表建议和答复汇编",
        "目录",
        "城建交通",
        "居民多次向代表反映",
        "已在第一小学周边施划",
        "泗住建复〔2026〕5号",
    ] {
        assert!(inside.contains(part), "{part}: {inside}");
    }
    release(&congress, &mut matter, json!({"part": "title"})).await;
    let masks = json!([{"field": "body", "start": 0, "end": 4, "kind": "other"}]);
    let released = json!({"part": "reply", "reply_id": matter.reply(), "redactions": masks});
    release(&congress, &mut matter, released).await;
    let outside = text_of(&congress.clerk.get(public).await);
    assert!(outside.contains("＊＊＊＊后") && outside.contains("公开汇编"), "{outside}");
    for absent in ["收到建议后", "居民多次向代表反映", "0527-80000000"] {
        assert!(!outside.contains(absent), "{absent}: {outside}");
    }
    // Confidential: in no book, counted in reports and in none of their lists.
    let mut secret = Matter::dispatched(&congress).await;
    let hide = json!({"confidential": true, "hide_names_from_units": false, "reason": "涉及敏感事项。"});
    secret.seen_by(&congress.clerk).await;
    secret.put(&congress.clerk, "/confidentiality", &hide).await;
    let book = text_of(&congress.head.get("/api/v1/suggestions/collection").await);
    assert!(book.contains("（共1件）"), "{book}");
    let yearly = text_of(&congress.head.get("/api/v1/suggestions/reports/yearly?format=pdf").await);
    assert!(yearly.contains("交办代表建议2件") && yearly.contains("另有1件按规定不列入"), "{yearly}");
    assert!(!yearly.contains("闭会第002号"), "{yearly}");
}

#[tokio::test]
async fn reports_tell_of_their_day_whenever_they_are_made() {
    let app = TestApp::start().await;
    app.move_clock("2026-03-02T08:00:00+08:00");
    let congress = Congress::found(&app).await;
    let reports = "/api/v1/suggestions/reports";
    congress.clerk.get(&format!("{reports}/bulletin")).await.problem(422, "letter.none");
    let mut matter = Matter::dispatched(&congress).await;
    let march = format!("{reports}/bulletin?year=2026&month=3");
    app.move_clock("2026-04-01T08:00:00+08:00");
    let before = text_of(&congress.clerk.get(&march).await);
    for part in [
        "2026年第3期",
        "共交办代表建议1件，其中本月交办1件",
        "已答复0.0%（0/1）",
        "没有逾期未答复",
        "截至2026年3月31日",
    ] {
        assert!(before.contains(part), "{part}: {before}");
    }
    matter.sign_and_start().await;
    let task = matter.task(congress.housing);
    let urge = json!({"task_id": task, "text": "请抓紧联系代表。"});
    matter.post(&congress.clerk, "/urge", &urge).await;
    matter.talk("2026-04-01T07:00:00+08:00", &[]).await;
    matter.co_opinion().await;
    matter.answer(&tests::letter()).await;
    let again = text_of(&congress.clerk.get(&march).await);
    assert_eq!(before, again, "what came later does not change the report of March");
    let april = text_of(&congress.clerk.get(&format!("{reports}/bulletin?month=4")).await);
    assert!(april.contains("已答复100.0%（1/1）") && april.contains("其中本月答复1件"), "{april}");

    let acceptance = format!("{reports}/acceptance?from=2026-01-01&to=2026-12-31");
    let seen = text_of(&congress.clerk.get(&acceptance).await);
    for part in ["共收到代表提出的建议、批评和意见1件", "立案1件", "城建交通", "闭会第001号", DEPUTIES[0]]
    {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    congress.clerk.get(&format!("{reports}/acceptance")).await.problem(422, "validation.failed");
    let yearly = congress.clerk.get(&format!("{reports}/yearly?year=2026")).await;
    assert!(yearly.header("content-type").is_some_and(|kind| kind.ends_with("wordprocessingml.document")));
    let yearly = text_of(&congress.clerk.get(&format!("{reports}/yearly?year=2026&format=pdf")).await);
    for part in [
        "2026年共交办代表建议1件",
        "面商率100.0%（1/1）",
        "承诺事项落实情况",
        "年底前完成其余两所小学泊位施划",
        "待代表评价",
    ] {
        assert!(yearly.contains(part), "{part}: {yearly}");
    }
    for (name, count) in [("bulletin", 3), ("acceptance", 1), ("yearly", 2)] {
        assert_eq!(exports(&app, name).await, count, "{name}");
    }
    // Reports are the committee's: a unit's would tell of its own matters as if they were all.
    for report in ["bulletin", "yearly", "acceptance?from=2026-01-01&to=2026-12-31"] {
        congress.handler.get(&format!("{reports}/{report}")).await.problem(403, "permission.denied");
    }
    congress.clerk.get(&format!("{reports}/bulletin?month=13")).await.problem(422, "validation.failed");
}

#[tokio::test]
async fn ledgers_of_units_promises_and_tasks_follow_the_list() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let matter = Matter::replied(&congress, "2026-03-02T09:00:00+08:00").await;
    let csv = async |who: &tests::Client, query: &str| {
        let file = who.get(&format!("/api/v1/suggestions/export?format=csv&{query}")).await;
        assert_eq!(file.status, 200, "{}", file.text());
        let text = file.text().to_string();
        let lines: Vec<String> =
            text.lines().map(|line| line.trim_start_matches('\u{feff}').to_owned()).collect();
        let head = lines
            .iter()
            .position(|line| line.contains("单位") && line.contains(',') && !line.contains("导出条件"));
        lines.into_iter().skip(head.expect("a head") + 1).filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let units = csv(&congress.clerk, "ledger=units").await;
    assert_eq!(units.len(), 2, "{units:?}");
    let housing = units.iter().find(|line| line.starts_with("泗安县住建局,1,0,0,")).expect("the lead unit");
    assert!(housing.ends_with(",1"), "the only one with a score is the first: {housing}");
    let helper = units.iter().find(|line| line.starts_with("泗安县交通局,0,1,0,")).expect("the co-unit");
    assert!(helper.ends_with(",,"), "who only helps has neither score nor place: {helper}");
    let promises = csv(&congress.clerk, "ledger=commitments").await;
    assert_eq!(promises.len(), 1, "{promises:?}");
    assert!(
        promises[0].contains("年底前完成其余两所小学泊位施划,泗安县住建局/市政科,2026-12-31,办理中"),
        "{promises:?}"
    );
    let tasks = csv(&congress.clerk, "ledger=tasks").await;
    assert_eq!(tasks.len(), 2, "{tasks:?}");
    let own = csv(&congress.co_handler, "ledger=tasks").await;
    assert!(own.len() == 1 && own[0].contains("泗安县交通局,协办"), "{own:?}");
    let own = csv(&congress.handler, "ledger=tasks").await;
    assert!(own[0].contains("泗住建复〔2026〕5号") && own[0].contains("演分管"), "{own:?}");
    for ledger in ["units", "commitments", "tasks"] {
        let none = csv(&congress.clerk, &format!("ledger={ledger}&category=x")).await;
        assert!(none.is_empty(), "{ledger}: {none:?}");
    }
    assert!(!matter.id().is_empty());
}
