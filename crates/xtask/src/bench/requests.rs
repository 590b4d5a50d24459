//! What is asked: as scripts for `wrk` and for `pgbench`.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::http::Client;
use super::pgbench;
use super::recorded::{self, Statement};

/// Filters of the list, each a page of 20.
pub const FILTERS: [&str; 8] = [
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

/// The id of copy `k` of original `i`, as `multiply.sql` makes it.
pub fn id(k: u64, i: u64) -> String {
    format!("{k:08x}-0000-7000-8000-{i:012x}")
}

/// The same in a `pgbench` script, of the copy `:k` of the original `:i`.
pub fn id_expression() -> String {
    "(lpad(to_hex(:k::bigint), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(:i::bigint), 12, '0'))::uuid"
        .to_owned()
}

/// A page of the list.
pub fn list_path(filter: &str) -> String {
    format!("/api/v1/suggestions?limit=20&{filter}")
}

/// Asks for each of the filtered lists in turn.
pub fn list_script(client: &Client) -> String {
    rotating(&FILTERS.map(list_path), client)
}

/// A request's head as a Lua text.
pub fn head(path: &str, client: Option<&Client>) -> String {
    let token = client
        .and_then(Client::token)
        .map_or_else(String::new, |token| format!("Authorization: Bearer {token}\\r\\n"));
    format!(
        "math.randomseed(os.time())\nlocal head = 'GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAccept-Language: zh-CN\\r\\n{token}\\r\\n'"
    )
}

/// Asks for each of the addresses in turn.
pub fn rotating(paths: &[String], client: &Client) -> String {
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
pub fn draft(varying: &str) -> Value {
    json!({
        "title": "关于加快实施云阳街道双庙社区雨污分流改造的建议",
        "facts": format!("云阳街道双庙社区主要街道排水管网建成于本世纪初，雨水、污水合用一条管道。代表小组入户走访八十六户，去年汛期有三处路段积水超过三十厘米，沿街商户和居民意见集中。{varying}"),
        "analysis": "管径偏小、部分接口错位，雨季溢流直接进入内河；改造分段立项，前后段标高不一致，影响整体效果。",
        "proposals": ["按片区整体推进雨污分流管网改造，优先实施积水点所在路段。", "排查沿街商户和小区内部错接混接，限期整改。", "建立管网定期清淤和汛前检查制度。"],
    })
}

/// Changes the drafts in turn, each with the version that its last answer named.
pub fn write_script(client: &Client, drafts: &[String]) -> String {
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

/// The table of drafts that `pgbench` changes; each of its clients has drafts of its own.
pub fn draft_table(drafts: &[String]) -> String {
    let rows: Vec<String> = drafts.iter().enumerate().map(|(n, id)| format!("({n}, '{id}')")).collect();
    format!(
        "DROP TABLE IF EXISTS bench_draft; CREATE TABLE bench_draft (n int PRIMARY KEY, id text NOT NULL); \
         INSERT INTO bench_draft VALUES {}; ANALYZE bench_draft",
        rows.join(", ")
    )
}

/// The recorded transaction for any of the drafts. Where the recorded one names its draft, its version or makes an id, the
/// script takes the draft that it has chosen, the version that it has just read, and makes an id.
pub fn write_transaction(statements: &[Statement], recorded: &str, drafts: usize) -> Result<String> {
    let each = drafts / pgbench::CLIENTS as usize;
    let mut script = format!(
        "\\set n :client_id * {each} + random(0, {})\nSELECT id AS draft FROM bench_draft WHERE n = :n \\gset\n",
        each - 1
    );
    let read = statements.iter().position(|statement| statement.sql.contains("FOR UPDATE"));
    let read = read.context("the recorded write locks no row")?;
    for (index, statement) in statements.iter().enumerate() {
        let mut statement = statement.clone();
        let outbox = statement.sql.starts_with("INSERT INTO outbox");
        let insert = outbox || statement.sql.starts_with("INSERT INTO audit_entry");
        // In the outbox an array of ids, one for each event.
        let ids =
            statement.values.first().and_then(Option::as_deref).map_or(1, |ids| ids.matches(',').count() + 1);
        if let Some(Some(first)) = statement.values.first_mut().filter(|_| insert) {
            *first = "@new@".to_owned();
        }
        let text = statement.script(|value| match value {
            "@new@" if outbox => Some(format!("ARRAY[{}]", vec!["gen_random_uuid()"; ids].join(", "))),
            "@new@" => Some("gen_random_uuid()".to_owned()),
            _ if value == recorded => Some(":draft::uuid".to_owned()),
            _ => value.contains(recorded).then(|| {
                let text = format!("replace({}, E'{recorded}', :draft)", recorded::literal(value));
                // The row: its version is one more than what was read, and its text is not the one indexed before.
                if value.contains("\"search_digest\"") {
                    return format!(
                        "({text}::jsonb || jsonb_build_object('version', :version::bigint + 1, 'search_digest', left(md5(:version), 24)))"
                    );
                }
                // Not of the type that Postgres would guess from where it stands.
                if value.starts_with('{') && !value.starts_with("{\"") {
                    return format!("{text}::{}", if value.len() > 38 && !value.contains('"') { "uuid[]" } else { "text[]" });
                }
                text
            }),
        });
        let text =
            if index == read { text.trim_end().trim_end_matches(';').to_owned() + " \\gset\n" } else { text };
        script.push_str(&text);
    }
    Ok(script)
}

/// Addresses of searches, each a page of 20.
pub fn search_paths() -> Vec<String> {
    WORDS.iter().map(|word| format!("/api/v1/suggestions?limit=20&q={}", percent(word))).collect()
}
