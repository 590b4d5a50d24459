//! What makes the life of a suggestion whole, through the doors of the API.

use api::workers::sweep_deadlines;
use chrono::Duration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read};
use tests::{Client, Congress, Matter, TestApp, letter, ticked};

fn rating(matter: &Matter<'_>, app: &TestApp, result: &str) -> Value {
    json!({"reply_id": matter.reply(), "attitude": "satisfied", "result": result, "met": true,
        "received_reply_on": app.now().date_naive(), "who_replied": "演局长", "comment": "意见说明",
        "reasons": if result == "unsatisfied" { json!(["unsolved"]) } else { json!([]) }})
}

#[tokio::test]
async fn invitations_expire_by_the_sweep_and_changes_are_shown_to_who_confirmed() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::begin(&congress).await;
    let both = json!({"deputy_ids": [congress.deputies[1].0, congress.deputies[2].0]});
    matter.post(&congress.lead, "/cosigners", &both).await;
    matter.post(&congress.cosigner, "/cosign", &json!({"text_version": 1})).await;
    let before = matter.shown["facts"].clone();
    let mut text = tests::draft()["draft"].clone();
    text["facts"] = json!("城区四所小学周边上学放学时段拥堵，居民多次向代表反映。");
    matter.put(&congress.lead, "/draft", &text).await;
    assert_eq!(matter.shown["earlier_text"], Value::Null, "the lead wrote it");
    let seen = matter.seen_by(&congress.cosigner).await;
    assert_eq!(seen["earlier_text"]["facts"], before, "what was confirmed");
    assert_eq!(seen["earlier_text"]["text_version"], 1);
    matter.post(&congress.cosigner, "/cosign", &json!({"text_version": 2})).await;
    assert_eq!(matter.shown["earlier_text"], Value::Null);

    app.advance(Duration::days(8));
    let swept = sweep_deadlines(app.state()).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((swept.moved, swept.failed), (1, 0));
    let seen = matter.seen_by(&congress.lead).await;
    let states: Vec<&Value> =
        seen["cosigners"].as_array().expect("co-signers").iter().map(|one| &one["status"]).collect();
    assert_eq!(states, ["confirmed", "expired"]);
    let again = sweep_deadlines(app.state()).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((again.seen, again.moved), (0, 0), "told once, and not looked at again");
}

#[tokio::test]
async fn a_registered_head_who_signed_it_neither_counts_nor_signs() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    // The lead deputy heads 住建局.
    let deputy = congress.head.get(&format!("/api/v1/deputies/{}", congress.deputies[0].0)).await.ok(200);
    let address = format!("/api/v1/units/{}", congress.housing.0);
    let unit = congress.head.get(&address).await;
    let body = json!({"person_id": deputy["person_id"]});
    let put = |who: &Client, version| {
        who.call("PUT".parse().expect("a method"), &format!("{address}/head"))
            .version(version)
            .json(&body)
            .send()
    };
    put(&congress.handler, unit.version()).await.problem(403, "permission.denied");
    let named = put(&congress.head, unit.version()).await.ok(200);
    assert_eq!(named["head"]["id"], deputy["person_id"]);

    let mut matter = Matter::dispatched(&congress).await;
    matter.sign_and_start().await;
    let at = app.now().to_rfc3339();
    matter.talk(&at, &[]).await;
    let task = matter.task(congress.housing);
    let tasks = matter.shown["tasks"].as_array().expect("tasks").clone();
    let own = tasks.iter().find(|one| one["id"] == json!(task)).expect("the task");
    assert_eq!(own["contacts"][0]["counts"], false, "no 面商 with oneself");
    matter.co_opinion().await;
    matter.put(&congress.handler, &format!("/tasks/{task}/reply"), &letter()).await;
    matter.post(&congress.handler, &format!("/tasks/{task}/submit-reply"), &Value::Null).await;
    // Ticked, although nobody but the head confirmed the talk.
    let path = matter.path(&format!("/tasks/{task}/pass-reply"));
    let claimed = congress.dispatcher.command(&path, matter.version(), &ticked()).await;
    claimed.problem(409, "reply.contact_unconfirmed");
    let mut waived = ticked();
    waived["checklist"][2] =
        json!({"check": "contact_confirmed", "met": false, "reason": "负责人回避，已由分管领导沟通。"});
    matter.post(&congress.dispatcher, &format!("/tasks/{task}/pass-reply"), &waived).await;
    let shown = matter.seen_by(&congress.handler).await;
    assert_eq!(
        shown["replies"][0]["pre_reviews"][0]["items"].as_array().map(Vec::len),
        Some(7),
        "the unit reads it"
    );

    let path = matter.path(&format!("/tasks/{task}/sign-off"));
    let mut sign = json!({"doc_no": "泗住建复〔2026〕5号", "signer_name": "演局长", "by_head": true, "seal_applied": true});
    let refused = congress.leader.command(&path, matter.version(), &sign).await;
    refused.problem(409, "reply.head_in_conflict");
    sign["by_head"] = json!(false);
    matter.post(&congress.leader, &format!("/tasks/{task}/sign-off"), &sign).await;
    assert_eq!(matter.shown["status"], "replied");
}

