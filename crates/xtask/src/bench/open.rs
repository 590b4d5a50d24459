//! What other systems ask: one matter, the same unchanged, lists, the change feed, and how far the feed is behind.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::api_server::ApiServer;
use super::http::Client;
use super::requests::{draft, rotating};
use super::stage::{Stage, Staged};
use super::{Plan, psql};
use crate::process;

/// Gives keys to other systems.
const ADMINISTRATOR: &str = "jiekou";
/// Writes what the feed has to tell.
const DEPUTY: &str = "daibiao1";
/// Matters that are asked for.
const MATTERS: u64 = 2_000;
/// Places in the feed from which pages are read.
const PLACES: usize = 40;
/// Changes a second while the feed's lag is measured.
const CHANGES: u32 = 100;

/// What is asked for, and by whom.
pub struct Open {
    /// With a key that sees what is published.
    pub client: Client,
    /// With a key that sees every matter as the authorities do.
    pub authority: Client,
    /// Ids of published matters, with their entity tags.
    pub matters: Vec<(String, String)>,
    /// Addresses of pages of the feed, all over it.
    pub pages: Vec<String>,
}

impl Open {
    /// Gets a key and looks up what can be asked.
    pub fn prepare(stage: &Stage<'_>, many: &Staged, port: u16) -> Result<Self> {
        let administrator = Client::sign_in(port, ADMINISTRATOR)?;
        let options = administrator.get("/api/v1/api-keys/options")?;
        let jurisdiction = options["jurisdictions"][0]["id"].clone();
        let until = psql::value(&stage.tools.psql, &many.url, "SELECT current_date + 30")?;
        let key = |scopes: &[&str]| -> Result<Client> {
            let key = json!({
                "jurisdiction_id": jurisdiction, "name": "bench", "owner": "bench", "contact": null, "unit_id": null,
                "scopes": scopes, "networks": [], "sandbox": false, "expires_on": until,
            });
            let name = format!("bench-key-{}-{}", std::process::id(), scopes.len());
            let headers = [("Idempotency-Key", name.as_str())];
            let reply = administrator.send_with("POST", "/api/v1/api-keys", &headers, Some(&key))?;
            let secret = reply.body["secret"].as_str();
            let secret = secret.with_context(|| format!("no key: {} {}", reply.status, reply.body))?;
            Ok(Client::with_token(port, secret))
        };
        let client = key(&["suggestions:read"])?;
        let authority = key(&["suggestions:official", "exports:create"])?;
        let rows = psql::query(
            &stage.tools.psql,
            &many.url,
            &[&format!(
                "SELECT id, published_etag FROM open_matter WHERE published IS NOT NULL ORDER BY md5(id::text) LIMIT {MATTERS}"
            )],
        )?;
        let matters: Vec<_> =
            rows.into_iter().filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone()))).collect();
        ensure!(!matters.is_empty(), "no matter is published");
        let pages = places(&client)?;
        Ok(Self { client, authority, matters, pages })
    }

    /// Asks for one after the other.
    pub fn one_script(&self) -> String {
        let paths: Vec<_> =
            self.matters.iter().map(|(id, _)| format!("/api/v1/open/suggestions/{id}")).collect();
        rotating(&paths, &self.client)
    }

    /// The same, by who has them already.
    pub fn unchanged_script(&self) -> String {
        let token = self.client.token().unwrap_or_default();
        let all: Vec<_> = self
            .matters
            .iter()
            .map(|(id, etag)| {
                format!(
                    "'GET /api/v1/open/suggestions/{id} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nAuthorization: Bearer {token}\\r\\n\
                     If-None-Match: {etag}\\r\\n\\r\\n'"
                )
            })
            .collect();
        format!(
            "local all = {{{}}}\nlocal next = 0\nrequest = function()\n  next = next % #all + 1\n  return all[next]\nend\n",
            all.join(", ")
        )
    }

    /// The row that one matter is, for the database alone.
    pub fn row_scripts(&self) -> Vec<String> {
        let chosen = self.matters.iter().step_by((self.matters.len() / 50).max(1));
        chosen
            .map(|(id, _)| {
                format!(
                    "SELECT m.id, m.published, m.published_etag FROM open_matter m WHERE m.id = '{id}';\n"
                )
            })
            .collect()
    }
}

/// Pages of the feed, from its beginning to its end.
fn places(client: &Client) -> Result<Vec<String>> {
    let mut pages = vec!["/api/v1/open/changes?limit=200".to_owned()];
    for _ in 1..PLACES {
        let page = client.get(pages.last().context("has one")?)?;
        let next = page["next_cursor"].as_str().context("every page has a cursor")?;
        if page["has_more"] != true {
            break;
        }
        pages.push(format!("/api/v1/open/changes?limit=200&after={next}"));
    }
    Ok(pages)
}

