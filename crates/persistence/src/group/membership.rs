use crate::{Result, Store, Uow, sql};
use chrono::NaiveDate;
use domain::{
    group::Membership,
    kernel::{DeputyId, GroupId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// A member of a group, with the time of membership.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MemberRow {
    /// The deputy.
    pub deputy_id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表证号
    pub cert_no: String,
    /// Code of `DeputyStatus` now.
    pub status: String,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer in the group.
    pub to_on: Option<NaiveDate>,
    /// Code of the office held on the day, if any.
    pub office: Option<String>,
}

#[derive(FromQueryResult)]
struct MembershipRow {
    id: Uuid,
    group_id: Uuid,
    deputy_id: Uuid,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

impl Store {
    /// Members of a group on a day, convenors first, then by certificate number.
    ///
    /// # Errors
    /// As any statement.
    pub async fn group_members(&self, id: GroupId, on: NaiveDate) -> Result<Vec<MemberRow>> {
        members(self.db(), id, on).await
    }
}

impl Uow {
    /// Members of a group on a day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn group_members(&self, id: GroupId, on: NaiveDate) -> Result<Vec<MemberRow>> {
        members(self.conn(), id, on).await
    }

    /// All memberships of a deputy. The deputy's row is locked first, so that two changes of one
    /// deputy's groups wait for each other; the exclusion constraint stays behind as the proof.
    ///
    /// # Errors
    /// As any statement.
    pub async fn memberships_of(&self, id: DeputyId) -> Result<Vec<Membership>> {
        self.conn().execute_raw(sql("SELECT 1 FROM deputy WHERE id = $1 FOR UPDATE", [id.0.into()])).await?;
        let rows = MembershipRow::find_by_statement(sql(
            "SELECT id, group_id, deputy_id, from_on, to_on FROM group_membership WHERE deputy_id = $1 ORDER BY from_on",
            [id.0.into()],
        ))
        .all(self.conn())
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Membership {
                id: row.id,
                group: row.group_id.into(),
                deputy: row.deputy_id.into(),
                from_on: row.from_on,
                to_on: row.to_on,
            })
            .collect())
    }

    /// Adds a membership.
    ///
    /// # Errors
    /// `group.membership_overlap`.
    pub async fn insert_membership(&self, membership: &Membership) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "INSERT INTO group_membership (id, group_id, deputy_id, from_on, to_on) VALUES ($1, $2, $3, $4, $5)",
                [
                    membership.id.into(),
                    membership.group.0.into(),
                    membership.deputy.0.into(),
                    membership.from_on.into(),
                    membership.to_on.into(),
                ],
            ))
            .await?;
        Ok(())
    }

    /// Writes the end of a membership, and of the offices in the group that went with it.
    ///
    /// # Errors
    /// As any statement.
    pub async fn end_membership(&self, membership: &Membership) -> Result<()> {
        self.conn()
            .execute_raw(sql(
                "UPDATE group_membership SET to_on = $2 WHERE id = $1",
                [membership.id.into(), membership.to_on.into()],
            ))
            .await?;
        self.conn()
            .execute_raw(sql(
                "UPDATE group_officer SET to_on = greatest($3, from_on) \
                 WHERE group_id = $1 AND deputy_id = $2 AND (to_on IS NULL OR to_on > $3)",
                [membership.group.0.into(), membership.deputy.0.into(), membership.to_on.into()],
            ))
            .await?;
        Ok(())
    }

    /// Ends everything in a dissolved group on the day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn end_memberships_of_group(&self, id: GroupId, on: NaiveDate) -> Result<()> {
        for text in [
            "DELETE FROM group_membership WHERE group_id = $1 AND from_on >= $2",
            "UPDATE group_membership SET to_on = $2 WHERE group_id = $1 AND (to_on IS NULL OR to_on > $2)",
            "UPDATE group_officer SET to_on = greatest($2, from_on) \
             WHERE group_id = $1 AND (to_on IS NULL OR to_on > $2)",
        ] {
            self.conn().execute_raw(sql(text, [id.0.into(), on.into()])).await?;
        }
        Ok(())
    }
}

async fn members(conn: &impl ConnectionTrait, id: GroupId, on: NaiveDate) -> Result<Vec<MemberRow>> {
    Ok(MemberRow::find_by_statement(sql(
        "SELECT m.deputy_id, p.name, d.cert_no, d.status, m.from_on, m.to_on, o.role AS office \
         FROM group_membership m JOIN deputy d ON d.id = m.deputy_id JOIN person p ON p.id = d.person_id \
         LEFT JOIN group_officer o ON o.group_id = m.group_id AND o.deputy_id = m.deputy_id \
             AND o.from_on <= $2 AND (o.to_on IS NULL OR o.to_on > $2) \
         WHERE m.group_id = $1 AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on > $2) \
         ORDER BY o.role NULLS LAST, d.cert_no, d.id",
        [id.0.into(), on.into()],
    ))
    .all(conn)
    .await?)
}
