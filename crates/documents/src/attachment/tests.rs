use super::*;
use domain::file::FilePlace;
use std::io::{Cursor, Write};

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn found(kind: FileKind, bytes: &[u8]) -> FileReading {
    read("附件", kind, bytes, "sha".to_owned())
}

fn detail(reading: &FileReading, kind: FileFindingKind) -> Option<&str> {
    reading.findings.iter().find(|finding| finding.kind == kind).map(|finding| finding.detail.as_str())
}

#[test]
fn a_word_document_gives_what_is_seen_and_names_what_is_not() {
    let body = r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc"><w:body>
        <w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>联系人张某&amp;李某，电话</w:t></w:r><w:r><w:t>138</w:t></w:r><w:r><w:t xml:space="preserve"> 5721 2345</w:t></w:r></w:p>
        <w:p><w:del w:author="王五"><w:r><w:delText>删掉的话</w:delText></w:r></w:del><w:ins><w:r><w:t>新增的话</w:t></w:r></w:ins></w:p>
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的话</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>电话</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>框中</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>
        </w:body></w:document>"#;
    let bytes = packed(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", body),
        ("word/header1.xml", "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>"),
        (
            "word/comments.xml",
            "<w:comments xmlns:w=\"w\"><w:comment w:author=\"赵六\"><w:p><w:r><w:t>批注的话</w:t></w:r></w:p></w:comment></w:comments>",
        ),
        ("word/media/image1.jpeg", "x"),
        ("word/embeddings/book.xlsx", "x"),
        (
            "docProps/core.xml",
            "<c xmlns:dc=\"dc\" xmlns:cp=\"cp\"><dc:creator>钱七</dc:creator><cp:lastModifiedBy>孙八</cp:lastModifiedBy><dc:title></dc:title></c>",
        ),
    ]);
    let reading = found(FileKind::Docx, &bytes);
    assert_eq!(reading.readability, FileReadability::Text);
    assert_eq!(
        reading.sections[0].text,
        "联系人张某&李某，电话138 5721 2345\n新增的话\n看得见\n姓名 \t电话\n框中"
    );
    assert_eq!(
        (reading.sections[1].place, reading.sections[1].text.as_str()),
        (FilePlace::Header, "内部资料")
    );
    assert_eq!(detail(&reading, FileFindingKind::Author), Some("钱七"));
    assert_eq!(detail(&reading, FileFindingKind::LastModifiedBy), Some("孙八"));
    assert_eq!(detail(&reading, FileFindingKind::Comments), Some("1 赵六"));
    for (kind, count) in [
        (FileFindingKind::TrackedChanges, "2"),
        (FileFindingKind::HiddenText, "1"),
        (FileFindingKind::Pictures, "1"),
        (FileFindingKind::EmbeddedFiles, "1"),
    ] {
        assert_eq!(detail(&reading, kind), Some(count), "{kind}");
    }
}

#[test]
fn a_document_that_unpacks_to_too_much_or_is_broken_is_said_to_be_so() {
    let bomb = packed(&[("word/document.xml", &" ".repeat(65 * 1024 * 1024))]);
    assert!(bomb.len() < 200_000, "it is small: {}", bomb.len());
    assert_eq!(found(FileKind::Docx, &bomb).readability, FileReadability::TooLarge);
    let long = format!(
        "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:document>",
        "长".repeat(MAX_TEXT + 1)
    );
    assert_eq!(
        found(FileKind::Docx, &packed(&[("word/document.xml", &long)])).readability,
        FileReadability::TooLarge
    );
    assert_eq!(found(FileKind::Docx, b"PK\x03\x04 broken").readability, FileReadability::Damaged);
    let torn = packed(&[("word/document.xml", "<w:p></w:q>")]);
    assert_eq!(found(FileKind::Docx, &torn).readability, FileReadability::Damaged);
    for (kind, readability) in
        [(FileKind::Pptx, FileReadability::Unsupported), (FileKind::Jpg, FileReadability::Damaged)]
    {
        assert_eq!(found(kind, b"PK\x03\x04").readability, readability);
    }
    for broken in [
        &b"%PDF-1.7\n%%EOF"[..],
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    ] {
        assert_eq!(found(FileKind::Pdf, broken).readability, FileReadability::Damaged);
    }
}

#[test]
fn text_is_read_in_the_encodings_of_offices_without_what_cannot_be_seen() {
    let (gb, _, _) =
        encoding_rs::GB18030.encode("姓名,电话\r\n张三,138\u{200b}5721\u{feff}2345\r\n\r\n\r\n\r\n完");
    let reading = found(FileKind::Csv, &gb);
    assert_eq!(reading.sections[0].text, "姓名,电话\n张三,13857212345\n\n完");
    assert_eq!(found(FileKind::Txt, b"").readability, FileReadability::NoText);
}

#[test]
fn a_workbook_gives_its_visible_sheets_row_by_row() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap();
    sheet.write(0, 1, "电话").unwrap();
    sheet.write(1, 0, "张三").unwrap();
    sheet.write(1, 1, 13_857_212_345_f64).unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("底稿").unwrap();
    hidden.write(0, 0, "不公开").unwrap();
    hidden.set_hidden(true);
    let reading = found(FileKind::Xlsx, &book.save_to_buffer().unwrap());
    assert_eq!(reading.readability, FileReadability::Text);
    assert_eq!(reading.sections.len(), 1);
    assert_eq!(reading.sections[0].text, "姓名\t电话\n张三\t13857212345");
    assert_eq!(detail(&reading, FileFindingKind::HiddenSheets), Some("底稿"));
}

