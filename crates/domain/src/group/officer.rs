use super::{Group, root::kind};
use crate::{
    authz::{Permit, act},
    kernel::{DeputyId, DomainError, ErrorCode, FieldChecks, FieldError, Outcome, PersonId, coded_enum},
};
use chrono::NaiveDate;
use serde::Serialize;

coded_enum! {
    /// 小组负责人员
    OfficerRole {
        Convenor = "convenor", "召集人", "Convenor";
        Liaison = "liaison", "联络员", "Liaison";
    }
}

/// 召集人 and 联络员 from a day on. Convenors are members recommended by the members; a liaison is
/// the administrative contact and need not be a deputy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Officers {
    /// One or two members.
    pub convenors: Vec<DeputyId>,
    /// One or two persons.
    pub liaisons: Vec<PersonId>,
    /// First day in office; those before them end on it.
    pub on: NaiveDate,
}

impl Group {
    /// Appoints convenors and liaisons; those in office before end on that day. `members` are the
    /// members on the day.
    ///
    /// # Errors
    /// `group.officer_count` unless there are one or two of each; `group.not_member` for a
    /// convenor from outside; `validation.failed`; `group.dissolved`.
    pub fn appoint(
        &self,
        permit: &Permit<act::ManageGroups>,
        officers: Officers,
        members: &[DeputyId],
    ) -> Result<Outcome<(Self, Officers)>, DomainError> {
        self.must_stand()?;
        let mut checks = FieldChecks::new();
        for (pointer, count) in
            [("#/convenor_ids", officers.convenors.len()), ("#/liaison_ids", officers.liaisons.len())]
        {
            if !(1..=2).contains(&count) {
                let error = FieldError::new(pointer, ErrorCode::GroupOfficerCount);
                checks.refuse(error.param("min", 1).param("max", 2));
            }
        }
        checks.ensure(distinct(&officers.convenors), "#/convenor_ids", ErrorCode::ValueDuplicate);
        checks.ensure(distinct(&officers.liaisons), "#/liaison_ids", ErrorCode::ValueDuplicate);
        for (index, convenor) in officers.convenors.iter().enumerate() {
            checks.ensure(
                members.contains(convenor),
                &format!("#/convenor_ids/{index}"),
                ErrorCode::GroupNotMember,
            );
        }
        checks.date("#/on", officers.on);
        checks.ensure(officers.on >= self.data.founded_on, "#/on", ErrorCode::DateOrder);
        checks.finish()?;
        let kind = kind("group.officers_appointed", permit);
        let outcome =
            Outcome::between(kind, self.id.0, None::<&()>, &officers.clone(), (self.advanced(), officers));
        Ok(outcome)
    }
}

fn distinct<T: PartialEq>(values: &[T]) -> bool {
    values.iter().enumerate().all(|(index, value)| !values[..index].contains(value))
}
