//! The people of the congress who choose key suggestions (重点督办建议) and supervise them.

use crate::{Client, Congress, TestApp};
use chrono::NaiveDate;
use domain::authz::Role;
use domain::kernel::{PersonId, UnitId, Version};
use domain::org::{Unit, UnitData, UnitKind, UnitSystem};
use serde_json::{Value, json};

/// 主任会议 and the committee of the field.
pub struct Council {
    /// 城建工委
    pub committee: UnitId,
    /// Somebody of it.
    pub member: Client,
    /// 常委会主任
    pub chairman: Client,
    /// 领衔督办领导
    pub supervisor: Client,
    /// The person whom the supervisor is.
    pub leader: PersonId,
}

impl Council {
    /// Of this congress.
    pub async fn of(app: &TestApp, congress: &Congress) -> Self {
        let uow = app.uow().await;
        let committee: UnitId = uow.id();
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let data = UnitData {
            jurisdiction: app.county().root,
            name: "泗安县人大城建工委".into(),
            short_name: "城建工委".into(),
            kind: UnitKind::Committee,
            system: UnitSystem::Npc,
            parent: None,
            credit_code: None,
            doc_prefix: None,
            phone: None,
            valid_from: day("2019-01-01"),
        };
        let unit = Unit { id: committee, data, ended: None, version: Version::FIRST };
        uow.insert_unit(&unit).await.expect("the committee is new");
        let seat =
            uow.deputy(congress.deputies[2], day("2026-03-02")).await.expect("readable").expect("there");
        let leader = PersonId(seat.person_id);
        uow.commit().await.expect("committed");
        Self {
            committee,
            member: app.unit_actor(Role::Committee, committee).await,
            chairman: app.actor(Role::ScLeader).await,
            supervisor: app.actor_as(Some(leader), &[app.county().grant(Role::ScLeader)]).await,
            leader,
        }
    }

    /// The decision that makes one a key suggestion.
    pub fn choice(&self) -> Value {
        json!({
            "meeting": "县十八届人大常委会第30次主任会议", "on": "2026-03-16", "supervising_leader_id": self.leader.0,
            "organ": "government", "leading_official": {"name": "陈志远", "post": "副县长"},
            "unit_head": {"name": "演局长", "post": "住建局局长"}, "committee_id": self.committee.0
        })
    }
}
