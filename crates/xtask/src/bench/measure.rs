//! What is measured, and in which order.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::api_server::ApiServer;
use super::http::Client;
use super::recorded::{self, Statement};
use super::stage::{Stage, Staged};
use super::{Plan, load, pgbench};
use crate::console::Step;
use crate::process;

/// Signed in, reads everything that was handed in.
const CLERK: &str = "daigong";
/// Signed in, writes drafts.
const DEPUTY: &str = "daibiao1";
/// Public pages that are asked for.
const PAGES: u64 = 2_000;
/// Drafts that are changed.
const DRAFTS: usize = 256;
/// Of these, those that `pgbench` changes: it takes 128 scripts.
const SCRIPTED_DRAFTS: usize = 64;

/// Filters of the list, each a page of 20.
const FILTERS: [&str; 8] = [
    "status=handling",
    "status=closed",
    "status=tracking&period=in_session",
    "status=replied,tracking",
    "status=archived&key=false",
    "category=%E5%9F%8E%E5%BB%BA%E4%BA%A4%E9%80%9A",
    "category=%E6%95%99%E7%A7%91%E6%96%87%E5%8D%AB&period=in_session",
    "category=%E7%94%9F%E6%80%81%E7%8E%AF%E5%A2%83&status=closed",
];

/// Words that are searched for.
const WORDS: [&str; 12] = [
    "停车",
    "养老",
    "排水",
    "公交",
    "学校",
    "垃圾分类",
    "电梯",
    "青山安营",
    "农产品",
    "医院",
    "道路",
    "水库",
];

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
    /// The project's target for the ratio.
    pub target: f64,
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
}

