//! Driving the use cases: each step by the account that may take it, at its own time.

use super::{
    county::short_name,
    registers::Registers,
    script::Script,
    stage::Stage,
    step::{Part, Step},
};
use crate::workers::sweep_deadlines;
use actix_web::http::Method;
use anyhow::{Context as _, anyhow, ensure};
use domain::{
    kernel::{CommitmentId, FileId, HandlingTaskId, PublicationId, SuggestionId},
    suggestion::{Case, CommitmentStatus, PublicationStatus, Verdict},
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

mod compound;
mod steps;

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

    pub(super) async fn post(
        &mut self,
        at: usize,
        who: &str,
        suffix: &str,
        body: Value,
    ) -> anyhow::Result<Case> {
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

    fn promise(&self, at: usize, among: &[CommitmentStatus]) -> anyhow::Result<CommitmentId> {
        let promise = self.case(at)?.commitments.iter().find(|promise| among.contains(&promise.status));
        Ok(promise.context("a promise in that state")?.id)
    }

    fn publication(&self, at: usize, status: PublicationStatus) -> anyhow::Result<PublicationId> {
        let part = self.case(at)?.publications.iter().find(|part| part.status == status);
        Ok(part.context("a publication in that state")?.id)
    }

    /// How many requests to send back are waiting; for the report.
    pub(super) fn pending_send_backs(&self) -> usize {
        let tasks = self.cases.iter().flatten().flat_map(|case| &case.tasks);
        tasks.filter(|task| task.send_backs.iter().any(|request| request.verdict == Verdict::Pending)).count()
    }
}
