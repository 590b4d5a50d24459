//! One suggestion on its way, driven through the API as its people drive it.

use crate::{Client, Congress, Reply};
use domain::kernel::UnitId;
use serde_json::{Value, json};

/// One suggestion, as the last answer showed it.
pub struct Matter<'c> {
    congress: &'c Congress,
    id: String,
    version: i64,
    /// The last answer.
    pub shown: Value,
}

/// What a deputy writes.
pub fn draft() -> Value {
    json!({"draft": {
        "title": "关于增设城区学校周边即停即走车位的建议",
        "facts": "城区三所小学周边上学放学时段拥堵，居民多次向代表反映。",
        "analysis": "接送车辆无处临时停靠，占用机动车道。",
        "proposals": ["在三所小学周边增设即停即走车位。", "优化接送时段交通组织。"],
        "publish_consent": "full"
    }})
}

/// A letter that promises something.
pub fn letter() -> Value {
    json!({
        "category": "in_progress",
        "body": "收到建议后，我局会同公安交警部门现场踏勘，并与您当面沟通，现将办理情况答复如下。",
        "points": [
            {"proposal_no": 1, "answer": "已在第一小学周边施划八个即停即走泊位。"},
            {"proposal_no": 2, "answer": "已会同交通部门优化接送时段交通组织。"}
        ],
        "co_units_explained": true,
        "contact_name": "演联络", "contact_phone": "0527-80000000",
        "publish_attr": "active",
        "promises": [{"text": "年底前完成其余两所小学泊位施划", "responsible": "市政科", "due": "2026-12-31"}]
    })
}

/// A pre-review on which everything is ticked.
pub fn ticked() -> Value {
    let checks = [
        "every_proposal_answered",
        "category_evidence",
        "contact_confirmed",
        "signature_ready",
        "publish_attribute",
        "co_units_explained",
        "wording",
    ];
    let items: Vec<Value> = checks.iter().map(|check| json!({ "check": check, "met": true })).collect();
    json!({ "checklist": items })
}

impl<'c> Matter<'c> {
    /// A draft of the first deputy.
    pub async fn begin(congress: &'c Congress) -> Self {
        let reply = congress.lead.post("/api/v1/suggestions", &draft()).await;
        Self::of(congress, &reply)
    }

    /// The suggestion that an answer has created.
    pub fn of(congress: &'c Congress, reply: &Reply) -> Self {
        let shown = reply.ok(201);
        let id = shown["id"].as_str().expect("an id").to_owned();
        Self { congress, id, version: reply.version(), shown }
    }

    /// Its address.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/suggestions/{}{rest}", self.id)
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What `If-Match` must say.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// A command that succeeds.
    pub async fn post(&mut self, who: &Client, rest: &str, body: &Value) -> &Value {
        let reply = who.command(&self.path(rest), self.version, body).await;
        self.note(&reply)
    }

    /// A command that succeeds and replaces something.
    pub async fn put(&mut self, who: &Client, rest: &str, body: &Value) -> &Value {
        let call = who.call("PUT".parse().expect("a method"), &self.path(rest));
        let reply = call.version(self.version).json(body).send().await;
        self.note(&reply)
    }

    /// What this reader sees of it now.
    pub async fn seen_by(&mut self, who: &Client) -> &Value {
        let reply = who.get(&self.path("")).await;
        self.note(&reply)
    }

    fn note(&mut self, reply: &Reply) -> &Value {
        self.shown = reply.ok(200);
        self.version = reply.version();
        &self.shown
    }

