//! 历史台账导入: a suggestion that was handled on paper enters the system as far as its ledger proves it, and goes on from
//! there by the ordinary commands.
//!
//! What is proved decides the state: a number → 已立案; the day of assignment and the units → 已交办; the day and the
//! category of the answer → 已答复; the ratings → 已评价, and from there 办结 or 承诺跟踪, or 已评价 while a rating of 不满意 waits to
//! be dealt with. What the ledger does not prove is not made up:
//!
//! - Receipt by the units is not in ledgers. An answered task counts as signed for by silence on the day of assignment.
//! - An answer in category B or C that promises needs a promise (§8.5 I3): one is opened until the end of the year after
//!   the answer, and its text says that the ledger names none, so that somebody looks the paper up.
//! - An old form rates once; that rating counts for attitude and result.
//! - The letters stay on paper: their text says so, and their attribute is 依申请公开 until a further letter says otherwise.
//! - A ledger that says nothing of the deputy's will to publish means 不公开.
//!
//! Every line of the history says `imported`, with the instant that the ledger names.

use super::changes::Changes;
use super::{
    Case, CategoryChange, CategorySource, Classification, Commitment, CommitmentStatus, Confidentiality,
    CosignMethod, Cosigner, Ctx, Delivery, DeliveryMethod, Due, DueKind, Effects, Feedback, FeedbackEntry,
    HandlingTask, Issue, LedgerEntry, LedgerRating, LedgerReply, PublishAttribute, PublishConsent, Reply,
    ReplyCategory, ReplyContent, ReplyKind, ReplyStatus, StatusLog, Suggestion, SuggestionDues,
    SuggestionKind, SuggestionStatus, TaskRole, TaskStatus, TaskTier, TextVersion, Wishes,
};
use crate::authz::{Permit, act};
use crate::kernel::{
    AccountId, CommitmentId, DeputyId, DomainError, FeedbackId, HandlingTaskId, ReplyId, UnitId, Version,
    congress_offset,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Utc};
use serde_json::json;
use std::collections::BTreeMap;

/// The step that the history names for everything that comes from a ledger.
pub const IMPORTED: &str = "imported";

const ON_PAPER: &str = "（历史台账导入，答复原文见纸质档案。）";
const NO_PROMISE: &str = "台账未载明承诺事项，请承办单位对照纸质答复补录。";

impl Case {
    /// Takes a line of a ledger over. `ctx.now` is the instant of the import; `ctx.settings` those of the day of the
    /// assignment.
    ///
    /// # Errors
    /// `validation.failed` with every wrong field, by the fields of a ledger: `#/title`, `#/facts`, `#/proposals`, `#/category`,
    /// `#/lead_unit`, `#/assigned_on`, `#/reply_due_on`, `#/replied_on`, `#/doc_no`, `#/result`.
    pub fn from_ledger(
        permit: &Permit<act::RunImports>,
        entry: LedgerEntry,
        ctx: &Ctx<'_>,
    ) -> Result<(Self, Effects), DomainError> {
        let entry = entry.checked(ctx.today())?;
        let by = permit.account();
        let mut changes = Changes::begin_new(ctx, Some(by), "suggestion.import");
        let accepted = instant(entry.accepted_on, ctx);
        let mut case = root(&entry, accepted, ctx);
        line(&mut case, None, None, SuggestionStatus::Accepted.code(), by, accepted, Some(&entry.source));
        if let Some(on) = entry.assigned_on {
            case.assigned_as_told(&entry, on, by, ctx);
        }
        if let Some(reply) = &entry.reply {
            case.replied_as_told(&entry, reply, by, ctx);
        }
        if let Some(rating) = entry.rating {
            case.rated_as_told(rating, by, ctx);
        }
        let data = json!({ "official_no": entry.official_no, "source": entry.source });
        changes.event(&case, "suggestion.imported", data);
        let effects = changes.finish(&case);
        Ok((case, effects))
    }

    fn assigned_as_told(&mut self, entry: &LedgerEntry, on: NaiveDate, by: AccountId, ctx: &Ctx<'_>) {
        let at = instant(on, ctx);
        let then = Ctx { now: at, ..*ctx };
        let urgency = self.suggestion.classification.urgency;
        let (first, computed) = then.reply_due(on, urgency);
        let effective = match entry.reply_due_on {
            Some(told) if told != computed.on => {
                let (zh, en) =
                    (format!("台账所载答复期限 {told}"), format!("{told} according to the ledger"));
                Due::fixed(DueKind::Reply, on, told, zh, en)
            }
            Some(_) | None => computed,
        };
        self.suggestion.assigned_at = Some(at);
        self.suggestion.dues.object = Some(then.object_due());
        self.suggestion.dues.reply = Some(first);
        self.suggestion.dues.effective = Some(effective.clone());
        let answered = entry.reply.as_ref().map(|reply| instant(reply.on, ctx));
        for part in &entry.parts {
            let status = if answered.is_some() { TaskStatus::Done } else { TaskStatus::PendingSign };
            let id = HandlingTaskId(ctx.ids.next_id());
            self.tasks.push(HandlingTask {
                id,
                unit: part.unit,
                role: part.role,
                scope_text: (part.role == TaskRole::Split).then(|| "台账未载明分工".to_owned()),
                tier: TaskTier::Unit,
                parent: None,
                follows: None,
                round: 1,
                assigned_by: by,
                assigned_at: at,
                signed_at: answered.map(|_| at),
                signed_by: None,
                final_assignment: false,
                responsibles: None,
                dues: then.task_dues(TaskTier::Unit, part.role, &effective, urgency),
                send_backs: Vec::new(),
                extensions: Vec::new(),
                contacts: Vec::new(),
                co_opinions: Vec::new(),
                co_opinion_missing_at: None,
                holding_answers: Vec::new(),
                review_returns: 0,
                former_units: Vec::new(),
                status,
                finished_at: answered,
            });
            line(self, Some(id), None, status.code(), by, answered.unwrap_or(at), None);
        }
        self.enter_as_told(SuggestionStatus::Assigned, by, at);
    }

