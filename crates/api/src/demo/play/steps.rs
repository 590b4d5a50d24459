//! What each step does, and by whom.

use super::{HEAD, OFFICE, Play, STAFF};
use crate::demo::{stage::id_of, step::Step, text, topics::FIELDS};
use crate::{
    http::IfMatch,
    suggestion::{self, Opened, SignOffRequest},
};
use actix_web::http::Method;
use anyhow::Context as _;
use domain::{
    authz::act,
    kernel::{SuggestionId, business_date},
    suggestion::{
        Case, CheckedItem, Classification, CommitmentStatus, ConfirmCosign, CosignMethod, DeliveryMethod,
        ProposePublication, PublicationDecision, PublicationPart, PublicationStatus, Redaction, Responsibles,
        SecrecyReview, Urge, Urgency,
    },
};
use serde_json::json;

impl Play {
    #[expect(clippy::too_many_lines, reason = "one arm for every step")]
    pub(super) async fn change(&mut self, at: usize, step: &Step) -> anyhow::Result<Case> {
        let play = self;
        let head_of = |unit: &str| format!("{unit}head");
        Ok(match step {
            Step::Draft => {
                let body = text::draft(&play.scripts[at]);
                let lead = play.lead(at)?;
                let made = play.stage.post(&lead, "/api/v1/suggestions", &body).await?;
                play.reload(SuggestionId(id_of(&made)?)).await?
            }
            Step::Invite(deputies) => {
                let ids: Vec<_> = deputies.iter().map(|at| play.registers.members[*at].id).collect();
                let lead = play.lead(at)?;
                play.post(at, &lead, "/cosigners", json!({ "deputy_ids": ids })).await?
            }
            Step::Cosign(member) => {
                let (who, deputy) = (play.deputy(*member)?, play.registers.members[*member].id);
                let text_version = play.case(at)?.suggestion.text_version;
                let command = ConfirmCosign { deputy, text_version, method: CosignMethod::Online };
                on_case!(play, at, who, CosignSuggestion, |case, permit, ctx| case
                    .confirm_cosign(&permit, command, ctx))
            }
            Step::DeclineCosign(member) => {
                let who = play.deputy(*member)?;
                play.post(at, &who, "/decline-cosign", json!({})).await?
            }
            Step::Submit => {
                let lead = play.lead(at)?;
                let caller = play.stage.caller(&lead).await?;
                let now = play.case(at)?;
                suggestion::submit(&play.stage.state, &caller, now.id(), IfMatch(now.version)).await?
            }
            Step::Return(reason, text) => {
                play.post(at, STAFF, "/return", json!({ "reasons": [reason], "text": text })).await?
            }
            Step::Insist => {
                let (lead, reason) =
                    (play.lead(at)?, "所提事项群众反映集中，地点和意见已经具体，请予立案办理。");
                play.post(at, &lead, "/insist", json!({ "reason": reason })).await?
            }
            Step::Withdraw => {
                let (lead, reason) = (play.lead(at)?, "经与有关单位沟通，事项已列入在建项目，申请撤回。");
                play.post(at, &lead, "/withdraw", json!({ "reason": reason })).await?
            }
            Step::AgreeWithdrawal(member) => {
                let who = play.deputy(*member)?;
                play.post(at, &who, "/agree-withdrawal", json!({})).await?
            }
            Step::NotAccept(reason, text) => {
                let body = json!({ "reasons": [reason], "text": text, "outcome": "letter" });
                play.post(at, HEAD, "/not-accept", body).await?
            }
            Step::Accept { by_head, urgent_by } => {
                let caller = play.stage.caller(if *by_head { HEAD } else { STAFF }).await?;
                let field = &FIELDS[play.scripts[at].field];
                let classification = Classification {
                    category: Some(field.category.to_owned()),
                    sub_category: None,
                    committee: Some(play.registers.units[field.committee]),
                    urgency: urgent_by.map_or(Urgency::Normal, |by| Urgency::TimeBound { by }),
                };
                let now = play.case(at)?;
                let seen = IfMatch(now.version);
                suggestion::accept(&play.stage.state, &caller, now.id(), seen, || Ok(classification)).await?
            }
            Step::Protect { confidential } => {
                let body = json!({ "confidential": confidential, "hide_names_from_units": true,
                    "reason": "内容敏感，限定知悉范围。", "named_account_ids": [] });
                play.http(at, STAFF, (Method::PUT, "/confidentiality"), body).await?
            }
            Step::Merge { child } => {
                let other = play.case(*child)?;
                let (id, body) =
                    (other.id(), json!({ "child_id": other.id(), "child_version": other.version.0 }));
                let case = play.post(at, STAFF, "/merge", body).await?;
                play.cases[*child] = Some(play.reload(id).await?);
                case
            }
            Step::LinkPrevious { earlier } => {
                let body = json!({ "suggestion_ids": [play.case(*earlier)?.id()] });
                play.http(at, STAFF, (Method::PUT, "/previous"), body).await?
            }
            Step::Assign(parts) => {
                let body = play.parts(parts);
                play.post(at, STAFF, "/assign", body).await?
            }
            Step::Dispatch(parts) => {
                let body = play.parts(parts);
                play.post_task(at, (OFFICE, "zhengfu"), "/dispatch", body).await?
            }
            Step::ObjectToUnit => {
                let body = json!({ "reason": "主要事项涉及资金安排，建议由财政部门主办。",
                    "suggested_unit_id": play.registers.units["caizheng"] });
                let lead = play.lead(at)?;
                play.post(at, &lead, "/object-to-unit", body).await?
            }
            Step::DecideObjection { agree } => {
                let body = json!({ "agree": agree, "answer": "承办单位为行业主管部门，资金事项由其会同财政部门研究，维持交办。" });
                play.post(at, STAFF, "/decide-objection", body).await?
            }
            Step::Sign(unit) => {
                let who = if *unit == "zhengfu" { OFFICE } else { *unit };
                on_task!(play, at, who, SignForTask, unit, |case, permit, task, ctx| case
                    .sign(&permit, task, ctx))
            }
            Step::RequestSendBack(unit) => {
                let body =
                    json!({ "reason": "所提事项不属于我单位职责，依据职能配置规定应由其他部门主办。" });
                play.post_task(at, (&head_of(unit), unit), "/request-send-back", body).await?
            }
            Step::DecideSendBack { unit, agree, new_unit } => {
                let who = play.tier(at, unit, HEAD)?;
                let reason = if *agree {
                    "经核实情况属实，同意调整。"
                } else {
                    "该事项属行业管理职责，不同意退办，请认真办理。"
                };
                let body = json!({ "agree": agree, "reason": reason,
                    "new_unit_id": new_unit.map(|unit| play.registers.units[unit]) });
                play.post_task(at, (who, unit), "/decide-send-back", body).await?
            }
            Step::Start(unit) => {
                let responsibles = Responsibles {
                    handler: play.stage.account(unit)?,
                    leader_name: "分管负责人（演示）".to_owned(),
                    leader: None,
                    plan: "先实地了解情况并与代表沟通，再研究提出办理意见。".to_owned(),
                };
                on_task!(play, at, unit, HandleTask, unit, |case, permit, task, ctx| case.start(
                    &permit,
                    task,
                    responsibles,
                    ctx
                ))
            }
            Step::Contact { unit, face } => {
                let script = &play.scripts[at];
                let person = json!({ "name": "演分管", "post": "分管负责人", "rank": "deputy_head" });
                let at_time = domain::kernel::congress_time(play.stage.state.now()).to_rfc3339();
                let body = json!({ "kind": if *face { "site" } else { "phone" }, "face_to_face": face, "at": at_time,
                    "place": if *face { script.place.as_str() } else { "" }, "unit_people": [person],
                    "deputy_ids": [play.registers.members[script.lead].id], "summary": text::talk(script, *face) });
                play.post_task(at, (unit, unit), "/contacts", body).await?
            }
            Step::ConfirmContact(unit) | Step::DisputeContact(unit) => {
                let disputed = matches!(step, Step::DisputeContact(_))
                    .then_some("当日仅电话联系，没有到现场，请补充沟通。");
                let (who, deputy) = (play.lead(at)?, play.registers.members[play.scripts[at].lead].id);
                let task = play.task(at, unit)?;
                let awaited = play.case(at)?.task(task)?.contacts.iter().rev();
                let contact =
                    awaited.filter(|log| log.awaiting().any(|who| who == deputy)).map(|log| log.id).next();
                let contact = contact.context("a talk that waits for the deputy's word")?;
                on_task!(play, at, who, ConfirmContact, unit, |case, permit, task, ctx| case
                    .answer_contact(&permit, task, contact, deputy, disputed, ctx))
            }
            Step::DraftCoOpinion(unit) => {
                let opinion = text::co_opinion(&play.scripts[at], unit);
                on_task!(play, at, unit, HandleTask, unit, |case, permit, task, ctx| case
                    .draft_co_opinion(&permit, task, &opinion, ctx))
            }
            Step::IssueCoOpinion(unit) => {
                let opinion = text::co_opinion(&play.scripts[at], unit);
                on_task!(play, at, head_of(unit), SignOffTask, unit, |case, permit, task, ctx| case
                    .issue_co_opinion(&permit, task, &opinion, ctx))
            }
            Step::ReturnCoOpinion(unit) => {
                let who = head_of(play.scripts[at].matter().lead);
                let body = json!({ "reason": "没有说明具体措施和完成时间，请补充。" });
                play.post_task(at, (&who, unit), "/return-co-opinion", body).await?
            }
            Step::MarkCoOpinionMissing(unit) => {
                let who = play.scripts[at].matter().lead;
                play.post_task(at, (who, unit), "/mark-co-opinion-missing", json!({})).await?
            }
            Step::HoldingAnswer(unit) => {
                let body = json!({ "text": "已完成现场踏勘和部门会商，正在测算资金和编制方案，形成结果后及时答复代表。" });
                play.post_task(at, (unit, unit), "/holding-answers", body).await?
            }
            Step::RequestExtension { unit, until } => {
                let body = json!({ "reason": "事项涉及多个部门和年度资金安排，需要组织专题论证，申请延期答复。", "until": until });
                play.post_task(at, (unit, unit), "/request-extension", body).await?
            }
            Step::DecideExtension { unit, until } => {
                let reason = if until.is_some() {
                    "情况属实，同意延期，请及时告知代表。"
                } else {
                    "具备按期答复条件，不同意延期。"
                };
                let body = json!({ "approved_until": until, "reason": reason });
                play.post_task(at, (HEAD, unit), "/decide-extension", body).await?
            }
            Step::DraftReply { unit, category, public } => {
                let evidence =
                    if category.needs_evidence() { Some(play.photograph(unit).await?) } else { None };
                let today = business_date(play.stage.state.now());
                let content = text::letter(&play.scripts[at], (unit, *category), today, (*public, evidence));
                on_task!(play, at, unit, HandleTask, unit, |case, permit, task, ctx| case
                    .draft_reply(&permit, task, content, ctx))
            }
            Step::SubmitReply(unit) => {
                on_task!(play, at, unit, HandleTask, unit, |case, permit, task, ctx| case
                    .submit_reply(&permit, task, ctx))
            }
            Step::ReturnReply(unit) => {
                let who = play.tier(at, unit, STAFF)?;
                let body = json!({ "checklist": ["every_proposal_answered"], "remark": "第二条意见答复不具体，请补充措施和时间。" });
                play.post_task(at, (who, unit), "/return-reply", body).await?
            }
            Step::PassReply(unit) => {
                let who = play.tier(at, unit, STAFF)?;
                on_task!(play, at, who, PreReviewReply, unit, |case, permit, task, ctx| case.pass_reply(
                    &permit,
                    task,
                    CheckedItem::all_met(),
                    ctx
                ))
            }
            Step::RejectDraft(unit) => {
                let body = json!({ "remark": "请核实完成时间后再报签发。" });
                play.post_task(at, (&head_of(unit), unit), "/reject-draft", body).await?
            }
            Step::SignOff(unit) => {
                let caller = play.stage.caller(&head_of(unit)).await?;
                let (now, task) = (play.case(at)?, play.task(at, unit)?);
                let request = SignOffRequest {
                    doc_no: None,
                    signer_name: "主要负责人（演示）".to_owned(),
                    by_head: true,
                    seal_applied: true,
                };
                let (ids, seen) = ((now.id(), task), IfMatch(now.version));
                suggestion::sign_off_letter(&play.stage.state, &caller, ids, seen, || Ok(request)).await?
            }
            Step::Deliver(unit) => {
                let method = if play.scripts[at].lead.is_multiple_of(3) {
                    DeliveryMethod::Online
                } else {
                    DeliveryMethod::Face
                };
                on_task!(play, at, unit, DeliverReply, unit, |case, permit, task, ctx| case
                    .deliver(&permit, task, method, ctx))
            }
            Step::NoteAsRead(unit) => {
                let body = json!({ "text": "已阅研究，将在编制明年工作计划时吸收代表意见。", "signer_name": "主要负责人（演示）" });
                play.post_task(at, (&head_of(unit), unit), "/note-as-read", body).await?
            }
            Step::Evaluate { attitude, result, disputed } => {
                play.evaluate(at, (*attitude, *result), *disputed).await?
            }
            Step::FlagPressure => {
                let lead = play.lead(at)?;
                let body = json!({ "text": "承办单位工作人员两次来电要求评价满意，请代表工委了解。" });
                play.post(at, &lead, "/pressure-flags", body).await?
            }
            Step::Interview => {
                play.post(
                    at,
                    STAFF,
                    "/interview",
                    json!({ "text": "已约谈承办单位分管负责人，要求改进工作作风。" }),
                )
                .await?
            }
            Step::Explain => {
                let body =
                    json!({ "text": "受现行政策限制暂不能实施，代表、单位、代表工委三方已会商说明。" });
                play.post(at, STAFF, "/explain", body).await?
            }
            Step::OrderRehandle => {
                let body = json!({ "reason": "第二条意见没有实质办理，责成在一个月内重新办理并答复。", "task_ids": [], "with_co_units": false });
                play.post(at, HEAD, "/rehandle", body).await?
            }
            Step::Reopen => {
                let body = json!({ "reason": "代表反映整改后反弹，重新启动办理。", "task_ids": [], "with_co_units": false });
                play.post(at, HEAD, "/reopen", body).await?
            }
            Step::Urge { by } => {
                let who = if *by == "lead" { play.lead(at)? } else { (*by).to_owned() };
                let body = json!({ "task_id": null, "text": "请抓紧与代表沟通，按期答复。" });
                play.post(at, &who, "/urge", body).await?
            }
            Step::AcknowledgeUrge(unit) => {
                // A card of another unit's part is not this unit's to answer; an urge of the whole matter is.
                let open = |urge: &&Urge| urge.acknowledged_at.is_none() && urge.task.is_none();
                let waiting = play.case(at)?.urges.iter().find(open);
                let urge = waiting.context("an urge")?.id;
                let body = json!({ "urge_id": urge, "text": "已约定本周与代表面商。" });
                play.post(at, unit, "/acknowledge-urge", body).await?
            }
            Step::ReportPromise(unit) => {
                let photograph = play.photograph(unit).await?;
                let promise = play.promise(at, &[CommitmentStatus::Open, CommitmentStatus::CarriedOver])?;
                let body = json!({ "text": "承诺事项已经完成，现场已验收。", "evidence_ids": [photograph] });
                play.post(at, unit, &format!("/commitments/{promise}/report"), body).await?
            }
            Step::JudgePromise { accept } => {
                let promise = play.promise(at, &[CommitmentStatus::Reported])?;
                let body = json!({ "accept": accept, "reason": "经现场核实，予以认定。" });
                play.post(at, STAFF, &format!("/commitments/{promise}/judge"), body).await?
            }
            Step::CarryOverPromise { until } => {
                let promise = play.promise(at, &[CommitmentStatus::Open])?;
                let suffix = format!("/commitments/{promise}/carry-over");
                play.post(at, STAFF, &suffix, json!({ "due": until })).await?
            }
            Step::FailPromise(unit) => {
                let promise = play.promise(at, &[CommitmentStatus::Open])?;
                let body = json!({ "explanation": "因上级资金计划调整，年内不能实施，已列入下一轮项目储备，特此说明。" });
                play.post(at, unit, &format!("/commitments/{promise}/fail"), body).await?
            }
            Step::ConfirmExplanation => {
                let (lead, promise) = (play.lead(at)?, play.promise(at, &[CommitmentStatus::Failed])?);
                play.post(at, &lead, &format!("/commitments/{promise}/confirm-explanation"), json!({}))
                    .await?
            }
            Step::KeptPromiseLetter(unit) => play.kept_promise(at, unit).await?,
            Step::Close => {
                on_case!(play, at, STAFF, CloseSuggestion, |case, permit, ctx| case.close(&permit, ctx))
            }
            Step::Archive => play.post(at, STAFF, "/archive", json!({})).await?,
            Step::Propose(part) => {
                let reply = (*part == PublicationPart::Reply)
                    .then(|| {
                        play.case(at)
                            .ok()?
                            .replies
                            .iter()
                            .find(|reply| reply.is_issued())
                            .map(|reply| reply.id)
                    })
                    .flatten();
                let review = SecrecyReview { secret: true, commercial: true, privacy: true, stability: true };
                on_case!(play, at, STAFF, ProposePublication, |case, permit, ctx| {
                    // The clerk covers whatever is marked.
                    let marks = case.marked_part(*part, reply, ctx.today()).marks.into_iter();
                    let redactions = marks.map(|mark| Redaction {
                        field: mark.field,
                        start: mark.range.start,
                        end: mark.range.end,
                        kind: mark.kind,
                    });
                    let redactions = redactions.collect();
                    let command = ProposePublication { part: *part, reply, review, redactions };
                    case.propose_publication(&permit, command, ctx).map(|(_, effects)| effects)
                })
            }
            Step::Release => play.decide(at, PublicationDecision::Release).await?,
            Step::Withhold => {
                let reason = "正文涉及尚未公开的规划方案，暂不公开。".to_owned();
                play.decide(at, PublicationDecision::Withhold { reason }).await?
            }
            Step::Unpublish => {
                let publication = play.publication(at, PublicationStatus::Released)?;
                let body = json!({ "reason": "标题表述有误，更正后重新公开。" });
                play.post(at, HEAD, &format!("/publications/{publication}/unpublish"), body).await?
            }
        })
    }
}