    /// The unit's task of the last answer.
    pub fn task(&self, unit: UnitId) -> String {
        let unit = unit.0.to_string();
        let tasks = self.shown["tasks"].as_array().expect("tasks");
        let task = tasks.iter().rev().find(|task| task["unit"]["id"] == json!(unit));
        task.unwrap_or_else(|| panic!("no task of {unit}: {}", self.shown))["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// Handed in and accepted.
    pub async fn accepted(congress: &'c Congress) -> Self {
        let mut matter = Self::begin(congress).await;
        matter.post(&congress.lead, "/submit", &Value::Null).await;
        matter.post(&congress.clerk, "/accept", &json!({"category": "城建交通"})).await;
        matter
    }

    /// Accepted, assigned to the government office, and dispatched by it to 住建局 with 交通局.
    pub async fn dispatched(congress: &'c Congress) -> Self {
        let mut matter = Self::accepted(congress).await;
        matter.assign_through_the_office().await;
        matter
    }

    /// Assigns to the government office, which signs and dispatches.
    pub async fn assign_through_the_office(&mut self) {
        let congress = self.congress;
        let system =
            json!({"assignments": [{"unit_id": congress.office.0, "role": "lead", "tier": "system"}]});
        self.post(&congress.clerk, "/assign", &system).await;
        let office = self.task(congress.office);
        self.seen_by(&congress.dispatcher).await;
        self.post(&congress.dispatcher, &format!("/tasks/{office}/sign"), &Value::Null).await;
        let units = json!({"assignments": [
            {"unit_id": congress.housing.0, "role": "lead", "tier": "unit"},
            {"unit_id": congress.traffic.0, "role": "co", "tier": "unit"}
        ]});
        self.post(&congress.dispatcher, &format!("/tasks/{office}/dispatch"), &units).await;
    }

    /// Both units sign; 住建局 names who works on it.
    pub async fn sign_and_start(&mut self) {
        let congress = self.congress;
        let (lead, co) = (self.task(congress.housing), self.task(congress.traffic));
        self.post(&congress.handler, &format!("/tasks/{lead}/sign"), &Value::Null).await;
        self.post(&congress.co_handler, &format!("/tasks/{co}/sign"), &Value::Null).await;
        let who =
            json!({"handler_id": null, "leader_name": "演分管", "plan": "先现场踏勘，再会同公安交警研究。"});
        self.post(&congress.handler, &format!("/tasks/{lead}/start"), &who).await;
    }

    /// 住建局 talks with the first deputy face to face, who confirms it.
    pub async fn talk(&mut self, at: &str, evidence: &[&str]) {
        let congress = self.congress;
        let lead = self.task(congress.housing);
        let talk = json!({
            "kind": "site", "face_to_face": true, "at": at, "place": "第一小学门口",
            "unit_people": [{"name": "演分管", "post": "副局长", "rank": "deputy_head"}],
            "deputy_ids": [congress.deputies[0].0], "summary": "就泊位选址和施划时间与代表沟通。",
            "evidence_ids": evidence
        });
        self.post(&congress.handler, &format!("/tasks/{lead}/contacts"), &talk).await;
        let tasks = self.shown["tasks"].as_array().expect("tasks");
        let task = tasks.iter().find(|task| task["id"] == json!(lead)).expect("the task");
        let contact = task["contacts"][0]["id"].clone();
        let confirmed = json!({ "contact_id": contact });
        self.post(&congress.lead, &format!("/tasks/{lead}/confirm-contact"), &confirmed).await;
    }

    /// 交通局 hands its opinion in.
    pub async fn co_opinion(&mut self) {
        let congress = self.congress;
        let co = self.task(congress.traffic);
        let text = "经现场核查，校门口道路红线宽度满足设置即停即走泊位条件，建议设置八个泊位，由我局负责施划标线，\
                    并在接送时段安排人员疏导，确保通行安全。";
        let opinion = json!({ "text": text });
        self.put(&congress.co_handler, &format!("/tasks/{co}/co-opinion"), &opinion).await;
        self.post(&congress.co_leader, &format!("/tasks/{co}/issue-co-opinion"), &opinion).await;
    }

    /// 住建局 writes `letter`, the government office passes it, the leader signs it off, and it is delivered.
    pub async fn answer(&mut self, letter: &Value) {
        let congress = self.congress;
        let lead = self.task(congress.housing);
        self.put(&congress.handler, &format!("/tasks/{lead}/reply"), letter).await;
        self.post(&congress.handler, &format!("/tasks/{lead}/submit-reply"), &Value::Null).await;
        self.post(&congress.dispatcher, &format!("/tasks/{lead}/pass-reply"), &ticked()).await;
        let sign = json!({"doc_no": "泗住建复〔2026〕5号", "signer_name": "演局长", "by_head": true, "seal_applied": true});
        self.post(&congress.leader, &format!("/tasks/{lead}/sign-off"), &sign).await;
        self.post(&congress.handler, &format!("/tasks/{lead}/deliver"), &json!({"method": "face"})).await;
    }

    /// From dispatch to the delivered letter.
    pub async fn replied(congress: &'c Congress, talked_at: &str) -> Self {
        let mut matter = Self::dispatched(congress).await;
        matter.sign_and_start().await;
        matter.talk(talked_at, &[]).await;
        matter.co_opinion().await;
        matter.answer(&letter()).await;
        matter
    }

    /// The id of the last letter.
    pub fn reply(&self) -> String {
        let replies = self.shown["replies"].as_array().expect("replies");
        replies.last().expect("a letter")["id"].as_str().expect("an id").to_owned()
    }
}