#[tokio::test]
async fn a_merged_unit_hands_over_and_its_figures_stay() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let at = app.now().to_rfc3339();
    // Answered, with a promise, under the old name; and one that is still being handled.
    let mut answered = Matter::replied(&congress, &at).await;
    answered.post(&congress.lead, "/evaluate", &rating(&answered, &app, "satisfied")).await;
    assert_eq!(answered.shown["status"], "tracking");
    let mut open = Matter::dispatched(&congress).await;
    open.sign_and_start().await;

    let address = format!("/api/v1/units/{}", congress.housing.0);
    let list = format!("{address}/hand-over");
    congress.clerk.get(&list).await.problem(409, "state.conflict");
    let unit = congress.head.get(&address).await;
    let reform = json!({"on": "2026-03-01", "reason": "县级机构改革方案（2026）",
        "new_unit": {"name": "泗安县自然资源和建设局", "short_name": "自然资源和建设局", "doc_prefix": "泗自建复"}});
    let ended = congress.head.command(&format!("{address}/succeed"), unit.version(), &reform).await.ok(200);
    let successor = ended["in_charge"]["id"].clone();

    congress.handler.get(&list).await.problem(403, "permission.denied");
    let preview = congress.clerk.get(&list).await.ok(200);
    let items = preview["items"].as_array().expect("items");
    assert_eq!(items.len(), 2, "{preview}");
    assert!(items.iter().all(|item| item["done"] == false));
    assert_eq!(items[0]["parts"][0]["promises"], 1, "{preview}");
    let done = congress.clerk.post(&list, &Value::Null).await.ok(200);
    assert!(done["items"].as_array().expect("items").iter().all(|item| item["done"] == true), "{done}");
    let left = congress.clerk.get(&list).await.ok(200);
    assert_eq!(left["items"], json!([]));

    let shown = open.seen_by(&congress.clerk).await;
    let task = shown["tasks"]
        .as_array()
        .expect("tasks")
        .iter()
        .find(|task| task["role"] == "lead" && task["tier"] == "unit");
    let task = task.expect("the lead's").clone();
    assert_eq!(task["unit"]["id"], successor);
    assert_eq!(task["former_units"][0]["id"], json!(congress.housing.0));
    let timeline = congress.clerk.get(&open.path("/timeline")).await.ok(200);
    let moved = timeline["items"].as_array().expect("items").iter().find(|line| line["kind"] == "transfer");
    let moved = moved.expect("a line").clone();
    assert_eq!(moved["note"], "泗安县住建局 → 泗安县自然资源和建设局");
    let signed = timeline["items"]
        .as_array()
        .expect("items")
        .iter()
        .find(|line| line["kind"] == "sign" && line["task_id"] == task["id"]);
    assert_eq!(signed.expect("a line")["unit"], "泗安县住建局", "what was done before bears the old name");
    let shown = answered.seen_by(&congress.clerk).await;
    assert_eq!(shown["commitments"][0]["unit"]["id"], successor);
    assert_eq!(shown["replies"][0]["unit"]["id"], json!(congress.housing.0));

    // The letter of the time before counts for the old name; on demand for the successor.
    let of = |statistics: &Value, unit: &Value| {
        let units = statistics["units"].as_array().expect("units").clone();
        units
            .iter()
            .find(|line| &line["unit_id"] == unit)
            .map_or(0, |line| line["base"].as_u64().expect("a number"))
    };
    let plain = congress.clerk.get("/api/v1/suggestions/statistics?by=unit").await.ok(200);
    assert_eq!((of(&plain, &json!(congress.housing.0)), of(&plain, &successor)), (1, 1));
    let view = congress.clerk.get("/api/v1/suggestions/statistics?by=unit&successors=true").await.ok(200);
    assert_eq!((of(&view, &json!(congress.housing.0)), of(&view, &successor)), (0, 2));
}

