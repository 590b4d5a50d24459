//! 督办会: the aggregate and its commands.

use super::{
    BallotRound, BallotState, BallotStep, ItemCount, LevelRule, NewItem, PaperCount, RollFigures,
    TellerEntry, TellerOffice, VoteItem, VotingWay, item,
};
use crate::{
    authz::{ActionKind, Permit, act},
    kernel::{
        ChangeKind, DomainError, ErrorCode, FieldChecks, JurisdictionId, Outcome, SupervisionMeetingId,
        TermId, TextRule, UnitId, Version, business_date, coded_enum,
    },
};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// 报告方式
    ReportWay {
        Oral = "oral", "口头报告", "Oral";
        Written = "written", "书面报告", "Written";
    }
}

/// 单位报告: a unit reports on how it handled its suggestions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The unit.
    pub unit: UnitId,
    /// 方式
    pub way: ReportWay,
    /// 报告人
    pub speaker: Option<String>,
    /// What it says in short.
    pub summary: Option<String>,
}

/// What is written about a meeting while it is being prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingData {
    /// 名称
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// 地点
    pub place: String,
    /// 议程中的报告, in their order.
    pub reports: Vec<Report>,
    /// 投票方式
    pub way: VotingWay,
    /// 测评项
    pub items: Vec<NewItem>,
}

/// 代表建议办理督办会
#[derive(Clone, Debug, PartialEq)]
pub struct SupervisionMeeting {
    /// Its id.
    pub id: SupervisionMeetingId,
    /// The node whose congress it is.
    pub jurisdiction: JurisdictionId,
    /// The term.
    pub term: TermId,
    /// 名称
    pub title: String,
    /// The day.
    pub held_on: NaiveDate,
    /// 地点
    pub place: String,
    /// 议程中的报告
    pub reports: Vec<Report>,
    /// Rounds of voting, at least one; the last is the one that goes on.
    pub rounds: Vec<BallotRound>,
    /// Optimistic lock.
    pub version: Version,
}

#[derive(Serialize)]
struct Written<'a> {
    title: &'a str,
    held_on: NaiveDate,
    place: &'a str,
    reports: &'a [Report],
    way: VotingWay,
    items: &'a [VoteItem],
}

