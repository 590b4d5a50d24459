//! 撰写: what the lead deputy does before handing the suggestion in.

use super::changes::Changes;
use super::{
    Case, Cosigner, Ctx, EarlierText, Effects, Period, PublishConsent, Suggestion, SuggestionDues,
    SuggestionKind, SuggestionStatus, SuggestionStep, SuggestionText, TextVersion, Wishes,
};
use crate::authz::{JurisdictionPath, Permit, act};
use crate::kernel::{
    CongressSessionId, DelegationId, DeputyId, DomainError, ErrorCode, FieldError, GroupId, JurisdictionId,
    SuggestionId, TermId, TextRule, Version,
};
use serde_json::json;

const TITLE: TextRule = TextRule::line(0, 50);
const TITLE_FINAL: TextRule = TextRule::line(8, 50);
const FACTS: TextRule = TextRule::body(0, 8_000);
const FACTS_FINAL: TextRule = TextRule::body(10, 8_000);
const PROPOSAL: TextRule = TextRule::body(0, 3_000);
const PROPOSAL_FINAL: TextRule = TextRule::body(5, 3_000);
const REASON: TextRule = TextRule::body(2, 1_000);
/// Most proposals of one suggestion: one matter each (一事一议).
const MAX_PROPOSALS: usize = 20;
/// Most invitations to co-sign.
const MAX_COSIGNERS: usize = 60;

/// Where and when the suggestion belongs, as found by the caller in the registers.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Whose congress.
    pub jurisdiction: JurisdictionId,
    /// That node's path.
    pub path: JurisdictionPath,
    /// 届
    pub term: TermId,
    /// 次会议, when one is in session.
    pub session: Option<CongressSessionId>,
    /// The lead deputy's group.
    pub group: Option<GroupId>,
    /// For suggestions in a delegation's name.
    pub delegation: Option<DelegationId>,
}

/// 起草: a new draft. Anything may still be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftSuggestion {
    /// Its identity, chosen by the caller (a phone may have chosen it while offline).
    pub id: SuggestionId,
    /// Where it belongs.
    pub place: Place,
    /// 领衔代表
    pub lead: DeputyId,
    /// 类型, and the motion it came from.
    pub kind: SuggestionKind,
    /// The motion, for converted ones.
    pub motion_ref: Option<String>,
    /// The text so far.
    pub text: SuggestionText,
    /// The deputy's wishes.
    pub wishes: Wishes,
}

/// 修改: the whole text and wishes as they are now.
#[derive(Clone, Debug, PartialEq)]
pub struct EditSuggestion {
    /// Who edits.
    pub deputy: DeputyId,
    /// The text.
    pub text: SuggestionText,
    /// The wishes.
    pub wishes: Wishes,
}

/// 提交 (also after a return).
#[derive(Clone, Debug, PartialEq)]
pub struct Submit {
    /// Who hands it in.
    pub deputy: DeputyId,
    /// The internal code, allocated in this transaction at the first submission; `None` later.
    pub code: Option<String>,
    /// Refreshes place and session: a draft begun before the session may be handed in during it.
    pub place: Place,
}

