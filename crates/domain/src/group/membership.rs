use super::{Group, root::kind};
use crate::{
    authz::{Permit, act},
    deputy::DeputyStatus,
    kernel::{DeputyId, DomainError, ErrorCode, FieldChecks, GroupId, Outcome},
};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// 小组成员: a deputy's time in a group. Scores and "four ones" count by the membership on the day
/// of the activity, so the intervals of one deputy never overlap (domain specification §8.5 I14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The row.
    pub id: Uuid,
    /// The group.
    pub group: GroupId,
    /// The member.
    pub deputy: DeputyId,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer in the group; `None` while it lasts.
    pub to_on: Option<NaiveDate>,
}

impl Membership {
    /// True when the deputy was a member on that day.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day < to)
    }

    /// True when it shares a day with the open interval from `from`.
    fn reaches(&self, from: NaiveDate) -> bool {
        self.to_on.is_none_or(|to| from < to)
    }
}

/// A deputy who is to join.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// The deputy.
    pub deputy: DeputyId,
    /// The status now.
    pub status: DeputyStatus,
    /// All memberships the deputy ever had.
    pub memberships: &'a [Membership],
}

impl Group {
    /// Adds a member from a day on (加入小组).
    ///
    /// # Errors
    /// `deputy.not_in_office`, `group.membership_overlap`, `group.dissolved`, `validation.failed`.
    pub fn add_member(
        &self,
        permit: &Permit<act::ManageGroups>,
        row: Uuid,
        member: &NewMember<'_>,
        on: NaiveDate,
    ) -> Result<Outcome<(Self, Membership)>, DomainError> {
        self.check_day(on)?;
        if member.memberships.iter().any(|other| other.reaches(on)) {
            return Err(ErrorCode::GroupMembershipOverlap.into());
        }
        let joined = self.joined(row, member, on)?;
        let data = json!({ "deputy_id": member.deputy, "on": on });
        let kind = kind("group.member_added", permit);
        Ok(Outcome::between(kind, self.id.0, None::<&()>, &joined.clone(), (self.advanced(), joined))
            .with_data(data))
    }

    /// Ends a membership: `on` is the first day on which the deputy no longer belongs (退出小组).
    ///
    /// # Errors
    /// `group.not_member` when the deputy is not a member on the day before; `validation.failed`.
    pub fn remove_member(
        &self,
        permit: &Permit<act::ManageGroups>,
        deputy: DeputyId,
        memberships: &[Membership],
        on: NaiveDate,
    ) -> Result<Outcome<(Self, Membership)>, DomainError> {
        self.check_day(on)?;
        let left = self.left(deputy, memberships, on)?;
        let data = json!({ "deputy_id": deputy, "on": on });
        let kind = kind("group.member_removed", permit);
        Ok(Outcome::between(kind, self.id.0, None::<&()>, &left.clone(), (self.advanced(), left))
            .with_data(data))
    }

    /// Moves a member to another group on a day (调整小组): until the day before the old group
    /// counts, from the day on the new one (domain specification §8.3, example 8).
    ///
    /// # Errors
    /// As [`Group::remove_member`] and [`Group::add_member`].
    pub fn move_member(
        &self,
        permit: &Permit<act::ManageGroups>,
        row: Uuid,
        to: &Self,
        member: &NewMember<'_>,
        on: NaiveDate,
    ) -> Result<Outcome<MovedMember>, DomainError> {
        self.check_day(on)?;
        to.check_day(on)?;
        if to.id == self.id {
            return Err(DomainError::invalid_field("#/to_group_id", ErrorCode::ReferenceUnknown));
        }
        let left = self.left(member.deputy, member.memberships, on)?;
        let joined = to.joined(row, member, on)?;
        let data = json!({ "deputy_id": member.deputy, "from": self.id, "to": to.id, "on": on });
        let moved = MovedMember { from: self.advanced(), to: to.advanced(), left, joined };
        let kind = kind("group.member_moved", permit);
        Ok(Outcome::between(kind, self.id.0, None::<&()>, &data.clone(), moved).with_data(data))
    }

    fn joined(&self, row: Uuid, member: &NewMember<'_>, on: NaiveDate) -> Result<Membership, DomainError> {
        self.must_stand()?;
        if !member.status.holds_seat() && member.status != DeputyStatus::Pending {
            return Err(DomainError::new(ErrorCode::DeputyNotInOffice).param("state", member.status.zh()));
        }
        Ok(Membership { id: row, group: self.id, deputy: member.deputy, from_on: on, to_on: None })
    }

