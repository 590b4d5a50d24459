use super::{SuggestionStatus, SuggestionStep};

/// Where `step` may lead from `status` (代表建议状态机, domain specification §3.8.2).
///
/// Empty: the step is refused in this state. A target equal to `status` means that it stays.
/// Every state is written out for every step, so that a new state does not compile until
/// somebody has decided what each step does in it.
pub const fn targets(status: SuggestionStatus, step: SuggestionStep) -> &'static [SuggestionStatus] {
    use SuggestionStatus::*;
    match step {
        // A text change after acceptance would break the promise of §8.5 I10; errata are `Correct`.
        SuggestionStep::Edit => match status {
            Draft => &[Draft],
            Cosigning => &[Cosigning],
            Returned => &[Returned],
            Submitted | NotAccepted | Merged | Accepted | Assigned | Handling | Replied | Evaluated
            | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::InviteCosigner => match status {
            Draft | Cosigning => &[Cosigning],
            Returned => &[Returned],
            Submitted | NotAccepted | Merged | Accepted | Assigned | Handling | Replied | Evaluated
            | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ConfirmCosign => match status {
            Cosigning => &[Cosigning],
            Returned => &[Returned],
            Draft | Submitted | NotAccepted | Merged | Accepted | Assigned | Handling | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::DeclineCosign => match status {
            Cosigning => &[Cosigning],
            Returned => &[Returned],
            Draft | Submitted | NotAccepted | Merged | Accepted | Assigned | Handling | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Submit => match status {
            Draft | Cosigning | Returned => &[Submitted],
            Submitted | NotAccepted | Merged | Accepted | Assigned | Handling | Replied | Evaluated
            | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Delete => match status {
            Draft | Cosigning => &[Deleted],
            Submitted | Returned | NotAccepted | Merged | Accepted | Assigned | Handling | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Insist => match status {
            Returned => &[Submitted],
            Draft | Cosigning | Submitted | NotAccepted | Merged | Accepted | Assigned | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Classify => match status {
            Submitted => &[Submitted],
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Draft | Cosigning | Returned | NotAccepted | Merged | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Protect => match status {
            Submitted => &[Submitted],
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Draft | Cosigning | Returned | NotAccepted | Merged | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::LinkPrevious => match status {
            Draft => &[Draft],
            Cosigning => &[Cosigning],
            Submitted => &[Submitted],
            Returned => &[Returned],
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            NotAccepted | Merged | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Accept => match status {
            Submitted => &[Accepted],
            Draft | Cosigning | Returned | NotAccepted | Merged | Accepted | Assigned | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Return => match status {
            Submitted => &[Returned],
            Draft | Cosigning | Returned | NotAccepted | Merged | Accepted | Assigned | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::NotAccept => match status {
            Submitted => &[NotAccepted],
            Draft | Cosigning | Returned | NotAccepted | Merged | Accepted | Assigned | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Merge => match status {
            Submitted | Accepted => &[Merged],
            Draft | Cosigning | Returned | NotAccepted | Merged | Assigned | Handling | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Unmerge => match status {
            Merged => &[Submitted, Accepted],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Accepted | Assigned | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Correct => match status {
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Archived | Withdrawn
            | Deleted => &[],
        },
        // Joint suggestions wait for every signer, so the state may stay.
        SuggestionStep::Withdraw => match status {
            Submitted => &[Submitted, Withdrawn],
            Returned => &[Returned, Withdrawn],
            Accepted => &[Accepted, Withdrawn],
            Assigned => &[Assigned, Withdrawn],
            Handling => &[Handling, Withdrawn],
            Draft | Cosigning | NotAccepted | Merged | Replied | Evaluated | Rehandling | Tracking
            | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::AgreeWithdrawal => match status {
            Submitted => &[Submitted, Withdrawn],
            Returned => &[Returned, Withdrawn],
            Accepted => &[Accepted, Withdrawn],
            Assigned => &[Assigned, Withdrawn],
            Handling => &[Handling, Withdrawn],
            Draft | Cosigning | NotAccepted | Merged | Replied | Evaluated | Rehandling | Tracking
            | Closed | Archived | Withdrawn | Deleted => &[],
        },
        // The suggestion stands: the request alone is gone.
        SuggestionStep::RefuseWithdrawal => match status {
            Submitted => &[Submitted],
            Returned => &[Returned],
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Draft | Cosigning | NotAccepted | Merged | Replied | Evaluated | Rehandling | Tracking
            | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::CancelWithdrawal => match status {
            Submitted => &[Submitted],
            Returned => &[Returned],
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Draft | Cosigning | NotAccepted | Merged | Replied | Evaluated | Rehandling | Tracking
            | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Assign => match status {
            Accepted => &[Assigned],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Assigned | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Recall => match status {
            Assigned => &[Accepted],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ObjectToUnit => match status {
            Assigned => &[Assigned],
            Handling => &[Handling],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::DecideObjection => match status {
            Assigned => &[Assigned],
            Handling => &[Handling],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        // A send-back with a new unit waits for its receipt; without one the suggestion waits for assignment.
        SuggestionStep::NeedsReassignment => match status {
            Assigned | Handling => &[Accepted, Assigned],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Replied
            | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::AllSigned => match status {
            Assigned => &[Handling],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Handling
            | Replied | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::AllReplied => match status {
            Handling | Rehandling => &[Replied],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Replied | Evaluated | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Urge => match status {
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Replied | Evaluated
            | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::AcknowledgeUrge => match status {
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Replied | Evaluated
            | Closed | Archived | Withdrawn | Deleted => &[],
        },
        // With several answers or several raters the last rating moves it.
        SuggestionStep::Evaluate => match status {
            Replied => &[Replied, Evaluated],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::FlagPressure => match status {
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::RemindFeedback => match status {
            Replied => &[Replied],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::LapseFeedback => match status {
            Replied => &[Evaluated],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Evaluated | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Interview => match status {
            Evaluated => &[Evaluated],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::OrderRehandle => match status {
            Evaluated | Tracking => &[Rehandling],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Explain => match status {
            Evaluated => &[Evaluated],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Settle => match status {
            Evaluated => &[Tracking, Closed],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Rehandling | Tracking | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ReportCommitment => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ReachMilestone => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::JudgeCommitment => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ChangeCommitment => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::FailCommitment => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::CarryOverCommitment => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ConfirmExplanation => match status {
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Tracking => &[Tracking],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Close => match status {
            Tracking => &[Closed],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Evaluated | Rehandling | Closed | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Reopen => match status {
            Closed => &[Rehandling],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Evaluated | Rehandling | Tracking | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Archive => match status {
            Closed => &[Archived],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Accepted | Assigned
            | Handling | Replied | Evaluated | Rehandling | Tracking | Archived | Withdrawn | Deleted => &[],
        },
        SuggestionStep::ProposePublication => match status {
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Archived => &[Archived],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Withdrawn | Deleted => &[],
        },
        SuggestionStep::DecidePublication => match status {
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Archived => &[Archived],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Withdrawn | Deleted => &[],
        },
        SuggestionStep::Unpublish => match status {
            Accepted => &[Accepted],
            Assigned => &[Assigned],
            Handling => &[Handling],
            Replied => &[Replied],
            Evaluated => &[Evaluated],
            Rehandling => &[Rehandling],
            Tracking => &[Tracking],
            Closed => &[Closed],
            Archived => &[Archived],
            Withdrawn => &[Withdrawn],
            Draft | Cosigning | Submitted | Returned | NotAccepted | Merged | Deleted => &[],
        },
    }
}
