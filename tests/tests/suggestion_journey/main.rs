//! A suggestion from the deputy's phone to the public page, and what surrounds it: files, letters, the passing of time.

mod accepting;
mod at_once;
mod bulk;
mod documents;
mod files;
mod journey;
mod key;
mod letters;
mod life;
mod rollover;
mod sweep;
mod urging;
