//! The registers that suggestions need, and suggestions in any state, written straight into the store.

use chrono::{DateTime, NaiveDate, Utc};
use domain::authz::{Actor, Grant, JurisdictionPath, Role, act, require, suggestion::NewSuggestion};
use domain::calendar::official_calendar;
use domain::kernel::{
    AccountId, CongressSessionId, DeputyId, IdSource, JurisdictionId, SuggestionId, TermId, UnitId, Version,
};
use domain::org::{CongressSession, CongressSessionData, UnitKind, UnitSystem};
use domain::settings::Settings;
use domain::suggestion::{Case, Ctx, DraftSuggestion, Place, Seats, SuggestionKind, SuggestionText, Wishes};
use persistence::{Context, Store, Uow, account::NewGrant};
use std::sync::Arc;
use tests::{Client, Founding, Seat, TestApp, fresh_id};
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
        let founding = Founding { uow: &uow, county };
        let term = founding.term().await;
        let session: CongressSessionId = uow.id();
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
        let housing = founding.unit("住建局", UnitKind::GovDept, UnitSystem::Gov).await;
        let traffic = founding.unit("交通局", UnitKind::GovDept, UnitSystem::Gov).await;
        let office = founding.unit("政府办", UnitKind::Gov, UnitSystem::Gov).await;
        let committee = founding.unit("城建环保工委", UnitKind::Committee, UnitSystem::Npc).await;
        let constituency = Some(founding.constituency(term, 6).await);
        let mut deputies = Vec::new();
        for (number, name) in (1..).zip(NAMES) {
            let seat = Seat { cert_no: format!("18{number:04}"), constituency, sc_member: false };
            deputies.push(founding.deputy(term, name, seat).await);
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
