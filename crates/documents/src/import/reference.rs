//! What the caller knows already: the lists against which names in the sheet are matched. An empty list means "do not check".

use std::collections::HashMap;

use domain::kernel::ErrorCode;

use super::cell::Problem;
use super::cell::text::compact;
use super::cell::unit::{UnitFinder, UnitRef};

/// A known deputy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeputyRef {
    /// 姓名
    pub name: String,
    /// 代表证号, to tell namesakes apart in messages.
    pub cert_no: Option<String>,
}

/// Known units, deputies and groupings of the congress that imports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Units (承办单位).
    pub units: Vec<UnitRef>,
    /// Names of deputy groups (代表小组).
    pub groups: Vec<String>,
    /// Names of delegations (代表团).
    pub delegations: Vec<String>,
    /// Names of constituencies (选区).
    pub constituencies: Vec<String>,
    /// Deputies of the term.
    pub deputies: Vec<DeputyRef>,
    /// Keys ([`super::Record::keys`]) of records that exist already: their rows become duplicates.
    pub existing_keys: std::collections::HashSet<String>,
}

/// The lists, prepared for looking up.
#[derive(Debug)]
pub(super) struct Lookup {
    pub units: UnitFinder,
    pub groups: Names,
    pub delegations: Names,
    pub constituencies: Names,
    pub deputies: Names,
}

impl Lookup {
    pub fn new(reference: &Reference) -> Self {
        let names = |list: &[String], key: fn(&str) -> String| {
            Names::new(list.iter().map(|n| (n.clone(), n.clone())), key)
        };
        Self {
            units: UnitFinder::new(&reference.units),
            groups: names(&reference.groups, group_key),
            delegations: names(&reference.delegations, delegation_key),
            constituencies: names(&reference.constituencies, constituency_key),
            deputies: Names::new(
                reference.deputies.iter().map(|d| {
                    let shown =
                        d.cert_no.as_ref().map_or_else(|| d.name.clone(), |no| format!("{}（{no}）", d.name));
                    (d.name.clone(), shown)
                }),
                compact,
            ),
        }
    }
}

/// A list of names with a spelling-independent key.
#[derive(Debug)]
pub(super) struct Names {
    key: fn(&str) -> String,
    by_key: HashMap<String, Vec<(String, String)>>,
}

impl Names {
    fn new(list: impl Iterator<Item = (String, String)>, key: fn(&str) -> String) -> Self {
        let mut by_key: HashMap<String, Vec<(String, String)>> = HashMap::new();
        for (name, shown) in list {
            by_key.entry(key(&name)).or_default().push((name, shown));
        }
        Self { key, by_key }
    }

    /// The registered name; the text itself when there is no list.
    pub fn find(&self, text: &str) -> Result<String, Problem> {
        if self.by_key.is_empty() {
            return Ok(text.to_owned());
        }
        match self.by_key.get(&(self.key)(text)).map(Vec::as_slice) {
            Some([(name, _)]) => Ok(name.clone()),
            Some(several) => {
                let shown: Vec<&str> = several.iter().map(|(_, shown)| shown.as_str()).collect();
                Err(Problem::with(ErrorCode::ImportAmbiguous, &[("candidates", &shown.join("、"))]))
            }
            None => Err(Problem::about(ErrorCode::ReferenceUnknown, text)),
        }
    }
}

/// 青阳第一代表小组 = 青阳第一小组 = 青阳第一组 = 青阳一组
fn group_key(text: &str) -> String {
    let text = compact(text);
    let short =
        text.trim_end_matches("代表小组").trim_end_matches("小组").trim_end_matches('组').replace('第', "");
    arabic(&short)
}

fn delegation_key(text: &str) -> String {
    let text = compact(text);
    arabic(&text.trim_end_matches("代表团").trim_end_matches('团').replace('第', ""))
}

/// 第001选区 = 第1选区 = 1选区
fn constituency_key(text: &str) -> String {
    arabic(&compact(text).trim_end_matches("选区").replace('第', ""))
}

/// Numbers inside a name without leading zeros and in Arabic digits.
fn arabic(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        if !digits.is_empty() {
            let number = digits.parse::<u32>().ok().or_else(|| super::cell::number::chinese(digits));
            out.push_str(&number.map_or_else(|| digits.clone(), |n| n.to_string()));
            digits.clear();
        }
    };
    for c in text.chars() {
        if c.is_ascii_digit() || "一二三四五六七八九十百".contains(c) {
            digits.push(c);
        } else {
            flush(&mut digits, &mut out);
            out.push(c);
        }
    }
    flush(&mut digits, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_in_other_spellings() {
        let names = Names::new(
            ["青阳第一代表小组", "青阳第十二代表小组", "机关组"]
                .map(|n| (n.to_owned(), n.to_owned()))
                .into_iter(),
            group_key,
        );
        for text in ["青阳第一代表小组", "青阳第1小组", "青阳一组", "青阳 第一 小组"] {
            assert_eq!(names.find(text).as_deref(), Ok("青阳第一代表小组"), "{text}");
        }
        assert_eq!(names.find("青阳12组").as_deref(), Ok("青阳第十二代表小组"));
        assert_eq!(names.find("青阳二组").map_err(|p| p.code), Err(ErrorCode::ReferenceUnknown));
    }

    #[test]
    fn constituencies_ignore_leading_zeros() {
        let names = Names::new([("第001选区".to_owned(), String::new())].into_iter(), constituency_key);
        assert_eq!(names.find("第1选区").as_deref(), Ok("第001选区"));
    }
}
