use crate::{
    authz::{Permit, act},
    kernel::{
        ChangeKind, DomainError, ErrorCode, FieldChecks, FieldError, JurisdictionId, Outcome, TextRule,
        Version, coded_enum,
    },
};
use serde_json::json;

coded_enum! {
    /// 辖区类别
    JurisdictionKind {
        Province = "province", "省", "Province";
        City = "city", "设区的市", "City";
        County = "county", "县（市、区）", "County";
        Town = "town", "乡镇", "Town";
        Street = "street", "街道", "Street";
        Other = "other", "其他", "Other";
    }
}

impl JurisdictionKind {
    /// True when a node of this kind may lie directly below `parent`. Streets have no congress of
    /// their own (地方组织法), but they are nodes like towns.
    pub fn fits_below(self, parent: Self) -> bool {
        self == Self::Other || self > parent && !matches!(parent, Self::Town | Self::Street | Self::Other)
    }
}

/// 辖区: a node of the tree. Its code is part of every path below it and never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jurisdiction {
    /// Its id.
    pub id: JurisdictionId,
    /// The node above; `None` for the root.
    pub parent: Option<JurisdictionId>,
    /// Its kind.
    pub kind: JurisdictionKind,
    /// 行政区划代码, or an own code; unique among siblings.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Optimistic lock.
    pub version: Version,
}

impl Jurisdiction {
    /// A new node below `parent`.
    ///
    /// # Errors
    /// `validation.failed`: name, code, or a kind that cannot lie below the parent's.
    pub fn create(
        permit: &Permit<act::ManageRegisters>,
        id: JurisdictionId,
        parent: Option<&Self>,
        kind: JurisdictionKind,
        code: &str,
        name: &str,
    ) -> Result<Outcome<Self>, DomainError> {
        let mut checks = FieldChecks::new();
        let (mut code, mut name) = (code.to_owned(), name.to_owned());
        checks.text(TextRule::line(1, 60), "#/name", &mut name);
        checks.text(TextRule::line(1, 12), "#/code", &mut code);
        checks.ensure(code.chars().all(|c| c.is_ascii_alphanumeric()), "#/code", ErrorCode::ValueInvalid);
        checks.ensure(parent.is_none_or(|p| kind.fits_below(p.kind)), "#/kind", ErrorCode::ValueInvalid);
        checks.finish()?;
        let next = Self { id, parent: parent.map(|p| p.id), kind, code, name, version: Version::FIRST };
        let change = change("jurisdiction.created", permit);
        Ok(Outcome::between(change, id.0, None::<&()>, &next.shown(), next))
    }

    /// Renames the node (更名); its code stays.
    ///
    /// # Errors
    /// `validation.failed`.
    pub fn rename(
        &self,
        permit: &Permit<act::ManageRegisters>,
        name: &str,
    ) -> Result<Outcome<Self>, DomainError> {
        let name =
            TextRule::line(1, 60).check("#/name", name).map_err(|e: FieldError| DomainError::from(e))?;
        let next = Self { name, version: self.version.next(), ..self.clone() };
        let change = change("jurisdiction.renamed", permit);
        Ok(Outcome::between(change, self.id.0, Some(&self.shown()), &next.shown(), next))
    }

    fn shown(&self) -> serde_json::Value {
        json!({ "kind": self.kind, "code": self.code, "name": self.name, "parent": self.parent })
    }
}

fn change(event: &'static str, permit: &Permit<act::ManageRegisters>) -> ChangeKind {
    ChangeKind { event, aggregate: "jurisdiction", action: permit.action_name() }
}

#[cfg(test)]
mod tests {
    use super::JurisdictionKind as K;

    #[test]
    fn a_town_lies_below_a_county_and_never_the_other_way() {
        assert!(K::Town.fits_below(K::County));
        assert!(K::Street.fits_below(K::County));
        assert!(K::County.fits_below(K::Province));
        assert!(!K::County.fits_below(K::Town));
        assert!(!K::Street.fits_below(K::Town));
        assert!(!K::County.fits_below(K::County));
    }
}
