use crate::{
    deputy::DeputyStatus,
    kernel::{DomainError, ErrorCode},
};

/// Who may be on the roll, be checked in and be given a ballot: deputies who exercise their mandate (invariant I6). A ballot that
/// is cast cannot be asked whose it is, so this is asked whenever a name is touched before.
///
/// # Errors
/// `deputy.not_active`.
pub fn may_vote(status: DeputyStatus) -> Result<(), DomainError> {
    match status {
        DeputyStatus::Active => Ok(()),
        DeputyStatus::Pending
        | DeputyStatus::Suspended
        | DeputyStatus::Terminated
        | DeputyStatus::TermEnded => Err(ErrorCode::DeputyNotActive.into()),
    }
}
