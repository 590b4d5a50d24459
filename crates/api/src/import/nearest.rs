//! 相近的名称: what somebody may have meant by a name that is not on the list.

use std::collections::HashSet;

/// At most this many names are proposed.
const MOST: usize = 3;
/// Share of common characters and pairs from which a name counts as similar.
const SIMILAR: f64 = 0.3;

/// The names most like `wanted`, best first.
pub(super) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let parts = parts(wanted);
    let mut found: Vec<(f64, &str)> = names
        .filter_map(|name| {
            let likeness = likeness(&parts, &self::parts(name));
            (likeness >= SIMILAR).then_some((likeness, name))
        })
        .collect();
    // Of equals the first of the list, so that the same file always gets the same answer.
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut seen = HashSet::new();
    found.into_iter().map(|(_, name)| name).filter(|name| seen.insert(*name)).take(MOST).collect()
}

/// Characters and pairs of neighbours: pairs tell order, characters find 住建局 in 住房和城乡建设局.
fn parts(name: &str) -> HashSet<(char, Option<char>)> {
    let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    let pairs = chars.windows(2).map(|pair| (pair[0], Some(pair[1])));
    chars.iter().map(|c| (*c, None)).chain(pairs).collect()
}

fn likeness(a: &HashSet<(char, Option<char>)>, b: &HashSet<(char, Option<char>)>) -> f64 {
    let common = a.intersection(b).count();
    if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * common as f64 / (a.len() + b.len()) as f64 }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_pen_are_found() {
        let units = ["泗安县财政局", "泗安县民政局", "泗安县住房和城乡建设局"];
        assert_eq!(nearest("泗安县才政局", units.into_iter())[0], "泗安县财政局");
        assert_eq!(nearest("住房城乡建设局", units.into_iter())[0], "泗安县住房和城乡建设局");
        assert!(nearest("火车", units.into_iter()).is_empty());
        assert!(nearest("", units.into_iter()).is_empty());
    }
}
