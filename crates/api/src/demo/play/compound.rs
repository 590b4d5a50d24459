//! Steps that are more than one request.

use super::{HEAD, Play};
use crate::demo::text;
use crate::{
    http::IfMatch,
    suggestion::{self, Opened, SignOffRequest},
};
use anyhow::Context as _;
use domain::{
    authz::act,
    kernel::business_date,
    suggestion::{
        Case, CommitmentStatus, Evaluate, PublicationDecision, PublicationStatus, Rating, ReplyKind,
        SupplementReply, UnsatisfiedReason,
    },
};

impl Play {
    /// Everybody who is asked rates every letter that has arrived.
    pub(super) async fn evaluate(
        &mut self,
        at: usize,
        (attitude, result): (Rating, Rating),
        disputed: bool,
    ) -> anyhow::Result<Case> {
        let play = self;
        let mut case = play.case(at)?.clone();
        let today = business_date(play.stage.state.now());
        let merged: Vec<_> = case.children.iter().map(|child| (child.suggestion, child.lead)).collect();
        let raters = std::iter::once((case.id(), case.suggestion.lead)).chain(merged);
        let letters: Vec<_> = case.replies_to_rate().iter().map(|reply| reply.id).collect();
        for (on_behalf_of, deputy) in raters.collect::<Vec<_>>() {
            let member = play.registers.members.iter().position(|member| member.id == deputy);
            let who = play.deputy(member.context("a deputy of the county")?)?;
            for reply in &letters {
                let unsatisfied = [attitude, result].contains(&Rating::Unsatisfied);
                let command = Evaluate {
                    reply: *reply,
                    on_behalf_of,
                    deputy,
                    attitude,
                    result,
                    met: true,
                    received_reply_on: today,
                    who_replied: "分管负责人（演示）".to_owned(),
                    comment: if unsatisfied {
                        "第二条意见没有实质进展，答复偏于原则。"
                    } else {
                        ""
                    }
                    .to_owned(),
                    reasons: if unsatisfied {
                        vec![UnsatisfiedReason::Perfunctory, UnsatisfiedReason::Unsolved]
                    } else {
                        Vec::new()
                    },
                    cosigner_summary: None,
                    disputes_result: disputed.then(|| "答复称已完成，现场查看尚未施工。".to_owned()),
                };
                play.cases[at] = Some(case);
                case = on_case!(play, at, who, EvaluateSuggestion, |case, permit, ctx| case
                    .evaluate(&permit, command, ctx));
            }
        }
        Ok(case)
    }

    pub(super) async fn kept_promise(&mut self, at: usize, unit: &str) -> anyhow::Result<Case> {
        // Who names a file for the first time must have uploaded it.
        let evidence = self.photograph(&format!("{unit}head")).await?;
        let script = &self.scripts[at];
        let public = script.consent == "full" && !script.ask_protection;
        let content = text::kept_letter(script, unit, public, evidence);
        let caller = self.stage.caller(&format!("{unit}head")).await?;
        let (case, task) = (self.case(at)?, self.task(at, unit)?);
        let accepted = case.commitments.iter().filter(|promise| {
            promise.task == task
                && promise.status == CommitmentStatus::Accepted
                && promise.kept_reply.is_none()
        });
        let keeps = accepted.map(|promise| promise.id).collect();
        let (ids, seen) = ((case.id(), task), IfMatch(case.version));
        let (opened, permit) =
            Opened::task::<act::SignOffTask>(&self.stage.state, &caller, ids, seen).await?;
        let request = SignOffRequest {
            doc_no: None,
            signer_name: "主要负责人（演示）".to_owned(),
            by_head: true,
            seal_applied: true,
        };
        let sign_off = suggestion::sign_off(&opened, task, request, Some(&content)).await?;
        let command = SupplementReply { kind: ReplyKind::Supplement, content, sign_off, keeps };
        Ok(opened.apply(|case, ctx| case.supplement_reply(&permit, task, command, ctx)).await?)
    }

    pub(super) async fn decide(&mut self, at: usize, decision: PublicationDecision) -> anyhow::Result<Case> {
        let play = self;
        let part = play.publication(at, PublicationStatus::Proposed)?;
        Ok(on_case!(play, at, HEAD, PublishSuggestion, |case, permit, ctx| case
            .decide_publication(&permit, part, decision, ctx)))
    }
}
