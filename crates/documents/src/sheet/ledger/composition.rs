//! 代表构成: how the deputies are composed by sex, age, nationality, party, education and kind.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::RosterRow;

/// One line of the statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositionItem {
    /// What is counted, for example 性别.
    pub dimension: &'static str,
    /// Class within it, for example 女.
    pub class: String,
    /// Deputies in the class.
    pub count: u32,
}

/// Composition of one deputy group (代表小组).
#[derive(Debug, Clone, PartialEq)]
pub struct GroupComposition {
    /// Name of the group, 未编组 for deputies without one.
    pub group: String,
    /// Deputies in it.
    pub total: u32,
    /// Women.
    pub women: u32,
    /// Members of national minorities (not 汉族).
    pub minorities: u32,
    /// Members of the Communist Party.
    pub party_members: u32,
    /// Workers and farmers.
    pub workers_and_farmers: u32,
    /// Deputies in their first term.
    pub newcomers: u32,
    /// Average age of those whose birth date is known.
    pub average_age: Option<f64>,
}

/// Statistics of a roster.
#[derive(Debug, Clone, PartialEq)]
pub struct Composition {
    /// All deputies counted.
    pub total: u32,
    /// Lines by dimension; within each dimension the classes sum to `total`.
    pub items: Vec<CompositionItem>,
    /// Lines by group, in the order in which the groups first appear.
    pub groups: Vec<GroupComposition>,
}

const UNKNOWN: &str = "未填";

/// Counts the roster. Ages are full years on the day `on`.
pub fn composition(rows: &[RosterRow], on: NaiveDate) -> Composition {
    let mut items = Vec::new();
    let mut count = |dimension: &'static str, class: &dyn Fn(&RosterRow) -> String| {
        let mut classes: BTreeMap<String, u32> = BTreeMap::new();
        for row in rows {
            *classes.entry(class(row)).or_default() += 1;
        }
        let mut classes: Vec<_> = classes.into_iter().collect();
        // Largest class first; age bands keep their order.
        if dimension != AGE {
            classes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        items.extend(classes.into_iter().map(|(class, count)| CompositionItem { dimension, class, count }));
    };
    count("性别", &|r| known(&r.gender));
    count(AGE, &|r| age_band(r.birth.map(|b| age(b, on))));
    count("民族", &|r| known(&r.ethnicity));
    count("党派", &|r| known(&r.party));
    count("学历", &|r| known(&r.education));
    count("代表构成", &|r| known(&r.composition));
    count("任期", &|r| if r.is_newcomer { "新任".to_owned() } else { "连任".to_owned() });
    Composition { total: small(rows.len()), items, groups: groups(rows, on) }
}

const AGE: &str = "年龄";

fn groups(rows: &[RosterRow], on: NaiveDate) -> Vec<GroupComposition> {
    let mut order: Vec<(&str, Vec<&RosterRow>)> = Vec::new();
    for row in rows {
        let name = if row.group.is_empty() { "未编组" } else { row.group.as_str() };
        match order.iter_mut().find(|(n, _)| *n == name) {
            Some((_, members)) => members.push(row),
            None => order.push((name, vec![row])),
        }
    }
    order
        .into_iter()
        .map(|(name, members)| {
            let of = |test: &dyn Fn(&RosterRow) -> bool| small(members.iter().filter(|r| test(r)).count());
            let ages: Vec<f64> =
                members.iter().filter_map(|r| r.birth).map(|b| f64::from(age(b, on))).collect();
            GroupComposition {
                group: name.to_owned(),
                total: small(members.len()),
                women: of(&|r| r.gender == "女"),
                minorities: of(&|r| {
                    !r.ethnicity.is_empty() && !matches!(r.ethnicity.as_str(), "汉族" | "汉")
                }),
                party_members: of(&|r| is_party_member(&r.party)),
                workers_and_farmers: of(&|r| {
                    r.composition.contains("工人") || r.composition.contains("农民")
                }),
                newcomers: of(&|r| r.is_newcomer),
                average_age: (!ages.is_empty()).then(|| ages.iter().sum::<f64>() / ages.len() as f64),
            }
        })
        .collect()
}

/// 中共党员 in the spellings of rosters; not 民主党派.
fn is_party_member(party: &str) -> bool {
    party.starts_with("中共") || matches!(party, "党员" | "共产党员" | "中国共产党")
}

fn known(text: &str) -> String {
    if text.is_empty() { UNKNOWN.to_owned() } else { text.to_owned() }
}

/// Full years on a day; someone born on 29 February grows older on 1 March of common years.
fn age(birth: NaiveDate, on: NaiveDate) -> u32 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    u32::try_from(on.year() - birth.year() - i32::from(before_birthday)).unwrap_or(0)
}

fn age_band(age: Option<u32>) -> String {
    match age {
        None => UNKNOWN.to_owned(),
        Some(..36) => "35岁及以下".to_owned(),
        Some(36..=45) => "36—45岁".to_owned(),
        Some(46..=55) => "46—55岁".to_owned(),
        Some(56..) => "56岁及以上".to_owned(),
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
