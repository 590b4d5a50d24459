use super::projection::{
    CommitmentLine, FeedbackLine, Line, LogLine, PartyLine, PublicationLine, ReplyLine, RootLine, SearchText,
    TaskLine,
};
use crate::{AccessStamp, Error, NamesStamp, Result, Store, Uow, sql};
use domain::{
    authz::JurisdictionPath,
    kernel::{ErrorCode, SuggestionId, Version},
    suggestion::Case,
};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use std::sync::LazyLock;

/// The aggregate as it was stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCase {
    /// The whole matter; its version is the row's.
    pub case: Case,
    /// The node it belongs to.
    pub path: JurisdictionPath,
}

impl StoredCase {
    /// What `If-Match` is compared with.
    pub fn version(&self) -> Version {
        self.case.version
    }
}

/// A matter with the stamps that the same statement saw.
#[derive(Debug)]
pub struct SeenCase {
    /// The matter, when there is one.
    pub stored: Option<StoredCase>,
    /// For the presumed reader.
    pub access: AccessStamp,
    /// For the names that are shown with it.
    pub names: NamesStamp,
}

/// What [`stored`] reads. The body travels as text both ways: parsed and written once, without a tree of values between.
pub(super) const SELECT: &str = "SELECT s.version, s.path, s.body::text AS body FROM suggestion s";

/// The matter of a row of [`SELECT`].
pub(crate) fn stored(row: &QueryResult) -> Result<StoredCase> {
    let body: String = row.try_get("", "body")?;
    let mut case: Case = serde_json::from_str(&body).map_err(Error::corrupt)?;
    case.version = Version(row.try_get("", "version")?);
    Ok(StoredCase { case, path: JurisdictionPath(row.try_get("", "path")?) })
}

impl Store {
    /// One matter; the caller asks the policy whether it may be shown.
    ///
    /// # Errors
    /// As any statement.
    pub async fn case(&self, id: SuggestionId) -> Result<Option<StoredCase>> {
        let statement = sql(format!("{SELECT} WHERE s.id = $1"), [id.0.into()]);
        self.db().query_one_raw(statement).await?.as_ref().map(stored).transpose()
    }

    /// One matter together with the stamps of what is kept in memory: everything that an answer needs, in one round trip.
    ///
    /// # Errors
    /// As any statement.
    pub async fn case_seen(&self, id: SuggestionId) -> Result<SeenCase> {
        let statement = sql(
            "SELECT st.access, st.names, s.id, s.version, s.path, s.body::text AS body \
             FROM (SELECT sum(access)::bigint AS access, sum(names)::bigint AS names FROM stamp) st \
             LEFT JOIN suggestion s ON s.id = $1",
            [id.0.into()],
        );
        let row = self.db().query_one_raw(statement).await?;
        let row = row.ok_or_else(|| Error::corrupt("an aggregate without a row"))?;
        let found: Option<uuid::Uuid> = row.try_get("", "id")?;
        Ok(SeenCase {
            stored: found.map(|_| stored(&row)).transpose()?,
            access: AccessStamp(row.try_get("", "access")?),
            names: NamesStamp(row.try_get("", "names")?),
        })
    }

    /// Several matters, in no particular order.
    ///
    /// # Errors
    /// As any statement.
    pub async fn cases(&self, ids: &[SuggestionId]) -> Result<Vec<StoredCase>> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let statement = sql(format!("{SELECT} WHERE s.id = ANY($1)"), [ids.into()]);
        self.db().query_all_raw(statement).await?.iter().map(stored).collect()
    }
}

impl Uow {
    /// One matter, locked until the end of the transaction: parallel commands on it queue.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_case(&self, id: SuggestionId) -> Result<Option<StoredCase>> {
        let statement = sql(format!("{SELECT} WHERE s.id = $1 FOR UPDATE"), [id.0.into()]);
        self.conn().query_one_raw(statement).await?.as_ref().map(stored).transpose()
    }

    /// Two matters, locked in the order of their ids so that two merges cannot wait for each other.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_cases(&self, ids: &[SuggestionId]) -> Result<Vec<StoredCase>> {
        let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
        let text = format!("{SELECT} WHERE s.id = ANY($1) ORDER BY s.id FOR UPDATE");
        self.conn().query_all_raw(sql(text, [ids.into()])).await?.iter().map(stored).collect()
    }

    /// Adds a matter with all its projections; it has the first version.
    ///
    /// # Errors
    /// `unique.conflict` when the id, the code or the official number is taken; `reference.unknown`; `file.unknown`.
    pub async fn insert_case(&self, case: &Case, path: &JurisdictionPath) -> Result<Version> {
        let statement = write(self, &INSERT, case, path, Version::FIRST)?;
        self.conn().execute_raw(statement).await?;
        self.note_file_uses(case).await?;
        Ok(Version::FIRST)
    }

    /// Writes the matter and what changed of its projections, if the row still has `expected`. One statement.
    ///
    /// # Errors
    /// `version.stale`; `reply.doc_no_taken`; `feedback.given`; `reference.unknown`; `file.unknown`.
    pub async fn save_case(&self, case: &Case, expected: Version) -> Result<Version> {
        let next = expected.next();
        let statement = write(self, &UPDATE, case, &case.suggestion.path, next)?;
        let row = self.conn().query_one_raw(statement).await?;
        let saved: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
        if saved != 1 {
            return Err(ErrorCode::VersionStale.into());
        }
        self.note_file_uses(case).await?;
        Ok(next)
    }
}

