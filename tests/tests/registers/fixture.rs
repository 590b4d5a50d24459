//! A county with a term, and what tests put into it.

use domain::authz::Role;
use persistence::account::NewGrant;
use serde_json::{Value, json};
use tests::{Client, TestApp};

/// A county whose 十八届 is under way, and its clerk.
pub struct House {
    pub app: TestApp,
    /// 代表工委工作人员 of the whole county.
    pub clerk: Client,
    pub term: String,
    /// In 城关镇.
    pub constituency: String,
}

impl House {
    pub async fn build() -> Self {
        let app = TestApp::start().await;
        let clerk = app.actor(Role::DcStaff).await;
        let term = clerk
            .post(
                "/api/v1/terms",
                &json!({"jurisdiction_id": app.county().root, "ordinal": 18, "name": "十八届",
                        "starts_on": "2022-01-06", "is_current": true}),
            )
            .await
            .ok(201);
        let term = id(&term);
        let mut house = Self { app, clerk, term, constituency: String::new() };
        house.constituency = house.constituency_in(house.app.county().town.to_string(), 1).await;
        house
    }

    pub async fn constituency_in(&self, town: String, no: i32) -> String {
        let body = json!({"term_id": self.term, "jurisdiction_id": town, "no": no, "name": format!("第{no}选区"), "seats": 3});
        id(&self.clerk.post("/api/v1/constituencies", &body).await.ok(201))
    }

    /// A clerk whose role counts in one township only.
    pub async fn clerk_of(&self, role: Role, node: domain::kernel::JurisdictionId) -> Client {
        let grant = NewGrant { jurisdiction: node, ..self.app.county().grant(role) };
        self.app.actor_with(&[grant]).await
    }

    pub fn person_body(&self, name: &str) -> Value {
        json!({"jurisdiction_id": self.app.county().root, "name": name, "gender": "male", "birth_on": "1972-06-15",
               "ethnicity": "汉族", "party": "cpc", "education": "bachelor"})
    }

    pub async fn person(&self, name: &str) -> String {
        id(&self.clerk.post("/api/v1/persons", &self.person_body(name)).await.ok(201))
    }

    pub fn deputy_body(&self, person: &str, cert_no: &str) -> Value {
        json!({"person_id": person, "term_id": self.term, "level": "county", "constituency_id": self.constituency,
               "cert_no": cert_no, "elected_on": "2022-01-06", "entry": "general", "is_newcomer": true,
               "is_reelected": false, "occupation": "农民", "composition": "worker_peasant"})
    }

    /// A seat that waits for confirmation.
    pub async fn pending_deputy(&self, name: &str, cert_no: &str) -> String {
        let person = self.person(name).await;
        id(&self.clerk.post("/api/v1/deputies", &self.deputy_body(&person, cert_no)).await.ok(201))
    }

    /// A deputy in office since 2022.
    pub async fn deputy(&self, name: &str, cert_no: &str) -> String {
        let id = self.pending_deputy(name, cert_no).await;
        let path = format!("/api/v1/deputies/{id}/confirm");
        self.clerk.command(&path, 1, &json!({"on": "2022-01-06"})).await.ok(200);
        id
    }

    pub async fn group(&self, no: i32) -> String {
        let body = json!({"term_id": self.term, "jurisdiction_id": self.app.county().root, "no": no,
            "name": format!("第{no}代表小组"), "area_ids": [self.app.county().town], "duties": "联系选民，反映社情民意。",
            "founded_on": "2022-01-06"});
        id(&self.clerk.post("/api/v1/groups", &body).await.ok(201))
    }

    /// The present version of something.
    pub async fn version(&self, path: &str) -> i64 {
        self.clerk.get(path).await.version()
    }

    /// A command on the present version.
    pub async fn command(&self, path: &str, command: &str, body: Value) -> tests::Reply {
        let version = self.version(path).await;
        self.clerk.command(&format!("{path}/{command}"), version, &body).await
    }
}

pub fn id(value: &Value) -> String {
    value["id"].as_str().expect("a representation has an id").to_owned()
}

/// One member of every item.
pub fn each<'v>(list: &'v Value, member: &str) -> Vec<&'v str> {
    let items = list["items"].as_array().expect("a list has items");
    items.iter().map(|item| item[member].as_str().unwrap_or_default()).collect()
}
