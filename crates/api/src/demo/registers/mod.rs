//! The registers of the county: terms, sessions, towns, units, groups; and its [`people`].

mod people;

use super::{
    Scale,
    accounts::Reach,
    county::{COUNTY, COUNTY_CODE, FIELD_GROUPS, TOWNS, UNITS},
    stage::{Stage, id_of, version_of},
};
use anyhow::Context as _;
use domain::{
    authz::Role,
    kernel::{DeputyId, UnitId},
};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// A deputy of the eighteenth term.
#[derive(Clone)]
pub(super) struct Member {
    pub id: DeputyId,
    pub name: String,
    pub town: usize,
    /// Name of the account, for those who have one.
    pub username: Option<String>,
}

/// What the suggestions need to know of the registers.
pub(super) struct Registers {
    pub county: Uuid,
    pub units: HashMap<&'static str, UnitId>,
    pub members: Vec<Member>,
    pub term: Uuid,
    constituencies: Vec<(Uuid, usize)>,
    delegations: Vec<Uuid>,
    groups: Vec<Group>,
    persons: usize,
}

struct Group {
    id: Uuid,
    town: Option<usize>,
    members: Vec<usize>,
    version: i64,
}

/// The day on which the eighteenth congress met first.
const TERM_BEGAN: &str = "2022-01-06";

const REGISTRAR: &str = "daigong";
/// 县人大常委会主任
const CHAIRMAN: &str = "演主任";

impl Registers {
    /// The county, its administrators and the clerks who keep the registers.
    pub(super) async fn found(stage: &mut Stage) -> anyhow::Result<Self> {
        let place = (COUNTY_CODE, COUNTY);
        stage.found("admin", "系统管理员（演示）", Role::SysAdmin, place).await?;
        stage.found("sec", "安全管理员（演示）", Role::SecAdmin, place).await?;
        let roots = stage.state.store.jurisdictions().await?;
        let county = roots.iter().find(|node| node.parent_id.is_none()).context("the county exists")?.id;
        for (username, name, role) in [
            ("audit", "审计员（演示）", Role::Auditor),
            ("jiekou", "接口管理员（演示）", Role::IntegrationAdmin),
            ("daigong", "代表工委经办（演示）", Role::DcStaff),
            ("daigonghead", "代表工委主任（演示）", Role::DcHead),
            ("zhengfuban", "县政府办督查室（演示）", Role::GovDispatch),
            ("zhuren", "县人大常委会主任（演示）", Role::ScLeader),
        ] {
            // Who leads the standing committee supervises key suggestions in person.
            let person = match role {
                Role::ScLeader => {
                    let body = json!({ "jurisdiction_id": county, "name": CHAIRMAN, "gender": "male",
                        "birth_on": "1966-04-12", "ethnicity": "汉族", "party": "cpc" });
                    Some(id_of(&stage.post(REGISTRAR, "/api/v1/persons", &body).await?)?)
                }
                _ => None,
            };
            stage.create_account(username, name, person, (role, county, Reach::default())).await?;
        }
        Ok(Self {
            county,
            units: HashMap::new(),
            members: Vec::new(),
            term: Uuid::nil(),
            constituencies: Vec::new(),
            delegations: Vec::new(),
            groups: Vec::new(),
            persons: 0,
        })
    }

    /// Terms and sessions, towns, constituencies, delegations, units with their accounts.
    pub(super) async fn structure(&mut self, stage: &mut Stage, scale: Scale) -> anyhow::Result<()> {
        let county = self.county;
        let mut towns = Vec::new();
        for (number, (kind, name, _, _)) in (1..).zip(TOWNS) {
            let kind = if kind == "street" { "street" } else { "town" };
            // Streets from 001, towns from 100 (GB/T 10114).
            let code = format!("{COUNTY_CODE}{:03}", if kind == "street" { number } else { 100 + number });
            let body = json!({ "parent_id": county, "kind": kind, "code": code, "name": name });
            towns.push(id_of(&stage.post(REGISTRAR, "/api/v1/jurisdictions", &body).await?)?);
        }
        let term = json!({ "jurisdiction_id": county, "ordinal": 17, "name": "十七届", "starts_on": "2017-01-08",
            "ends_on": TERM_BEGAN, "is_current": false });
        let former = id_of(&stage.post(REGISTRAR, "/api/v1/terms", &term).await?)?;
        let term = json!({ "jurisdiction_id": county, "ordinal": 18, "name": "十八届", "starts_on": TERM_BEGAN,
            "is_current": true });
        self.term = id_of(&stage.post(REGISTRAR, "/api/v1/terms", &term).await?)?;
        for (term, ordinal, name, from, to) in [
            (former, 4, "十七届四次", "2020-01-07", "2020-01-10"),
            (former, 5, "十七届五次", "2021-01-12", "2021-01-15"),
            (self.term, 1, "十八届一次", "2022-01-06", "2022-01-09"),
            (self.term, 2, "十八届二次", "2023-01-04", "2023-01-07"),
            (self.term, 3, "十八届三次", "2024-01-16", "2024-01-19"),
            (self.term, 4, "十八届四次", "2025-01-07", "2025-01-10"),
            (self.term, 5, "十八届五次", "2026-02-02", "2026-02-05"),
        ] {
            let body = json!({ "term_id": term, "ordinal": ordinal, "name": name, "starts_on": from, "ends_on": to });
            stage.post(REGISTRAR, "/api/v1/congress-sessions", &body).await?;
        }
        let plan = constituency_plan(scale);
        for (number, (town, seats)) in (1..).zip(plan) {
            let body = json!({ "term_id": self.term, "jurisdiction_id": towns[town], "no": number,
                "name": format!("第{number:03}选区（{}）", TOWNS[town].1), "seats": seats });
            let made = stage.post(REGISTRAR, "/api/v1/constituencies", &body).await?;
            let id = id_of(&made)?;
            self.constituencies.extend((0..seats).map(|_| (id, town)));
        }
        for (number, (town, place)) in (1..).zip(towns.iter().zip(TOWNS)) {
            let body = json!({ "term_id": self.term, "jurisdiction_id": town, "no": number,
                "name": format!("{}代表团", place.1) });
            self.delegations.push(id_of(&stage.post(REGISTRAR, "/api/v1/delegations", &body).await?)?);
        }
        self.found_groups(stage, &towns, scale).await?;
        self.found_units(stage).await?;
        self.former_term(stage, former, &towns, scale).await
    }

