use api::file::cleanup::tidy_files;
use chrono::Duration;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use tests::{Client, Congress, Matter, Reply, TestApp, draft};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n";

async fn upload(who: &Client, name: &str, bytes: &[u8]) -> Reply {
    let form = Form::new().part("file", Part::bytes(bytes.to_vec()).file_name(name.to_owned()));
    who.call("POST".parse().expect("a method"), "/api/v1/files").multipart(form).send().await
}

async fn uploaded(who: &Client, name: &str, bytes: &[u8]) -> String {
    upload(who, name, bytes).await.ok(201)["id"].as_str().expect("an id").to_owned()
}

/// How many files lie in the store.
fn stored(app: &TestApp) -> usize {
    fn below(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { below(&entry.path()) } else { 1 }).sum()
    }
    below(app.files())
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_to_whoever_may_have_it() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let reply = upload(&congress.lead, "../现场 照片说明.PDF", PDF).await;
    let file = reply.ok(201);
    assert_eq!((&file["name"], &file["kind"]), (&json!("现场 照片说明.pdf"), &json!("pdf")));
    assert_eq!((&file["size"], &file["in_use"]), (&json!(PDF.len()), &json!(false)));
    let path = format!("/api/v1/files/{}", file["id"].as_str().expect("an id"));
    assert_eq!(reply.header("location"), Some(path.as_str()));

    let whole = congress.lead.get(&path).await;
    assert_eq!((whole.status, whole.body.as_slice()), (200, PDF));
    assert_eq!(whole.header("content-type"), Some("application/pdf"));
    assert_eq!(whole.header("x-content-type-options"), Some("nosniff"));
    assert!(whole.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    let call = |header: &str, value: &str| {
        congress.lead.call("GET".parse().expect("a method"), &path).header(header, value)
    };
    let part = call("Range", "bytes=5-7").send().await;
    assert_eq!((part.status, part.body.as_slice()), (206, &PDF[5..8]));
    assert_eq!(call("Range", "bytes=9999-").send().await.status, 416);
    let tag = whole.header("etag").expect("a tag").to_owned();
    assert_eq!(call("If-None-Match", &tag).send().await.status, 304);

    for stranger in [&congress.cosigner, &congress.clerk, &congress.handler] {
        stranger.get(&path).await.problem(404, "resource.not_found");
        stranger
            .call("DELETE".parse().expect("a method"), &path)
            .send()
            .await
            .problem(404, "resource.not_found");
    }
    app.anonymous().get(&path).await.problem(401, "auth.required");
    let delete = || congress.lead.call("DELETE".parse().expect("a method"), &path).send();
    assert_eq!(delete().await.status, 204);
    delete().await.problem(404, "resource.not_found");
    assert_eq!(stored(&app), 0);
}

