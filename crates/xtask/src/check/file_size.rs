//! Files aim at 200 lines, and are thought about again at 400: a report, and a wall far behind it.

use anyhow::Result;

use super::Findings;
use super::tree::Tree;
use crate::console;

const THINK_AGAIN: usize = 400;

/// No file of ours needs to be this long.
const WALL: usize = 1000;

/// Reports the long files, refuses the huge ones.
pub fn gate(tree: &Tree) -> Result<Findings> {
    let mut sizes: Vec<(usize, &str)> =
        tree.sources.iter().map(|source| (lines(&source.text), source.path.as_str())).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let long: Vec<String> = sizes
        .iter()
        .filter(|(size, _)| *size > THINK_AGAIN)
        .map(|(size, path)| format!("{path} ({size})"))
        .collect();
    if !long.is_empty() {
        console::warn(&format!(
            "{} of {} files have more than {THINK_AGAIN} lines: {}",
            long.len(),
            sizes.len(),
            long.join(", ")
        ));
    }
    Ok(sizes
        .iter()
        .filter(|(size, _)| *size > WALL)
        .map(|(size, path)| format!("{path}: {size} lines; split it"))
        .collect())
}

/// Lines that a reader has to understand: tables of data and tests beside the code count too, blank lines do not.
fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_file_is_refused() {
        let huge = "fn f() {}\n\n".repeat(WALL + 1);
        assert_eq!(gate(&Tree::sample(&[("crates/api/src/a.rs", &huge)])).expect("runs").len(), 1);
        let blank = "fn f() {}\n\n".repeat(WALL);
        assert_eq!(gate(&Tree::sample(&[("crates/api/src/a.rs", &blank)])).expect("runs"), Findings::new());
    }
}