/// `$1` the row, `$2` the body, `$3` the tokens, `$4` the public ones, `$5 …` the projections.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    let columns = RootLine::COLUMNS.join(", ");
    statement(&format!(
        "INSERT INTO suggestion ({columns}, body) SELECT {columns}, $2::jsonb FROM line RETURNING id"
    ))
});

static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let columns = RootLine::COLUMNS.join(", ");
    let values: Vec<_> = RootLine::COLUMNS.iter().map(|column| format!("line.{column}")).collect();
    statement(&format!(
        "UPDATE suggestion s SET ({columns}, body) = ROW({}, $2::jsonb) FROM line \
         WHERE s.id = line.id AND s.version = line.version - 1 RETURNING s.id",
        values.join(", ")
    ))
});

fn statement(root: &str) -> String {
    let parts = [
        upsert::<PartyLine>("party", 5),
        upsert::<TaskLine>("task", 6),
        upsert::<ReplyLine>("reply", 7),
        upsert::<FeedbackLine>("feedback", 8),
        upsert::<CommitmentLine>("commitment", 9),
        upsert::<PublicationLine>("publication", 10),
    ];
    // Of the tables only parties lose rows (an unmerged suggestion takes its deputies with it); the log only grows.
    format!(
        "WITH line AS MATERIALIZED (SELECT * FROM jsonb_populate_record(NULL::suggestion, $1::jsonb)), \
         known AS MATERIALIZED (SELECT o.search_digest, o.public_digest FROM suggestion o, line WHERE o.id = line.id), \
         saved AS ({root}), {parts}, \
         gone AS (DELETE FROM suggestion_party p USING saved WHERE p.suggestion_id = saved.id AND NOT EXISTS \
           (SELECT 1 FROM jsonb_populate_recordset(NULL::suggestion_party, $5::jsonb) x \
            WHERE x.deputy_id = p.deputy_id AND x.role = p.role)), \
         log AS (INSERT INTO suggestion_log ({log}) SELECT {log} \
           FROM jsonb_populate_recordset(NULL::suggestion_log, $11::jsonb) x WHERE EXISTS (SELECT 1 FROM saved) \
           ON CONFLICT DO NOTHING), \
         {internal}, {public}, \
         hidden AS (DELETE FROM search_document d USING line WHERE d.kind = 'public_suggestion' \
           AND d.ref_id = line.id AND line.public_digest = '') \
         SELECT count(*) AS n FROM saved",
        parts = parts.join(", "),
        log = LogLine::COLUMNS.join(", "),
        internal = search("found", "suggestion", "search_digest", 3),
        public = search("found_by_all", "public_suggestion", "public_digest", 4),
    )
}

/// Inserts the lines of `$n`, or writes those that differ from what is there.
fn upsert<T: Line>(name: &str, n: usize) -> String {
    let (table, key, columns) = (T::TABLE, T::KEY, T::COLUMNS.join(", "));
    let values: Vec<_> = T::COLUMNS.iter().map(|column| format!("excluded.{column}")).collect();
    format!(
        "{name} AS (INSERT INTO {table} ({columns}) SELECT {columns} \
         FROM jsonb_populate_recordset(NULL::{table}, ${n}::jsonb) x WHERE EXISTS (SELECT 1 FROM saved) \
         ON CONFLICT ({key}) DO UPDATE SET ({columns}) = ROW({}) WHERE {table} IS DISTINCT FROM excluded)",
        values.join(", ")
    )
}

/// Writes a search document, unless its text is the one that was indexed.
fn search(name: &str, kind: &str, digest: &str, n: usize) -> String {
    format!(
        "{name} AS (INSERT INTO search_document (kind, ref_id, path, title, subtitle, tsv, updated_at) \
         SELECT '{kind}', line.id, line.path, '', '', array_to_tsvector(${n}::text[]), line.updated_at FROM line, saved \
         WHERE line.{digest} <> '' AND line.{digest} IS DISTINCT FROM (SELECT known.{digest} FROM known) \
         ON CONFLICT (kind, ref_id) DO UPDATE SET path = excluded.path, tsv = excluded.tsv, \
         updated_at = excluded.updated_at)"
    )
}

fn write(
    uow: &Uow,
    text: &'static LazyLock<String>,
    case: &Case,
    path: &JurisdictionPath,
    version: Version,
) -> Result<Statement> {
    let (internal, public) = (SearchText::internal(case), SearchText::public(case));
    let mut root = RootLine::of(case, &path.0, version, uow.now());
    root.search_digest = internal.digest;
    root.public_digest = public.digest;
    let bind: [Value; 11] = [
        json(&root)?,
        json(case)?,
        internal.tokens.into(),
        public.tokens.into(),
        json(&PartyLine::all(case))?,
        json(&TaskLine::all(case))?,
        json(&ReplyLine::all(case))?,
        json(&FeedbackLine::all(case))?,
        json(&CommitmentLine::all(case))?,
        json(&PublicationLine::all(case))?,
        json(&LogLine::all(case))?,
    ];
    Ok(sql(text.as_str(), bind))
}

fn json(value: &impl serde::Serialize) -> Result<Value> {
    Ok(serde_json::to_string(value).map_err(Error::corrupt)?.into())
}
