//! The Open311 GeoReport v2 view.

use crate::world::World;
use serde_json::{Value, json};
use tests::Matter;

const BASE: &str = "/api/v1/open/open311/v2";

async fn ids(world: &World, query: &str) -> Vec<String> {
    let answer = world.app.anonymous().get(&format!("{BASE}/requests.json{query}")).await.ok(200);
    let list = answer.as_array().expect("a list at the top");
    list.iter().map(|one| one["service_request_id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn published_matters_are_requests_with_the_names_of_the_standard() {
    let world = World::begin().await;
    let matter = world.published().await;
    let _hidden = Matter::accepted(&world.congress).await;
    world.tell().await;
    let client = world.app.anonymous();
    let list =
        client.get(&format!("{BASE}/requests.json?jurisdiction_id=x&api_key=y&page_size=10")).await.ok(200);
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    let request = &list[0];
    assert_eq!(request["service_request_id"], matter.id());
    assert_eq!((&request["status"], &request["service_code"]), (&json!("open"), &json!("城建交通")));
    assert_eq!(request["description"], "关于增设城区学校周边即停即走车位的建议");
    assert_eq!(request["agency_responsible"], "泗安县住建局");
    assert_eq!(request["requested_datetime"], "2026-03-02T00:00:00+08:00");
    assert!(
        request["expected_datetime"].as_str().is_some_and(|at| at.ends_with("T23:59:59+08:00")),
        "{request}"
    );
    assert!(request.get("extended_attributes").is_none());
    let names = [
        "service_request_id",
        "status",
        "status_notes",
        "service_name",
        "service_code",
        "description",
        "agency_responsible",
        "service_notice",
        "requested_datetime",
        "updated_datetime",
        "expected_datetime",
        "address",
        "address_id",
        "zipcode",
        "lat",
        "long",
        "media_url",
    ];
    assert_eq!(request.as_object().unwrap().keys().collect::<Vec<_>>(), names);

    let one = client.get(&format!("{BASE}/requests/{}.json?extensions=true", matter.id())).await.ok(200);
    assert_eq!(one[0]["extended_attributes"]["status"], "assigned");
    let xml = client.get(&format!("{BASE}/requests/{}.xml", matter.id())).await;
    assert_eq!((xml.status, xml.header("content-type")), (200, Some("text/xml; charset=utf-8")));
    let text = xml.text();
    let begins = "<?xml version=\"1.0\" encoding=\"utf-8\"?><service_requests><request><service_request_id>";
    assert!(text.starts_with(begins) && text.ends_with("</request></service_requests>"), "{text}");

    let services = client.get(&format!("{BASE}/services.json")).await.ok(200);
    assert_eq!(services[0]["service_code"], "城建交通");
    let definition =
        client.get(&format!("{BASE}/services/%E5%9F%8E%E5%BB%BA%E4%BA%A4%E9%80%9A.json")).await.ok(200);
    assert_eq!(definition, json!({"service_code": "城建交通", "attributes": []}));
    let discovery = client.get(&format!("{BASE}/discovery.json")).await.ok(200);
    assert!(discovery["endpoints"][0]["url"].as_str().is_some_and(|url| url.ends_with(BASE)), "{discovery}");
}

#[tokio::test]
async fn requests_are_filtered_and_paged_and_withdrawn_ones_are_gone_at_once() {
    let world = World::begin().await;
    let mut first = world.published().await;
    world.tell().await;
    world.app.advance(chrono::Duration::days(10));
    let second = world.published().await;
    world.tell().await;
    let (one, two) = (first.id().to_owned(), second.id().to_owned());
    assert_eq!(ids(&world, "").await, [two.clone(), one.clone()]);
    assert_eq!(ids(&world, "?page_size=1").await, std::slice::from_ref(&two));
    assert_eq!(ids(&world, "?page_size=1&page=2").await, std::slice::from_ref(&one));
    assert_eq!(ids(&world, "?page=2").await, [""; 0]);
    assert_eq!(ids(&world, "?start_date=2026-03-05T00:00:00Z").await, std::slice::from_ref(&two));
    assert_eq!(ids(&world, "?end_date=2026-03-05T00:00:00%2B08:00").await, std::slice::from_ref(&one));
    assert_eq!(ids(&world, "?updated_after=2026-03-05").await, std::slice::from_ref(&two));
    assert_eq!(ids(&world, "?updated_before=2026-03-05").await, std::slice::from_ref(&one));
    assert_eq!(ids(&world, "?status=open").await.len(), 2);
    assert_eq!(ids(&world, "?status=closed").await, [""; 0]);
    assert_eq!(ids(&world, "?service_code=other").await, [""; 0]);
    assert_eq!(ids(&world, &format!("?service_request_id={one},{two},18-5-9")).await.len(), 2);
    world.withdraw(&mut first, "title").await;
    assert_eq!(ids(&world, "").await, [two]);
    let gone = world.app.anonymous().get(&format!("{BASE}/requests/{one}.json")).await;
    assert_eq!(gone.ok(404), json!([{"code": 404, "description": "service_request_id was not found"}]));
    let gone = world.app.anonymous().get(&format!("{BASE}/requests/{one}.xml")).await;
    assert_eq!(gone.status, 404);
    assert!(gone.text().contains("<errors><error><code>404</code>"), "{}", gone.text());
    let wrong = world.app.anonymous().get(&format!("{BASE}/requests.json?page=0")).await.ok(400);
    assert_eq!(wrong[0]["code"], 400);
}

#[tokio::test]
async fn updates_tell_what_happened_on_which_day() {
    let world = World::begin().await;
    let matter = world.published().await;
    world.tell().await;
    let ask = async |query: &str| -> Value {
        world.app.anonymous().get(&format!("{BASE}/servicerequestupdates.json{query}")).await.ok(200)
    };
    let all = ask(&format!("?service_request_id={}", matter.id())).await;
    let steps: Vec<_> =
        all.as_array().unwrap().iter().map(|one| one["update_id"].as_str().unwrap().to_owned()).collect();
    let expected = ["submitted", "accepted", "assigned"].map(|step| format!("{}.{step}", matter.id()));
    assert_eq!(steps, expected);
    assert_eq!(ask("?start_date=2026-03-02T00:00:00%2B08:00").await, all);
    assert_eq!(ask("?start_date=2026-03-03").await, json!([]));
    assert_eq!(ask("?end_date=2026-03-01").await, json!([]));
    let xml = world.app.anonymous().get(&format!("{BASE}/servicerequestupdates.xml")).await.text();
    assert!(xml.contains("<service_requests_updates><request_update><update_id>"), "{xml}");
}
