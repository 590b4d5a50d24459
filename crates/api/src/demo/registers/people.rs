//! Everybody who was elected: people, seats, memberships, officers, and how seats end and are filled again.

use super::{Group, Member, REGISTRAR, Registers, TERM_BEGAN};
use crate::demo::{
    Scale,
    accounts::Reach,
    chance::Chance,
    county::{TOWNS, person_name},
    stage::{Stage, id_of, version_of},
};
use actix_web::http::Method;
use anyhow::Context as _;
use domain::{authz::Role, kernel::DeputyId};
use serde_json::{Value, json};
use uuid::Uuid;

impl Registers {
    /// Seats of the seventeenth term, which has ended, of people who were elected again.
    pub(super) async fn former_term(
        &mut self,
        stage: &mut Stage,
        former: Uuid,
        towns: &[Uuid],
        scale: Scale,
    ) -> anyhow::Result<()> {
        let count = if scale == Scale::Full { 12 } else { 2 };
        let mut chance = Chance::new(17);
        for number in 1..=count {
            let town = (number - 1) % towns.len();
            let body = json!({ "term_id": former, "jurisdiction_id": towns[town], "no": number,
                "name": format!("第{number:03}选区"), "seats": 2 });
            let constituency = id_of(&stage.post(REGISTRAR, "/api/v1/constituencies", &body).await?)?;
            for seat in 0..2 {
                let (person, _) = self.person(stage, &mut chance).await?;
                let cert = format!("17-{:03}", number * 2 - 1 + seat);
                let mut body = seat_of(&mut chance, person, former, constituency, &cert);
                body["elected_on"] = json!("2016-12-20");
                let made = stage.post(REGISTRAR, "/api/v1/deputies", &body).await?;
                let path = format!("/api/v1/deputies/{}", id_of(&made)?);
                let on = json!({ "on": "2017-01-08", "document_no": "泗安人常公告〔2017〕1号" });
                let made =
                    stage.command(REGISTRAR, &format!("{path}/confirm"), version_of(&made)?, &on).await?;
                let on = json!({ "on": TERM_BEGAN });
                stage.command(REGISTRAR, &format!("{path}/end-term"), version_of(&made)?, &on).await?;
            }
        }
        Ok(())
    }

    async fn person(&mut self, stage: &mut Stage, chance: &mut Chance) -> anyhow::Result<(Uuid, String)> {
        let (number, name) = (self.persons, person_name(self.persons));
        self.persons += 1;
        let born = format!(
            "{}-{:02}-{:02}",
            chance.between(1962, 1994),
            chance.between(1, 12),
            chance.between(1, 28)
        );
        let education = *chance.pick(&["senior", "college", "college", "bachelor", "bachelor", "graduate"]);
        let party = match chance.below(100) {
            0..65 => "cpc",
            65..72 => "democratic",
            _ => "none",
        };
        let gender = if chance.percent(30) { "female" } else { "male" };
        let body = json!({ "jurisdiction_id": self.county, "name": name, "gender": gender, "birth_on": born,
            "ethnicity": "汉族", "party": party, "education": education, "mobile": format!("1990000{number:04}") });
        Ok((id_of(&stage.post(REGISTRAR, "/api/v1/persons", &body).await?)?, name))
    }

