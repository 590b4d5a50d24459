//! The invented matters.

use super::{
    GONE, LIMITED, SLOW, STEPPING, UNAVAILABLE,
    registers::{DEPUTIES, SESSION, UNITS, county, day, deputy, invented, morning, unit},
};
use crate::open::matter_dto::{
    MatterView, OpenCommitment, OpenDates, OpenDue, OpenLinks, OpenMatter, OpenProposer, OpenSatisfaction,
    OpenUnitRef,
};
use domain::{
    integration::{MatterPhase, MatterRef, OverdueLevel, RefSeries},
    settings::CategoryScheme,
    suggestion::{
        CommitmentStatus, DueKind, Period, Rating, ReplyCategory, SuggestionStatus, category_letter,
    },
};
use uuid::Uuid;

/// What differs from one matter to the other.
struct Invented {
    number: u32,
    title: &'static str,
    category: &'static str,
    /// `None`: its progress is not published.
    status: Option<SuggestionStatus>,
    result: Option<ReplyCategory>,
    lead: usize,
    co: Option<usize>,
    level: OverdueLevel,
}

/// The states that the stepping matter goes through.
const STEPS: [SuggestionStatus; 6] = [
    SuggestionStatus::Accepted,
    SuggestionStatus::Assigned,
    SuggestionStatus::Handling,
    SuggestionStatus::Replied,
    SuggestionStatus::Evaluated,
    SuggestionStatus::Closed,
];

/// The matter that was accepted between sessions.
const BETWEEN: u32 = 7;
/// The matter that goes on in the first one.
const MERGED: u32 = 6;

const fn plain(
    number: u32,
    title: &'static str,
    category: &'static str,
    status: Option<SuggestionStatus>,
    result: Option<ReplyCategory>,
) -> Invented {
    let lead = (number % 3) as usize;
    let co = if number.is_multiple_of(2) { Some((number as usize + 1) % 3) } else { None };
    Invented { number, title, category, status, result, lead, co, level: OverdueLevel::None }
}

use SuggestionStatus as S;

const ALL: [Invented; 12] = [
    plain(1, "关于在老旧小区增设停车位的建议", "城建环保", Some(S::Replied), Some(ReplyCategory::Resolved)),
    plain(2, "关于优化学校周边接送车辆通行的建议", "交通", Some(S::Handling), None),
    Invented {
        level: OverdueLevel::Late,
        ..plain(3, "关于加快农村公路养护的建议", "交通", Some(S::Handling), None)
    },
    plain(4, "关于新建镇区公共厕所的建议", "城建环保", Some(S::Tracking), Some(ReplyCategory::InProgress)),
    plain(5, "关于完善校园食堂监督的建议（只公开标题）", "教科文卫", None, None),
    plain(MERGED, "关于解决小区停车难的建议", "城建环保", Some(S::Merged), None),
    plain(BETWEEN, "关于汛期前疏浚河道的建议", "农业农村", Some(S::Closed), Some(ReplyCategory::Planned)),
    plain(LIMITED, "关于沙箱测试“请求过于频繁”的建议", "沙箱", Some(S::Handling), None),
    plain(UNAVAILABLE, "关于沙箱测试“系统繁忙”的建议", "沙箱", Some(S::Handling), None),
    plain(SLOW, "关于沙箱测试“响应缓慢”的建议", "沙箱", Some(S::Handling), None),
    plain(GONE, "关于沙箱测试“撤下公开”的建议", "沙箱", Some(S::Handling), None),
    plain(STEPPING, "关于沙箱测试“状态推进”的建议", "沙箱", Some(S::Accepted), None),
];

/// Its id: the number of its reference can be read in it.
pub(super) fn id(number: u32) -> Uuid {
    // Hexadecimal digits that look like the decimal number.
    let looks = format!("{number}").bytes().fold(0, |sum: u128, digit| (sum << 4) + u128::from(digit - b'0'));
    invented(9, looks)
}

/// The number of an invented matter.
pub(super) fn number_of(wanted: Uuid) -> Option<u32> {
    ALL.iter().map(|one| one.number).find(|number| id(*number) == wanted)
}

/// The id behind a reference.
pub(super) fn id_of(wanted: &str) -> Option<Uuid> {
    ALL.iter().find(|one| reference(one).to_string() == wanted).map(|one| id(one.number))
}

