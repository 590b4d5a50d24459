use super::coded::coded_enum;

coded_enum! {
    /// Where one unit's part stands (办理任务状态).
    TaskStatus {
        PendingSign = "pending_sign", "待签收", "Awaiting receipt";
        Signed = "signed", "已签收", "Signed for";
        InProgress = "in_progress", "办理中", "In progress";
        CoOpinionDraft = "co_opinion_draft", "协办意见起草中", "Co-opinion being drafted";
        CoOpinionIssued = "co_opinion_issued", "协办意见已出具", "Co-opinion issued";
        ReplyDraft = "reply_draft", "答复起草中", "Reply being drafted";
        PreReview = "pre_review", "答复预审中", "Reply under pre-review";
        SignOff = "sign_off", "待签发", "Awaiting sign-off";
        Issued = "issued", "已签发（待送达）", "Issued, awaiting delivery";
        Done = "done", "已完成", "Done";
        SendBackRequested = "send_back_requested", "申请退办", "Send-back requested";
        SentBack = "sent_back", "已退办", "Sent back";
        Cancelled = "cancelled", "已终止", "Cancelled";
    }
}

impl TaskStatus {
    /// True unless the task left the suggestion (sent back or cancelled).
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::SentBack | Self::Cancelled)
    }

    /// True when the unit has nothing more to do in this round.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::SentBack | Self::Cancelled)
    }

    /// True once the unit's letter has been signed off.
    pub const fn is_issued(self) -> bool {
        matches!(self, Self::Issued | Self::Done)
    }

    /// True while receipt is not confirmed (a pending send-back included).
    pub const fn is_unsigned(self) -> bool {
        matches!(self, Self::PendingSign | Self::SendBackRequested)
    }
}

coded_enum! {
    /// Everything that can be done to one handling task.
    TaskStep {
        Sign = "sign", "签收", "Sign for";
        SignSilently = "sign_silently", "逾期视同签收", "Receipt by silence";
        RequestSendBack = "request_send_back", "申请退办", "Ask to send back";
        AgreeSendBack = "agree_send_back", "同意退办", "Agree to the send-back";
        RefuseSendBack = "refuse_send_back", "不同意退办", "Refuse the send-back";
        Dispatch = "dispatch", "分办", "Dispatch to departments";
        Start = "start", "明确责任人并开始办理", "Name who handles it and start";
        ChangeHandler = "change_handler", "更换承办人", "Change the handler";
        LogContact = "log_contact", "登记联系沟通", "Record a contact";
        ConfirmContact = "confirm_contact", "确认沟通记录", "Confirm a contact";
        DisputeContact = "dispute_contact", "对沟通记录提出异议", "Dispute a contact";
        DraftCoOpinion = "draft_co_opinion", "起草协办意见", "Draft the co-opinion";
        IssueCoOpinion = "issue_co_opinion", "出具协办意见", "Issue the co-opinion";
        ReturnCoOpinion = "return_co_opinion", "退回协办意见", "Return the co-opinion";
        MarkCoOpinionMissing = "mark_co_opinion_missing", "标记协办未反馈", "Mark the co-opinion missing";
        FinishCoOpinion = "finish_co_opinion", "协办完成", "Co-handling finished";
        DraftReply = "draft_reply", "起草答复", "Draft the reply";
        SubmitReply = "submit_reply", "提交预审", "Submit the reply for pre-review";
        ReturnReply = "return_reply", "退回修改答复", "Return the reply";
        PassReply = "pass_reply", "预审通过", "Pass the pre-review";
        RejectDraft = "reject_draft", "负责人退回修改", "Leader returns the draft";
        SignOff = "sign_off", "签发", "Sign off";
        Deliver = "deliver", "送达", "Deliver";
        NoteAsRead = "note_as_read", "阅研说明", "Note as read";
        SupplementReply = "supplement_reply", "补充答复", "Supplementary reply";
        SendHoldingAnswer = "send_holding_answer", "阶段性答复", "Send a holding answer";
        RequestExtension = "request_extension", "申请延期", "Ask for an extension";
        DecideExtension = "decide_extension", "审批延期", "Decide the extension";
        Transfer = "transfer", "划转承继单位", "Transfer to the successor unit";
        FinishSystemTask = "finish_system_task", "系统转办完成", "System task finished";
        Cancel = "cancel", "终止", "Cancel";
    }
}

impl TaskStep {
    /// True for steps that no person takes directly.
    pub const fn is_by_system(self) -> bool {
        matches!(self, Self::SignSilently | Self::FinishCoOpinion | Self::FinishSystemTask | Self::Cancel)
    }
}