impl Case {
    /// Begins a draft.
    ///
    /// # Errors
    /// `deputy.not_active`; `validation.failed` for texts that are too long or contain control characters.
    pub fn draft(
        permit: &Permit<act::WriteSuggestion>,
        command: DraftSuggestion,
        ctx: &Ctx<'_>,
    ) -> Result<(Self, Effects), DomainError> {
        super::readiness::ensure(!ctx.seats.is_of_closed_term(command.lead), ErrorCode::TermEnded)?;
        super::readiness::ensure(ctx.seats.is_active(command.lead), ErrorCode::DeputyNotActive)?;
        let text = check_text(command.text, &command.wishes, false)?;
        let mut changes = Changes::begin_new(ctx, Some(permit.account()), "suggestion.draft");
        let place = command.place;
        let mut case = Self {
            suggestion: Suggestion {
                id: command.id,
                code: None,
                official_no: None,
                jurisdiction: place.jurisdiction,
                path: place.path,
                kind: command.kind,
                motion_ref: command.motion_ref,
                term: place.term,
                session: place.session,
                period: period(place.session),
                text,
                text_version: TextVersion(1),
                earlier_texts: Vec::new(),
                accepted_text_sha256: None,
                errata: Vec::new(),
                lead: command.lead,
                delegation: place.delegation,
                group: place.group,
                cosigners: Vec::new(),
                wishes: command.wishes,
                confidentiality: super::Confidentiality::default(),
                classification: super::Classification::default(),
                previous: Vec::new(),
                previous_years: Vec::new(),
                merged_into: None,
                status_before_merge: None,
                is_key: false,
                withdrawal: None,
                insisted: false,
                objections: Vec::new(),
                review_remarks: Vec::new(),
                status: SuggestionStatus::Draft,
                created_at: ctx.now,
                submitted_at: None,
                accepted_at: None,
                assigned_at: None,
                replied_at: None,
                closed_at: None,
                send_backs_agreed: 0,
                round: 1,
                dues: SuggestionDues::default(),
                evaluation_lapsed: None,
                archive_sha256: None,
                carried_over: None,
            },
            children: Vec::new(),
            tasks: Vec::new(),
            replies: Vec::new(),
            categories: Vec::new(),
            feedbacks: Vec::new(),
            follow_ups: Vec::new(),
            pressure_flags: Vec::new(),
            feedback_reminders: Vec::new(),
            commitments: Vec::new(),
            publications: Vec::new(),
            looks: Vec::new(),
            file_looks: Vec::new(),
            file_readings: Default::default(),
            urges: Vec::new(),
            keys: Vec::new(),
            log: Vec::new(),
            version: Version::FIRST,
        };
        changes.log(&mut case, None, None, SuggestionStatus::Draft.code(), "draft", None);
        changes.event(&case, "suggestion.drafted", json!({ "lead": case.suggestion.lead }));
        let outcome = changes.finish(&case);
        Ok((case, outcome))
    }

