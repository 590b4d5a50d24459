use crate::fixture::{Office, mapping_of, roster, upload_as};
use domain::authz::Role;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_upload_shows_what_it_understood() {
    let office = Office::open().await;
    let reply = office.upload("deputies", "C:\\名册\\代表名册.xlsx", roster().bytes).await;
    let uploaded = reply.ok(201);
    assert_eq!(
        reply.header("location"),
        Some(format!("/api/v1/imports/{}", uploaded["id"].as_str().expect("as the test expects")).as_str())
    );
    assert_eq!(uploaded["filename"], "代表名册.xlsx");
    assert_eq!(uploaded["sheets"], json!(["代表名册"]), "hidden sheets are not offered");
    assert_eq!(uploaded["header_row"], 4);
    let columns = uploaded["columns"].as_array().expect("as the test expects");
    let name = columns.iter().find(|column| column["field"] == "name").expect("as the test expects");
    assert_eq!((name["letter"].as_str(), name["samples"][0].as_str()), (Some("C"), Some("演 知秋")));
    let mobile = columns.iter().find(|column| column["field"] == "mobile").expect("as the test expects");
    assert_eq!(mobile["samples"][0], "199****0001", "samples show no numbers of persons");
    assert!(
        uploaded["fields"]
            .as_array()
            .expect("as the test expects")
            .iter()
            .any(|field| field["name"] == "cert_no")
    );
    let shown = office.head.get(reply.header("location").expect("as the test expects")).await;
    assert_eq!((shown.ok(200)["columns"].clone(), shown.version()), (uploaded["columns"].clone(), 1));
}

#[tokio::test]
async fn a_mapping_can_be_corrected() {
    let office = Office::open().await;
    let sheet = "甲,乙,丙,丁\n王一,男,1970-01-02,第1选区\n";
    let uploaded = office.upload("deputies", "表.csv", sheet.as_bytes().to_vec()).await.ok(201);
    assert_eq!(uploaded["header_row"], json!(null), "nothing to go by");
    let path = format!("/api/v1/imports/{}/mapping", uploaded["id"].as_str().expect("as the test expects"));
    let column = |column: u32, field: &str| json!({"column": column, "field": field});
    let columns = [column(0, "name"), column(1, "gender"), column(2, "birth"), column(3, "constituency")];
    let mapping = json!({"sheet": uploaded["sheet"], "header_row": 1, "columns": columns, "defaults": {"cert_no": "1800001"}});
    let report = office.head.call(Method::PUT, &path).version(1).json(&mapping).send().await.ok(200);
    assert_eq!(report["items"][0]["status"], "ok", "{report}");
    assert_eq!(report["items"][0]["record"]["constituency"], "第001选区");
    assert_eq!(report["items"][0]["record"]["cert_no"], "1800001");
    let wrong =
        json!({"sheet": "别的", "header_row": 1, "columns": [column(0, "rocket")], "defaults": {"x": "y"}});
    let refused = office.head.call(Method::PUT, &path).version(2).json(&wrong).send().await;
    refused.problem(422, "validation.failed");
    assert_eq!(refused.field_codes("#/columns/0/field"), ["reference.unknown"]);
    assert_eq!(refused.field_codes("#/defaults/x"), ["reference.unknown"]);
    office.head.call(Method::PUT, &path).version(1).json(&mapping).send().await.problem(412, "version.stale");
    office.head.call(Method::PUT, &path).json(&mapping).send().await.problem(428, "precondition.required");
}

#[tokio::test]
async fn rows_are_paged_and_filtered() {
    let office = Office::open().await;
    let checked = office.checked("deputies", &roster(), |_| ()).await;
    let rows = format!("{}/rows", checked.path);
    let first = office.head.get(&format!("{rows}?status=ok&limit=3")).await.ok(200);
    assert_eq!(first["items"].as_array().map(Vec::len), Some(3));
    let cursor = first["next_cursor"].as_str().expect("as the test expects");
    let rest = office.head.get(&format!("{rows}?status=ok&limit=3&cursor={cursor}")).await.ok(200);
    assert_eq!((rest["items"][0]["row"].as_u64(), rest["next_cursor"].is_null()), (Some(9), true));
    office.head.get(&format!("{rows}?status=error&cursor={cursor}")).await.problem(400, "cursor.invalid");
    let report = office.head.get(&format!("{}/report.json", checked.path)).await.ok(200);
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(6));
    let members: Vec<&String> = report["rows"][0].as_object().expect("as the test expects").keys().collect();
    assert_eq!(members, ["row", "status", "record", "errors"]);
    assert_eq!(report["summary"]["total"], 6);
    assert!(!report.to_string().contains("19900000001"), "numbers of persons are masked");
}

