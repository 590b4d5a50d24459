//! Files of published parts: as copies that were made anew, by the public doors alone, and not a byte of the originals.

use crate::world::World;
use domain::integration::KeyScope;
use flate2::{Compression, write::ZlibEncoder};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use tests::{Client, Matter, Reply, draft};

/// What stands in the letter of a citizen, and must be nowhere outside.
const CANARIES: &[&str] =
    &["13857212345", "幸福里小区5-2-301", "张某某", "钱作者", "孙改者", "删掉的话", "批注的话", "赵批注"];

async fn uploaded(who: &Client, name: &str, bytes: Vec<u8>) -> String {
    let form = Form::new().part("file", Part::bytes(bytes).file_name(name.to_owned()));
    let sent = who.call("POST".parse().expect("a method"), "/api/v1/files").multipart(form).send().await;
    sent.ok(201)["id"].as_str().expect("an id").to_owned()
}

fn letter_of_a_citizen() -> Vec<u8> {
    let body = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>来信人张某某，电话</w:t></w:r><w:r><w:t>138 5721 \
        2345</w:t></w:r><w:r><w:t>，家住幸福里小区5-2-301。</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>删掉的话</w:delText>\
        </w:r></w:del><w:r><w:t>热线12345已受理，路灯损坏三盏。</w:t></w:r></w:p></w:body></w:document>";
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", body),
        (
            "word/comments.xml",
            "<w:comments xmlns:w=\"w\"><w:comment w:author=\"赵批注\"><w:p><w:r><w:t>批注的话</w:t></w:r></w:p></w:comment></w:comments>",
        ),
        (
            "docProps/core.xml",
            "<c xmlns:dc=\"dc\" xmlns:cp=\"cp\"><dc:creator>钱作者</dc:creator><cp:lastModifiedBy>孙改者</cp:lastModifiedBy></c>",
        ),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
        writer.write_all(content.as_bytes()).expect("written");
    }
    writer.finish().expect("packed").into_inner()
}

/// One grey pixel.
fn picture() -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    };
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&[0, 128]).expect("packed");
    let packed = packed.finish().expect("packed");
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in
        [(b"IHDR", &b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0"[..]), (b"IDAT", &packed[..]), (b"IEND", &b""[..])]
    {
        let chunk = [&kind[..], data].concat();
        out.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
        out.extend(&chunk);
        out.extend(crc(&chunk).to_be_bytes());
    }
    out
}

/// One that opens with a password only.
fn locked() -> Vec<u8> {
    use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(dictionary! {}, b"BT (13857212345) Tj ET".to_vec()));
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content,
    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, kids.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "reader",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a key");
    document.encrypt(&state).expect("encrypted");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("written");
    bytes
}

/// A matter with these attachments, accepted.
async fn begun<'w>(world: &'w World, files: &[(&str, Vec<u8>)]) -> Matter<'w> {
    let congress = &world.congress;
    let mut ids = Vec::new();
    for (name, bytes) in files {
        ids.push(uploaded(&congress.lead, name, bytes.clone()).await);
    }
    let mut text = draft();
    text["draft"]["attachment_ids"] = json!(ids);
    let reply = congress.lead.post("/api/v1/suggestions", &text).await;
    let mut matter = Matter::of(congress, &reply);
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    matter.post(&congress.clerk, "/accept", &json!({"category": "城建交通"})).await;
    matter
}

/// The files of the text as the desk shows them.
async fn files(world: &World, matter: &Matter<'_>) -> Vec<Value> {
    let desk = world.congress.clerk.get(&matter.path("/publication-desk")).await.ok(200);
    let parts = desk["parts"].as_array().expect("parts").clone();
    let text = parts.into_iter().find(|part| part["part"] == "text").expect("the text");
    text["files"].as_array().expect("files").clone()
}

fn target(file: &Value) -> Value {
    json!({"part": "text", "reply_id": null, "file_id": file["file"]["id"], "sha256": file["sha256"]})
}

async fn decided(world: &World, matter: &mut Matter<'_>, body: &Value) -> Reply {
    matter.seen_by(&world.congress.clerk).await;
    world.congress.clerk.command(&matter.path("/publication-files"), matter.version(), body).await
}

async fn covered(world: &World, matter: &mut Matter<'_>, file: &Value, more: &[Value]) {
    let sections = file["sections"].as_array().expect("sections").iter();
    let marks = sections.flat_map(|section| {
        section["marks"].as_array().expect("marks").iter().map(move |mark| {
            json!({"field": section["field"], "start": mark["start"], "end": mark["end"], "kind": mark["kind"],
                "decision": "cover"})
        })
    });
    let choices: Vec<Value> = marks.chain(more.iter().cloned()).collect();
    matter.seen_by(&world.congress.clerk).await;
    let body = json!({"file": target(file), "choices": choices});
    let path = matter.path("/publication-file-marks");
    world.congress.clerk.command(&path, matter.version(), &body).await.ok(200);
}

