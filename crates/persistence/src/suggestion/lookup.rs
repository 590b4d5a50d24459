//! What commands on suggestions need to know of the registers, one statement each.

use crate::{Result, Store, Uow, sql};
use chrono::NaiveDate;
use domain::{
    authz::JurisdictionPath,
    kernel::{AccountId, CongressSessionId, DeputyId, GroupId, JurisdictionId, PersonId, TermId, UnitId},
    suggestion::{NumberSeries, OfficialNumber, Seats, internal_code},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

/// Where a deputy's suggestion belongs today.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeputySeat {
    /// The seat.
    pub id: Uuid,
    /// The holder.
    pub person_id: Uuid,
    /// 姓名
    pub name: String,
    /// 届
    pub term_id: Uuid,
    /// Ordinal of the term.
    pub term_ordinal: i32,
    /// The node of the term's congress: the suggestion belongs to it.
    pub jurisdiction_id: Uuid,
    /// Its path.
    pub path: String,
    /// 代表团
    pub delegation_id: Option<Uuid>,
    /// 代表小组 on the day.
    pub group_id: Option<Uuid>,
    /// The session that sits on the day.
    pub session_id: Option<Uuid>,
    /// Its ordinal.
    pub session_ordinal: Option<i32>,
    /// Code of `DeputyStatus`.
    pub status: String,
}

/// A unit as an assignment sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UnitFacts {
    /// The unit.
    pub id: Uuid,
    /// Official name.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// Code of `UnitKind`.
    pub kind: String,
    /// Code of `UnitSystem`.
    pub system: String,
    /// Its node.
    pub path: String,
    /// 发文字号前缀
    pub doc_prefix: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// It exists on the day asked for.
    pub valid: bool,
}

/// 召集人
#[derive(Clone, Debug, FromQueryResult)]
pub struct ConvenorRow {
    /// The person.
    pub person_id: Uuid,
    /// The seat.
    pub deputy_id: Option<Uuid>,
    /// 姓名
    pub name: String,
}

#[derive(FromQueryResult)]
struct IdRow {
    id: Uuid,
}

#[derive(FromQueryResult)]
struct SeatRow {
    id: Uuid,
    active: bool,
    former: bool,
    closed: bool,
}

impl SeatRow {
    fn held(&self) -> SeatHeld {
        SeatHeld { active: self.active, former: self.former, of_closed_term: self.closed }
    }
}

/// How one seat stands now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SeatHeld {
    active: bool,
    former: bool,
    of_closed_term: bool,
}

impl SeatHeld {
    /// What [`Seats`] says of one deputy.
    pub(super) fn of(seats: &Seats, deputy: DeputyId) -> Self {
        Self {
            active: seats.is_active(deputy),
            former: seats.is_former(deputy),
            of_closed_term: seats.is_of_closed_term(deputy),
        }
    }
}

/// The seats as the domain knows them.
pub(super) fn seats(held: impl Iterator<Item = (DeputyId, SeatHeld)>) -> Seats {
    let held: Vec<_> = held.collect();
    let those = |which: fn(&SeatHeld) -> bool| {
        held.iter().filter(move |(_, seat)| which(seat)).map(|(deputy, _)| *deputy).collect::<Vec<_>>()
    };
    Seats::active(those(|seat| seat.active))
        .with_former(those(|seat| seat.former))
        .with_closed_term(those(|seat| seat.of_closed_term))
}

async fn active_seats(db: &impl ConnectionTrait, deputies: &[DeputyId]) -> Result<Seats> {
    let ids: Vec<_> = deputies.iter().map(|deputy| deputy.0).collect();
    let statement = sql(
        "SELECT d.id, d.status = 'active' AS active, t.closed_at IS NOT NULL AS closed, \
         d.status = 'term_ended' AND NOT EXISTS (SELECT 1 FROM deputy_release r WHERE r.deputy_id = d.id) AS former \
         FROM deputy d JOIN term t ON t.id = d.term_id WHERE d.id = ANY($1)",
        [ids.into()],
    );
    let rows = SeatRow::find_by_statement(statement).all(db).await?;
    Ok(seats(rows.iter().map(|row| (DeputyId(row.id), row.held()))))
}

impl Store {
    /// As [`Uow::active_seats`], outside a transaction.
    ///
    /// # Errors
    /// As any statement.
    pub async fn active_seats(&self, deputies: &[DeputyId]) -> Result<Seats> {
        active_seats(self.db(), deputies).await
    }
}

