use super::KeyScope;
use crate::{authz::JurisdictionPath, kernel::UnitId};

/// Which matters are seen as the authorities see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficialSight {
    /// Those that this unit handles or has handled (本单位承办).
    Unit(UnitId),
    /// Those of this node of the tree and below (辖区督办).
    Area(JurisdictionPath),
}

/// How much of the matters a reader sees: the published parts, and of some matters the official record. Of a matter that
/// is seen both ways the official record is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Published matters are seen.
    pub published: bool,
    /// Matters that are seen whole.
    pub official: Option<OfficialSight>,
}

impl Sight {
    /// What everybody sees.
    pub const PUBLIC: Self = Self { published: true, official: None };

    /// What a key sees: the official record needs the scope and somewhere for it to hold.
    pub fn of_key(scopes: &[KeyScope], unit: Option<UnitId>, area: JurisdictionPath) -> Self {
        let official = scopes
            .contains(&KeyScope::SuggestionsOfficial)
            .then(|| unit.map_or(OfficialSight::Area(area), OfficialSight::Unit));
        Self { published: scopes.contains(&KeyScope::SuggestionsRead), official }
    }

    /// A short name, the same for the same sight: cursors and copies are bound to it.
    pub fn name(&self) -> String {
        let official = match &self.official {
            None => String::new(),
            Some(OfficialSight::Unit(unit)) => format!("u{unit}"),
            Some(OfficialSight::Area(path)) => format!("a{}", path.0),
        };
        format!("{}{official}", if self.published { "p" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn county() -> JurisdictionPath {
        JurisdictionPath("/county/".to_owned())
    }

    #[test]
    fn a_unit_narrows_the_official_record_and_nothing_else() {
        let unit = UnitId(uuid::Uuid::from_u128(7));
        let both = [KeyScope::SuggestionsRead, KeyScope::SuggestionsOfficial];
        assert_eq!(
            Sight::of_key(&both, Some(unit), county()),
            Sight { published: true, official: Some(OfficialSight::Unit(unit)) }
        );
        assert_eq!(Sight::of_key(&both[..1], Some(unit), county()), Sight::PUBLIC);
        assert_eq!(
            Sight::of_key(&both[1..], None, county()),
            Sight { published: false, official: Some(OfficialSight::Area(county())) }
        );
    }

    #[test]
    fn different_sights_have_different_names() {
        let unit = UnitId(uuid::Uuid::from_u128(7));
        let all = [
            Sight::PUBLIC,
            Sight::default(),
            Sight { published: true, official: Some(OfficialSight::Unit(unit)) },
            Sight { published: false, official: Some(OfficialSight::Unit(unit)) },
            Sight { published: true, official: Some(OfficialSight::Area(county())) },
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other.name() != one.name()));
        }
    }
}
