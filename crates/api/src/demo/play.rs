//! Driving the use cases: each step by the account that may take it, at its own time.

use super::{
    county::short_name,
    registers::Registers,
    script::Script,
    stage::{Stage, id_of},
    step::{Part, Step},
    text,
};
use crate::{
    http::IfMatch,
    suggestion::{self, Opened, SignOffRequest},
    workers::sweep_deadlines,
};
use actix_web::http::Method;
use anyhow::{Context as _, anyhow, ensure};
use domain::{
    authz::act,
    kernel::{CommitmentId, FileId, HandlingTaskId, PublicationId, SuggestionId, business_date},
    suggestion::{
        Case, Classification, CommitmentStatus, ConfirmCosign, CosignMethod, DeliveryMethod, Evaluate,
        ProposePublication, PublicationDecision, PublicationPart, PublicationStatus, Rating, ReplyKind,
        Responsibles, SecrecyReview, SupplementReply, Urgency, Verdict,
    },
};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The cast, the registers and every matter as it is now.
pub(super) struct Play {
    pub stage: Stage,
    pub registers: Registers,
    pub scripts: Vec<Script>,
    pub cases: Vec<Option<Case>>,
    evidence: HashMap<String, FileId>,
}

/// Opens the matter for an action and lets the domain change it.
macro_rules! on_case {
    ($play:ident, $at:ident, $who:expr, $action:ident, |$case:ident, $permit:ident, $ctx:ident| $change:expr) => {{
        let caller = $play.stage.caller(&$who).await?;
        let now = $play.case($at)?;
        let (id, seen) = (now.id(), IfMatch(now.version));
        let (opened, $permit) = Opened::case::<act::$action>(&$play.stage.state, &caller, id, seen).await?;
        opened.apply(|$case, $ctx| $change).await?
    }};
}

/// The same for one of its tasks.
macro_rules! on_task {
    ($play:ident, $at:ident, $who:expr, $action:ident, $unit:expr, |$case:ident, $permit:ident, $task:ident, $ctx:ident| $change:expr) => {{
        let caller = $play.stage.caller(&$who).await?;
        let now = $play.case($at)?;
        let $task = $play.task($at, $unit)?;
        let (id, seen) = (now.id(), IfMatch(now.version));
        let (opened, $permit) =
            Opened::task::<act::$action>(&$play.stage.state, &caller, (id, $task), seen).await?;
        opened.apply(|$case, $ctx| $change).await?
    }};
}

const STAFF: &str = "daigong";
const HEAD: &str = "daigonghead";
const OFFICE: &str = "zhengfuban";

impl Play {
    pub(super) fn new(stage: Stage, registers: Registers, scripts: Vec<Script>) -> Self {
        let cases = scripts.iter().map(|_| None).collect();
        Self { stage, registers, scripts, cases, evidence: HashMap::new() }
    }

    fn case(&self, at: usize) -> anyhow::Result<&Case> {
        self.cases[at].as_ref().context("the matter was not begun")
    }

    /// The live task of the unit in the present round.
    fn task(&self, at: usize, unit: &str) -> anyhow::Result<HandlingTaskId> {
        let (case, unit_id) = (self.case(at)?, self.registers.units[unit]);
        let task = case.current_tasks().filter(|task| task.unit == unit_id).last();
        Ok(task.with_context(|| format!("{unit} has no task"))?.id)
    }

    fn deputy(&self, member: usize) -> anyhow::Result<String> {
        self.registers.members[member].username.clone().context("the deputy has an account")
    }

    fn lead(&self, at: usize) -> anyhow::Result<String> {
        self.deputy(self.scripts[at].lead)
    }