impl SupervisionMeeting {
    /// A new meeting, to be prepared.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::PrepareSupervisionMeeting>,
        id: SupervisionMeetingId,
        (jurisdiction, term): (JurisdictionId, TermId),
        data: MeetingData,
    ) -> Result<Outcome<Self>, DomainError> {
        let (data, items) = check(data)?;
        let round = BallotRound::new(1, data.way, data.held_on, items);
        let MeetingData { title, held_on, place, reports, .. } = data;
        let version = Version::FIRST;
        let next =
            Self { id, jurisdiction, term, title, held_on, place, reports, rounds: vec![round], version };
        let kind = kind("supervision_meeting.created", permit);
        let outcome = Outcome::between(kind, id.0, None::<&()>, &next.written(), next.clone());
        Ok(outcome)
    }

    /// The round that goes on.
    pub fn round(&self) -> &BallotRound {
        self.rounds.last().expect("a meeting is made with a round")
    }

    /// The year of the meeting.
    pub fn year(&self) -> i32 {
        self.held_on.year()
    }

    /// What may be changed now.
    pub fn data(&self) -> MeetingData {
        MeetingData {
            title: self.title.clone(),
            held_on: self.round().held_on,
            place: self.place.clone(),
            reports: self.reports.clone(),
            way: self.round().way,
            items: self.round().items.iter().map(|item| item.item.clone()).collect(),
        }
    }

    /// Replaces what is written, while the vote has not begun. In a second vote the items stay those of the first.
    ///
    /// # Errors
    /// `validation.failed`; `state.conflict`; `ballot.second_vote_items`.
    pub fn revise(
        &self,
        permit: &Permit<act::PrepareSupervisionMeeting>,
        data: MeetingData,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut round = self.round().after(BallotStep::Revise)?;
        let (data, items) = check(data)?;
        if round.no == 1 {
            round.items = items;
        } else if items.iter().map(|item| &item.item).ne(round.items.iter().map(|item| &item.item)) {
            return Err(ErrorCode::BallotSecondVoteItems.into());
        }
        (round.way, round.held_on) = (data.way, data.held_on);
        let MeetingData { title, held_on, place, reports, .. } = data;
        let held_on = if round.no == 1 { held_on } else { self.held_on };
        let next = Self { title, held_on, place, reports, ..self.with(round) };
        let kind = kind("supervision_meeting.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.written()), &next.written(), next.clone()))
    }

    /// Begins a new roll: who may vote is written beside the meeting, and moves its version.
    ///
    /// # Errors
    /// `state.conflict` unless the round is being prepared.
    pub fn set_roll(
        &self,
        permit: &Permit<act::PrepareSupervisionMeeting>,
        eligible: u32,
    ) -> Result<Outcome<Self>, DomainError> {
        let round = self.round().after(BallotStep::SetRoll)?;
        Ok(self.stepped(
            "supervision_meeting.roll_set",
            permit,
            round,
            &serde_json::json!({ "eligible": eligible }),
        ))
    }

    /// Opens voting (宣布开始投票): the rule of levels is fixed from here on.
    ///
    /// # Errors
    /// `state.conflict`; `ballot.nothing_to_vote`; `ballot.roll_empty`.
    pub fn open(
        &self,
        permit: &Permit<act::RunBallot>,
        eligible: u32,
        rule: LevelRule,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut round = self.round().after(BallotStep::Open)?;
        if round.items.is_empty() {
            return Err(ErrorCode::BallotNothingToVote.into());
        }
        if eligible == 0 {
            return Err(ErrorCode::BallotRollEmpty.into());
        }
        (round.rule, round.opened_at) = (Some(rule), Some(now));
        Ok(self.stepped("ballot.opened", permit, round, &serde_json::json!({ "rule": rule })))
    }

    /// 作废重投: whatever was cast is destroyed unread, and the round is prepared again. For lost keys, a broken network, a
    /// disturbed meeting.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed`.
    pub fn void(&self, permit: &Permit<act::RunBallot>, reason: &str) -> Result<Outcome<Self>, DomainError> {
        let round = self.round().after(BallotStep::Void)?;
        let reason = TextRule::line(2, 200).check("#/reason", reason)?;
        let fresh = BallotRound::new(round.no, round.way, round.held_on, round.items);
        Ok(self.stepped("ballot.voided", permit, fresh, &serde_json::json!({ "reason": reason })))
    }

    /// Closes voting (宣布截止). `returned` and `invalid` are what lay in the ballot box; for paper the tellers say.
    ///
    /// # Errors
    /// `state.conflict`; a defect when more ballots lay in the box than were handed out.
    pub fn close(
        &self,
        permit: &Permit<act::RunBallot>,
        figures: RollFigures,
        opened: Option<(u32, u32)>,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut round = self.round().after(BallotStep::Close)?;
        (round.figures, round.closed_at) = (Some(figures), Some(now));
        if let Some((returned, invalid)) = opened {
            if returned > figures.issued {
                return Err(ErrorCode::BallotReturnedTooMany.into());
            }
            round.returned = Some(returned);
            round.invalid = Some(invalid);
            round.valid = Some(returned.saturating_sub(invalid));
        }
        Ok(self.stepped("ballot.closed", permit, round, &serde_json::json!({ "figures": figures })))
    }

    /// 填报计票: one teller enters what he counted, on his own. He may correct it until the count is confirmed.
    ///
    /// # Errors
    /// `state.conflict`; `ballot.not_on_paper`; `ballot.same_teller`; `validation.failed`.
    pub fn enter_count(
        &self,
        permit: &Permit<act::CountBallots>,
        (office, name): (TellerOffice, &str),
        count: PaperCount,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut round = self.round().after(BallotStep::EnterCount)?;
        if round.way != VotingWay::Paper {
            return Err(ErrorCode::BallotNotOnPaper.into());
        }
        let account = permit.account();
        if round.entries.iter().any(|entry| entry.office != office && entry.account == account) {
            return Err(ErrorCode::BallotSameTeller.into());
        }
        let present = round.figures.map_or(0, |figures| figures.present);
        count.check(present, round.items.len())?;
        let name = TextRule::line(1, 40).check("#/name", name)?;
        round.entries.retain(|entry| entry.office != office);
        round.entries.push(TellerEntry { office, account, name, at: now, count });
        let note = serde_json::json!({ "office": office });
        Ok(self.stepped("ballot.count_entered", permit, round, &note))
    }

    /// Confirms the count (确认计票结果). `counted` are the ballots from the box, item by item; for paper both tellers agree.
    ///
    /// # Errors
    /// `state.conflict`; `ballot.tellers_differ`; `ballot.tellers_missing`.
    pub fn tally(
        &self,
        permit: &Permit<act::RunBallot>,
        counted: &[ItemCount],
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut round = self.round().after(BallotStep::Tally)?;
        let rule = round.rule.ok_or(ErrorCode::StateConflict)?;
        let counts = match round.way {
            VotingWay::Electronic => counted.to_vec(),
            VotingWay::Paper => {
                let differences = round.differences().ok_or(ErrorCode::BallotTellersMissing)?;
                let Some(agreed) = round.agreed().filter(|_| differences.is_empty()) else {
                    return Err(ErrorCode::BallotTellersDiffer.into());
                };
                let count = agreed.count.clone();
                (round.returned, round.valid, round.invalid) =
                    (Some(count.returned), Some(count.valid), Some(count.invalid));
                round.figures = round.figures.map(|figures| RollFigures { issued: count.issued, ..figures });
                count.items
            }
        };
        round.tallied_at = Some(now);
        let round = round.judged(&counts, rule);
        Ok(self.stepped("ballot.tallied", permit, round, &serde_json::json!({})))
    }

    /// Announces the results (宣布结果). Units that were not satisfactory report again within the months that the rule says.
    ///
    /// # Errors
    /// `state.conflict`.
    pub fn announce(
        &self,
        permit: &Permit<act::AnnounceBallot>,
        now: DateTime<Utc>,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut round = self.round().after(BallotStep::Announce)?;
        round.announced_at = Some(now);
        if !round.to_vote_again().is_empty() {
            let months = round.rule.map_or(0, |rule| rule.report_again_months);
            round.report_again_by = business_date(now).checked_add_months(Months::new(months.into()));
        }
        let levels: Vec<_> = round.results.iter().map(|result| result.level).collect();
        Ok(self.stepped("ballot.announced", permit, round, &serde_json::json!({ "levels": levels })))
    }

    /// 再次测评: a round on the items that were not satisfactory.
    ///
    /// # Errors
    /// `state.conflict`; `ballot.nothing_to_vote` when all were satisfactory; `validation.failed`.
    pub fn second_vote(
        &self,
        permit: &Permit<act::PrepareSupervisionMeeting>,
        held_on: NaiveDate,
    ) -> Result<Outcome<Self>, DomainError> {
        let last = self.round().after(BallotStep::SecondVote)?;
        let mut checks = FieldChecks::new();
        checks.date("#/held_on", held_on);
        checks.ensure(held_on >= last.held_on, "#/held_on", ErrorCode::DateOrder);
        checks.finish()?;
        let items: Vec<_> = (1..)
            .zip(last.to_vote_again())
            .map(|(no, item)| VoteItem { no, item: item.item.clone(), first_no: Some(item.no) })
            .collect();
        if items.is_empty() {
            return Err(ErrorCode::BallotNothingToVote.into());
        }
        let mut next = Self { version: self.version.next(), ..self.clone() };
        next.rounds.push(BallotRound::new(last.no.saturating_add(1), last.way, held_on, items));
        let note = serde_json::json!({ "round": last.no + 1, "held_on": held_on });
        let kind = kind("ballot.second_vote", permit);
        Ok(Outcome::between(kind, self.id.0, None::<&()>, &note, next))
    }

    /// True when the results of some round are announced: from then on those may read who only see results.
    pub fn announced(&self) -> bool {
        self.rounds.iter().any(|round| round.state == BallotState::Announced)
    }

    fn written(&self) -> Written<'_> {
        let round = self.round();
        Written {
            title: &self.title,
            held_on: round.held_on,
            place: &self.place,
            reports: &self.reports,
            way: round.way,
            items: &round.items,
        }
    }

    /// The same meeting, one version on, with another last round.
    fn with(&self, round: BallotRound) -> Self {
        let mut next = Self { version: self.version.next(), ..self.clone() };
        next.rounds.pop();
        next.rounds.push(round);
        next
    }

    fn stepped<A: ActionKind>(
        &self,
        event: &'static str,
        permit: &Permit<A>,
        round: BallotRound,
        note: &serde_json::Value,
    ) -> Outcome<Self> {
        let state = |round: &BallotRound| serde_json::json!({ "round": round.no, "state": round.state });
        let (before, after) = (state(self.round()), state(&round));
        let mut outcome =
            Outcome::between(kind(event, permit), self.id.0, Some(&before), &after, self.with(round));
        for (name, value) in note.as_object().into_iter().flatten() {
            outcome = outcome.with_note(name, value.clone());
        }
        outcome
    }
}

