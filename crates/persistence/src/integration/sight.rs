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
                format!("m.unit_ids @> {unit} AND {} AND s.unit_ids @> {unit})", now())
            }
            Some(OfficialSight::Area(path)) => {
                let path = conditions.param(path.0.clone());
                format!("starts_with(m.path, {path}) AND {})", now())
            }
        };
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

impl SightSql {
    /// Only matters of which the reader sees something.
    pub fn condition(&self, conditions: &mut Conditions) {
        let (official, published) = (&self.official, self.published);
        let condition = match (official.as_str(), published) {
            ("false", "false") => "false".to_owned(),
            ("false", _) => format!("m.published IS NOT NULL AND {published}"),
            (_, "false") => format!("m.official IS NOT NULL AND {official}"),
            _ => {
                format!("(m.official IS NOT NULL AND {official} OR m.published IS NOT NULL AND {published})")
            }
        };
        conditions.push(condition);
    }
}

/// What was taken from sight is not shown from that moment on, even before the feed has told it. The bracket is open for
/// more of `suggestion s`.
fn now() -> &'static str {
    "EXISTS (SELECT 1 FROM suggestion s WHERE s.id = m.id AND NOT s.confidential AND NOT s.deleted"
}
