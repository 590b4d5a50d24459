//! Where things stand: every number has a list of its length, scores, lights, trials of settings.

mod frozen;
mod numbers;
mod overview;
mod scores;
mod trial;

use crate::matter::Matter;
use crate::world::{World, morning};
use domain::kernel::UrgeId;
use domain::suggestion::{PublicationPart, ReplyCategory, TaskRole, Urge, UrgeBy, UrgeLevel};
use serde_json::{Value, json};
use tests::{Client, TestApp, fresh_id};

/// Eight matters of two units, some late, some answered, one key, one confidential, one of a protected deputy.
pub async fn matters(app: &TestApp, world: &World) {
    let store = app.store();
    for number in 1..=8_u32 {
        let unit = if number % 3 == 0 { world.traffic } else { world.housing };
        let until = if number % 2 == 0 { "2026-03-20" } else { "2026-04-10" };
        let mut matter =
            Matter::submitted(world, number as usize % 3, &format!("关于停车的建议{number}"), "2026-03-02")
                .accepted(number, if number < 6 { "城建" } else { "交通" })
                .assigned(unit, TaskRole::Lead, "2026-03-05", until);
        if number % 4 != 1 {
            let on = if number == 4 { "2026-03-25" } else { "2026-03-16" };
            matter =
                matter.replied("已经办理完毕，感谢关心支持。", &format!("泗住建复〔2026〕{number}号"), on);
        }
        if number == 2 {
            matter = matter.released(PublicationPart::Reply, Vec::new());
        }
        matter
            .with(|case| {
                case.suggestion.is_key = number == 3;
                case.suggestion.confidentiality.confidential = number == 6;
                case.suggestion.confidentiality.hide_names_from_units = number == 7;
                if number == 8 {
                    case.tasks[0].review_returns = 1;
                    case.replies[0].content.category = ReplyCategory::Deferred;
                }
                if number == 4 {
                    case.urges.push(Urge {
                        id: UrgeId(fresh_id()),
                        task: Some(case.tasks[0].id),
                        level: UrgeLevel::Yellow,
                        by: UrgeBy::System,
                        unit: None,
                        deputy: None,
                        account: None,
                        text: "逾期未答复".into(),
                        at: morning("2026-03-23"),
                        acknowledged_at: None,
                        acknowledgement: None,
                    });
                }
            })
            .store(store)
            .await;
    }
}

/// Every row of a list.
pub async fn walk(client: &Client, path: &str) -> (Value, Vec<Value>) {
    paged(client, path, 200).await
}

/// Every row of a list, so many at a time.
pub async fn paged(client: &Client, path: &str, limit: u32) -> (Value, Vec<Value>) {
    let mut rows = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{path}&limit={limit}{cursor}")).await.ok(200);
        rows.extend(page["items"].as_array().expect("a list").iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (page, rows),
        }
    }
}

pub fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("small")
}

/// Sets a value from a day on.
pub async fn put(client: &Client, key: &str, value: Value, from: &str) {
    client
        .call(reqwest::Method::PUT, &format!("/api/v1/settings/{key}"))
        .version(0)
        .json(&json!({"value": value, "valid_from": from, "reason": "主任会议决定"}))
        .send()
        .await
        .ok(200);
}