/// Those that are not gone, by id.
pub(super) fn shown() -> impl Iterator<Item = (Uuid, String)> {
    ALL.iter().filter(|one| one.number != GONE).filter_map(|one| document(one.number, 0))
}

/// Their categories.
pub(super) fn shown_categories() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(|one| one.number != GONE).map(|one| one.category)
}

/// The document of a matter; the stepping one so many steps further.
pub(super) fn document(number: u32, step: usize) -> Option<(Uuid, String)> {
    let one = ALL.iter().find(|one| one.number == number)?;
    let matter = status_object(one, step % STEPS.len());
    Some((matter.id, serde_json::to_string(&matter).ok()?))
}

fn reference(one: &Invented) -> MatterRef {
    match one.number {
        BETWEEN => MatterRef { term: SESSION.0, series: RefSeries::Between(2026), number: 1 },
        number => MatterRef { term: SESSION.0, series: RefSeries::Session(SESSION.1), number },
    }
}

fn status_object(one: &Invented, step: usize) -> OpenMatter {
    let status = if one.number == STEPPING { Some(STEPS[step]) } else { one.status };
    let has = |wanted: &[SuggestionStatus]| status.is_some_and(|status| wanted.contains(&status));
    let answered = one.result.is_some() || has(&[S::Replied, S::Evaluated, S::Closed]);
    let assigned = status.is_some() && !has(&[S::Accepted, S::Merged]);
    let result = one.result.or(answered.then_some(ReplyCategory::Resolved));
    let seq = super::feed::last_of(one.number);
    let between = one.number == BETWEEN;
    let id = id(one.number);
    let address = format!("/api/v1/open/suggestions/{id}");
    let named = |number: usize| OpenUnitRef { id: unit(number), name: UNITS[number].1.to_owned() };
    let steps = i64::try_from(step).unwrap_or(0);
    OpenMatter {
        id,
        reference: Some(reference(one).to_string()),
        view: MatterView::Published,
        version: seq + steps,
        seq,
        official_no: Some(if between {
            "闭会第001号".to_owned()
        } else {
            format!("十八届五次第{:03}号", one.number)
        }),
        title: one.title.to_owned(),
        category: Some(one.category.to_owned()),
        jurisdiction_id: county(),
        term: SESSION.0,
        session: (!between).then_some(SESSION.1),
        period: if between { Period::Between } else { Period::InSession }.code().to_owned(),
        status: status.map(|status| status.code().to_owned()),
        phase: status.map(|status| MatterPhase::of(status).code().to_owned()),
        result_class: result.map(|result| result.code().to_owned()),
        result_letter: result.map(|result| category_letter(CategoryScheme::Abc, result).to_string()),
        lead_units: if assigned { vec![named(one.lead)] } else { Vec::new() },
        co_units: one.co.filter(|_| assigned).map(named).into_iter().collect(),
        proposers: vec![OpenProposer {
            id: deputy(one.lead),
            name: DEPUTIES[one.lead].to_owned(),
            role: "lead".to_owned(),
        }],
        cosigner_count: one.number % 5,
        dates: OpenDates {
            submitted_on: Some(day(1, 12)),
            accepted_on: status.map(|_| day(1, 20)),
            assigned_on: assigned.then(|| day(3, 2)),
            replied_on: answered.then(|| day(5, 20)),
            closed_on: has(&[S::Closed]).then(|| day(6, 10)),
        },
        due: assigned.then(|| OpenDue {
            on: day(6, 2),
            basis: DueKind::Reply.code().to_owned(),
            extended: false,
            overdue_level: one.level.code().to_owned(),
        }),
        satisfaction: has(&[S::Evaluated, S::Closed]).then(|| OpenSatisfaction {
            attitude: Rating::Satisfied.code().to_owned(),
            result: Rating::Satisfied.code().to_owned(),
            on: day(6, 1),
        }),
        commitments: if has(&[S::Tracking]) {
            vec![OpenCommitment {
                id: invented(8, u128::from(one.number)),
                text: "年底前建成并开放两座公共厕所".to_owned(),
                due_on: day(12, 31),
                status: CommitmentStatus::Open.code().to_owned(),
            }]
        } else {
            Vec::new()
        },
        reply_count: u32::from(answered),
        merged_into: (one.number == MERGED).then(|| self::id(1)),
        links: OpenLinks {
            timeline: format!("{address}/timeline"),
            replies: format!("{address}/replies"),
            this: address,
            page: None,
        },
        updated_at: morning(day(3, 2), seq + steps).into(),
    }
}
