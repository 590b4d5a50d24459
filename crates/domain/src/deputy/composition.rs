use super::Occupation;
use crate::org::{Education, Gender, Party, age_on};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the statistics need to know of one deputy who held a seat on the day.
#[derive(Clone, Debug)]
pub struct CompositionFacts {
    /// 性别
    pub gender: Gender,
    /// 党派
    pub party: Party,
    /// 民族
    pub ethnicity: String,
    /// 学历
    pub education: Option<Education>,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 新任
    pub is_newcomer: bool,
    /// 代表构成
    pub composition: Occupation,
}

/// One value of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bucket {
    /// Stable code, or the ethnicity's name.
    pub value: String,
    /// Chinese label.
    pub label: String,
    /// Deputies.
    pub count: u32,
    /// Share in tenths of a percent, rounded half up; 0 when there are no deputies.
    pub permille: u32,
}

/// One way to divide the deputies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dimension {
    /// `gender`, `party` …
    pub key: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// All values of a closed vocabulary, or those that occur.
    pub buckets: Vec<Bucket>,
}

/// 代表构成统计 on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Composition {
    /// The day.
    pub on: NaiveDate,
    /// Deputies who held a seat on it (suspended ones included).
    pub total: u32,
    /// The dimensions.
    pub dimensions: Vec<Dimension>,
}

const AGE_BANDS: [(&str, &str, i32, i32); 5] = [
    ("under_36", "35岁以下", i32::MIN, 35),
    ("36_45", "36—45岁", 36, 45),
    ("46_55", "46—55岁", 46, 55),
    ("56_60", "56—60岁", 56, 60),
    ("over_60", "61岁以上", 61, i32::MAX),
];

/// Counts the deputies by gender, party, ethnicity, education, age, newcomers and composition.
pub fn compose(on: NaiveDate, deputies: &[CompositionFacts]) -> Composition {
    let total = count(deputies, |_| true);
    let closed = |key, label, values: &[(&str, &str)], of: &dyn Fn(&CompositionFacts) -> String| {
        let buckets =
            values.iter().map(|(value, zh)| bucket(value, zh, count(deputies, |d| of(d) == *value), total));
        Dimension { key, label, buckets: buckets.collect() }
    };
    let pairs = |codes: Vec<(&'static str, &'static str)>| codes;
    let gender = pairs(Gender::ALL.iter().map(|v| (v.code(), v.zh())).collect());
    let party = pairs(Party::ALL.iter().map(|v| (v.code(), v.zh())).collect());
    let mut education = pairs(Education::ALL.iter().map(|v| (v.code(), v.zh())).collect());
    education.push(("unknown", "未填"));
    let composition = pairs(Occupation::ALL.iter().map(|v| (v.code(), v.zh())).collect());
    let ages: Vec<_> = AGE_BANDS.iter().map(|(code, zh, ..)| (*code, *zh)).collect();
    let dimensions = vec![
        closed("gender", "性别", &gender, &|d| d.gender.code().to_owned()),
        closed("party", "党派", &party, &|d| d.party.code().to_owned()),
        ethnicities(deputies, total),
        closed("education", "学历", &education, &|d| {
            d.education.map_or("unknown", Education::code).to_owned()
        }),
        closed("age", "年龄", &ages, &|d| band(age_on(d.birth_on, on)).to_owned()),
        closed("newcomer", "新任", &[("yes", "新任"), ("no", "非新任")], &|d| {
            if d.is_newcomer { "yes" } else { "no" }.to_owned()
        }),
        closed("composition", "代表构成", &composition, &|d| d.composition.code().to_owned()),
    ];
    Composition { on, total, dimensions }
}

fn ethnicities(deputies: &[CompositionFacts], total: u32) -> Dimension {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for deputy in deputies {
        *counts.entry(deputy.ethnicity.as_str()).or_default() += 1;
    }
    let mut buckets: Vec<_> = counts.into_iter().map(|(name, n)| bucket(name, name, n, total)).collect();
    buckets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    Dimension { key: "ethnicity", label: "民族", buckets }
}

fn band(age: i32) -> &'static str {
    AGE_BANDS
        .iter()
        .find(|(_, _, from, to)| (*from..=*to).contains(&age))
        .map_or("over_60", |(code, ..)| code)
}

fn count(deputies: &[CompositionFacts], fits: impl Fn(&CompositionFacts) -> bool) -> u32 {
    u32::try_from(deputies.iter().filter(|d| fits(d)).count()).unwrap_or(u32::MAX)
}

fn bucket(value: &str, label: &str, count: u32, total: u32) -> Bucket {
    let permille = (count * 1000 + total / 2).checked_div(total).unwrap_or(0);
    Bucket { value: value.to_owned(), label: label.to_owned(), count, permille }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deputy(birth: &str, gender: Gender) -> CompositionFacts {
        CompositionFacts {
            gender,
            party: Party::Cpc,
            ethnicity: "汉族".into(),
            education: None,
            birth_on: birth.parse().unwrap(),
            is_newcomer: true,
            composition: Occupation::Cadre,
        }
    }

    #[test]
    fn every_dimension_adds_up_to_the_total() {
        let deputies = [
            deputy("1990-11-22", Gender::Male),
            deputy("1990-11-23", Gender::Female),
            deputy("1950-01-01", Gender::Male),
        ];
        let result = compose("2026-11-22".parse().unwrap(), &deputies);
        assert_eq!(result.total, 3);
        for dimension in &result.dimensions {
            assert_eq!(dimension.buckets.iter().map(|b| b.count).sum::<u32>(), 3, "{}", dimension.key);
        }
        let ages = &result.dimensions[4].buckets;
        // 36 on the very day, 35 one day before the birthday.
        assert_eq!((ages[0].count, ages[1].count, ages[4].count), (1, 1, 1));
        assert_eq!(result.dimensions[0].buckets[0].permille, 667);
    }

    #[test]
    fn nobody_is_no_division_by_zero() {
        assert_eq!(compose("2026-11-22".parse().unwrap(), &[]).total, 0);
    }
}
