//! 督办会与无记名测评: the meeting, the roll, the ballot box. Three things that are read and written apart.

mod ballot_box;
mod meeting;
mod roll;

pub use ballot_box::{ClosedBox, NewBox, OpenBox, SlipPlace, SlipRow};
pub use meeting::{MEETING_SORTS, MeetingFilter, MeetingRow};
pub use roll::RollRow;
