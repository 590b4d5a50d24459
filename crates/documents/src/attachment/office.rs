//! What office documents have in common: parts in a zip archive, and properties.

use super::{DAMAGED, MAX_UNPACKED, TOO_LARGE, Unread, finding};
use domain::file::{FileFinding, FileFindingKind};
use quick_xml::{Reader, events::Event};
use std::io::{self, BufReader, Cursor, Read};
use zip::ZipArchive;

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
}

impl<'b> Package<'b> {
    /// Opens the archive after unpacking everything into nothing: sizes that are declared may lie.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unread> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
        let mut names = Vec::new();
        let mut left = MAX_UNPACKED;
        for index in 0..archive.len() {
            let entry = archive.by_index(index).map_err(|_| DAMAGED)?;
            names.push(entry.name().map_err(|_| DAMAGED)?.trim_start_matches('/').to_owned());
            let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| DAMAGED)?;
            left = left.checked_sub(unpacked).ok_or(TOO_LARGE)?;
        }
        Ok(Self { archive, names })
    }

    /// Names of the parts, in their order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn count(&self, is: impl Fn(&str) -> bool) -> usize {
        self.names.iter().filter(|name| is(name)).count()
    }

    /// Walks through a part of XML; a part that is not there has no events.
    pub(super) fn walk(&mut self, name: &str, mut each: impl FnMut(Event<'_>)) -> Result<(), Unread> {
        let Some(index) = self.names.iter().position(|known| known == name) else { return Ok(()) };
        let entry = self.archive.by_index(index).map_err(|_| DAMAGED)?;
        let mut reader = Reader::from_reader(BufReader::new(entry));
        let mut buffer = Vec::new();
        loop {
            match reader.read_event_into(&mut buffer).map_err(|_| DAMAGED)? {
                Event::Eof => return Ok(()),
                event => each(event),
            }
            buffer.clear();
        }
    }

    /// Author and other properties of the document.
    pub(super) fn properties(&mut self) -> Result<Vec<FileFinding>, Unread> {
        let mut findings = Vec::new();
        for part in ["docProps/core.xml", "docProps/app.xml"] {
            let (mut at, mut text) = (String::new(), String::new());
            self.walk(part, |event| match event {
                Event::Start(start) => {
                    at = start.local_name().as_ref().to_owned();
                    text.clear();
                }
                Event::Text(words) => text.push_str(&words.xml10_content()),
                Event::GeneralRef(reference) => text.push_str(&resolved(&reference)),
                Event::End(_) => {
                    let kind = match at.as_str() {
                        "creator" => Some(FileFindingKind::Author),
                        "lastModifiedBy" => Some(FileFindingKind::LastModifiedBy),
                        "title" | "subject" | "description" | "keywords" | "category" | "Company"
                        | "Manager" => Some(FileFindingKind::Properties),
                        _ => None,
                    };
                    if let Some(kind) = kind.filter(|_| !text.trim().is_empty()) {
                        findings.push(finding(kind, text.trim()));
                    }
                    at.clear();
                }
                _ => {}
            })?;
        }
        if self.names.iter().any(|name| name == "docProps/custom.xml") {
            findings.push(finding(FileFindingKind::Properties, "custom.xml"));
        }
        Ok(findings)
    }
}

/// `&amp;`, `&#20013;` and their like; what no one knows is left out.
pub(super) fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).unwrap_or_default().to_owned()
}
