//! The registers that suggestions need, and suggestions in any state, written straight into the store.

use chrono::{DateTime, NaiveDate, Utc};
use domain::authz::{Actor, Grant, JurisdictionPath, Role, act, require, suggestion::NewSuggestion};
use domain::calendar::official_calendar;
use domain::deputy::{Deputy, DeputyData, DeputyStatus, Entry, Level, Occupation, PublicProfile};
use domain::kernel::{
    AccountId, CongressSessionId, ConstituencyId, DeputyId, IdSource, JurisdictionId, PersonId, SuggestionId,
    TermId, UnitId, Version,
};
use domain::org::{
    CongressSession, CongressSessionData, Constituency, ConstituencyData, Gender, Party, Person, PersonData,
    Term, TermData, Unit, UnitData, UnitKind, UnitSystem,
};
use domain::settings::Settings;
use domain::suggestion::{Case, Ctx, DraftSuggestion, Place, Seats, SuggestionKind, SuggestionText, Wishes};
use persistence::{Context, Store, Uow, account::NewGrant, org::SealedFields};
use std::sync::Arc;
use tests::{Client, TestApp, fresh_id};
use uuid::Uuid;

pub struct FreshIds;

impl IdSource for FreshIds {
    fn next_id(&self) -> Uuid {
        fresh_id()
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an instant").to_utc()
}

/// Nine in the morning of that day in the congress's zone.
pub fn morning(date: &str) -> DateTime<Utc> {
    instant(&format!("{date}T09:00:00+08:00"))
}

pub async fn begin(store: &Store, now: DateTime<Utc>) -> Uow {
    let context = Context { now, account: None, request_id: "test".into(), ids: Arc::new(FreshIds) };
    store.begin(context).await.expect("a transaction")
}

/// A county with a term, a session, four units and six deputies.
pub struct World {
    pub county: JurisdictionId,
    pub path: JurisdictionPath,
    pub term: TermId,
    pub housing: UnitId,
    pub traffic: UnitId,
    pub office: UnitId,
    pub committee: UnitId,
    pub deputies: Vec<DeputyId>,
}

pub const NAMES: [&str; 6] = ["王建国", "李秀英", "张伟", "刘洋", "陈静", "杨帆"];

impl World {
    /// Founds the county; `known` is one that exists already.
    pub async fn found(store: &Store, known: Option<JurisdictionId>) -> Self {
        let uow = begin(store, morning("2026-01-05")).await;
        let county: JurisdictionId = known.unwrap_or_else(|| uow.id());
        if known.is_none() {
            uow.insert_jurisdiction(county, None, "COUNTY", "321999", "泗安县").await.expect("new");
        }
        let path = uow.jurisdiction(county).await.expect("readable").expect("just made").scope_path();
        let (term, session): (_, CongressSessionId) = (uow.id(), uow.id());
        let data = TermData {
            jurisdiction: county,
            ordinal: 18,
            name: "十八届".into(),
            starts_on: day("2022-01-10"),
            ends_on: None,
            is_current: true,
        };
        uow.insert_term(&Term { id: term, data, version: Version::FIRST }).await.expect("new");
        let data = CongressSessionData {
            term,
            ordinal: 5,
            name: "十八届五次".into(),
            starts_on: day("2026-02-02"),
            ends_on: day("2026-02-05"),
            motion_deadline_at: None,
        };
        uow.insert_congress_session(&CongressSession { id: session, data, version: Version::FIRST })
            .await
            .expect("new");
        let unit = async |name: &str, kind, system| {
            let id: UnitId = uow.id();
            let data = UnitData {
                jurisdiction: county,
                name: format!("泗安县{name}"),
                short_name: name.to_owned(),
                kind,
                system,
                parent: None,
                credit_code: None,
                doc_prefix: Some("泗住建复".into()),
                phone: None,
                valid_from: day("2019-01-01"),
            };
            uow.insert_unit(&Unit { id, data, ended: None, version: Version::FIRST }).await.expect("new");
            id
        };
        let housing = unit("住建局", UnitKind::GovDept, UnitSystem::Gov).await;
        let traffic = unit("交通局", UnitKind::GovDept, UnitSystem::Gov).await;
        let office = unit("政府办", UnitKind::Gov, UnitSystem::Gov).await;
        let committee = unit("城建环保工委", UnitKind::Committee, UnitSystem::Npc).await;
        let constituency: ConstituencyId = uow.id();
        let data =
            ConstituencyData { term, jurisdiction: county, no: 1, name: "第一选区".into(), seats: 6 };
        uow.insert_constituency(&Constituency { id: constituency, data, version: Version::FIRST })
            .await
            .expect("new");
        let mut deputies = Vec::new();
        for (number, name) in (1..).zip(NAMES) {
            let (person, id): (PersonId, DeputyId) = (uow.id(), uow.id());
            let data = PersonData {
                jurisdiction: county,
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
                .expect("new");
            let data = DeputyData {
                person,
                term,
                level: Level::County,
                jurisdiction: county,
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
            uow.insert_deputy(&Deputy {
                id,
                data,
                status: DeputyStatus::Active,
                status_since: day("2022-01-10"),
                version: Version::FIRST,
            })
            .await
            .expect("new");
            deputies.push(id);
        }
        uow.commit().await.expect("founded");
        Self { county, path, term, housing, traffic, office, committee, deputies }
    }

    /// A grant of the whole county.
    pub fn grant(&self, role: Role) -> Grant {
        Grant { role, jurisdiction: self.path.clone(), unit: None, group: None, deputy: None }
    }

    /// A grant of the county, for an account in the database.
    pub fn role(&self, role: Role) -> NewGrant {
        NewGrant { role, jurisdiction: self.county, unit: None, group: None, deputy: None }
    }

    /// The same for a unit.
    pub fn of_unit(&self, role: Role, unit: UnitId) -> NewGrant {
        NewGrant { unit: Some(unit), ..self.role(role) }
    }

    /// The same for one of the deputies.
    pub fn of_deputy(&self, number: usize) -> NewGrant {
        NewGrant { deputy: Some(self.deputies[number]), ..self.role(Role::Deputy) }
    }

    /// Somebody signed in with these grants.
    pub async fn grants(&self, app: &TestApp, grants: &[NewGrant]) -> Client {
        app.actor_with(grants).await
    }

    /// Somebody with these grants, known to no database.
    pub fn actor(&self, grants: Vec<Grant>) -> Actor {
        Actor::new(AccountId(fresh_id()), fresh_id().into(), None, "测试".into(), grants)
    }

    /// A draft of a deputy.
    pub fn draft(&self, lead: DeputyId, title: &str, at: DateTime<Utc>) -> Case {
        let actor = self.actor(vec![Grant { deputy: Some(lead), ..self.grant(Role::Deputy) }]);
        let permit = require::<act::WriteSuggestion>(&actor, &NewSuggestion { lead }).expect("own draft");
        let (settings, seats) = (Settings::default(), Seats::active(self.deputies.iter().copied()));
        let ctx = Ctx {
            now: at,
            settings: &settings,
            calendar: official_calendar(),
            ids: &FreshIds,
            seats: &seats,
        };
        let command = DraftSuggestion {
            id: SuggestionId(fresh_id()),
            place: Place {
                jurisdiction: self.county,
                path: self.path.clone(),
                term: self.term,
                session: None,
                group: None,
                delegation: None,
            },
            lead,
            kind: SuggestionKind::Suggestion,
            motion_ref: None,
            text: SuggestionText {
                title: title.to_owned(),
                facts: "城北老旧小区停车位严重不足，居民多次反映。".into(),
                analysis: "地下空间没有利用。".into(),
                proposals: vec!["利用边角地增设停车位".into(), "开放机关停车场".into()],
            },
            wishes: Wishes::default(),
        };
        Case::draft(&permit, command, &ctx).expect("a draft").0
    }
}

/// Writes a case as it is.
pub async fn store_case(store: &Store, case: &Case) {
    let uow = begin(store, case.suggestion.created_at).await;
    uow.insert_case(case, &case.suggestion.path).await.expect("stored");
    uow.commit().await.expect("committed");
}
