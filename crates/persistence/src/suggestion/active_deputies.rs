use crate::{Result, Store, keyset::Conditions};
use chrono::NaiveDate;
use domain::authz::{Actor, Role};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// A deputy in office, with how many suggestions of a period he led.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ActiveDeputy {
    /// The seat.
    pub id: Uuid,
    /// 姓名
    pub name: String,
    /// 代表团
    pub delegation: Option<String>,
    /// How many, without withdrawn, not accepted and merged ones.
    pub led: i64,
}

impl Store {
    /// The deputies of the congresses that the actor oversees who were in office on the last of these days (or today, when that
    /// lies ahead), with how many suggestions assigned between them each has led; `None` for who oversees none. So the figure of a
    /// term that is over stays what it was.
    ///
    /// # Errors
    /// As any statement.
    pub async fn active_deputies(
        &self,
        actor: &Actor,
        (from, to): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Option<Vec<ActiveDeputy>>> {
        let overseers = [Role::DcStaff, Role::DcHead, Role::ScLeader];
        let grants = actor.grants().iter().filter(|grant| overseers.contains(&grant.role));
        let roots: Vec<String> = grants.map(|grant| grant.jurisdiction.0.clone()).collect();
        if roots.is_empty() {
            return Ok(None);
        }
        // That there is a confidential one is not told to who may not read it.
        let all = actor.has_role(Role::DcHead) || actor.has_role(Role::ScLeader);
        let mut c = Conditions::new();
        let day = c.param(to.min(today));
        let (from, to, all, roots) = (c.param(from), c.param(to), c.param(all), c.param(roots));
        c.push(format!("t.starts_on <= {day}::date AND (t.is_current OR t.ends_on >= {day}::date)"));
        // As it was before its first change after that day.
        c.push(format!(
            "coalesce((SELECT coalesce(l.from_status, 'pending') FROM deputy_status_log l \
               WHERE l.deputy_id = d.id AND l.on_date > {day}::date ORDER BY l.on_date, l.at, l.id LIMIT 1), d.status) \
             = 'active'"
        ));
        c.push(format!(
            "EXISTS (SELECT 1 FROM unnest({roots}::text[]) r(root) WHERE starts_with(j.path, r.root))"
        ));
        let head = format!(
            "SELECT d.id, p.name, g.name AS delegation, count(s.id) AS led FROM deputy d \
             JOIN person p ON p.id = d.person_id JOIN term t ON t.id = d.term_id \
             JOIN jurisdiction j ON j.id = t.jurisdiction_id LEFT JOIN delegation g ON g.id = d.delegation_id \
             LEFT JOIN suggestion s ON s.lead_deputy_id = d.id AND s.assigned_on BETWEEN {from} AND {to} \
               AND s.status NOT IN ('withdrawn', 'not_accepted', 'merged') AND ({all} OR NOT s.confidential)"
        );
        let statement = c.finish(&head, "GROUP BY d.id, p.name, g.name ORDER BY d.id");
        Ok(Some(ActiveDeputy::find_by_statement(statement).all(self.db()).await?))
    }
}