/// Every byte of a PDF that can be unpacked, beside those that are as they are, and its text.
fn everything(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let mut all = document.extract_text(&pages).expect("text");
    all.push_str(&String::from_utf8_lossy(bytes));
    for object in document.objects.values() {
        if let lopdf::Object::Stream(stream) = object
            && let Ok(content) = stream.decompressed_content()
        {
            all.push_str(&String::from_utf8_lossy(&content));
        }
        all.push_str(&format!("{object:?}"));
    }
    all
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[track_caller]
fn assert_clean(text: &str) {
    let text = bare(text);
    for canary in CANARIES {
        assert!(!text.contains(&bare(canary)), "{canary} is in it");
    }
}

#[tokio::test]
async fn a_file_is_published_as_a_clean_copy_and_taken_down_with_its_part() {
    let world = World::begin().await;
    let congress = &world.congress;
    let name = "张某某13857212345来信.docx";
    let mut matter = begun(&world, &[(name, letter_of_a_citizen())]).await;
    let file = files(&world, &matter).await.remove(0);
    assert_eq!((&file["readability"], &file["undecided"]), (&json!("text"), &json!(2)), "{file}");
    assert_eq!(file["suggested_name"], "张某某来信");
    let findings: Vec<&str> = file["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(findings, ["author", "last_modified_by", "comments", "tracked_changes"]);
    let publish = |name: &str| json!({"file": target(&file), "publish": true, "public_name": name});

    let early = decided(&world, &mut matter, &publish("居民来信")).await;
    let problem = early.problem(409, "publication.file_marks_undecided");
    assert_eq!((&problem["params"]["count"], &problem["params"]["name"]), (&json!(2), &json!(name)));
    let person = json!({"field": "0", "start": 3, "end": 6, "kind": "name", "decision": "cover"});
    covered(&world, &mut matter, &file, &[person]).await;
    for tells in ["13857212345来信", "张某某来信"] {
        let refused = decided(&world, &mut matter, &publish(tells)).await;
        assert_eq!(refused.field_codes("#/public_name"), ["publication.file_name_personal"], "{tells}");
    }
    let mut other = publish("居民来信");
    other["file"]["sha256"] = json!("0".repeat(64));
    decided(&world, &mut matter, &other).await.problem(409, "publication.file_changed");
    decided(&world, &mut matter, &publish("居民来信.docx")).await.ok(200);
    let copy = files(&world, &matter).await[0]["verdict"]["copy"].clone();
    assert_eq!((&copy["name"], &copy["media_type"]), (&json!("居民来信.pdf"), &json!("application/pdf")));
    let id = copy["id"].as_str().expect("an id").to_owned();
    // The office looks at it before anybody else does.
    assert_eq!(congress.clerk.get(&format!("/api/v1/files/{id}")).await.status, 200);

    let public = format!("/api/v1/public/suggestions/{}", matter.id());
    let door = format!("{public}/files/{id}");
    let anyone = world.app.anonymous();
    anyone.get(&door).await.problem(404, "resource.not_found");
    world.release(&mut matter, "text").await;

    let page = anyone.get(&public).await.ok(200);
    let listed = &page["files"][0];
    assert_eq!(
        (&listed["id"], &listed["name"], &listed["url"]),
        (&json!(id), &json!("居民来信.pdf"), &json!(door))
    );
    assert_clean(&page.to_string());
    let whole = anyone.get(&door).await;
    assert_eq!((whole.status, whole.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(listed["size"], json!(whole.body.len()));
    assert_eq!(whole.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(whole.header("cache-control"), Some("public, no-cache"));
    assert!(whole.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    let all = everything(&whole.body);
    assert!(bare(&all).contains(&bare("热线12345已受理，路灯损坏三盏")), "what may be read is there: {all}");
    assert_clean(&all);
    let tag = whole.header("etag").expect("a tag").to_owned();
    assert_eq!(anyone.get_unless(&door, &tag).await.status, 304);
    let call = anyone.call("GET".parse().expect("a method"), &door).header("Range", "bytes=0-3");
    let part = call.send().await;
    assert_eq!((part.status, part.body.as_slice()), (206, &b"%PDF"[..]));

    // Neither the original, nor by another matter, nor for who reads only what is published.
    let original = file["file"]["id"].as_str().expect("an id");
    anyone.get(&format!("{public}/files/{original}")).await.problem(404, "resource.not_found");
    congress.other_deputy.get(&format!("/api/v1/files/{id}")).await.problem(404, "resource.not_found");
    let mut second = begun(&world, &[]).await;
    world.release(&mut second, "text").await;
    let elsewhere = format!("/api/v1/public/suggestions/{}/files/{id}", second.id());
    anyone.get(&elsewhere).await.problem(404, "resource.not_found");

    world.tell().await;
    let key = world.app.key(&[KeyScope::SuggestionsRead]).await;
    let open = format!("/api/v1/open/suggestions/{}/files", matter.id());
    let list = key.client.get(&open).await.ok(200);
    let entry = list["items"].as_array().expect("files").iter().find(|one| one["id"] == json!(id));
    let entry = entry.expect("listed");
    assert_eq!((&entry["name"], &entry["size"]), (&json!("居民来信.pdf"), &json!(whole.body.len())));
    assert_eq!(key.client.get(entry["url"].as_str().expect("an address")).await.body, whole.body);
    key.client.get(&format!("{open}/{original}")).await.problem(404, "resource.not_found");
    let feed = key.client.get("/api/v1/open/changes").await;
    assert_clean(&feed.text());

    world.withdraw(&mut matter, "text").await;
    let gone = anyone.get(&door).await;
    assert_eq!(gone.problem(410, "publication.withdrawn")["params"]["class"], "other");
    assert_clean(&gone.text());
    let gone = key.client.get(entry["url"].as_str().expect("an address")).await.status;
    assert!([404, 410].contains(&gone), "{gone}");
    anyone.get(&format!("{public}/files/{original}")).await.problem(404, "resource.not_found");

    // Each step stands in the audit log.
    let auditor = world.app.actor(domain::authz::Role::Auditor).await;
    for action in ["suggestion.decide_file_marks", "suggestion.decide_file", "file.upload"] {
        let rows = auditor.get(&format!("/api/v1/audit?action={action}")).await.ok(200);
        assert!(rows["items"].as_array().is_some_and(|rows| !rows.is_empty()), "{action}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_a_picture_needs_a_named_look() {
    let world = World::begin().await;
    let files_sent = [
        ("现场.png", picture()),
        ("加密.pdf", locked()),
        ("损坏.pdf", b"%PDF-1.7\nnot much of it\n%%EOF\n".to_vec()),
    ];
    let mut matter = begun(&world, &files_sent).await;
    let shown = files(&world, &matter).await;
    let told: Vec<&str> = shown.iter().filter_map(|file| file["readability"].as_str()).collect();
    assert_eq!(told, ["picture", "encrypted", "damaged"]);
    let publish = |file: &Value, looked_by: Option<&str>| json!({"file": target(file), "publish": true, "public_name": "现场照片", "looked_by": looked_by});
    for shut in &shown[1..] {
        let refused = decided(&world, &mut matter, &publish(shut, Some("王保密"))).await;
        refused.problem(409, "publication.file_not_cleanable");
    }
    let silent = json!({"file": target(&shown[1]), "publish": false, "reason": ""});
    let refused = decided(&world, &mut matter, &silent).await;
    assert_eq!(refused.field_codes("#/reason"), ["text.required"]);
    let kept = json!({"file": target(&shown[1]), "publish": false, "reason": "有密码，无法核对"});
    decided(&world, &mut matter, &kept).await.ok(200);
    let refused = decided(&world, &mut matter, &publish(&shown[0], None)).await;
    refused.problem(409, "publication.file_not_looked_at");
    decided(&world, &mut matter, &publish(&shown[0], Some("王保密"))).await.ok(200);
    let now = files(&world, &matter).await;
    assert_eq!(now[0]["verdict"]["looked_by"], "王保密");
    assert_eq!(now[0]["verdict"]["copy"]["name"], "现场照片.png");
    assert_eq!(now[1]["verdict"]["reason"], "有密码，无法核对");

    let preview = matter.path("/publication-preview?everything=true");
    let preview = world.congress.clerk.get(&preview).await.ok(200);
    assert_eq!(preview["files"].as_array().map(Vec::len), Some(1), "{preview}");
    world.release(&mut matter, "text").await;
    let anyone = world.app.anonymous();
    let page = anyone.get(&format!("/api/v1/public/suggestions/{}", matter.id())).await.ok(200);
    assert_eq!(page["files"], preview["files"], "what is kept inside is not listed");
    let file = anyone.get(page["files"][0]["url"].as_str().expect("an address")).await;
    assert_eq!((file.header("content-type"), &file.body[1..4]), (Some("image/png"), &b"PNG"[..]));
    // A handler of a unit, or a deputy, decides nothing here.
    for stranger in [&world.congress.lead, &world.congress.other_deputy] {
        let body = publish(&shown[0], Some("王保密"));
        let path = matter.path("/publication-files");
        let status = stranger.command(&path, matter.version(), &body).await.status;
        assert!([403, 404].contains(&status), "{status}");
    }
}
