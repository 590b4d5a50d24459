//! 代表名册 → persons, seats, memberships of groups.

use super::{findings::Findings, importer::Import};
use crate::{http::ApiResult, org::record, protect::Protector};
use chrono::NaiveDate;
use documents::import::{DeputyRecord, ImportReport, NoticeCode, Record, RowStatus};
use domain::{
    deputy::{
        Deputy, DeputyCommand, DeputyData, DeputyStatus, Entry, Level, Occupation, PublicProfile,
        StatusChange,
    },
    group::{Group, NewMember},
    kernel::{
        Coded, DeputyId, ErrorCode, FieldChecks, GroupId, Outcome, Patch, PersonId, TermId, Version,
        business_date,
    },
    org::{Mobile, Party, Person, PersonData, ProtectedChange, ProtectedField},
};
use persistence::import::{KnownPerson, KnownTerm};
use std::collections::HashMap;

/// Who will hold a seat.
enum Holder {
    /// A person of the register: elected again.
    Known(PersonId),
    /// A new person, with the protected fields.
    New(Box<(Outcome<Person>, ProtectedChange)>),
}

/// A seat to be registered.
pub(super) struct NewSeat {
    holder: Holder,
    data: DeputyData,
    /// The sheet has no certificate number: one is given that says so.
    unnumbered: bool,
    status: DeputyStatus,
    group: Option<(GroupId, NaiveDate)>,
}

/// Names of the domain's fields in the sheet.
const FIELDS: &[(&str, &str)] =
    &[("birth_on", "birth"), ("constituency_id", "constituency"), ("delegation_id", "delegation")];
/// Stands where a sheet says nothing and the register needs a word.
const NOT_SAID: &str = "未填";

/// Decides on every row that is good so far.
pub(super) async fn plan(import: &Import<'_>, report: &mut ImportReport) -> ApiResult<Vec<NewSeat>> {
    let protector = Protector::new(&import.state.shared.keys);
    let records: Vec<&DeputyRecord> = report
        .rows
        .iter()
        .filter_map(|row| match &row.record {
            Record::Deputy(deputy) if row.status == RowStatus::Ok => Some(deputy.as_ref()),
            _ => None,
        })
        .collect();
    let names = records.iter().filter_map(|record| record.name.clone()).collect();
    let hashes = records.iter().filter_map(|record| id_no_hash(&protector, record)).collect();
    let persons = import.uow.known_persons(names, hashes).await?;
    let term = import.registers.term.clone().ok_or(ErrorCode::ImportTermMissing)?;
    let mut planned = Vec::new();
    for row in report.rows.iter_mut().filter(|row| row.status == RowStatus::Ok) {
        let Record::Deputy(deputy) = &row.record else { continue };
        let mut findings = Findings::default();
        let seat = Plan { import, term: &term, persons: &persons, protector: &protector }
            .seat(&deputy.clone(), &mut findings);
        let clean = findings.is_clean();
        findings.tell(row, &mut report.summary.notices);
        planned.extend(seat.filter(|_| clean));
    }
    Ok(planned)
}

fn id_no_hash(protector: &Protector<'_>, record: &DeputyRecord) -> Option<Vec<u8>> {
    record.id_no.as_deref().map(|number| protector.index(ProtectedField::IdNo, number).to_vec())
}

struct Plan<'a> {
    import: &'a Import<'a>,
    term: &'a KnownTerm,
    persons: &'a [KnownPerson],
    protector: &'a Protector<'a>,
}

