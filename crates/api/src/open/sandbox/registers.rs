//! Invented units, deputies, groups and sessions.

use super::matters;
use crate::{
    http::Instant,
    open::reference::{Membership, Organization, OtherName, Person, Session},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    deputy::Level,
    org::{Gender, UnitKind},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Numbers of units begin with 5, of deputies with 6, of groups with 7: every id says by itself that it was invented.
pub(super) const UNITS: [(&str, &str); 3] =
    [("沙箱县住房和城乡建设局", "住建局"), ("沙箱县交通运输局", "交通局"), ("沙箱县教育局", "教育局")];
/// Names of deputies.
pub(super) const DEPUTIES: [&str; 3] = ["沙甲", "沙乙", "沙丙"];
/// 第十八届第五次会议
pub(super) const SESSION: (i32, i32) = (18, 5);

/// An id that says that it was invented.
pub(super) const fn invented(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x0197_f0a2_5a5a_7000_8000_0000_0000_0000 + (kind << 32) + number)
}

pub(super) fn county() -> Uuid {
    invented(1, 1)
}

pub(super) fn unit(number: usize) -> Uuid {
    invented(5, number as u128 + 1)
}

pub(super) fn deputy(number: usize) -> Uuid {
    invented(6, number as u128 + 1)
}

fn group() -> Uuid {
    invented(7, 1)
}

/// A fixed day of the invented year.
pub(super) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default()
}

/// Nine in the morning of a day in the congress's zone, and so many minutes.
pub(super) fn morning(day: NaiveDate, minutes: i64) -> DateTime<Utc> {
    day.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc() + chrono::Duration::minutes(minutes)
}

fn founded() -> Instant {
    morning(day(1, 5), 0).into()
}

/// Invented units.
pub(in crate::open) fn units() -> Vec<Organization> {
    let units = UNITS.iter().enumerate();
    let units = units.map(|(number, (name, short))| Organization {
        id: unit(number),
        name: (*name).to_owned(),
        classification: UnitKind::GovDept.code().to_owned(),
        parent_id: None,
        other_names: vec![OtherName { name: (*short).to_owned(), note: "short" }],
        jurisdiction_id: county(),
        no: None,
        field: None,
        description: None,
        founding_date: NaiveDate::from_ymd_opt(2019, 1, 1).unwrap_or_default(),
        dissolution_date: None,
        successor_id: None,
        updated_at: founded(),
    });
    units.collect()
}

/// Invented deputies.
pub(in crate::open) fn deputies() -> Vec<Person> {
    let elected = NaiveDate::from_ymd_opt(2021, 12, 20);
    let seat = |number: usize| Membership {
        organization_id: county(),
        role: "deputy",
        post: Some(format!("第{}选区", number + 1)),
        start_date: elected,
        end_date: None,
    };
    let member = Membership {
        organization_id: group(),
        role: "convenor",
        post: None,
        start_date: NaiveDate::from_ymd_opt(2022, 2, 1),
        end_date: None,
    };
    let people = DEPUTIES.iter().enumerate();
    let people = people.map(|(number, name)| Person {
        id: deputy(number),
        name: (*name).to_owned(),
        gender: if number == 1 { Gender::Female } else { Gender::Male }.code().to_owned(),
        level: Level::County.code().to_owned(),
        term: SESSION.0,
        biography: None,
        contact_platform: Some("沙箱镇代表之家".to_owned()),
        memberships: std::iter::once(seat(number)).chain((number == 0).then(|| member.clone())).collect(),
        updated_at: founded(),
    });
    people.collect()
}

/// The invented group.
pub(in crate::open) fn groups() -> Vec<Organization> {
    vec![Organization {
        id: group(),
        name: "沙箱镇第一代表小组".to_owned(),
        classification: "deputy_group".to_owned(),
        parent_id: None,
        other_names: Vec::new(),
        jurisdiction_id: county(),
        no: Some(1),
        field: None,
        description: Some("联系选民，反映社情民意。".to_owned()),
        founding_date: NaiveDate::from_ymd_opt(2022, 2, 1).unwrap_or_default(),
        dissolution_date: None,
        successor_id: None,
        updated_at: founded(),
    }]
}

/// The invented session.
pub(in crate::open) fn sessions() -> Vec<Session> {
    vec![Session {
        id: invented(3, 1),
        name: "十八届五次".to_owned(),
        ordinal: SESSION.1,
        term: SESSION.0,
        term_name: "十八届".to_owned(),
        jurisdiction_id: county(),
        start_date: day(1, 10),
        end_date: day(1, 14),
        updated_at: founded(),
    }]
}

/// Categories of the invented matters, with their numbers.
pub(in crate::open) fn categories() -> Vec<(String, i64)> {
    let mut counted = BTreeMap::new();
    for category in matters::shown_categories() {
        *counted.entry(category.to_owned()).or_insert(0) += 1;
    }
    counted.into_iter().collect()
}
