use super::import::{Collector, parse_date};
use super::{CalendarDay, DayKind, ImportedCalendar, LineErrorKind};

/// Reads a calendar from CSV text `date,kind,name`: one day a line; a head line, empty lines and lines that begin with `#` are skipped.
/// `kind` is `holiday` or `make_up_workday`, or a Chinese word for it (休, 放假, 节假日; 班, 上班, 补班, 调休上班).
pub fn parse_csv(text: &str) -> ImportedCalendar {
    let mut collector = Collector::default();
    let mut head_possible = true;
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line_number = index + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<String> = split(line);
        let could_be_head = std::mem::take(&mut head_possible);
        if could_be_head && fields.first().is_some_and(|first| matches!(first.as_str(), "date" | "日期")) {
            continue;
        }
        match read(&fields) {
            Ok(day) => collector.add(line_number, day),
            Err(kind) => collector.refuse(line_number, kind),
        }
    }
    collector.finish()
}

fn read(fields: &[String]) -> Result<CalendarDay, LineErrorKind> {
    let [date, kind, name] = fields else {
        return Err(LineErrorKind::Columns);
    };
    Ok(CalendarDay { date: parse_date(date)?, kind: parse_kind(kind)?, name: name.clone() })
}

fn parse_kind(text: &str) -> Result<DayKind, LineErrorKind> {
    match text {
        "holiday" | "休" | "放假" | "节假日" | "法定节假日" | "休息" => Ok(DayKind::Holiday),
        "make_up_workday" | "workday" | "班" | "上班" | "补班" | "调休上班" => {
            Ok(DayKind::MakeUpWorkday)
        }
        _ => Err(LineErrorKind::Kind(text.chars().take(40).collect())),
    }
}

/// Fields of one line; a field in double quotes may hold commas, and `""` for a quote. Chinese commas separate as well.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut fields, '"');
            }
            '"' => quoted = !quoted,
            ',' | '，' | '\t' if !quoted => fields.push(String::new()),
            _ => push(&mut fields, c),
        }
    }
    fields.iter().map(|field| field.trim().to_owned()).collect()
}

fn push(fields: &mut [String], c: char) {
    if let Some(field) = fields.last_mut() {
        field.push(c);
    }
}
