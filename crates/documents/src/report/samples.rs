//! Reports with invented content, for tests and for looking at the layout.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    AcceptanceReport, Bulletin, CardLine, Collection, CollectionItem, CollectionReply, LateLine, MatterLine,
    OpenLine, RefusedLine, YearFigures, YearlyReport,
};
use crate::sheet::ledger::{CommitmentRow, Share, UnitRow};

fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp(1_777_000_000, 0).expect("a date in 2026")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("written as a valid date")
}

const fn share(numerator: u32, denominator: u32) -> Share {
    Share { numerator, denominator }
}

fn unit(place: u32) -> UnitRow {
    UnitRow {
        unit: format!("泗安县第{place}局（演示）"),
        leads: 12,
        co: 3,
        signed_on_time: share(11, 12),
        on_time: share(10, 12),
        met: share(9, 12),
        letters: [7, 4, 1, 0],
        satisfied: 8,
        basic: 2,
        unsatisfied: 1,
        unevaluated: 1,
        resolved: share(7, 12),
        promised_then_resolved: share(1, 2),
        yellow_cards: 1,
        score: Some(93.25),
        rank: Some(place),
        ..UnitRow::default()
    }
}

/// A report on a session with 120 matters.
pub fn acceptance() -> AcceptanceReport {
    let list = (1..=118).map(|number| MatterLine {
        number: format!("十八届五次第{number:03}号"),
        title: format!("关于加快推进第{number}片区老旧小区改造和雨污分流的建议"),
        lead_deputy: "演知秋".into(),
        category: "城建交通".into(),
        units: "泗安县住建局（主办）、泗安县财政局（协办）".into(),
    });
    AcceptanceReport {
        period: "县十八届人大五次会议".into(),
        addressee: "县十八届人大五次会议主席团".into(),
        issuer: "县人大常委会代表工作委员会".into(),
        as_of: day(2026, 1, 12),
        received: 125,
        deputies: 88,
        joint: 40,
        accepted: 120,
        converted: 2,
        merged: 3,
        returned: 1,
        not_accepted: 1,
        by_category: vec![("城建交通".into(), 70), ("教育卫生".into(), 40), ("农业农村".into(), 10)],
        by_delegation: vec![("第一代表团".into(), 60), ("第二代表团".into(), 60)],
        list: list.collect(),
        refused: vec![RefusedLine {
            code: "JY-18-05-0099".into(),
            title: "关于调整本单位食堂用房的建议".into(),
            lead_deputy: "例云帆".into(),
            outcome: "不作建议处理".into(),
            reason: "涉及本单位个别事项：请与本单位协商。".into(),
        }],
        unlisted: 2,
        rendered_at: instant(),
        ..AcceptanceReport::default()
    }
}

/// The bulletin of a month.
pub fn bulletin() -> Bulletin {
    Bulletin {
        issuer: "县人大常委会代表工作委员会".into(),
        congress: "泗安县".into(),
        as_of: day(2026, 5, 31),
        assigned: 120,
        assigned_now: 4,
        replied: share(66, 120),
        replied_now: 30,
        signed_on_time: share(118, 120),
        on_time: share(60, 63),
        met: share(58, 66),
        satisfied: share(50, 52),
        unevaluated: 14,
        resolved: share(40, 66),
        rehandling: 1,
        commitments: share(0, 0),
        late: (1..=3)
            .map(|number| LateLine {
                number: format!("十八届五次第{number:03}号"),
                title: "关于增设城区学校周边即停即走车位的建议".into(),
                unit: "泗安县住建局".into(),
                due_on: day(2026, 5, 20),
                days: 11,
            })
            .collect(),
        cards: vec![CardLine {
            number: "十八届五次第001号".into(),
            title: "关于增设城区学校周边即停即走车位的建议".into(),
            unit: "泗安县住建局".into(),
            card: "黄牌".into(),
            on: day(2026, 5, 21),
        }],
        units: (1..=40).map(unit).collect(),
        with_d: false,
        copies: vec!["县人民政府办公室（督查室）".into(), "各承办单位".into()],
        rendered_at: instant(),
    }
}

