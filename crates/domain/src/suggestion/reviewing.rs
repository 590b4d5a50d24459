//! 审查: acceptance, return, refusal, classification, protection, errata.

use super::changes::Changes;
use super::{
    Case, Classification, Confidentiality, Ctx, Due, DueKind, Effects, Erratum, NotAcceptedOutcome,
    OfficialNumber, Period, ReviewDecision, ReviewReason, ReviewRemark, SuggestionStatus, SuggestionStep,
    Urgency,
};
use crate::authz::{Permit, act};
use crate::calendar::Rule;
use crate::kernel::{DomainError, ErrorCode, FieldError, SuggestionId, TextRule, business_date};
use chrono::NaiveDate;
use serde_json::json;

const REMARK: TextRule = TextRule::body(2, 2_000);
const CODE: TextRule = TextRule::line(1, 60);

/// 立案
#[derive(Clone, Debug, PartialEq)]
pub struct Accept {
    /// Allocated in this transaction, without gaps.
    pub official_no: OfficialNumber,
    /// SHA-256 (hex) of the text: from now on it cannot change.
    pub text_sha256: String,
    /// 分类
    pub classification: Classification,
    /// Last day of the session, for suggestions of a session: they are assigned within a month after it.
    pub session_closes_on: Option<NaiveDate>,
}

/// 退回修改 or 不作建议处理
#[derive(Clone, Debug, PartialEq)]
pub struct Refuse {
    /// Reasons of the dictionary, at least one.
    pub reasons: Vec<ReviewReason>,
    /// In words; the deputy must be told why.
    pub text: String,
}

/// An earlier suggestion on the same matter (往年同类建议).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierSuggestion {
    /// Which.
    pub id: SuggestionId,
    /// The year in which it was handed in.
    pub year: Option<i32>,
}

impl Case {
    /// Accepts it under its official number.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/category`, `#/urgency`.
    pub fn accept(
        &mut self,
        permit: &Permit<act::ReviewSuggestion>,
        command: Accept,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Accept, None, ctx)?;
        check_classification(&command.classification, true, ctx)?;
        if command.official_no.series.period() != self.suggestion.period {
            return Err(DomainError::invalid_field("#/official_no", ErrorCode::ValueInvalid));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.accept");
        let due = self.assignment_due(command.session_closes_on, ctx);
        let suggestion = &mut self.suggestion;
        suggestion.dues.assign = Some(due);
        suggestion.official_no = Some(command.official_no);
        suggestion.accepted_text_sha256 = Some(command.text_sha256);
        suggestion.classification = command.classification;
        suggestion.accepted_at = Some(ctx.now);
        suggestion.insisted = false;
        // Who has not confirmed by now has not signed (§8.3 example 9).
        let version = suggestion.text_version;
        suggestion.cosigners.retain(|cosigner| cosigner.is_confirmed(version));
        if suggestion.wishes.ask_protection.is_some() {
            suggestion.confidentiality.hide_names_from_units = true;
            suggestion.confidentiality.reason.clone_from(&suggestion.wishes.ask_protection);
        }
        changes.enter(self, SuggestionStatus::Accepted, SuggestionStep::Accept, None);
        let data = json!({ "official_no": command.official_no, "signers": self.suggestion.signers() });
        changes.event(self, "suggestion.accepted", data);
        Ok(changes.finish(self))
    }

    fn assignment_due(&self, session_closes_on: Option<NaiveDate>, ctx: &Ctx<'_>) -> Due {
        match (self.suggestion.period, session_closes_on, Rule::months(1)) {
            (Period::InSession, Some(close), Ok(month)) => {
                let mut due = Due::keep(DueKind::Assign, &ctx.calendar.due(close, &month));
                due.explain_zh.insert(0, format!("大会 {close} 闭幕，闭幕后一个月内交办"));
                due.explain_en
                    .insert(0, format!("the session closes on {close}; assigned within a month after it"));
                due
            }
            (Period::InSession | Period::Between, _, _) => {
                let received = self.suggestion.submitted_at.unwrap_or(ctx.now);
                let start = match self.suggestion.period {
                    Period::Between => business_date(received),
                    Period::InSession => ctx.today(),
                };
                ctx.assign_due(start)
            }
        }
    }