#[tokio::test]
async fn what_is_no_document_is_refused_and_leaves_nothing() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let refused: &[(&str, &[u8], &str)] = &[
        ("a.html", b"<html></html>", "file.type_not_allowed"),
        ("a.svg", b"<svg/>", "file.type_not_allowed"),
        ("a.exe", b"MZ", "file.type_not_allowed"),
        ("a.pdf.exe", PDF, "file.type_not_allowed"),
        ("readme", PDF, "file.type_not_allowed"),
        ("a.docx", PDF, "file.type_mismatch"),
        ("a.pdf", b"MZ\x90\0", "file.type_mismatch"),
        ("a.pdf", b"%PDF-1.7 cut off", "file.damaged"),
        ("a.docx", b"PK\x03\x04 but no archive", "file.damaged"),
        ("a.jpg", b"\xff\xd8\xff\xe1\xff\xff", "file.damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "file.damaged"),
        ("a.txt", b"<script>alert(1)</script>", "file.active_content"),
        ("a.csv", b"a\0b", "file.type_mismatch"),
        ("a.pdf", b"", "file.empty"),
        ("\u{202e}..", PDF, "text.required"),
    ];
    for (name, bytes, code) in refused {
        let reply = upload(&congress.lead, name, bytes).await;
        assert_eq!(reply.status, 422, "{name}: {}", reply.text());
        assert_eq!(reply.field_codes("#/file"), [*code], "{name}: {}", reply.text());
    }
    let post = || congress.lead.call("POST".parse().expect("a method"), "/api/v1/files");
    post().json(&json!({"file": "x"})).send().await.problem(415, "media_type.unsupported");
    post().body("multipart/form-data", "x").send().await.problem(415, "media_type.unsupported");
    post()
        .body("multipart/form-data; boundary=x", "garbage")
        .send()
        .await
        .problem(400, "file.upload_incomplete");
    let empty = post().multipart(Form::new()).send().await;
    assert!([400, 422].contains(&empty.status), "{}", empty.text());
    let wrong = Form::new().part("photo", Part::bytes(PDF).file_name("a.pdf"));
    assert_eq!(post().multipart(wrong).send().await.field_codes("#/file"), ["file.missing"]);
    let part = || Part::bytes(PDF).file_name("a.pdf");
    let two = Form::new().part("file", part()).part("file", part());
    assert_eq!(post().multipart(two).send().await.field_codes("#/file"), ["file.only_one"]);
    upload(&app.anonymous(), "a.pdf", PDF).await.problem(401, "auth.required");
    upload(&app.actor(domain::authz::Role::Auditor).await, "a.pdf", PDF)
        .await
        .problem(403, "permission.denied");
    assert_eq!(stored(&app), 0);
}

#[tokio::test]
async fn photographs_lose_their_notes() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let photograph = [
        &b"\xff\xd8\xff\xe1\x00\x11Exif\0\0GPS 33.5N"[..],
        b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        b"\xff\xda\x00\x02points\xff\xd9appended",
    ]
    .concat();
    let id = uploaded(&congress.lead, "IMG_0001.JPG", &photograph).await;
    let back = congress.lead.get(&format!("/api/v1/files/{id}")).await;
    let expected =
        [&b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"[..], b"\xff\xda\x00\x02points\xff\xd9"];
    assert_eq!(back.body, expected.concat());
}

#[tokio::test]
async fn a_file_is_read_through_the_matter_that_refers_to_it() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let id = uploaded(&congress.lead, "照片.pdf", PDF).await;
    let path = format!("/api/v1/files/{id}");

    // An id that somebody has seen opens nothing.
    let mut stolen = draft();
    stolen["draft"]["attachment_ids"] = json!([id]);
    congress.other_deputy.post("/api/v1/suggestions", &stolen).await.problem(422, "file.unknown");
    let mut unknown = draft();
    unknown["draft"]["attachment_ids"] = json!(["0197f0a2-c6b0-7c3c-8e5c-7f1f7a3f9b52"]);
    congress.lead.post("/api/v1/suggestions", &unknown).await.problem(422, "file.unknown");

    let mut matter = Matter::of(&congress, &congress.lead.post("/api/v1/suggestions", &stolen).await);
    congress.clerk.get(&path).await.problem(404, "resource.not_found");
    let delete = || congress.lead.call("DELETE".parse().expect("a method"), &path).send();
    delete().await.problem(409, "resource.in_use");
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    assert_eq!(congress.clerk.get(&path).await.body, PDF);
    // Seeing is not owning.
    congress
        .clerk
        .call("DELETE".parse().expect("a method"), &path)
        .send()
        .await
        .problem(403, "permission.denied");
    congress.handler.get(&path).await.problem(404, "resource.not_found");
    matter.post(&congress.clerk, "/accept", &json!({"category": "urban"})).await;
    matter.assign_through_the_office().await;
    assert_eq!(congress.handler.get(&path).await.body, PDF);

    // Evidence of a talk: for the deputies too, once it is recorded.
    matter.sign_and_start().await;
    let evidence = uploaded(&congress.handler, "面商照片.pdf", PDF).await;
    let evidence_path = format!("/api/v1/files/{evidence}");
    congress.lead.get(&evidence_path).await.problem(404, "resource.not_found");
    matter.talk("2026-03-02T09:00:00+08:00", &[&evidence]).await;
    assert_eq!(congress.lead.get(&evidence_path).await.status, 200);
    congress.other_deputy.get(&evidence_path).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn what_nothing_refers_to_goes_after_seven_days() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let kept = uploaded(&congress.lead, "用到的.pdf", PDF).await;
    let orphan = uploaded(&congress.lead, "没用到的.pdf", PDF).await;
    let mut body = draft();
    body["draft"]["attachment_ids"] = json!([kept]);
    let mut matter = Matter::of(&congress, &congress.lead.post("/api/v1/suggestions", &body).await);
    let tidy = async || tidy_files(app.state()).await.unwrap_or_else(|error| panic!("{error}"));
    app.advance(Duration::days(6));
    assert_eq!(tidy().await, 0);
    app.advance(Duration::days(2));
    assert_eq!(tidy().await, 1);
    congress.lead.get(&format!("/api/v1/files/{orphan}")).await.problem(404, "resource.not_found");
    assert_eq!(congress.lead.get(&format!("/api/v1/files/{kept}")).await.status, 200);
    assert_eq!(stored(&app), 1);
    // Taken out of the draft, it is needed no more.
    matter.put(&congress.lead, "/draft", &draft()["draft"]).await;
    assert_eq!(tidy().await, 1);
    assert_eq!(stored(&app), 0);
}