    /// Who pre-reviews and arbitrates: the government office what it dispatched, else the committee.
    fn tier(&self, at: usize, unit: &str, committee: &'static str) -> anyhow::Result<&'static str> {
        let task = self.task(at, unit)?;
        Ok(if self.case(at)?.task(task)?.parent.is_some() { OFFICE } else { committee })
    }

    /// A command through its route, for those whose route looks things up first.
    async fn http(
        &mut self,
        at: usize,
        who: &str,
        (method, suffix): (Method, &str),
        body: Value,
    ) -> anyhow::Result<Case> {
        let (id, version) = (self.case(at)?.id(), self.case(at)?.version.0);
        let path = format!("/api/v1/suggestions/{id}{suffix}");
        self.stage.send(who, (method, &path), Some(version), &body).await?;
        self.reload(id).await
    }

    async fn post(&mut self, at: usize, who: &str, suffix: &str, body: Value) -> anyhow::Result<Case> {
        self.http(at, who, (Method::POST, suffix), body).await
    }

    async fn post_task(
        &mut self,
        at: usize,
        (who, unit): (&str, &str),
        suffix: &str,
        body: Value,
    ) -> anyhow::Result<Case> {
        let task = self.task(at, unit)?;
        self.post(at, who, &format!("/tasks/{task}{suffix}"), body).await
    }

    async fn reload(&self, id: SuggestionId) -> anyhow::Result<Case> {
        let stored = self.stage.state.store.cases(&[id]).await?;
        Ok(stored.into_iter().next().context("the matter is stored")?.case)
    }

    fn parts(&self, parts: &[Part]) -> Value {
        let parts = parts.iter().map(|part| {
            let scope = (part.role == "split")
                .then(|| format!("由{}就职责范围内事项分别答复", short_name(part.unit)));
            json!({ "unit_id": self.registers.units[part.unit], "role": part.role, "scope_text": scope,
                "tier": if part.through_government { "system" } else { "unit" } })
        });
        json!({ "assignments": parts.collect::<Vec<_>>() })
    }

    /// A photograph that proves what a unit says, uploaded by this account of it once and shown again.
    async fn photograph(&mut self, who: &str) -> anyhow::Result<FileId> {
        if let Some(known) = self.evidence.get(who) {
            return Ok(*known);
        }
        let id = super::evidence::photograph(&mut self.stage, who).await?;
        self.evidence.insert(who.to_owned(), id);
        Ok(id)
    }

    /// What lapse of time alone does to everything that is under way.
    pub(super) async fn sweep(&mut self) -> anyhow::Result<()> {
        let state = &self.stage.state;
        let swept = sweep_deadlines(state).await?;
        ensure!(swept.failed + swept.busy == 0, "the sweep of deadlines: {swept:?}");
        let running: Vec<_> = self.cases.iter().flatten().filter(|case| case.needs_sweep()).collect();
        let ids: Vec<_> = running.into_iter().map(Case::id).collect();
        for stored in state.store.cases(&ids).await? {
            let place = self.cases.iter_mut().flatten().find(|case| case.id() == stored.case.id());
            *place.context("a matter of the demo")? = stored.case;
        }
        Ok(())
    }

    /// Takes one step.
    pub(super) async fn perform(&mut self, at: usize, step: &Step) -> anyhow::Result<()> {
        let case = self.change(at, step).await.map_err(|error| {
            let state = self.cases[at].as_ref().map(|case| case.status().zh());
            anyhow!(
                "{}《{}》({state:?}) {step:?}: {error:#}",
                self.stage.state.now(),
                self.scripts[at].title()
            )
        })?;
        self.cases[at] = Some(case);
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "one arm for every step")]
    async fn change(&mut self, at: usize, step: &Step) -> anyhow::Result<Case> {
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
                let field = &super::topics::FIELDS[play.scripts[at].field];
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
                on_task!(play, at, who, PreReviewReply, unit, |case, permit, task, ctx| case
                    .pass_reply(&permit, task, None, ctx))
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
                let waiting = play.case(at)?.urges.iter().find(|urge| urge.acknowledged_at.is_none());
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
                let command = ProposePublication { part: *part, reply, review, redactions: Vec::new() };
                on_case!(play, at, STAFF, ProposePublication, |case, permit, ctx| case
                    .propose_publication(&permit, command, ctx)
                    .map(|(_, effects)| effects))
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

    /// Everybody who is asked rates every letter that has arrived.
    async fn evaluate(
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

    async fn kept_promise(&mut self, at: usize, unit: &str) -> anyhow::Result<Case> {
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

    fn promise(&self, at: usize, among: &[CommitmentStatus]) -> anyhow::Result<CommitmentId> {
        let promise = self.case(at)?.commitments.iter().find(|promise| among.contains(&promise.status));
        Ok(promise.context("a promise in that state")?.id)
    }

    fn publication(&self, at: usize, status: PublicationStatus) -> anyhow::Result<PublicationId> {
        let part = self.case(at)?.publications.iter().find(|part| part.status == status);
        Ok(part.context("a publication in that state")?.id)
    }

    async fn decide(&mut self, at: usize, decision: PublicationDecision) -> anyhow::Result<Case> {
        let play = self;
        let part = play.publication(at, PublicationStatus::Proposed)?;
        Ok(on_case!(play, at, HEAD, PublishSuggestion, |case, permit, ctx| case
            .decide_publication(&permit, part, decision, ctx)))
    }

    /// How many requests to send back are waiting; for the report.
    pub(super) fn pending_send_backs(&self) -> usize {
        let tasks = self.cases.iter().flatten().flat_map(|case| &case.tasks);
        tasks.filter(|task| task.send_backs.iter().any(|request| request.verdict == Verdict::Pending)).count()
    }
}
