//! A sight as parts of statements. Whatever another system reads goes through these, so no door shows more than another.
//!
//! Every statement reads [`SEEN_FROM`]: the matter and, beside it, the suggestion of this moment. What was taken from sight
//! is not shown from then on, even before the feed has told it. A join, because asked as `EXISTS` in a column Postgres
//! gathers every published suggestion first to show fifty.

use crate::keyset::Conditions;
use domain::integration::{OfficialSight, Sight};

/// The tables that a sight's conditions are about.
pub(super) const SEEN_FROM: &str = "open_matter m JOIN suggestion s ON s.id = m.id";

/// Conditions on [`SEEN_FROM`] for one reader.
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
                format!("m.unit_ids @> {unit} AND {IN_SIGHT} AND s.unit_ids @> {unit}")
            }
            Some(OfficialSight::Area(path)) => {
                let path = conditions.param(path.0.clone());
                format!("starts_with(m.path, {path}) AND {IN_SIGHT}")
            }
        };
        let published = match sight.published {
            true => "s.public_title IS NOT NULL",
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

    /// The reader sees either what is published or the official record, never both.
    pub fn one_face(&self) -> bool {
        self.official == "false" || self.published == "false"
    }

    /// The same under [`SightSql::condition`]: the column itself where the reader sees one face only, so that its index is
    /// of use.
    pub fn listed(&self, suffix: &str) -> String {
        match (self.official.as_str(), self.published) {
            ("false", _) => format!("m.published{suffix}"),
            (_, "false") => format!("m.official{suffix}"),
            _ => self.column(suffix),
        }
    }

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

/// The official record of it is shown.
const IN_SIGHT: &str = "NOT s.confidential AND NOT s.deleted";
