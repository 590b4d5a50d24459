//! What can happen to a matter of the demo. Who does it follows from what it is.

use chrono::NaiveDate;
use domain::suggestion::{PublicationPart, Rating, ReplyCategory};

/// One thing that somebody does. Units are named by key, deputies by their place in the register, other matters by
/// their place in the plan.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Draft,
    Invite(Vec<usize>),
    Cosign(usize),
    DeclineCosign(usize),
    Submit,
    Return(&'static str, &'static str),
    Insist,
    Withdraw,
    AgreeWithdrawal(usize),
    NotAccept(&'static str, &'static str),
    Accept { by_head: bool, urgent_by: Option<NaiveDate> },
    Protect { confidential: bool },
    Merge { child: usize },
    LinkPrevious { earlier: usize },
    Assign(Vec<Part>),
    Dispatch(Vec<Part>),
    ObjectToUnit,
    DecideObjection { agree: bool },
    Sign(&'static str),
    RequestSendBack(&'static str),
    DecideSendBack { unit: &'static str, agree: bool, new_unit: Option<&'static str> },
    Start(&'static str),
    Contact { unit: &'static str, face: bool },
    ConfirmContact(&'static str),
    DisputeContact(&'static str),
    DraftCoOpinion(&'static str),
    IssueCoOpinion(&'static str),
    ReturnCoOpinion(&'static str),
    MarkCoOpinionMissing(&'static str),
    HoldingAnswer(&'static str),
    RequestExtension { unit: &'static str, until: NaiveDate },
    DecideExtension { unit: &'static str, until: Option<NaiveDate> },
    DraftReply { unit: &'static str, category: ReplyCategory, public: bool },
    SubmitReply(&'static str),
    ReturnReply(&'static str),
    PassReply(&'static str),
    RejectDraft(&'static str),
    SignOff(&'static str),
    Deliver(&'static str),
    NoteAsRead(&'static str),
    Evaluate { attitude: Rating, result: Rating, disputed: bool },
    FlagPressure,
    Interview,
    Explain,
    OrderRehandle,
    Reopen,
    Urge { by: &'static str },
    AcknowledgeUrge(&'static str),
    ReportPromise(&'static str),
    JudgePromise { accept: bool },
    CarryOverPromise { until: NaiveDate },
    FailPromise(&'static str),
    ConfirmExplanation,
    KeptPromiseLetter(&'static str),
    Close,
    Archive,
    Propose(PublicationPart),
    Release,
    Withhold,
    Unpublish,
}

/// A unit's part in an assignment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub unit: &'static str,
    pub role: &'static str,
    pub through_government: bool,
}
