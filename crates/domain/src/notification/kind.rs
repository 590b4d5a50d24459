//! The catalogue of notices (通知目录).

use crate::authz::suggestion::Sight;
use crate::kernel::coded_enum;

coded_enum! {
    /// What kinds are chosen together in the preferences (通知分类).
    NoticeGroup {
        Deadline = "deadline", "期限提醒", "Deadlines";
        Review = "review", "提交与审查", "Hand-in and review";
        Handling = "handling", "交办与办理", "Assignment and handling";
        Reply = "reply", "答复与评价", "Replies and ratings";
        Commitment = "commitment", "承诺事项", "Promises";
        Supervision = "supervision", "催办督办", "Urging and supervision";
        Publication = "publication", "公开", "Publication";
        System = "system", "系统", "System";
    }
}

coded_enum! {
    /// By which way somebody is told (通知渠道).
    Channel {
        InApp = "in_app", "站内", "In the application";
        Email = "email", "电子邮件", "E-mail";
        Sms = "sms", "短信", "Text message";
        Wechat = "wechat", "微信公众号", "WeChat official account";
    }
}

coded_enum! {
    /// How often messages outside of the application are sent (发送频率).
    Digest {
        AtOnce = "at_once", "即时发送", "At once";
        Daily = "daily", "每日 8:00 汇总", "Daily at 8:00";
        Weekly = "weekly", "每周一 8:00 汇总", "Mondays at 8:00";
    }
}

/// How much a notice asks of its reader. It decides the ways that are used before somebody chooses for himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// 知悉: in the application.
    Note,
    /// 待办: by e-mail too.
    Act,
    /// 紧要: by every way that there is.
    Urgent,
}

impl Weight {
    /// The ways that are used unless somebody chose others.
    pub const fn channels(self) -> &'static [Channel] {
        match self {
            Self::Note => &[Channel::InApp],
            Self::Act => &[Channel::InApp, Channel::Email, Channel::Wechat],
            Self::Urgent => &[Channel::InApp, Channel::Email, Channel::Sms, Channel::Wechat],
        }
    }
}

/// What of a matter a reader must see to be told (可见范围).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Nothing of the matter is told.
    Nothing,
    /// To take part in it or to watch over it.
    Handling,
    /// The review's remarks.
    Review,
    /// Drafts of replies.
    Drafts,
    /// Co-opinions.
    CoOpinions,
    /// Ratings.
    Feedback,
    /// Reports of pressure.
    Pressure,
}

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $group:ident, $weight:ident, $needs:ident, $locked:literal, $zh:literal, $en:literal, $text_zh:literal, $text_en:literal;)+) => {
        coded_enum! {
            /// 通知种类. A code never changes its meaning; words may be improved.
            NoticeKind { $($(#[$doc])* $name = $code, $zh, $en;)+ }
        }

        impl NoticeKind {
            /// With which others it is chosen.
            pub const fn group(self) -> NoticeGroup {
                match self { $(Self::$name => NoticeGroup::$group,)+ }
            }

            /// How much it asks.
            pub const fn weight(self) -> Weight {
                match self { $(Self::$name => Weight::$weight,)+ }
            }

            /// Legal deadlines and verdicts cannot be switched off in the application.
            pub const fn is_locked(self) -> bool {
                match self { $(Self::$name => $locked,)+ }
            }

            const fn needs(self) -> Needs {
                match self { $(Self::$name => Needs::$needs,)+ }
            }

            /// Its sentence in Chinese, with `{places}`.
            pub(super) const fn text_zh(self) -> &'static str {
                match self { $(Self::$name => $text_zh,)+ }
            }

            /// Its sentence in English, with `{places}`.
            pub(super) const fn text_en(self) -> &'static str {
                match self { $(Self::$name => $text_en,)+ }
            }
        }
    };
}

