use super::tokens::runs;
use serde::Serialize;

/// A part of a text that matches (命中位置), in characters: `start` counts from 0, `end` is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// First character.
    pub start: usize,
    /// Behind the last one.
    pub end: usize,
}

/// Where the words of `query` occur in `text`: each run of the query as a whole, merged where they
/// touch. Width and case do not matter.
pub fn highlight(text: &str, query: &str) -> Vec<Highlight> {
    let wanted = runs(query);
    let mut marks: Vec<Highlight> = Vec::new();
    for run in runs(text) {
        for part in wanted.iter().filter(|part| part.han == run.han && part.chars.len() <= run.chars.len()) {
            let length = part.chars.len();
            for (offset, window) in run.chars.windows(length).enumerate() {
                // A Latin word matches from its beginning, as the query does.
                if window == part.chars && (run.han || offset == 0) {
                    let start = run.start + offset;
                    marks.push(Highlight { start, end: start + length });
                }
            }
        }
    }
    merge(marks)
}

fn merge(mut marks: Vec<Highlight>) -> Vec<Highlight> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Highlight> = Vec::new();
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters() {
        assert_eq!(highlight("关于𠮷野停车位的建议", "停车"), [Highlight { start: 4, end: 6 }]);
        assert_eq!(highlight("停车位停车", "停车 车位"), [Highlight { start: 0, end: 5 }]);
        assert_eq!(
            highlight("No. Ｓ2026 s20261", "s2026"),
            [Highlight { start: 4, end: 9 }, Highlight { start: 10, end: 15 }]
        );
        assert!(highlight("停车位", "教育").is_empty());
    }
}
