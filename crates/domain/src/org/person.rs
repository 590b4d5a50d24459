use super::{Address, Email, IdNumber, Mobile};
use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, DomainError, ErrorCode, FieldChecks, FieldError, JurisdictionId, Outcome, Patch,
        PersonId, TextRule, Version, coded_enum,
    },
};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

coded_enum! {
    /// 性别
    Gender {
        Male = "male", "男", "Male";
        Female = "female", "女", "Female";
    }
}

coded_enum! {
    /// 党派, as the composition statistics of congresses group it.
    Party {
        Cpc = "cpc", "中共党员", "Member of the CPC";
        Democratic = "democratic", "民主党派成员", "Member of a democratic party";
        None = "none", "无党派人士、群众", "No party";
    }
}

coded_enum! {
    /// 学历
    Education {
        JuniorOrLower = "junior_or_lower", "初中及以下", "Junior secondary or lower";
        Senior = "senior", "高中（中专）", "Senior secondary";
        College = "college", "大专", "College";
        Bachelor = "bachelor", "本科", "Bachelor's degree";
        Graduate = "graduate", "研究生", "Postgraduate";
    }
}

/// What is written about a person, without the protected fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonData {
    /// The node that keeps the record.
    pub jurisdiction: JurisdictionId,
    /// 姓名
    pub name: String,
    /// 性别
    pub gender: Gender,
    /// 出生日期
    pub birth_on: NaiveDate,
    /// 民族, such as 汉族.
    pub ethnicity: String,
    /// 党派
    pub party: Party,
    /// 学历
    pub education: Option<Education>,
    /// 学位
    pub degree: Option<String>,
}

impl PersonData {
    /// Normalises and checks every field. `today` bounds the date of birth.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(self, today: NaiveDate) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        let clean = self.check_into(&mut checks, today);
        checks.finish().map(|()| clean)
    }

    fn check_into(mut self, checks: &mut FieldChecks, today: NaiveDate) -> Self {
        checks.text(TextRule::line(1, 40), "#/name", &mut self.name);
        checks.text(TextRule::line(1, 20), "#/ethnicity", &mut self.ethnicity);
        checks.optional_text(TextRule::line(0, 30), "#/degree", &mut self.degree);
        checks.date("#/birth_on", self.birth_on);
        checks.not_after("#/birth_on", self.birth_on, today.pred_opt().unwrap_or(today));
        self
    }
}

/// 周岁 on a day: the birthday itself counts; who was born on 29 February turns a year older on
/// 1 March of common years.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> i32 {
    let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
    day.year() - birth.year() - i32::from(before_birthday)
}

/// What a request says about the protected fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProtectedChange {
    /// 手机号码
    pub mobile: Patch<Mobile>,
    /// 身份证号码
    pub id_no: Patch<IdNumber>,
    /// 电子邮箱
    pub email: Patch<Email>,
    /// 联系地址
    pub address: Patch<Address>,
}

impl ProtectedChange {
    /// Reads both fields; wrong ones are added to `checks`.
    pub fn read(mobile: Patch<String>, id_no: Patch<String>, checks: &mut FieldChecks) -> Self {
        let mut change = Self::default();
        match mobile {
            Patch::Absent => {}
            Patch::Null => change.mobile = Patch::Null,
            Patch::Value(text) => match Mobile::parse("#/mobile", &text) {
                Ok(value) => change.mobile = Patch::Value(value),
                Err(error) => checks.refuse(error),
            },
        }
        match id_no {
            Patch::Absent => {}
            Patch::Null => change.id_no = Patch::Null,
            Patch::Value(text) => match IdNumber::parse("#/id_no", &text) {
                Ok(value) => change.id_no = Patch::Value(value),
                Err(error) => checks.refuse(error),
            },
        }
        change
    }

