//! PDF by typst. The template is ours and fixed; the document reaches it as values, never as markup.

use chrono::{Datelike, Timelike};
use typst::World;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{Document, check};
use crate::DocumentError;
use crate::fonts::FontLibrary;

const TEMPLATE: &str = include_str!("gbt9704.typ");

/// Compilations for which typst's cache of unused results is kept; small, because letters share little.
const CACHE_AGE: usize = 3;

pub(super) fn render(document: &Document, fonts: &FontLibrary) -> Result<Vec<u8>, DocumentError> {
    let defect = |e: &dyn std::fmt::Display| DocumentError::Typeset(e.to_string());
    let mut model = serde_json::to_value(document).map_err(|e| defect(&e))?;
    check::check(&model)?;
    break_long_words(&mut model);
    let roles = serde_json::to_value(fonts.roles()).map_err(|e| defect(&e))?;
    let inputs: Dict = serde_json::from_value(serde_json::json!({ "doc": model, "fonts": roles }))
        .map_err(|e| defect(&e))?;

    let path = VirtualPath::new("document.typ").map_err(|e| DocumentError::Typeset(format!("{e:?}")))?;
    let main = RootedPath::new(VirtualRoot::Project, path).intern();
    let world = TemplateWorld {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        source: Source::new(main, TEMPLATE.to_owned()),
        fonts,
    };
    let result = typst::compile(&world).output.map_err(|errors| {
        let messages: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
        DocumentError::Typeset(messages.join("; "))
    });
    typst::comemo::evict(CACHE_AGE);
    let pages = result?;

    let archival = PdfStandards::new(&[PdfStandard::A_2u]).map_err(|e| defect(&e.message()))?;
    // A character without a glyph in any installed font is legal text but illegal in PDF/A.
    typst_pdf::pdf(&pages, &options(document, archival))
        .or_else(|_| typst_pdf::pdf(&pages, &options(document, PdfStandards::default())))
        .map_err(|errors| {
            let messages: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
            DocumentError::Typeset(messages.join("; "))
        })
}

fn options(document: &Document, standards: PdfStandards) -> PdfOptions {
    let t = document.rendered_at;
    // chrono's parts always fit; typst only asks for them in narrower integers.
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    let timestamp = Datetime::from_ymd_hms(
        t.year(),
        small(t.month()),
        small(t.day()),
        small(t.hour()),
        small(t.minute()),
        small(t.second().min(59)),
    )
    .map(Timestamp::new_utc);
    PdfOptions {
        ident: Smart::Custom(format!("{}\n{}\n{}", document.author, document.title, t.timestamp())),
        creator: Smart::Custom(Some("代表之家".to_owned())),
        timestamp,
        standards,
        ..PdfOptions::default()
    }
}

/// Longest run of characters without a break opportunity that is left alone; longer ones (web addresses, garbage) would run
/// off the paper, so zero-width spaces are put in.
const MAX_WORD: usize = 24;

fn break_long_words(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) if text.len() > MAX_WORD => {
            let mut out = String::with_capacity(text.len());
            let mut run = 0;
            for c in text.chars() {
                run = if (c as u32) < 0x2E80 && !c.is_whitespace() { run + 1 } else { 0 };
                if run > MAX_WORD && c.is_alphanumeric() {
                    out.push('\u{200B}');
                    run = 1;
                }
                out.push(c);
            }
            *text = out;
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(break_long_words),
        serde_json::Value::Object(map) => map.values_mut().for_each(break_long_words),
        _ => {}
    }
}

/// All that a template may see: itself, its values and the fonts. No files, no packages, no date.
struct TemplateWorld<'a> {
    library: LazyHash<Library>,
    source: Source,
    fonts: &'a FontLibrary,
}

impl World for TemplateWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
