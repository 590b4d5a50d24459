use crate::fixture::{Office, expected, expected_again, roster};
use documents::import::samples::RosterSample;

#[tokio::test]
async fn a_dry_run_tells_every_row_and_writes_nothing() {
    let office = Office::open().await;
    let checked = office.checked("deputies", &roster(), |_| ()).await;
    assert_eq!(checked.statuses(), expected(&roster()));
    let wrong = &checked.row(10)["errors"];
    let fields: Vec<&str> =
        wrong.as_array().into_iter().flatten().filter_map(|e| e["field"].as_str()).collect();
    assert_eq!(fields.len(), 3, "{wrong}");
    assert_eq!(checked.row(5)["record"]["mobile"], "199****0001");
    assert!(
        checked.row(5)["record"]["id_no"].as_str().is_some_and(|number| number.starts_with("329900********"))
    );
    assert_eq!((office.count("/api/v1/deputies").await, office.count("/api/v1/persons").await), (0, 0));
}

#[tokio::test]
async fn one_bad_row_stops_the_whole_unless_the_good_ones_are_wanted() {
    let office = Office::open().await;
    let checked = office.checked("deputies", &roster(), |_| ()).await;
    let refused = office.commit(&checked, false).await;
    assert_eq!(refused.problem(409, "import.rows_refused")["params"]["count"], 1);
    assert_eq!((office.count("/api/v1/deputies").await, office.count("/api/v1/persons").await), (0, 0));
    let done = office.commit(&checked, true).await.ok(200);
    assert_eq!((&done["written"], &done["summary"]["ok"]), (&4.into(), &4.into()));
    assert_eq!(done["allowed_actions"].as_array().map(Vec::len), Some(1), "{done}");
    assert_eq!((office.count("/api/v1/deputies").await, office.count("/api/v1/persons").await), (4, 4));
}

#[tokio::test]
async fn what_was_written_is_a_seat_in_office_with_group_and_masked_numbers() {
    let office = Office::open().await;
    office.people().await;
    let list = office.head.get("/api/v1/deputies?q=演知秋").await.ok(200);
    let deputy = &list["items"][0];
    assert_eq!(deputy["name"], "演知秋");
    assert_eq!(deputy["status"], "active");
    assert_eq!(deputy["cert_no"], "1801001");
    assert_eq!(deputy["group_name"], "青阳第一代表小组");
    assert_eq!(deputy["delegation_name"], "青阳代表团");
    assert_eq!(deputy["constituency_name"], "第001选区");
    let path = format!("/api/v1/deputies/{}", deputy["id"].as_str().expect("as the test expects"));
    let detail = office.head.get(&path).await.ok(200);
    assert_eq!(detail["person"]["mobile"], "199****0001");
    assert_eq!(detail["person"]["birth_on"], "1975-06-12");
    assert_eq!(detail["employer"], "泗安县第一中学");
    assert_eq!(detail["status_history"].as_array().map(Vec::len), Some(2), "registered, then confirmed");
}

#[tokio::test]
async fn importing_again_changes_nothing() {
    let office = Office::open().await;
    office.people().await;
    let checked = office.checked("deputies", &roster(), |_| ()).await;
    assert_eq!(checked.statuses(), expected_again(&roster()));
    let done = office.commit(&checked, true).await.ok(200);
    assert_eq!(done["written"], 0);
    assert_eq!((office.count("/api/v1/deputies").await, office.count("/api/v1/persons").await), (4, 4));
    // The same file cannot be written twice either.
    let version = done["version"].as_i64().expect("as the test expects");
    let again =
        office.head.command(&format!("{}/commit", checked.path), version, &serde_json::json!({})).await;
    again.problem(409, "import.done");
}

#[tokio::test]
async fn a_csv_in_gb18030_without_certificate_numbers() {
    let office = Office::open().await;
    let sample = RosterSample::default().csv_gb18030();
    let checked = office.checked("deputies", &sample, |_| ()).await;
    assert_eq!(checked.statuses(), expected(&sample));
    assert_eq!(checked.report["summary"]["encoding"], "gb18030");
    let presumed = checked.report["summary"]["notices"].to_string();
    assert!(presumed.contains("default_taken") && presumed.contains("待发证"), "{presumed}");
    office.commit(&checked, false).await.ok(200);
    let list = office.head.get("/api/v1/deputies?sort=cert_no").await.ok(200);
    let numbers: Vec<&str> = list["items"]
        .as_array()
        .expect("as the test expects")
        .iter()
        .map(|d| d["cert_no"].as_str().expect("as the test expects"))
        .collect();
    assert_eq!(numbers, ["待发证0001", "待发证0002", "待发证0003"]);
    let again = office.checked("deputies", &sample, |_| ()).await;
    assert_eq!(again.statuses(), expected_again(&sample));
}

#[tokio::test]
async fn unknown_names_come_with_the_ones_that_were_meant() {
    let office = Office::open().await;
    let sheet = "姓名,性别,出生日期,代表小组,选区\n王一,男,1970-01-02,青阳第一代表小祖,第001选区\n王二,男,1970-01-02,,\n";
    let uploaded = office.upload("deputies", "名册.csv", sheet.as_bytes().to_vec()).await.ok(201);
    let path = format!("/api/v1/imports/{}/mapping", uploaded["id"].as_str().expect("as the test expects"));
    let mapping = crate::fixture::mapping_of(&uploaded);
    let report = office.head.call(reqwest::Method::PUT, &path).version(1).json(&mapping).send().await.ok(200);
    let wrong = &report["items"][0]["errors"][0];
    assert_eq!((wrong["field"].as_str(), wrong["code"].as_str()), (Some("group"), Some("reference.unknown")));
    assert!(
        wrong["message"].as_str().expect("as the test expects").contains("相近的有：青阳第一代表小组"),
        "{wrong}"
    );
    let missing = &report["items"][1]["errors"][0];
    assert_eq!(
        (missing["field"].as_str(), missing["code"].as_str()),
        (Some("constituency"), Some("value.required"))
    );
}