    /// Only an open membership can be ended: history that is closed is not rewritten.
    fn left(
        &self,
        deputy: DeputyId,
        memberships: &[Membership],
        on: NaiveDate,
    ) -> Result<Membership, DomainError> {
        let open = memberships
            .iter()
            .find(|m| m.group == self.id && m.deputy == deputy && m.to_on.is_none() && m.from_on < on)
            .ok_or(ErrorCode::GroupNotMember)?;
        Ok(Membership { to_on: Some(on), ..open.clone() })
    }

    fn check_day(&self, on: NaiveDate) -> Result<(), DomainError> {
        let mut checks = FieldChecks::new();
        checks.date("#/on", on);
        checks.ensure(on >= self.data.founded_on, "#/on", ErrorCode::DateOrder);
        checks.finish()
    }
}

/// What a move changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedMember {
    /// The group left.
    pub from: Group,
    /// The group joined.
    pub to: Group,
    /// The membership that ended.
    pub left: Membership,
    /// The membership that began.
    pub joined: Membership,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        group::GroupData,
        kernel::{JurisdictionId, TermId, Version},
    };
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn group(no: u128) -> Group {
        let data = GroupData {
            term: TermId(Uuid::nil()),
            jurisdiction: JurisdictionId(Uuid::nil()),
            no: 1,
            name: "第一小组".into(),
            areas: vec![],
            field: None,
            duties: "联系选民".into(),
            founded_on: day("2022-01-01"),
        };
        Group { id: GroupId(Uuid::from_u128(no)), data, dissolved: None, version: Version::FIRST }
    }

    const DEPUTY: DeputyId = DeputyId(Uuid::from_u128(77));

    fn member(memberships: &[Membership]) -> NewMember<'_> {
        NewMember { deputy: DEPUTY, status: DeputyStatus::Active, memberships }
    }

    #[test]
    fn example_8_the_day_of_the_move_belongs_to_the_new_group() {
        let permit = crate::authz::permit_for_tests();
        let (three, seven) = (group(3), group(7));
        let joined = three.add_member(&permit, Uuid::from_u128(1), &member(&[]), day("2026-01-01")).unwrap();
        let old = vec![joined.next.1];
        let moved = three
            .move_member(&permit, Uuid::from_u128(2), &seven, &member(&old), day("2026-05-15"))
            .unwrap()
            .next;
        assert!(moved.left.covers(day("2026-05-10")) && !moved.joined.covers(day("2026-05-10")));
        assert!(moved.left.covers(day("2026-05-14")));
        assert!(moved.joined.covers(day("2026-05-15")) && !moved.left.covers(day("2026-05-15")));
        assert!(moved.joined.covers(day("2026-05-20")) && !moved.left.covers(day("2026-05-20")));
    }

    #[test]
    fn only_who_holds_a_seat_joins() {
        let permit = crate::authz::permit_for_tests();
        let gone = NewMember { deputy: DEPUTY, status: DeputyStatus::Terminated, memberships: &[] };
        let refused = group(3).add_member(&permit, Uuid::nil(), &gone, day("2026-01-01")).unwrap_err();
        assert_eq!(refused.code, ErrorCode::DeputyNotInOffice);
    }

    proptest! {
        /// I14: whatever is asked in whatever order, the intervals of one deputy never overlap.
        #[test]
        fn intervals_never_overlap(steps in proptest::collection::vec((0..3_u8, 1..4_u128, 1..4_u128, 0..400_i64), 1..25)) {
            let permit = crate::authz::permit_for_tests();
            let mut rows: Vec<Membership> = Vec::new();
            for (index, (what, from, to, offset)) in steps.into_iter().enumerate() {
                let on = day("2026-01-01") + chrono::Duration::days(offset);
                let row = Uuid::from_u128(1000 + index as u128);
                match what {
                    0 => if let Ok(done) = group(from).add_member(&permit, row, &member(&rows), on) {
                        rows.push(done.next.1);
                    },
                    1 => if let Ok(done) = group(from).remove_member(&permit, DEPUTY, &rows, on) {
                        let ended = done.next.1;
                        rows.retain(|m| m.id != ended.id);
                        rows.push(ended);
                    },
                    _ => if let Ok(done) = group(from).move_member(&permit, row, &group(to), &member(&rows), on) {
                        let moved = done.next;
                        rows.retain(|m| m.id != moved.left.id);
                        rows.push(moved.left);
                        rows.push(moved.joined);
                    },
                }
                for offset in 0..430 {
                    let day = day("2026-01-01") + chrono::Duration::days(offset);
                    prop_assert!(rows.iter().filter(|m| m.covers(day)).count() <= 1);
                }
            }
        }
    }
}
