//! What papers and letters print from the registers.

use crate::{Result, Store, sql};
use domain::kernel::{CongressSessionId, DeputyId, TermId};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The congress that a matter belongs to, as papers name it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CongressRow {
    /// Name of the term's node, such as 泗安县.
    pub jurisdiction_name: String,
    /// Ordinal of the term (届).
    pub term_ordinal: i32,
    /// Ordinal of the session (次会议), for matters of a session.
    pub session_ordinal: Option<i32>,
    /// Name of the deputies' committee, when the register has it.
    pub committee_name: Option<String>,
}

/// A deputy as papers name one.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PrintedDeputyRow {
    /// The seat.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表团
    pub delegation: Option<String>,
}

impl Store {
    /// The congress of a term, and which of its sessions.
    ///
    /// # Errors
    /// As any statement.
    pub async fn congress(
        &self,
        term: TermId,
        session: Option<CongressSessionId>,
    ) -> Result<Option<CongressRow>> {
        Ok(CongressRow::find_by_statement(sql(
            "SELECT j.name AS jurisdiction_name, t.ordinal AS term_ordinal, c.ordinal AS session_ordinal, \
             (SELECT u.name FROM unit u WHERE u.jurisdiction_id = j.id AND u.kind = 'dc' AND u.valid_to IS NULL \
              ORDER BY u.valid_from, u.id LIMIT 1) AS committee_name \
             FROM term t JOIN jurisdiction j ON j.id = t.jurisdiction_id LEFT JOIN congress_session c ON c.id = $2 \
             WHERE t.id = $1",
            [term.0.into(), session.map(|id| id.0).into()],
        ))
        .one(self.db())
        .await?)
    }

    /// Names and delegations of deputies, in no particular order.
    ///
    /// # Errors
    /// As any statement.
    pub async fn printed_deputies(&self, ids: &[DeputyId]) -> Result<Vec<PrintedDeputyRow>> {
        let ids: Vec<_> = ids.iter().map(|deputy| deputy.0).collect();
        Ok(PrintedDeputyRow::find_by_statement(sql(
            "SELECT d.id, p.name, g.name AS delegation FROM deputy d JOIN person p ON p.id = d.person_id \
             LEFT JOIN delegation g ON g.id = d.delegation_id WHERE d.id = ANY($1)",
            [ids.into()],
        ))
        .all(self.db())
        .await?)
    }
}
