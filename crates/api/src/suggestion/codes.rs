//! Schemas of the closed vocabularies of this feature.

use crate::http::Code;
use domain::suggestion as s;

macro_rules! codes {
    ($($alias:ident = $name:ident),+ $(,)?) => {$(
        #[doc = concat!("Schema of `", stringify!($name), "`.")]
        pub type $alias = Code<s::$name>;
    )+};
}

codes! {
    SuggestionStatusCode = SuggestionStatus,
    TaskStatusCode = TaskStatus,
    SuggestionKindCode = SuggestionKind,
    PeriodCode = Period,
    OriginCode = Origin,
    RepeatedYearsCode = RepeatedYears,
    PublishConsentCode = PublishConsent,
    TaskRoleCode = TaskRole,
    TaskTierCode = TaskTier,
    VerdictCode = Verdict,
    ContactKindCode = ContactKind,
    PersonRankCode = PersonRank,
    ReplyCategoryCode = ReplyCategory,
    PublishAttributeCode = PublishAttribute,
    ReplyKindCode = ReplyKind,
    ReplyStatusCode = ReplyStatus,
    DeliveryMethodCode = DeliveryMethod,
    RatingCode = Rating,
    FeedbackEntryCode = FeedbackEntry,
    UnsatisfiedReasonCode = UnsatisfiedReason,
    CommitmentStatusCode = CommitmentStatus,
    PublicationPartCode = PublicationPart,
    PublicationStatusCode = PublicationStatus,
    PublicationProgressCode = PublicationProgress,
    MarkDecisionCode = MarkDecision,
    SecrecyAspectCode = SecrecyAspect,
    WithdrawalClassCode = WithdrawalClass,
    UrgeLevelCode = UrgeLevel,
    UrgeByCode = UrgeBy,
    ReviewReasonCode = ReviewReason,
    ReviewCheckCode = ReviewCheck,
    NotAcceptedOutcomeCode = NotAcceptedOutcome,
    TurnOfCode = TurnOf,
    DueKindCode = DueKind,
    DueStateCode = DueState,
    UnitStepCode = UnitStep,
    KeyStatusCode = KeyStatus,
    KeyReasonCode = KeyReason,
    KeyEventKindCode = KeyEventKind,
    KeyRatingCode = KeyRating,
    LeadingOrganCode = LeadingOrgan,
}

/// Schema of `MeasureKey`.
pub type MeasureKeyCode = Code<s::metrics::MeasureKey>;
/// Schema of `MeasurePart`.
pub type MeasurePartCode = Code<s::metrics::MeasurePart>;