    fn replied_as_told(&mut self, entry: &LedgerEntry, told: &LedgerReply, by: AccountId, ctx: &Ctx<'_>) {
        let at = instant(told.on, ctx);
        let then = Ctx { now: at, ..*ctx };
        let to: Vec<DeputyId> = std::iter::once(entry.lead).chain(entry.cosigners.iter().copied()).collect();
        let owing: Vec<(HandlingTaskId, UnitId)> =
            self.answering_tasks().map(|task| (task.id, task.unit)).collect();
        for (place, (task, unit)) in owing.into_iter().enumerate() {
            let id = ReplyId(ctx.ids.next_id());
            // One number stands in a ledger, even where several units answered.
            let doc_no = told.doc_no.clone().filter(|_| place == 0).unwrap_or_default();
            self.replies.push(Reply {
                id,
                task,
                unit,
                round: 1,
                kind: ReplyKind::Main,
                ordinal: 1,
                content: content(told.category),
                issue: Some(Issue {
                    doc_no,
                    signer: by,
                    signer_name: "见纸质答复".to_owned(),
                    by_head: false,
                    issued_at: at,
                    seal_applied: true,
                    content_sha256: String::new(),
                    file: None,
                }),
                delivery: Some(Delivery {
                    method: DeliveryMethod::Mail,
                    at,
                    to: to.clone(),
                    for_information: Vec::new(),
                }),
                returns: Vec::new(),
                pre_reviews: Vec::new(),
                disputed: None,
                status: ReplyStatus::Delivered,
                drafted_at: at,
                drafted_by: by,
            });
            let source = CategorySource::Reply;
            self.categories
                .push((task, CategoryChange { reply: id, from: None, to: told.category, source, at }));
            if told.category.needs_commitment() {
                self.commitments.push(promise(
                    CommitmentId(ctx.ids.next_id()),
                    (id, task, unit),
                    told.on,
                    at,
                ));
            }
        }
        self.suggestion.replied_at = Some(at);
        self.suggestion.dues.publish = Some(then.publish_due());
        self.suggestion.dues.feedback = Some(then.feedback_due(told.on));
        self.enter_as_told(SuggestionStatus::Replied, by, at);
    }

    /// Ledgers do not say when the deputy rated; it was not before the answer, and that day is taken.
    fn rated_as_told(&mut self, rating: LedgerRating, by: AccountId, ctx: &Ctx<'_>) {
        let rated: Vec<_> =
            self.replies.iter().filter_map(|reply| Some((reply.id, reply.issued_at()?))).collect();
        let Some((_, at)) = rated.first().copied() else { return };
        for (reply, at) in rated {
            self.feedbacks.push(Feedback {
                id: FeedbackId(ctx.ids.next_id()),
                reply,
                on_behalf_of: self.suggestion.id,
                deputy: self.suggestion.lead,
                round: 1,
                attitude: rating.attitude,
                result: rating.result,
                met: false,
                received_reply_on: crate::kernel::business_date(at),
                who_replied: String::new(),
                comment: "（历史台账导入，意见见纸质征询意见表。）".to_owned(),
                reasons: Vec::new(),
                cosigner_summary: None,
                entry: FeedbackEntry::Paper,
                paper_scan: None,
                entered_by: by,
                submitted_at: at,
            });
        }
        self.enter_as_told(SuggestionStatus::Evaluated, by, at);
        if self.result_unsettled() || self.attitude_unsettled() {
            return;
        }
        if self.commitments.is_empty() {
            self.suggestion.closed_at = Some(at);
            self.enter_as_told(SuggestionStatus::Closed, by, at);
        } else {
            self.enter_as_told(SuggestionStatus::Tracking, by, at);
        }
    }

    fn enter_as_told(&mut self, to: SuggestionStatus, by: AccountId, at: DateTime<Utc>) {
        let from = self.suggestion.status;
        self.suggestion.status = to;
        line(self, None, Some(from.code()), to.code(), by, at, None);
    }
}

