use crate::fixture::{Office, expected, expected_again, ledger};
use domain::authz::{Actor, Grant, JurisdictionPath, Role};
use domain::kernel::{AccountId, LoginSessionId, UnitId};
use persistence::listing::PageRequest;
use persistence::suggestion::{
    PUBLIC_SORTS, PublicFilter, SUGGESTION_SORTS, SuggestionFilter, SuggestionRow,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::{Client, Reply};
use uuid::Uuid;

/// Imports the good rows of the ledger. No column holds the day of the answer, so it may be given for the whole sheet.
async fn imported(office: &Office, replied_on: Option<&str>) -> BTreeMap<i32, SuggestionRow> {
    office.people().await;
    let checked = office
        .checked("suggestions", &ledger(), |mapping| {
            if let Some(day) = replied_on {
                mapping["defaults"]["replied_on"] = json!(day);
            }
        })
        .await;
    assert_eq!(checked.statuses(), expected(&ledger()), "{}", checked.report);
    office.commit(&checked, false).await.problem(409, "import.rows_refused");
    assert!(stored(office).await.is_empty(), "nothing was written");
    let done = office.commit(&checked, true).await.ok(200);
    assert_eq!(done["written"], 6);
    stored(office).await
}

/// What the store has, by official number.
async fn stored(office: &Office) -> BTreeMap<i32, SuggestionRow> {
    let nodes = office.app.store().jurisdictions().await.expect("readable");
    let jurisdiction = JurisdictionPath(nodes[0].path.clone());
    let grant = Grant { role: Role::DcHead, jurisdiction, unit: None, group: None, deputy: None };
    let (account, session) = (AccountId(Uuid::nil()), LoginSessionId(Uuid::nil()));
    let actor = Actor::new(account, session, None, "测试".into(), vec![grant]);
    let page = PageRequest { sort: &SUGGESTION_SORTS[0], descending: false, after: None, limit: 100 };
    let rows = office.app.store().suggestions(&actor, &SuggestionFilter::default(), &page).await;
    rows.expect("readable").into_iter().map(|row| (row.row.number.unwrap_or(0), row.row)).collect()
}

fn statuses(rows: &BTreeMap<i32, SuggestionRow>) -> Vec<(i32, &str)> {
    rows.iter().map(|(number, row)| (*number, row.status.as_str())).collect()
}

#[tokio::test]
async fn a_ledger_without_days_of_answers_proves_the_assignment() {
    let office = Office::open().await;
    let rows = imported(&office, None).await;
    let all: Vec<(i32, &str)> = (63..=68).map(|number| (number, "assigned")).collect();
    assert_eq!(statuses(&rows), all);
    assert_eq!(rows[&63].title, "关于加快实施泗州大街雨污分流改造的建议");
    assert!(rows[&63].session_name.as_deref().is_some_and(|name| name.contains("五次")));
    let detail = office.head.get(&format!("/api/v1/suggestions/{}", rows[&63].id)).await.ok(200);
    assert_eq!(detail["official_no"], "第063号");
    assert_eq!(detail["code"], "JY-18-05-0001");
    assert_eq!(detail["lead"]["name"], "演知秋");
    assert_eq!(detail["cosigners"].as_array().map(Vec::len), Some(2), "{}", detail["cosigners"]);
    assert_eq!(detail["tasks"].as_array().map(Vec::len), Some(3));
    assert_eq!(detail["publish_consent"], "full");
    let detail = office.head.get(&format!("/api/v1/suggestions/{}", rows[&65].id)).await.ok(200);
    let roles: Vec<&str> = each(&detail["tasks"], "role");
    assert_eq!(roles, ["split", "split"], "two units in the column of the lead");
    assert_eq!(detail["publish_consent"], "no", "nothing was said");
}

#[tokio::test]
async fn with_the_day_of_the_answers_matters_are_answered_and_rated() {
    let office = Office::open().await;
    let rows = imported(&office, Some("2026-05-20")).await;
    let expected = [
        (63, "closed"),    // A, 满意
        (64, "tracking"),  // B, 基本满意: a promise is owed
        (65, "assigned"),  // nothing but the assignment
        (66, "evaluated"), // C, 不满意: somebody must deal with it
        (67, "assigned"),
        (68, "assigned"),
    ];
    assert_eq!(statuses(&rows), expected);
    let detail = office.head.get(&format!("/api/v1/suggestions/{}", rows[&64].id)).await.ok(200);
    assert_eq!(detail["commitments"].as_array().map(Vec::len), Some(1), "{}", detail["commitments"]);
}

#[tokio::test]
async fn importing_again_changes_nothing_and_numbers_go_on_above() {
    let office = Office::open().await;
    let before = imported(&office, None).await;
    let checked = office.checked("suggestions", &ledger(), |_| ()).await;
    assert_eq!(checked.statuses(), expected_again(&ledger()));
    assert_eq!(office.commit(&checked, true).await.ok(200)["written"], 0);
    let after = stored(&office).await;
    let versions =
        |rows: &BTreeMap<i32, SuggestionRow>| -> Vec<i64> { rows.values().map(|row| row.version).collect() };
    assert_eq!(versions(&before), versions(&after));
    let uow = office.app.uow().await;
    let node = office.app.county().root;
    let session = office.session.into();
    let series = domain::suggestion::NumberSeries::Session { jurisdiction: node, session };
    assert_eq!(uow.next_official_number(series).await.expect("a number").number, 69);
}

#[tokio::test]
async fn every_row_leaves_an_audit_line_and_an_event() {
    let office = Office::open().await;
    imported(&office, None).await;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let published = office.app.store().publish_outbox(500).await.expect("published");
        if published.is_empty() {
            break;
        }
        for event in published {
            *kinds.entry(event.kind).or_default() += 1;
        }
    }
    assert_eq!(kinds.get("suggestion.imported"), Some(&6), "{kinds:?}");
    assert_eq!((kinds.get("person.created"), kinds.get("deputy.created")), (Some(&4), Some(&4)), "{kinds:?}");
    assert_eq!(
        (kinds.get("deputy.confirmed"), kinds.get("group.member_added")),
        (Some(&4), Some(&4)),
        "{kinds:?}"
    );
}

