//! Word documents: body, headers and footers, notes. Deleted and hidden text, comments and what is embedded are findings.

use super::office::{Package, resolved};
use super::{Found, MAX_TEXT, TOO_LARGE, Unread, counted, finding};
use domain::file::{FileFindingKind, FilePlace, FileSection};
use quick_xml::events::Event;
use std::collections::BTreeSet;

pub(super) fn read(bytes: &[u8]) -> Result<Found, Unread> {
    let mut package = Package::open(bytes)?;
    let mut findings = package.properties()?;
    let mut tally = Tally::default();
    let mut sections = Vec::new();
    let parts: Vec<String> = package.names().to_vec();
    let named = |beginning: &str| {
        let mut parts: Vec<String> = parts
            .iter()
            .filter(|name| name.starts_with(beginning) && name.ends_with(".xml"))
            .cloned()
            .collect();
        parts.sort();
        parts
    };
    for (place, names) in [
        (FilePlace::Body, vec!["word/document.xml".to_owned()]),
        (FilePlace::Header, [named("word/header"), named("word/footer")].concat()),
        (FilePlace::Note, [named("word/footnotes"), named("word/endnotes")].concat()),
    ] {
        for name in names {
            let mut text = Text::default();
            package.walk(&name, |event| text.take(event, &mut tally))?;
            if text.out.chars().count() > MAX_TEXT {
                return Err(TOO_LARGE);
            }
            sections.push(FileSection { place, label: String::new(), text: text.out });
        }
    }
    let mut commenters = BTreeSet::new();
    let mut comments = 0;
    package.walk("word/comments.xml", |event| {
        if let Event::Start(start) = event
            && start.local_name().as_ref() == "comment"
        {
            comments += 1;
            let author =
                start.attributes().flatten().find(|known| known.key.local_name().as_ref() == "author");
            commenters.extend(author.map(|author| author.value.into_owned()));
        }
    })?;
    if comments > 0 {
        let who: Vec<String> = commenters.into_iter().collect();
        findings.push(finding(FileFindingKind::Comments, format!("{comments} {}", who.join("、"))));
    }
    let embedded = package.count(|name| name.starts_with("word/embeddings/") || name.contains("afchunk"));
    findings.extend(
        [
            counted(FileFindingKind::TrackedChanges, tally.changes),
            counted(FileFindingKind::HiddenText, tally.hidden),
            counted(FileFindingKind::EmbeddedFiles, embedded),
            counted(FileFindingKind::Macros, package.count(|name| name.to_lowercase().contains("vba"))),
            counted(FileFindingKind::Pictures, package.count(|name| name.starts_with("word/media/"))),
        ]
        .into_iter()
        .flatten(),
    );
    Ok(Found::text(sections, findings))
}

/// What is counted over all parts.
#[derive(Default)]
struct Tally {
    changes: usize,
    hidden: usize,
}

/// The visible text of one part.
#[derive(Default)]
struct Text {
    out: String,
    /// Runs that are open, from outside to inside: those in a text box stand in another.
    runs: Vec<Run>,
    /// Elements that are open within something that is passed over; 0 outside.
    skipped: usize,
    cells: usize,
    in_text: bool,
}

#[derive(Default)]
struct Run {
    hidden: bool,
    text: String,
}

impl Text {
    fn take(&mut self, event: Event<'_>, tally: &mut Tally) {
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if self.skipped > 0 {
                    self.skipped += 1;
                    return;
                }
                match name.as_str() {
                    // The same once more for older programs; what was deleted or moved away.
                    "Fallback" => self.skipped = 1,
                    "del" | "moveFrom" => {
                        tally.changes += 1;
                        self.skipped = 1;
                    }
                    "ins" | "moveTo" => tally.changes += 1,
                    "r" => self.runs.push(Run::default()),
                    "t" => self.in_text = true,
                    "tc" => self.cells += 1,
                    other => self.mark(other, &start),
                }
            }
            Event::Empty(empty) if self.skipped == 0 => {
                let name = empty.local_name().as_ref().to_owned();
                match name.as_str() {
                    // Outside of runs it is a stop on the ruler.
                    "tab" | "ptab" if !self.runs.is_empty() => self.put("\t"),
                    "br" | "cr" if !self.runs.is_empty() => self.put("\n"),
                    "noBreakHyphen" => self.put("-"),
                    "p" => self.end_paragraph(),
                    "del" | "ins" => tally.changes += 1,
                    other => self.mark(other, &empty),
                }
            }
            Event::Text(words) if self.in_text && self.skipped == 0 => self.put(&words.xml10_content()),
            Event::CData(words) if self.in_text && self.skipped == 0 => self.put(&words.xml10_content()),
            Event::GeneralRef(reference) if self.in_text && self.skipped == 0 => {
                self.put(&resolved(&reference))
            }
            Event::End(end) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                    return;
                }
                match end.local_name().as_ref() {
                    "t" => self.in_text = false,
                    "r" => self.end_run(tally),
                    "p" => self.end_paragraph(),
                    "tc" => {
                        self.cells = self.cells.saturating_sub(1);
                        self.put("\t");
                    }
                    "tr" => self.put("\n"),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// A run that is hidden (`w:vanish`) says so before its text; `w:val="0"` takes it back.
    fn mark(&mut self, name: &str, element: &quick_xml::events::BytesStart<'_>) {
        if !matches!(name, "vanish" | "webHidden" | "specVanish") {
            return;
        }
        let value = element.attributes().flatten().find(|known| known.key.local_name().as_ref() == "val");
        let off = value.is_some_and(|value| matches!(value.value.as_ref(), "0" | "false" | "off"));
        if let Some(run) = self.runs.last_mut().filter(|_| !off) {
            run.hidden = true;
        }
    }

    fn put(&mut self, text: &str) {
        match self.runs.last_mut() {
            Some(run) => run.text.push_str(text),
            None => self.out.push_str(text),
        }
    }

    fn end_run(&mut self, tally: &mut Tally) {
        let Some(run) = self.runs.pop() else { return };
        if !run.hidden {
            self.put(&run.text);
        } else if !run.text.trim().is_empty() {
            tally.hidden += 1;
        }
    }

    /// A line of its own; in a table the cells of a row share one.
    fn end_paragraph(&mut self) {
        self.put(if self.cells > 0 { " " } else { "\n" });
    }
}
