use crate::{Result, Store, keyset::Conditions};
use chrono::NaiveDate;
use domain::authz::{Scope, ScopeKind};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Something that a grant can name, or a person whom an account can be for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OptionRow {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What tells it from others of that name.
    pub note: Option<String>,
    /// The node it belongs to.
    pub jurisdiction_id: Uuid,
    /// The node's name.
    pub jurisdiction_name: String,
}

impl Store {
    /// What a grant of this kind can name, below the nodes of the scope, by name.
    ///
    /// # Errors
    /// As any statement.
    pub async fn scope_options(
        &self,
        kind: ScopeKind,
        scope: &Scope,
        text: Option<&str>,
        today: NaiveDate,
        limit: u64,
    ) -> Result<Vec<OptionRow>> {
        let mut c = Conditions::new();
        c.below("j.path", scope);
        let (head, order) = match kind {
            ScopeKind::Jurisdiction => {
                c.containing("j.name", text);
                (
                    "SELECT j.id, j.name, NULL::text AS note, j.id AS jurisdiction_id, j.name AS jurisdiction_name \
                     FROM jurisdiction j",
                    "ORDER BY j.path",
                )
            }
            ScopeKind::Unit => {
                c.containing("u.name || ' ' || u.short_name", text);
                let today = c.param(today);
                c.push(format!("(u.valid_to IS NULL OR u.valid_to > {today})"));
                (
                    "SELECT u.id, u.name, u.short_name AS note, j.id AS jurisdiction_id, j.name AS jurisdiction_name \
                     FROM unit u JOIN jurisdiction j ON j.id = u.jurisdiction_id",
                    "ORDER BY u.name, u.id",
                )
            }
            ScopeKind::Group => {
                c.containing("g.name", text);
                c.push("g.dissolved_on IS NULL");
                (
                    "SELECT g.id, g.name, t.name AS note, j.id AS jurisdiction_id, j.name AS jurisdiction_name \
                     FROM deputy_group g JOIN jurisdiction j ON j.id = g.jurisdiction_id JOIN term t ON t.id = g.term_id",
                    "ORDER BY t.ordinal DESC, g.name, g.id",
                )
            }
            ScopeKind::Deputy => {
                c.containing("p.name", text);
                c.push("d.status NOT IN ('terminated', 'term_ended')");
                (
                    "SELECT d.id, p.name, concat_ws(' · ', t.name, d.cert_no) AS note, j.id AS jurisdiction_id, \
                     j.name AS jurisdiction_name FROM deputy d JOIN person p ON p.id = d.person_id \
                     JOIN jurisdiction j ON j.id = d.jurisdiction_id JOIN term t ON t.id = d.term_id",
                    "ORDER BY p.name, t.ordinal DESC, d.id",
                )
            }
        };
        Ok(OptionRow::find_by_statement(c.select(head, order, limit)).all(self.db()).await?)
    }

    /// Persons whom an account can be for, below the nodes of the scope, by name.
    ///
    /// # Errors
    /// As any statement.
    pub async fn person_options(&self, scope: &Scope, text: &str, limit: u64) -> Result<Vec<OptionRow>> {
        let mut c = Conditions::new();
        c.below("j.path", scope);
        c.containing("p.name", Some(text));
        let head = "SELECT p.id, p.name, (SELECT string_agg(DISTINCT d.cert_no, '、') FROM deputy d \
                    WHERE d.person_id = p.id AND d.status NOT IN ('terminated', 'term_ended')) AS note, \
                    j.id AS jurisdiction_id, j.name AS jurisdiction_name \
                    FROM person p JOIN jurisdiction j ON j.id = p.jurisdiction_id";
        let statement = c.select(head, "ORDER BY p.name, p.id", limit);
        Ok(OptionRow::find_by_statement(statement).all(self.db()).await?)
    }
}