    /// Replaces text and wishes. A change of the text voids every confirmation (§8.3 example 9).
    ///
    /// # Errors
    /// `state.conflict` once handed in; `deputy.not_active`; `validation.failed`.
    pub fn edit(
        &mut self,
        permit: &Permit<act::WriteSuggestion>,
        command: EditSuggestion,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Edit, Some(command.deputy), ctx)?;
        let text = check_text(command.text, &command.wishes, false)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.edit");
        let mut voided = Vec::new();
        if text != self.suggestion.text {
            let earlier = EarlierText {
                version: self.suggestion.text_version,
                text: std::mem::replace(&mut self.suggestion.text, text),
            };
            self.suggestion.text_version.0 += 1;
            for cosigner in &mut self.suggestion.cosigners {
                if cosigner.confirmed_at.take().is_some() {
                    cosigner.voided = cosigner.confirmed_text.take();
                    cosigner.expired_at = None;
                    cosigner.method = None;
                    cosigner.invited_at = ctx.now;
                    cosigner.expires_at = ctx.cosign_expiry();
                    voided.push(cosigner.deputy);
                }
            }
            self.suggestion.earlier_texts.push(earlier);
            self.suggestion.forget_earlier_texts();
        }
        self.suggestion.wishes = command.wishes;
        let data = json!({ "text_version": self.suggestion.text_version, "voided": voided });
        changes.event(self, "suggestion.edited", data);
        Ok(changes.finish(self))
    }

    /// Invites deputies to co-sign; a deputy who was invited before and did not confirm is invited anew.
    ///
    /// # Errors
    /// `state.conflict`; `deputy.not_active`; `validation.failed` at `#/deputies/…` for the lead, for doubles and
    /// for deputies who do not exercise the mandate.
    pub fn invite_cosigners(
        &mut self,
        permit: &Permit<act::WriteSuggestion>,
        deputy: DeputyId,
        deputies: &[DeputyId],
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::InviteCosigner, Some(deputy), ctx)?;
        self.check_invitations(deputies, ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.invite_cosigners");
        for invited in deputies {
            let fresh = Cosigner {
                deputy: *invited,
                position: 0,
                invited_at: ctx.now,
                expires_at: ctx.cosign_expiry(),
                confirmed_at: None,
                confirmed_text: None,
                declined_at: None,
                method: None,
                withdrawal_agreed_at: None,
                expired_at: None,
                voided: None,
            };
            let next = self.suggestion.cosigners.len() as u32 + 1;
            match self.suggestion.cosigners.iter_mut().find(|known| known.deputy == *invited) {
                // Who confirmed an earlier text still sees what changed since.
                Some(known) => *known = Cosigner { position: known.position, voided: known.voided, ..fresh },
                None => self.suggestion.cosigners.push(Cosigner { position: next, ..fresh }),
            }
        }
        let to = if self.status() == SuggestionStatus::Returned {
            SuggestionStatus::Returned
        } else {
            SuggestionStatus::Cosigning
        };
        changes.enter(self, to, SuggestionStep::InviteCosigner, None);
        changes.event(self, "suggestion.cosigners_invited", json!({ "deputies": deputies }));
        Ok(changes.finish(self))
    }

    fn check_invitations(&self, deputies: &[DeputyId], ctx: &Ctx<'_>) -> Result<(), DomainError> {
        let version = self.suggestion.text_version;
        let mut wrong = Vec::new();
        for (place, invited) in deputies.iter().enumerate() {
            let confirmed = self.suggestion.cosigner(*invited).is_some_and(|c| c.is_confirmed(version));
            let code = if *invited == self.suggestion.lead || confirmed || deputies[..place].contains(invited)
            {
                ErrorCode::ValueDuplicate
            } else if !ctx.seats.is_active(*invited) {
                ErrorCode::DeputyNotActive
            } else {
                continue;
            };
            wrong.push(FieldError::new(format!("#/deputies/{place}"), code));
        }
        if deputies.is_empty() {
            wrong.push(FieldError::new("#/deputies", ErrorCode::ValueRequired));
        }
        if self.suggestion.cosigners.len() + deputies.len() > MAX_COSIGNERS {
            let field = FieldError::new("#/deputies", ErrorCode::ValueOutOfRange);
            wrong.push(field.param("min", 1).param("max", MAX_COSIGNERS));
        }
        if wrong.is_empty() { Ok(()) } else { Err(DomainError::invalid(wrong)) }
    }

    /// Hands it in: title, facts and at least one proposal. Unconfirmed invitations lapse.
    ///
    /// # Errors
    /// `state.conflict`; `deputy.not_active`; `validation.failed` with everything that is missing.
    pub fn submit(
        &mut self,
        permit: &Permit<act::WriteSuggestion>,
        command: Submit,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Submit, Some(command.deputy), ctx)?;
        check_text(self.suggestion.text.clone(), &self.suggestion.wishes, true)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.submit");
        let suggestion = &mut self.suggestion;
        // Unconfirmed invitations lapse with the hand-in: there is nothing to compare any more.
        for cosigner in &mut suggestion.cosigners {
            cosigner.voided = None;
        }
        suggestion.forget_earlier_texts();
        if suggestion.code.is_none() {
            suggestion.code = command.code;
            suggestion.session = command.place.session;
            suggestion.period = period(command.place.session);
            suggestion.term = command.place.term;
            suggestion.group = command.place.group;
            suggestion.delegation = command.place.delegation;
            suggestion.submitted_at = Some(ctx.now);
        }
        suggestion.insisted = false;
        suggestion.dues.accept = Some(ctx.accept_due());
        changes.enter(self, SuggestionStatus::Submitted, SuggestionStep::Submit, None);
        let data = json!({ "code": self.suggestion.code, "signers": self.suggestion.signers() });
        changes.event(self, "suggestion.submitted", data);
        Ok(changes.finish(self))
    }

    /// Hands a returned suggestion in unchanged: the head of the committee decides (坚持原意见).
    ///
    /// # Errors
    /// `state.conflict`; `deputy.not_active`; `validation.failed` at `#/reason`.
    pub fn insist(
        &mut self,
        permit: &Permit<act::WriteSuggestion>,
        deputy: DeputyId,
        reason: &str,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Insist, Some(deputy), ctx)?;
        let reason = REASON.check("#/reason", reason)?;
        check_text(self.suggestion.text.clone(), &self.suggestion.wishes, true)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.insist");
        self.suggestion.insisted = true;
        self.suggestion.dues.accept = Some(ctx.accept_due());
        changes.enter(self, SuggestionStatus::Submitted, SuggestionStep::Insist, Some(&reason));
        changes.event(self, "suggestion.insisted", json!({ "reason": reason }));
        Ok(changes.finish(self))
    }

    /// Removes a draft. The row stays as a tombstone that nobody reads.
    ///
    /// # Errors
    /// `state.conflict` once handed in.
    pub fn delete(
        &mut self,
        permit: &Permit<act::WriteSuggestion>,
        ctx: &Ctx<'_>,
    ) -> Result<Effects, DomainError> {
        self.ready(SuggestionStep::Delete, Some(self.suggestion.lead), ctx)?;
        let mut changes = Changes::begin(self, ctx, Some(permit.account()), "suggestion.delete");
        changes.enter(self, SuggestionStatus::Deleted, SuggestionStep::Delete, None);
        changes.event(self, "suggestion.deleted", json!({}));
        Ok(changes.finish(self))
    }
}