/// Noon of the day, but never later than the import itself.
fn instant(day: NaiveDate, ctx: &Ctx<'_>) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let at = congress_offset().from_local_datetime(&day.and_time(noon)).single();
    at.map_or(ctx.now, |at| at.with_timezone(&Utc).min(ctx.now))
}

fn line(
    case: &mut Case,
    task: Option<HandlingTaskId>,
    from: Option<&str>,
    to: &str,
    by: AccountId,
    at: DateTime<Utc>,
    note: Option<&str>,
) {
    case.log.push(StatusLog {
        task,
        from: from.map(str::to_owned),
        to: to.to_owned(),
        step: IMPORTED.to_owned(),
        by: Some(by),
        at,
        note: note.map(str::to_owned),
    });
}

fn promise(
    id: CommitmentId,
    (reply, task, unit): (ReplyId, HandlingTaskId, UnitId),
    replied_on: NaiveDate,
    at: DateTime<Utc>,
) -> Commitment {
    let due = NaiveDate::from_ymd_opt(replied_on.year() + 1, 12, 31).unwrap_or(replied_on);
    Commitment {
        id,
        reply,
        task,
        unit,
        text: NO_PROMISE.to_owned(),
        responsible: "见纸质答复".to_owned(),
        milestones: Vec::new(),
        original_due: due,
        due,
        status: CommitmentStatus::Open,
        reports: Vec::new(),
        explanation: None,
        replaced_by: None,
        accepted_at: None,
        kept_reply: None,
        created_at: at,
        breached_at: None,
        former_units: Vec::new(),
    }
}

fn content(category: ReplyCategory) -> ReplyContent {
    ReplyContent {
        category,
        body: ON_PAPER.to_owned(),
        points: Vec::new(),
        reason: None,
        co_units_explained: true,
        contact_name: String::new(),
        contact_phone: String::new(),
        cc: Vec::new(),
        publish_attr: PublishAttribute::OnRequest,
        publish_reason: Some("历史台账未载明公开属性".to_owned()),
        evidence: Vec::new(),
        promises: Vec::new(),
    }
}

fn root(entry: &LedgerEntry, accepted: DateTime<Utc>, ctx: &Ctx<'_>) -> Case {
    let consent = entry.publish_consent.unwrap_or(PublishConsent::No);
    let reason = match (entry.publish_consent, consent) {
        (None, _) => Some("历史台账未载明公开意愿".to_owned()),
        (Some(_), PublishConsent::Full) => None,
        (Some(_), PublishConsent::TitleOnly | PublishConsent::No) => Some("历史台账所载".to_owned()),
    };
    let cosigners = (1..).zip(&entry.cosigners).map(|(position, deputy)| Cosigner {
        deputy: *deputy,
        position,
        invited_at: accepted,
        expires_at: accepted,
        confirmed_at: Some(accepted),
        confirmed_text: Some(TextVersion(1)),
        declined_at: None,
        method: Some(CosignMethod::Paper),
        withdrawal_agreed_at: None,
        expired_at: None,
        voided: None,
    });
    let place = &entry.place;
    let suggestion = Suggestion {
        id: entry.id,
        code: entry.code.clone(),
        official_no: Some(entry.official_no),
        jurisdiction: place.jurisdiction,
        path: place.path.clone(),
        kind: SuggestionKind::Suggestion,
        motion_ref: None,
        term: place.term,
        session: place.session,
        period: entry.official_no.series.period(),
        text: entry.text.clone(),
        text_version: TextVersion(1),
        earlier_texts: Vec::new(),
        accepted_text_sha256: Some(entry.text_sha256.clone()),
        errata: Vec::new(),
        lead: entry.lead,
        delegation: place.delegation,
        group: place.group,
        cosigners: cosigners.collect(),
        wishes: Wishes { publish_consent: consent, publish_reason: reason, ..Wishes::default() },
        confidentiality: Confidentiality::default(),
        classification: Classification {
            category: Some(entry.category.clone()),
            ..Classification::default()
        },
        previous: Vec::new(),
        previous_years: Vec::new(),
        merged_into: None,
        status_before_merge: None,
        is_key: false,
        withdrawal: None,
        insisted: false,
        objections: Vec::new(),
        review_remarks: Vec::new(),
        status: SuggestionStatus::Accepted,
        created_at: accepted,
        submitted_at: Some(accepted),
        accepted_at: Some(accepted),
        assigned_at: None,
        replied_at: None,
        closed_at: None,
        send_backs_agreed: 0,
        round: 1,
        dues: SuggestionDues {
            assign: Some(Ctx { now: accepted, ..*ctx }.assign_due(entry.accepted_on)),
            ..SuggestionDues::default()
        },
        evaluation_lapsed: None,
        archive_sha256: None,
        carried_over: None,
    };
    Case {
        suggestion,
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
        file_readings: BTreeMap::new(),
        urges: Vec::new(),
        keys: Vec::new(),
        log: Vec::new(),
        version: Version::FIRST,
    }
}
