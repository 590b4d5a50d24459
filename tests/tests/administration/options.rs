use domain::authz::Role;
use serde_json::{Value, json};
use tests::TestApp;

fn names(answer: &Value) -> Vec<&str> {
    answer["items"].as_array().expect("items").iter().filter_map(|item| item["name"].as_str()).collect()
}

#[tokio::test]
async fn whoever_grants_is_shown_what_a_role_can_be_for() {
    let app = TestApp::start().await;
    let (unit, group) = (app.unit("县住建局").await, app.group("城关第一代表小组").await);
    app.unit("县交通局").await;
    let deputy = app.deputy("王建国").await;
    let sec = app.actor(Role::SecAdmin).await;
    let options =
        async |query: &str| sec.get(&format!("/api/v1/accounts/scope-options?{query}")).await.ok(200);
    let units = options("role=UNIT_HANDLER").await;
    assert_eq!((&units["kind"], units["items"].as_array().map(Vec::len)), (&json!("unit"), Some(2)));
    let found = options("role=UNIT_HANDLER&q=%E4%BD%8F%E5%BB%BA").await;
    assert_eq!(found["items"][0]["id"], json!(unit), "{found}");
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["items"][0]["jurisdiction_id"], json!(app.county().root));
    assert_eq!(options("role=GROUP_CONVENOR").await["items"][0]["id"], json!(group));
    let deputies = options("role=DEPUTY&q=%E7%8E%8B").await;
    assert_eq!((&deputies["kind"], &deputies["items"][0]["id"]), (&json!("deputy"), &json!(deputy)));
    assert_eq!(names(&options("role=DC_STAFF").await), ["泗安县", "湖滨街道", "城关镇"]);
    assert!(names(&options("role=DEPUTY&q=%25").await).is_empty(), "what is typed is no pattern");

    // The grant takes what was chosen, and names it afterwards.
    let made = app.actor(Role::SysAdmin).await;
    let body = json!({"username": "zhujian", "display_name": "住建局联络员"});
    let account = made.post("/api/v1/accounts", &body).await.ok(201);
    let path = format!("/api/v1/accounts/{}", account["id"].as_str().expect("an id"));
    let chosen = &found["items"][0];
    let grant = json!({"role": "UNIT_HANDLER", "jurisdiction_id": chosen["jurisdiction_id"], "unit_id": chosen["id"]});
    let granted = sec.command(&format!("{path}/role-grants"), 1, &grant).await.ok(200);
    assert_eq!(granted["grants"][0]["scope_name"], chosen["name"]);
}

#[tokio::test]
async fn the_choices_are_for_the_dialogs_alone() {
    let app = TestApp::start().await;
    app.deputy("王建国").await;
    let scopes = "/api/v1/accounts/scope-options?role=DEPUTY";
    let persons = "/api/v1/accounts/person-options?q=%E5%BB%BA%E5%9B%BD";
    for role in [Role::SysAdmin, Role::Auditor, Role::DcHead] {
        app.actor(role).await.get(scopes).await.problem(403, "permission.denied");
    }
    for role in [Role::SecAdmin, Role::Auditor, Role::DcHead] {
        app.actor(role).await.get(persons).await.problem(403, "permission.denied");
    }
    let admin = app.actor(Role::SysAdmin).await;
    assert_eq!(names(&admin.get(persons).await.ok(200)), ["王建国"]);
    // Without a name nobody is listed: it is no way round the register.
    assert!(names(&admin.get("/api/v1/accounts/person-options?q=%20").await.ok(200)).is_empty());
    let sec = app.actor(Role::SecAdmin).await;
    assert_eq!(sec.get("/api/v1/accounts/scope-options?role=NOBODY").await.status, 400);
    assert_eq!(sec.get("/api/v1/accounts/scope-options").await.status, 400);
    app.anonymous().get(scopes).await.problem(401, "auth.required");
}
