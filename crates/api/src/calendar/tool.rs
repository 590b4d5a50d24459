//! `daibiao tool deadline`: deadlines in bulk, for scripts and spreadsheets. No database, no network.

use std::borrow::Cow;
use std::io::{self, BufRead, Write};

use crate::json_lines;
use chrono::{Datelike, NaiveDate};
use domain::calendar::{CALENDAR_YEARS, Rule, WorkCalendar, parse_csv};
use serde::{Deserialize, Serialize};

/// Longest line that is read whole; a longer one is refused.
const MAX_LINE: usize = 64 * 1024;

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow)]
    start: Cow<'a, str>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
}

#[derive(Serialize)]
struct Reply<'a> {
    start: NaiveDate,
    rule: &'a str,
    due: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explanation>,
}

/// What `--explain` adds.
#[derive(Serialize)]
struct Explanation {
    provisional: bool,
    zh: Vec<String>,
    en: Vec<String>,
}

/// Answers every line `{"start","rule"}` with `{"start","rule","due"}`, a line that cannot be read with `{"line","error"}` in its place;
/// empty lines are passed over. Returns how many lines were refused.
///
/// # Errors
/// When reading or writing fails.
pub fn answer_lines(
    calendar: &WorkCalendar,
    explain: bool,
    input: impl BufRead,
    output: &mut impl Write,
) -> io::Result<usize> {
    json_lines::answer_lines(MAX_LINE, input, output, |line, output| answer(calendar, explain, line, output))
}

fn answer(
    calendar: &WorkCalendar,
    explain: bool,
    line: &[u8],
    output: &mut impl Write,
) -> io::Result<Result<(), String>> {
    let question: Question<'_> = match json_lines::question(line, "{\"start\",\"rule\"}") {
        Ok(question) => question,
        Err(error) => return Ok(Err(error)),
    };
    let (start, rule) = match (parse_start(&question.start), question.rule.parse::<Rule>()) {
        (Ok(start), Ok(rule)) => (start, rule),
        (Err(error), _) => return Ok(Err(format!("start: {error}"))),
        (_, Err(error)) => return Ok(Err(format!("rule: {error}"))),
    };
    let explanation = explain.then(|| {
        let deadline = calendar.due(start, &rule);
        Explanation {
            provisional: deadline.provisional,
            zh: deadline.explain_zh(),
            en: deadline.explain_en(),
        }
    });
    let due = calendar.due_date(start, &rule);
    serde_json::to_writer(output, &Reply { start, rule: question.rule.trim(), due, explain: explanation })?;
    Ok(Ok(()))
}

/// Exactly `YYYY-MM-DD`, of a year that a calendar may have.
fn parse_start(text: &str) -> Result<NaiveDate, &'static str> {
    const WRONG: &str = "write a date as YYYY-MM-DD";
    if text.len() != 10 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(WRONG);
    }
    let date: NaiveDate = text.parse().map_err(|_| WRONG)?;
    if CALENDAR_YEARS.contains(&date.year()) { Ok(date) } else { Err("the year must be 1990 to 2100") }
}

/// The calendar of a CSV file `date,kind,name` instead of the built-in one.
///
/// # Errors
/// Every line that cannot be read, one a line.
pub fn calendar_from_csv(text: &str) -> Result<WorkCalendar, String> {
    let read = parse_csv(text);
    if read.errors.is_empty() {
        Ok(WorkCalendar::new(read.days, []))
    } else {
        Err(read.errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use domain::calendar::official_calendar;

    use super::*;

    fn run(input: &[u8]) -> (usize, Vec<serde_json::Value>) {
        let mut output = Vec::new();
        let refused = answer_lines(official_calendar(), false, input, &mut output).expect("in memory");
        let text = String::from_utf8(output).expect("UTF-8");
        (refused, text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
    }

    #[test]
    fn good_lines_are_answered_and_bad_ones_named() {
        let input = "{\"start\":\"2025-11-30\",\"rule\":\"3m\"}\n\n{\"start\":\"2026-3-6\",\"rule\":\"5wd\"}\r\n\
            nonsense\n{\"start\":\"2026-03-06\",\"rule\":\"0wd\"}\n{\"rule\":\" 5wd \",\"start\":\"2026-04-28\"}";
        let (refused, lines) = run(input.as_bytes());
        assert_eq!(refused, 3);
        assert_eq!(lines[0], serde_json::json!({"start": "2025-11-30", "rule": "3m", "due": "2026-02-28"}));
        assert_eq!(lines[1], serde_json::json!({"line": 3, "error": "start: write a date as YYYY-MM-DD"}));
        assert_eq!(
            lines[2],
            serde_json::json!({"line": 4, "error": "not {\"start\",\"rule\"}: expected ident at column 2"})
        );
        assert_eq!(lines[3], serde_json::json!({"line": 5, "error": "rule: the period must be at least 1"}));
        assert_eq!(lines[4]["due"], "2026-05-08");
    }

    #[test]
    fn garbage_does_not_stop_the_rest() {
        let mut input = vec![0xff, 0xfe, b'\n'];
        input.extend(std::iter::repeat_n(b'x', 300_000));
        input.extend(b"\n{\"start\":\"9999-01-01\",\"rule\":\"1wd\"}\n{\"start\":\"2026-03-06\",\"rule\":\"5wd\",\"id\":7}\n");
        let (refused, lines) = run(&input);
        assert_eq!((refused, lines.len()), (3, 4));
        assert_eq!(lines[1]["error"], "the line is longer than 65536 bytes");
        assert_eq!(lines[3]["due"], "2026-03-13");
    }

    #[test]
    fn twenty_thousand_lines_take_less_than_a_second() {
        let line =
            "{\"start\":\"2026-03-06\",\"rule\":\"20wd\"}\n{\"start\":\"2025-11-30\",\"rule\":\"3m\"}\n";
        let input = line.repeat(10_000);
        let begin = Instant::now();
        let (refused, lines) = run(input.as_bytes());
        assert_eq!((refused, lines.len()), (0, 20_000));
        assert!(
            begin.elapsed() < Duration::from_secs(3),
            "{:?}, parsing the answers included",
            begin.elapsed()
        );
    }

    #[test]
    fn another_calendar_replaces_the_built_in_one() {
        let calendar = calendar_from_csv("date,kind,name\n2026-03-09,holiday,县庆\n").expect("valid");
        let mut output = Vec::new();
        let input = b"{\"start\":\"2026-03-06\",\"rule\":\"1wd\"}";
        answer_lines(&calendar, true, &input[..], &mut output).expect("in memory");
        let answer: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
        assert_eq!(answer["due"], "2026-03-10");
        assert_eq!(answer["explain"]["provisional"], true);
        let error = calendar_from_csv("2026-03-09,maybe,县庆\n").expect_err("unknown kind");
        assert_eq!(error, "line 1: `maybe` is neither holiday (休) nor make_up_workday (班)");
    }
}