    /// Everybody who was elected, with seat, group and, for those who write suggestions, an account.
    pub(in crate::demo) async fn elect(&mut self, stage: &mut Stage, scale: Scale) -> anyhow::Result<()> {
        let mut chance = Chance::new(18);
        let accounts = if scale == Scale::Full { 110 } else { 14 };
        let seats = self.constituencies.clone();
        let (mut persons, mut elected) = (Vec::new(), Vec::new());
        for (at, (constituency, town)) in seats.into_iter().enumerate() {
            let (person, name) = self.person(stage, &mut chance).await?;
            let cert = format!("18-{:03}", at + 1);
            let mut body = seat_of(&mut chance, person, self.term, constituency, &cert);
            body["delegation_id"] = json!(self.delegations[town]);
            body["sc_member"] = json!(at % 12 == 5);
            let made = stage.post(REGISTRAR, "/api/v1/deputies", &body).await?;
            let id = id_of(&made)?;
            elected.push(json!({ "id": id, "version": version_of(&made)? }));
            self.members.push(Member { id: id.into(), name, town, username: None });
            persons.push(person);
        }
        for items in elected.chunks(60) {
            let body = json!({ "on": TERM_BEGAN, "document_no": "泗安人常公告〔2022〕1号", "items": items });
            stage.post(REGISTRAR, "/api/v1/deputies/batch-confirm", &body).await?;
        }
        for at in 0..self.members.len() {
            self.join(stage, at, "2022-01-20").await?;
        }
        for number in 0..accounts.min(persons.len()) {
            // Spread over the whole county, and not over those whose seats end.
            let at = spread(number, persons.len());
            let username = format!("daibiao{}", number + 1);
            let reach = Reach { deputy: Some(self.members[at].id.0), ..Reach::default() };
            let name = self.members[at].name.clone();
            let grant = (Role::Deputy, self.county, reach);
            stage.create_account(&username, &name, Some(persons[at]), grant).await?;
            self.members[at].username = Some(username);
        }
        self.appoint_officers(stage, &mut chance).await
    }

    async fn seat(&mut self, stage: &mut Stage, body: &Value, on: &str) -> anyhow::Result<DeputyId> {
        let made = stage.post(REGISTRAR, "/api/v1/deputies", body).await?;
        let id = id_of(&made)?;
        let confirmed = json!({ "on": on, "document_no": format!("泗安人常公告〔{}〕1号", &on[..4]) });
        let path = format!("/api/v1/deputies/{id}/confirm");
        stage.command(REGISTRAR, &path, version_of(&made)?, &confirmed).await?;
        Ok(id.into())
    }

    /// Puts the member into the group of the town that has fewest members; every fifth of the streets goes to a group
    /// of a field while there is room.
    async fn join(&mut self, stage: &mut Stage, at: usize, on: &str) -> anyhow::Result<()> {
        let town = self.members[at].town;
        let street = TOWNS[town].0 == "street";
        let fits = |group: &Group| match group.town {
            Some(of) => of == town && !(street && at % 5 == 4 && self.has_room_by_field()),
            None => street && at % 5 == 4 && group.members.len() < 12,
        };
        let candidates = self.groups.iter().enumerate().filter(|(_, group)| fits(group));
        let (place, _) =
            candidates.min_by_key(|(_, group)| group.members.len()).context("a group of the town")?;
        let group = self.groups[place].id;
        let body = json!({ "deputy_id": self.members[at].id, "on": on });
        let path = format!("/api/v1/groups/{group}/add-member");
        let joined = stage.command(REGISTRAR, &path, self.groups[place].version, &body).await?;
        self.groups[place].version = version_of(&joined)?;
        self.groups[place].members.push(at);
        Ok(())
    }

    fn has_room_by_field(&self) -> bool {
        self.groups.iter().any(|group| group.town.is_none() && group.members.len() < 12)
    }

    async fn appoint_officers(&mut self, stage: &mut Stage, chance: &mut Chance) -> anyhow::Result<()> {
        for place in 0..self.groups.len() {
            let (group, convenor) = (self.groups[place].id, self.groups[place].members.first().copied());
            let Some(convenor) = convenor else { continue };
            let (liaison, _) = self.person(stage, chance).await?;
            let path = format!("/api/v1/groups/{group}/appoint");
            let body = json!({ "on": "2022-01-25", "convenor_ids": [self.members[convenor].id],
                "liaison_ids": [liaison] });
            let appointed = stage.command(REGISTRAR, &path, self.groups[place].version, &body).await?;
            self.groups[place].version = version_of(&appointed)?;
        }
        for (town, delegation) in self.delegations.clone().into_iter().enumerate() {
            let Some(leader) = self.members.iter().find(|member| member.town == town) else { continue };
            let path = format!("/api/v1/delegations/{delegation}");
            let current = stage.send(REGISTRAR, (Method::GET, &path), None, &Value::Null).await?;
            let body = json!({ "leader_deputy_id": leader.id });
            stage.send(REGISTRAR, (Method::PATCH, &path), Some(version_of(&current)?), &body).await?;
        }
        Ok(())
    }

