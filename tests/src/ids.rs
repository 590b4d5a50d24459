//! Ids for rows that a test makes by hand.

use api::time::SeededIds;
use domain::kernel::IdSource;
use std::sync::OnceLock;
use uuid::Uuid;

/// An id that nothing else in this test program has; the sequence is the same in every run.
/// Applications of the kit count from another seed.
pub fn fresh_id() -> Uuid {
    static IDS: OnceLock<SeededIds> = OnceLock::new();
    IDS.get_or_init(|| SeededIds::new(0x7465_7374)).next_id()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_are_fresh() {
        assert_ne!(super::fresh_id(), super::fresh_id());
    }
}