/// How long changes took into the feed.
#[derive(Clone, Copy, Debug)]
pub struct Lag {
    /// Changes that were made.
    pub changes: u64,
    /// Milliseconds, half of them.
    pub p50: f64,
    /// Milliseconds, 99 %.
    pub p99: f64,
}

/// Makes a hundred changes a second, and looks how long after each it stood in the feed.
pub fn lag(plan: &Plan, stage: &Stage<'_>, many: &Staged, port: u16) -> Result<Lag> {
    let deputy = Client::sign_in(port, DEPUTY)?;
    let mut drafts = Vec::new();
    for index in 0..CHANGES {
        let key = format!("bench-lag-{}-{index}", std::process::id());
        let body = json!({"draft": draft(&index.to_string())});
        let reply =
            deputy.send_with("POST", "/api/v1/suggestions", &[("Idempotency-Key", &key)], Some(&body))?;
        let id = reply.body["id"]
            .as_str()
            .with_context(|| format!("no draft: {} {}", reply.status, reply.body))?;
        drafts.push(id.to_owned());
    }
    let from = stage.number(&many.url, "SELECT coalesce(max(seq), 0) FROM outbox")?;
    let begun = Instant::now();
    let seconds = u32::try_from(plan.seconds).unwrap_or(12);
    let mut changes = 0;
    for round in 0..seconds {
        for (place, id) in (0..CHANGES).zip(&drafts) {
            process::go_on()?;
            let due = Duration::from_secs_f64(f64::from(round) + f64::from(place) / f64::from(CHANGES));
            std::thread::sleep(due.saturating_sub(begun.elapsed()));
            let path = format!("/api/v1/suggestions/{id}/draft");
            let version = format!("\"{}\"", round + 1);
            let body = draft(&format!("{round}"));
            let reply = deputy.send_with("PUT", &path, &[("If-Match", &version)], Some(&body))?;
            ensure!(reply.status == 200, "changing a draft: {} {}", reply.status, reply.body);
            changes += 1;
        }
    }
    stage.at_rest()?;
    // Both instants are the server's own: of the request, and of the round that wrote the entry.
    let rows = psql::query(
        &stage.tools.psql,
        &many.url,
        &[&format!(
            "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY lag), percentile_disc(0.99) WITHIN GROUP (ORDER BY lag) FROM \
             (SELECT extract(epoch FROM f.written_at - f.occurred_at) * 1000 AS lag FROM feed f \
              JOIN outbox o ON o.id = f.event_id WHERE o.seq > {from}) t"
        )],
    )?;
    let number = |place: usize| {
        rows.first().and_then(|row| row.get(place)?.parse().ok()).context("no changes in the feed")
    };
    Ok(Lag { changes, p50: number(0)?, p99: number(1)? })
}

/// One export of every matter, as the authorities see it.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// Matters in it.
    pub rows: u64,
    /// Seconds from the request to the whole file.
    pub seconds: f64,
    /// Megabytes that the server took more than before.
    pub growth: f64,
}

/// Has every matter exported as one compressed file.
pub fn export(server: &ApiServer, open: &Open) -> Result<Export> {
    std::thread::sleep(Duration::from_secs(1));
    server.megabytes();
    std::thread::sleep(Duration::from_secs(1));
    let (before, begun) = (server.megabytes(), Instant::now());
    let key = format!("bench-export-{}", std::process::id());
    let wanted = json!({"format": "ndjson", "gzip": true});
    let reply = open.authority.send_with(
        "POST",
        "/api/v1/open/exports",
        &[("Idempotency-Key", &key)],
        Some(&wanted),
    )?;
    let id =
        reply.body["id"].as_str().with_context(|| format!("no export: {} {}", reply.status, reply.body))?;
    let path = format!("/api/v1/open/exports/{id}");
    let rows = loop {
        process::go_on()?;
        let export = open.authority.get(&path)?;
        match export["state"].as_str() {
            Some("done") => break export["rows"].as_u64().context("a finished export knows its rows")?,
            Some("failed") | None => bail!("the export failed: {export}"),
            Some(_) => std::thread::sleep(Duration::from_millis(200)),
        }
    };
    Ok(Export {
        rows,
        seconds: begun.elapsed().as_secs_f64(),
        growth: (server.megabytes() - before).max(0.0),
    })
}