#[tokio::test]
async fn corrupt_bytes_are_never_handed_out() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let id = uploaded(&congress.lead, "a.pdf", PDF).await;
    let path = app.files().join(&id[id.len() - 2..]).join(&id);
    let mut bytes = std::fs::read(&path).expect("stored under its id");
    bytes[10] ^= 0x20;
    std::fs::write(&path, bytes).expect("written");
    congress.lead.get(&format!("/api/v1/files/{id}")).await.problem(500, "file.corrupt");
    std::fs::remove_file(&path).expect("removed");
    congress.lead.get(&format!("/api/v1/files/{id}")).await.problem(500, "file.corrupt");
}

#[tokio::test]
async fn repeated_and_parallel_uploads_are_each_stored_once() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let send = async || {
        let form = Form::new().part("file", Part::bytes(PDF).file_name("a.pdf"));
        let call = congress.lead.call("POST".parse().expect("a method"), "/api/v1/files");
        call.idempotency_key("upload-0001").multipart(form).send().await
    };
    let (first, again) = (send().await, send().await);
    assert_eq!(first.ok(201)["id"], again.ok(201)["id"]);
    assert_eq!(stored(&app), 1);
    let mut running = Vec::new();
    for n in 0..12 {
        let who = congress.lead.clone();
        running.push(tokio::spawn(async move { uploaded(&who, &format!("{n}.pdf"), PDF).await }));
    }
    let mut ids = std::collections::BTreeSet::new();
    for one in running {
        ids.insert(one.await.expect("uploaded"));
    }
    assert_eq!((ids.len(), stored(&app)), (12, 13));
}

#[tokio::test]
async fn a_cut_off_upload_leaves_nothing_and_a_large_one_is_refused_early() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let address = app.url("").trim_start_matches("http://").to_owned();
    let head = |length: u64| {
        format!(
            "POST /api/v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: {length}\r\n\
             Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"a.pdf\"\r\n\r\n%PDF-1.7 the first half",
            congress.lead.token()
        )
    };
    let mut cut = std::net::TcpStream::connect(&address).expect("connected");
    cut.write_all(head(100_000).as_bytes()).expect("sent");
    // It has begun to arrive …
    wait_for(&app, 1).await;
    drop(cut);
    // … and is gone.
    wait_for(&app, 0).await;

    let mut large = std::net::TcpStream::connect(&address).expect("connected");
    large.write_all(head(60 * 1024 * 1024).as_bytes()).expect("sent");
    let mut answer = [0; 12];
    std::io::Read::read_exact(&mut large, &mut answer).expect("answered before the rest is sent");
    assert_eq!(&answer, b"HTTP/1.1 413");
    assert_eq!(stored(&app), 0);
}

