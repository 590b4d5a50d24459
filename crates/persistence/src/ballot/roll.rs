//! 参加测评人员名册: who may vote, who came, who was given a ballot. Nothing here is touched when a ballot is cast.

use crate::{Result, Store, Uow, sql};
use domain::{
    ballot::RollFigures,
    kernel::{DeputyId, SupervisionMeetingId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// One line of the roll.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RollRow {
    /// The seat.
    pub deputy_id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表证号
    pub cert_no: String,
    /// 代表团
    pub delegation_name: Option<String>,
    /// 常委会组成人员
    pub sc_member: bool,
    /// Code of `DeputyStatus` now.
    pub status: String,
    /// 签到
    pub present: bool,
    /// 已发票
    pub issued: bool,
}

const ROLL: &str = "SELECT r.deputy_id, p.name, d.cert_no, g.name AS delegation_name, d.sc_member, d.status, \
    r.present, r.issued FROM ballot_roll r JOIN deputy d ON d.id = r.deputy_id JOIN person p ON p.id = d.person_id \
    LEFT JOIN delegation g ON g.id = d.delegation_id WHERE r.meeting_id = $1 AND r.round_no = $2 \
    ORDER BY d.cert_no, d.id";

fn round(no: u16) -> i16 {
    i16::try_from(no).unwrap_or(i16::MAX)
}

async fn rows(conn: &impl ConnectionTrait, meeting: SupervisionMeetingId, no: u16) -> Result<Vec<RollRow>> {
    Ok(RollRow::find_by_statement(sql(ROLL, [meeting.0.into(), round(no).into()])).all(conn).await?)
}

impl Store {
    /// The roll of a round, by certificate number.
    ///
    /// # Errors
    /// As any statement.
    pub async fn ballot_roll(&self, meeting: SupervisionMeetingId, no: u16) -> Result<Vec<RollRow>> {
        rows(self.db(), meeting, no).await
    }
}

impl Uow {
    /// The roll of a round, by certificate number.
    ///
    /// # Errors
    /// As any statement.
    pub async fn ballot_roll(&self, meeting: SupervisionMeetingId, no: u16) -> Result<Vec<RollRow>> {
        rows(self.conn(), meeting, no).await
    }

    /// Writes the roll anew; whoever is on it still stays checked in.
    ///
    /// # Errors
    /// As any statement.
    pub async fn replace_ballot_roll(
        &self,
        meeting: SupervisionMeetingId,
        no: u16,
        deputies: &[DeputyId],
    ) -> Result<()> {
        let ids: Vec<Uuid> = deputies.iter().map(|deputy| deputy.0).collect();
        let bind = || [meeting.0.into(), round(no).into(), ids.clone().into()];
        let delete =
            "DELETE FROM ballot_roll WHERE meeting_id = $1 AND round_no = $2 AND deputy_id <> ALL($3)";
        self.conn().execute_raw(sql(delete, bind())).await?;
        let insert = "INSERT INTO ballot_roll (meeting_id, round_no, deputy_id, present, issued) \
            SELECT $1, $2, d, false, false FROM unnest($3::uuid[]) AS d ON CONFLICT DO NOTHING";
        self.conn().execute_raw(sql(insert, bind())).await?;
        Ok(())
    }

    /// The roll of the first round for the next one: the same people, nobody there yet.
    ///
    /// # Errors
    /// As any statement.
    pub async fn copy_ballot_roll(&self, meeting: SupervisionMeetingId, from: u16, to: u16) -> Result<()> {
        let text = "INSERT INTO ballot_roll (meeting_id, round_no, deputy_id, present, issued) \
            SELECT r.meeting_id, $3, r.deputy_id, false, false FROM ballot_roll r JOIN deputy d ON d.id = r.deputy_id \
            WHERE r.meeting_id = $1 AND r.round_no = $2 AND d.status = 'active'";
        let bind = [meeting.0.into(), round(from).into(), round(to).into()];
        self.conn().execute_raw(sql(text, bind)).await?;
        Ok(())
    }

    /// Marks one line; false when the deputy is not on the roll.
    ///
    /// # Errors
    /// As any statement.
    pub async fn mark_ballot_roll(
        &self,
        meeting: SupervisionMeetingId,
        no: u16,
        (deputy, present, issued): (DeputyId, bool, bool),
    ) -> Result<bool> {
        let text = "UPDATE ballot_roll SET present = $4, issued = $5 \
            WHERE meeting_id = $1 AND round_no = $2 AND deputy_id = $3";
        let bind = [meeting.0.into(), round(no).into(), deputy.0.into(), present.into(), issued.into()];
        Ok(self.conn().execute_raw(sql(text, bind)).await?.rows_affected() == 1)
    }

    /// After a voided round nobody has a ballot.
    ///
    /// # Errors
    /// As any statement.
    pub async fn take_back_ballots(&self, meeting: SupervisionMeetingId, no: u16) -> Result<()> {
        let text = "UPDATE ballot_roll SET issued = false WHERE meeting_id = $1 AND round_no = $2";
        self.conn().execute_raw(sql(text, [meeting.0.into(), round(no).into()])).await?;
        Ok(())
    }

    /// 应到、实到、发出.
    ///
    /// # Errors
    /// As any statement.
    pub async fn roll_figures(&self, meeting: SupervisionMeetingId, no: u16) -> Result<RollFigures> {
        let text = "SELECT count(*) AS eligible, count(*) FILTER (WHERE present) AS present, \
            count(*) FILTER (WHERE issued) AS issued FROM ballot_roll WHERE meeting_id = $1 AND round_no = $2";
        let row = self.conn().query_one_raw(sql(text, [meeting.0.into(), round(no).into()])).await?;
        let Some(row) = row else { return Ok(RollFigures::default()) };
        let figure = |name: &str| row.try_get::<i64>("", name).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        Ok(RollFigures {
            eligible: figure("eligible")?,
            present: figure("present")?,
            issued: figure("issued")?,
        })
    }
}
