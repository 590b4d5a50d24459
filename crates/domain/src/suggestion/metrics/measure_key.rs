use crate::suggestion::coded::coded_enum;

coded_enum! {
    /// A measure of §3.8.12 by its name (指标).
    MeasureKey {
        Base = "base", "交办件数", "Assigned";
        OnTime = "on_time", "按时办复率", "Answered on time";
        OnTimeOriginal = "on_time_original", "未延期按时率", "On time without extension";
        Replied = "replied", "办复率", "Answered";
        SignedOnTime = "signed_on_time", "按时签收率", "Signed for on time";
        SendBack = "send_back", "退办率", "Asked to send back";
        WrongAssignment = "wrong_assignment", "错交率", "Wrongly assigned";
        Met = "met", "面商率", "Talked face to face";
        Satisfied = "satisfied", "满意率（结果，最终）", "Satisfied with the result";
        SatisfiedOrBasic = "satisfied_or_basic", "满意和基本满意率（结果，最终）", "At least basically satisfied with the result";
        SatisfiedFirst = "satisfied_first", "满意率（结果，初次）", "Satisfied with the result at first";
        SatisfiedOrBasicFirst = "satisfied_or_basic_first", "满意和基本满意率（结果，初次）",
            "At least basically satisfied with the result at first";
        Attitude = "attitude", "满意率（态度，最终）", "Satisfied with the attitude";
        AttitudeOrBasic = "attitude_or_basic", "满意和基本满意率（态度，最终）",
            "At least basically satisfied with the attitude";
        AttitudeFirst = "attitude_first", "满意率（态度，初次）", "Satisfied with the attitude at first";
        AttitudeOrBasicFirst = "attitude_or_basic_first", "满意和基本满意率（态度，初次）",
            "At least basically satisfied with the attitude at first";
        Unevaluated = "unevaluated", "未评价率（最终）", "Not evaluated in the end";
        UnevaluatedFirst = "unevaluated_first", "未评价率（初次）", "Not evaluated at first";
        Resolved = "resolved", "办成率", "Solved";
        FirstResolved = "first_resolved", "首答A率", "Solved at the first answer";
        Implemented = "implemented", "落实率", "Carried out";
        PromisedThenResolved = "promised_then_resolved", "B转A率", "Promised, then solved";
        CommitmentsKept = "commitments_kept", "承诺按时兑现率", "Promises kept on time";
        Rehandled = "rehandled", "重办率", "Handled again";
        Published = "published", "公开率", "Published";
        Recurring = "recurring", "重复提出率", "Raised before";
        CleanDrafts = "clean_drafts", "预审一次通过率", "Answers never returned by the pre-review";
        Days = "days", "办理天数", "Days from assignment to answer";
        YellowCards = "yellow_cards", "黄牌", "Yellow cards";
        RedCards = "red_cards", "红牌", "Red cards";
    }
}

impl MeasureKey {
    /// True for a share; the others are numbers of things, all of them counted.
    pub const fn is_share(self) -> bool {
        !matches!(self, Self::Base | Self::Days | Self::YellowCards | Self::RedCards)
    }
}

coded_enum! {
    /// Which of what a measure looks at.
    MeasurePart {
        Numerator = "numerator", "计入分子", "Counted";
        Denominator = "denominator", "分母", "The whole base";
        Rest = "rest", "未计入分子", "In the base, not counted";
    }
}