const fn period(session: Option<CongressSessionId>) -> Period {
    match session {
        Some(_) => Period::InSession,
        None => Period::Between,
    }
}

/// Normalises and checks the text; `complete` asks for everything a hand-in needs.
fn check_text(text: SuggestionText, wishes: &Wishes, complete: bool) -> Result<SuggestionText, DomainError> {
    let mut wrong = Vec::new();
    let mut check = |rule: TextRule, pointer: &str, value: &str| match rule.check(pointer, value) {
        Ok(text) => text,
        Err(error) => {
            wrong.push(error);
            String::new()
        }
    };
    let pick = |draft: TextRule, full: TextRule| if complete { full } else { draft };
    let clean = SuggestionText {
        title: check(pick(TITLE, TITLE_FINAL), "#/title", &text.title),
        facts: check(pick(FACTS, FACTS_FINAL), "#/facts", &text.facts),
        analysis: check(FACTS, "#/analysis", &text.analysis),
        proposals: text
            .proposals
            .iter()
            .enumerate()
            .map(|(place, proposal)| {
                check(pick(PROPOSAL, PROPOSAL_FINAL), &format!("#/proposals/{place}"), proposal)
            })
            .collect(),
    };
    if clean.proposals.len() > MAX_PROPOSALS {
        let field = FieldError::new("#/proposals", ErrorCode::ValueOutOfRange);
        wrong.push(field.param("min", 1).param("max", MAX_PROPOSALS));
    }
    if complete {
        if clean.proposals.is_empty() {
            wrong.push(FieldError::new("#/proposals", ErrorCode::ValueRequired));
        }
        let formed = clean.title.starts_with("关于") && clean.title.ends_with("建议");
        if !clean.title.is_empty() && !formed {
            wrong.push(FieldError::new("#/title", ErrorCode::SuggestionTitleForm));
        }
        let reason = wishes.publish_reason.as_deref().unwrap_or("").trim();
        if wishes.publish_consent == PublishConsent::No && reason.is_empty() {
            wrong.push(FieldError::new("#/publish_reason", ErrorCode::ValueRequired));
        }
    }
    if wrong.is_empty() { Ok(clean) } else { Err(DomainError::invalid(wrong)) }
}