#[tokio::test]
async fn files_that_cannot_be_read_are_refused() {
    let office = Office::open().await;
    let old = [&[0xD0_u8, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    office.upload("deputies", "旧.xls", old).await.problem(415, "import.file_type");
    office
        .upload("deputies", "坏.xlsx", b"PK\x03\x04nonsense".to_vec())
        .await
        .problem(422, "import.file_broken");
    let large = office.upload("deputies", "大.csv", vec![b'a'; 20 * 1024 * 1024 + 1]).await;
    large.problem(413, "import.file_too_large");
    let path = "/api/v1/imports?kind=deputies";
    office.head.post(path, &json!({})).await.problem(415, "media_type.unsupported");
    office
        .head
        .call(Method::POST, path)
        .body("multipart/form-data", "x")
        .send()
        .await
        .problem(400, "request.malformed");
    let empty = office
        .head
        .call(Method::POST, path)
        .multipart(reqwest::multipart::Form::new().text("note", "x"))
        .send()
        .await;
    empty.problem(422, "validation.failed");
}

#[tokio::test]
async fn an_import_is_its_owners_and_lives_a_day() {
    let office = Office::open().await;
    let uploaded = office.upload("deputies", "代表名册.xlsx", roster().bytes).await.ok(201);
    let path = format!("/api/v1/imports/{}", uploaded["id"].as_str().expect("as the test expects"));
    let colleague = office.app.actor(Role::DcStaff).await;
    colleague.get(&path).await.problem(404, "resource.not_found");
    let stranger = office.app.actor(Role::GovDispatch).await;
    upload_as(&stranger, "deputies", "x.csv", b"a".to_vec()).await.problem(403, "permission.denied");
    stranger.get(&path).await.problem(403, "permission.denied");
    let commit = office.head.command(&format!("{path}/commit"), 1, &json!({})).await;
    commit.problem(409, "import.mapping_missing");
    office.app.advance(chrono::Duration::hours(25));
    office.head.get(&path).await.problem(404, "resource.not_found");
    let gone = office.app.store().purge_imports(office.app.now()).await.expect("as the test expects");
    assert_eq!(gone, 1);
    let uploaded = office.upload("deputies", "代表名册.xlsx", roster().bytes).await.ok(201);
    let path = format!("/api/v1/imports/{}", uploaded["id"].as_str().expect("as the test expects"));
    office.head.delete(&path, 1).await.ok(204);
    office.head.get(&path).await.problem(404, "resource.not_found");
}

#[tokio::test]
async fn formulas_are_text_and_stay_text() {
    let office = Office::open().await;
    let sheet =
        "姓名,性别,出生日期,选区,工作单位\n王一,男,1970-01-02,第001选区,\"=HYPERLINK(\"\"http://x\"\")\"\n";
    let uploaded = office.upload("deputies", "表.csv", sheet.as_bytes().to_vec()).await.ok(201);
    let path = format!("/api/v1/imports/{}", uploaded["id"].as_str().expect("as the test expects"));
    let mapping = mapping_of(&uploaded);
    office.head.call(Method::PUT, &format!("{path}/mapping")).version(1).json(&mapping).send().await.ok(200);
    office.head.command(&format!("{path}/commit"), 2, &json!({})).await.ok(200);
    let list = office.head.get("/api/v1/deputies").await.ok(200);
    assert_eq!(list["items"][0]["employer"], "=HYPERLINK(\"http://x\")");
    let export = office.head.get("/api/v1/deputies/export?format=csv").await;
    assert_eq!(export.status, 200);
    assert!(
        !export.text().contains(",=HYPERLINK") && !export.text().contains(",\"=HYPERLINK"),
        "{}",
        export.text()
    );
}