fn check(mut data: MeetingData) -> Result<(MeetingData, Vec<VoteItem>), DomainError> {
    let mut checks = FieldChecks::new();
    checks.text(TextRule::line(2, 100), "#/title", &mut data.title);
    checks.text(TextRule::line(1, 100), "#/place", &mut data.place);
    checks.date("#/held_on", data.held_on);
    checks.ensure(data.reports.len() <= 100, "#/reports", ErrorCode::ValueInvalid);
    let mut seen = std::collections::HashSet::new();
    for (index, report) in data.reports.iter_mut().enumerate() {
        let pointer = format!("#/reports/{index}");
        checks.optional_text(TextRule::line(0, 40), &format!("{pointer}/speaker"), &mut report.speaker);
        checks.optional_text(TextRule::body(0, 4000), &format!("{pointer}/summary"), &mut report.summary);
        checks.ensure(seen.insert(report.unit), &pointer, ErrorCode::ValueDuplicate);
    }
    let items = checks.absorb(item::number(std::mem::take(&mut data.items)))?;
    checks.finish()?;
    Ok((data, items.unwrap_or_default()))
}

fn kind<A: ActionKind>(event: &'static str, permit: &Permit<A>) -> ChangeKind {
    ChangeKind { event, aggregate: "supervision_meeting", action: permit.action_name() }
}

#[cfg(test)]
#[path = "meeting_tests.rs"]
mod tests;
