//! What came of a matter, as [`super::detail`] shows it: ratings, promises, what is public.

use super::{
    detail::View,
    detail_task::instant,
    outcome_dto::{
        CommitmentReportResponse, CommitmentResponse, FeedbackResponse, MilestoneResponse,
        PublicationOptionResponse, PublicationResponse, RatingDueResponse,
    },
    publishing::RedactionDto,
};
use domain::{authz::suggestion::Sight, kernel::DeputyId};

impl View<'_> {
    pub(super) fn feedbacks(&self, sight: Sight) -> Vec<FeedbackResponse> {
        let feedbacks = self.case.feedbacks.iter();
        feedbacks
            .map(|feedback| FeedbackResponse {
                id: feedback.id.0,
                reply_id: feedback.reply.0,
                deputy: self.deputy(feedback.deputy, sight),
                round: feedback.round,
                attitude: feedback.attitude,
                result: feedback.result,
                met: feedback.met,
                comment: feedback.comment.clone(),
                reasons: feedback.reasons.clone(),
                entry: feedback.entry,
                paper_scan: self.files(&feedback.paper_scan).pop(),
                submitted_at: feedback.submitted_at.into(),
            })
            .collect()
    }

    /// Nobody else may know who is about to rate: only who owes it, and the committee's desk.
    pub(super) fn ratings_due(&self, sight: Sight) -> Vec<RatingDueResponse> {
        let own: Vec<DeputyId> = self.actor.deputies().collect();
        self.case
            .ratings_due(self.ctx)
            .filter(|due| sight.pressure || own.contains(&due.deputy))
            .map(|due| RatingDueResponse {
                reply_id: due.reply.0,
                on_behalf_of_id: due.on_behalf_of.0,
                deputy: self.deputy(due.deputy, sight),
            })
            .collect()
    }

    pub(super) fn commitments(&self) -> Vec<CommitmentResponse> {
        let commitments = self.case.commitments.iter();
        commitments
            .map(|promise| CommitmentResponse {
                id: promise.id.0,
                unit: self.named(promise.unit.0),
                text: promise.text.clone(),
                responsible: promise.responsible.clone(),
                due: promise.due,
                original_due: promise.original_due,
                milestones: promise
                    .milestones
                    .iter()
                    .map(|milestone| MilestoneResponse {
                        text: milestone.text.clone(),
                        date: milestone.date,
                        reached: milestone.reached.as_ref().map(|reached| CommitmentReportResponse {
                            text: reached.text.clone(),
                            at: reached.at.into(),
                            evidence: self.files(&reached.evidence),
                        }),
                    })
                    .collect(),
                breached_at: instant(promise.breached_at),
                former_units: promise.former_units.iter().map(|id| self.named(id.0)).collect(),
                status: promise.status,
                status_label: self.word(promise.status),
                reports: promise
                    .reports
                    .iter()
                    .rev()
                    .map(|report| CommitmentReportResponse {
                        text: report.text.clone(),
                        at: report.at.into(),
                        evidence: self.files(&report.evidence),
                    })
                    .collect(),
                explanation: promise.explanation.as_ref().map(|explanation| explanation.text.clone()),
                explanation_received: promise.explanation.as_ref().is_some_and(|e| e.received.is_some()),
            })
            .collect()
    }

    pub(super) fn publication_options(&self) -> Vec<PublicationOptionResponse> {
        let options = self.case.publication_options(self.ctx.settings.feedback_public).into_iter();
        options
            .map(|option| PublicationOptionResponse {
                part: option.part,
                reply_id: option.reply.map(|id| id.0),
                barred: option.barred.map(|code| code.code()),
            })
            .collect()
    }

    pub(super) fn publications(&self) -> Vec<PublicationResponse> {
        let publications = self.case.publications.iter();
        publications
            .map(|part| PublicationResponse {
                id: part.id.0,
                part: part.part,
                reply_id: part.reply.map(|id| id.0),
                status: part.status,
                redactions: part
                    .redactions
                    .iter()
                    .map(|mark| RedactionDto {
                        field: mark.field.clone(),
                        start: mark.start,
                        end: mark.end,
                        kind: mark.kind.clone(),
                    })
                    .collect(),
                proposed_at: part.proposed_at.into(),
                decided_at: instant(part.decided_at),
                reason: part.reason.clone(),
                withdrawn_at: instant(part.withdrawn_at),
                withdrawal: part.withdrawal,
            })
            .collect()
    }
}
