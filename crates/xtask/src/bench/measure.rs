//! What is measured, and in which order.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::api_server::{ApiServer, Processors};
use super::http::Client;
use super::open::{self, Export, Lag, Open};
use super::recorded::{self, Statement};
use super::requests::{
    FILTERS, draft, draft_table, head, id, id_expression, list_path, list_script, rotating, search_paths,
    write_script, write_transaction,
};
use super::stage::{Stage, Staged};
use super::{Plan, load, pgbench, psql};
use crate::console::Step;
use crate::process;

/// Signed in, reads everything that was handed in.
const CLERK: &str = "daigong";
/// Signed in, writes drafts.
const DEPUTY: &str = "daibiao1";
/// Public pages that are asked for.
const PAGES: u64 = 2_000;
/// What other systems list.
const OPEN_FILTERS: [&str; 4] = [
    "",
    "&sort=-updated",
    "&status=handling,replied&sort=-updated",
    "&category=%E5%9F%8E%E5%BB%BA%E4%BA%A4%E9%80%9A",
];
/// Drafts that are changed.
const DRAFTS: usize = 256;

/// One kind of request.
pub struct Measured {
    /// Its name in the report.
    pub name: &'static str,
    /// The server under load.
    pub api: load::Outcome,
    /// The same statements in the database alone.
    pub same: Option<pgbench::Outcome>,
    /// Statements that one request sends.
    pub statements: usize,
    /// Most megabytes the server held.
    pub megabytes: f64,
    /// Cores that the server had, and those that it waited for.
    pub processors: Processors,
    /// The project's target for the ratio, where it has one.
    pub target: Option<f64>,
}

/// Everything that was measured.
pub struct Results {
    /// Kinds of requests.
    pub measured: Vec<Measured>,
    /// The row of one suggestion by its id, nothing else: the shortest useful statement.
    pub bare: pgbench::Outcome,
    /// The list over the small database.
    pub few: load::Outcome,
    /// Rows of the small database.
    pub few_rows: u64,
    /// Rows of the large one.
    pub rows: u64,
    /// Megabytes after start, before any load.
    pub idle_megabytes: f64,
    /// How far the change feed is behind.
    pub lag: Lag,
    /// Every matter as one file.
    pub export: Export,
}

/// All measurements.
pub fn all(plan: &Plan, stage: &Stage<'_>, few: &Staged, many: &Staged) -> Result<Results> {
    let few_outcome = {
        let step = Step::start(format!("List over {} rows", few.rows));
        let server = ApiServer::start(stage, few)?;
        stage.at_rest()?;
        let clerk = Client::sign_in(server.port(), CLERK)?;
        let outcome = load::run(plan, stage, server.port(), "list-few", &list_script(&clerk), true)?;
        step.done(&said(&outcome));
        outcome
    };
    let server = ApiServer::start(stage, many)?;
    stage.at_rest()?;
    let idle_megabytes = server.megabytes();
    let bench = Bench { plan, stage, many, server: &server };
    let bare = bench.bare()?;
    let mut measured = vec![bench.one()?, bench.list()?, bench.search()?, bench.page(&bare)?];
    let open = Open::prepare(stage, many, server.port())?;
    measured.extend([
        bench.open_one(&open)?,
        bench.open_unchanged(&open)?,
        bench.open_list(&open)?,
        bench.open_feed(&open)?,
    ]);
    let step = Step::start("export");
    let export = open::export(&server, &open)?;
    step.done(&format!("{} matters in {:.1} s, {:.0} MB more", export.rows, export.seconds, export.growth));
    measured.push(bench.write()?);
    let step = Step::start("feed lag");
    let lag = open::lag(plan, stage, many, server.port())?;
    step.done(&format!("{} changes, p50 {:.0} ms, p99 {:.0} ms", lag.changes, lag.p50, lag.p99));
    Ok(Results {
        measured,
        bare,
        few: few_outcome,
        few_rows: few.rows,
        rows: many.rows,
        idle_megabytes,
        lag,
        export,
    })
}

struct Bench<'a> {
    plan: &'a Plan,
    stage: &'a Stage<'a>,
    many: &'a Staged,
    server: &'a ApiServer,
}

