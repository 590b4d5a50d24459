//! 命中片段: a piece of text around the first hit, with the hits marked.

use domain::search::highlight;
use serde::Serialize;
use utoipa::ToSchema;

/// Characters before the first hit.
const BEFORE: usize = 12;
/// Characters of a piece.
const LENGTH: usize = 72;

/// A marked stretch, in characters: from `start` up to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"start": 2, "end": 4}))]
pub struct Mark {
    /// First character, from 0.
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
}

/// Where the words occur in a text.
pub(super) fn marks(text: &str, query: &str) -> Vec<Mark> {
    highlight(text, query).into_iter().map(|mark| Mark { start: mark.start, end: mark.end }).collect()
}

/// A piece of a text that has hits (命中片段).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"text": "…居民反映停车难，晚上无处停车…", "marks": [{"start": 5, "end": 7}]}))]
pub struct Snippet {
    /// The piece, with `…` where it is cut.
    pub text: String,
    /// The hits in it.
    pub marks: Vec<Mark>,
}

/// The first text with a hit, cut around it.
pub(super) fn snippet<'t>(texts: impl IntoIterator<Item = &'t str>, query: &str) -> Option<Snippet> {
    texts.into_iter().find_map(|text| {
        let first = highlight(text, query).into_iter().next()?;
        let chars: Vec<char> = text.chars().collect();
        let start = first.start.saturating_sub(BEFORE);
        let end = (start + LENGTH).min(chars.len());
        let mut piece: String =
            chars.get(start..end)?.iter().map(|c| if *c == '\n' { ' ' } else { *c }).collect();
        if start > 0 {
            piece.insert(0, '…');
        }
        if end < chars.len() {
            piece.push('…');
        }
        let marks = marks(&piece, query);
        Some(Snippet { text: piece, marks })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_piece_is_cut_around_the_first_hit_and_marked_again() {
        let text = format!("{}停车难{}", "甲".repeat(40), "乙".repeat(90));
        let found = snippet(["没有", &text], "停车").unwrap();
        assert_eq!(found.text.chars().count(), LENGTH + 2);
        let mark = found.marks[0];
        let marked: String = found.text.chars().skip(mark.start).take(mark.end - mark.start).collect();
        assert_eq!(marked, "停车");
        assert_eq!(snippet(["没有"], "停车"), None);
    }
}
