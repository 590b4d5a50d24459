//! `daibiao tool redact`: personal data in texts, in bulk. No database, no network.

use crate::json_lines;
use chrono::NaiveDate;
use domain::redaction::{Span, personal_data};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{self, BufRead, Write};

/// Longest line that is read whole; a longer one is refused.
const MAX_LINE: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
struct Question<'a> {
    /// Given back as it was: a word, a number, anything.
    #[serde(default)]
    id: serde_json::Value,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(Serialize)]
struct Reply {
    id: serde_json::Value,
    spans: Vec<Span>,
}

/// Answers every line `{"id","text"}` with `{"id","spans":[{"start","end","kind"}]}`, a line that cannot be read with
/// `{"line","error"}` in its place; empty lines are passed over. Places are counted in Unicode scalar values. Returns how
/// many lines were refused.
///
/// # Errors
/// When reading or writing fails.
pub fn mark_lines(today: NaiveDate, input: impl BufRead, output: &mut impl Write) -> io::Result<usize> {
    json_lines::answer_lines(MAX_LINE, input, output, |line, output| {
        let Question { id, text } = match json_lines::question(line, "{\"id\",\"text\"}") {
            Ok(question) => question,
            Err(error) => return Ok(Err(error)),
        };
        serde_json::to_writer(output, &Reply { id, spans: personal_data(&text, today) })?;
        Ok(Ok(()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn texts_are_answered_with_their_spans_and_bad_lines_named() {
        let input = "{\"id\":\"a\",\"text\":\"电话😀13857212345。\"}\n\n{\"id\":7,\"text\":\"没有\"}\nnonsense\n{\"id\":1}\n";
        let mut output = Vec::new();
        let today = NaiveDate::from_ymd_opt(2026, 6, 10).expect("a day");
        assert_eq!(mark_lines(today, input.as_bytes(), &mut output).expect("in memory"), 2);
        let text = String::from_utf8(output).expect("UTF-8");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines[0], json!({"id": "a", "spans": [{"start": 3, "end": 14, "kind": "mobile"}]}));
        assert_eq!(lines[1], json!({"id": 7, "spans": []}));
        assert_eq!(lines[2]["line"], 4);
        assert_eq!(
            lines[3],
            json!({"line": 5, "error": "not {\"id\",\"text\"}: missing field `text` at column 8"})
        );
    }
}