/// The report of a year.
pub fn yearly() -> YearlyReport {
    let figures = YearFigures {
        base: 120,
        replied: share(120, 120),
        on_time: share(118, 120),
        on_time_original: share(110, 120),
        met: share(117, 120),
        satisfied: share(110, 118),
        satisfied_or_basic: share(117, 118),
        satisfied_first: share(100, 118),
        attitude: share(118, 118),
        unevaluated: 2,
        resolved: share(90, 120),
        implemented: share(96, 120),
        promised_then_resolved: share(6, 10),
        commitments: share(12, 14),
        rehandled: share(1, 118),
        published: share(80, 100),
        recurring: share(9, 120),
        days: Some(71),
    };
    YearlyReport {
        congress: "泗安县".into(),
        issuer: "县人大常委会代表工作委员会".into(),
        year: 2026,
        as_of: day(2026, 11, 23),
        figures,
        before: Some(YearFigures { base: 110, ..figures }),
        key: 6,
        by_category: vec![("城建交通".into(), 70), ("教育卫生".into(), 50)],
        by_result: vec![("A类：已经解决或基本解决".into(), 90), ("B类：正在解决".into(), 30)],
        units: (1..=40).map(unit).collect(),
        with_d: true,
        open: vec![OpenLine {
            number: "十八届五次第002号".into(),
            title: "关于推进城乡公交一体化的建议".into(),
            units: "泗安县交通局（主办）".into(),
            status: "承诺跟踪".into(),
            reason: "承诺事项尚未全部落实".into(),
        }],
        commitments: vec![CommitmentRow {
            number: "十八届五次第002号".into(),
            text: "2026年底前开通城东三条公交线路。".into(),
            responsible: "泗安县交通局/客运科".into(),
            due_on: Some(day(2026, 12, 31)),
            progress: "办理中".into(),
            ..CommitmentRow::default()
        }],
        unlisted: 1,
        rendered_at: instant(),
    }
}

/// A book of `count` matters with letters of ordinary length.
pub fn collection(count: u32) -> Collection {
    let item = |number: u32| CollectionItem {
        category: if number.is_multiple_of(2) { "城建交通" } else { "教育卫生" }.into(),
        label: format!("县十八届人大五次会议第{number:03}号建议"),
        title: format!("关于加快推进第{number}片区老旧小区改造的建议"),
        lead_deputy: "演知秋".into(),
        cosigners: "例云帆、样清和（共2人）".into(),
        units: "泗安县住建局（主办）".into(),
        rating: "办理态度：满意；办理结果：基本满意".into(),
        facts: "片区建于上世纪九十年代，管网老化，汛期多处积水，居民出行不便。".repeat(6),
        analysis: "建设标准偏低，日常维护资金不足。".into(),
        proposals: vec!["列入年度改造计划。".into(), "明确资金来源和完成时限。".into()],
        replies: vec![CollectionReply {
            unit: "泗安县住房和城乡建设局（演示）".into(),
            doc_no: format!("泗住建复〔2026〕{number}号"),
            category_letter: "A".into(),
            on: day(2026, 5, 1),
            kind: String::new(),
            body: "收到建议后，我局高度重视，现场踏勘并与您当面沟通，现答复如下。".into(),
            answers: vec![
                (1, "已列入2026年改造计划，总投资2680万元。".repeat(4)),
                (2, "资金由县级财政和上级补助共同承担，年底前完成。".repeat(4)),
            ],
        }],
    };
    let mut items: Vec<CollectionItem> = (1..=count).map(item).collect();
    items.sort_by(|a, b| a.category.cmp(&b.category));
    Collection {
        title: "泗安县人民代表大会\n代表建议和答复汇编".into(),
        scope: format!("2026年交办，共{count}件"),
        issuer: "县人大常委会代表工作委员会".into(),
        on: day(2026, 11, 23),
        items,
        rendered_at: instant(),
    }
}