impl Plan<'_> {
    fn seat(&self, record: &DeputyRecord, findings: &mut Findings) -> Option<NewSeat> {
        let registers = &self.import.registers;
        let id_no_hash = id_no_hash(self.protector, record);
        let mobile_hash = record
            .mobile
            .as_deref()
            .map(|number| self.protector.index(ProtectedField::Mobile, number).to_vec());
        let name = record.name.clone().unwrap_or_default();
        let same = |known: &Option<Vec<u8>>, own: &Option<Vec<u8>>| own.is_some() && known == own;
        // Certificate number, name and date of birth were compared when the sheet was read; what is encrypted is compared here.
        if registers.seats.iter().any(|seat| same(&seat.id_no_hash, &id_no_hash)) {
            findings.exists("id_no");
            return None;
        }
        if registers.seats.iter().any(|seat| seat.name == name && same(&seat.mobile_hash, &mobile_hash)) {
            findings.exists("name");
            return None;
        }
        let status = self.status(record, findings);
        let elected_on = record.elected_on.unwrap_or_else(|| {
            let day = self.term.starts_on;
            findings.note(
                "elected_on",
                NoticeCode::DefaultTaken,
                format!("没有当选日期，按本届开始之日{day}记"),
            );
            day
        });
        let holder = self.holder(record, id_no_hash.as_ref(), findings);
        let find =
            |known: Option<uuid::Uuid>, named: &Option<String>, field: &str, findings: &mut Findings| {
                if let (None, Some(name)) = (known, named) {
                    let text = format!("{}：{name}", ErrorCode::ReferenceUnknown.zh());
                    findings.refuse_with(field, ErrorCode::ReferenceUnknown, text);
                }
                known
            };
        let named = |name: &str, own: &Option<String>| own.as_deref() == Some(name);
        let place = registers.constituencies.iter().find(|place| named(&place.name, &record.constituency));
        let constituency = find(place.map(|place| place.id), &record.constituency, "constituency", findings);
        let delegation = registers.delegations.iter().find(|place| named(&place.name, &record.delegation));
        let delegation = find(delegation.map(|place| place.id), &record.delegation, "delegation", findings);
        let group = registers.groups.iter().find(|group| named(&group.name, &record.group));
        find(group.map(|group| group.id), &record.group, "group", findings);
        let jurisdiction = place.map_or(registers.node.id, |place| place.jurisdiction_id);
        let unnumbered = record.cert_no.is_none();
        if unnumbered {
            findings.note("cert_no", NoticeCode::DefaultTaken, "没有代表证号，记为“待发证”并编临时号");
        }
        let newcomer = record.is_newcomer;
        let data = DeputyData {
            person: match &holder {
                Some(Holder::Known(id)) => *id,
                Some(Holder::New(new)) => new.0.next.id,
                None => PersonId(uuid::Uuid::nil()),
            },
            term: TermId(self.term.id),
            level: Level::County,
            jurisdiction: jurisdiction.into(),
            constituency: constituency.map(Into::into),
            delegation: delegation.map(Into::into),
            cert_no: record.cert_no.clone().unwrap_or_else(|| "待发证".to_owned()),
            elected_on,
            entry: if elected_on > self.term.starts_on { Entry::ByElection } else { Entry::General },
            is_newcomer: newcomer == Some(true),
            is_reelected: newcomer == Some(false),
            occupation: self.occupation(record, findings),
            employer: record.employer.clone(),
            post: record.post.clone(),
            composition: composition(record, findings),
            sc_member: false,
            committee_posts: Vec::new(),
            profile: PublicProfile::default(),
        };
        let data = match data.check() {
            Ok(data) => data,
            Err(error) => {
                findings.refused(&error, FIELDS, "name");
                return None;
            }
        };
        let group = group.map(|group| (GroupId(group.id), elected_on.max(group.founded_on)));
        Some(NewSeat { holder: holder?, data, unnumbered, status: status?, group })
    }

    /// Grounds of law (代表法 arts. 61, 62) stand in no roster: who is suspended or whose seat has ended early is entered by the
    /// commands that ask for them.
    fn status(&self, record: &DeputyRecord, findings: &mut Findings) -> Option<DeputyStatus> {
        let status = record.status.as_deref().map_or(Some(DeputyStatus::Active), DeputyStatus::from_code);
        match status {
            Some(DeputyStatus::Suspended | DeputyStatus::Terminated) => {
                let text = "暂停或者终止须注明法定情形，请先按在任导入，再办理状态变动";
                findings.refuse_with("status", ErrorCode::ValueInvalid, text);
                None
            }
            Some(DeputyStatus::TermEnded) if self.term.ends_on.is_none() => {
                findings.refuse_with("status", ErrorCode::ValueInvalid, "本届尚未届满");
                None
            }
            known => known,
        }
    }

    fn holder(
        &self,
        record: &DeputyRecord,
        id_no_hash: Option<&Vec<u8>>,
        findings: &mut Findings,
    ) -> Option<Holder> {
        let name = record.name.clone().unwrap_or_default();
        if let Some(known) = self
            .persons
            .iter()
            .find(|person| id_no_hash.is_some() && person.id_no_hash.as_ref() == id_no_hash)
        {
            if known.name != name {
                findings.refuse("id_no", ErrorCode::PersonIdNumberTaken);
                return None;
            }
            return Some(Holder::Known(PersonId(known.id)));
        }
        let mut alike = self.persons.iter().filter(|person| {
            let contradicts = person.id_no_hash.is_some() && id_no_hash.is_some();
            person.name == name && Some(person.birth_on) == record.birth && !contradicts
        });
        if let (Some(known), None) = (alike.next(), alike.next()) {
            return Some(Holder::Known(PersonId(known.id)));
        }
        self.new_person(record, name, findings)
    }

    fn new_person(&self, record: &DeputyRecord, name: String, findings: &mut Findings) -> Option<Holder> {
        let gender = record.gender.as_deref().and_then(|code| code.parse().ok());
        for (field, missing) in [("gender", gender.is_none()), ("birth", record.birth.is_none())] {
            if missing {
                findings.refuse(field, ErrorCode::ValueRequired);
            }
        }
        let party = record.party.as_deref().and_then(|code| code.parse().ok()).unwrap_or_else(|| {
            findings.note("party", NoticeCode::DefaultTaken, "没有政治面貌，按“无党派人士、群众”记");
            Party::None
        });
        let ethnicity = record.ethnicity.clone().unwrap_or_else(|| {
            findings.note("ethnicity", NoticeCode::DefaultTaken, format!("没有民族，按“{NOT_SAID}”记"));
            NOT_SAID.to_owned()
        });
        // Rosters have office telephones too; the register keeps mobiles.
        let mobile = record.mobile.clone().filter(|number| {
            let is_mobile = Mobile::parse("#/mobile", number).is_ok();
            if !is_mobile {
                findings.note("mobile", NoticeCode::UnknownWord, "不是手机号码，未导入");
            }
            is_mobile
        });
        let data = PersonData {
            jurisdiction: self.import.registers.node.id.into(),
            name,
            gender: gender?,
            birth_on: record.birth?,
            ethnicity,
            party,
            education: record.education.as_deref().and_then(|code| code.parse().ok()),
            degree: None,
        };
        let mut checks = FieldChecks::new();
        let given = |value: Option<String>| value.map_or(Patch::Absent, Patch::Value);
        let protected = ProtectedChange::read(given(mobile), given(record.id_no.clone()), &mut checks);
        let today = business_date(self.import.uow.now());
        let id = self.import.uow.id();
        match Person::create(&self.import.keep, id, data, &protected, today, checks) {
            Ok(outcome) => Some(Holder::New(Box::new((outcome, protected)))),
            Err(error) => {
                findings.refused(&error, FIELDS, "name");
                None
            }
        }
    }

    fn occupation(&self, record: &DeputyRecord, findings: &mut Findings) -> String {
        record.occupation.clone().or_else(|| record.post.clone()).unwrap_or_else(|| {
            findings.note("occupation", NoticeCode::DefaultTaken, format!("没有职业，按“{NOT_SAID}”记"));
            NOT_SAID.to_owned()
        })
    }
}

