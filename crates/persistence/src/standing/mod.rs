//! 冻结报表: kept as they were made; the database refuses to change them.

use crate::{
    Result, Store, Uow,
    keyset::Conditions,
    listing::{self, Listed, PageRequest, SortColumn, View},
    sql,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::authz::{Actor, JurisdictionPath, Role};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Sorts of the list; the first is the default, descending.
pub const REPORT_SORTS: &[SortColumn] = &[SortColumn::new("made_at", "r.made_at", "timestamptz")];

/// A line of the list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReportRow {
    /// The report.
    pub id: Uuid,
    /// Its node.
    pub path: String,
    /// 标题
    pub title: String,
    /// 年度
    pub year: i32,
    /// 截止日期
    pub as_of: NaiveDate,
    /// 口径版本
    pub rule_version: String,
    /// When it was frozen.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: String,
    /// Digest of the content.
    pub sha256: Vec<u8>,
}

impl View for ReportRow {
    const COLUMNS: &'static str = "r.id, r.path, r.title, r.year, r.as_of, r.rule_version, r.made_at, \
        a.display_name AS made_by, r.sha256";
    const FROM: &'static str = "standing_report r JOIN account a ON a.id = r.account_id";
    const ID: &'static str = "r.id";
}

/// A report to be kept.
#[derive(Clone, Debug)]
pub struct NewReport<'r> {
    /// Its id.
    pub id: Uuid,
    /// The node of whose matters it is.
    pub path: &'r JurisdictionPath,
    /// 标题
    pub title: &'r str,
    /// 年度
    pub year: i32,
    /// 截止日期
    pub as_of: NaiveDate,
    /// 口径版本
    pub rule_version: &'r str,
    /// The text.
    pub content: &'r str,
    /// Its digest.
    pub sha256: [u8; 32],
}

/// The nodes whose reports the actor reads: those who oversee a congress read its reports.
fn conditions(actor: &Actor, year: Option<i32>) -> Conditions {
    let mut c = Conditions::new();
    let overseers = [Role::DcStaff, Role::DcHead, Role::ScLeader];
    let grants = actor.grants().iter().filter(|grant| overseers.contains(&grant.role));
    let roots: Vec<String> = grants.map(|grant| grant.jurisdiction.0.clone()).collect();
    let roots = c.param(roots);
    c.push(format!(
        "EXISTS (SELECT 1 FROM unnest({roots}::text[]) x(root) WHERE starts_with(r.path, x.root))"
    ));
    c.equal("r.year", year);
    c
}

impl Store {
    /// A page of the frozen reports that the actor reads.
    ///
    /// # Errors
    /// As any statement.
    pub async fn standing_reports(
        &self,
        actor: &Actor,
        year: Option<i32>,
        page: &PageRequest,
    ) -> Result<Vec<Listed<ReportRow>>> {
        listing::page(self.db(), conditions(actor, year), page).await
    }

    /// How many the list has.
    ///
    /// # Errors
    /// As any statement.
    pub async fn count_standing_reports(&self, actor: &Actor, year: Option<i32>) -> Result<i64> {
        listing::count::<ReportRow>(self.db(), conditions(actor, year)).await
    }

    /// One frozen report that the actor reads, with its text.
    ///
    /// # Errors
    /// As any statement.
    pub async fn standing_report(&self, actor: &Actor, id: Uuid) -> Result<Option<(ReportRow, String)>> {
        let mut c = conditions(actor, None);
        c.equal("r.id", Some(id));
        let head = format!("SELECT {}, r.content FROM {}", ReportRow::COLUMNS, ReportRow::FROM);
        let row = self.db().query_one_raw(c.finish(&head, "")).await?;
        row.map(|row| Ok((ReportRow::from_query_result(&row, "")?, row.try_get("", "content")?))).transpose()
    }

    /// A file of a report that was found by [`Store::standing_report`].
    ///
    /// # Errors
    /// As any statement.
    pub async fn standing_report_file(&self, id: Uuid, format: &str) -> Result<Option<Vec<u8>>> {
        let text = "SELECT bytes FROM standing_report_file WHERE report_id = $1 AND format = $2";
        let row = self.db().query_one_raw(sql(text, [id.into(), format.into()])).await?;
        Ok(row.map(|row| row.try_get("", "bytes")).transpose()?)
    }
}

impl Uow {
    /// Keeps a report.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_standing_report(&self, report: &NewReport<'_>) -> Result<()> {
        let statement = sql(
            "INSERT INTO standing_report (id, path, title, year, as_of, rule_version, made_at, account_id, content, sha256) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                report.id.into(),
                report.path.0.clone().into(),
                report.title.into(),
                report.year.into(),
                report.as_of.into(),
                report.rule_version.into(),
                self.now().into(),
                self.account().map(|account| account.0).into(),
                report.content.into(),
                report.sha256.to_vec().into(),
            ],
        );
        self.conn().execute_raw(statement).await?;
        Ok(())
    }

    /// Keeps a file of a report.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_standing_report_file(
        &self,
        report: Uuid,
        format: &str,
        bytes: &[u8],
        sha256: &[u8],
    ) -> Result<()> {
        let statement = sql(
            "INSERT INTO standing_report_file (report_id, format, bytes, sha256) VALUES ($1, $2, $3, $4)",
            [report.into(), format.into(), bytes.to_vec().into(), sha256.to_vec().into()],
        );
        self.conn().execute_raw(statement).await?;
        Ok(())
    }
}
