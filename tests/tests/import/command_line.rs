//! `daibiao import` as scripts call it: arguments in, report and exit status out.

use crate::fixture::{Office, expected, expected_again, roster};
use serde_json::Value;
use std::path::PathBuf;

const SECRET: &str = "dGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHMgdGVzdHM=";

/// Files of one test.
struct Desk {
    folder: PathBuf,
    database: String,
}

impl Desk {
    fn new(office: &Office) -> Self {
        Self { folder: office.app.files().to_owned(), database: office.app.database_url().to_owned() }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).expect("writable");
        path.to_string_lossy().into_owned()
    }

    /// Exit status and report.
    async fn import(&self, kind: &str, file: &str, more: &[&str]) -> (u8, Value) {
        let report = self.folder.join("report.json");
        let _old = std::fs::remove_file(&report);
        let mut args: Vec<String> =
            ["daibiao", "import", kind, file, "--database-url", &self.database, "--secret", SECRET]
                .map(str::to_owned)
                .to_vec();
        args.extend(["--report".to_owned(), report.to_string_lossy().into_owned()]);
        args.extend(more.iter().map(|arg| (*arg).to_owned()));
        // The program brings its own runtime.
        let status = tokio::task::spawn_blocking(move || {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            api::cli::run_from(&args)
        });
        let status = status.await.expect("it does not panic").expect("arguments are right");
        let text = std::fs::read_to_string(&report).unwrap_or_else(|_| "null".to_owned());
        (status, serde_json::from_str(&text).expect("the report is JSON"))
    }
}

fn statuses(report: &Value) -> Vec<(u64, String)> {
    let rows = report["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| {
            (
                row["row"].as_u64().expect("as the test expects"),
                row["status"].as_str().expect("as the test expects").to_owned(),
            )
        })
        .collect()
}

#[tokio::test]
async fn nothing_is_written_while_a_row_is_refused() {
    let office = Office::open().await;
    let desk = Desk::new(&office);
    let file = desk.file("代表名册.xlsx", &roster().bytes);
    let (status, report) = desk.import("deputies", &file, &[]).await;
    assert_eq!((status, statuses(&report)), (1, expected(&roster())));
    let members: Vec<&String> = report.as_object().expect("as the test expects").keys().collect();
    assert_eq!(members, ["rows", "summary"]);
    assert!(!report.to_string().contains("19900000001"));
    assert_eq!(office.count("/api/v1/persons").await, 0);
    let (status, report) = desk.import("deputies", &file, &["--accept-valid", "--dry-run", "--reveal"]).await;
    assert_eq!(status, 0);
    assert!(report.to_string().contains("19900000001"), "asked for");
    assert_eq!(office.count("/api/v1/persons").await, 0, "a dry run");
    let (status, _) = desk.import("deputies", &file, &["--accept-valid"]).await;
    assert_eq!((status, office.count("/api/v1/persons").await), (0, 4));
    let (status, report) = desk.import("deputies", &file, &["--accept-valid"]).await;
    assert_eq!((status, statuses(&report)), (0, expected_again(&roster())));
    assert_eq!(office.count("/api/v1/persons").await, 4);
}

#[tokio::test]
async fn a_corrected_mapping_and_the_right_of_an_account() {
    let office = Office::open().await;
    let desk = Desk::new(&office);
    let file = desk.file("单位.csv", "甲,乙\n审计局,政府部门\n".as_bytes());
    let (status, _) = desk.import("units", &file, &[]).await;
    assert_eq!(status, 3, "no header");
    let mapping = r#"{"header_row":1,"columns":[{"column":0,"field":"name"},{"column":1,"field":"type"}]}"#;
    let mapping = desk.file("mapping.json", mapping.as_bytes());
    let (status, report) = desk.import("units", &file, &["--mapping", &mapping, "--as", "nobody"]).await;
    assert_eq!((status, report), (3, Value::Null));
    let (status, _) = desk.import("units", &file, &["--mapping", &mapping]).await;
    assert_eq!((status, office.count("/api/v1/units").await), (0, 4));
    let (status, _) = desk.import("units", "/nonexistent.csv", &[]).await;
    assert_eq!(status, 3);
}