// {matter} is title and number for who may read it; {unit}, {due} and {days} are filled from the facts. No text has a place
// for the name of a deputy: so none of a protected one can stand in it.
notices! {
    // Before assignment
    SuggestionSubmitted = "suggestion_submitted", Review, Act, Handling, false, "新提交的建议", "Suggestion handed in", "{matter}已提交，请在{due}前审查。", "{matter} has been handed in; review it by {due}.";
    SuggestionInsisted = "suggestion_insisted", Review, Act, Handling, true, "代表坚持原建议", "The deputy insists", "代表对退回的{matter}坚持原意见，请决定是否立案。", "The deputy insists on {matter}; decide on its acceptance.";
    CosignInvited = "cosign_invited", Review, Act, Handling, true, "联名邀请", "Invitation to co-sign", "您被邀请联名{matter}，请在{due}前确认或谢绝。", "You are invited to co-sign {matter}; answer by {due}.";
    CosignAnswered = "cosign_answered", Review, Note, Handling, false, "联名邀请有回应", "An invitation was answered", "{matter}的联名邀请已有代表回应。", "An invitation to co-sign {matter} was answered.";
    CosignVoided = "cosign_voided", Review, Act, Handling, true, "联名须重新确认", "Co-signature to be confirmed again", "{matter}正文已修改，您的联名确认失效，请重新确认。", "The text of {matter} was changed; confirm your co-signature again.";
    SuggestionAccepted = "suggestion_accepted", Review, Act, Handling, true, "建议已立案", "Suggestion accepted", "{matter}已立案。", "{matter} has been accepted.";
    SuggestionReturned = "suggestion_returned", Review, Urgent, Review, true, "建议已退回修改", "Suggestion returned", "{matter}已退回，请查看理由，修改后重新提交。", "{matter} was returned; see the reasons, change it and hand it in again.";
    SuggestionNotAccepted = "suggestion_not_accepted", Review, Urgent, Review, true, "不作建议处理", "Not accepted as a suggestion", "{matter}不作为代表建议处理，请查看理由和去向。", "{matter} is not handled as a suggestion; see the reasons.";
    SuggestionMerged = "suggestion_merged", Review, Act, Handling, true, "建议已并案", "Suggestion merged", "{matter}已与同类建议并案办理，仍会答复您并请您评价。", "{matter} is handled together with others; you will still be answered and asked to rate.";
    SuggestionUnmerged = "suggestion_unmerged", Review, Note, Handling, true, "并案已撤销", "Merge undone", "{matter}已撤销并案，单独办理。", "{matter} is handled by itself again.";
    WithdrawalRequested = "withdrawal_requested", Review, Act, Handling, true, "请求同意撤回", "Agreement to a withdrawal", "领衔代表申请撤回{matter}，请表示是否同意。", "The lead deputy asks to withdraw {matter}; say whether you agree.";
    SuggestionWithdrawn = "suggestion_withdrawn", Review, Act, Handling, true, "建议已撤回", "Suggestion withdrawn", "{matter}已撤回，停止办理。", "{matter} has been withdrawn.";
    SuggestionCarriedOver = "suggestion_carried_over", Review, Note, Handling, true, "建议换届结转", "Suggestion carried over", "{matter}随换届结转，编号和承办单位不变，继续办理。", "{matter} goes on in the new term with its number and its units.";
    // Handling
    SuggestionAssigned = "suggestion_assigned", Handling, Act, Handling, true, "建议已交办", "Suggestion assigned", "{matter}已交办，答复期限为{due}。", "{matter} has been assigned; the reply is due on {due}.";
    TaskAssigned = "task_assigned", Handling, Urgent, Handling, true, "新交办任务", "New task", "{matter}交由{unit}办理，请在{due}前签收。", "{matter} was given to {unit}; sign for it by {due}.";
    TaskStopped = "task_stopped", Handling, Act, Nothing, true, "办理任务已停止", "Task ended", "{unit}承办的一件建议{number}已撤回或收回，请停止办理。", "A suggestion given to {unit} {number} was withdrawn or taken back; stop working on it.";
    TaskTransferred = "task_transferred", Handling, Act, Handling, true, "任务已划转", "Task transferred", "{matter}的办理任务已划转{unit}。", "The task of {matter} was transferred to {unit}.";
    SendBackRequested = "send_back_requested", Handling, Act, Handling, true, "申请退办", "Send-back requested", "{unit}申请退办{matter}。", "{unit} asks to send {matter} back.";
    SendBackAgreed = "send_back_agreed", Handling, Act, Handling, true, "同意退办", "Send-back agreed", "{unit}退办{matter}的申请已获同意。", "{unit} may send {matter} back.";
    SendBackRefused = "send_back_refused", Handling, Urgent, Handling, true, "不同意退办", "Send-back refused", "{unit}退办{matter}的申请未获同意，继续由其办理。", "{unit} keeps {matter}: the send-back was refused.";
    ObjectionMade = "objection_made", Handling, Act, Handling, true, "代表对承办单位有异议", "Objection to the unit", "代表对{matter}的承办单位提出异议，请答复。", "The deputy objects to the unit of {matter}; answer.";
    ObjectionAgreed = "objection_agreed", Handling, Act, Handling, true, "异议成立", "Objection agreed", "您对{matter}承办单位的异议成立，将重新交办。", "Your objection on {matter} was agreed; it will be assigned anew.";
    ObjectionRefused = "objection_refused", Handling, Act, Handling, true, "异议未成立", "Objection refused", "您对{matter}承办单位的异议未成立，请查看答复。", "Your objection on {matter} was refused; see the answer.";
    ExtensionRequested = "extension_requested", Handling, Act, Handling, true, "申请延期", "Extension requested", "{unit}申请将{matter}的答复延至{due}，请审批。", "{unit} asks to reply to {matter} by {due}; decide.";
    ExtensionGranted = "extension_granted", Handling, Act, Handling, true, "同意延期", "Extension granted", "{matter}的答复期限延至{due}。", "The reply to {matter} is now due on {due}.";
    ExtensionRefused = "extension_refused", Handling, Urgent, Handling, true, "不同意延期", "Extension refused", "{matter}的延期申请未获同意，请按期答复。", "The extension of {matter} was refused; reply in time.";
    HoldingAnswerSent = "holding_answer_sent", Handling, Note, Handling, true, "阶段性答复", "Holding answer", "{unit}就{matter}作出阶段性答复。", "{unit} told where {matter} stands.";
    ContactLogged = "contact_logged", Handling, Act, Handling, true, "请确认沟通记录", "Confirm a contact", "{unit}就{matter}登记了与您的沟通，请确认或提出异议。", "{unit} recorded a talk with you on {matter}; confirm or dispute it.";
    ContactDisputed = "contact_disputed", Handling, Act, Handling, true, "沟通记录有异议", "Contact disputed", "代表对{matter}的沟通记录提出异议。", "A deputy disputes a recorded contact on {matter}.";
    CoOpinionIssued = "co_opinion_issued", Handling, Act, CoOpinions, false, "收到协办意见", "Co-opinion received", "{unit}已对{matter}出具协办意见。", "{unit} has given its co-opinion on {matter}.";
    CoOpinionReturned = "co_opinion_returned", Handling, Urgent, CoOpinions, true, "协办意见被退回", "Co-opinion returned", "{matter}的协办意见被退回，请在{due}前重出。", "The co-opinion on {matter} was returned; redo it by {due}.";
    CoOpinionMissing = "co_opinion_missing", Handling, Act, CoOpinions, true, "协办意见逾期", "Co-opinion missing", "{unit}未按期对{matter}出具协办意见，主办单位可先行答复。", "{unit} has not given its co-opinion on {matter} in time; the lead unit may go on.";
    ReplySubmitted = "reply_submitted", Reply, Act, Drafts, false, "答复待预审", "Reply to be pre-reviewed", "{unit}对{matter}的答复稿请在{due}前预审。", "Pre-review {unit}'s draft on {matter} by {due}.";
    ReplyReturned = "reply_returned", Reply, Urgent, Drafts, true, "答复稿被退回", "Draft returned", "{matter}的答复稿被退回，请按意见修改。", "The draft on {matter} was returned; change it as asked.";
    ReplyPassed = "reply_passed", Reply, Act, Drafts, true, "答复待签发", "Reply to be signed", "{matter}的答复稿已通过预审，请签发。", "The draft on {matter} has passed; sign it off.";
    // Replies and ratings
    ReplyIssued = "reply_issued", Reply, Urgent, Handling, true, "已作出答复", "Reply issued", "{unit}已对{matter}作出答复。", "{unit} has replied to {matter}.";
    ReplyNoted = "reply_noted", Reply, Note, Handling, true, "建议已阅研", "Suggestion noted", "{unit}已阅研{matter}（仅供参考，不需书面答复）。", "{unit} has noted {matter} (for reference, no reply asked).";
    ReplySupplemented = "reply_supplemented", Reply, Act, Handling, true, "补充或更正答复", "Supplementary reply", "{unit}对{matter}作出补充（更正）答复。", "{unit} has supplemented its reply to {matter}.";
    RatingAsked = "rating_asked", Reply, Urgent, Handling, true, "请评价办理情况", "Please rate", "{matter}已答复，请在{due}前对办理态度和结果作出评价。", "{matter} was answered; rate attitude and result by {due}.";
    RatingReminded = "rating_reminded", Reply, Urgent, Handling, true, "催请评价", "Reminder to rate", "{matter}的评价期限已过，请尽快评价。", "The time to rate {matter} has passed; please rate soon.";
    RatingGiven = "rating_given", Reply, Note, Feedback, false, "代表已评价", "Rating given", "代表已对{matter}的办理作出评价。", "A deputy has rated the handling of {matter}.";
    Unsatisfied = "unsatisfied", Reply, Urgent, Feedback, true, "代表评价不满意", "Not satisfied", "代表对{matter}的办理评价为不满意，请研究处理。", "A deputy is not satisfied with the handling of {matter}.";
    EvaluationLapsed = "evaluation_lapsed", Reply, Note, Handling, false, "逾期未评价", "Rating lapsed", "{matter}逾期未评价。", "{matter} was not rated in time.";
    PressureReported = "pressure_reported", Reply, Urgent, Pressure, true, "反映评价受到干预", "Pressure reported", "有代表反映对{matter}的评价受到干预，请查看。", "A deputy reports pressure on the rating of {matter}.";
    Rehandling = "rehandling", Reply, Urgent, Handling, true, "责成重新办理", "To be handled again", "{matter}重新办理，{due}前再次答复。", "{matter} is handled again; a new reply is due on {due}.";
    Explained = "explained", Reply, Act, Handling, true, "不满意评价的说明", "Explanation given", "对{matter}的不满意评价已作说明，请查看。", "The unsatisfied rating of {matter} was explained.";
    SuggestionClosed = "suggestion_closed", Reply, Note, Handling, false, "建议已办结", "Suggestion closed", "{matter}已办结。", "{matter} has been closed.";
    // Promises
    CommitmentReported = "commitment_reported", Commitment, Act, Handling, false, "承诺落实待认定", "Promise reported", "{unit}报告{matter}的一项承诺已落实，请认定。", "{unit} reports a promise on {matter} kept; judge it.";
    CommitmentKept = "commitment_kept", Commitment, Act, Handling, true, "承诺已兑现", "Promise kept", "{matter}的一项承诺认定为已兑现。", "A promise on {matter} counts as kept.";
    CommitmentRejected = "commitment_rejected", Commitment, Urgent, Handling, true, "承诺认定未兑现", "Promise not accepted", "{matter}的一项承诺认定为未兑现，请继续落实。", "A promise on {matter} does not count as kept; go on.";
    CommitmentChanged = "commitment_changed", Commitment, Act, Handling, true, "承诺已变更", "Promise changed", "{matter}的一项承诺已变更，请查看说明并确认收到。", "A promise on {matter} was changed; read why and confirm.";
    CommitmentFailed = "commitment_failed", Commitment, Urgent, Handling, true, "承诺未能兑现", "Promise not kept", "{matter}的一项承诺未能兑现，请查看书面说明。", "A promise on {matter} cannot be kept; read why.";
    CommitmentCarriedOver = "commitment_carried_over", Commitment, Act, Handling, true, "承诺已结转", "Promise carried over", "{matter}的一项承诺结转至{due}。", "A promise on {matter} was carried over to {due}.";
    CommitmentExplained = "commitment_explained", Commitment, Note, Handling, false, "代表已收到说明", "Explanation received", "代表已确认收到{matter}承诺事项的书面说明。", "A deputy confirmed the explanation on a promise of {matter}.";
    // Publication
    PublicationProposed = "publication_proposed", Publication, Act, Handling, false, "公开待审批", "Publication to be decided", "{matter}的公开意见待审批。", "The publication of a part of {matter} is to be decided.";
    PublicationReleased = "publication_released", Publication, Note, Handling, true, "已公开", "Published", "{matter}已向社会公开。", "A part of {matter} has been published.";
    PublicationRefused = "publication_refused", Publication, Note, Handling, false, "不予公开", "Not published", "{matter}的一部分不予公开。", "A part of {matter} will not be published.";
    PublicationWithdrawn = "publication_withdrawn", Publication, Act, Handling, true, "已撤下公开", "Unpublished", "{matter}的公开内容已撤下。", "A published part of {matter} was taken down.";
    // Supervision
    Urged = "urged", Supervision, Urgent, Handling, true, "催办", "Urged", "{matter}被催办，请回应。", "{matter} is being urged; answer.";
    UrgeAcknowledged = "urge_acknowledged", Supervision, Note, Handling, false, "催办已回应", "Urge answered", "承办单位已回应对{matter}的催办。", "The unit has answered the urge on {matter}.";
    YellowCard = "yellow_card", Supervision, Urgent, Handling, true, "黄牌", "Yellow card", "{unit}办理{matter}被亮黄牌。", "{unit} has a yellow card on {matter}.";
    RedCard = "red_card", Supervision, Urgent, Handling, true, "红牌", "Red card", "{unit}办理{matter}被亮红牌。", "{unit} has a red card on {matter}.";
    UnitInterviewed = "unit_interviewed", Supervision, Note, Handling, true, "约谈承办单位", "Unit interviewed", "已就{matter}约谈承办单位。", "The unit was interviewed on {matter}.";
    // Deadlines
    ReplyDue = "reply_due", Deadline, Act, Handling, true, "答复期限将到", "Reply due", "{matter}距答复期限（{due}）还有{days}天。", "{days} days are left to reply to {matter}, due on {due}.";
    ReplyDueSoon = "reply_due_soon", Deadline, Urgent, Handling, true, "答复期限临近", "Reply due soon", "{matter}须在{due}前答复，还有{days}天。", "{matter} must be answered by {due}: {days} days left.";
    ReplyDueToday = "reply_due_today", Deadline, Urgent, Handling, true, "今日答复到期", "Reply due today", "{matter}今日（{due}）答复到期。", "The reply to {matter} is due today ({due}).";
    ReplyOverdue = "reply_overdue", Deadline, Urgent, Handling, true, "答复逾期", "Reply overdue", "{unit}对{matter}的答复已超期{days}天（应于{due}前答复）。", "{unit} is {days} days late with {matter} (due {due}).";
    CoOpinionDue = "co_opinion_due", Deadline, Act, CoOpinions, true, "协办意见期限", "Co-opinion due", "{matter}的协办意见须在{due}前出具，还有{days}天。", "The co-opinion on {matter} is due on {due}: {days} days left.";
    FeedbackDue = "feedback_due", Deadline, Urgent, Handling, true, "评价期限", "Rating due", "请在{due}前评价{matter}，还有{days}天。", "Rate {matter} by {due}: {days} days left.";
    CommitmentDue = "commitment_due", Deadline, Act, Handling, true, "承诺期限", "Promise due", "{unit}对{matter}的一项承诺须在{due}前兑现，还有{days}天。", "{unit} must keep a promise on {matter} by {due}: {days} days left.";
    MilestoneDue = "milestone_due", Deadline, Act, Handling, false, "承诺阶段目标", "Milestone due", "{unit}对{matter}承诺的阶段目标{due}到期，还有{days}天。", "A milestone of {unit}'s promise on {matter} is due on {due}: {days} days left.";
    CommitmentLate = "commitment_late", Deadline, Urgent, Handling, true, "承诺逾期", "Promise overdue", "{unit}对{matter}的一项承诺已超期{days}天。", "{unit} is {days} days late with a promise on {matter}.";
    // System
    WebhookDisabled = "webhook_disabled", System, Act, Nothing, true, "事件推送已停用", "Webhook disabled", "一个事件推送地址因持续失败已停用，请到数据接口页面查看。", "A webhook was disabled because its calls kept failing; look at the keys' page.";
    SubstitutionBegan = "substitution_began", System, Act, Nothing, true, "请您代办", "You stand in", "您被指定在{due}前代办同事的工作，其通知会同时发给您；代办不增加您的权限。", "You stand in for a colleague until {due}; you are told what he is told. It gives you no further rights.";
    Test = "test", System, Urgent, Nothing, false, "测试消息", "Test message", "这是一条测试消息，收到即表示该渠道可用。", "This is a test: if you read it, this channel works.";
}

impl NoticeKind {
    /// Tells nothing of a matter: told also to who may not read it, or not any more.
    pub const fn is_bare(self) -> bool {
        matches!(self.needs(), Needs::Nothing)
    }

    /// Whether a reader of the matter, who sees this much of it, may be told.
    pub const fn shown_by(self, sight: Sight) -> bool {
        match self.needs() {
            Needs::Nothing => true,
            Needs::Handling => sight.handling,
            Needs::Review => sight.review,
            Needs::Drafts => sight.drafts,
            Needs::CoOpinions => sight.co_opinions,
            Needs::Feedback => sight.feedback,
            Needs::Pressure => sight.pressure,
        }
    }
}
