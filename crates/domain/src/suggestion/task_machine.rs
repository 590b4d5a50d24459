use super::{TaskStatus, TaskStep};

/// Where `step` may lead from `status` (办理任务状态机, domain specification §3.8.3 and §8.1).
///
/// Empty: the step is refused in this state. A target equal to `status` means that it stays.
/// Every state is written out for every step, so that a new state does not compile until
/// somebody has decided what each step does in it.
pub const fn task_targets(status: TaskStatus, step: TaskStep) -> &'static [TaskStatus] {
    use TaskStatus::*;
    match step {
        TaskStep::Sign => match status {
            PendingSign => &[Signed],
            Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::SignSilently => match status {
            PendingSign => &[Signed],
            Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::RequestSendBack => match status {
            PendingSign | Signed => &[SendBackRequested],
            InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview | SignOff | Issued
            | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::AgreeSendBack => match status {
            SendBackRequested => &[SentBack],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | SignOff | Issued | Done | SentBack | Cancelled => &[],
        },
        TaskStep::RefuseSendBack => match status {
            SendBackRequested => &[PendingSign],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | SignOff | Issued | Done | SentBack | Cancelled => &[],
        },
        // Only a SYSTEM-tier task; it stays in progress until its departments are done.
        TaskStep::Dispatch => match status {
            Signed | InProgress => &[InProgress],
            PendingSign | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview | SignOff | Issued
            | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::Start => match status {
            Signed => &[InProgress],
            PendingSign | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | SignOff | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::ChangeHandler => match status {
            Signed => &[Signed],
            InProgress => &[InProgress],
            CoOpinionDraft => &[CoOpinionDraft],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            PendingSign | CoOpinionIssued | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::LogContact => match status {
            Signed => &[Signed],
            InProgress => &[InProgress],
            CoOpinionDraft => &[CoOpinionDraft],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            Issued => &[Issued],
            PendingSign | CoOpinionIssued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::ConfirmContact => match status {
            Signed => &[Signed],
            InProgress => &[InProgress],
            CoOpinionDraft => &[CoOpinionDraft],
            CoOpinionIssued => &[CoOpinionIssued],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            Issued => &[Issued],
            Done => &[Done],
            PendingSign | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::DisputeContact => match status {
            Signed => &[Signed],
            InProgress => &[InProgress],
            CoOpinionDraft => &[CoOpinionDraft],
            CoOpinionIssued => &[CoOpinionIssued],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            Issued => &[Issued],
            Done => &[Done],
            PendingSign | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::DraftCoOpinion => match status {
            Signed | InProgress | CoOpinionDraft => &[CoOpinionDraft],
            PendingSign | CoOpinionIssued | ReplyDraft | PreReview | SignOff | Issued | Done
            | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::IssueCoOpinion => match status {
            Signed | InProgress | CoOpinionDraft => &[CoOpinionIssued],
            PendingSign | CoOpinionIssued | ReplyDraft | PreReview | SignOff | Issued | Done
            | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::ReturnCoOpinion => match status {
            CoOpinionIssued => &[Signed],
            PendingSign | Signed | InProgress | CoOpinionDraft | ReplyDraft | PreReview | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        // The unit may still hand its opinion in; the mark stays on its record.
        TaskStep::MarkCoOpinionMissing => match status {
            PendingSign => &[PendingSign],
            Signed => &[Signed],
            InProgress => &[InProgress],
            CoOpinionDraft => &[CoOpinionDraft],
            CoOpinionIssued | ReplyDraft | PreReview | SignOff | Issued | Done | SendBackRequested
            | SentBack | Cancelled => &[],
        },
        TaskStep::FinishCoOpinion => match status {
            CoOpinionIssued => &[Done],
            PendingSign | Signed | InProgress | CoOpinionDraft | ReplyDraft | PreReview | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::DraftReply => match status {
            InProgress | ReplyDraft => &[ReplyDraft],
            PendingSign | Signed | CoOpinionDraft | CoOpinionIssued | PreReview | SignOff | Issued | Done
            | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::SubmitReply => match status {
            ReplyDraft => &[PreReview],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | PreReview | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::ReturnReply => match status {
            PreReview => &[ReplyDraft],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::PassReply => match status {
            PreReview => &[SignOff],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::RejectDraft => match status {
            SignOff => &[ReplyDraft],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::SignOff => match status {
            SignOff => &[Issued],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::Deliver => match status {
            Issued => &[Done],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | SignOff | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        // Only for suggestions marked reference-only.
        TaskStep::NoteAsRead => match status {
            Signed | InProgress => &[Done],
            PendingSign | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview | SignOff | Issued
            | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::SupplementReply => match status {
            Issued => &[Issued],
            Done => &[Done],
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | SignOff | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::SendHoldingAnswer => match status {
            InProgress => &[InProgress],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            PendingSign | Signed | CoOpinionDraft | CoOpinionIssued | Issued | Done | SendBackRequested
            | SentBack | Cancelled => &[],
        },
        TaskStep::RequestExtension => match status {
            Signed => &[Signed],
            InProgress => &[InProgress],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            PendingSign | CoOpinionDraft | CoOpinionIssued | Issued | Done | SendBackRequested | SentBack
            | Cancelled => &[],
        },
        TaskStep::DecideExtension => match status {
            Signed => &[Signed],
            InProgress => &[InProgress],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            PendingSign | CoOpinionDraft | CoOpinionIssued | Issued | Done | SendBackRequested | SentBack
            | Cancelled => &[],
        },
        TaskStep::Transfer => match status {
            PendingSign => &[PendingSign],
            Signed => &[Signed],
            InProgress => &[InProgress],
            CoOpinionDraft => &[CoOpinionDraft],
            CoOpinionIssued => &[CoOpinionIssued],
            ReplyDraft => &[ReplyDraft],
            PreReview => &[PreReview],
            SignOff => &[SignOff],
            Issued => &[Issued],
            SendBackRequested => &[SendBackRequested],
            // A finished part goes over for the sake of what it promised.
            Done => &[Done],
            SentBack | Cancelled => &[],
        },
        TaskStep::FinishSystemTask => match status {
            InProgress => &[Done],
            PendingSign | Signed | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview | SignOff
            | Issued | Done | SendBackRequested | SentBack | Cancelled => &[],
        },
        TaskStep::Cancel => match status {
            PendingSign | Signed | InProgress | CoOpinionDraft | CoOpinionIssued | ReplyDraft | PreReview
            | SignOff | Issued | SendBackRequested => &[Cancelled],
            Done | SentBack | Cancelled => &[],
        },
    }
}
