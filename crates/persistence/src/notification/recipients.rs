//! Who holds the capacities in which somebody is told, at this moment.

use crate::account::ActorRow;
use crate::{Result, Store, sql};
use domain::authz::{Actor, Role};
use domain::kernel::LoginSessionId;
use domain::notification::Audience;
use sea_orm::FromQueryResult;
use uuid::Uuid;

const ACTORS: &str = "\
    SELECT a.id AS account_id, a.person_id, a.display_name, a.must_change_password, \
      coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'path', j.path, 'unit', g.unit_id, \
                                                    'group', g.group_id, 'deputy', g.deputy_id)) \
                FROM role_grant g JOIN jurisdiction j ON j.id = g.jurisdiction_id \
                WHERE g.account_id = a.id AND g.revoked_at IS NULL), '[]'::jsonb) AS grants \
    FROM account a WHERE a.disabled_at IS NULL AND a.id IN ( \
      SELECT g.account_id FROM role_grant g WHERE g.revoked_at IS NULL \
        AND (g.unit_id = ANY($1) OR g.deputy_id = ANY($2) OR g.role = ANY($3)) \
      UNION SELECT unnest($4::uuid[])) \
    ORDER BY a.id";

impl Store {
    /// Accounts that may hold one of these capacities, with all their grants; the domain decides which do.
    ///
    /// # Errors
    /// As any statement.
    pub async fn actors_for(&self, audiences: &[Audience]) -> Result<Vec<Actor>> {
        let (mut units, mut deputies, mut accounts): (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>) = Default::default();
        let mut roles: Vec<String> = Vec::new();
        let mut role = |one: Role| roles.push(one.name().to_owned());
        for audience in audiences {
            match audience {
                Audience::Deputy(deputy) => deputies.push(deputy.0),
                Audience::Handlers(unit) | Audience::Leaders(unit) | Audience::Committee(unit) => {
                    units.push(unit.0)
                }
                Audience::Congress => {
                    role(Role::DcStaff);
                    role(Role::DcHead);
                }
                Audience::Head => role(Role::DcHead),
                Audience::Government => role(Role::GovDispatch),
                Audience::Integrators => role(Role::IntegrationAdmin),
                Audience::Account(account) => accounts.push(account.0),
            }
        }
        let statement = sql(ACTORS, [units.into(), deputies.into(), roles.into(), accounts.into()]);
        let rows = ActorRow::find_by_statement(statement).all(self.db()).await?;
        rows.into_iter().map(|row| row.into_actor(LoginSessionId(Uuid::nil()))).collect()
    }
}
