//! Counting what the runners report.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that passed.
    pub passed: u64,
    /// Those that failed, or could not be run.
    pub failed: u64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// Never all green when the runner itself said that something went wrong (a test binary that
    /// did not compile or crashed reports no number at all), nor when it ran nothing.
    pub fn believing(mut self, runner_succeeded: bool) -> Tally {
        if self.failed == 0 && (!runner_succeeded || self.passed == 0) {
            self.failed = 1;
        }
        self
    }

    /// The sum of cargo's `test result: ok. 12 passed; 0 failed; …` lines.
    pub fn of_cargo(output: &str) -> Tally {
        let mut sum = Tally::default();
        for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result:")) {
            sum.passed += number_before(line, "passed");
            sum.failed += number_before(line, "failed");
        }
        sum
    }

    /// Vitest's line `Tests  1 failed | 11 passed (12)`.
    pub fn of_vitest(output: &str) -> Tally {
        let plain = without_colours(output);
        let Some(line) = plain.lines().rev().find(|line| line.trim_start().starts_with("Tests ")) else {
            return Tally::default();
        };
        Tally { passed: number_before(line, "passed"), failed: number_before(line, "failed") }
    }

    /// Playwright's closing lines `2 failed`, `1 flaky`, `3 did not run`, `12 passed (34.0s)`.
    /// A test that was not run, or passed only when tried again, has not passed.
    pub fn of_playwright(output: &str) -> Tally {
        let plain = without_colours(output);
        let mut tally = Tally::default();
        for line in plain.lines().map(str::trim) {
            let Some((digits, rest)) = line.split_once(' ') else {
                continue;
            };
            let Ok(number) = digits.parse::<u64>() else {
                continue;
            };
            match rest.split(" (").next().unwrap_or(rest) {
                "passed" => tally.passed = number,
                "failed" | "flaky" | "did not run" | "interrupted" => tally.failed += number,
                _ => {}
            }
        }
        tally
    }
}

/// The number in front of the word: `11` in `1 failed | 11 passed`.
fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> =
        line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn cargo_lines_are_summed() {
        let output = "running 2 tests\ntest result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                      test result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        assert_eq!(Tally::of_cargo(output), tally(15, 2));
    }

    #[test]
    fn vitest_says_it_in_one_line() {
        assert_eq!(
            Tally::of_vitest(" Test Files  4 passed (4)\n      Tests  31 passed (31)\n"),
            tally(31, 0)
        );
        assert_eq!(
            Tally::of_vitest(
                "\u{1b}[2m Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | \u{1b}[32m11 passed\u{1b}[39m (12)"
            ),
            tally(11, 1)
        );
    }

    #[test]
    fn playwright_says_it_in_several() {
        assert_eq!(
            Tally::of_playwright(
                "  ✓  1 journey.spec.ts:3:1 › a (2s)\n  1 flaky\n    x\n  2 did not run\n  12 passed (34.0s)\n"
            ),
            tally(12, 3)
        );
    }

    #[test]
    fn silence_is_not_success() {
        assert_eq!(Tally::default().believing(true), tally(0, 1));
        assert_eq!(tally(3, 0).believing(false), tally(3, 1));
        assert_eq!(tally(3, 0).believing(true), tally(3, 0));
        assert_eq!(tally(3, 2).believing(false), tally(3, 2));
        assert_eq!(tally(3, 2).to_string(), "3 passed, 2 failed");
    }
}