/// All measurements.
pub fn all(plan: &Plan, stage: &Stage<'_>, few: &Staged, many: &Staged) -> Result<Results> {
    let few_outcome = {
        let step = Step::start(format!("List over {} rows", few.rows));
        let server = ApiServer::start(stage, few)?;
        let clerk = Client::sign_in(server.port(), CLERK)?;
        let outcome = load::run(plan, stage, server.port(), "list-few", &list_script(&clerk), true)?;
        step.done(&said(&outcome));
        outcome
    };
    let server = ApiServer::start(stage, many)?;
    let idle_megabytes = server.megabytes();
    let bench = Bench { plan, stage, many, server: &server };
    let bare = bench.bare()?;
    let measured = vec![bench.one()?, bench.list()?, bench.search()?, bench.page(&bare)?, bench.write()?];
    Ok(Results { measured, bare, few: few_outcome, few_rows: few.rows, rows: many.rows, idle_megabytes })
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
        self.measure("one suggestion", &lua, Some(("one", &scripts)), statements.len(), 0.18)
    }

    fn list(&self) -> Result<Measured> {
        let clerk = Client::sign_in(self.port(), CLERK)?;
        let paths = FILTERS.map(list_path);
        let (scripts, statements) = self.scripts(&paths, &clerk)?;
        self.measure("list of 20", &list_script(&clerk), Some(("list", &scripts)), statements, 0.22)
    }

    fn search(&self) -> Result<Measured> {
        let clerk = Client::sign_in(self.port(), CLERK)?;
        let paths = WORDS.map(|word| format!("/api/v1/suggestions?limit=20&q={}", percent(word)));
        let (scripts, statements) = self.scripts(&paths, &clerk)?;
        let lua = rotating(&paths, &clerk);
        self.measure("search", &lua, Some(("search", &scripts)), statements, 0.22)
    }

    fn page(&self, bare: &pgbench::Outcome) -> Result<Measured> {
        let copies = (PAGES / self.many.public).clamp(1, self.many.copies);
        let lua = format!(
            "{}\nrequest = function()\n  return string.format(head, math.random(1, {copies}), math.random(1, {}))\nend\n",
            head("/api/v1/public/suggestions/%08x-0000-7000-8000-%012x", None),
            self.many.public
        );
        // Without the memory, the least that a page asks of the database is its row.
        let mut measured = self.measure("public page", &lua, None, 0, 0.8)?;
        measured.same = Some(bare.clone());
        Ok(measured)
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
        let scripts = write_scripts(&statements, &drafts[..SCRIPTED_DRAFTS])?;
        // The server first: it knows each draft's version, and pgbench asks for it.
        let lua = write_script(&deputy, &drafts);
        let step = Step::start("write");
        let api = load::run(self.plan, self.stage, self.port(), "write", &lua, false)?;
        let megabytes = self.server.megabytes();
        let same = self.pgbench("write", &scripts)?;
        let measured = Measured {
            name: "write",
            api,
            same: Some(same),
            statements: statements.len(),
            megabytes,
            target: 0.5,
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
        target: f64,
    ) -> Result<Measured> {
        process::go_on()?;
        let step = Step::start(name);
        let same = database.map(|(name, scripts)| self.pgbench(name, scripts)).transpose()?;
        self.server.megabytes();
        let api = load::run(self.plan, self.stage, self.port(), &name.replace(' ', "-"), lua, true)?;
        let measured = Measured { name, api, same, statements, megabytes: self.server.megabytes(), target };
        step.done(&said(&measured.api));
        Ok(measured)
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

fn id(k: u64, i: u64) -> String {
    format!("{k:08x}-0000-7000-8000-{i:012x}")
}

/// The id of copy `:k` of original `:i`, as `multiply.sql` makes it.
fn id_expression() -> String {
    "(lpad(to_hex(:k::bigint), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(:i::bigint), 12, '0'))::uuid"
        .to_owned()
}

fn list_path(filter: &str) -> String {
    format!("/api/v1/suggestions?limit=20&{filter}")
}

fn list_script(client: &Client) -> String {
    rotating(&FILTERS.map(list_path), client)
}

/// A request's head as a Lua text.
fn head(path: &str, client: Option<&Client>) -> String {
    let token = client
        .and_then(Client::token)
        .map_or_else(String::new, |token| format!("Authorization: Bearer {token}\\r\\n"));
    format!(
        "math.randomseed(os.time())\nlocal head = 'GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAccept-Language: zh-CN\\r\\n{token}\\r\\n'"
    )
}

/// Asks for each of the addresses in turn.
fn rotating(paths: &[String], client: &Client) -> String {
    let list: Vec<String> = paths.iter().map(|path| format!("'{path}'")).collect();
    format!(
        "{}\nlocal paths = {{{}}}\nlocal next = 0\nfor i, path in ipairs(paths) do paths[i] = string.format(head, path) end\n\
         request = function()\n  next = next % #paths + 1\n  return paths[next]\nend\n",
        head("%s", Some(client)),
        list.join(", ")
    )
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A draft as a deputy's phone saves it.
fn draft(varying: &str) -> Value {
    json!({
        "title": "关于加快实施云阳街道双庙社区雨污分流改造的建议",
        "facts": format!("云阳街道双庙社区主要街道排水管网建成于本世纪初，雨水、污水合用一条管道。代表小组入户走访八十六户，去年汛期有三处路段积水超过三十厘米，沿街商户和居民意见集中。{varying}"),
        "analysis": "管径偏小、部分接口错位，雨季溢流直接进入内河；改造分段立项，前后段标高不一致，影响整体效果。",
        "proposals": ["按片区整体推进雨污分流管网改造，优先实施积水点所在路段。", "排查沿街商户和小区内部错接混接，限期整改。", "建立管网定期清淤和汛前检查制度。"],
    })
}

/// Changes the drafts in turn, each with the version that its last answer named.
fn write_script(client: &Client, drafts: &[String]) -> String {
    let token = client.token().unwrap_or_default();
    let list: Vec<String> = drafts
        .iter()
        .enumerate()
        .map(|(index, id)| format!("{{id = '{id}', version = {}}}", if index == 0 { 3 } else { 1 }))
        .collect();
    let body = draft("@V@").to_string().replace('\\', "\\\\").replace('\'', "\\'");
    let (before, after) = body.split_once("@V@").unwrap_or((&body, ""));
    format!(
        r#"
local all = {{{list}}}
local waiting, first, last = {{}}, 1, 0
init = function()
  for index, draft in ipairs(all) do
    if index % {threads} == number then last = last + 1; waiting[last] = draft end
  end
end
local before, after = '{before}', '{after}'
request = function()
  local draft = waiting[first]
  waiting[first] = nil
  first = first + 1
  local body = before .. draft.version .. after
  return 'PUT /api/v1/suggestions/' .. draft.id .. '/draft HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n' ..
    'Content-Type: application/json\r\nIf-Match: "' .. draft.version .. '"\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
end
response = function(status, headers, body)
  if status ~= 200 then return end
  last = last + 1
  waiting[last] = {{ id = string.match(body, '"id":"([^"]+)"'), version = tonumber(string.match(body, '"version":(%d+)}}$')) }}
end
"#,
        list = list.join(", "),
        threads = 2,
    )
}

/// The recorded transaction for each of the drafts. Where the recorded one names its version or makes an id, the script
/// takes the version that it has just read, and makes an id.
fn write_scripts(statements: &[Statement], drafts: &[String]) -> Result<Vec<String>> {
    let recorded = &drafts[0];
    let read = statements.iter().position(|statement| statement.sql.contains("FOR UPDATE"));
    let read = read.context("the recorded write locks no row")?;
    let scripts = drafts.iter().map(|draft| {
        statements
            .iter()
            .enumerate()
            .map(|(index, statement)| {
                let mut statement = statement.clone();
                let insert = statement.sql.starts_with("INSERT INTO outbox") || statement.sql.starts_with("INSERT INTO audit_entry");
                for (place, value) in statement.values.iter_mut().enumerate() {
                    if let Some(value) = value {
                        *value = if insert && place == 0 { "@new@".to_owned() } else { value.replace(recorded.as_str(), draft) };
                    }
                }
                let script = statement.script(|value| {
                    if value == "@new@" {
                        return Some("gen_random_uuid()".to_owned());
                    }
                    // The row: its version is one more than what was read, and its text is not the one indexed before.
                    value.contains("\"search_digest\"").then(|| {
                        format!(
                            "({}::jsonb || jsonb_build_object('version', :version::bigint + 1, 'search_digest', left(md5(:version), 24)))",
                            recorded::literal(value)
                        )
                    })
                });
                if index == read { script.trim_end().trim_end_matches(';').to_owned() + " \\gset\n" } else { script }
            })
            .collect()
    });
    Ok(scripts.collect())
}