async fn wait_for(app: &TestApp, files: usize) {
    let waiting = async {
        while stored(app) != files {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(20), waiting).await;
    assert!(waited.is_ok(), "{} files lie there, not {files}", stored(app));
}

/// Every file that an answer names, as `(id, name)`.
fn named(answer: &Value) -> Vec<(String, String)> {
    match answer {
        Value::Object(members) if members.contains_key("media_type") => {
            let text = |key: &str| members[key].as_str().expect("text").to_owned();
            assert_eq!(
                (&members["media_type"], &members["size"]),
                (&json!("application/pdf"), &json!(PDF.len()))
            );
            vec![(text("id"), text("name"))]
        }
        Value::Object(members) => members.values().flat_map(named).collect(),
        Value::Array(items) => items.iter().flat_map(named).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn files_are_named_where_they_belong_for_exactly_those_who_may_download_them() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut body = draft();
    let attached = uploaded(&congress.lead, "联名表.pdf", PDF).await;
    body["draft"]["attachment_ids"] = json!([attached]);
    let created = congress.lead.post("/api/v1/suggestions", &body).await;
    let first =
        json!({"id": attached, "name": "联名表.pdf", "media_type": "application/pdf", "size": PDF.len()});
    assert_eq!(created.ok(201)["attachments"], json!([first]));
    let mut matter = Matter::of(&congress, &created);
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    matter.post(&congress.clerk, "/accept", &json!({"category": "urban"})).await;
    matter.assign_through_the_office().await;
    matter.sign_and_start().await;
    let talk = uploaded(&congress.handler, "面商照片.pdf", PDF).await;
    matter.talk("2026-03-02T09:00:00+08:00", &[&talk]).await;
    let contact =
        &matter.shown["tasks"].as_array().expect("tasks").iter().find_map(|task| task["contacts"].get(0));
    assert_eq!(contact.expect("a talk")["evidence"][0]["name"], "面商照片.pdf");
    matter.co_opinion().await;
    let proof = uploaded(&congress.handler, "施划验收单.pdf", PDF).await;
    let mut letter = tests::letter();
    letter["evidence_ids"] = json!([proof]);
    let lead = matter.task(congress.housing);
    matter.put(&congress.handler, &format!("/tasks/{lead}/reply"), &letter).await;
    assert_eq!(matter.shown["replies"][0]["evidence"][0]["name"], "施划验收单.pdf");

    let files = [(&attached, "联名表.pdf"), (&talk, "面商照片.pdf"), (&proof, "施划验收单.pdf")];
    let path = matter.path("");
    let check = async |situation: &str, who: &str, reader: &Client| {
        let seen = reader.get(&path).await.ok(200);
        let told = named(&seen);
        for (id, name) in files {
            let open = reader.get(&format!("/api/v1/files/{id}")).await.status == 200;
            let shown = told.contains(&(id.clone(), name.to_owned()));
            assert!(!shown || open, "{situation}, {who}: {name} is shown and cannot be read");
            assert!(open || !seen.to_string().contains(name), "{situation}, {who}: {name}");
        }
        told.len()
    };
    check("handling", "co-handler", &congress.co_handler).await;
    // A letter that is still a draft has evidence for those who work on it.
    assert_eq!(check("handling", "lead", &congress.lead).await, 2);
    assert_eq!(check("handling", "clerk", &congress.clerk).await, 3);
    assert_eq!(check("handling", "handler", &congress.handler).await, 3);
    // For units the deputies' names are hidden, and with them what they attached.
    let hide = json!({"confidential": false, "hide_names_from_units": true, "reason": "代表要求保护"});
    matter.put(&congress.clerk, "/confidentiality", &hide).await;
    assert_eq!(check("protected", "handler", &congress.handler).await, 2);
    assert_eq!(check("protected", "lead", &congress.lead).await, 2);
    // Published, other deputies read the title and no file.
    let show = json!({"confidential": false, "hide_names_from_units": false, "reason": null});
    matter.put(&congress.clerk, "/confidentiality", &show).await;
    crate::journey::release(&congress, &mut matter, json!({"part": "title"})).await;
    let public = congress.other_deputy.get(&matter.path("")).await.ok(200);
    assert_eq!(named(&public), []);
}
