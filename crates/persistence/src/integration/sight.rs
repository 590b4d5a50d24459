//! A sight as parts of statements. Whatever another system reads goes through these, so no door shows more than another.

use crate::keyset::Conditions;
use domain::integration::{OfficialSight, Sight};

/// Conditions on `open_matter m` for one reader.
pub(super) struct SightSql {
    /// True where the official record is seen, whether or not there is one.
    pub official: String,
    /// `published` or `false`.
    pub published: &'static str,
}

impl SightSql {
    /// Adds the parameters of the sight.
    pub fn of(sight: &Sight, conditions: &mut Conditions) -> Self {
        let official = match &sight.official {
            None => "false".to_owned(),
            Some(OfficialSight::Unit(unit)) => {
                let unit = conditions.param(vec![unit.0]);
                format!("m.unit_ids @> {unit}")
            }
            Some(OfficialSight::Area(path)) => {
                let path = conditions.param(path.0.clone());
                format!("starts_with(m.path, {path})")
            }
        };
        // What was withdrawn is not shown from the moment of its withdrawal, even before the feed has told it.
        let published = match sight.published {
            true => "EXISTS (SELECT 1 FROM suggestion s WHERE s.id = m.id AND s.public_title IS NOT NULL)",
            false => "false",
        };
        Self { official, published }
    }

    /// One of the columns `published…` / `official…` as this reader sees it: `column("_etag")`; null when he sees nothing.
    pub fn column(&self, suffix: &str) -> String {
        format!(
            "CASE WHEN m.official IS NOT NULL AND {} THEN m.official{suffix} \
             WHEN m.published IS NOT NULL AND {} THEN m.published{suffix} END",
            self.official, self.published
        )
    }
}
