use crate::{Result, Store, Uow, sql};
use chrono::NaiveDate;
use domain::{
    group::{OfficerRole, Officers},
    kernel::{DeputyId, GroupId, PersonId},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Somebody in office in a group (召集人、联络员), now or earlier.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OfficerRow {
    /// Code of `OfficerRole`.
    pub role: String,
    /// The person.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// The seat, for convenors.
    pub deputy_id: Option<Uuid>,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer in office.
    pub to_on: Option<NaiveDate>,
}

impl Store {
    /// Everybody who was or is in office in a group, latest first.
    ///
    /// # Errors
    /// As any statement.
    pub async fn group_officers(&self, id: GroupId) -> Result<Vec<OfficerRow>> {
        Ok(OfficerRow::find_by_statement(sql(
            "SELECT o.role, o.person_id, p.name, o.deputy_id, o.from_on, o.to_on \
             FROM group_officer o JOIN person p ON p.id = o.person_id WHERE o.group_id = $1 \
             ORDER BY o.from_on DESC, o.role, o.id",
            [id.0.into()],
        ))
        .all(self.db())
        .await?)
    }
}

impl Uow {
    /// Replaces the officers from a day on: those before them end, those who were to come later do
    /// not. `convenors` are seats with their holders.
    ///
    /// # Errors
    /// `reference.unknown` for a liaison who is not registered.
    pub async fn replace_officers(
        &self,
        group: GroupId,
        officers: &Officers,
        convenors: &[(DeputyId, PersonId)],
    ) -> Result<()> {
        let bind = || [group.0.into(), officers.on.into()];
        self.conn()
            .execute_raw(sql("DELETE FROM group_officer WHERE group_id = $1 AND from_on >= $2", bind()))
            .await?;
        self.conn()
            .execute_raw(sql(
                "UPDATE group_officer SET to_on = $2 WHERE group_id = $1 AND (to_on IS NULL OR to_on > $2)",
                bind(),
            ))
            .await?;
        for (deputy, person) in convenors {
            self.insert_officer(group, OfficerRole::Convenor, *person, Some(*deputy), officers.on).await?;
        }
        for person in &officers.liaisons {
            self.insert_officer(group, OfficerRole::Liaison, *person, None, officers.on).await?;
        }
        Ok(())
    }

    async fn insert_officer(
        &self,
        group: GroupId,
        role: OfficerRole,
        person: PersonId,
        deputy: Option<DeputyId>,
        on: NaiveDate,
    ) -> Result<()> {
        let row: Uuid = self.id();
        self.conn()
            .execute_raw(sql(
                "INSERT INTO group_officer (id, group_id, role, person_id, deputy_id, from_on) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                [
                    row.into(),
                    group.0.into(),
                    role.code().into(),
                    person.0.into(),
                    deputy.map(|d| d.0).into(),
                    on.into(),
                ],
            ))
            .await?;
        Ok(())
    }
}
