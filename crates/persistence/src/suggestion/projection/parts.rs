use super::root::small;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    kernel::business_date,
    suggestion::{Case, Issue},
};
use uuid::Uuid;

super::line! {
    /// 提出人: a deputy who signed, was invited, or signed what was merged into it.
    PartyLine, "suggestion_party", "suggestion_id, deputy_id, role" {
        suggestion_id: Uuid,
        deputy_id: Uuid,
        role: &'static str,
        position: i32,
        confirmed: bool,
        declined: bool,
        expires_at: Option<DateTime<Utc>>,
    }
}

impl PartyLine {
    pub fn all(case: &Case) -> Vec<Self> {
        let suggestion = &case.suggestion;
        let line = |deputy_id, role, position, confirmed| Self {
            suggestion_id: case.id().0,
            deputy_id,
            role,
            position,
            confirmed,
            declined: false,
            expires_at: None,
        };
        let mut lines = vec![line(suggestion.lead.0, "lead", 0, true)];
        lines.extend(suggestion.cosigners.iter().map(|cosigner| Self {
            declined: cosigner.declined_at.is_some(),
            // What the sweep has told both sides need not be found again.
            expires_at: Some(cosigner.expires_at).filter(|_| cosigner.expired_at.is_none()),
            ..line(
                cosigner.deputy.0,
                "cosigner",
                small(cosigner.position as usize),
                cosigner.is_confirmed(suggestion.text_version),
            )
        }));
        for (place, child) in case.children.iter().enumerate() {
            lines.push(line(child.lead.0, "merged_lead", small(place), true));
            lines.extend(
                child.cosigners.iter().map(|deputy| line(deputy.0, "merged_cosigner", small(place), true)),
            );
        }
        // Two merged suggestions may have the same signer; one line says it.
        let mut seen = std::collections::HashSet::new();
        lines.retain(|line| seen.insert((line.deputy_id, line.role)));
        lines
    }
}

super::line! {
    /// 已签发的答复
    ReplyLine, "suggestion_reply", "id" {
        id: Uuid,
        suggestion_id: Uuid,
        task_id: Uuid,
        unit_id: Uuid,
        round: i32,
        ordinal: i32,
        kind: &'static str,
        category: &'static str,
        doc_year: i32,
        doc_no: String,
        issued_at: DateTime<Utc>,
        delivered_at: Option<DateTime<Utc>>,
        publish_attr: &'static str,
        disputed: bool,
    }
}

impl ReplyLine {
    pub fn all(case: &Case) -> Vec<Self> {
        let issued = case.replies.iter().filter_map(|reply| Some((reply, reply.issue.as_ref()?)));
        issued
            .map(|(reply, issue)| Self {
                id: reply.id.0,
                suggestion_id: case.id().0,
                task_id: reply.task.0,
                unit_id: reply.unit.0,
                round: small(reply.round as usize),
                ordinal: small(reply.ordinal as usize),
                kind: reply.kind.code(),
                category: reply.content.category.code(),
                doc_year: doc_year(issue),
                doc_no: issue.doc_no.clone(),
                issued_at: issue.issued_at,
                delivered_at: reply.delivered_at(),
                publish_attr: reply.content.publish_attr.code(),
                disputed: reply.disputed.is_some(),
            })
            .collect()
    }
}

/// The year in the document number's brackets, else that of the issue.
fn doc_year(issue: &Issue) -> i32 {
    let bracketed = issue.doc_no.split_once('〔').and_then(|(_, rest)| rest.split_once('〕'));
    bracketed.and_then(|(year, _)| year.parse().ok()).unwrap_or_else(|| business_date(issue.issued_at).year())
}

super::line! {
    /// 评价
    FeedbackLine, "suggestion_feedback", "id" {
        id: Uuid,
        suggestion_id: Uuid,
        reply_id: Uuid,
        on_behalf_of: Uuid,
        deputy_id: Uuid,
        round: i32,
        attitude: &'static str,
        result: &'static str,
        entry: &'static str,
        submitted_at: DateTime<Utc>,
    }
}

impl FeedbackLine {
    pub fn all(case: &Case) -> Vec<Self> {
        case.feedbacks
            .iter()
            .map(|feedback| Self {
                id: feedback.id.0,
                suggestion_id: case.id().0,
                reply_id: feedback.reply.0,
                on_behalf_of: feedback.on_behalf_of.0,
                deputy_id: feedback.deputy.0,
                round: small(feedback.round as usize),
                attitude: feedback.attitude.code(),
                result: feedback.result.code(),
                entry: feedback.entry.code(),
                submitted_at: feedback.submitted_at,
            })
            .collect()
    }
}

super::line! {
    /// 承诺
    CommitmentLine, "suggestion_commitment", "id" {
        id: Uuid,
        suggestion_id: Uuid,
        task_id: Uuid,
        unit_id: Uuid,
        text: String,
        responsible: String,
        status: &'static str,
        settled: bool,
        original_due_on: NaiveDate,
        due_on: NaiveDate,
        accepted_at: Option<DateTime<Utc>>,
        created_at: DateTime<Utc>,
    }
}

impl CommitmentLine {
    pub fn all(case: &Case) -> Vec<Self> {
        case.commitments
            .iter()
            .map(|promise| Self {
                id: promise.id.0,
                suggestion_id: case.id().0,
                task_id: promise.task.0,
                unit_id: promise.unit.0,
                text: promise.text.clone(),
                responsible: promise.responsible.clone(),
                status: promise.status.code(),
                settled: promise.is_settled(),
                original_due_on: promise.original_due,
                due_on: promise.due,
                accepted_at: promise.accepted_at,
                created_at: promise.created_at,
            })
            .collect()
    }
}

super::line! {
    /// 公开决定
    PublicationLine, "suggestion_publication", "id" {
        id: Uuid,
        suggestion_id: Uuid,
        part: &'static str,
        reply_id: Option<Uuid>,
        status: &'static str,
        proposed_at: DateTime<Utc>,
        decided_at: Option<DateTime<Utc>>,
    }
}

impl PublicationLine {
    pub fn all(case: &Case) -> Vec<Self> {
        case.publications
            .iter()
            .map(|publication| Self {
                id: publication.id.0,
                suggestion_id: case.id().0,
                part: publication.part.code(),
                reply_id: publication.reply.map(|reply| reply.0),
                status: publication.status.code(),
                proposed_at: publication.proposed_at,
                decided_at: publication.decided_at,
            })
            .collect()
    }
}

super::line! {
    /// 沿革
    LogLine, "suggestion_log", "suggestion_id, position" {
        suggestion_id: Uuid,
        position: i32,
        task_id: Option<Uuid>,
        from_status: Option<String>,
        to_status: String,
        step: String,
        account_id: Option<Uuid>,
        at: DateTime<Utc>,
        note: Option<String>,
    }
}

impl LogLine {
    pub fn all(case: &Case) -> Vec<Self> {
        case.log
            .iter()
            .enumerate()
            .map(|(position, line)| Self {
                suggestion_id: case.id().0,
                position: small(position),
                task_id: line.task.map(|task| task.0),
                from_status: line.from.clone(),
                to_status: line.to.clone(),
                step: line.step.clone(),
                account_id: line.by.map(|account| account.0),
                at: line.at,
                note: line.note.clone(),
            })
            .collect()
    }
}
