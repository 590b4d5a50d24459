//! `daibiao tool deadline` as scripts use it: lines in, lines out, and an exit status.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daibiao"))
        .args(["tool", "deadline"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    // On a thread of its own: the program answers while it still reads.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    // It may end before it has read everything, when its arguments are wrong.
    let _written = writer.join().expect("the writer does not panic");
    output
}

#[test]
fn good_lines_end_well_and_bad_ones_with_status_one() {
    let good = run(&[], "{\"start\":\"2025-11-30\",\"rule\":\"3m\"}\n");
    assert!(good.status.success());
    assert_eq!(
        String::from_utf8_lossy(&good.stdout),
        "{\"start\":\"2025-11-30\",\"rule\":\"3m\",\"due\":\"2026-02-28\"}\n"
    );
    let bad = run(
        &[],
        "{\"start\":\"2025-11-30\",\"rule\":\"3x\"}\n{\"start\":\"2026-05-20\",\"rule\":\"15wd\"}\n",
    );
    assert_eq!(bad.status.code(), Some(1));
    let lines = String::from_utf8_lossy(&bad.stdout).into_owned();
    let mut lines = lines.lines();
    assert!(lines.next().is_some_and(|line| line.starts_with("{\"line\":1,\"error\":\"rule: unknown unit")));
    assert_eq!(lines.next(), Some("{\"start\":\"2026-05-20\",\"rule\":\"15wd\",\"due\":\"2026-06-10\"}"));
}

#[test]
fn another_calendar_is_read_from_a_file() {
    let file = std::env::temp_dir().join(format!("daibiao-calendar-{}.csv", std::process::id()));
    std::fs::write(&file, "date,kind,name\n2026-03-09,holiday,县庆日\n").expect("writable");
    let path = file.to_string_lossy().into_owned();
    let output = run(&["--calendar", &path], "{\"start\":\"2026-03-06\",\"rule\":\"1wd\"}\n");
    std::fs::write(&file, "2026-03-09,party,县庆日\n").expect("writable");
    let refused = run(&["--calendar", &path], "");
    std::fs::remove_file(&file).expect("removable");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"due\":\"2026-03-10\""));
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 1: `party`"));
}

#[test]
fn twenty_thousand_lines_are_answered_in_order() {
    let input = "{\"start\":\"2026-03-06\",\"rule\":\"20wd\"}\n{\"start\":\"2026-03-06\",\"rule\":\"6m\"}\n"
        .repeat(10_000);
    let begin = std::time::Instant::now();
    let output = run(&[], &input);
    // A third of a second unoptimised; other tests may run beside this one.
    assert!(begin.elapsed() < std::time::Duration::from_secs(3), "{:?}", begin.elapsed());
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(text.lines().count(), 20_000);
    assert!(text.lines().step_by(2).all(|line| line.ends_with("\"due\":\"2026-04-03\"}")));
    assert!(text.lines().skip(1).step_by(2).all(|line| line.ends_with("\"due\":\"2026-09-07\"}")));
}
