use super::{
    DeputyStatus, DeputyStep, Entry, Level, Occupation, PublicProfile, StatusChange, StatusRecord,
    command::DeputyCommand, target,
};
use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, ConstituencyId, DelegationId, DeputyId, DomainError, ErrorCode, FieldChecks,
        JurisdictionId, Outcome, PersonId, TermId, TextRule, Version,
    },
};
use chrono::NaiveDate;
use serde::Serialize;

/// What is written about a deputy's seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeputyData {
    /// Who holds it.
    pub person: PersonId,
    /// The term.
    pub term: TermId,
    /// The level of the congress.
    pub level: Level,
    /// The node under which the deputy is listed: the constituency's town, else the congress's.
    pub jurisdiction: JurisdictionId,
    /// 选区, for county and township deputies.
    pub constituency: Option<ConstituencyId>,
    /// 代表团
    pub delegation: Option<DelegationId>,
    /// 代表证号 (代表法 art. 49)
    pub cert_no: String,
    /// 当选日期
    pub elected_on: NaiveDate,
    /// 当选方式
    pub entry: Entry,
    /// 新任
    pub is_newcomer: bool,
    /// 连任
    pub is_reelected: bool,
    /// 职业
    pub occupation: String,
    /// 工作单位
    pub employer: Option<String>,
    /// 职务
    pub post: Option<String>,
    /// 代表构成
    pub composition: Occupation,
    /// 常委会组成人员
    pub sc_member: bool,
    /// 在专门委员会等担任的职务
    pub committee_posts: Vec<String>,
    /// 公开信息
    pub profile: PublicProfile,
}

impl DeputyData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.text(TextRule::line(1, 30), "#/cert_no", &mut self.cert_no);
        checks.date("#/elected_on", self.elected_on);
        checks.text(TextRule::line(1, 60), "#/occupation", &mut self.occupation);
        checks.optional_text(TextRule::line(0, 100), "#/employer", &mut self.employer);
        checks.optional_text(TextRule::line(0, 60), "#/post", &mut self.post);
        checks.ensure(self.committee_posts.len() <= 10, "#/committee_posts", ErrorCode::ValueInvalid);
        for (index, post) in self.committee_posts.iter_mut().enumerate() {
            checks.text(TextRule::line(1, 60), &format!("#/committee_posts/{index}"), post);
        }
        // Nobody is new and re-elected at once.
        checks.ensure(!(self.is_newcomer && self.is_reelected), "#/is_reelected", ErrorCode::ValueInvalid);
        let needs_constituency = self.level.is_directly_elected();
        checks.ensure(
            !needs_constituency || self.constituency.is_some(),
            "#/constituency_id",
            ErrorCode::ValueRequired,
        );
        self.profile.check(&mut checks);
        checks.finish().map(|()| self)
    }
}

/// 人大代表: one seat held by one person in one term at one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// The seat's id.
    pub id: DeputyId,
    /// Its fields.
    pub data: DeputyData,
    /// 状态
    pub status: DeputyStatus,
    /// The day from which the status counts.
    pub status_since: NaiveDate,
    /// Optimistic lock.
    pub version: Version,
}

impl Deputy {
    /// A new seat, waiting for the confirmation of its holder's credentials.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: DeputyId,
        data: DeputyData,
    ) -> Result<Outcome<(Self, StatusRecord)>, DomainError> {
        let data = data.check()?;
        let elected_on = data.elected_on;
        let next = Self {
            id,
            data,
            status: DeputyStatus::Pending,
            status_since: elected_on,
            version: Version::FIRST,
        };
        let record = StatusRecord {
            from: None,
            to: DeputyStatus::Pending,
            step: None,
            on: elected_on,
            ground: None,
            document_no: None,
            note: None,
            vote: None,
        };
        let kind = ChangeKind { event: "deputy.created", aggregate: "deputy", action: permit.action_name() };
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), (next, record)))
    }

    /// Replaces the fields. Person, term and level are what makes the seat: they never change.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: DeputyData,
    ) -> Result<Outcome<Self>, DomainError> {
        let data = data.check()?;
        let fixed =
            (data.person, data.term, data.level) == (self.data.person, self.data.term, self.data.level);
        if !fixed {
            return Err(DomainError::invalid_field("#/person_id", ErrorCode::ValueInvalid));
        }
        let next = Self { data, version: self.version.next(), ..self.clone() };
        let kind = ChangeKind { event: "deputy.revised", aggregate: "deputy", action: permit.action_name() };
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }

    /// Changes the status (确认、暂停、恢复、终止、届满). With the seat end the offices in the standing
    /// committee and its committees (选举法 arts. 54, 56).
    ///
    /// # Errors
    /// `state.conflict` when the machine refuses; `validation.failed` for dates and missing
    /// grounds; `vote.insufficient` for a resignation without more than half of all members.
    pub fn change_status(
        &self,
        permit: &Permit<act::ChangeDeputyStatus>,
        change: StatusChange,
        today: NaiveDate,
    ) -> Result<Outcome<(Self, StatusRecord)>, DomainError> {
        let step = change.command.step();
        let Some(to) = target(self.status, step) else {
            return Err(DomainError::new(ErrorCode::StateConflict).param("state", self.status.zh()));
        };
        let change = change.check(self.status_since, today)?;
        let mut next =
            Self { status: to, status_since: change.on, version: self.version.next(), ..self.clone() };
        if !to.holds_seat() {
            next.data.sc_member = false;
            next.data.committee_posts.clear();
        }
        let vote = match &change.command {
            DeputyCommand::Terminate { ground, vote } if ground.needs_vote() => *vote,
            DeputyCommand::Terminate { .. }
            | DeputyCommand::Confirm
            | DeputyCommand::Suspend(_)
            | DeputyCommand::Resume
            | DeputyCommand::EndTerm => None,
        };
        let record = StatusRecord {
            from: Some(self.status),
            to,
            step: Some(step),
            on: change.on,
            ground: change.command.ground().map(str::to_owned),
            document_no: change.document_no,
            note: change.note,
            vote,
        };
        let kind = ChangeKind { event: event_of(step), aggregate: "deputy", action: permit.action_name() };
        let data = serde_json::json!({ "from": self.status, "to": to, "on": record.on });
        let outcome = Outcome::between(kind, self.id.0, None::<&()>, &record.clone(), (next, record));
        Ok(outcome.with_data(data))
    }

    /// Steps that the machine allows now.
    pub fn possible_steps(&self) -> impl Iterator<Item = DeputyStep> {
        let status = self.status;
        DeputyStep::ALL.iter().copied().filter(move |step| target(status, *step).is_some())
    }
}

fn event_of(step: DeputyStep) -> &'static str {
    match step {
        DeputyStep::Confirm => "deputy.confirmed",
        DeputyStep::Suspend => "deputy.suspended",
        DeputyStep::Resume => "deputy.resumed",
        DeputyStep::Terminate => "deputy.terminated",
        DeputyStep::EndTerm => "deputy.term_ended",
    }
}
