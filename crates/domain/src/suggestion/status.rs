use super::coded::coded_enum;

coded_enum! {
    /// Where a suggestion stands (代表建议状态).
    SuggestionStatus {
        Draft = "draft", "草稿", "Draft";
        Cosigning = "cosigning", "联名确认中", "Being co-signed";
        Submitted = "submitted", "待审查", "Awaiting review";
        Returned = "returned", "退回修改", "Returned for changes";
        NotAccepted = "not_accepted", "不作建议处理", "Not treated as a suggestion";
        Merged = "merged", "已并案", "Merged";
        Accepted = "accepted", "已立案（待交办）", "Accepted, awaiting assignment";
        Assigned = "assigned", "已交办（待签收）", "Assigned, awaiting receipt";
        Handling = "handling", "办理中", "Being handled";
        Replied = "replied", "已答复（待评价）", "Answered, awaiting evaluation";
        Evaluated = "evaluated", "已评价", "Evaluated";
        Rehandling = "rehandling", "重新办理", "Being handled again";
        Tracking = "tracking", "承诺跟踪", "Promises being tracked";
        Closed = "closed", "办结", "Closed";
        Archived = "archived", "已归档", "Archived";
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
        Deleted = "deleted", "已删除", "Deleted draft";
    }
}

impl SuggestionStatus {
    /// True while the deputy still owns the text.
    pub const fn is_before_acceptance(self) -> bool {
        matches!(self, Self::Draft | Self::Cosigning | Self::Submitted | Self::Returned)
    }

    /// True while units may work on it. `Accepted` counts because a suggestion that came back for
    /// re-assignment may still have live tasks of other units.
    pub const fn is_with_units(self) -> bool {
        matches!(self, Self::Accepted | Self::Assigned | Self::Handling | Self::Rehandling)
    }

    /// True when a first answer exists.
    pub const fn is_answered(self) -> bool {
        matches!(
            self,
            Self::Replied
                | Self::Evaluated
                | Self::Rehandling
                | Self::Tracking
                | Self::Closed
                | Self::Archived
        )
    }

    /// True when nothing more will happen of itself.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::NotAccepted | Self::Archived | Self::Withdrawn | Self::Deleted)
    }
}

coded_enum! {
    /// Everything that can be done to a suggestion as a whole. `by_system` steps are taken by the
    /// aggregate itself or by the nightly sweep, never by a person.
    SuggestionStep {
        Edit = "edit", "修改", "Edit";
        InviteCosigner = "invite_cosigner", "邀请联名", "Invite a co-signer";
        ConfirmCosign = "confirm_cosign", "确认联名", "Confirm co-signature";
        DeclineCosign = "decline_cosign", "谢绝联名", "Decline co-signature";
        Submit = "submit", "提交", "Submit";
        Delete = "delete", "删除草稿", "Delete the draft";
        Insist = "insist", "坚持原意见", "Insist";
        Classify = "classify", "分类", "Classify";
        Protect = "protect", "设定保密保护", "Set protection";
        LinkPrevious = "link_previous", "关联往年建议", "Link earlier suggestions";
        Accept = "accept", "立案", "Accept";
        Return = "return", "退回修改", "Return for changes";
        NotAccept = "not_accept", "不作建议处理", "Do not accept";
        Merge = "merge", "并案", "Merge";
        Unmerge = "unmerge", "撤销并案", "Undo the merge";
        Correct = "correct", "勘误", "Record an erratum";
        Withdraw = "withdraw", "申请撤回", "Withdraw";
        AgreeWithdrawal = "agree_withdrawal", "同意撤回", "Agree to the withdrawal";
        RefuseWithdrawal = "refuse_withdrawal", "不同意撤回", "Refuse the withdrawal";
        CancelWithdrawal = "cancel_withdrawal", "取消撤回申请", "Cancel the withdrawal";
        Assign = "assign", "交办", "Assign";
        Recall = "recall", "收回重新交办", "Recall the assignment";
        ObjectToUnit = "object_to_unit", "对承办单位提出异议", "Object to the unit";
        DecideObjection = "decide_objection", "处理异议", "Decide the objection";
        NeedsReassignment = "needs_reassignment", "退回交办机关", "Came back for re-assignment";
        AllSigned = "all_signed", "全部签收", "All units have signed for it";
        AllReplied = "all_replied", "全部答复", "All answers issued";
        Urge = "urge", "催办", "Urge";
        AcknowledgeUrge = "acknowledge_urge", "回应催办", "Acknowledge the urge";
        Evaluate = "evaluate", "评价", "Evaluate";
        FlagPressure = "flag_pressure", "反映评价受到干预", "Report pressure on the evaluation";
        RemindFeedback = "remind_feedback", "催请评价", "Remind of the evaluation";
        LapseFeedback = "lapse_feedback", "逾期未评价", "Evaluation lapsed";
        Interview = "interview", "约谈承办单位", "Interview the unit";
        OrderRehandle = "order_rehandle", "责成重新办理", "Order handling again";
        Explain = "explain", "解释说明", "Explain";
        Settle = "settle", "评价结果处理完毕", "Evaluation settled";
        ReportCommitment = "report_commitment", "报告承诺落实", "Report a promise kept";
        ReachMilestone = "reach_milestone", "报告阶段目标完成", "Report a milestone reached";
        JudgeCommitment = "judge_commitment", "认定承诺落实", "Judge a promise";
        ChangeCommitment = "change_commitment", "变更承诺", "Change a promise";
        FailCommitment = "fail_commitment", "承诺未能兑现", "Declare a promise failed";
        CarryOverCommitment = "carry_over_commitment", "承诺结转", "Carry a promise over";
        ConfirmExplanation = "confirm_explanation", "确认收到说明", "Confirm receipt of the explanation";
        Close = "close", "办结", "Close";
        Reopen = "reopen", "重新启动办理", "Reopen";
        Archive = "archive", "归档", "Archive";
        ProposePublication = "propose_publication", "提出公开意见", "Propose publication";
        DecidePublication = "decide_publication", "决定公开", "Decide publication";
        Unpublish = "unpublish", "撤下公开", "Unpublish";
    }
}

impl SuggestionStep {
    /// True for steps that no person takes.
    pub const fn is_by_system(self) -> bool {
        matches!(
            self,
            Self::NeedsReassignment
                | Self::AllSigned
                | Self::AllReplied
                | Self::RemindFeedback
                | Self::LapseFeedback
                | Self::Settle
        )
    }
}
