//! PDF: text by page. A scan whose pages are one photograph each can be copied as those photographs; other pages without text
//! are left out of a copy, and that is said.

use super::{DAMAGED, Found, MAX_TEXT, TOO_LARGE, Unread, counted, finding, picture};
use domain::file::{FileFinding, FileFindingKind, FilePlace, FileReadability, FileSection};
use flate2::read::ZlibDecoder;
use image::ImageFormat;
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, Stream, dictionary};
use std::io::Read;
use std::time::{Duration, Instant};

/// What one packed stream may unpack to, in bytes.
const MAX_STREAM: usize = 32 * 1024 * 1024;
/// What all of them may unpack to together.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
const MAX_PAGES: usize = 500;
/// Pages of a scan that are copied.
const MAX_SCANNED: usize = 60;
/// A page on paper, in points.
const PAPER: (f32, f32) = (595.0, 842.0);
/// How long one file is looked through.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn read(bytes: &[u8]) -> Result<Found, Unread> {
    let began = Instant::now();
    let document = open(bytes)?;
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(DAMAGED);
    }
    if pages.len() > MAX_PAGES {
        return Err(TOO_LARGE);
    }
    let (mut sections, mut unread, mut pictures, mut chars) = (Vec::new(), Vec::new(), 0, 0);
    for (number, page) in &pages {
        if began.elapsed() > PATIENCE {
            return Err(TOO_LARGE);
        }
        let text = match document.extract_text_with_limit(&[*number], MAX_STREAM) {
            Ok(text) => text,
            Err(Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                return Err(TOO_LARGE);
            }
            Err(_) => String::new(),
        };
        pictures += document.get_page_images(*page).map_or(0, |images| images.len());
        chars += text.chars().count();
        if chars > MAX_TEXT {
            return Err(TOO_LARGE);
        }
        if is_text(&text) {
            sections.push(FileSection { place: FilePlace::Page, label: number.to_string(), text });
        } else {
            unread.push(number.to_string());
        }
    }
    let mut findings = properties(&document);
    findings.extend(active(&document, &pages.values().copied().collect::<Vec<_>>()));
    findings.extend(counted(FileFindingKind::Pictures, pictures));
    if !unread.is_empty() {
        findings.push(finding(FileFindingKind::UnreadPages, unread.join("、")));
    }
    let readability = match (sections.is_empty(), scanned(&document)) {
        (false, _) => FileReadability::Text,
        (true, Some(_)) => FileReadability::Scan,
        (true, None) => FileReadability::NoText,
    };
    Ok(Found { readability, sections, findings })
}

/// Whether the streams unpack to more than is looked through; tried before anything of it is kept, for a reader keeps what
/// packed objects hold.
fn unpacks_to_too_much(bytes: &[u8]) -> bool {
    let mut left = MAX_UNPACKED;
    let mut from = 0;
    while let Some(found) = bytes[from..].windows(6).position(|word| word == b"stream") {
        let mut at = from + found + 6;
        from = at;
        at += bytes[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        // The head of a packed stream is a number of 16 bits that 31 divides.
        let packed = bytes.get(at..at + 2).is_some_and(|head| {
            head[0] & 0x0f == 8 && u16::from_be_bytes([head[0], head[1]]).is_multiple_of(31)
        });
        if !packed {
            continue;
        }
        let mut content = ZlibDecoder::new(&bytes[at..]).take(left + 1);
        let mut piece = vec![0; 64 * 1024];
        // What ends in an error was unpacked up to there.
        while let Ok(read @ 1..) = content.read(&mut piece) {
            match left.checked_sub(read as u64) {
                Some(rest) => left = rest,
                None => return true,
            }
        }
    }
    false
}

fn open(bytes: &[u8]) -> Result<Document, Unread> {
    if unpacks_to_too_much(bytes) {
        return Err(TOO_LARGE);
    }
    let options = LoadOptions::with_max_decompressed_size(MAX_STREAM);
    match Document::load_mem_with_options(bytes, options) {
        // One that opens without a password may be closed to copying all the same: its owner did not want it read so.
        Ok(document) if document.is_encrypted() || document.was_encrypted() => {
            Err(Unread(FileReadability::Encrypted))
        }
        Ok(document) => Ok(document),
        Err(Error::InvalidPassword | Error::Decryption(_)) => Err(Unread(FileReadability::Encrypted)),
        Err(Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => Err(TOO_LARGE),
        Err(_) => Err(DAMAGED),
    }
}

/// Letters that can be read; characters of fonts that do not say what they mean are none.
fn is_text(text: &str) -> bool {
    if text.contains("?Identity-H Unimplemented?") {
        return false;
    }
    let shown = text.chars().filter(|c| !c.is_whitespace());
    let (all, odd) = shown.fold((0, 0), |(all, odd), c| {
        let strange = c.is_control() || c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c);
        (all + 1, odd + usize::from(strange))
    });
    all > 0 && odd * 10 <= all
}

/// A text string of a dictionary: UTF-16 with its mark, else as good as it goes.
fn words(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn properties(document: &Document) -> Vec<FileFinding> {
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info));
    let info = info.ok().and_then(|(_, info)| info.as_dict().ok());
    let mut findings = Vec::new();
    for (key, kind) in [
        (&b"Author"[..], FileFindingKind::Author),
        (b"Title", FileFindingKind::Properties),
        (b"Subject", FileFindingKind::Properties),
        (b"Keywords", FileFindingKind::Properties),
        (b"Company", FileFindingKind::Properties),
        (b"Creator", FileFindingKind::Properties),
    ] {
        let value = info.and_then(|info| document.dereference(info.get(key).ok()?).ok());
        if let Some(text) = value.and_then(|(_, value)| words(value)) {
            findings.push(finding(kind, text));
        }
    }
    findings
}

