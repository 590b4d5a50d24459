//! What was covered in the publication desk leaves by no door.

use crate::world::World;
use domain::integration::KeyScope;
use serde_json::{Value, json};
use std::io::Read;
use tests::{Client, Matter, Reply, draft, letter};

/// Personal data as they stand in the texts, and what must be nowhere outside.
const CANARIES: &[&str] = &[
    "13857212345",
    "一三九五七二一六七八九",
    "330522198001011232",
    "幸福里小区5-2-301",
    "王小明",
    "zhang.canary@qq.com",
    "15957299999",
];

async fn begun(world: &World) -> Matter<'_> {
    let congress = &world.congress;
    let mut text = draft();
    text["draft"]["facts"] = json!(
        "居民张某（身份证号330522198001011232，手机138 5721 2345，家住幸福里小区5-2-301）多次反映，城区小学周边拥堵，热线12345已受理。"
    );
    text["draft"]["proposals"] =
        json!(["在三所小学周边增设泊位，请联系一三九五七二一六七八九。", "优化接送时段交通组织。"]);
    let reply = congress.lead.post("/api/v1/suggestions", &text).await;
    let mut matter = Matter::of(congress, &reply);
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    matter.post(&congress.clerk, "/accept", &json!({"category": "城建交通"})).await;
    matter.assign_through_the_office().await;
    matter.sign_and_start().await;
    matter.talk("2026-03-02T09:00:00+08:00", &[]).await;
    matter.co_opinion().await;
    let mut answer = letter();
    answer["body"] = json!(
        "收到建议后，我局与小学生王小明的家长当面沟通，意见可发zhang.canary@qq.com，办公电话0527-80000000，现答复如下。"
    );
    answer["promises"][0]["text"] = json!("年底前完成其余两所小学泊位施划，联系15957299999");
    matter.answer(&answer).await;
    matter
}

/// The part as the desk shows it.
async fn part(world: &World, matter: &Matter<'_>, part: &str) -> Value {
    let desk = world.congress.clerk.get(&matter.path("/publication-desk")).await.ok(200);
    let parts = desk["parts"].as_array().expect("parts").clone();
    parts.into_iter().find(|known| known["part"] == part).expect("the part")
}

fn undecided(part: &Value) -> Vec<Value> {
    let fields = part["fields"].as_array().expect("texts").iter();
    let marks = fields.flat_map(|field| {
        let name = field["field"].clone();
        field["marks"].as_array().expect("marks").iter().map(move |mark| {
            json!({"field": name, "start": mark["start"], "end": mark["end"], "kind": mark["kind"],
                "decision": mark["decision"]})
        })
    });
    marks.filter(|mark| mark["decision"].is_null()).collect()
}

/// The clerk covers every mark of a part, the secrecy review answers, and the head releases.
async fn released(world: &World, matter: &mut Matter<'_>, name: &str) {
    let congress = &world.congress;
    let shown = part(world, matter, name).await;
    let proposal = json!({"part": name, "reply_id": shown["reply_id"], "no_state_secret": true,
        "no_commercial_secret": true, "no_privacy": true, "no_stability_risk": true});
    matter.seen_by(&congress.clerk).await;
    let mut choices = undecided(&shown);
    if !choices.is_empty() {
        let early = congress.clerk.command(&matter.path("/publications"), matter.version(), &proposal).await;
        let problem = early.problem(409, "publication.marks_undecided");
        assert_eq!(problem["params"]["count"], choices.len());
        for choice in &mut choices {
            choice["decision"] = json!("cover");
        }
        let decided = json!({"part": name, "reply_id": shown["reply_id"], "text_sha256": shown["text_sha256"],
            "choices": choices});
        let path = matter.path("/publication-marks");
        congress.clerk.command(&path, matter.version(), &decided).await.ok(200);
        matter.seen_by(&congress.clerk).await;
    }
    matter.post(&congress.clerk, "/publications", &proposal).await;
    let preview = congress.clerk.get(&matter.path("/publication-preview")).await;
    assert_clean(&preview, &preview.text());
    let all = matter.shown["publications"].as_array().expect("publications");
    let id = all.iter().rev().find(|known| known["part"] == name).expect("proposed")["id"].clone();
    let id = id.as_str().expect("an id").to_owned();
    let release = json!({"release": true});
    matter.post(&congress.head, &format!("/publications/{id}/decide"), &release).await;
    let page = format!("/api/v1/public/suggestions/{}", matter.id());
    if name != "reply" {
        let page = world.app.anonymous().get(&page).await;
        assert_eq!(preview.ok(200), page.ok(200), "the preview was the page");
    }
}

