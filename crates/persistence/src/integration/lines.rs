//! Documents and feed entries of a round, each kind in one statement.

use super::projection::{FeedLine, MatterDocument, MatterLine};
use crate::{Error, Result, sql};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct MatterRow<'a> {
    id: Uuid,
    path: &'a str,
    r#ref: Option<&'a str>,
    version: i64,
    seq: i64,
    term_id: Uuid,
    session_id: Option<Uuid>,
    category: Option<&'a str>,
    published: Option<&'a str>,
    published_seq: Option<i64>,
    published_at: Option<DateTime<Utc>>,
    published_etag: Option<&'a str>,
    published_status: Option<&'a str>,
    published_unit_ids: &'a [Uuid],
    official: Option<&'a str>,
    official_seq: Option<i64>,
    official_at: Option<DateTime<Utc>>,
    official_etag: Option<&'a str>,
    official_status: Option<&'a str>,
    official_unit_ids: &'a [Uuid],
    unit_ids: &'a [Uuid],
}

const MATTERS: &str = "id, path, ref, version, seq, term_id, session_id, category, published, published_seq, published_at, \
    published_etag, published_status, published_unit_ids, official, official_seq, official_at, official_etag, \
    official_status, official_unit_ids, unit_ids";

impl<'a> MatterRow<'a> {
    fn of(line: &'a MatterLine) -> Self {
        let (published, official) = (line.published.as_ref(), line.official.as_ref());
        let text = |document: Option<&'a MatterDocument>| document.map(|document| document.text.as_str());
        let etag = |document: Option<&'a MatterDocument>| document.map(|document| document.etag.as_str());
        let status =
            |document: Option<&'a MatterDocument>| document.and_then(|document| document.status.as_deref());
        let units = |document: Option<&'a MatterDocument>| {
            document.map_or(&[][..], |document| document.unit_ids.as_slice())
        };
        Self {
            id: line.id,
            path: &line.path,
            r#ref: line.reference.as_deref(),
            version: line.version,
            seq: line.seq,
            term_id: line.term_id,
            session_id: line.session_id,
            category: line.category.as_deref(),
            published: text(published),
            published_seq: published.map(|document| document.seq),
            published_at: published.map(|document| document.at),
            published_etag: etag(published),
            published_status: status(published),
            published_unit_ids: units(published),
            official: text(official),
            official_seq: official.map(|document| document.seq),
            official_at: official.map(|document| document.at),
            official_etag: etag(official),
            official_status: status(official),
            official_unit_ids: units(official),
            unit_ids: &line.unit_ids,
        }
    }
}

/// Writes documents; what is there of the same matter is replaced.
pub(super) async fn write_matters(txn: &DatabaseTransaction, lines: &[MatterLine]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = lines.iter().map(MatterRow::of).collect();
    let set: Vec<_> = MATTERS.split(", ").map(|column| format!("excluded.{column}")).collect();
    let text = format!(
        "INSERT INTO open_matter ({MATTERS}) SELECT {MATTERS} FROM jsonb_populate_recordset(NULL::open_matter, $1::jsonb) \
         ON CONFLICT (id) DO UPDATE SET ({MATTERS}) = ROW({})",
        set.join(", ")
    );
    txn.execute_raw(sql(text, [json(&rows)?.into()])).await?;
    Ok(())
}

#[derive(Serialize)]
struct EntryRow<'a> {
    seq: i64,
    event_id: Uuid,
    kind: &'a str,
    resource_id: Uuid,
    path: &'a str,
    version: i64,
    occurred_at: DateTime<Utc>,
    published_before: bool,
    published_after: bool,
    published_changed: bool,
    official_before: bool,
    official_after: bool,
    official_changed: bool,
    units_before: &'a [Uuid],
    units_after: &'a [Uuid],
}

const ENTRIES: &str = "seq, event_id, kind, resource_id, path, version, occurred_at, published_before, published_after, \
    published_changed, official_before, official_after, official_changed, units_before, units_after";

/// Writes entries, with the time at which they are written.
pub(super) async fn write_entries(txn: &DatabaseTransaction, lines: &[FeedLine]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = lines
        .iter()
        .map(|line| EntryRow {
            seq: line.seq,
            event_id: line.event_id,
            kind: &line.kind,
            resource_id: line.resource_id,
            path: &line.path,
            version: line.version,
            occurred_at: line.occurred_at,
            published_before: line.published.before,
            published_after: line.published.after,
            published_changed: line.published.changed,
            official_before: line.official.before,
            official_after: line.official.after,
            official_changed: line.official.changed,
            units_before: &line.units_before,
            units_after: &line.units_after,
        })
        .collect();
    let text = format!(
        "INSERT INTO feed ({ENTRIES}, written_at) SELECT {ENTRIES}, $2 \
         FROM jsonb_populate_recordset(NULL::feed, $1::jsonb)"
    );
    let written_at = lines.iter().map(|line| line.written_at).max().unwrap_or_default();
    txn.execute_raw(sql(text, [json(&rows)?.into(), written_at.into()])).await?;
    Ok(())
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::corrupt)
}
