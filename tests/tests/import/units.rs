use crate::fixture::{Office, mapping_of};
use reqwest::Method;
use serde_json::Value;

const SHEET: &str = "单位名称,简称,类型,上级单位,启用日期,发文代字\n\
    住房保障中心,房保中心,政府部门,住房和城乡建设局,2020-01-01,泗房复\n\
    园林科,园林科,政府部门,绿化处,2021-05-01,\n\
    绿化处,绿化处,政府部门,城管局,2020-01-01,\n\
    火箭科,火箭科,政府部门,火箭局,2020-01-01,\n";

async fn checked(office: &Office, sheet: &str) -> (String, Value) {
    let uploaded = office.upload("units", "单位.csv", sheet.as_bytes().to_vec()).await.ok(201);
    let path = format!("/api/v1/imports/{}", uploaded["id"].as_str().expect("as the test expects"));
    let mapping = mapping_of(&uploaded);
    let reply =
        office.head.call(Method::PUT, &format!("{path}/mapping")).version(1).json(&mapping).send().await;
    (path, reply.ok(200))
}

fn statuses(report: &Value) -> Vec<&str> {
    report["items"]
        .as_array()
        .expect("as the test expects")
        .iter()
        .map(|row| row["status"].as_str().expect("as the test expects"))
        .collect()
}

#[tokio::test]
async fn parents_are_found_in_the_register_and_anywhere_in_the_file() {
    let office = Office::open().await;
    let (path, report) = checked(&office, SHEET).await;
    assert_eq!(statuses(&report), ["ok", "ok", "ok", "error"]);
    assert_eq!(report["items"][3]["errors"][0]["field"], "parent");
    office
        .head
        .command(&format!("{path}/commit"), 2, &serde_json::json!({"accept_valid": true}))
        .await
        .ok(200);
    let list = office.head.get("/api/v1/units?q=园林科").await.ok(200);
    assert_eq!(list["items"][0]["parent_name"], "绿化处");
    assert_eq!(list["items"][0]["valid_from"], "2021-05-01");
    let list = office.head.get("/api/v1/units?q=绿化处").await.ok(200);
    assert_eq!(list["items"][0]["parent_name"], "城市管理局", "by its short name");
    let (_, again) = checked(&office, SHEET).await;
    assert_eq!(statuses(&again), ["duplicate", "duplicate", "duplicate", "error"]);
}

#[tokio::test]
async fn a_unit_needs_a_type_and_circles_have_no_beginning() {
    let office = Office::open().await;
    let sheet = "单位名称,类型,上级单位\n甲局,政府部门,乙局\n乙局,政府部门,甲局\n丙局,,\n";
    let (_, report) = checked(&office, sheet).await;
    assert_eq!(statuses(&report), ["error", "error", "error"]);
    assert_eq!(report["items"][2]["errors"][0]["field"], "type");
    assert_eq!(report["items"][2]["errors"][0]["code"], "value.required");
}