impl Uow {
    /// Which of these deputies exercise the mandate now.
    ///
    /// # Errors
    /// As any statement.
    pub async fn active_seats(&self, deputies: &[DeputyId]) -> Result<Seats> {
        active_seats(self.conn(), deputies).await
    }

    /// The seat, with the congress, group and session that a suggestion of that day belongs to.
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputy_seat(&self, id: DeputyId, on: NaiveDate) -> Result<Option<DeputySeat>> {
        Ok(DeputySeat::find_by_statement(sql(
            "SELECT d.id, d.person_id, p.name, d.term_id, t.ordinal AS term_ordinal, t.jurisdiction_id, j.path, \
             d.delegation_id, m.group_id, c.id AS session_id, c.ordinal AS session_ordinal, d.status \
             FROM deputy d JOIN person p ON p.id = d.person_id JOIN term t ON t.id = d.term_id \
             JOIN jurisdiction j ON j.id = t.jurisdiction_id \
             LEFT JOIN group_membership m ON m.deputy_id = d.id AND m.from_on <= $2 \
               AND (m.to_on IS NULL OR m.to_on > $2) \
             LEFT JOIN congress_session c ON c.term_id = d.term_id AND $2 BETWEEN c.starts_on AND c.ends_on \
             WHERE d.id = $1 LIMIT 1",
            [id.0.into(), on.into()],
        ))
        .one(self.conn())
        .await?)
    }

    /// Those of the deputies that exist.
    ///
    /// # Errors
    /// As any statement.
    pub async fn known_deputies(&self, ids: &[DeputyId]) -> Result<Vec<DeputyId>> {
        let ids: Vec<_> = ids.iter().map(|deputy| deputy.0).collect();
        let statement = sql("SELECT id FROM deputy WHERE id = ANY($1)", [ids.into()]);
        let rows = IdRow::find_by_statement(statement).all(self.conn()).await?;
        Ok(rows.into_iter().map(|row| DeputyId(row.id)).collect())
    }

    /// The units that exist in the register, each telling whether it is in use on the day.
    ///
    /// # Errors
    /// As any statement.
    pub async fn unit_facts(&self, ids: &[UnitId], on: NaiveDate) -> Result<Vec<UnitFacts>> {
        let ids: Vec<_> = ids.iter().map(|unit| unit.0).collect();
        Ok(UnitFacts::find_by_statement(sql(
            "SELECT u.id, u.name, u.short_name, u.kind, u.system, j.path, u.doc_prefix, u.phone, \
             u.valid_from <= $2 AND (u.valid_to IS NULL OR u.valid_to > $2) AS valid \
             FROM unit u JOIN jurisdiction j ON j.id = u.jurisdiction_id WHERE u.id = ANY($1)",
            [ids.into(), on.into()],
        ))
        .all(self.conn())
        .await?)
    }

    /// True when the account holds a unit role for the unit: who is named as handler must be one of its own.
    ///
    /// # Errors
    /// As any statement.
    pub async fn account_serves(&self, account: AccountId, unit: UnitId) -> Result<bool> {
        let statement = sql(
            "SELECT g.id FROM role_grant g JOIN account a ON a.id = g.account_id \
             WHERE g.account_id = $1 AND g.unit_id = $2 AND g.role IN ('UNIT_HANDLER', 'UNIT_LEADER') \
             AND g.revoked_at IS NULL AND a.disabled_at IS NULL LIMIT 1",
            [account.0.into(), unit.0.into()],
        );
        Ok(self.conn().query_one_raw(statement).await?.is_some())
    }

    /// True when the person holds one of these seats.
    ///
    /// # Errors
    /// As any statement.
    pub async fn holds_one_of(&self, person: PersonId, deputies: &[DeputyId]) -> Result<bool> {
        let ids: Vec<_> = deputies.iter().map(|deputy| deputy.0).collect();
        let text = "SELECT d.id FROM deputy d WHERE d.id = ANY($2) AND d.person_id = $1 LIMIT 1";
        Ok(self.conn().query_one_raw(sql(text, [person.0.into(), ids.into()])).await?.is_some())
    }

    /// True when the unit's head (主要负责人) of the register holds one of these seats.
    ///
    /// # Errors
    /// As any statement.
    pub async fn head_holds_one_of(&self, unit: UnitId, deputies: &[DeputyId]) -> Result<bool> {
        let ids: Vec<_> = deputies.iter().map(|deputy| deputy.0).collect();
        let text = "SELECT d.id FROM unit u JOIN deputy d ON d.person_id = u.head_person_id \
                    WHERE u.id = $1 AND d.id = ANY($2) LIMIT 1";
        Ok(self.conn().query_one_raw(sql(text, [unit.0.into(), ids.into()])).await?.is_some())
    }

