use crate::{Result, Store, Uow, sql};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    deputy::{Release, StatusRecord},
    kernel::{DeputyId, GroupId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A line of a deputy's status history (状态沿革).
#[derive(Clone, Debug, FromQueryResult)]
pub struct StatusLogRow {
    /// Code of the status before.
    pub from_status: Option<String>,
    /// Code of the status after.
    pub to_status: String,
    /// Code of the step.
    pub step: Option<String>,
    /// From which day it counts.
    pub on_date: NaiveDate,
    /// Code of the ground of law.
    pub ground: Option<String>,
    /// 公告（文件）文号
    pub document_no: Option<String>,
    /// Inner remark.
    pub note: Option<String>,
    /// 赞成票
    pub vote_in_favour: Option<i32>,
    /// 全体组成人员
    pub vote_members: Option<i32>,
    /// Who recorded it.
    pub recorded_by: Option<String>,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// A time in a group, as the deputy's record shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeputyMembershipRow {
    /// The group.
    pub group_id: Uuid,
    /// Its number.
    pub group_no: i32,
    /// Its name.
    pub group_name: String,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer in it.
    pub to_on: Option<NaiveDate>,
}

impl Store {
    /// Status history of a deputy, oldest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputy_status_log(&self, id: DeputyId) -> Result<Vec<StatusLogRow>> {
        Ok(StatusLogRow::find_by_statement(sql(
            "SELECT l.from_status, l.to_status, l.step, l.on_date, l.ground, l.document_no, l.note, l.vote_in_favour, \
             l.vote_members, a.display_name AS recorded_by, l.at \
             FROM deputy_status_log l LEFT JOIN account a ON a.id = l.account_id \
             WHERE l.deputy_id = $1 ORDER BY l.on_date, l.at, l.id",
            [id.0.into()],
        ))
        .all(self.db())
        .await?)
    }

    /// Groups to which a deputy belonged, oldest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputy_memberships(&self, id: DeputyId) -> Result<Vec<DeputyMembershipRow>> {
        Ok(DeputyMembershipRow::find_by_statement(sql(
            "SELECT m.group_id, g.no AS group_no, g.name AS group_name, m.from_on, m.to_on \
             FROM group_membership m JOIN deputy_group g ON g.id = m.group_id \
             WHERE m.deputy_id = $1 ORDER BY m.from_on",
            [id.0.into()],
        ))
        .all(self.db())
        .await?)
    }
}

impl Uow {
    /// Adds a line to a deputy's status history.
    ///
    /// # Errors
    /// As any statement.
    pub async fn insert_status_record(&self, id: DeputyId, record: &StatusRecord) -> Result<()> {
        let row: Uuid = self.id();
        self.conn()
            .execute_raw(sql(
                "INSERT INTO deputy_status_log (id, deputy_id, from_status, to_status, step, on_date, ground, \
                 document_no, note, vote_in_favour, vote_members, account_id, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                [
                    row.into(),
                    id.0.into(),
                    record.from.map(|s| s.code()).into(),
                    record.to.code().into(),
                    record.step.map(|s| s.code()).into(),
                    record.on.into(),
                    record.ground.clone().into(),
                    record.document_no.clone().into(),
                    record.note.clone().into(),
                    record.vote.map(|v| v.in_favour).into(),
                    record.vote.map(|v| v.members).into(),
                    self.account().map(|a| a.0).into(),
                    self.now().into(),
                ],
            ))
            .await?;
        Ok(())
    }

    /// What ends with a seat: memberships and offices in groups from that day, and the right to
    /// act as this deputy. Returns the groups that lost a member.
    ///
    /// # Errors
    /// As any statement.
    pub async fn end_seat(&self, id: DeputyId, on: NaiveDate) -> Result<Vec<GroupId>> {
        let bind = || [id.0.into(), on.into()];
        // A membership that would have begun on or after the day never comes to be.
        self.conn()
            .execute_raw(sql("DELETE FROM group_membership WHERE deputy_id = $1 AND from_on >= $2", bind()))
            .await?;
        let ended = self
            .conn()
            .query_all_raw(sql(
                "UPDATE group_membership SET to_on = $2 WHERE deputy_id = $1 AND (to_on IS NULL OR to_on > $2) \
                 RETURNING group_id",
                bind(),
            ))
            .await?;
        self.conn()
            .execute_raw(sql(
                "UPDATE group_officer SET to_on = greatest($2, from_on) \
                 WHERE deputy_id = $1 AND (to_on IS NULL OR to_on > $2)",
                bind(),
            ))
            .await?;
        self.conn()
            .execute_raw(sql(
                "UPDATE role_grant SET revoked_at = $2 WHERE deputy_id = $1 AND revoked_at IS NULL",
                [id.0.into(), self.now().into()],
            ))
            .await?;
        ended.iter().map(|row| Ok(GroupId(row.try_get("", "group_id")?))).collect()
    }
}

impl Uow {
    /// 不再征询: whoever left office is not asked any more, and his limited access ends.
    ///
    /// # Errors
    /// `unique.conflict` when it was recorded already.
    pub async fn insert_release(&self, release: &Release) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO deputy_release (deputy_id, ground, on_date, note, account_id, at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                [
                    release.deputy.0.into(),
                    release.ground.code().into(),
                    release.on.into(),
                    release.note.clone().into(),
                    self.account().map(|account| account.0).into(),
                    self.now().into(),
                ],
            ))
            .await?;
        self.conn()
            .execute_raw(sql(
                "UPDATE role_grant SET revoked_at = $2 WHERE deputy_id = $1 AND revoked_at IS NULL",
                [release.deputy.0.into(), self.now().into()],
            ))
            .await?;
        Ok(())
    }
}
