//! What other systems load: exports that lead into the feed, reference lists, invented matters, the Open311 view.

mod exports;
mod world;