    /// Ends a seat on a ground of law; the deputy is one without an account.
    pub(in crate::demo) async fn end_seat(
        &mut self,
        stage: &mut Stage,
        number: usize,
        (ground, on): (&str, &str),
    ) -> anyhow::Result<()> {
        let mut without = self.members.iter().filter(|member| member.username.is_none());
        let member = without.nth(number * 7 % 20).context("a deputy without an account")?;
        let path = format!("/api/v1/deputies/{}", member.id);
        let current = stage.send(REGISTRAR, (Method::GET, &path), None, &Value::Null).await?;
        let vote = (ground == "voluntary_resignation").then(|| json!({ "in_favour": 21, "members": 25 }));
        let body = json!({ "ground": ground, "on": on, "vote": vote,
            "document_no": format!("泗安人常公告〔{}〕{}号", &on[..4], number + 3) });
        stage.command(REGISTRAR, &format!("{path}/terminate"), version_of(&current)?, &body).await?;
        Ok(())
    }

    /// 补选
    pub(in crate::demo) async fn by_election(
        &mut self,
        stage: &mut Stage,
        number: usize,
        on: &str,
    ) -> anyhow::Result<()> {
        let mut chance = Chance::new(1800 + number as u64);
        let (constituency, town) = self.constituencies[number * 31 % self.constituencies.len()];
        let (person, name) = self.person(stage, &mut chance).await?;
        let cert = format!("18-{}", 301 + number);
        let mut body = seat_of(&mut chance, person, self.term, constituency, &cert);
        body["delegation_id"] = json!(self.delegations[town]);
        body["entry"] = json!("by_election");
        body["elected_on"] = json!(on);
        let id = self.seat(stage, &body, on).await?;
        self.members.push(Member { id, name, town, username: None });
        // Groups changed when their members' seats ended.
        for place in 0..self.groups.len() {
            let path = format!("/api/v1/groups/{}", self.groups[place].id);
            let current = stage.send(REGISTRAR, (Method::GET, &path), None, &Value::Null).await?;
            self.groups[place].version = version_of(&current)?;
        }
        self.join(stage, self.members.len() - 1, on).await
    }
}

/// Where the `n`th account holder sits among `of` seats.
fn spread(n: usize, of: usize) -> usize {
    if of < 100 { n * 2 % of } else { (n * 5 / 2) % of }
}

fn seat_of(chance: &mut Chance, person: Uuid, term: Uuid, constituency: Uuid, cert: &str) -> Value {
    let (composition, occupation, employer, post) = match chance.below(100) {
        0..45 => *chance.pick(&[
            ("worker_peasant", "种养大户", "", ""),
            ("worker_peasant", "村民小组长", "", ""),
            ("worker_peasant", "车间工人", "演示纺织厂", "班组长"),
            ("worker_peasant", "快递从业人员", "演示快递站", "站点负责人"),
        ]),
        45..67 => *chance.pick(&[
            ("professional", "中学教师", "演示中学", "教研组长"),
            ("professional", "医生", "演示医院", "科室主任"),
            ("professional", "农技人员", "演示农技站", "农艺师"),
        ]),
        67..85 => *chance.pick(&[
            ("cadre", "机关干部", "演示机关", "主要负责人"),
            ("cadre", "村（社区）书记", "演示社区", "党组织书记"),
        ]),
        85..97 => ("entrepreneur", "企业负责人", "演示实业公司", "总经理"),
        _ => ("other", "自由职业", "", ""),
    };
    let newcomer = chance.percent(55);
    let given = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    json!({ "person_id": person, "term_id": term, "level": "county", "constituency_id": constituency,
        "cert_no": cert, "elected_on": "2021-12-20", "entry": "general", "is_newcomer": newcomer,
        "is_reelected": !newcomer, "occupation": occupation, "employer": given(employer), "post": given(post),
        "composition": composition, "intro": "演示数据，人物均为虚构。" })
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn account_holders_are_different_people() {
        let mut seats: Vec<_> = (0..110).map(|n| spread(n, 300)).collect();
        seats.dedup();
        assert_eq!(seats.len(), 110);
    }
}
