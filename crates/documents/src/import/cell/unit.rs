//! Units in a cell, found in the list of known units. 和 joins two units (财政局和民政局) and is part of others
//! (人力资源和社会保障局): only the list can tell.

use std::collections::{BTreeSet, HashMap};

use domain::kernel::ErrorCode;

use super::Problem;
use super::list::is_delimiter;
use super::text::{compact, tidy, without_brackets};

/// A known unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitRef {
    /// Registered name; what records contain.
    pub name: String,
    /// 简称
    pub short_name: Option<String>,
    /// Former names and other spellings.
    pub aliases: Vec<String>,
}

/// Known units by every name under which offices write them.
#[derive(Debug, Default)]
pub struct UnitFinder {
    names: Vec<String>,
    by_key: HashMap<String, BTreeSet<usize>>,
}

impl UnitFinder {
    pub fn new(units: &[UnitRef]) -> Self {
        let mut finder = Self::default();
        for (at, unit) in units.iter().enumerate() {
            finder.names.push(unit.name.clone());
            let written = std::iter::once(&unit.name).chain(&unit.short_name).chain(&unit.aliases);
            for key in written.flat_map(|name| keys(name)) {
                finder.by_key.entry(key).or_default().insert(at);
            }
        }
        finder
    }

    /// Units of one cell in order, by their registered names; without a list, the pieces as written.
    pub fn split(&self, text: &str) -> (Vec<String>, Vec<Problem>) {
        let mut found: Vec<String> = Vec::new();
        let mut problems = Vec::new();
        let tidied = tidy(text);
        let whole = compact(&tidied);
        let pieces: Vec<&str> = if self.lookup(&whole).is_some() {
            vec![whole.as_str()]
        } else {
            tidied.split(is_delimiter).collect()
        };
        for piece in pieces.into_iter().map(str::trim).filter(|p| !p.is_empty()) {
            if self.names.is_empty() {
                found.push(without_brackets(piece).0.trim().to_owned());
                continue;
            }
            match self.resolve(piece) {
                Some(units) => {
                    for candidates in units {
                        match self.one(&candidates) {
                            Ok(name) => found.push(name),
                            Err(problem) => problems.push(problem),
                        }
                    }
                }
                None => problems.push(Problem::about(ErrorCode::ReferenceUnknown, piece)),
            }
        }
        let mut seen = BTreeSet::new();
        found.retain(|name| !name.is_empty() && seen.insert(name.clone()));
        (found, problems)
    }

    /// One unit, or a chain of units joined by spaces, 和, 及, 与; every link must be known.
    fn resolve(&self, piece: &str) -> Option<Vec<BTreeSet<usize>>> {
        if let Some(hit) = self.lookup(&compact(piece)) {
            return Some(vec![hit.clone()]);
        }
        piece.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, '和' | '及' | '与')).find_map(
            |(at, joint)| {
                let first = self.lookup(&compact(&piece[..at]))?.clone();
                let mut rest = self.resolve(piece[at + joint.len_utf8()..].trim())?;
                rest.insert(0, first);
                Some(rest)
            },
        )
    }

    fn lookup(&self, compacted: &str) -> Option<&BTreeSet<usize>> {
        keys(compacted).into_iter().find_map(|key| self.by_key.get(&key))
    }

    fn one(&self, candidates: &BTreeSet<usize>) -> Result<String, Problem> {
        let names: Vec<&str> = candidates.iter().map(|at| self.names[*at].as_str()).collect();
        match names.as_slice() {
            [name] => Ok((*name).to_owned()),
            several => Err(Problem::with(ErrorCode::ImportAmbiguous, &[("candidates", &several.join("、"))])),
        }
    }
}

/// The name as written, and without its county: 泗安县住建局, 县住建局 and 住建局 are the same unit; so with and without a remark
/// in brackets. Most exact first.
fn keys(name: &str) -> Vec<String> {
    let full = compact(name);
    let bare = compact(&without_brackets(&full).0);
    let mut out = Vec::new();
    for form in [full, bare] {
        let short = county_stripped(&form).map(str::to_owned);
        for key in std::iter::once(form).chain(short) {
            if !key.is_empty() && !out.contains(&key) {
                out.push(key);
            }
        }
    }
    out
}

/// Longest county name before 县: three characters.
const MAX_COUNTY: usize = 3;

fn county_stripped(name: &str) -> Option<&str> {
    let at = name.char_indices().take(MAX_COUNTY + 1).find(|(_, c)| *c == '县')?.0;
    let rest = &name[at + '县'.len_utf8()..];
    // 县政府 and the like are not 政府 of anything else, but 县委 stays 县委.
    (rest.chars().count() >= 3).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder() -> UnitFinder {
        let unit = |name: &str, short: &str| UnitRef {
            name: name.into(),
            short_name: (!short.is_empty()).then(|| short.into()),
            aliases: vec![],
        };
        UnitFinder::new(&[
            unit("泗安县人力资源和社会保障局（演示）", "县人社局"),
            unit("泗安县财政局（演示）", "县财政局"),
            unit("泗安县住房和城乡建设局（演示）", "县住建局"),
            unit("文化广电和旅游局", "文广旅局"),
            unit("甲镇人民政府", "镇政府"),
            unit("乙镇人民政府", "镇政府"),
        ])
    }

    #[test]
    fn two_units_in_one_cell() {
        let finder = finder();
        for text in [
            "县人社局、县财政局",
            "人社局，财政局",
            "县人社局,县财政局",
            "县人社局/县财政局",
            "县人社局\n县财政局",
            "县人社局 县财政局",
            "人力资源和社会保障局和财政局",
            "县人社局及财政局",
            "泗安县人力资源和社会保障局（演示）、财政局（会办）",
            "县人社局；县财政局。",
        ] {
            let (units, problems) = finder.split(text);
            assert_eq!(units, ["泗安县人力资源和社会保障局（演示）", "泗安县财政局（演示）"], "{text}");
            assert!(problems.is_empty(), "{text}: {problems:?}");
        }
    }

    #[test]
    fn an_and_inside_a_name_does_not_divide_it() {
        for text in ["人力资源和社会保障局", "住房和城乡建设局", "文化广电和旅游局", "住房 和 城乡建设局"]
        {
            let (units, problems) = finder().split(text);
            assert_eq!((units.len(), problems.len()), (1, 0), "{text}");
        }
    }

    #[test]
    fn unknown_and_ambiguous_units_are_named() {
        let (units, problems) = finder().split("县财政局、县火箭局");
        assert_eq!(units, ["泗安县财政局（演示）"]);
        assert_eq!(problems[0].code, ErrorCode::ReferenceUnknown);
        assert!(problems[0].message.contains("县火箭局"));
        let (_, problems) = finder().split("镇政府");
        assert_eq!(problems[0].code, ErrorCode::ImportAmbiguous);
        assert!(problems[0].message.contains("甲镇人民政府、乙镇人民政府"));
    }

    #[test]
    fn without_a_list_only_clear_delimiters_divide() {
        let (units, problems) = UnitFinder::default().split("人力资源和社会保障局、财政局");
        assert_eq!(units, ["人力资源和社会保障局", "财政局"]);
        assert!(problems.is_empty());
    }
}
