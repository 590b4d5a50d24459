//! Suggestions on their way, as far as a test needs them to have come.

use crate::{Client, TestApp};
use domain::authz::Role;
use domain::kernel::UnitId;
use serde_json::{Value, json};

impl TestApp {
    /// A suggestion that its deputy has submitted: the answer of the submission.
    pub async fn submitted_suggestion(&self, deputy: &Client) -> Value {
        let draft = json!({"draft": {
            "title": "关于增设城区学校周边即停即走车位的建议",
            "facts": "每天上学、放学时段，县实验小学和县一中门前接送车辆占用两条车道，公交车平均延误十五分钟，老人和孩子在车流中穿行。",
            "analysis": "学校周边没有即停即走车位，接送车辆无处停放；现有停车场距离校门超过四百米，家长不愿使用。",
            "proposals": ["在两所学校周边增设即停即走车位不少于六十个。", "上学、放学时段由交警部门派人疏导。"]}});
        let made = deputy.post("/api/v1/suggestions", &draft).await;
        let id = made.ok(201)["id"].as_str().expect("an id").to_owned();
        let path = format!("/api/v1/suggestions/{id}/submit");
        deputy.command(&path, made.version(), &json!({})).await.ok(200)
    }

    /// A suggestion that the committee has accepted: the answer of the acceptance.
    pub async fn accepted_suggestion(&self, deputy: &Client) -> Value {
        let submitted = self.submitted_suggestion(deputy).await;
        let head = self.actor(Role::DcHead).await;
        let body =
            json!({"category": "城建交通", "sub_category": null, "committee_id": null, "urgent_by": null});
        command(&head, &submitted, "accept", &body).await
    }

    /// A suggestion that is assigned to `unit` alone, directly: the answer of the assignment.
    pub async fn assigned_suggestion(&self, deputy: &Client, unit: UnitId) -> Value {
        let accepted = self.accepted_suggestion(deputy).await;
        let head = self.actor(Role::DcHead).await;
        let body = json!({"restart_clock_reason": null,
            "assignments": [{"unit_id": unit, "role": "lead", "tier": "unit", "scope_text": null}]});
        command(&head, &accepted, "assign", &body).await
    }

    /// A report of this year that `overseer` froze today: its id.
    pub async fn frozen_report(&self, overseer: &Client) -> String {
        let year = overseer.get("/api/v1/standing").await.ok(200)["year"].clone();
        let body = json!({"title": "统计", "year": year});
        let report = overseer.post("/api/v1/standing/reports", &body).await.ok(201);
        report["report"]["id"].as_str().expect("an id").to_owned()
    }
}

/// `POST /suggestions/{id}/{command}` on the version that `suggestion` shows; its answer.
///
/// # Panics
/// When the server refuses.
pub async fn command(client: &Client, suggestion: &Value, command: &str, body: &Value) -> Value {
    let id = suggestion["id"].as_str().expect("a suggestion has an id");
    let version = suggestion["version"].as_i64().expect("a suggestion has a version");
    client.command(&format!("/api/v1/suggestions/{id}/{command}"), version, body).await.ok(200)
}
