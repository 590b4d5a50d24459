//! What most tests need of the registers, made through the API as an office makes it.

use crate::TestApp;
use domain::authz::Role;
use domain::kernel::{DeputyId, GroupId, TermId, UnitId};
use serde_json::{Value, json};
use uuid::Uuid;

impl TestApp {
    /// The present term (届), the eighteenth; made when it is first asked for.
    pub async fn term(&self) -> TermId {
        let made = self.present_term.get_or_init(async || {
            let body = json!({"jurisdiction_id": self.county().root, "ordinal": 18, "name": "十八届",
                "starts_on": "2022-01-06", "ends_on": null, "is_current": true});
            TermId(self.register("/api/v1/terms", &body).await)
        });
        *made.await
    }

    /// A new handling unit (承办单位) of the government: `app.unit("县住建局")`.
    pub async fn unit(&self, short_name: &str) -> UnitId {
        let body = json!({"jurisdiction_id": self.county().root, "name": format!("泗安{short_name}"),
            "short_name": short_name, "kind": "gov_dept", "system": "gov", "doc_prefix": null,
            "valid_from": "2019-03-01"});
        UnitId(self.register("/api/v1/units", &body).await)
    }

    /// A new deputy (代表) of the present term, elected in a constituency of her or his own, and
    /// confirmed: somebody who may act.
    pub async fn deputy(&self, name: &str) -> DeputyId {
        let (term, number) = (self.term().await, self.next_number());
        let area = json!({"term_id": term, "jurisdiction_id": self.county().town, "no": number,
            "name": format!("第{number}选区"), "seats": 3});
        let constituency = self.register("/api/v1/constituencies", &area).await;
        let person = json!({"jurisdiction_id": self.county().root, "name": name, "gender": "female",
            "birth_on": "1972-06-15", "ethnicity": "汉族", "party": "cpc", "education": "bachelor",
            "mobile": format!("199000{number:05}")});
        let person = self.register("/api/v1/persons", &person).await;
        let deputy = json!({"person_id": person, "term_id": term, "level": "county",
            "constituency_id": constituency, "cert_no": format!("18{number:03}"), "elected_on": "2022-01-06",
            "entry": "general", "is_newcomer": true, "is_reelected": false, "occupation": "教师",
            "composition": "worker_peasant"});
        let deputy = self.register("/api/v1/deputies", &deputy).await;
        let head = self.actor(Role::DcHead).await;
        let confirmation = json!({"on": "2022-01-06", "document_no": null, "note": null});
        head.command(&format!("/api/v1/deputies/{deputy}/confirm"), 1, &confirmation).await.ok(200);
        DeputyId(deputy)
    }

    /// A new deputy group (代表小组) of the present term.
    pub async fn group(&self, name: &str) -> GroupId {
        let body = json!({"term_id": self.term().await, "jurisdiction_id": self.county().town,
            "no": self.next_number(), "name": name, "area_ids": [self.county().town],
            "duties": "联系选民，反映社情民意。", "founded_on": "2022-02-01"});
        GroupId(self.register("/api/v1/groups", &body).await)
    }

    async fn register(&self, path: &str, body: &Value) -> Uuid {
        let head = self.actor(Role::DcHead).await;
        let made = head.post(path, body).await.ok(201);
        let id = made["id"].as_str().and_then(|id| id.parse().ok());
        id.unwrap_or_else(|| panic!("POST {path} answers with an id: {made}"))
    }
}
