//! What a sheet is compared with, read whole and once: a county has a few hundred rows of each.

use crate::{Result, Uow, sql};
use chrono::NaiveDate;
use domain::authz::JurisdictionPath;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// The node that an import is for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownNode {
    /// The node.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its path.
    pub path: String,
}

/// 届
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownTerm {
    /// The term.
    pub id: Uuid,
    /// Which one.
    pub ordinal: i32,
    /// Its name.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// 次会议
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownSession {
    /// The session.
    pub id: Uuid,
    /// Which one of the term.
    pub ordinal: i32,
    /// Its name.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// 代表小组 that stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownGroup {
    /// The group.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub founded_on: NaiveDate,
}

/// 选区 or 代表团, with the node it belongs to.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownPlace {
    /// The row.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The node.
    pub jurisdiction_id: Uuid,
}

/// A seat of the term.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownDeputy {
    /// The seat.
    pub id: Uuid,
    /// The holder.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 代表证号
    pub cert_no: String,
    /// 代表团
    pub delegation_id: Option<Uuid>,
    /// The holder's telephone, hashed.
    pub mobile_hash: Option<Vec<u8>>,
    /// The holder's identity number, hashed.
    pub id_no_hash: Option<Vec<u8>>,
}

/// A person of the register.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownPerson {
    /// The person.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// The identity number, hashed.
    pub id_no_hash: Option<Vec<u8>>,
}

/// A unit, in use or ended.
#[derive(Clone, Debug, FromQueryResult)]
pub struct KnownUnit {
    /// The unit.
    pub id: Uuid,
    /// Official name.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// 统一社会信用代码
    pub credit_code: Option<String>,
    /// The first day on which it no longer exists.
    pub valid_to: Option<NaiveDate>,
}

/// An official number that was given.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TakenNumber {
    /// Key of the series.
    pub number_series: String,
    /// Place in it.
    pub number: i32,
    /// Title of the suggestion.
    pub title: String,
}

/// One import at a time: what was compared is still so when it is written.
const IMPORT_LOCK: i64 = 0x6461_6962_6961_6f03;

impl Uow {
    /// Waits until no other import is being written.
    ///
    /// # Errors
    /// As any statement.
    pub async fn lock_imports(&self) -> Result<()> {
        self.conn().execute_raw(sql("SELECT pg_advisory_xact_lock($1)", [IMPORT_LOCK.into()])).await?;
        Ok(())
    }

    /// The node with this path; without one, the root of the tree.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_node(&self, path: Option<&JurisdictionPath>) -> Result<Option<KnownNode>> {
        let path = path.map(|path| path.0.clone());
        let statement = sql(
            "SELECT id, name, path FROM jurisdiction WHERE path = $1 OR ($1::text IS NULL AND parent_id IS NULL) \
             ORDER BY path LIMIT 1",
            [path.into()],
        );
        Ok(KnownNode::find_by_statement(statement).one(self.conn()).await?)
    }

    /// The term of this ordinal; without one, the current term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_term(&self, jurisdiction: Uuid, ordinal: Option<i32>) -> Result<Option<KnownTerm>> {
        let statement = sql(
            "SELECT id, ordinal, name, starts_on, ends_on FROM term WHERE jurisdiction_id = $1 \
             AND (ordinal = $2 OR ($2::integer IS NULL AND is_current)) LIMIT 1",
            [jurisdiction.into(), ordinal.into()],
        );
        Ok(KnownTerm::find_by_statement(statement).one(self.conn()).await?)
    }

    /// The sessions of a term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_sessions(&self, term: Uuid) -> Result<Vec<KnownSession>> {
        let text = "SELECT id, ordinal, name, starts_on, ends_on FROM congress_session WHERE term_id = $1 ORDER BY ordinal";
        Ok(KnownSession::find_by_statement(sql(text, [term.into()])).all(self.conn()).await?)
    }

    /// The groups of a term that stand.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_groups(&self, term: Uuid) -> Result<Vec<KnownGroup>> {
        let text = "SELECT id, name, founded_on FROM deputy_group WHERE term_id = $1 AND dissolved_on IS NULL ORDER BY no";
        Ok(KnownGroup::find_by_statement(sql(text, [term.into()])).all(self.conn()).await?)
    }

    /// The delegations of a term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_delegations(&self, term: Uuid) -> Result<Vec<KnownPlace>> {
        let text = "SELECT id, name, jurisdiction_id FROM delegation WHERE term_id = $1 ORDER BY no";
        Ok(KnownPlace::find_by_statement(sql(text, [term.into()])).all(self.conn()).await?)
    }

    /// The constituencies of a term.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_constituencies(&self, term: Uuid) -> Result<Vec<KnownPlace>> {
        let text = "SELECT id, name, jurisdiction_id FROM constituency WHERE term_id = $1 ORDER BY no";
        Ok(KnownPlace::find_by_statement(sql(text, [term.into()])).all(self.conn()).await?)
    }

    /// The county seats of a term, whatever their status.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_seats(&self, term: Uuid) -> Result<Vec<KnownDeputy>> {
        let text = "SELECT d.id, d.person_id, p.name, p.birth_on, d.cert_no, d.delegation_id, p.mobile_hash, p.id_no_hash \
            FROM deputy d JOIN person p ON p.id = d.person_id \
            WHERE d.term_id = $1 AND d.level = 'county' ORDER BY d.cert_no, d.id";
        Ok(KnownDeputy::find_by_statement(sql(text, [term.into()])).all(self.conn()).await?)
    }

    /// Persons with one of these names or identity numbers.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_persons(
        &self,
        names: Vec<String>,
        id_no_hashes: Vec<Vec<u8>>,
    ) -> Result<Vec<KnownPerson>> {
        let statement = sql(
            "SELECT id, name, birth_on, id_no_hash FROM person WHERE name = ANY($1) OR id_no_hash = ANY($2) ORDER BY id",
            [names.into(), id_no_hashes.into()],
        );
        Ok(KnownPerson::find_by_statement(statement).all(self.conn()).await?)
    }

    /// The units of a subtree, those in use first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_units(&self, path: &str) -> Result<Vec<KnownUnit>> {
        let statement = sql(
            "SELECT u.id, u.name, u.short_name, u.credit_code, u.valid_to FROM unit u \
             JOIN jurisdiction j ON j.id = u.jurisdiction_id WHERE starts_with(j.path, $1) \
             ORDER BY u.valid_to DESC NULLS FIRST, u.name, u.id",
            [path.into()],
        );
        Ok(KnownUnit::find_by_statement(statement).all(self.conn()).await?)
    }

    /// The official numbers that were given in these series.
    ///
    /// # Errors
    /// As any statement.
    pub async fn taken_numbers(&self, series: Vec<String>) -> Result<Vec<TakenNumber>> {
        let statement = sql(
            "SELECT number_series, number, title FROM suggestion WHERE number_series = ANY($1)",
            [series.into()],
        );
        Ok(TakenNumber::find_by_statement(statement).all(self.conn()).await?)
    }

    /// Document numbers of these that letters have already: `unit` and the whole number.
    ///
    /// # Errors
    /// As any statement.
    pub async fn taken_doc_numbers(&self, doc_nos: Vec<String>) -> Result<Vec<(Uuid, String)>> {
        let statement =
            sql("SELECT unit_id, doc_no FROM suggestion_reply WHERE doc_no = ANY($1)", [doc_nos.into()]);
        let rows = self.conn().query_all_raw(statement).await?;
        rows.iter().map(|row| Ok((row.try_get("", "unit_id")?, row.try_get("", "doc_no")?))).collect()
    }
}
