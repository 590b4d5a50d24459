use std::sync::OnceLock;

use chrono::Datelike;

use super::{CalendarDay, CoverageStatus, CoverageYear, WorkCalendar, parse_csv};

/// The State Council's notices 2018–2026 and the statutory days after them, one line a day. Data, not code: see the head of the files.
const OFFICIAL: &str = include_str!("official_days.csv");
const STATUTORY: &str = include_str!("statutory_days.csv");

/// Year and notice(s) of the State Council's General Office on which it rests.
const NOTICES: [(i32, &str); 9] = [
    (2018, "国办发明电〔2017〕12号"),
    (2019, "国办发明电〔2018〕15号、国办发明电〔2019〕3号"),
    (2020, "国办发明电〔2019〕16号、国办发明电〔2020〕1号"),
    (2021, "国办发明电〔2020〕27号"),
    (2022, "国办发明电〔2021〕11号"),
    (2023, "国办发明电〔2022〕16号"),
    (2024, "国办发明电〔2023〕7号"),
    (2025, "国办发明电〔2024〕12号"),
    (2026, "国办发明电〔2025〕7号"),
];

/// What a provisional year rests on.
const STATUTORY_SOURCE: &str = "《全国年节及纪念日放假办法》（2024年修订），放假安排尚未公布";

/// The built-in listed days 2018–2035 (after 2026 statutory days only).
pub fn official_days() -> &'static [CalendarDay] {
    official_calendar().days()
}

/// Which of the built-in years are official.
pub fn official_coverage() -> &'static [CoverageYear] {
    official_calendar().coverage()
}

/// The built-in working calendar of the People's Republic of China.
pub fn official_calendar() -> &'static WorkCalendar {
    static CALENDAR: OnceLock<WorkCalendar> = OnceLock::new();
    CALENDAR.get_or_init(|| {
        let official = parse_csv(OFFICIAL).days;
        let statutory = parse_csv(STATUTORY).days;
        let provisional =
            statutory.iter().map(|day| day.date.year()).collect::<std::collections::BTreeSet<_>>();
        let coverage = NOTICES
            .iter()
            .map(|(year, notice)| CoverageYear {
                year: *year,
                status: CoverageStatus::Official,
                source: (*notice).to_owned(),
            })
            .chain(provisional.into_iter().map(|year| CoverageYear {
                year,
                status: CoverageStatus::Provisional,
                source: STATUTORY_SOURCE.to_owned(),
            }))
            .collect::<Vec<_>>();
        WorkCalendar::new(official.into_iter().chain(statutory), coverage)
    })
}