    /// Those of the deputies who themselves head, lead or serve the unit: they cannot be its counterpart (§8.5 I13).
    ///
    /// # Errors
    /// As any statement.
    pub async fn deputies_of_unit(&self, unit: UnitId, deputies: &[DeputyId]) -> Result<Vec<DeputyId>> {
        let ids: Vec<_> = deputies.iter().map(|deputy| deputy.0).collect();
        let statement = sql(
            "SELECT d.id FROM deputy d WHERE d.id = ANY($2) AND (EXISTS (SELECT 1 FROM unit u \
             WHERE u.id = $1 AND u.head_person_id = d.person_id) OR EXISTS (SELECT 1 FROM account a \
             JOIN role_grant g ON g.account_id = a.id AND g.revoked_at IS NULL \
             WHERE a.person_id = d.person_id AND g.unit_id = $1 AND g.role IN ('UNIT_HANDLER', 'UNIT_LEADER')))",
            [unit.0.into(), ids.into()],
        );
        let rows = IdRow::find_by_statement(statement).all(self.conn()).await?;
        Ok(rows.into_iter().map(|row| DeputyId(row.id)).collect())
    }

    /// The convenors of a group on a day: the last resort when nobody is left to be answered.
    ///
    /// # Errors
    /// As any statement.
    pub async fn group_convenors(&self, group: GroupId, on: NaiveDate) -> Result<Vec<ConvenorRow>> {
        Ok(ConvenorRow::find_by_statement(sql(
            "SELECT o.person_id, o.deputy_id, p.name FROM group_officer o JOIN person p ON p.id = o.person_id \
             WHERE o.group_id = $1 AND o.role = 'convenor' AND o.from_on <= $2 AND (o.to_on IS NULL OR o.to_on > $2) \
             ORDER BY o.from_on, o.id",
            [group.0.into(), on.into()],
        ))
        .all(self.conn())
        .await?)
    }

    /// The next official number of the series: gapless, because the counter's row is locked until the commit.
    ///
    /// # Errors
    /// As any statement.
    pub async fn next_official_number(&self, series: NumberSeries) -> Result<OfficialNumber> {
        let number = self.next_number(&series.key()).await?;
        Ok(OfficialNumber { series, number: u32::try_from(number).map_err(crate::Error::corrupt)? })
    }

    /// The next internal code (流水编码) of a congress, by term and session.
    ///
    /// # Errors
    /// As any statement.
    pub async fn next_suggestion_code(
        &self,
        jurisdiction: JurisdictionId,
        (term, term_ordinal): (TermId, i32),
        session: Option<(CongressSessionId, i32)>,
    ) -> Result<String> {
        let part = session.map_or_else(|| "between".to_owned(), |(id, _)| id.to_string());
        let serial = self.next_number(&format!("suggestion/{jurisdiction}/code/{term}/{part}")).await?;
        let ordinal = |n: i32| u32::try_from(n).unwrap_or(0);
        Ok(internal_code(
            ordinal(term_ordinal),
            session.map(|(_, n)| ordinal(n)),
            u32::try_from(serial).map_err(crate::Error::corrupt)?,
        ))
    }

    /// A proposal for the unit's next document number of the year (文号): one after the highest that it has used, or
    /// 1. Numbers are also given outside this system, so it is only proposed; uniqueness is checked at sign-off.
    ///
    /// # Errors
    /// As any statement.
    pub async fn proposed_doc_number(&self, unit: UnitId, year: i32) -> Result<i64> {
        let row = self
            .conn()
            .query_one_raw(sql(
                "SELECT coalesce(max((substring(doc_no from '〕([0-9]+)号$'))::bigint), 0) + 1 AS n \
                 FROM suggestion_reply WHERE unit_id = $1 AND doc_year = $2",
                [unit.0.into(), year.into()],
            ))
            .await?;
        Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(1))
    }

    /// The path of a node.
    ///
    /// # Errors
    /// As any statement.
    pub async fn jurisdiction_path(&self, id: JurisdictionId) -> Result<Option<JurisdictionPath>> {
        let statement = sql("SELECT path FROM jurisdiction WHERE id = $1", [id.0.into()]);
        let row = self.conn().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "path")).transpose()?.map(JurisdictionPath))
    }
}
