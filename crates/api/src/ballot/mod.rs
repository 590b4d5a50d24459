//! 代表建议办理督办会与无记名满意度测评: the meeting, its roll, the secret ballot (`docs/adr/0011-secret-ballot.md`).

mod casting;
mod codes;
mod counting;
mod dto;
mod meetings;
mod record;
mod represent;
mod roll;
mod round_dto;
mod seal;
mod slips;
mod voting;

use crate::http::Api;

/// What a voter asks: no log line says that it was asked.
pub(crate) const UNLOGGED: &str = "/api/v1/ballots/";

pub(crate) fn register(api: &mut Api) {
    meetings::register(api);
    roll::register(api);
    voting::register(api);
    counting::register(api);
    casting::register(api);
    record::register(api);
}
