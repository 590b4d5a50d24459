//! Recall and precision by kind.

use super::fill::Filled;
use crate::redaction::{PersonalData, Span};
use std::{collections::BTreeMap, fmt};

#[derive(Default)]
struct Count {
    wanted: usize,
    covered: usize,
    found: usize,
    right: usize,
    missed: Vec<String>,
    wrong: Vec<String>,
}

#[derive(Default)]
pub(super) struct Tally {
    kinds: BTreeMap<PersonalData, Count>,
}

/// How many characters a mark may cover beyond what was written: a word that leads to an address.
const BEYOND: usize = 6;

impl Tally {
    /// Wanted is what was filled in: it counts as found when every character of it is covered. Found is right when it
    /// covers something wanted of its kind, and not much else.
    pub fn add(&mut self, filled: &Filled, found: &[Span]) {
        for wanted in &filled.spans {
            let count = self.kinds.entry(wanted.kind).or_default();
            count.wanted += 1;
            let chars: Vec<char> = filled.text.chars().collect();
            let told = |place: &usize| chars[*place].is_alphanumeric();
            let hidden = |place: usize| found.iter().any(|span| (span.start..span.end).contains(&place));
            if (wanted.start..wanted.end).filter(told).all(hidden) {
                count.covered += 1;
            } else {
                count.missed.push(shown(filled, wanted));
            }
        }
        for span in found {
            let count = self.kinds.entry(span.kind).or_default();
            count.found += 1;
            let meets = |wanted: &&Span| wanted.meets(span) && wanted.kind == span.kind;
            let wanted: usize =
                filled.spans.iter().filter(meets).map(|wanted| wanted.end - wanted.start).sum();
            if wanted > 0 && span.end - span.start <= wanted + BEYOND {
                count.right += 1;
            } else {
                count.wrong.push(shown(filled, span));
            }
        }
    }

    pub fn recall(&self, kind: PersonalData) -> f64 {
        self.kinds.get(&kind).map_or(1.0, |count| share(count.covered, count.wanted))
    }

    pub fn precision(&self, kind: PersonalData) -> f64 {
        self.kinds.get(&kind).map_or(1.0, |count| share(count.right, count.found))
    }

    pub fn missed(&self, kind: PersonalData) -> String {
        self.kinds.get(&kind).map_or_else(String::new, |count| first(&count.missed))
    }

    pub fn wrong(&self, kind: PersonalData) -> String {
        self.kinds.get(&kind).map_or_else(String::new, |count| first(&count.wrong))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.kinds {
            let (recall, precision) = (self.recall(*kind), self.precision(*kind));
            writeln!(
                f,
                "{:<12} wanted {:>5} recall {recall:.4}  found {:>5} precision {precision:.4}",
                kind.code(),
                count.wanted,
                count.found
            )?;
            if std::env::var_os("SHOW_MISSES").is_some() {
                writeln!(f, "missed:\n{}wrong:\n{}", first(&count.missed), first(&count.wrong))?;
            }
        }
        Ok(())
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}

fn first(list: &[String]) -> String {
    list.iter().take(25).fold(String::new(), |all, one| format!("{all}  {one}\n"))
}

fn shown(filled: &Filled, span: &Span) -> String {
    let part = |from: usize, to: usize| filled.text.chars().skip(from).take(to - from).collect::<String>();
    let end = filled.text.chars().count().min(span.end + 14);
    let text = format!(
        "{}⟦{}⟧{}",
        part(span.start.saturating_sub(20), span.start),
        part(span.start, span.end),
        part(span.end, end)
    );
    text.replace('\n', "⏎")
}
