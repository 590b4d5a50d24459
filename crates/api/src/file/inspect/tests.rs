use super::*;
use image::{DynamicImage, ImageBuffer, Rgb, codecs::jpeg::JpegEncoder};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

fn look(kind: FileKind, bytes: &[u8]) -> Result<Option<Vec<u8>>, &'static str> {
    let path = std::env::temp_dir().join(format!(
        "daibiao-inspect-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::write(&path, bytes).unwrap();
    let looked = look_into(&mut File::open(&path).unwrap(), kind);
    std::fs::remove_file(&path).unwrap();
    looked.map_err(|fault| match fault {
        Fault::Refused(code) => code.code(),
        Fault::Io(error) => panic!("{error}"),
    })
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

#[test]
fn documents_are_what_their_extension_says() {
    let docx = package(&[TYPES, ("word/document.xml", b"<w/>")]);
    assert_eq!(look(FileKind::Docx, &docx), Ok(None));
    assert_eq!(look(FileKind::Xlsx, &docx), Err("file.type_mismatch"));
    assert_eq!(look(FileKind::Pdf, &docx), Err("file.type_mismatch"));
    assert_eq!(look(FileKind::Ofd, &package(&[("OFD.xml", b"<o/>")])), Ok(None));
    assert_eq!(look(FileKind::Pdf, b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(None));
    assert_eq!(look(FileKind::Pdf, b"%PDF-1.7\n1 0 obj\n"), Err("file.damaged"));
    assert_eq!(look(FileKind::Docx, &docx[..docx.len() / 2]), Err("file.damaged"));
    assert_eq!(look(FileKind::Pdf, b"<html>%PDF-1.7 %%EOF"), Err("file.type_mismatch"));
}

#[test]
fn macros_are_refused_wherever_they_hide() {
    let body: (&str, &[u8]) = ("word/document.xml", b"<w/>");
    let with = |part: (&str, &[u8])| look(FileKind::Docx, &package(&[TYPES, body, part]));
    assert_eq!(with(("word/vbaProject.bin", b"x")), Err("file.active_content"));
    assert_eq!(with(("word/VBAPROJECT.BIN", b"x")), Err("file.active_content"));
    assert_eq!(with(("word/activeX/activeX1.bin", b"x")), Err("file.active_content"));
    assert_eq!(with(("word/media/icon.svg", b"<svg/>")), Ok(None));
    assert_eq!(with(("../../etc/cron.d/x", b"x")), Err("file.damaged"));
    let renamed =
        b"<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";
    let docm = package(&[("[Content_Types].xml", renamed), body]);
    assert_eq!(look(FileKind::Docx, &docm), Err("file.active_content"));
    let mut wps = vec![0; 2_048];
    wps[..8].copy_from_slice(OLE);
    assert_eq!(look(FileKind::Wps, &wps), Ok(None));
    let name: Vec<u8> = "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect();
    wps[1_024..1_024 + name.len()].copy_from_slice(&name);
    assert_eq!(look(FileKind::Et, &wps), Err("file.active_content"));
}

#[test]
fn a_small_archive_that_becomes_a_large_one_is_refused() {
    let bomb = package(&[TYPES, ("word/document.xml", &vec![b' '; 20 * 1024 * 1024])]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(look(FileKind::Docx, &bomb), Err("file.expands_too_much"));
}

#[test]
fn text_is_text_in_the_encodings_of_offices() {
    assert_eq!(look(FileKind::Txt, "关于停车难的说明\r\n".as_bytes()), Ok(None));
    assert_eq!(look(FileKind::Csv, &encoding_rs::GB18030.encode("编号,标题\n1,停车").0), Ok(None));
    assert_eq!(look(FileKind::Txt, b"\xff\xfe\x2d\x4e\x0a\x00"), Ok(None));
    assert_eq!(look(FileKind::Txt, b"a\0b"), Err("file.type_mismatch"));
    assert_eq!(look(FileKind::Txt, b"MZ\x90\x00\x03"), Err("file.type_mismatch"));
    for page in [
        "<!DOCTYPE html><p>",
        "\n <SVG onload=alert(1)>",
        "<script>x</script>",
        "#!/bin/sh\nrm",
        "\u{feff}<html>",
    ] {
        assert_eq!(look(FileKind::Txt, page.as_bytes()), Err("file.active_content"), "{page}");
    }
}

/// A JPEG of 4 × 2 points with an EXIF note of this orientation, and a place.
fn photograph(orientation: u8) -> Vec<u8> {
    let picture = ImageBuffer::from_fn(4, 2, |x, _| Rgb([if x < 2 { 255u8 } else { 0 }, 0, 0]));
    let mut plain = Vec::new();
    JpegEncoder::new(&mut plain).encode_image(&DynamicImage::ImageRgb8(picture)).unwrap();
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 33.5N 118.2E");
    let mut bytes = plain[..2].to_vec();
    for (marker, content) in [(0xe1u8, &exif[..]), (0xfe, b"a secret comment"), (0xed, b"Photoshop 3.0\0")] {
        bytes.extend([0xff, marker]);
        bytes.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        bytes.extend(content);
    }
    bytes.extend(&plain[2..]);
    bytes.extend(b"appended film with a place");
    bytes
}

#[test]
fn photographs_lose_what_the_camera_wrote_and_stand_upright() {
    for (orientation, width, height) in [(1, 4, 2), (6, 2, 4)] {
        let clean = look(FileKind::Jpg, &photograph(orientation)).unwrap().unwrap();
        for secret in ["Exif", "GPS", "secret", "Photoshop", "appended"] {
            assert!(!contains(&clean, secret.as_bytes()), "{secret} is still there");
        }
        let picture = image::load_from_memory(&clean).unwrap();
        assert_eq!((picture.width(), picture.height()), (width, height));
    }
    let whole = photograph(1);
    assert_eq!(look(FileKind::Jpg, &whole[..whole.len() / 2]), Err("file.damaged"));
    assert_eq!(look(FileKind::Jpg, b"\xff\xd8\xff\xe1\xff\xff"), Err("file.damaged"));
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, b"crc!"].concat()
}

#[test]
fn png_keeps_the_picture_only() {
    let png = [
        PNG.to_vec(),
        chunk(b"IHDR", &[0; 13]),
        chunk(b"eXIf", b"GPS"),
        chunk(b"tEXt", b"Author\0somebody"),
        chunk(b"IDAT", b"points"),
        chunk(b"IEND", b""),
        b"appended".to_vec(),
    ]
    .concat();
    let expected =
        [PNG.to_vec(), chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"points"), chunk(b"IEND", b"")].concat();
    assert_eq!(look(FileKind::Png, &png), Ok(Some(expected)));
    assert_eq!(look(FileKind::Png, &png[..60]), Err("file.damaged"));
    assert_eq!(look(FileKind::Png, &[PNG, &[0xff; 40]].concat()), Err("file.damaged"));
}

#[test]
fn webp_keeps_the_picture_only_and_says_so() {
    let part = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        [&kind[..], &length, content, &[0; 1][..content.len() % 2]].concat()
    };
    let riff = |parts: Vec<u8>| {
        let size = u32::try_from(parts.len() + 4).unwrap().to_le_bytes();
        [&b"RIFF"[..], &size, b"WEBP", &parts].concat()
    };
    let head = |flags: u8| part(b"VP8X", &[flags, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
    let sent =
        riff([head(0x1c), part(b"VP8L", b"points"), part(b"EXIF", b"GPS"), part(b"XMP ", b"x")].concat());
    let kept = riff([head(0x10), part(b"VP8L", b"points")].concat());
    assert_eq!(look(FileKind::Webp, &sent), Ok(Some(kept)));
    assert_eq!(look(FileKind::Webp, &sent[..sent.len() - 4]), Err("file.damaged"));
}
