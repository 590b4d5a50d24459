//! Supervision meetings of the demo: last year's, held and announced, and this year's, prepared.

use super::stage::{Stage, id_of, version_of};
use actix_web::http::Method;
use anyhow::Context as _;
use serde_json::{Value, json};
use uuid::Uuid;

const CLERK: &str = "daigong";
const HEAD: &str = "daigonghead";
const MEETINGS: &str = "/api/v1/supervision-meetings";

/// How the first of so many voters choose for an item; the others are 基本满意.
const CHOICES: [(usize, usize); 4] = [(70, 5), (80, 0), (45, 20), (75, 8)];

/// Whose congress it is.
#[derive(Clone, Copy)]
pub(super) struct House {
    pub county: Uuid,
    pub term: Uuid,
}

impl Stage {
    /// Prepares a meeting: three units report, and they and the whole are voted on.
    pub(super) async fn prepare_meeting(
        &mut self,
        house: House,
        (year, held_on): (i32, &str),
    ) -> anyhow::Result<Value> {
        let units = self.read(CLERK, "/api/v1/units?limit=200").await?;
        let units = units["items"].as_array().context("units")?;
        let departments: Vec<&Value> =
            units.iter().filter(|unit| unit["kind"] == "gov_dept").take(3).collect();
        let reports: Vec<Value> = departments
            .iter()
            .enumerate()
            .map(|(at, unit)| {
                json!({ "unit_id": unit["id"], "way": if at < 2 { "oral" } else { "written" },
                "speaker": if at < 2 { json!("局长（演示）") } else { Value::Null } })
            })
            .collect();
        let overall = json!({ "subject": "overall", "title": format!("{year}年代表建议办理总体工作") });
        let items: Vec<Value> = std::iter::once(overall)
            .chain(departments.iter().map(|unit| {
                let name = unit["short_name"].as_str().unwrap_or_default();
                json!({ "subject": "unit", "unit_id": unit["id"], "title": format!("{name}办理工作") })
            }))
            .collect();
        let body = json!({ "jurisdiction_id": house.county, "term_id": house.term, "held_on": held_on,
            "title": format!("{year}年代表建议办理督办会"), "place": "县人大会议中心（演示）", "way": "electronic",
            "reports": reports, "items": items });
        let made = self.post(CLERK, MEETINGS, &body).await?;
        let voters = self.voters(house).await?;
        let path = format!("{MEETINGS}/{}/roll", id_of(&made)?);
        self.send(CLERK, (Method::PUT, &path), Some(version_of(&made)?), &json!({ "deputy_ids": voters }))
            .await
    }

    /// Holds a meeting that was prepared: check-in, secret ballot, count, announcement.
    pub(super) async fn hold_meeting(&mut self, prepared: &Value) -> anyhow::Result<()> {
        let path = format!("{MEETINGS}/{}", id_of(prepared)?);
        let items = prepared["rounds"][0]["items"].as_array().map_or(0, Vec::len);
        let opened =
            self.command(CLERK, &format!("{path}/open"), version_of(prepared)?, &Value::Null).await?;
        let roll = self.read(CLERK, &format!("{path}/roll")).await?;
        let roll = roll["items"].as_array().context("a roll")?.clone();
        // Two are on leave, and one of those who came keeps the slip.
        let present = roll.len().saturating_sub(2);
        for line in &roll[..present] {
            let body = json!({ "deputy_id": line["deputy_id"], "present": true, "issued": true });
            self.post(CLERK, &format!("{path}/check-in"), &body).await?;
        }
        let slips = opened["slips"].as_array().context("slips")?.clone();
        let casting = present.saturating_sub(1);
        for (at, slip) in slips.iter().take(casting).enumerate() {
            let choices: Vec<_> = (0..items).map(|item| choice(at * 100 / casting, item)).collect();
            self.post("", "/api/v1/ballots/cast", &json!({ "slip": slip, "choices": choices })).await?;
        }
        let keys = json!({ "key_halves": opened["key_halves"] });
        let closed =
            self.command(CLERK, &format!("{path}/close"), version_of(&opened["meeting"])?, &keys).await?;
        let tallied =
            self.command(CLERK, &format!("{path}/tally"), version_of(&closed)?, &Value::Null).await?;
        self.command(HEAD, &format!("{path}/announce"), version_of(&tallied)?, &Value::Null).await?;
        Ok(())
    }

    /// The standing committee; in a county made small, everybody.
    async fn voters(&mut self, house: House) -> anyhow::Result<Vec<Value>> {
        let path = format!("/api/v1/deputies?status=active&term_id={}&limit=200", house.term);
        let page = self.read(CLERK, &format!("{path}&sc_member=true")).await?;
        let members = page["items"].as_array().context("deputies")?;
        let page = if members.len() < 12 { self.read(CLERK, &path).await? } else { page.clone() };
        let everybody = page["items"].as_array().context("deputies")?;
        Ok(everybody.iter().take(35).map(|deputy| deputy["id"].clone()).collect())
    }

    pub(super) async fn read(&mut self, who: &str, path: &str) -> anyhow::Result<Value> {
        self.send(who, (Method::GET, path), None, &Value::Null).await
    }
}

fn choice(percent: usize, item: usize) -> &'static str {
    let (satisfied, unsatisfied) = CHOICES[item % CHOICES.len()];
    if percent < satisfied {
        "s"
    } else if percent >= 100 - unsatisfied {
        "u"
    } else {
        "b"
    }
}
