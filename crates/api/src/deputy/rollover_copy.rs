//! 沿用机构: what of the old term's structure goes on in the next one, in the transaction that ends the old one.

use crate::{
    http::{ApiResult, Caller},
    org::record,
};
use chrono::NaiveDate;
use domain::{
    authz::{Register, act, require},
    deputy::{Delegation, DelegationData, DeputyStatus},
    group::{Group, GroupData, NewMember},
    kernel::{Coded, Version},
    org::{Constituency, ConstituencyData, Rollover},
};
use persistence::{Uow, org::TermRow};

/// Takes over what `next` does not have: as new records with their own history. Offices are not taken over (a
/// delegation elects its leader, the members of a group recommend its convenors), nor is who has left.
pub(super) async fn copy_structure(
    uow: &Uow,
    caller: &Caller,
    next: &TermRow,
    rollover: &Rollover,
    today: NaiveDate,
) -> ApiResult<()> {
    let path = next.scope_path();
    let registers = require::<act::ManageRegisters>(&caller.actor, &Register { path: &path })?;
    let groups = require::<act::ManageGroups>(&caller.actor, &Register { path: &path })?;
    let (to, on) = (rollover.to, rollover.on);
    let wanted = uow.structure_to_copy(rollover.from, to).await?;
    for id in wanted.constituencies {
        let Some(old) = uow.constituency(id).await? else { continue };
        let data = ConstituencyData { term: to, ..old.aggregate().data };
        let outcome = Constituency::create(&registers, uow.id(), data)?;
        uow.insert_constituency(&outcome.next).await?;
        record(uow, outcome, Version::FIRST).await?;
    }
    for id in wanted.delegations {
        let Some(old) = uow.delegation(id).await? else { continue };
        let data = DelegationData { term: to, leader: None, ..old.aggregate().data };
        let outcome = Delegation::create(&registers, uow.id(), data)?;
        uow.insert_delegation(&outcome.next).await?;
        record(uow, outcome, Version::FIRST).await?;
    }
    for id in wanted.groups {
        let Some(old) = uow.group(id, today).await? else { continue };
        let data = GroupData { term: to, founded_on: on, ..old.aggregate().data };
        let outcome = Group::create(&groups, uow.id(), data)?;
        let mut group = outcome.next.clone();
        uow.insert_group(&group).await?;
        record(uow, outcome, Version::FIRST).await?;
        for row in uow.members_to_copy(id, to).await? {
            let Some(status) = DeputyStatus::from_code(&row.status) else { continue };
            let deputy = row.deputy_id.into();
            let memberships = uow.memberships_of(deputy).await?;
            let member = NewMember { deputy, status, memberships: &memberships };
            let outcome = group.add_member(&groups, uow.id(), &member, on)?;
            let (grown, membership) = outcome.next.clone();
            uow.insert_membership(&membership).await?;
            uow.update_group(&grown).await?;
            let version = grown.version;
            record(uow, outcome, version).await?;
            group = grown;
        }
    }
    Ok(())
}