/// Letters and digits alone: spaces and line ends hide nothing.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[track_caller]
fn assert_clean(reply: &Reply, text: &str) {
    let text = bare(text);
    for canary in CANARIES {
        assert!(!text.contains(&bare(canary)), "{}: {canary} in {text}", reply.line);
    }
}

fn text_of_pdf(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).expect("text")
}

/// Every part of a Word document or a workbook, without its tags.
fn text_of_office(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip archive");
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(index).expect("a part").read_to_end(&mut part).expect("readable");
        let mut tag = false;
        text.extend(String::from_utf8_lossy(&part).chars().filter(|c| {
            tag = (tag || *c == '<') && *c != '>';
            !tag && *c != '>'
        }));
    }
    text
}

/// Reads a door; what is no text is read as what it is.
async fn opened(client: &Client, path: &str) -> (Reply, String) {
    let reply = client.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    let text = match reply.header("content-type").unwrap_or_default() {
        "application/pdf" => text_of_pdf(&reply.body),
        kind if kind.contains("officedocument") => text_of_office(&reply.body),
        _ => reply.text(),
    };
    (reply, text)
}

#[tokio::test]
async fn what_was_covered_leaves_by_no_door_and_withdrawal_leaves_a_stone() {
    let world = World::begin().await;
    let mut matter = begun(&world).await;
    for name in ["title", "text", "reply", "status"] {
        released(&world, &mut matter, name).await;
    }
    world.tell().await;
    let id = matter.id().to_owned();
    let reply = matter.shown["replies"][0]["id"].as_str().expect("a letter").to_owned();
    let public = format!("/api/v1/public/suggestions/{id}");
    let anyone = world.app.anonymous();

    let (_, page) = opened(&anyone, &public).await;
    assert!(page.contains("热线12345") && page.contains("办公电话0527-80000000"), "offices stay: {page}");
    assert!(page.contains("＊＊＊"), "{page}");
    let mut doors = vec![
        public.clone(),
        format!("{public}/letter.pdf?reply_id={reply}"),
        format!("{public}/letter.docx?reply_id={reply}"),
        format!("{public}/paper.pdf"),
        format!("{public}/paper.docx"),
        "/api/v1/public/suggestions".to_owned(),
        "/api/v1/public/suggestions?q=泊位".to_owned(),
        "/api/v1/public/suggestions?q=拥堵".to_owned(),
        "/api/v1/public/suggestions?q=家长".to_owned(),
        "/api/v1/public/home".to_owned(),
    ];
    for door in doors.drain(..) {
        let (reply, text) = opened(&anyone, &door).await;
        assert_clean(&reply, &text);
    }
    for canary in CANARIES {
        let found = anyone.get(&format!("/api/v1/public/suggestions?q={canary}")).await.ok(200);
        assert_eq!(found["items"], json!([]), "{canary} is found");
    }
    // A deputy who has no part in it reads what is published.
    let (reply_seen, text) = opened(&world.congress.other_deputy, &matter.path("")).await;
    assert_clean(&reply_seen, &text);

    let key = world.app.key(&[KeyScope::SuggestionsRead, KeyScope::ExportsCreate]).await;
    let open = format!("/api/v1/open/suggestions/{id}");
    for door in [
        "/api/v1/open/suggestions".to_owned(),
        open.clone(),
        format!("{open}/timeline"),
        format!("{open}/replies"),
        format!("{open}/files/paper.pdf"),
        format!("{open}/files/paper.docx"),
        format!("{open}/files/{reply}.pdf"),
        format!("{open}/files/{reply}.docx"),
        "/api/v1/open/changes".to_owned(),
        "/api/v1/open/open311/v2/requests.json".to_owned(),
        format!("/api/v1/open/open311/v2/requests/{id}.xml"),
    ] {
        let (reply, text) = opened(&key.client, &door).await;
        assert_clean(&reply, &text);
    }
    for format in ["ndjson", "csv"] {
        let asked =
            key.client.post("/api/v1/open/exports", &json!({"format": format, "gzip": false})).await.ok(202);
        world.write_exports().await;
        let file = format!("/api/v1/open/exports/{}/file", asked["id"].as_str().expect("an id"));
        let (reply, text) = opened(&key.client, &file).await;
        assert!(text.contains(&id), "{text}");
        assert_clean(&reply, &text);
    }

    // Taken down, with a stone for whoever comes back, and a tombstone for mirrors.
    for name in ["text", "title"] {
        matter.seen_by(&world.congress.head).await;
        let all = matter.shown["publications"].as_array().expect("publications").clone();
        let part = all.iter().rev().find(|known| known["part"] == name && known["status"] == "released");
        let part = part.expect("released")["id"].as_str().expect("an id").to_owned();
        let reason =
            json!({"reason": "代表来函要求撤回，保留电话13857212345备查。", "class": "deputy_request"});
        matter.post(&world.congress.head, &format!("/publications/{part}/unpublish"), &reason).await;
    }
    let gone = anyone.get(&public).await;
    let problem = gone.problem(410, "publication.withdrawn");
    assert_eq!(problem["params"]["class"], "deputy_request");
    assert!(problem["params"]["withdrawn_on"].is_string(), "{problem}");
    assert_clean(&gone, &gone.text());
    assert!(!gone.text().contains("即停即走"), "not even the title: {}", gone.text());
    for rest in ["/letter.pdf", "/paper.docx"] {
        anyone.get(&format!("{public}{rest}")).await.problem(404, "resource.not_found");
    }
    world.tell().await;
    let changes = key.client.get("/api/v1/open/changes").await.ok(200);
    let last = changes["items"]
        .as_array()
        .expect("changes")
        .iter()
        .rev()
        .find(|change| change["resource_id"] == json!(id));
    assert_eq!(last.expect("told")["op"], "delete");

    // The decisions stand as long as the text does: publishing again needs no second look.
    released(&world, &mut matter, "text").await;
    let (reply, text) = opened(&anyone, &public).await;
    assert_clean(&reply, &text);
}

