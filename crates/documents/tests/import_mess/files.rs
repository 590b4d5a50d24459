//! Files as a whole: encodings, limits, damage.

use std::io::Cursor;

use documents::import::{ImportKind, Reference, guess, read_table};
use domain::kernel::ErrorCode;
use rust_xlsxwriter::Format;

use crate::{as_deputy, as_suggestion, deputies, run, suggestions, workbook, write};

#[test]
fn encodings_are_recognised() {
    let text = "姓名,民族\r\n演知秋,汉族\r\n";
    let mut utf8_bom = b"\xEF\xBB\xBF".to_vec();
    utf8_bom.extend(text.as_bytes());
    let mut utf16 = b"\xFF\xFE".to_vec();
    utf16.extend(text.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "utf-8"),
        (utf8_bom, "utf-8"),
        (utf16, "utf-16le"),
        (gb.into_owned(), "gb18030"),
    ] {
        let report = deputies(&bytes);
        assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("演知秋"), "{name}");
        assert_eq!(report.summary.encoding, name);
    }
    let refused = read_table(b"\xE5\xA7\x93,\xFF\xFF\n\x81", "x.csv").map_err(|e| e.code);
    assert_eq!(refused, Err(ErrorCode::ImportEncoding));
}

#[test]
fn our_own_exports_can_be_read_again() {
    use documents::sheet::ledger::{HandoverRow, write};
    use documents::sheet::{ExportInfo, Format};
    let row = HandoverRow {
        number: "第063号".into(),
        title: "=关于甲的建议".into(),
        lead_deputy: "演知秋".into(),
        lead_units: vec!["住建局".into()],
        co_units: vec!["财政局".into(), "城管局".into()],
        assigned_on: chrono::NaiveDate::from_ymd_opt(2026, 3, 6),
        ..HandoverRow::default()
    };
    let info = ExportInfo {
        title: "县十八届人大五次会议代表建议交办清单".into(),
        conditions: vec![],
        exported_at: chrono::DateTime::UNIX_EPOCH,
        remark: None,
    };
    for format in [Format::Xlsx, Format::Csv] {
        let bytes = write(format, &info, [row.clone()]).expect("file");
        let report = suggestions(&bytes);
        let record = as_suggestion(&report, 0);
        assert_eq!(record.title.as_deref(), Some("=关于甲的建议"), "the apostrophe is taken off again");
        assert_eq!((record.official_no, record.session.as_deref()), (Some(63), Some("十八届五次")));
        assert_eq!((record.co_units.len(), record.assigned_on), (2, row.assigned_on));
    }
}

#[test]
fn files_that_are_no_sheets_are_refused() {
    let code = |bytes: &[u8]| {
        run(ImportKind::Deputies, bytes, &Reference::default()).map(|r| r.rows.len()).map_err(|e| e.code)
    };
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old or encrypted"), Err(ErrorCode::ImportFileType));
    assert_eq!(code(b"%PDF-1.7\n\0\0"), Err(ErrorCode::ImportFileType));
    assert_eq!(code(b"PK\x03\x04 not a zip"), Err(ErrorCode::ImportFileBroken));
    assert_eq!(code(b""), Err(ErrorCode::ImportSheetMissing));
    assert_eq!(code("只有一句话".as_bytes()), Err(ErrorCode::ImportHeaderMissing));
}

#[test]
fn limits_hold() {
    let mut many = String::from("姓名\n");
    many.extend(std::iter::repeat_n("演一\n", 200_000));
    assert_eq!(read_table(many.as_bytes(), "x.csv").map_err(|e| e.code), Err(ErrorCode::ImportFileTooLarge));
    let long = vec![b'a'; 50 * 1024 * 1024 + 1];
    let refused = read_table(&long, "x.csv").expect_err("too large");
    assert_eq!(
        (refused.code, refused.params),
        (ErrorCode::ImportFileTooLarge, vec![("max", "50 MiB".to_owned())])
    );
    // A stray cell in the last corner and a merged range over everything cost nothing.
    let bytes = workbook(|sheet| {
        write(sheet, 0, &["姓名", "性别"]);
        write(sheet, 1, &["演一", "女"]);
        sheet.write_string(1_048_575, 16_383, "x").expect("cell");
        sheet.merge_range(2, 0, 3, 1, "空", &Format::new()).expect("merge");
    });
    // The library would write every cell of the range.
    let bytes = repacked(&bytes, |name, part| {
        if name.ends_with("sheet1.xml") {
            let xml = String::from_utf8(std::mem::take(part)).expect("UTF-8");
            assert!(xml.contains("A3:B4"));
            *part = xml.replace("A3:B4", "A3:WQL1048575").into_bytes();
        }
    });
    let report = deputies(&bytes);
    assert_eq!(as_deputy(&report, 0).name.as_deref(), Some("演一"));
}

/// The workbook with its parts changed.
fn repacked(bytes: &[u8], mut change: impl FnMut(&str, &mut Vec<u8>)) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("zip");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).expect("part");
        let name = part.name().expect("name").into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).expect("read");
        change(&name, &mut bytes);
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("start");
        std::io::Write::write_all(&mut writer, &bytes).expect("write");
    }
    writer.finish().expect("zip").into_inner()
}

#[test]
fn damaged_workbooks_never_panic() {
    let good = documents::import::samples::LedgerSample::default().workbook().expect("sample").bytes;
    // Damage inside the parts, so that it reaches the XML reader and not only the checksum.
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    let rounds = std::env::var("IMPORT_FUZZ_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let parts = zip::ZipArchive::new(Cursor::new(&good)).expect("zip").len();
    for _ in 0..rounds {
        let victim = random(parts);
        let mut at_part = 0;
        let bytes = repacked(&good, |_, bytes| {
            at_part += 1;
            for _ in 0..=random(4) {
                if at_part != victim + 1 || bytes.is_empty() {
                    continue;
                }
                let at = random(bytes.len());
                match random(4) {
                    0 => bytes[at] = random(256) as u8,
                    1 => drop(bytes.drain(at..(at + random(40)).min(bytes.len()))),
                    2 => bytes[at] = b"<>\"&/0189:A"[random(11)],
                    _ => bytes.insert(at, b'9'),
                }
            }
        });
        // Refused or read, but never a panic: in production that would end the server.
        if let Ok(book) = read_table(&bytes, "x.xlsx") {
            for sheet in &book.sheets {
                let _ = guess(ImportKind::Suggestions, sheet);
            }
            let _ = run(ImportKind::Suggestions, &bytes, &Reference::default());
        }
    }
}