/// Comments, forms, scripts and files in it.
fn active(document: &Document, pages: &[lopdf::ObjectId]) -> Vec<FileFinding> {
    let mut comments = 0;
    for page in pages {
        let notes = document.get_page_annotations(*page).unwrap_or_default();
        let is_comment = |note: &&Dictionary| {
            let kind = note.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            !matches!(kind, b"Link" | b"Widget" | b"Popup")
        };
        comments += notes.into_iter().filter(is_comment).count();
    }
    let (mut files, mut scripts) = (0, 0);
    for object in document.objects.values() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        let is = |key: &[u8], value: &[u8]| dictionary.get(key).and_then(Object::as_name).ok() == Some(value);
        files += usize::from(is(b"Type", b"EmbeddedFile"));
        scripts += usize::from(is(b"S", b"JavaScript") || is(b"S", b"Launch"));
    }
    let catalog = document.catalog().ok();
    let form = catalog.is_some_and(|catalog| catalog.has(b"AcroForm"));
    [
        counted(FileFindingKind::Comments, comments),
        counted(FileFindingKind::EmbeddedFiles, files),
        counted(FileFindingKind::Macros, scripts),
        counted(FileFindingKind::FormFields, usize::from(form)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The photographs of which a scan consists, with the turn of each page in degrees: exactly one JPEG a page.
fn scanned(document: &Document) -> Option<Vec<(Vec<u8>, i64)>> {
    let pages = document.get_pages();
    if pages.len() > MAX_SCANNED {
        return None;
    }
    let mut photographs = Vec::new();
    for page in pages.values() {
        let images = document.get_page_images(*page).ok()?;
        let [image] = &images[..] else { return None };
        let filters = image.filters.as_deref()?;
        // Four colours are decoded otherwise in every program; inverted ones would be wrong.
        let four = image.color_space.as_deref() == Some("DeviceCMYK");
        if filters != ["DCTDecode"] || four {
            return None;
        }
        let turn = document.get_dictionary(*page).ok()?.get(b"Rotate").and_then(Object::as_i64).unwrap_or(0);
        photographs.push((image.content.to_vec(), turn.rem_euclid(360)));
    }
    Some(photographs)
}

/// A scan as a new PDF of the same photographs, each written anew from its pixels.
pub(super) fn copy_scan(bytes: &[u8]) -> Result<Vec<u8>, Unread> {
    let source = open(bytes)?;
    let photographs = scanned(&source).ok_or(Unread(FileReadability::NoText))?;
    let mut target = Document::with_version("1.7");
    let root = target.new_object_id();
    let mut kids = Vec::new();
    for (photograph, turn) in photographs {
        let pixels = picture::decoded(ImageFormat::Jpeg, &photograph)?;
        let pixels = match turn {
            90 => pixels.rotate90(),
            180 => pixels.rotate180(),
            270 => pixels.rotate270(),
            _ => pixels,
        };
        let (width, height) = (pixels.width().max(1), pixels.height().max(1));
        let image = target.add_object(Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
                "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            },
            picture::jpeg(&pixels)?,
        ));
        let scale = (PAPER.0 / width as f32).min(PAPER.1 / height as f32);
        let (across, down) = (width as f32 * scale, height as f32 * scale);
        let content = format!("q {across} 0 0 {down} 0 0 cm /P Do Q");
        let content = target.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let page = target.add_object(dictionary! {
            "Type" => "Page", "Parent" => root, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), Object::Real(across), Object::Real(down)],
            "Resources" => dictionary! { "XObject" => dictionary! { "P" => image } },
        });
        kids.push(Object::Reference(page));
    }
    let count = i64::try_from(kids.len()).unwrap_or(0);
    target.objects.insert(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = target.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    target.trailer.set("Root", catalog);
    let mut out = Vec::new();
    target.save_to(&mut out).map_err(|_| DAMAGED)?;
    Ok(out)
}
