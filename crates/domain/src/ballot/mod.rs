//! 代表建议办理督办会: the yearly supervision meeting with its secret satisfaction ballot (无记名满意度测评).
//!
//! The meeting knows who reports, what is voted on and what came of it. Who may vote stands on the roll, what was voted lies in
//! the ballot box; the two meet nowhere, and neither is a part of the meeting (`docs/adr/0011-secret-ballot.md`).

mod code;
mod count;
mod item;
mod level;
mod meeting;
mod round;
mod voter;

pub use code::{KEY_LETTERS, SLIP_LETTERS, code_of, grouped, read_code};
pub use count::{Choice, CountDifference, ItemCount, PaperCount, TellerEntry, TellerOffice};
pub use item::{MAX_ITEMS, NewItem, VoteAxis, VoteItem, VoteSubject};
pub use level::{ItemResult, LevelRule, ResultLevel, permille};
pub use meeting::{MeetingData, Report, ReportWay, SupervisionMeeting};
pub use round::{BallotRound, BallotState, BallotStep, RollFigures, VotingWay, state_machine_markdown};
pub use voter::may_vote;