/// The register's words are those of the election statistics.
fn composition(record: &DeputyRecord, findings: &mut Findings) -> Occupation {
    match record.composition.as_deref() {
        Some("worker_farmer") => Occupation::WorkerPeasant,
        Some("enterprise") => Occupation::Entrepreneur,
        Some(code) => Occupation::from_code(code).unwrap_or(Occupation::Other),
        None => {
            findings.note("composition", NoticeCode::DefaultTaken, "没有代表构成，按“其他”记");
            Occupation::Other
        }
    }
}

/// Registers persons and seats, confirms them and lets them join their groups.
pub(super) async fn write(import: &Import<'_>, rows: Vec<NewSeat>) -> ApiResult<usize> {
    let uow = import.uow;
    let count = rows.len();
    let protector = Protector::new(&import.state.shared.keys);
    let mut groups: HashMap<GroupId, Group> = HashMap::new();
    for mut seat in rows {
        if let Holder::New(new) = seat.holder {
            let (outcome, protected) = *new;
            let sealed = protector.seal_change(outcome.next.id, &protected)?;
            uow.insert_person(&outcome.next, sealed).await?;
            record(uow, outcome, Version::FIRST).await?;
        }
        if seat.unnumbered {
            let number = uow.next_number(&format!("deputy/{}/certificate_pending", seat.data.term)).await?;
            seat.data.cert_no = format!("待发证{number:04}");
        }
        let outcome = Deputy::create(&import.keep, uow.id(), seat.data)?;
        uow.insert_deputy(&outcome.next.0).await?;
        uow.insert_status_record(outcome.next.0.id, &outcome.next.1).await?;
        let (mut deputy, _) = record(uow, outcome, Version::FIRST).await?;
        let ended = import.registers.term.as_ref().and_then(|term| term.ends_on);
        let steps: &[(DeputyCommand, Option<NaiveDate>)] = match seat.status {
            DeputyStatus::Active => &[(DeputyCommand::Confirm, None)],
            DeputyStatus::TermEnded => &[(DeputyCommand::Confirm, None), (DeputyCommand::EndTerm, ended)],
            DeputyStatus::Pending | DeputyStatus::Suspended | DeputyStatus::Terminated => &[],
        };
        for (command, on) in steps {
            // The membership must be there before the seat ends, so that history knows it.
            if *command == DeputyCommand::EndTerm
                && let Some(group) = seat.group.take()
            {
                join(import, &mut groups, &deputy, group).await?;
            }
            let on = on.unwrap_or(deputy.data.elected_on);
            let change = StatusChange {
                command: command.clone(),
                on,
                document_no: None,
                note: Some("名册导入".to_owned()),
            };
            let outcome = deputy.change_status(&import.status, change, business_date(uow.now()))?;
            uow.update_deputy(&outcome.next.0).await?;
            uow.insert_status_record(deputy.id, &outcome.next.1).await?;
            let version = outcome.next.0.version;
            (deputy, _) = record(uow, outcome, version).await?;
            if *command == DeputyCommand::EndTerm {
                uow.end_seat(deputy.id, on).await?;
            }
        }
        if let Some(group) = seat.group {
            join(import, &mut groups, &deputy, group).await?;
        }
    }
    Ok(count)
}

/// Lets a deputy join a group; groups are read once.
async fn join(
    import: &Import<'_>,
    groups: &mut HashMap<GroupId, Group>,
    deputy: &Deputy,
    (id, on): (GroupId, NaiveDate),
) -> ApiResult<()> {
    let uow = import.uow;
    let group = match groups.remove(&id) {
        Some(group) => group,
        None => {
            let row = uow.group(id, business_date(uow.now())).await?;
            row.ok_or(ErrorCode::ReferenceUnknown)?.aggregate()
        }
    };
    let memberships = uow.memberships_of(DeputyId(deputy.id.0)).await?;
    let member = NewMember { deputy: deputy.id, status: deputy.status, memberships: &memberships };
    let outcome = group.add_member(&import.groups, uow.id(), &member, on)?;
    let (group, joined) = &outcome.next;
    uow.update_group(group).await?;
    uow.insert_membership(joined).await?;
    let version = group.version;
    let (group, _) = record(uow, outcome, version).await?;
    groups.insert(id, group);
    Ok(())
}
