//! The measures of §3.8.12: pure functions over facts, each with numerator, denominator and the matters behind them.
//!
//! Base: suggestions assigned in the period, without those withdrawn, not accepted or merged into another.

mod facts;
mod frozen;
mod measure;
mod measure_key;
mod ratio;
mod score;

pub use facts::{CardFacts, CommitmentFacts, DraftFacts, MatterFacts, TaskFacts};
pub use frozen::{FrozenEntry, FrozenMeasure, FrozenReport, FrozenUnit, RULE_VERSION};
pub use measure::{Measures, RatingMeasures, measures};
pub use measure_key::{MeasureKey, MeasurePart};
pub use ratio::{Entry, Ratio, Spread};
pub use score::{ScoreKey, ScoreLine, ScoreWeights, UnitScore, ranks, unit_score};