impl Bench<'_> {
    fn port(&self) -> u16 {
        self.server.port()
    }

    fn bare(&self) -> Result<pgbench::Outcome> {
        let step = Step::start("Database alone: the row of one suggestion");
        let script = format!(
            "{}SELECT s.version, s.path, s.body FROM suggestion s WHERE s.id = {};\n",
            self.choose(self.many.copies),
            id_expression()
        );
        let outcome = self.pgbench("bare", &[script])?;
        step.done(&format!("{:.0}/s", outcome.per_second));
        Ok(outcome)
    }

    fn one(&self) -> Result<Measured> {
        let clerk = Client::sign_in(self.port(), CLERK)?;
        let some = id(1, 1);
        let path = format!("/api/v1/suggestions/{some}");
        let statements = self.recorded(&path, &clerk)?;
        let script: String = statements
            .iter()
            .map(|statement| statement.script(|value| (value == some).then(id_expression)))
            .collect();
        let lua = format!(
            "{}\nrequest = function()\n  return string.format(head, math.random(1, {}), math.random(1, {}))\nend\n",
            head("/api/v1/suggestions/%08x-0000-7000-8000-%012x", Some(&clerk)),
            self.many.copies,
            self.many.readable
        );
        let scripts = [format!("{}{script}", self.choose(self.many.copies))];
        self.measure("one suggestion", &lua, Some(("one", &scripts)), statements.len(), Some(0.18))
    }

    fn list(&self) -> Result<Measured> {
        let clerk = Client::sign_in(self.port(), CLERK)?;
        let paths = FILTERS.map(list_path);
        let (scripts, statements) = self.scripts(&paths, &clerk)?;
        self.measure("list of 20", &list_script(&clerk), Some(("list", &scripts)), statements, Some(0.22))
    }

    fn search(&self) -> Result<Measured> {
        let clerk = Client::sign_in(self.port(), CLERK)?;
        let paths = search_paths();
        let (scripts, statements) = self.scripts(&paths, &clerk)?;
        let lua = rotating(&paths, &clerk);
        self.measure("search", &lua, Some(("search", &scripts)), statements, None)
    }

    fn page(&self, bare: &pgbench::Outcome) -> Result<Measured> {
        let copies = (PAGES / self.many.public).clamp(1, self.many.copies);
        let lua = format!(
            "{}\nrequest = function()\n  return string.format(head, math.random(1, {copies}), math.random(1, {}))\nend\n",
            head("/api/v1/public/suggestions/%08x-0000-7000-8000-%012x", None),
            self.many.public
        );
        // Without the memory, the least that a page asks of the database is its row.
        let mut measured = self.measure("public page", &lua, None, 0, Some(0.8))?;
        measured.same = Some(bare.clone());
        Ok(measured)
    }

    /// One matter for another system, beside the database alone reading its row.
    fn open_one(&self, open: &Open) -> Result<Measured> {
        let scripts = open.row_scripts();
        self.measure("open: one matter", &open.one_script(), Some(("open-one", &scripts)), 1, Some(0.8))
    }

    /// The same for a system that has it already.
    fn open_unchanged(&self, open: &Open) -> Result<Measured> {
        let scripts = open.row_scripts();
        self.measure("open: 304", &open.unchanged_script(), Some(("open-304", &scripts)), 1, Some(0.8))
    }

    fn open_list(&self, open: &Open) -> Result<Measured> {
        let paths = OPEN_FILTERS.map(|filter| format!("/api/v1/open/suggestions?limit=50{filter}"));
        let (scripts, statements) = self.scripts(&paths, &open.client)?;
        let lua = rotating(&paths, &open.client);
        self.measure("open: list of 50", &lua, Some(("open-list", &scripts)), statements, None)
    }

    fn open_feed(&self, open: &Open) -> Result<Measured> {
        let some: Vec<_> = open.pages.iter().step_by((open.pages.len() / 6).max(1)).cloned().collect();
        let (scripts, statements) = self.scripts(&some, &open.client)?;
        let lua = rotating(&open.pages, &open.client);
        self.measure("open: feed of 200", &lua, Some(("open-feed", &scripts)), statements, None)
    }

    fn write(&self) -> Result<Measured> {
        let deputy = Client::sign_in(self.port(), DEPUTY)?;
        let mut drafts = Vec::with_capacity(DRAFTS);
        for index in 0..DRAFTS {
            let key = format!("bench-{}-{index}", std::process::id());
            let body = json!({"draft": draft(&index.to_string())});
            let reply =
                deputy.send_with("POST", "/api/v1/suggestions", &[("Idempotency-Key", &key)], Some(&body))?;
            let id = reply.body["id"]
                .as_str()
                .with_context(|| format!("no draft: {} {}", reply.status, reply.body))?;
            drafts.push(id.to_owned());
        }
        let first = &drafts[0];
        let path = format!("/api/v1/suggestions/{first}/draft");
        let change = |version: &str, text: &str| {
            let reply = deputy.send_with("PUT", &path, &[("If-Match", version)], Some(&draft(text)))?;
            if reply.status != 200 {
                bail!("changing a draft: {} {}", reply.status, reply.body);
            }
            Ok(())
        };
        // Twice, so that nothing is asked that is asked only once.
        change("\"1\"", "once")?;
        let statements = recorded::record(self.stage, || change("\"2\"", "twice"))?;
        let scripts = [write_transaction(&statements, first, drafts.len())?];
        psql::query(&self.stage.tools.psql, &self.many.url, &[&draft_table(&drafts)])?;
        // The server first: it knows each draft's version, and pgbench asks for it.
        let lua = write_script(&deputy, &drafts);
        let step = Step::start("write");
        let (api, megabytes, processors) = self.load("write", &lua, false)?;
        let same = self.pgbench("write", &scripts)?;
        let measured = Measured {
            name: "write",
            api,
            same: Some(same),
            statements: statements.len(),
            megabytes,
            processors,
            target: Some(0.5),
        };
        step.done(&said(&measured.api));
        Ok(measured)
    }

    fn measure(
        &self,
        name: &'static str,
        lua: &str,
        database: Option<(&str, &[String])>,
        statements: usize,
        target: Option<f64>,
    ) -> Result<Measured> {
        process::go_on()?;
        let step = Step::start(name);
        let same = database.map(|(name, scripts)| self.pgbench(name, scripts)).transpose()?;
        let (api, megabytes, processors) = self.load(&name.replace(' ', "-"), lua, true)?;
        let measured = Measured { name, api, same, statements, megabytes, processors, target };
        step.done(&said(&measured.api));
        Ok(measured)
    }

    /// Puts load on the server, and looks at what it held and had meanwhile.
    fn load(&self, name: &str, lua: &str, warm_up: bool) -> Result<(load::Outcome, f64, Processors)> {
        // Signing in took 46 MB for its hash; that is no load.
        self.server.megabytes();
        let (before, begun) = (self.server.processors(), Instant::now());
        let api = load::run(self.plan, self.stage, self.port(), name, lua, warm_up)?;
        let processors = self.server.processors().since(before, begun.elapsed());
        Ok((api, self.server.megabytes(), processors))
    }

    fn pgbench(&self, name: &str, scripts: &[String]) -> Result<pgbench::Outcome> {
        process::go_on()?;
        pgbench::run(self.stage, self.many, name, scripts, self.plan.seconds)
    }

    /// The statements of each address, as one script each; and how many one request sends.
    fn scripts(&self, paths: &[String], client: &Client) -> Result<(Vec<String>, usize)> {
        let mut scripts = Vec::new();
        let mut most = 0;
        for path in paths {
            let statements = self.recorded(path, client)?;
            most = most.max(statements.len());
            scripts.push(statements.iter().map(|statement| statement.script(|_| None)).collect());
        }
        Ok((scripts, most))
    }

    /// What the server sends for an address when it is warm.
    fn recorded(&self, path: &str, client: &Client) -> Result<Vec<Statement>> {
        for _ in 0..24 {
            client.get(path)?;
        }
        recorded::record(self.stage, || client.get(path).map(drop))
    }

    /// Two numbers that name one of the copies.
    fn choose(&self, copies: u64) -> String {
        format!("\\set k random(1, {copies})\n\\set i random(1, {})\n", self.many.readable)
    }
}

fn said(outcome: &load::Outcome) -> String {
    format!("{:.0}/s, p50 {:.2} ms, p99 {:.2} ms", outcome.per_second, outcome.p50, outcome.p99)
}
