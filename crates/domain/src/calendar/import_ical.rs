use chrono::{Days, NaiveDate};

use super::import::{Collector, parse_date};
use super::{CalendarDay, DayKind, ImportedCalendar, LineErrorKind};

/// Longest event that is a holiday.
const MAX_EVENT_DAYS: i64 = 31;

/// Reads a calendar from iCal text (RFC 5545): every `VEVENT` with whole days. The words of `SUMMARY` decide what it is: 班, 上班, 补班, 调休上班
/// make it a working day, 休, 放假, 节 a day of rest; without any such word the line is refused. `DTEND` is the day after the last.
pub fn parse_ical(text: &str) -> ImportedCalendar {
    let mut collector = Collector::default();
    let mut event: Option<Event> = None;
    for (line_number, line) in unfold(text) {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let name = name.split(';').next().unwrap_or_default().to_ascii_uppercase();
        let value = value.trim();
        match (name.as_str(), &mut event) {
            ("BEGIN", _) if value.eq_ignore_ascii_case("VEVENT") => {
                if let Some(open) = event.replace(Event::at(line_number)) {
                    collector.refuse(open.line, LineErrorKind::Event("END:VEVENT is missing"));
                }
            }
            ("END", Some(_)) if value.eq_ignore_ascii_case("VEVENT") => {
                if let Some(closed) = event.take() {
                    closed.finish(&mut collector);
                }
            }
            ("DTSTART", Some(open)) => open.start = Some((line_number, value.to_owned())),
            ("DTEND", Some(open)) => open.end = Some((line_number, value.to_owned())),
            ("SUMMARY", Some(open)) => open.summary = Some((line_number, unescape(value))),
            _ => {}
        }
    }
    if let Some(open) = event {
        collector.refuse(open.line, LineErrorKind::Event("END:VEVENT is missing"));
    }
    collector.finish()
}

struct Event {
    line: usize,
    start: Option<(usize, String)>,
    end: Option<(usize, String)>,
    summary: Option<(usize, String)>,
}

impl Event {
    fn at(line: usize) -> Self {
        Self { line, start: None, end: None, summary: None }
    }

    fn finish(self, collector: &mut Collector) {
        let Some((start_line, start)) = self.start else {
            return collector.refuse(self.line, LineErrorKind::Event("DTSTART is missing"));
        };
        let Some((summary_line, summary)) = self.summary else {
            return collector.refuse(self.line, LineErrorKind::Event("SUMMARY is missing"));
        };
        let first = match parse_day(&start) {
            Ok(day) => day,
            Err(kind) => return collector.refuse(start_line, kind),
        };
        // Without DTEND a whole-day event is one day long.
        let end = match self.end {
            None => first.checked_add_days(Days::new(1)).unwrap_or(first),
            Some((line, end)) => match parse_day(&end) {
                Ok(end) if end > first => end,
                Ok(end) if end == first => first.checked_add_days(Days::new(1)).unwrap_or(first),
                Ok(_) => {
                    return collector.refuse(line, LineErrorKind::Event("DTEND is before DTSTART"));
                }
                Err(kind) => return collector.refuse(line, kind),
            },
        };
        if (end - first).num_days() > MAX_EVENT_DAYS {
            return collector.refuse(start_line, LineErrorKind::TooLong);
        }
        let Some(kind) = kind_of(&summary) else {
            return collector.refuse(summary_line, LineErrorKind::Kind(summary.chars().take(40).collect()));
        };
        let name = festival_name(&summary);
        for date in first.iter_days().take_while(|date| *date < end) {
            collector.add(self.line, CalendarDay { date, kind, name: name.clone() });
        }
    }
}

/// `20260214`, or the date of `20260214T000000`; a time of day makes no difference to a calendar of days.
fn parse_day(text: &str) -> Result<NaiveDate, LineErrorKind> {
    parse_date(text.split('T').next().unwrap_or_default())
}

/// Work is looked for first: 调休上班 contains 休.
fn kind_of(summary: &str) -> Option<DayKind> {
    let has = |words: &[&str]| words.iter().any(|word| summary.contains(word));
    if has(&["班", "调休日"]) {
        Some(DayKind::MakeUpWorkday)
    } else if has(&["休", "放假", "假期", "节", "元旦", "春节", "除夕"]) {
        Some(DayKind::Holiday)
    } else {
        None
    }
}

/// 春节（休） → 春节; the words that only say rest or work are no part of the name. What is left empty keeps the whole.
fn festival_name(summary: &str) -> String {
    let mut name = summary.to_owned();
    for word in ["调休上班", "补班", "上班", "放假", "假期", "调休", "休", "班"] {
        name = name.replace(word, "");
    }
    let name = name.trim_matches(|c: char| c.is_whitespace() || "（）()【】[]-—·:：".contains(c));
    if name.is_empty() { summary.trim().to_owned() } else { name.to_owned() }
}

/// Logical lines with the number of their first line: a line that begins with a space or tab goes on the one before.
fn unfold(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('n' | 'N')) => {
                chars.next();
                out.push(' ');
            }
            ('\\', Some(escaped)) => {
                chars.next();
                out.push(escaped);
            }
            _ => out.push(c),
        }
    }
    out
}
