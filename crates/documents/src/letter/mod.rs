//! The reply letter (答复函) and the suggestion paper (代表建议专用纸).
//!
//! Both are plain data; [`ReplyLetter::document`] and [`SuggestionPaper::document`] turn them into blocks, and
//! `to_pdf` / `to_docx` render those.

mod form;
mod paper;
mod reply;
pub mod samples;

pub use form::FeedbackForm;
pub use paper::{Cosigner, SuggestionPaper};
pub use reply::{CoUnitOpinion, DocNumber, PointAnswer, ReplyLetter};
