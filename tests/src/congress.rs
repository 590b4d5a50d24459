//! A congress for suggestions: term, units, deputies, and the people who handle what the deputies write.

use crate::{Client, TestApp};
use chrono::NaiveDate;
use domain::authz::Role;
use domain::deputy::{Deputy, DeputyData, DeputyStatus, Entry, Level, Occupation, PublicProfile};
use domain::kernel::{ConstituencyId, DeputyId, PersonId, TermId, UnitId, Version};
use domain::org::{
    Constituency, ConstituencyData, Gender, Party, Person, PersonData, Term, TermData, Unit, UnitData,
    UnitKind, UnitSystem,
};
use persistence::{Uow, org::SealedFields};

/// Names of the deputies.
pub const DEPUTIES: [&str; 4] = ["王建国", "李秀英", "张伟", "刘洋"];

/// 泗安县十八届人大, between sessions.
pub struct Congress {
    /// 十八届
    pub term: TermId,
    /// 住建局
    pub housing: UnitId,
    /// 交通局
    pub traffic: UnitId,
    /// 政府办
    pub office: UnitId,
    /// The seats of [`DEPUTIES`], all active.
    pub deputies: Vec<DeputyId>,
    /// The first deputy.
    pub lead: Client,
    /// The second.
    pub cosigner: Client,
    /// A deputy who has nothing to do with it.
    pub other_deputy: Client,
    /// 代表工委工作人员
    pub clerk: Client,
    /// 代表工委主任
    pub head: Client,
    /// 政府办
    pub dispatcher: Client,
    /// Handler of 住建局.
    pub handler: Client,
    /// Leader of 住建局.
    pub leader: Client,
    /// Handler of 交通局.
    pub co_handler: Client,
    /// Leader of 交通局.
    pub co_leader: Client,
}

impl Congress {
    /// Founds it in the county of `app`.
    pub async fn found(app: &TestApp) -> Self {
        let uow = app.uow().await;
        let term: TermId = uow.id();
        let data = TermData {
            jurisdiction: app.county().root,
            ordinal: 18,
            name: "十八届".into(),
            starts_on: day("2022-01-10"),
            ends_on: None,
            is_current: true,
        };
        uow.insert_term(&Term { id: term, data, version: Version::FIRST }).await.expect("the term is new");
        let housing = unit(app, &uow, "住建局", UnitKind::GovDept).await;
        let traffic = unit(app, &uow, "交通局", UnitKind::GovDept).await;
        let office = unit(app, &uow, "政府办", UnitKind::Gov).await;
        let constituency: ConstituencyId = uow.id();
        let seats = i32::try_from(DEPUTIES.len()).expect("few");
        let data =
            ConstituencyData {
                term, jurisdiction: app.county().root, no: 1, name: "第一选区".into(), seats
            };
        uow.insert_constituency(&Constituency { id: constituency, data, version: Version::FIRST })
            .await
            .expect("the constituency is new");
        let mut deputies = Vec::new();
        for (number, name) in (1..).zip(DEPUTIES) {
            deputies.push(deputy(app, &uow, (term, constituency), number, name).await);
        }
        uow.commit().await.expect("the congress can be founded");
        Self {
            term,
            housing,
            traffic,
            office,
            lead: app.deputy_actor(deputies[0]).await,
            cosigner: app.deputy_actor(deputies[1]).await,
            other_deputy: app.deputy_actor(deputies[3]).await,
            deputies,
            clerk: app.actor(Role::DcStaff).await,
            head: app.actor(Role::DcHead).await,
            dispatcher: app.actor(Role::GovDispatch).await,
            handler: app.unit_actor(Role::UnitHandler, housing).await,
            leader: app.unit_actor(Role::UnitLeader, housing).await,
            co_handler: app.unit_actor(Role::UnitHandler, traffic).await,
            co_leader: app.unit_actor(Role::UnitLeader, traffic).await,
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

async fn unit(app: &TestApp, uow: &Uow, name: &str, kind: UnitKind) -> UnitId {
    let id: UnitId = uow.id();
    let data = UnitData {
        jurisdiction: app.county().root,
        name: format!("泗安县{name}"),
        short_name: name.to_owned(),
        kind,
        system: UnitSystem::Gov,
        parent: None,
        credit_code: None,
        doc_prefix: Some("泗住建复".into()),
        phone: None,
        valid_from: day("2019-01-01"),
    };
    uow.insert_unit(&Unit { id, data, ended: None, version: Version::FIRST }).await.expect("the unit is new");
    id
}

async fn deputy(
    app: &TestApp,
    uow: &Uow,
    (term, constituency): (TermId, ConstituencyId),
    number: u32,
    name: &str,
) -> DeputyId {
    let (person, id): (PersonId, DeputyId) = (uow.id(), uow.id());
    let jurisdiction = app.county().root;
    let data = PersonData {
        jurisdiction,
        name: name.to_owned(),
        gender: Gender::Female,
        birth_on: day("1975-05-05"),
        ethnicity: "汉族".into(),
        party: Party::None,
        education: None,
        degree: None,
    };
    let sealed = SealedFields::default();
    uow.insert_person(&Person { id: person, data, version: Version::FIRST }, sealed)
        .await
        .expect("the person is new");
    let data = DeputyData {
        person,
        term,
        level: Level::County,
        jurisdiction,
        constituency: Some(constituency),
        delegation: None,
        cert_no: format!("18{number:04}"),
        elected_on: day("2021-12-20"),
        entry: Entry::General,
        is_newcomer: true,
        is_reelected: false,
        occupation: "教师".into(),
        employer: None,
        post: None,
        composition: Occupation::Professional,
        sc_member: false,
        committee_posts: Vec::new(),
        profile: PublicProfile::default(),
    };
    let seat = Deputy {
        id,
        data,
        status: DeputyStatus::Active,
        status_since: day("2022-01-10"),
        version: Version::FIRST,
    };
    uow.insert_deputy(&seat).await.expect("the seat is new");
    id
}
