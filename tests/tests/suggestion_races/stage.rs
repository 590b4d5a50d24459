//! A matter on which every command is given by 32 clients at once.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tests::{Client, Congress, Matter, TestApp, draft};

/// How many clients give the same command at once.
const CLIENTS: usize = 32;

/// What is played, and which commands were raced.
pub struct Stage<'a> {
    pub app: &'a TestApp,
    pub congress: &'a Congress,
    /// `METHOD /template` of each.
    pub raced: RefCell<BTreeSet<String>>,
}

/// One matter on it.
pub struct Raced<'a> {
    stage: &'a Stage<'a>,
    id: String,
    pub version: i64,
    pub shown: Value,
}

impl<'a> Stage<'a> {
    pub fn new(app: &'a TestApp, congress: &'a Congress) -> Self {
        Self { app, congress, raced: RefCell::default() }
    }

    /// A draft of the first deputy.
    pub async fn begin(&'a self, wishes: Value) -> Raced<'a> {
        let mut body = draft();
        for (key, value) in wishes.as_object().into_iter().flatten() {
            body["draft"][key] = value.clone();
        }
        let made = self.congress.lead.post("/api/v1/suggestions", &body).await;
        let shown = made.ok(201);
        let id = shown["id"].as_str().expect("an id").to_owned();
        Raced { stage: self, id, version: made.version(), shown }
    }

    /// A matter that the ordinary journey has brought somewhere.
    pub fn take(&'a self, matter: &Matter<'_>) -> Raced<'a> {
        Raced {
            stage: self,
            id: matter.id().to_owned(),
            version: matter.version(),
            shown: matter.shown.clone(),
        }
    }
}

impl Raced<'_> {
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The last task of a unit.
    pub fn task(&self, unit: domain::kernel::UnitId) -> String {
        let unit = json!(unit.0);
        let tasks = self.shown["tasks"].as_array().expect("tasks");
        let task =
            tasks.iter().rev().find(|task| task["unit"]["id"] == unit && task["status"] != "cancelled");
        let task = task.unwrap_or_else(|| panic!("no task of {unit}: {}", self.shown));
        format!("/tasks/{}", task["id"].as_str().expect("an id"))
    }

    /// The contact of a task that was recorded last.
    pub fn contact(&self, task: &str) -> Value {
        let tasks = self.shown["tasks"].as_array().expect("tasks");
        let task =
            tasks.iter().find(|one| task.ends_with(one["id"].as_str().expect("an id"))).expect("the task");
        task["contacts"].as_array().and_then(|contacts| contacts.last()).expect("a contact")["id"].clone()
    }

    /// `…/commitments/{id}` of the first promise that is in this state.
    pub fn promise(&self, status: &str) -> String {
        let promises = self.shown["commitments"].as_array().expect("promises");
        let found = promises.iter().find(|promise| promise["status"] == status);
        let found = found.unwrap_or_else(|| panic!("no promise {status}: {}", self.shown["commitments"]));
        format!("/commitments/{}", found["id"].as_str().expect("an id"))
    }

    /// A rating of the last letter.
    pub fn rating(&self, attitude: &str, result: &str) -> Value {
        let replies = self.shown["replies"].as_array().expect("replies");
        let reply = replies.iter().rev().find(|reply| reply["kind"] == "main").expect("a letter");
        let unsatisfied = [attitude, result].contains(&"unsatisfied");
        json!({"reply_id": reply["id"], "attitude": attitude, "result": result, "met": true,
            "received_reply_on": self.stage.app.now().date_naive(), "who_replied": "演局长",
            "comment": if unsatisfied { "第二条意见没有落实。" } else { "" },
            "reasons": if unsatisfied { json!(["unsolved"]) } else { json!([]) }})
    }

    /// What this reader sees of it now.
    pub async fn seen_by(&mut self, who: &Client) {
        let reply = who.get(&format!("/api/v1/suggestions/{}", self.id)).await;
        self.shown = reply.ok(200);
        self.version = reply.version();
    }

    /// The same command by 32 clients on the version that all of them saw: one of them wins.
    pub async fn post(&mut self, who: &Client, rest: &str, body: &Value) {
        self.race(who, Method::POST, rest, body).await;
    }

    /// As [`Raced::post`] with `PUT`.
    pub async fn put(&mut self, who: &Client, rest: &str, body: &Value) {
        self.race(who, Method::PUT, rest, body).await;
    }

    pub async fn race(&mut self, who: &Client, method: Method, rest: &str, body: &Value) {
        let path = format!("/api/v1/suggestions/{}{rest}", self.id);
        let clients: Vec<Client> =
            (0..CLIENTS).map(|_| self.stage.app.anonymous().with_token(who.token())).collect();
        let calls = clients.iter().map(|client| {
            let call = client.call(method.clone(), &path).version(self.version);
            if body.is_null() { call.send() } else { call.json(body).send() }
        });
        let replies = join_all(calls).await;
        let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
        for reply in &replies {
            *statuses.entry(reply.status).or_insert(0) += 1;
        }
        let line = format!("{method} {rest}: {statuses:?}");
        let winner: Vec<_> = replies.iter().filter(|reply| (200..300).contains(&reply.status)).collect();
        let loser = replies.iter().find(|reply| !(200..300).contains(&reply.status));
        let told = loser.map(|reply| String::from_utf8_lossy(&reply.body).into_owned()).unwrap_or_default();
        assert_eq!(winner.len(), 1, "{line}\n{told}");
        // 404: who may no longer know of it. 503: more at once than the pool has connections for, and told so.
        let fair = |status: &u16| [200, 201, 204, 403, 404, 409, 412, 503].contains(status);
        assert!(statuses.keys().all(fair), "{line}\n{told}");
        let lost: usize = [409, 412, 403, 404].iter().filter_map(|status| statuses.get(status)).sum();
        assert!(lost > 0, "nobody lost: {line}");
        if winner[0].status == 200 {
            let before = self.version;
            self.shown = winner[0].ok(200);
            self.version = winner[0].version();
            assert_eq!(self.version, before + 1, "{line}: one change");
        }
        self.stage.raced.borrow_mut().insert(format!("{method} {}", template(rest)));
    }
}

/// The address as the contract writes it.
fn template(rest: &str) -> String {
    let mut parts: Vec<String> = rest.split('/').map(str::to_owned).collect();
    for at in 1..parts.len() {
        let name = match parts[at - 1].as_str() {
            "tasks" => "{task_id}",
            "commitments" => "{commitment_id}",
            "publications" if parts.len() > at + 1 => "{publication_id}",
            _ => continue,
        };
        parts[at] = name.to_owned();
    }
    format!("/api/v1/suggestions/{{id}}{}", parts.join("/"))
}
