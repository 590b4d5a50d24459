//! Rows of the registers written straight into the store, for tests that need many or need them at once.

use chrono::NaiveDate;
use domain::deputy::{Deputy, DeputyData, DeputyStatus, Entry, Level, Occupation, PublicProfile};
use domain::kernel::{ConstituencyId, DeputyId, JurisdictionId, PersonId, TermId, UnitId, Version};
use domain::org::{
    Constituency, ConstituencyData, Gender, Party, Person, PersonData, Term, TermData, Unit, UnitData,
    UnitKind, UnitSystem,
};
use persistence::{Uow, org::SealedFields};

/// Writes the registers of one jurisdiction.
pub struct Founding<'a> {
    /// In which everything is written.
    pub uow: &'a Uow,
    /// Whose registers they are.
    pub county: JurisdictionId,
}

impl Founding<'_> {
    /// 十八届, the present term.
    pub async fn term(&self) -> TermId {
        let id: TermId = self.uow.id();
        let data = TermData {
            jurisdiction: self.county,
            ordinal: 18,
            name: "十八届".into(),
            starts_on: day("2022-01-10"),
            ends_on: None,
            is_current: true,
        };
        self.uow.insert_term(&Term { id, data, version: Version::FIRST }).await.expect("the term is new");
        id
    }

    /// 第一选区 with so many seats.
    pub async fn constituency(&self, term: TermId, seats: i32) -> ConstituencyId {
        let id: ConstituencyId = self.uow.id();
        let data =
            ConstituencyData { term, jurisdiction: self.county, no: 1, name: "第一选区".into(), seats };
        let new = Constituency { id, data, version: Version::FIRST };
        self.uow.insert_constituency(&new).await.expect("the constituency is new");
        id
    }

    /// A unit whose whole name is the county's with this one.
    pub async fn unit(&self, name: &str, kind: UnitKind, system: UnitSystem) -> UnitId {
        let id: UnitId = self.uow.id();
        let data = UnitData {
            jurisdiction: self.county,
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
        let new = Unit { id, data, ended: None, version: Version::FIRST };
        self.uow.insert_unit(&new).await.expect("the unit is new");
        id
    }

    /// An active seat with the person who holds it; members of the standing committee (`sc_member`) may vote in its meetings.
    pub async fn deputy(&self, term: TermId, name: &str, seat: Seat) -> DeputyId {
        let (person, id): (PersonId, DeputyId) = (self.uow.id(), self.uow.id());
        let jurisdiction = self.county;
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
        let new = Person { id: person, data, version: Version::FIRST };
        self.uow.insert_person(&new, SealedFields::default()).await.expect("the person is new");
        let data = DeputyData {
            person,
            term,
            level: Level::County,
            jurisdiction,
            constituency: seat.constituency,
            delegation: None,
            cert_no: seat.cert_no,
            elected_on: day("2021-12-20"),
            entry: Entry::General,
            is_newcomer: true,
            is_reelected: false,
            occupation: "教师".into(),
            employer: None,
            post: None,
            composition: Occupation::Professional,
            sc_member: seat.sc_member,
            committee_posts: Vec::new(),
            profile: PublicProfile::default(),
        };
        let (status, status_since) = (DeputyStatus::Active, day("2022-01-10"));
        let new = Deputy { id, data, status, status_since, version: Version::FIRST };
        self.uow.insert_deputy(&new).await.expect("the seat is new");
        id
    }
}

/// What differs between the seats that tests make.
pub struct Seat {
    /// 代表证号, of its own.
    pub cert_no: String,
    /// 选区
    pub constituency: Option<ConstituencyId>,
    /// 常委会组成人员
    pub sc_member: bool,
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}
