//! The measures of §3.8.12: pure functions over facts, each with numerator, denominator and the matters behind them.
//!
//! Base: suggestions assigned in the period, without those withdrawn, not accepted or merged into another.

mod facts;
mod measure;
mod ratio;
mod score;

pub use facts::{CommitmentFacts, MatterFacts, TaskFacts};
pub use measure::{Measures, RatingMeasures, measures};
pub use ratio::{Ratio, Spread};
pub use score::{CardCounts, ScoreLine, ScoreWeights, UnitScore, unit_score};
