//! What other systems load: exports that lead into the feed, reference lists, invented matters, the Open311 view.

mod doors;
mod exports;
mod masked;
mod open311;
mod published_files;
mod reference;
mod sandbox;
mod world;