#[tokio::test]
async fn the_archive_is_one_file_with_its_digest_and_the_same_bytes_each_time() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::dispatched(&congress).await;
    matter.sign_and_start().await;
    matter.talk(&app.now().to_rfc3339(), &[]).await;
    matter.co_opinion().await;
    let mut content = letter();
    content["category"] = json!("deferred");
    content["reason"] = json!("受年度财力限制，列入下一年度项目库统筹研究。");
    content["promises"] = json!([]);
    matter.answer(&content).await;
    matter.post(&congress.lead, "/pressure-flags", &json!({"text": "有人来电要求评价满意。"})).await;
    let zip = matter.path("/archive.zip");
    congress.clerk.get(&zip).await.problem(409, "state.conflict");
    matter.post(&congress.lead, "/evaluate", &rating(&matter, &app, "basic")).await;
    assert_eq!(matter.shown["status"], "closed");
    for stranger in [&congress.lead, &congress.handler, &congress.dispatcher] {
        stranger.get(&zip).await.problem(403, "permission.denied");
    }
    let (first, second) = (congress.clerk.get(&zip).await, congress.clerk.get(&zip).await);
    assert_eq!(first.status, 200);
    assert_eq!(first.body, second.body, "the same matter, the same bytes");
    matter.seen_by(&congress.clerk).await;
    matter.post(&congress.clerk, "/archive", &Value::Null).await;
    let kept = congress.clerk.get(&zip).await;
    assert_eq!(kept.body, first.body, "what is kept is what was shown");
    let digest: String = Sha256::digest(&kept.body).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(matter.shown["archive_sha256"], json!(digest));

    let mut archive = zip::ZipArchive::new(Cursor::new(kept.body.as_slice())).expect("a zip");
    let names: Vec<String> =
        archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect();
    for begin in ["1 档案.json", "2 建议.", "3 答复/01 ", "4 办理经过.csv", "SHA256SUMS.txt"] {
        assert!(names.iter().any(|name| name.starts_with(begin)), "{begin}: {names:?}");
    }
    let mut record = String::new();
    archive.by_name("1 档案.json").expect("the record").read_to_string(&mut record).expect("text");
    assert!(!record.contains("来电要求"), "the private flag is not in it");
    let mut sums = String::new();
    archive.by_name("SHA256SUMS.txt").expect("the digests").read_to_string(&mut sums).expect("text");
    let of_record: String = Sha256::digest(&record).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(sums.contains(&format!("{of_record}  1 档案.json")), "{sums}");

    // Names go on changing; the file does not.
    let unit = congress.head.get(&format!("/api/v1/units/{}", congress.housing.0)).await;
    let renamed = json!({"name": "泗安县住房和城乡建设局"});
    congress
        .head
        .patch(&format!("/api/v1/units/{}", congress.housing.0), unit.version(), &renamed)
        .await
        .ok(200);
    assert_eq!(congress.clerk.get(&zip).await.body, kept.body);
}

#[tokio::test]
async fn a_withdrawal_collects_the_signers_consents() {
    let app = TestApp::start().await;
    let congress = Congress::found(&app).await;
    let mut matter = Matter::begin(&congress).await;
    matter.post(&congress.lead, "/cosigners", &json!({"deputy_ids": [congress.deputies[1].0]})).await;
    matter.post(&congress.cosigner, "/cosign", &json!({"text_version": 1})).await;
    matter.post(&congress.lead, "/submit", &Value::Null).await;
    matter.post(&congress.clerk, "/accept", &json!({"category": "城建交通"})).await;
    matter.assign_through_the_office().await;
    let ask = json!({"reason": "问题已经解决"});
    matter.post(&congress.lead, "/withdraw", &ask).await;
    assert_eq!(matter.shown["withdrawal"]["consents"][0]["agreed_at"], Value::Null);
    let shown = matter.seen_by(&congress.handler).await;
    assert_eq!(shown["withdrawal"], Value::Null, "units are told when it is withdrawn, not before");
    let turn = matter.seen_by(&congress.cosigner).await["turns"].clone();
    assert!(turn.as_array().expect("turns").iter().any(|turn| turn["key"] == "agree_withdrawal"), "{turn}");
    matter.post(&congress.cosigner, "/refuse-withdrawal", &json!({"reason": "没有解决"})).await;
    assert_eq!((&matter.shown["withdrawal"], &matter.shown["status"]), (&Value::Null, &json!("assigned")));
    matter.post(&congress.lead, "/withdraw", &ask).await;
    matter.post(&congress.cosigner, "/agree-withdrawal", &Value::Null).await;
    assert_eq!(matter.shown["status"], "withdrawn");
}
