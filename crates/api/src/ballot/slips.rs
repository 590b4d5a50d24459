//! Slips (选票凭码): made once at opening, told once, kept as keyed hashes.

use crate::keys::{Keys, keyed_hash};
use domain::ballot::{KEY_LETTERS, SLIP_LETTERS, code_of};
use rand::{Rng, seq::SliceRandom};
use std::collections::BTreeSet;

fn random_code(letters: usize) -> String {
    let mut bytes = vec![0; letters];
    rand::rng().fill_bytes(&mut bytes);
    code_of(&bytes)
}

/// So many different slips. They belong to nobody: which one somebody has is decided by his hand in the box of slips.
pub(super) fn new_slips(count: u32) -> Vec<String> {
    let mut slips = BTreeSet::new();
    while slips.len() < count as usize {
        slips.insert(random_code(SLIP_LETTERS));
    }
    let mut slips: Vec<String> = slips.into_iter().collect();
    slips.shuffle(&mut rand::rng());
    slips
}

/// The two halves of the key.
pub(super) fn new_halves() -> [String; 2] {
    [random_code(KEY_LETTERS), random_code(KEY_LETTERS)]
}

/// The hash under which a slip is known. Keyed, so that the database alone does not tell which codes there were.
pub(super) fn slip_hash(keys: &Keys, code: &str) -> Vec<u8> {
    keyed_hash(&keys.ballot_slips, &[code.as_bytes()]).to_vec()
}
