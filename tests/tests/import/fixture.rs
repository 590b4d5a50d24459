//! A county that has registers but no people yet, and the sheets of its office.

use documents::import::RowStatus;
use documents::import::samples::{LedgerSample, RosterSample, Sample};
use domain::authz::Role;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tests::{Client, Reply, TestApp};
use uuid::Uuid;

pub struct Office {
    pub app: TestApp,
    /// 代表工委主任
    pub head: Client,
    /// Its fifth session.
    pub session: Uuid,
}

impl Office {
    /// 十八届, its fifth session, one delegation, group and constituency, and three units.
    pub async fn open() -> Self {
        let app = TestApp::start().await;
        app.move_clock("2026-07-01T09:00:00+08:00");
        let head = app.actor(Role::DcHead).await;
        let county = *app.county();
        let create = async |path: &str, body: Value| -> String {
            let created = head.post(path, &body).await.ok(201);
            created["id"].as_str().expect("an id").to_owned()
        };
        let term = create(
            "/api/v1/terms",
            json!({"jurisdiction_id": county.root, "ordinal": 18, "name": "十八届", "starts_on": "2022-01-06",
                   "is_current": true}),
        )
        .await;
        let session = create(
            "/api/v1/congress-sessions",
            json!({"term_id": term, "ordinal": 5, "name": "十八届五次", "starts_on": "2026-03-03", "ends_on": "2026-03-06"}),
        )
        .await;
        create(
            "/api/v1/constituencies",
            json!({"term_id": term, "jurisdiction_id": county.town, "no": 1, "name": "第001选区", "seats": 9}),
        )
        .await;
        create(
            "/api/v1/delegations",
            json!({"term_id": term, "jurisdiction_id": county.town, "no": 1, "name": "青阳代表团"}),
        )
        .await;
        create(
            "/api/v1/groups",
            json!({"term_id": term, "jurisdiction_id": county.root, "no": 1, "name": "青阳第一代表小组",
                   "area_ids": [county.town], "duties": "联系选民。", "founded_on": "2022-02-01"}),
        )
        .await;
        for (name, short_name) in
            [("住房和城乡建设局", "住建局"), ("财政局", "县财政局"), ("城市管理局", "城管局")]
        {
            create(
                "/api/v1/units",
                json!({"jurisdiction_id": county.root, "name": name, "short_name": short_name, "kind": "gov_dept",
                       "system": "gov", "valid_from": "2019-01-01"}),
            )
            .await;
        }
        Self { app, head, session: session.parse().expect("an id") }
    }

    /// The upload of a file.
    pub async fn upload(&self, kind: &str, filename: &str, bytes: Vec<u8>) -> Reply {
        upload_as(&self.head, kind, filename, bytes).await
    }

    /// Uploads a file and checks it with the mapping that was guessed, changed by `change`.
    pub async fn checked(&self, kind: &str, sample: &Sample, change: impl FnOnce(&mut Value)) -> Checked {
        let uploaded = self.upload(kind, sample.filename, sample.bytes.clone()).await.ok(201);
        let mut mapping = mapping_of(&uploaded);
        change(&mut mapping);
        let path = format!("/api/v1/imports/{}", uploaded["id"].as_str().expect("an id"));
        let reply =
            self.head.call(Method::PUT, &format!("{path}/mapping")).version(1).json(&mapping).send().await;
        Checked { path, report: reply.ok(200) }
    }

    /// Writes what was checked.
    pub async fn commit(&self, checked: &Checked, accept_valid: bool) -> Reply {
        let version = checked.report["version"].as_i64().expect("a version");
        let path = format!("{}/commit", checked.path);
        self.head.command(&path, version, &json!({ "accept_valid": accept_valid })).await
    }

    /// The good rows of the roster, written: 演知秋, 例云帆, 样清和, 虚买·演力.
    pub async fn people(&self) {
        let sample = RosterSample::default().workbook().expect("a workbook");
        let checked = self.checked("deputies", &sample, |_| ()).await;
        self.commit(&checked, true).await.ok(200);
    }

    /// How many rows a list has.
    pub async fn count(&self, path: &str) -> i64 {
        let list = self.head.get(&format!("{path}?include=total")).await.ok(200);
        list["total"].as_i64().expect("a total")
    }
}

/// A dry run.
pub struct Checked {
    pub path: String,
    pub report: Value,
}

impl Checked {
    /// Row number and status of every row.
    pub fn statuses(&self) -> Vec<(u64, String)> {
        let items = self.report["items"].as_array().expect("items");
        let status =
            |row: &Value| (row["row"].as_u64().unwrap_or(0), row["status"].as_str().unwrap_or("").to_owned());
        items.iter().map(status).collect()
    }

    /// The row with this number.
    pub fn row(&self, number: u64) -> &Value {
        let items = self.report["items"].as_array().expect("items");
        items.iter().find(|row| row["row"] == number).unwrap_or_else(|| panic!("no row {number}"))
    }
}

pub async fn upload_as(who: &Client, kind: &str, filename: &str, bytes: Vec<u8>) -> Reply {
    let part = Part::bytes(bytes).file_name(filename.to_owned());
    let path = format!("/api/v1/imports?kind={kind}");
    who.call(Method::POST, &path).multipart(Form::new().part("file", part)).send().await
}

/// What the wizard sends back when nothing is corrected.
pub fn mapping_of(uploaded: &Value) -> Value {
    let columns = uploaded["columns"].as_array().expect("columns").iter();
    let columns: Vec<Value> =
        columns.map(|column| json!({"column": column["column"], "field": column["field"]})).collect();
    json!({"sheet": uploaded["sheet"], "header_row": uploaded["header_row"], "columns": columns,
           "defaults": uploaded["defaults"]})
}

/// What reading a sample must give, in the words of the report.
pub fn expected(sample: &Sample) -> Vec<(u64, String)> {
    let word = |status: &RowStatus| match status {
        RowStatus::Ok => "ok",
        RowStatus::Error => "error",
        RowStatus::Duplicate => "duplicate",
    };
    sample.expected.iter().map(|(row, status)| (u64::from(*row), word(status).to_owned())).collect()
}

/// The same rows when all good ones are there already.
pub fn expected_again(sample: &Sample) -> Vec<(u64, String)> {
    let again =
        |(row, status): (u64, String)| (row, if status == "ok" { "duplicate".to_owned() } else { status });
    expected(sample).into_iter().map(again).collect()
}

pub fn roster() -> Sample {
    RosterSample::default().workbook().expect("a workbook")
}

pub fn ledger() -> Sample {
    LedgerSample::default().workbook().expect("a workbook")
}
