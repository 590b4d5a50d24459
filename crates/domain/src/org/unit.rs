use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, DomainError, ErrorCode, FieldChecks, FieldError, JurisdictionId, Outcome, PersonId,
        TextRule, UnitId, Version, coded_enum, fold_width,
    },
};
use chrono::NaiveDate;
use serde::Serialize;

coded_enum! {
    /// 单位类别 (domain specification §3.1). Towns have presidiums, streets have working offices of
    /// the county's standing committee: two types, because streets have no congress.
    UnitKind {
        Sc = "sc", "人大常委会", "Standing committee";
        Dc = "dc", "代表工作委员会", "Deputies' committee";
        Committee = "committee", "专门委员会、工作委员会", "Committee";
        TownNpc = "town_npc", "乡镇人大主席团", "Town presidium";
        StreetNpc = "street_npc", "街道人大工委", "Street congress office";
        Gov = "gov", "人民政府", "Government";
        GovDept = "gov_dept", "政府部门", "Government department";
        Supervision = "supervision", "监察委员会", "Supervision commission";
        Court = "court", "人民法院", "Court";
        Procuratorate = "procuratorate", "人民检察院", "Procuratorate";
        PartyDept = "party_dept", "党委部门", "Party department";
        MassOrg = "mass_org", "群团组织", "Mass organisation";
        PublicEnterprise = "public_enterprise", "国有企业、公用事业单位", "Public enterprise";
        TownGov = "town_gov", "乡镇人民政府", "Town government";
        StreetOffice = "street_office", "街道办事处", "Street office";
    }
}

coded_enum! {
    /// 系统: through which door a suggestion reaches the unit.
    UnitSystem {
        Gov = "gov", "政府系统", "Government";
        Party = "party", "党委系统", "Party";
        Supervision = "supervision", "监察机关", "Supervision";
        Court = "court", "审判机关", "Courts";
        Procuratorate = "procuratorate", "检察机关", "Procuratorates";
        Npc = "npc", "人大系统", "People's congress";
        Other = "other", "其他", "Other";
    }
}

/// What is written about a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitData {
    /// The node it belongs to.
    pub jurisdiction: JurisdictionId,
    /// Full official name.
    pub name: String,
    /// 简称
    pub short_name: String,
    /// Its type.
    pub kind: UnitKind,
    /// Its system.
    pub system: UnitSystem,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// 统一社会信用代码, 18 characters.
    pub credit_code: Option<String>,
    /// 发文字号前缀, such as 泗住建复.
    pub doc_prefix: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// First day of its existence.
    pub valid_from: NaiveDate,
}

impl UnitData {
    /// Normalises and checks every field.
    ///
    /// # Errors
    /// `validation.failed` with all wrong fields.
    pub fn check(mut self) -> Result<Self, DomainError> {
        let mut checks = FieldChecks::new();
        checks.text(TextRule::line(2, 60), "#/name", &mut self.name);
        checks.text(TextRule::line(1, 20), "#/short_name", &mut self.short_name);
        checks.optional_text(TextRule::line(0, 18), "#/credit_code", &mut self.credit_code);
        self.credit_code = self.credit_code.map(|code| fold_width(&code).to_ascii_uppercase());
        if let Some(code) = &self.credit_code {
            let plausible = code.len() == 18 && code.chars().all(|c| c.is_ascii_alphanumeric());
            checks.ensure(plausible, "#/credit_code", ErrorCode::ValueInvalid);
        }
        checks.optional_text(TextRule::line(0, 20), "#/doc_prefix", &mut self.doc_prefix);
        checks.optional_text(TextRule::line(0, 30), "#/phone", &mut self.phone);
        checks.date("#/valid_from", self.valid_from);
        checks.finish().map(|()| self)
    }
}

/// 撤并: how a unit ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Succession {
    /// The first day on which the unit no longer exists.
    pub on: NaiveDate,
    /// 承继单位: who carries its matters on.
    pub successor: UnitId,
    /// Why: the document of the reform.
    pub reason: String,
}

