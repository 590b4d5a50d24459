//! 常用视图: one's own, in one's own order, and those of the committee's head.

use domain::authz::Role;
use domain::view::ViewList;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::contract::Operation;
use tests::{Client, TestApp};

async fn save(who: &Client, name: &str, filters: &Value) -> Value {
    let body = json!({"list": "suggestions", "name": name, "filters": filters, "columns": ["title", "due"]});
    who.post("/api/v1/views", &body).await.ok(201)
}

async fn of(who: &Client) -> Vec<Value> {
    let page = who.get("/api/v1/views?list=suggestions").await.ok(200);
    page["items"].as_array().expect("items").clone()
}

fn names(views: &[Value]) -> Vec<&str> {
    views.iter().map(|view| view["name"].as_str().expect("a name")).collect()
}

fn path(view: &Value, rest: &str) -> String {
    format!("/api/v1/views/{}{rest}", view["id"].as_str().expect("an id"))
}

fn version(view: &Value) -> i64 {
    view["version"].as_i64().expect("a version")
}

#[tokio::test]
async fn a_persons_views_are_kept_ordered_and_changed_by_nobody_else() {
    let app = TestApp::start().await;
    let (clerk, other) = (app.actor(Role::DcStaff).await, app.actor(Role::DcStaff).await);
    let late = save(&clerk, "超期未答复", &json!({"light": "late", "sort": "due_on"})).await;
    let mine = save(&clerk, "城建", &json!({"category": "城建交通"})).await;
    assert_eq!(names(&of(&clerk).await), ["超期未答复", "城建"]);
    assert_eq!(of(&other).await, Vec::<Value>::new());

    let same = json!({"list": "suggestions", "name": "城建", "filters": {}});
    clerk.post("/api/v1/views", &same).await.problem(409, "view.name_taken");
    let unknown = json!({"list": "suggestions", "name": "别的", "filters": {"colour": "red"}});
    let refused = clerk.post("/api/v1/views", &unknown).await;
    assert_eq!(refused.problem(422, "validation.failed")["errors"][0]["pointer"], "#/filters/colour");
    let send = || {
        let body = json!({"list": "deputies", "name": "新任", "filters": {"newcomer": "true"}});
        clerk
            .call("POST".parse().expect("a method"), "/api/v1/views")
            .idempotency_key("a-view-0001")
            .json(&body)
    };
    assert_eq!(send().send().await.ok(201)["id"], send().send().await.ok(201)["id"], "saved once");

    let order = json!({"list": "suggestions", "ids": [mine["id"], late["id"]]});
    let ordered = clerk.put("/api/v1/views/order", &order).await.ok(200);
    assert_eq!(names(ordered["items"].as_array().expect("items")), ["城建", "超期未答复"]);

    let renamed = json!({"name": "超期", "filters": {"light": "late"}, "columns": []});
    let put = |who: &Client, version: i64| {
        who.call("PUT".parse().expect("a method"), &path(&late, "")).version(version).json(&renamed)
    };
    put(&other, 1).send().await.problem(404, "resource.not_found");
    put(&clerk, 7).send().await.problem(412, "version.stale");
    let changed = put(&clerk, 1).send().await;
    assert_eq!((changed.version(), &changed.ok(200)["columns"]), (2, &json!([])));
    other.delete(&path(&late, ""), 2).await.problem(404, "resource.not_found");
    clerk.delete(&path(&late, ""), 2).await.ok(204);
    assert_eq!(names(&of(&clerk).await), ["城建"]);
}

#[tokio::test]
async fn what_the_head_shares_a_role_sees_and_may_open_the_list_with() {
    let app = TestApp::start().await;
    let (head, clerk) = (app.actor(Role::DcHead).await, app.actor(Role::DcStaff).await);
    let unit = app.unit("县住建局").await;
    let handler = app.unit_actor(Role::UnitHandler, unit).await;
    let view = save(&head, "本周到期", &json!({"light": "yellow"})).await;
    let share = |who: &Client, version: i64, roles: Value| {
        let call = who.call("PUT".parse().expect("a method"), &path(&view, "/sharing"));
        call.version(version).json(&json!({ "roles": roles }))
    };
    share(&clerk, 1, json!(["DC_STAFF"])).send().await.problem(403, "permission.denied");
    let shared = share(&head, version(&view), json!(["DC_STAFF"])).send().await.ok(200);
    assert_eq!(shared["shared_roles"], json!(["DC_STAFF"]));
    let seen = of(&clerk).await;
    assert_eq!((&seen[0]["mine"], &seen[0]["name"]), (&json!(false), &json!("本周到期")));
    assert_eq!(of(&handler).await, Vec::<Value>::new(), "not this role");
    // Seen, but the owner's to change.
    clerk.delete(&path(&view, ""), version(&shared)).await.problem(403, "permission.denied");

    let choose = json!({"list": "suggestions", "view_id": view["id"]});
    handler.put("/api/v1/views/default", &choose).await.problem(422, "validation.failed");
    let chosen = clerk.put("/api/v1/views/default", &choose).await.ok(200);
    assert_eq!(chosen["items"][0]["is_default"], true);
    assert_eq!(of(&head).await[0]["is_default"], false, "everybody chooses for himself");
    let wrong = json!({"list": "tasks", "view_id": view["id"]});
    clerk.put("/api/v1/views/default", &wrong).await.problem(422, "validation.failed");

    share(&head, version(&shared), json!([])).send().await.ok(200);
    assert_eq!(of(&clerk).await, Vec::<Value>::new(), "no longer shared");
}

/// A view whose list has given up a filter is told of it and stays usable: the names that views may hold are those of the
/// contract, so that giving one up is seen here.
#[tokio::test]
async fn views_know_the_filters_that_their_lists_have() {
    let app = TestApp::start().await;
    let operations = Operation::all(&app).await;
    for list in ViewList::ALL {
        let path = format!("/api/v1/{}", list.code());
        let lists = operations.iter().filter(|operation| operation.path == path && operation.is_list());
        let asked: BTreeSet<&str> = lists
            .flat_map(|operation| operation.query.iter().map(String::as_str))
            .filter(|name| !["include", "limit", "cursor"].contains(name))
            .collect();
        assert_eq!(asked, list.filters().iter().copied().collect(), "{}", list.code());
    }
    let clerk = app.actor(Role::DcStaff).await;
    let view = save(&clerk, "旧视图", &json!({"light": "late"})).await;
    let id: uuid::Uuid = view["id"].as_str().expect("an id").parse().expect("a uuid");
    // As a release before this one has written it.
    let uow = app.uow().await;
    let text = "UPDATE list_view SET filters = filters || '{\"colour\": \"red\"}' WHERE id = $1";
    uow.execute_versioned(persistence::sql(text, [id.into()])).await.expect("written");
    uow.commit().await.expect("kept");
    let seen = of(&clerk).await;
    assert_eq!(seen[0]["obsolete_filters"], json!(["colour"]));
    let same = json!({"name": "还是它", "filters": seen[0]["filters"], "columns": []});
    let call = clerk.call("PUT".parse().expect("a method"), &path(&view, ""));
    assert_eq!(call.version(1).json(&same).send().await.ok(200)["name"], "还是它");
}
