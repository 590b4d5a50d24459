//! Voters and a supervision meeting on which they vote.

use crate::{Client, Founding, Seat, TestApp};
use domain::authz::Role;
use domain::kernel::DeputyId;
use serde_json::{Value, json};

/// Deputies in office, and the people who hold their meeting.
pub struct Electorate {
    /// The seats, all active.
    pub voters: Vec<DeputyId>,
    /// 代表工委工作人员
    pub clerk: Client,
    /// 代表工委主任
    pub head: Client,
    /// 人大常委会办公室
    pub office: Client,
}

/// A round of voting that is open.
pub struct Voting {
    /// The meeting.
    pub meeting: String,
    /// Codes of the slips.
    pub slips: Vec<String>,
    /// Halves of the key.
    pub keys: Vec<String>,
}

impl Electorate {
    /// So many deputies of the present term.
    pub async fn of(app: &TestApp, count: u32) -> Self {
        let term = app.term().await;
        let uow = app.uow().await;
        let founding = Founding { uow: &uow, county: app.county().root };
        let mut voters = Vec::new();
        for number in 1..=count {
            let seat = Seat { cert_no: format!("19{number:04}"), constituency: None, sc_member: true };
            voters.push(founding.deputy(term, &format!("代表{number:03}号"), seat).await);
        }
        uow.commit().await.expect("the deputies can be elected");
        Self {
            voters,
            clerk: app.actor(Role::DcStaff).await,
            head: app.actor(Role::DcHead).await,
            office: app.actor(Role::ScOffice).await,
        }
    }

    /// A meeting with so many items and everybody on its roll.
    pub async fn meeting(&self, app: &TestApp, way: &str, items: usize) -> Value {
        let subjects: Vec<Value> = (0..items).map(item).collect();
        let body = json!({"jurisdiction_id": app.county().root, "term_id": app.term().await.0, "title": "2026年代表建议办理督办会",
            "held_on": "2026-03-02", "place": "县人大会议室", "way": way, "items": subjects});
        let made = self.clerk.post("/api/v1/supervision-meetings", &body).await.ok(201);
        let path = format!("{}/roll", path_of(&made));
        let voters: Vec<_> = self.voters.iter().map(|voter| voter.0).collect();
        let call = self.clerk.call(reqwest::Method::PUT, &path).version(1);
        call.json(&json!({ "deputy_ids": voters })).send().await.ok(200)
    }

    /// Opens voting and gives everybody a slip.
    pub async fn open(&self, meeting: &Value, voters: usize) -> Voting {
        let path = path_of(meeting);
        let version = meeting["version"].as_i64().expect("a version");
        let opened = self.clerk.command(&format!("{path}/open"), version, &json!({})).await.ok(200);
        for voter in &self.voters[..voters] {
            let body = json!({"deputy_id": voter.0, "present": true, "issued": true});
            self.clerk.post(&format!("{path}/check-in"), &body).await.ok(200);
        }
        Voting { meeting: path, slips: texts(&opened["slips"]), keys: texts(&opened["key_halves"]) }
    }

    /// The meeting as the clerk sees it now.
    pub async fn now(&self, voting: &Voting) -> Value {
        self.clerk.get(&voting.meeting).await.ok(200)
    }

    /// A command of the clerk on the meeting as it is now.
    pub async fn clerks(&self, voting: &Voting, command: &str, body: &Value) -> Value {
        let version = self.now(voting).await["version"].as_i64().expect("a version");
        self.clerk.command(&format!("{}/{command}", voting.meeting), version, body).await.ok(200)
    }
}

fn item(index: usize) -> Value {
    match index {
        0 => json!({"subject": "overall", "title": "代表建议办理工作"}),
        1 => json!({"subject": "overall", "axis": "process", "title": "代表建议办理工作（办理过程）"}),
        _ => json!({"subject": "overall", "axis": "result", "title": "代表建议办理工作（办理结果）"}),
    }
}

fn path_of(meeting: &Value) -> String {
    format!("/api/v1/supervision-meetings/{}", meeting["id"].as_str().expect("an id"))
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}