    async fn found_groups(&mut self, stage: &mut Stage, towns: &[Uuid], scale: Scale) -> anyhow::Result<()> {
        let mut number = 0;
        for (town, (_, name, count, _)) in TOWNS.into_iter().enumerate() {
            let count = if scale == Scale::Full { count } else { 1 };
            for at in 1..=count {
                number += 1;
                let name = if count == 1 {
                    format!("{name}代表小组")
                } else {
                    format!("{name}第{at}代表小组")
                };
                let body = json!({ "term_id": self.term, "jurisdiction_id": towns[town], "no": number, "name": name,
                    "area_ids": [towns[town]], "duties": "组织代表学习、视察、接待选民，提出代表建议。",
                    "founded_on": "2022-01-20" });
                let made = stage.post(REGISTRAR, "/api/v1/groups", &body).await?;
                let (id, version) = (id_of(&made)?, version_of(&made)?);
                self.groups.push(Group { id, town: Some(town), members: Vec::new(), version });
            }
        }
        if scale == Scale::Full {
            for (name, field) in FIELD_GROUPS {
                number += 1;
                let body = json!({ "term_id": self.term, "jurisdiction_id": self.county, "no": number, "name": name,
                    "field": field, "duties": "围绕行业领域开展专题调研，提出代表建议。", "founded_on": "2022-01-20" });
                let made = stage.post(REGISTRAR, "/api/v1/groups", &body).await?;
                let (id, version) = (id_of(&made)?, version_of(&made)?);
                self.groups.push(Group { id, town: None, members: Vec::new(), version });
            }
        }
        Ok(())
    }

    async fn found_units(&mut self, stage: &mut Stage) -> anyhow::Result<()> {
        let county = self.county;
        for (number, unit) in (0..).zip(&UNITS) {
            let body = json!({ "jurisdiction_id": county, "name": format!("{COUNTY}{}", unit.name),
                "short_name": unit.short, "kind": unit.kind, "system": unit.system, "doc_prefix": unit.prefix,
                "phone": format!("0000-8000{number:04}"), "valid_from": "2019-01-01" });
            let id = id_of(&stage.post(REGISTRAR, "/api/v1/units", &body).await?)?;
            self.units.insert(unit.key, id.into());
            let reach = Reach { unit: Some(id), ..Reach::default() };
            match unit.kind {
                "sc" | "dc" | "gov" => {}
                "committee" => {
                    let name = format!("{}（演示）", unit.short);
                    stage.create_account(unit.key, &name, None, (Role::Committee, county, reach)).await?;
                }
                _ => {
                    let name = format!("{}联络员（演示）", unit.short);
                    stage.create_account(unit.key, &name, None, (Role::UnitHandler, county, reach)).await?;
                    let (head, name) = (format!("{}head", unit.key), format!("{}负责人（演示）", unit.short));
                    stage.create_account(&head, &name, None, (Role::UnitLeader, county, reach)).await?;
                }
            }
        }
        Ok(())
    }
}

/// Town and seats of each constituency: 130 with 300 seats, or one a town with two.
fn constituency_plan(scale: Scale) -> Vec<(usize, usize)> {
    if scale == Scale::Small {
        return (0..TOWNS.len()).map(|town| (town, 2)).collect();
    }
    const COUNT: usize = 130;
    // Groups of the town, in tenths; the streets also fill the groups by field.
    let weight = |town: usize| match town {
        0 => 50,
        1 => 36,
        2 => 24,
        town => TOWNS[town].2 * 10,
    };
    let all: usize = (0..TOWNS.len()).map(weight).sum();
    let (mut plan, mut sum) = (Vec::new(), 0);
    for town in 0..TOWNS.len() {
        let from = sum * COUNT / all;
        sum += weight(town);
        plan.extend((from..sum * COUNT / all).map(|number| (town, SEATS[number % SEATS.len()])));
    }
    plan
}

/// Thirteen constituencies with thirty seats.
const SEATS: [usize; 13] = [3, 2, 2, 3, 2, 1, 3, 2, 2, 3, 2, 3, 2];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_hundred_seats_in_130_constituencies() {
        let plan = constituency_plan(Scale::Full);
        assert_eq!(plan.len(), 130);
        assert_eq!(plan.iter().map(|(_, seats)| seats).sum::<usize>(), 300);
        assert!((0..TOWNS.len()).all(|town| plan.iter().any(|(of, _)| *of == town)));
    }
}