fn each<'v>(list: &'v Value, member: &str) -> Vec<&'v str> {
    list.as_array().into_iter().flatten().filter_map(|item| item[member].as_str()).collect()
}

/// A matter on its way: every command names the version that the one before gave.
struct Matter {
    path: String,
    version: i64,
    body: Value,
}

impl Matter {
    async fn read(who: &Client, id: Uuid) -> Self {
        let path = format!("/api/v1/suggestions/{id}");
        let reply = who.get(&path).await;
        Self { version: reply.version(), body: reply.ok(200), path }
    }

    fn take(&mut self, reply: &Reply) {
        self.body = reply.ok(200);
        self.version = reply.version();
    }

    async fn command(&mut self, who: &Client, command: &str, body: Value) {
        let reply = who.command(&format!("{}/{command}", self.path), self.version, &body).await;
        self.take(&reply);
    }

    fn task(&self) -> &Value {
        &self.body["tasks"][0]
    }

    async fn step(&mut self, who: &Client, step: &str, body: Value) {
        let task = self.task()["id"].as_str().expect("a task").to_owned();
        self.command(who, &format!("tasks/{task}/{step}"), body).await;
    }
}

#[tokio::test]
async fn an_imported_suggestion_is_carried_to_publication() {
    let office = Office::open().await;
    let rows = imported(&office, None).await;
    let mut matter = Matter::read(&office.head, rows[&67].id).await;
    let unit: Uuid = matter.task()["unit"]["id"].as_str().and_then(|id| id.parse().ok()).expect("a unit");
    let lead: Uuid = matter.body["lead"]["id"].as_str().and_then(|id| id.parse().ok()).expect("a deputy");
    let handler = office.app.unit_actor(Role::UnitHandler, UnitId(unit)).await;
    let leader = office.app.unit_actor(Role::UnitLeader, UnitId(unit)).await;
    let deputy = office.app.deputy_actor(lead.into()).await;

    matter.step(&handler, "sign", json!({})).await;
    assert_eq!(matter.body["status"], "handling");
    matter.step(&handler, "start", json!({"leader_name": "分管副局长", "plan": "先踏勘，再研究。"})).await;
    let talk = json!({"kind": "site", "face_to_face": true, "at": "2026-06-30T09:30:00+08:00", "place": "农路桥边",
        "unit_people": [{"name": "演分管", "post": "副局长", "rank": "deputy_head"}], "deputy_ids": [lead],
        "summary": "现场察看破损农路桥，听取代表意见。"});
    matter.step(&handler, "contacts", talk).await;
    let contact = matter.task()["contacts"][0]["id"].clone();
    matter.step(&deputy, "confirm-contact", json!({"contact_id": contact})).await;
    let draft = json!({"category": "deferred", "body": "您提出的建议收悉，经研究并与您沟通，现答复如下，感谢您的支持。", "points": [],
        "reason": "受年度财力限制，列入下一年度项目库统筹研究。", "co_units_explained": true, "contact_name": "演联络",
        "contact_phone": "0527-80000000", "cc": [], "publish_attr": "active", "publish_reason": null, "evidence_ids": [],
        "promises": []});
    let task = matter.task()["id"].as_str().expect("a task").to_owned();
    let path = format!("{}/tasks/{task}/reply", matter.path);
    let reply = handler.call(reqwest::Method::PUT, &path).version(matter.version).json(&draft).send().await;
    matter.take(&reply);
    matter.step(&handler, "submit-reply", json!({})).await;
    matter.step(&office.head, "pass-reply", tests::ticked()).await;
    let sign_off = json!({"doc_no": "泗住建复〔2026〕5号", "signer_name": "演局长", "by_head": true, "seal_applied": true});
    matter.step(&leader, "sign-off", sign_off).await;
    assert_eq!(matter.body["status"], "replied");
    matter.step(&handler, "deliver", json!({"method": "face"})).await;
    let letter = matter.body["replies"][0]["id"].clone();
    let rating = json!({"reply_id": letter, "attitude": "satisfied", "result": "satisfied", "met": true,
        "received_reply_on": "2026-07-01", "who_replied": "演局长", "comment": "同意。"});
    matter.command(&deputy, "evaluate", rating).await;
    assert_eq!(matter.body["status"], "closed");
    for (part, reply) in
        [("title", Value::Null), ("text", Value::Null), ("reply", letter), ("status", Value::Null)]
    {
        let proposal = json!({"part": part, "reply_id": reply, "no_state_secret": true, "no_commercial_secret": true,
            "no_privacy": true, "no_stability_risk": true, "redactions": []});
        let reply =
            office.head.command(&format!("{}/publications", matter.path), matter.version, &proposal).await;
        matter.take(&reply);
        let proposed = matter.body["publications"].as_array().and_then(|all| all.last()).expect("a proposal");
        let id = proposed["id"].as_str().expect("an id").to_owned();
        matter.command(&office.head, &format!("publications/{id}/decide"), json!({"release": true})).await;
    }
    let page = PageRequest { sort: &PUBLIC_SORTS[0], descending: true, after: None, limit: 10 };
    let public =
        office.app.store().public_suggestions(&PublicFilter::default(), &page).await.expect("readable");
    assert_eq!(public.len(), 1);
    assert_eq!(public[0].row.public_title, "关于修复部分破损农路桥的建议");
    assert_eq!(public[0].row.number, Some(67));
}
