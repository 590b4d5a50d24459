use super::coded::coded_enum;
use crate::kernel::{AccountId, DeputyId, FeedbackId, FileId, ReplyId, SuggestionId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// 满意 / 基本满意 / 不满意
    Rating {
        Satisfied = "satisfied", "满意", "Satisfied";
        Basic = "basic", "基本满意", "Basically satisfied";
        Unsatisfied = "unsatisfied", "不满意", "Unsatisfied";
    }
}

coded_enum! {
    /// Why 不满意 (不满意原因): the dictionary of the form, so that reasons can be counted.
    UnsatisfiedReason {
        NoTalk = "no_talk", "办理前未与代表沟通", "No talk with the deputy before";
        NotPointByPoint = "not_point_by_point", "未逐条答复", "Not answered point by point";
        Perfunctory = "perfunctory", "答复空泛、敷衍", "Perfunctory answer";
        Unsolved = "unsolved", "实际问题没有解决", "The problem itself is not solved";
        NotTrue = "not_true", "答复与事实不符", "The answer does not fit the facts";
        PromiseVague = "promise_vague", "承诺没有时限或者无法核实", "Promise without a day or proof";
        PassedOn = "passed_on", "部门之间推诿", "Passed from one unit to another";
        Late = "late", "办理超过期限", "Late";
        Manner = "manner", "态度生硬、不尊重代表", "Manner towards the deputy";
        Other = "other", "其他", "Other";
    }
}

coded_enum! {
    /// How the rating came in (填报方式).
    FeedbackEntry {
        Own = "own", "代表本人填报", "By the deputy";
        Paper = "paper", "纸质代录", "Entered from paper";
    }
}

coded_enum! {
    /// Why there is no rating (未评价原因).
    LapseReason {
        Window = "window", "逾期未评价", "The window passed";
        NoRater = "no_rater", "无可评价代表", "Nobody left to rate";
        ReferenceOnly = "reference_only", "仅供参考件不评价", "For reference only";
    }
}

/// 征询意见: one deputy's rating of one letter. Never changed: a later round is a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Identity.
    pub id: FeedbackId,
    /// The letter rated.
    pub reply: ReplyId,
    /// For whose suggestion: the matter itself or one merged into it.
    pub on_behalf_of: SuggestionId,
    /// Who rates.
    pub deputy: DeputyId,
    /// Round of the reply.
    pub round: u32,
    /// 办理态度
    pub attitude: Rating,
    /// 办理结果
    pub result: Rating,
    /// 是否见面
    pub met: bool,
    /// When the letter arrived, in the deputy's words.
    pub received_reply_on: NaiveDate,
    /// Who replied in person.
    pub who_replied: String,
    /// Required if anything is 不满意.
    pub comment: String,
    /// Reasons of the dictionary, for 不满意.
    #[serde(default)]
    pub reasons: Vec<UnsatisfiedReason>,
    /// What the co-signers think, in summary.
    pub cosigner_summary: Option<String>,
    /// By the deputy or from paper.
    pub entry: FeedbackEntry,
    /// Scan of the paper form.
    pub paper_scan: Option<FileId>,
    /// Account that entered it.
    pub entered_by: AccountId,
    /// When.
    pub submitted_at: DateTime<Utc>,
}

/// 反映评价受到干预: private to the deputies' committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PressureFlag {
    /// Who reports it.
    pub deputy: DeputyId,
    /// What happened.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

coded_enum! {
    /// What was done about a rating of 不满意 (不满意处理).
    FollowUpKind {
        Interview = "interview", "约谈承办单位", "Interview of the unit";
        Rehandle = "rehandle", "责成重新办理", "Handling ordered again";
        Explain = "explain", "解释说明", "Explained";
        Reopen = "reopen", "重新启动办理", "Reopened";
    }
}

/// 不满意处理
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// What.
    pub kind: FollowUpKind,
    /// The round it judges.
    pub round: u32,
    /// Reasons, what was agreed, what the deputy was told.
    pub text: String,
    /// 评估结论: of the panel, needed from the second 不满意 on; binding on the unit.
    pub panel_conclusion: Option<String>,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}