/// 单位. Never deleted: departments are renamed and merged in reforms, history keeps the old name,
/// and open work goes to the successor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its fields.
    pub data: UnitData,
    /// How it ended, if it has.
    pub ended: Option<Succession>,
    /// Optimistic lock.
    pub version: Version,
}

impl Unit {
    /// A new unit.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: UnitId,
        data: UnitData,
    ) -> Result<Outcome<Self>, DomainError> {
        let next = Self { id, data: data.check()?, ended: None, version: Version::FIRST };
        let kind = kind("unit.created", permit);
        Ok(Outcome::between(kind, id.0, None::<&()>, &next.data.clone(), next))
    }

    /// Corrects the fields. A reform is not a correction: see [`Unit::succeed`].
    ///
    /// # Errors
    /// `validation.failed`; a unit cannot be its own parent.
    pub fn revise(
        &self,
        permit: &Permit<act::ManageRegisters>,
        data: UnitData,
    ) -> Result<Outcome<Self>, DomainError> {
        let data = data.check()?;
        if data.parent == Some(self.id) {
            return Err(DomainError::invalid_field("#/parent_id", ErrorCode::ReferenceUnknown));
        }
        if self.ended.as_ref().is_some_and(|ended| ended.on <= data.valid_from) {
            return Err(DomainError::invalid_field("#/valid_from", ErrorCode::DateOrder));
        }
        let next = Self { data, version: self.version.next(), ..self.clone() };
        let kind = kind("unit.revised", permit);
        Ok(Outcome::between(kind, self.id.0, Some(&self.data), &next.data.clone(), next))
    }

    /// Ends the unit on a day and names who carries on (撤并). Several units may have the same
    /// successor.
    ///
    /// # Errors
    /// `unit.ended` when it has ended already; `validation.failed` for a date not after its
    /// beginning, a missing reason, or itself or an ended unit as successor.
    pub fn succeed(
        &self,
        permit: &Permit<act::ManageRegisters>,
        successor: &Self,
        on: NaiveDate,
        reason: &str,
    ) -> Result<Outcome<Self>, DomainError> {
        if let Some(ended) = &self.ended {
            return Err(DomainError::new(ErrorCode::UnitEnded).param("on", ended.on.to_string()));
        }
        let mut checks = FieldChecks::new();
        let mut reason = reason.to_owned();
        checks.text(TextRule::line(1, 200), "#/reason", &mut reason);
        checks.date("#/on", on);
        checks.ensure(on > self.data.valid_from, "#/on", ErrorCode::DateOrder);
        let exists = successor.exists_on(on) && successor.id != self.id;
        if !exists {
            checks.refuse(FieldError::new("#/successor_id", ErrorCode::ReferenceUnknown));
        }
        checks.finish()?;
        let ended = Succession { on, successor: successor.id, reason };
        let next = Self { ended: Some(ended.clone()), version: self.version.next(), ..self.clone() };
        let kind = kind("unit.succeeded", permit);
        Ok(Outcome::between(kind, self.id.0, None::<&()>, &ended, next).with_data(serde_json::json!({
            "successor_id": successor.id, "on": on,
        })))
    }

    /// Names who heads the unit (主要负责人), or nobody: a deputy who does can neither sign off an answer to an own
    /// suggestion nor be the unit's counterpart (§8.5 I13).
    pub fn name_head(
        &self,
        permit: &Permit<act::ManageRegisters>,
        before: Option<PersonId>,
        head: Option<PersonId>,
    ) -> Outcome<Self> {
        let next = Self { version: self.version.next(), ..self.clone() };
        let json = |head: Option<PersonId>| serde_json::json!({ "head": head });
        Outcome::between(kind("unit.head_named", permit), self.id.0, Some(&json(before)), &json(head), next)
    }

    /// True when the unit existed on that day.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.data.valid_from <= day && self.ended.as_ref().is_none_or(|ended| day < ended.on)
    }
}

fn kind(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "unit", action: permit.action_name() }
}
