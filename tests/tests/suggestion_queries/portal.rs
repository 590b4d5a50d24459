//! The portal's pages: published parts alone, rendered once, forgotten when something was committed.

use crate::matter::Matter;
use crate::world::World;
use domain::suggestion::{PublicationPart, Redaction, TaskRole};
use serde_json::json;
use tests::TestApp;

fn matter(world: &World) -> Matter {
    Matter::submitted(world, 0, "关于缓解停车难的建议", "2026-03-02")
        .accepted(7, "城建")
        .assigned(world.housing, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .replied("王建国代表：已联系李大爷家。", "泗住建复〔2026〕7号", "2026-05-20")
}

fn masked() -> Vec<Redaction> {
    vec![Redaction { field: "body".into(), start: 9, end: 12, kind: "name".into() }]
}

#[tokio::test]
async fn only_released_parts_are_shown_found_and_counted() {
    let app = TestApp::start().await;
    app.move_clock("2026-06-10T09:00:00+08:00");
    let world = World::found(app.store(), None).await;
    let hidden = matter(&world).store(app.store()).await;
    let shown = Matter::submitted(&world, 1, "关于增加公交的建议", "2026-03-02")
        .accepted(8, "交通")
        .assigned(world.traffic, TaskRole::Lead, "2026-03-05", "2026-06-05")
        .replied("王建国代表：已联系李大爷家。", "泗交复〔2026〕7号", "2026-05-20")
        .released(PublicationPart::Title, Vec::new())
        .released(PublicationPart::Reply, masked())
        .store(app.store())
        .await;
    let public = app.anonymous();
    public
        .get(&format!("/api/v1/public/suggestions/{}", hidden.id()))
        .await
        .problem(404, "resource.not_found");
    let page = public.get(&format!("/api/v1/public/suggestions/{}", shown.id())).await;
    assert!(page.header("cache-control").expect("as the test expects").starts_with("public"));
    let story = page.ok(200);
    assert_eq!((&story["facts"], &story["proposals"]), (&serde_json::Value::Null, &json!([])));
    assert_eq!((&story["steps"], &story["status"]), (&json!([]), &serde_json::Value::Null));
    let body = story["replies"][0]["body"].as_str().expect("as the test expects");
    assert!(body.contains("＊＊＊") && !body.contains("李大爷"), "{body}");
    assert!(!page.text().contains("0520-1234567"), "no telephone");
    let tag = page.header("etag").expect("as the test expects").to_owned();
    let again = public
        .call(reqwest::Method::GET, &format!("/api/v1/public/suggestions/{}", shown.id()))
        .header("if-none-match", &tag)
        .send()
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));

    let list = public.get("/api/v1/public/suggestions?include=facets").await.ok(200);
    assert_eq!(list["items"].as_array().expect("as the test expects").len(), 1);
    assert_eq!(list["items"][0]["reference"], "闭会第008号");
    let facets = list["facets"].as_array().expect("as the test expects");
    assert!(facets.iter().any(|facet| facet["value"] == "交通" && facet["count"] == 1), "{list}");
    // Words of the masked stretch and of the unpublished text are not found; those of the published letter are.
    for (word, found) in
        [("%E6%9D%8E%E5%A4%A7%E7%88%B7", 0), ("%E5%9C%B0%E4%B8%8B", 0), ("%E8%81%94%E7%B3%BB", 1)]
    {
        let hits = public.get(&format!("/api/v1/public/suggestions?q={word}")).await.ok(200);
        assert_eq!(hits["items"].as_array().expect("as the test expects").len(), found, "{word}: {hits}");
    }
    let home = public.get("/api/v1/public/home").await.ok(200);
    assert_eq!(home["recent"].as_array().expect("as the test expects").len(), 1);
    assert_eq!(
        public.get("/api/v1/public/suggestions?phase=answered&sort=-replied_on").await.ok(200)["items"]
            .as_array()
            .expect("as the test expects")
            .len(),
        1
    );
    assert_eq!(
        public.get("/api/v1/public/suggestions?phase=closed&sort=relevance").await.ok(200)["items"],
        json!([])
    );
}