#[tokio::test]
async fn the_desk_is_for_those_who_review_and_names_the_text_that_was_looked_at() {
    let world = World::begin().await;
    let mut matter = begun(&world).await;
    let congress = &world.congress;
    let desk = matter.path("/publication-desk");
    for stranger in [&congress.handler, &congress.lead, &congress.other_deputy] {
        let status = stranger.get(&desk).await.status;
        assert!([403, 404].contains(&status), "{status}");
    }
    congress.head.get(&desk).await.ok(200);
    congress.clerk.get(&matter.path("/publication-preview")).await.problem(404, "resource.not_found");
    let whole = congress.clerk.get(&matter.path("/publication-preview?everything=true")).await.ok(200);
    assert!(
        whole["facts"].as_str().expect("the text").contains("138 5721 2345"),
        "undecided, it is shown to the reviewer"
    );

    matter.seen_by(&congress.clerk).await;
    let text = part(&world, &matter, "text").await;
    let kinds: Vec<&str> = text["fields"][1]["marks"]
        .as_array()
        .expect("marks")
        .iter()
        .filter_map(|mark| mark["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["id_number", "mobile", "address"]);
    let mark = undecided(&text)[0].clone();
    let choice = |decision: Value, reason: Value| {
        let mut choice = mark.clone();
        (choice["decision"], choice["reason"]) = (decision, reason);
        json!({"part": "text", "text_sha256": text["text_sha256"], "choices": [choice]})
    };
    let path = matter.path("/publication-marks");
    let silent = congress.clerk.command(&path, matter.version(), &choice(json!("leave"), Value::Null)).await;
    silent.problem(422, "validation.failed");
    assert_eq!(silent.field_codes("#/choices/0/reason"), ["text.required"]);
    let mut other = choice(json!("cover"), Value::Null);
    other["text_sha256"] = json!("0".repeat(64));
    congress.clerk.command(&path, matter.version(), &other).await.problem(409, "publication.text_changed");
    let stays = choice(json!("leave"), json!("当事人已书面同意公开"));
    let decided = congress.clerk.command(&path, matter.version(), &stays).await;
    let shown = decided.ok(200);
    let first = &shown["parts"][1]["fields"][1]["marks"][0];
    assert_eq!((&first["decision"], &first["reason"]), (&json!("leave"), &json!("当事人已书面同意公开")));
    assert!(first["by"].as_str().is_some_and(|name| !name.is_empty()), "by a named person: {first}");
    // A second decision on the version before is stale.
    congress.clerk.command(&path, matter.version(), &stays).await.problem(412, "version.stale");

    let review = json!({"part": "text", "text_sha256": text["text_sha256"], "aspect": "state_secret", "clear": false,
        "reviewer": "王保密", "note": "涉及尚未公开的规划"});
    let path = matter.path("/secrecy-reviews");
    let reviewed = congress.clerk.command(&path, decided.version(), &review).await.ok(200);
    let line = &reviewed["parts"][1]["secrecy"][0];
    assert_eq!(
        (&line["aspect"], &line["clear"], &line["reviewer"]),
        (&json!("state_secret"), &json!(false), &json!("王保密"))
    );
}
