//! Many at once on one suggestion: one wins, nobody sees half of anything, numbers have no gaps.

mod numbers;
mod stage;
mod transitions;