    /// Reads what a person keeps himself: telephone, mail, address. Wrong ones are added to `checks`; an empty text
    /// removes as `null` does.
    pub fn contact(
        mobile: Patch<String>,
        email: Patch<String>,
        address: Patch<String>,
        checks: &mut FieldChecks,
    ) -> Self {
        fn read<T>(
            patch: Patch<String>,
            parse: impl Fn(&str) -> Result<T, FieldError>,
            checks: &mut FieldChecks,
        ) -> Patch<T> {
            match patch {
                Patch::Absent => Patch::Absent,
                Patch::Null => Patch::Null,
                Patch::Value(text) if text.trim().is_empty() => Patch::Null,
                Patch::Value(text) => match parse(&text) {
                    Ok(value) => Patch::Value(value),
                    Err(error) => {
                        checks.refuse(error);
                        Patch::Absent
                    }
                },
            }
        }
        Self {
            mobile: read(mobile, |text| Mobile::parse("#/mobile", text), checks),
            email: read(email, |text| Email::parse("#/email", text), checks),
            address: read(address, |text| Address::parse("#/address", text), checks),
            id_no: Patch::Absent,
        }
    }

    /// The names of the fields that change, for the audit log.
    fn names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        if self.mobile.is_present() {
            names.push("mobile");
        }
        if self.id_no.is_present() {
            names.push("id_no");
        }
        if self.email.is_present() {
            names.push("email");
        }
        if self.address.is_present() {
            names.push("address");
        }
        names
    }
}

/// 自然人: one human being, who may hold several seats and offices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The open fields.
    pub data: PersonData,
    /// Optimistic lock.
    pub version: Version,
}

impl Person {
    /// A new person.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields, those already in `checks` included.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: PersonId,
        data: PersonData,
        protected: &ProtectedChange,
        today: NaiveDate,
        mut checks: FieldChecks,
    ) -> Result<Outcome<Self>, DomainError> {
        let data = data.check_into(&mut checks, today);
        check_birthday(&data, protected, &mut checks);
        checks.finish()?;
        let next = Self { id, data, version: Version::FIRST };
        let kind = kind("person.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next)
            .with_note("protected_fields", protected.names()))
    }

    /// Replaces the fields.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields, those already in `checks` included.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: PersonData,
        protected: &ProtectedChange,
        today: NaiveDate,
        mut checks: FieldChecks,
    ) -> Result<Outcome<Self>, DomainError> {
        let data = data.check_into(&mut checks, today);
        check_birthday(&data, protected, &mut checks);
        checks.finish()?;
        let next = Self { id: self.id, data, version: self.version.next() };
        let kind = kind("person.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next)
            .with_note("protected_fields", protected.names()))
    }
}

impl Person {
    /// Replaces what the person keeps himself. The open fields stay as they are.
    pub fn revise_contact(
        &self,
        permit: &Permit<act::UpdateOwnContact>,
        protected: &ProtectedChange,
    ) -> Outcome<Self> {
        let next = Self { version: self.version.next(), ..self.clone() };
        let kind =
            ChangeKind { event: "person.contact_changed", aggregate: "person", action: permit.action_name() };
        Outcome::between(kind, self.id.0, Some(&self.data), &self.data, next)
            .with_note("protected_fields", protected.names())
    }
}

/// An identity number states a date of birth: it must be the one written beside it.
fn check_birthday(data: &PersonData, protected: &ProtectedChange, checks: &mut FieldChecks) {
    if let Some(id_no) = protected.id_no.value()
        && id_no.born_on() != Some(data.birth_on)
    {
        checks.refuse(FieldError::new("#/id_no", ErrorCode::IdNumberInvalid));
    }
}

fn kind(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "person", action: permit.action_name() }
}

#[cfg(test)]
mod tests {
    use super::age_on;
    use chrono::NaiveDate;

    #[test]
    fn age_changes_on_the_birthday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(age_on(day("1980-06-15"), day("2026-06-14")), 45);
        assert_eq!(age_on(day("1980-06-15"), day("2026-06-15")), 46);
        assert_eq!(age_on(day("2000-02-29"), day("2026-02-28")), 25);
        assert_eq!(age_on(day("2000-02-29"), day("2026-03-01")), 26);
    }
}