/// A photograph with a note of the camera in it.
fn photograph() -> Vec<u8> {
    let picture =
        image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(40, 30, image::Rgb([200, 10, 10])));
    let plain = picture::jpeg(&picture).unwrap();
    let mut exif = b"\xff\xe1\x00\x1cExif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    exif.extend_from_slice(b"GPS 30.9N 12");
    [&plain[..2], &exif, &plain[2..]].concat()
}

#[test]
fn a_picture_is_copied_without_what_the_camera_wrote() {
    let bytes = photograph();
    let reading = found(FileKind::Jpg, &bytes);
    assert_eq!(reading.readability, FileReadability::Picture);
    assert!(detail(&reading, FileFindingKind::CameraData).is_some());
    let copy = picture::copy(FileKind::Jpg, &bytes).unwrap();
    assert!(!copy.windows(4).any(|four| four == b"Exif" || four == b"GPS "), "nothing of it is left");
    assert!(found(FileKind::Jpg, &copy).findings.is_empty());
}

/// A PDF with one page; `photograph`: a scan.
fn pdf_of(photograph: Option<Vec<u8>>, operations: &str) -> lopdf::Document {
    use lopdf::{Document, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let mut resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    if let Some(bytes) = photograph {
        let image = document.add_object(Stream::new(
            dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 40, "Height" => 30,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode" },
            bytes,
        ));
        resources.set("XObject", dictionary! { "P" => image });
    }
    let content = document.add_object(Stream::new(dictionary! {}, operations.as_bytes().to_vec()));
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content,
    "Resources" => resources, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] });
    document
        .objects
        .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let info = document.add_object(dictionary! { "Author" => lopdf::Object::string_literal("Zhang San") });
    document.trailer.set("Info", info);
    document
}

fn saved(mut document: lopdf::Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_pdf_gives_its_text_by_page_and_its_author() {
    let bytes = saved(pdf_of(None, "BT /F1 12 Tf 100 600 Td (Tel 13857212345) Tj ET"));
    let reading = found(FileKind::Pdf, &bytes);
    assert_eq!(reading.readability, FileReadability::Text);
    let section = &reading.sections[0];
    assert_eq!(
        (section.place, section.label.as_str(), section.text.trim()),
        (FilePlace::Page, "1", "Tel 13857212345")
    );
    assert_eq!(detail(&reading, FileFindingKind::Author), Some("Zhang San"));
}

#[test]
fn a_scan_says_that_no_text_can_be_read_and_is_copied_from_its_pixels() {
    let bytes = saved(pdf_of(Some(photograph()), "q 595 0 0 842 0 0 cm /P Do Q"));
    let reading = found(FileKind::Pdf, &bytes);
    assert_eq!(reading.readability, FileReadability::Scan);
    assert_eq!(detail(&reading, FileFindingKind::UnreadPages), Some("1"));
    let copy = pdf::copy_scan(&bytes).unwrap();
    for told in [&b"Zhang San"[..], b"Exif", b"GPS"] {
        assert!(!copy.windows(told.len()).any(|some| some == told), "{told:?}");
    }
    let again = found(FileKind::Pdf, &copy);
    assert_eq!(again.readability, FileReadability::Scan);
    assert!(again.findings.iter().all(|finding| finding.kind != FileFindingKind::Author));
    // An empty page is no scan.
    let empty = found(FileKind::Pdf, &saved(pdf_of(None, "q Q")));
    assert_eq!(empty.readability, FileReadability::NoText);
}

#[test]
fn a_pdf_that_unpacks_to_too_much_or_is_locked_is_said_to_be_so() {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions};
    let long = "BT /F1 12 Tf 100 600 Td (a) Tj ET ".repeat(1_200_000);
    let mut bomb = pdf_of(None, &long);
    bomb.compress();
    let bytes = saved(bomb);
    assert!(bytes.len() < 1_000_000, "it is small: {}", bytes.len());
    assert_eq!(found(FileKind::Pdf, &bytes).readability, FileReadability::TooLarge);
    // Many small streams, none of which is too large by itself, come to too much together.
    let mut many = b"%PDF-1.7\n".to_vec();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b' '; 8 * 1024 * 1024]).unwrap();
    let packed = packed.finish().unwrap();
    for _ in 0..33 {
        many.extend_from_slice(b"stream\n");
        many.extend_from_slice(&packed);
        many.extend_from_slice(b"\nendstream\n");
    }
    assert!(many.len() < 400_000, "it is small: {}", many.len());
    assert_eq!(found(FileKind::Pdf, &many).readability, FileReadability::TooLarge);
    let mut locked = pdf_of(None, "BT /F1 12 Tf 100 600 Td (Tel 13857212345) Tj ET");
    let id = lopdf::Object::string_literal("0123456789abcdef");
    locked.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &locked,
        owner_password: "owner",
        user_password: "reader",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    locked.encrypt(&state).unwrap();
    assert_eq!(found(FileKind::Pdf, &saved(locked)).readability, FileReadability::Encrypted);
}
