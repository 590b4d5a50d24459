//! A small congress in which tests play: actors, a clock, and the short way through the main line.

use crate::authz::suggestion::{NewSuggestion, TaskSubject};
use crate::authz::{ActionKind, Actor, Grant, JurisdictionPath, Permit, Role, require};
use crate::calendar::{WorkCalendar, official_calendar};
use crate::kernel::*;
use crate::settings::Settings;
use crate::suggestion::*;
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// Ids that count up, so that a failure reads the same every time.
#[derive(Default)]
pub struct Counter(AtomicU32);

impl IdSource for Counter {
    fn next_id(&self) -> Uuid {
        Uuid::from_u128(0x9000_0000 + u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

pub const LEAD: DeputyId = DeputyId(Uuid::from_u128(1));
pub const SECOND: DeputyId = DeputyId(Uuid::from_u128(2));
pub const THIRD: DeputyId = DeputyId(Uuid::from_u128(3));
pub const STRANGER: DeputyId = DeputyId(Uuid::from_u128(4));
pub const HOUSING: UnitId = UnitId(Uuid::from_u128(101));
pub const TRAFFIC: UnitId = UnitId(Uuid::from_u128(102));
pub const WATER: UnitId = UnitId(Uuid::from_u128(103));
pub const GOV_OFFICE: UnitId = UnitId(Uuid::from_u128(105));
pub const COMMITTEE: UnitId = UnitId(Uuid::from_u128(106));
pub const COUNTY: JurisdictionId = JurisdictionId(Uuid::from_u128(200));
pub const TERM: TermId = TermId(Uuid::from_u128(201));
pub const EVIDENCE: FileId = FileId(Uuid::from_u128(301));

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Ten o'clock in the morning in the congress's zone.
pub fn at(text: &str) -> DateTime<Utc> {
    let noon = day(text).and_hms_opt(10, 0, 0).unwrap();
    congress_offset().from_local_datetime(&noon).unwrap().with_timezone(&Utc)
}

pub fn path() -> JurisdictionPath {
    JurisdictionPath("321999/".to_owned())
}

pub fn actor(number: u128, role: Role, unit: Option<UnitId>, deputy: Option<DeputyId>) -> Actor {
    Actor::new(
        AccountId(Uuid::from_u128(0x5000 + number)),
        LoginSessionId(Uuid::from_u128(1)),
        Some(PersonId(Uuid::from_u128(0x6000 + number))),
        role.zh().to_owned(),
        vec![Grant { role, jurisdiction: path(), unit, group: None, deputy }],
    )
}

pub fn deputy(who: DeputyId) -> Actor {
    actor(who.0.as_u128(), Role::Deputy, None, Some(who))
}

pub fn staff() -> Actor {
    actor(50, Role::DcStaff, None, None)
}

pub fn head() -> Actor {
    actor(51, Role::DcHead, None, None)
}

pub fn government() -> Actor {
    actor(52, Role::GovDispatch, None, None)
}

pub fn handler(unit: UnitId) -> Actor {
    actor(unit.0.as_u128(), Role::UnitHandler, Some(unit), None)
}

pub fn leader(unit: UnitId) -> Actor {
    actor(1000 + unit.0.as_u128(), Role::UnitLeader, Some(unit), None)
}

pub struct Env {
    pub now: DateTime<Utc>,
    pub settings: Settings,
    pub calendar: &'static WorkCalendar,
    pub ids: Counter,
    pub seats: Seats,
}

impl Env {
    pub fn new(today: &str) -> Self {
        Self {
            now: at(today),
            settings: Settings::default(),
            calendar: official_calendar(),
            ids: Counter::default(),
            seats: Seats::active([LEAD, SECOND, THIRD, STRANGER]),
        }
    }

    pub fn ctx(&self) -> Ctx<'_> {
        Ctx {
            now: self.now,
            settings: &self.settings,
            calendar: self.calendar,
            ids: &self.ids,
            seats: &self.seats,
        }
    }
}

pub fn place() -> Place {
    Place { jurisdiction: COUNTY, path: path(), term: TERM, session: None, group: None, delegation: None }
}

pub fn text() -> SuggestionText {
    SuggestionText {
        title: "关于在老城区增设停车位的建议".to_owned(),
        facts: "老城区停车难，居民反映强烈，多次走访了解属实。".to_owned(),
        analysis: "道路窄，车位少。".to_owned(),
        proposals: vec!["利用闲置地块建设公共停车场。".to_owned(), "错时开放机关单位停车场。".to_owned()],
    }
}

pub struct World {
    pub env: Env,
    pub case: Case,
}

pub fn may<A: ActionKind>(actor: &Actor, case: &Case) -> Permit<A> {
    require::<A>(actor, case).unwrap_or_else(|error| panic!("{}: {error}", A::ACTION))
}

pub fn may_task<A: ActionKind>(actor: &Actor, case: &Case, task: HandlingTaskId) -> Permit<A> {
    let subject = TaskSubject { case, task: case.task(task).unwrap() };
    require::<A>(actor, &subject).unwrap_or_else(|error| panic!("{}: {error}", A::ACTION))
}

pub fn content(category: ReplyCategory) -> ReplyContent {
    ReplyContent {
        category,
        body: "您提出的建议收悉，经研究并与您沟通，现答复如下，感谢您对我们工作的支持。".to_owned(),
        points: vec![
            PointAnswer { proposal_no: 1, answer: "已列入建设计划。".to_owned() },
            PointAnswer { proposal_no: 2, answer: "已与机关单位商定。".to_owned() },
        ],
        reason: Some("受财力和用地政策限制，目前条件尚不成熟。".to_owned()),
        co_units_explained: true,
        contact_name: "王明".to_owned(),
        contact_phone: "0527-80000000".to_owned(),
        cc: Vec::new(),
        publish_attr: PublishAttribute::Active,
        publish_reason: None,
        evidence: vec![EVIDENCE],
        promises: if category.needs_commitment() {
            vec![PromisedItem {
                text: "建成停车场一处".to_owned(),
                responsible: "李强".to_owned(),
                due: day("2026-12-31"),
                milestones: Vec::new(),
            }]
        } else {
            Vec::new()
        },
    }
}

pub fn sign_off_as(number: u32) -> SignOff {
    SignOff {
        doc_no: format!("泗住建〔2026〕{number}号"),
        signer_name: "张局长".to_owned(),
        by_head: true,
        head_in_conflict: false,
        seal_applied: true,
        content_sha256: "0".repeat(64),
        file: None,
    }
}

pub fn rated(case: &Case, ctx: &Ctx<'_>, attitude: Rating, result: Rating) -> Evaluate {
    let due = case.ratings_due(ctx).next().expect("a rating is due");
    Evaluate {
        reply: due.reply,
        on_behalf_of: due.on_behalf_of,
        deputy: due.deputy,
        attitude,
        result,
        met: true,
        received_reply_on: ctx.today(),
        who_replied: "张局长".to_owned(),
        comment: "意见说明".to_owned(),
        reasons: if [attitude, result].contains(&Rating::Unsatisfied) {
            vec![UnsatisfiedReason::Unsolved]
        } else {
            Vec::new()
        },
        cosigner_summary: None,
        disputes_result: None,
    }
}

/// Everything is ticked, but that a deputy confirmed a talk when `waiver` says why that may pass.
pub fn ticked(waiver: Option<&str>) -> Vec<CheckedItem> {
    let mut items = CheckedItem::all_met();
    for item in items.iter_mut().filter(|item| item.check == ReviewCheck::ContactConfirmed) {
        item.met = waiver.is_none();
        item.reason = waiver.map(str::to_owned);
    }
    items
}

pub fn assignment(unit: UnitId, role: TaskRole) -> Assignment {
    let scope_text = (role == TaskRole::Split).then(|| "各自职责范围内的部分".to_owned());
    Assignment { unit, role, tier: TaskTier::Unit, scope_text }
}

pub fn accept_command(number: u32) -> Accept {
    Accept {
        official_no: OfficialNumber {
            series: NumberSeries::Between { jurisdiction: COUNTY, year: 2026 },
            number,
        },
        text_sha256: "f".repeat(64),
        classification: Classification {
            category: Some("urban".to_owned()),
            committee: Some(COMMITTEE),
            ..Classification::default()
        },
        session_closes_on: None,
    }
}

impl World {
    /// A draft by [`LEAD`] on `today`.
    pub fn draft(today: &str) -> Self {
        Self::draft_with(Env::new(today), 1, Wishes::default())
    }

    pub fn draft_with(env: Env, number: u128, wishes: Wishes) -> Self {
        let permit = require(&deputy(LEAD), &NewSuggestion { lead: LEAD }).unwrap();
        let command = DraftSuggestion {
            id: SuggestionId(Uuid::from_u128(0x7000 + number)),
            place: place(),
            lead: LEAD,
            kind: SuggestionKind::Suggestion,
            motion_ref: None,
            text: text(),
            wishes,
        };
        let (case, _) = Case::draft(&permit, command, &env.ctx()).unwrap();
        Self { env, case }
    }

    pub fn on(mut self, today: &str) -> Self {
        self.env.now = at(today);
        self
    }

    pub fn go(&mut self, today: &str) {
        self.env.now = at(today);
    }

    pub fn invite(&mut self, who: DeputyId) {
        let permit = may(&deputy(LEAD), &self.case);
        self.case.invite_cosigners(&permit, LEAD, &[who], &self.env.ctx()).unwrap();
    }

    pub fn confirm(&mut self, who: DeputyId) -> Result<Effects, DomainError> {
        let permit = may(&deputy(who), &self.case);
        let command = ConfirmCosign {
            deputy: who,
            text_version: self.case.suggestion.text_version,
            method: CosignMethod::Online,
        };
        self.case.confirm_cosign(&permit, command, &self.env.ctx())
    }

    pub fn submit(mut self) -> Self {
        let permit = may(&deputy(LEAD), &self.case);
        let command = Submit { deputy: LEAD, code: Some("JY-18-00-0001".to_owned()), place: place() };
        self.case.submit(&permit, command, &self.env.ctx()).unwrap();
        self
    }

    pub fn accepted(mut self) -> Self {
        let permit = may(&staff(), &self.case);
        self.case.accept(&permit, accept_command(1), &self.env.ctx()).unwrap();
        self
    }

    pub fn assigned(mut self, assignments: &[Assignment]) -> Self {
        let permit = may(&staff(), &self.case);
        self.case.assign(&permit, assignments, None, &self.env.ctx()).unwrap();
        self
    }

    /// Drafted, handed in, accepted and assigned on one day to one lead unit.
    pub fn with_lead(today: &str) -> Self {
        Self::draft(today).submit().accepted().assigned(&[assignment(HOUSING, TaskRole::Lead)])
    }

    pub fn task_of(&self, unit: UnitId) -> HandlingTaskId {
        self.case.tasks.iter().rev().find(|t| t.unit == unit && t.status.is_live()).expect("a task").id
    }

    pub fn sign(&mut self, unit: UnitId) {
        let id = self.task_of(unit);
        let permit = may_task(&handler(unit), &self.case, id);
        self.case.sign(&permit, id, &self.env.ctx()).unwrap();
    }

    pub fn start(&mut self, unit: UnitId) {
        let id = self.task_of(unit);
        let who = handler(unit);
        let permit = may_task(&who, &self.case, id);
        let responsibles = Responsibles {
            handler: who.account,
            leader_name: "张局长".to_owned(),
            leader: None,
            plan: "先调研后答复".to_owned(),
        };
        self.case.start(&permit, id, responsibles, &self.env.ctx()).unwrap();
    }

    /// What the unit writes down of a talk with the lead deputy.
    pub fn contact(&self, face_to_face: bool) -> LogContact {
        LogContact {
            kind: if face_to_face { ContactKind::Visit } else { ContactKind::Phone },
            face_to_face,
            at: self.env.now,
            place: "代表之家".to_owned(),
            unit_people: vec![UnitPerson {
                name: "王明".to_owned(),
                post: "副局长".to_owned(),
                rank: PersonRank::DeputyHead,
            }],
            deputies: vec![self.case.suggestion.lead],
            summary: "就选址和资金作了沟通".to_owned(),
            evidence: Vec::new(),
            conflicted: Vec::new(),
        }
    }

    pub fn talk(&mut self, unit: UnitId, face_to_face: bool) -> ContactLogId {
        let id = self.task_of(unit);
        let permit = may_task(&handler(unit), &self.case, id);
        let command = self.contact(face_to_face);
        self.case.log_contact(&permit, id, command, &self.env.ctx()).unwrap();
        self.case.task(id).unwrap().contacts.last().unwrap().id
    }

    pub fn confirm_talk(&mut self, unit: UnitId, contact: ContactLogId) {
        let id = self.task_of(unit);
        let permit = may_task(&deputy(LEAD), &self.case, id);
        self.case.answer_contact(&permit, id, contact, LEAD, None, &self.env.ctx()).unwrap();
    }

    pub fn write(&mut self, unit: UnitId, content: ReplyContent) -> Result<Effects, DomainError> {
        let id = self.task_of(unit);
        let permit = may_task(&handler(unit), &self.case, id);
        self.case.draft_reply(&permit, id, content, &self.env.ctx())
    }

    pub fn hand_in(&mut self, unit: UnitId) -> Result<Effects, DomainError> {
        let id = self.task_of(unit);
        let permit = may_task(&handler(unit), &self.case, id);
        self.case.submit_reply(&permit, id, &self.env.ctx())
    }

    pub fn pass(&mut self, unit: UnitId) {
        let id = self.task_of(unit);
        let reviewer = if self.case.task(id).unwrap().parent.is_some() { government() } else { staff() };
        let permit = may_task(&reviewer, &self.case, id);
        self.case.pass_reply(&permit, id, ticked(Some("代表已口头确认")), &self.env.ctx()).unwrap();
    }

    pub fn issue(&mut self, unit: UnitId, number: u32) -> Result<Effects, DomainError> {
        let id = self.task_of(unit);
        let permit = may_task(&leader(unit), &self.case, id);
        self.case.sign_off(&permit, id, sign_off_as(number), &self.env.ctx())
    }

    pub fn deliver(&mut self, unit: UnitId) {
        let id = self.task_of(unit);
        let permit = may_task(&handler(unit), &self.case, id);
        self.case.deliver(&permit, id, DeliveryMethod::Face, &self.env.ctx()).unwrap();
    }

    /// From receipt to the issued letter.
    pub fn answer(&mut self, unit: UnitId, category: ReplyCategory, number: u32) {
        self.sign(unit);
        self.start(unit);
        let contact = self.talk(unit, true);
        self.confirm_talk(unit, contact);
        self.write(unit, content(category)).unwrap();
        self.hand_in(unit).unwrap();
        self.pass(unit);
        self.issue(unit, number).unwrap();
    }

    pub fn rate(&mut self, attitude: Rating, result: Rating) -> Result<Effects, DomainError> {
        let command = rated(&self.case, &self.env.ctx(), attitude, result);
        let permit = may(&deputy(command.deputy), &self.case);
        self.case.evaluate(&permit, command, &self.env.ctx())
    }

    /// Answered and delivered on `today`.
    pub fn replied(today: &str, category: ReplyCategory) -> Self {
        let mut world = Self::with_lead("2026-03-06").on(today);
        world.answer(HOUSING, category, 5);
        world.deliver(HOUSING);
        world
    }

    pub fn status(&self) -> SuggestionStatus {
        self.case.status()
    }
}
