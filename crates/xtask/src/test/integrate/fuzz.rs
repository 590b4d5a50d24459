//! Schemathesis over both documents, in all its phases, with a fixed seed.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Stage;
use crate::console;
use crate::test::{Tally, county};
use crate::{process, workspace};

const FOLDER: &str = "tests/interop/schemathesis";

/// Fewer than this would not be worth the name.
const CASES: u64 = 10_000;

/// How many cases fuzzing makes for one operation, over what the other phases make of the document itself.
const OF_EACH_OPERATION: [(&str, &str); 2] = [("open", "20"), ("openapi", "3")];

/// The open document with a key, then everything with the tokens of those who may.
pub fn both_documents(stage: &Stage) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut cases = 0;
    for (document, examples) in OF_EACH_OPERATION {
        let (found, clean) = fuzz(stage, document, examples)?;
        cases += found;
        tally += if clean { Tally { passed: 1, failed: 0 } } else { Tally { passed: 0, failed: 1 } };
    }
    console::line(&format!("  {cases} cases"));
    if cases < CASES {
        bail!("only {cases} cases were made, {CASES} are wanted");
    }
    Ok(tally)
}

fn fuzz(stage: &Stage, document: &str, examples: &str) -> Result<(u64, bool)> {
    let folder = workspace::path(FOLDER);
    // It keeps notes where it is started.
    let scratch = stage.folder.join(format!("schemathesis-{document}"));
    county::emptied(&scratch)?;
    let mut command: Command = stage.python("schemathesis");
    command
        .current_dir(&scratch)
        .env("PYTHONPATH", &folder)
        .arg("--config-file")
        .arg(folder.join("schemathesis.toml"))
        .arg("run")
        .arg(workspace::path("openapi").join(format!("{document}.json")))
        .args([
            "--url",
            &stage.base,
            "--workers",
            "2",
            "--max-examples",
            examples,
            "--no-shrink",
            "--no-color",
        ]);
    let (status, output) = process::overheard(&mut command)?;
    let log = process::log_file(&format!("schemathesis-{document}"))?;
    std::fs::write(&log, &output).with_context(|| format!("writing {}", log.display()))?;
    let cases = cases(&output);
    if !status.success() {
        console::line(&format!("    {document}.json ({status}; all of it: {})", workspace::shown(&log)));
        for line in findings(&output) {
            console::line(&format!("    {line}"));
        }
    }
    Ok((cases, status.success()))
}

/// The number in `  18317 generated, 30 found …`.
fn cases(output: &str) -> u64 {
    let line = output.lines().rev().find(|line| line.contains(" generated"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// What it says of each finding, without the rest.
fn findings(output: &str) -> impl Iterator<Item = &str> {
    let lines = output.lines().skip_while(|line| !line.starts_with("====") && !line.contains("❌  Failed"));
    lines.take_while(|line| !line.contains(" WARNINGS ")).filter(|line| !line.trim().is_empty()).take(200)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_number_of_cases_is_read() {
        let output = "Test cases:\n  18317 generated, 30 found 30 unique failures, 206 skipped\n\nSeed: 4\n";
        assert_eq!(super::cases(output), 18_317);
        assert_eq!(super::cases("nothing"), 0);
    }

    #[test]
    fn findings_end_where_warnings_begin() {
        let output = "intro\n==== FAILURES ====\n\n- ST105 Undocumented\n==== WARNINGS ====\nmore\n";
        let found: Vec<&str> = super::findings(output).collect();
        assert_eq!(found, ["==== FAILURES ====", "- ST105 Undocumented"]);
    }
}
