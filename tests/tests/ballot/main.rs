//! 督办会与无记名测评: one vote each, secret, counted right.

mod journey;
mod paper;
mod races;
mod secrecy;