    /// Returns it to the deputies with reasons.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/reasons`, `#/text`.
    pub fn return_for_changes(
        &mut self,
        permit: &Permit<act::ReviewSuggestion>,
        command: Refuse,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Return, None, ctx)?;
        let text = check_refusal(&command)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.return");
        let data = json!({ "reasons": command.reasons, "text": text });
        self.suggestion.review_remarks.push(ReviewRemark {
            decision: ReviewDecision::Returned,
            reasons: command.reasons,
            text: text.clone(),
            outcome: None,
            by: permit.account(),
            at: ctx.now,
        });
        self.suggestion.insisted = false;
        changes.enter(self, SuggestionStatus::Returned, SuggestionStep::Return, Some(&text));
        changes.event(self, "suggestion.returned", data);
        Ok(changes.finish(self))
    }

    /// Decides that it is not treated as a suggestion; says what becomes of it.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/reasons`, `#/text`.
    pub fn not_accept(
        &mut self,
        permit: &Permit<act::RefuseSuggestion>,
        command: Refuse,
        outcome: NotAcceptedOutcome,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::NotAccept, None, ctx)?;
        if !self.children.is_empty() {
            return Err(ErrorCode::MergeNotPossible.into());
        }
        let text = check_refusal(&command)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.not_accept");
        let data = json!({ "reasons": command.reasons, "text": text, "outcome": outcome });
        self.suggestion.review_remarks.push(ReviewRemark {
            decision: ReviewDecision::NotAccepted,
            reasons: command.reasons,
            text: text.clone(),
            outcome: Some(outcome),
            by: permit.account(),
            at: ctx.now,
        });
        changes.enter(self, SuggestionStatus::NotAccepted, SuggestionStep::NotAccept, Some(&text));
        changes.event(self, "suggestion.not_accepted", data);
        Ok(changes.finish(self))
    }

    /// Changes category, committee or urgency. A time-bound day set after assignment brings the end forward.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed`.
    pub fn classify(
        &mut self,
        permit: &Permit<act::ReviewSuggestion>,
        classification: Classification,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Classify, None, ctx)?;
        let urgency_changed = classification.urgency != self.suggestion.classification.urgency;
        check_classification(&classification, self.suggestion.accepted_at.is_some(), ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.classify");
        let urgency = classification.urgency;
        self.suggestion.classification = classification;
        let running = self.status().is_with_units() && self.suggestion.round == 1;
        if let (true, true, Some(assigned)) = (urgency_changed, running, self.suggestion.assigned_at) {
            let (_, due) = ctx.reply_due(business_date(assigned), urgency);
            for task in self.tasks.iter_mut().filter(|task| task.owes_reply() && !task.status.is_issued()) {
                task.dues.effective = Some(due.clone());
            }
            self.suggestion.dues.effective = Some(due);
        }
        changes.event(self, "suggestion.classified", json!({}));
        Ok(changes.finish(self))
    }

    /// Sets confidentiality and protection of the deputies' names. Published parts must be taken down first.
    ///
    /// # Errors
    /// `state.conflict`; `publication.exists` while something is published; `validation.failed` at `#/reason`.
    pub fn protect(
        &mut self,
        permit: &Permit<act::ProtectSuggestion>,
        mut confidentiality: Confidentiality,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Protect, None, ctx)?;
        let closed = confidentiality.confidential || confidentiality.hide_names_from_units;
        if closed {
            let reason = confidentiality.reason.as_deref().unwrap_or("");
            confidentiality.reason = Some(REMARK.check("#/reason", reason)?);
            // Who closes the door does not lock oneself out.
            if !confidentiality.named.contains(&permit.account()) {
                confidentiality.named.push(permit.account());
            }
        }
        let published = self.publications.iter().any(|p| p.status == super::PublicationStatus::Released);
        super::readiness::ensure(!(closed && published), ErrorCode::PublicationExists)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.protect");
        self.suggestion.confidentiality = confidentiality;
        changes.event(self, "suggestion.protected", json!({}));
        Ok(changes.finish(self))
    }

    /// Links earlier suggestions on the same matter.
    ///
    /// # Errors
    /// `state.conflict`; `validation.failed` at `#/previous/…` for itself and for doubles.
    pub fn link_previous(
        &mut self,
        permit: &Permit<act::ReviewSuggestion>,
        previous: Vec<EarlierSuggestion>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::LinkPrevious, None, ctx)?;
        for (place, earlier) in previous.iter().enumerate() {
            let code = if earlier.id == self.id() {
                ErrorCode::ReferenceUnknown
            } else if previous[..place].iter().any(|known| known.id == earlier.id) {
                ErrorCode::ValueDuplicate
            } else {
                continue;
            };
            return Err(DomainError::invalid_field(format!("#/previous/{place}"), code));
        }
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.link_previous");
        self.suggestion.previous = previous.iter().map(|earlier| earlier.id).collect();
        let mut years: Vec<i32> = previous.iter().filter_map(|earlier| earlier.year).collect();
        years.sort_unstable();
        years.dedup();
        self.suggestion.previous_years = years;
        changes.event(
            self,
            "suggestion.linked",
            json!({
            "previous": self.suggestion.previous, "years": self.suggestion.raised_for_years() }),
        );
        Ok(changes.finish(self))
    }

    /// Records an erratum; the accepted text stays as it is.
    ///
    /// # Errors
    /// `state.conflict` before acceptance; `validation.failed` at `#/text`.
    pub fn correct(
        &mut self,
        permit: &Permit<act::ReviewSuggestion>,
        text: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Correct, None, ctx)?;
        let text = REMARK.check("#/text", text)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.correct");
        self.suggestion.errata.push(Erratum { text, by: permit.account(), at: ctx.now });
        changes.event(self, "suggestion.corrected", json!({}));
        Ok(changes.finish(self))
    }
}

fn check_refusal(command: &Refuse) -> Result<String, DomainError> {
    let mut wrong = Vec::new();
    if command.reasons.is_empty() {
        wrong.push(FieldError::new("#/reasons", ErrorCode::ValueRequired));
    }
    match REMARK.check("#/text", &command.text) {
        Ok(text) if wrong.is_empty() => return Ok(text),
        Ok(_) => {}
        Err(error) => wrong.push(error),
    }
    Err(DomainError::invalid(wrong))
}

fn check_classification(
    classification: &Classification,
    required: bool,
    ctx: &Ctx<'_>,
) -> Result<(), DomainError> {
    let mut wrong = Vec::new();
    match &classification.category {
        Some(category) => wrong.extend(CODE.check("#/category", category).err()),
        None if required => wrong.push(FieldError::new("#/category", ErrorCode::ValueRequired)),
        None => {}
    }
    if let Urgency::TimeBound { by } = classification.urgency
        && by <= ctx.today()
    {
        wrong.push(FieldError::too_early("#/urgency/by", ctx.tomorrow()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(DomainError::invalid(wrong)) }
}
