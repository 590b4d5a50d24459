use super::*;

fn csv(text: &str) -> Vec<(usize, LineErrorKind)> {
    parse_csv(text).errors.into_iter().map(|error| (error.line, error.kind)).collect()
}

fn ical(text: &str) -> Vec<(usize, LineErrorKind)> {
    parse_ical(text).errors.into_iter().map(|error| (error.line, error.kind)).collect()
}

#[test]
fn csv_as_offices_write_it() {
    let text = "\u{feff}日期,类型,名称\r\n2027/2/5,休,春节\r\n20270206,放假,\"春节, 初一\"\r\n\r\n# 补班\r\n2027年2月7日，班，春节\r\n2027-02-20,make_up_workday,春节\r\n";
    let read = parse_csv(text);
    assert_eq!(read.errors, []);
    assert_eq!(
        read.days,
        [
            listed("2027-02-05", DayKind::Holiday, "春节"),
            listed("2027-02-06", DayKind::Holiday, "春节, 初一"),
            listed("2027-02-07", DayKind::MakeUpWorkday, "春节"),
            listed("2027-02-20", DayKind::MakeUpWorkday, "春节"),
        ]
    );
}

#[test]
fn csv_errors_name_their_line() {
    let text = "date,kind,name\n\
        2027-02-05,holiday,春节\n\
        2027-02-30,holiday,春节\n\
        2027-02-08,rest,春节\n\
        2027-02-09,holiday\n\
        2027-02-10,holiday,\n\
        2027-02-12,make_up_workday,春节\n\
        2027-02-05,make_up_workday,春节\n\
        2027-02-05,holiday,春节\n\
        1949-10-01,holiday,国庆节\n\
        date,kind,name\n";
    assert_eq!(
        csv(text),
        [
            (3, LineErrorKind::Date("2027-02-30".into())),
            (4, LineErrorKind::Kind("rest".into())),
            (5, LineErrorKind::Columns),
            (6, LineErrorKind::Name),
            (7, LineErrorKind::NotAWeekend(day("2027-02-12"))),
            (8, LineErrorKind::Duplicate(2)),
            (10, LineErrorKind::Date("1949-10-01".into())),
            (11, LineErrorKind::Date("date".into())),
        ]
    );
    assert_eq!(parse_csv(text).days.len(), 1);
    assert_eq!(csv(""), [(1, LineErrorKind::NotACalendar)]);
}

#[test]
fn a_file_of_endless_days_is_cut_short() {
    let days = day("1990-01-01").iter_days().take(3_000);
    let text: String = days.map(|date| format!("{date},holiday,假\n")).collect();
    let read = parse_csv(&text);
    assert_eq!(read.days.len(), 1_800);
    assert_eq!(read.errors.len(), 1, "said once");
}

#[test]
fn ical_with_folding_ranges_and_words() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\
        BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270205\r\nDTEND;VALUE=DATE:20270207\r\nSUMMARY:春节（休\r\n ）\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270220\r\nSUMMARY;LANGUAGE=zh:春节调休上班\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nDTSTART:20270405T000000\r\nDTEND:20270405T235959\r\nSUMMARY:清明节 放假\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270221\r\nSUMMARY:补班\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";
    let read = parse_ical(text);
    assert_eq!(read.errors, []);
    assert_eq!(
        read.days,
        [
            listed("2027-02-05", DayKind::Holiday, "春节"),
            listed("2027-02-06", DayKind::Holiday, "春节"),
            listed("2027-02-20", DayKind::MakeUpWorkday, "春节"),
            listed("2027-04-05", DayKind::Holiday, "清明节"),
            listed("2027-02-21", DayKind::MakeUpWorkday, "补班"),
        ]
    );
}

#[test]
fn ical_errors_name_the_line_of_the_fault() {
    let text = "BEGIN:VEVENT\nDTSTART:2027XX05\nSUMMARY:春节\nEND:VEVENT\n\
        BEGIN:VEVENT\nSUMMARY:春节\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20270205\nSUMMARY:Team meeting\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20270205\nDTEND:20280205\nSUMMARY:春节\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20270205\nDTEND:20270201\nSUMMARY:春节\nEND:VEVENT\n\
        BEGIN:VEVENT\nDTSTART:20270205\n\
        BEGIN:VEVENT\nDTSTART:20270205\nSUMMARY:春节";
    assert_eq!(
        ical(text),
        [
            (2, LineErrorKind::Date("2027XX05".into())),
            (5, LineErrorKind::Event("DTSTART is missing")),
            (10, LineErrorKind::Kind("Team meeting".into())),
            (13, LineErrorKind::TooLong),
            (19, LineErrorKind::Event("DTEND is before DTSTART")),
            (22, LineErrorKind::Event("END:VEVENT is missing")),
            (24, LineErrorKind::Event("END:VEVENT is missing")),
        ]
    );
    assert_eq!(ical("hello"), [(1, LineErrorKind::NotACalendar)]);
}
